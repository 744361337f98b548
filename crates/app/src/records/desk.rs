//! The database as the blocking threads of an import see it.

use crate::Ctx;
use tokio::runtime::Handle;
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::{Result, Timestamp};
use vestibule_store::{Read, Tx};

/// Lets a blocking thread wait for units of work.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) ctx: Ctx,
    pub(super) organization: OrganizationId,
    handle: Handle,
}

impl Desk {
    /// # Panics
    /// Outside of a runtime; every caller is an async function.
    pub(super) fn new(ctx: &Ctx, organization: OrganizationId) -> Self {
        Self { ctx: ctx.clone(), organization, handle: Handle::current() }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.ctx.now()
    }

    pub(super) fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Read<'_>) -> Result<T> + Send + 'static,
    {
        self.handle.block_on(self.ctx.db.read(work))
    }

    pub(super) fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.handle.block_on(self.ctx.db.write(work))
    }
}
