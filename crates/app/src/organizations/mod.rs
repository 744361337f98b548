//! Tenants.

mod create;
mod find;
mod settings;

pub use create::{NewOrganization, create_organization};
pub use find::{find_organization, list_organizations};
pub(crate) use settings::{Fault, faults};
