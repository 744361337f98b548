//! What a command says of a credential that it revoked.

use anyhow::bail;
use vestibule_app::clients::Revocation;
use vestibule_kernel::organization::Organization;
use vestibule_kernel::{Error, Result};

/// Says how revoking the `kind` of credential with this id ended.
///
/// # Errors
/// When the organization has none with this id.
pub fn tell(
    kind: &str,
    id: &str,
    organization: &Organization,
    ended: Result<Revocation>,
) -> anyhow::Result<()> {
    match ended {
        Ok(Revocation::Now) => eprintln!("Revoked. It no longer works."),
        Ok(Revocation::Before(at)) => eprintln!("It was revoked already, at {at}."),
        Err(Error::NotFound(_)) => {
            let slug = &organization.slug;
            bail!("no {kind} has the id '{id}' in '{slug}'; see: vestibule {kind} list --org {slug}")
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
