//! What every use case is given. Nothing in it is global, so a test gives its own.

use crate::{Keys, Settings};
use std::sync::Arc;
use vestibule_kernel::{Clock, Rng, Timestamp};
use vestibule_store::Db;

/// Database, time, randomness, settings and keys. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The database.
    pub db: Db,
    /// The only source of "now".
    pub clock: Clock,
    /// The only source of randomness.
    pub rng: Rng,
    /// What the operator of the installation decided.
    pub settings: Arc<Settings>,
    /// What seals the things that we hand out.
    pub keys: Arc<Keys>,
}

impl Ctx {
    /// The current instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
