//! The one source of randomness: the operating system's generator, or a seeded one in tests.

use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, SeedableRng, TryRng as _};
use std::sync::{Arc, Mutex, PoisonError};

/// Gives random bytes. Clones of a seeded generator share its state.
#[derive(Debug, Clone, Default)]
pub struct Rng {
    seeded: Option<Arc<Mutex<StdRng>>>,
}

impl Rng {
    /// The operating system's cryptographic generator.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A generator that repeats itself; for tests and the demo's data, never for secrets.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seeded: Some(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))) }
    }

    /// Fills `target` with random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing secret can be made then.
    #[expect(clippy::expect_used, reason = "without randomness no secret may be issued")]
    pub fn fill(&self, target: &mut [u8]) {
        match &self.seeded {
            Some(shared) => shared.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(target),
            None => SysRng.try_fill_bytes(target).expect("the operating system gives random bytes"),
        }
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0u8; N];
        self.fill(&mut bytes);
        bytes
    }
}
