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

    /// Looks up many of the organization's records by their names in one read.
    pub(super) fn look_up<T: Send + 'static>(
        &self,
        names: Vec<String>,
        by: fn(&mut Read<'_>, OrganizationId, &[&str]) -> Result<Vec<T>>,
    ) -> Result<Vec<T>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let organization = self.organization;
        self.read(move |read| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            by(read, organization, &names)
        })
    }
}
