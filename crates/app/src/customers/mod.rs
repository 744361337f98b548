//! Customers, and the hub of their account.

mod account;
mod list;
mod overview;

pub use account::{Account, Section};
pub use list::{FILTERS, get_customer, get_customer_by_external_id, list_customers};
pub use overview::{Overview, overview};
