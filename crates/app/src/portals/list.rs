//! An organization's portals.

use crate::Ctx;
use crate::clients::{Credential, look};
use vestibule_kernel::Result;
use vestibule_kernel::portal::Portal;
use vestibule_store::tables::portals;

/// Every portal of the organization, by host label.
///
/// # Errors
/// What the credential lacks.
pub async fn list_portals(ctx: &Ctx, credential: Credential) -> Result<Vec<Portal>> {
    look(ctx, credential, |read, caller| portals::list(read, caller.organization.id)).await
}
