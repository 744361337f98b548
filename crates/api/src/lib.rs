//! The JSON API: a door to the rooms of `app`. Each operation is a file named after its verb, in a folder
//! named after its area: what it reads, what it answers, its description. Holds no rules.

mod access;
mod bearer;
mod clients;
mod customers;
mod fields;
mod health;
mod invoices;
mod openapi;
mod paging;
mod plans;
mod prices;
mod readings;
mod records;
mod reference;
mod router;
mod samples;
mod schema;
mod subscriptions;
mod surround;
mod usage;
mod version;
mod wording;

pub use health::probes;
pub use openapi::document;
pub use reference::{ReferencePage, reference};
pub use router::router;
pub use version::{DEFAULT_VERSION, SUPPORTED_VERSIONS};

#[cfg(test)]
mod tests;
