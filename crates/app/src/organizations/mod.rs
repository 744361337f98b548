//! Tenants.

mod create;
mod find;
mod settings;
mod status;

pub use create::{NewOrganization, create_organization};
pub use find::{find_organization, list_organizations};
pub(crate) use settings::{Fault, faults};
pub use status::{resume_organization, suspend_organization};
