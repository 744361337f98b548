//! Tenants.

mod create;
mod find;

pub use create::{NewOrganization, create_organization};
pub use find::{find_organization, list_organizations};
