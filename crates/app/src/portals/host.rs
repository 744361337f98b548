//! Which portal a host names.

use crate::access::Surface;
use vestibule_kernel::Result;
use vestibule_store::Read;
use vestibule_store::tables::portals;

/// The host that a request asked for, in lower case and without its port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// A label below the portals' own domain.
    Label(String),
    /// Any other host: an operator's own, if anybody's.
    Custom(String),
}

/// The portal at `host`, and its organization.
pub(crate) fn surface_at(read: &mut Read<'_>, host: &Host) -> Result<Option<Surface>> {
    let found = match host {
        Host::Label(slug) => portals::at_slug(read, slug)?,
        Host::Custom(host) => portals::at_host(read, host)?,
    };
    Ok(found.map(|(portal, organization)| Surface { portal, organization }))
}
