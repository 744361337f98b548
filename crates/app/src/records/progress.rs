//! How far an import is, told to whoever shows it.

use super::types::RecordType;
use std::cell::Cell;
use std::sync::Arc;

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading and checking every row; counted in bytes.
    Checking,
    /// Finding out whether everything that is referred to exists; counted in parts.
    Comparing,
    /// Writing records of this type; counted in records.
    Writing(RecordType),
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What it is doing.
    pub stage: Stage,
    /// How much of it is done.
    pub done: u64,
    /// How much of it there is.
    pub total: u64,
}

/// Is told of every step; called often, from other threads.
pub type OnStep = Arc<dyn Fn(Step) + Send + Sync>;

/// Somebody who does not look.
#[must_use]
pub fn unwatched() -> OnStep {
    Arc::new(|_| {})
}

/// Passes on every thousandth tick.
pub(super) struct Ticker {
    on_step: OnStep,
    ticks: Cell<u32>,
}

impl Ticker {
    pub(super) fn new(on_step: OnStep) -> Self {
        Self { on_step, ticks: Cell::new(0) }
    }

    pub(super) fn tick(&self, stage: Stage, done: u64, total: u64) {
        let ticks = self.ticks.get().wrapping_add(1);
        self.ticks.set(ticks);
        if ticks.is_multiple_of(1024) {
            self.show(stage, done, total);
        }
    }

    pub(super) fn show(&self, stage: Stage, done: u64, total: u64) {
        (self.on_step)(Step { stage, done, total });
    }
}
