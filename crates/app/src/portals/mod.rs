//! White-label portals: which one a host names, and its brand.

mod brand;
mod host;
mod list;

pub use brand::{Brand, brand};
pub use host::Host;
pub(crate) use host::surface_at;
pub use list::list_portals;
