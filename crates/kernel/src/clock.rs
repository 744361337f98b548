//! The one source of "now". A server's clock follows the system's; a test or the demo can move it.

use crate::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time. Clones share the same shift.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
    shift_micros: Arc<AtomicI64>,
}

impl Clock {
    /// The system's clock, which [`Clock::advance`] can shift.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `start` until it is advanced.
    #[must_use]
    pub fn fixed(start: Timestamp) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(start.as_micros()))), shift_micros: Arc::default() }
    }

    /// The current instant.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the system for the time")]
    pub fn now(&self) -> Timestamp {
        let base = match &self.fixed {
            Some(at) => at.load(Ordering::Relaxed),
            None => std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX)),
        };
        Timestamp::from_micros(base.saturating_add(self.shift_micros.load(Ordering::Relaxed)))
    }

    /// Moves the clock forward by `span`, for every clone of it.
    pub fn advance(&self, span: std::time::Duration) {
        let micros = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        self.shift_micros.fetch_add(micros, Ordering::Relaxed);
    }
}
