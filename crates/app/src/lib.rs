//! The rules: one use case a file, each a thin async shell around one unit of work. Pages, APIs,
//! the command line and imports are doors to these rooms. Knows no HTTP and no SQL.

pub mod access;
pub mod audit;
pub mod clients;
mod ctx;
pub mod customers;
pub mod invoices;
mod keys;
pub mod organizations;
mod origin;
pub mod plans;
pub mod portals;
pub mod prices;
pub mod readings;
mod ready;
pub mod records;
mod settings;
pub mod subscriptions;
pub mod usage;

pub use ctx::Ctx;
pub use keys::Keys;
pub use origin::Origin;
pub use ready::ready;
pub use settings::Settings;
pub use vestibule_store::{Db, Options};
