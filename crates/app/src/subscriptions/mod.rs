//! Contracts of customers on plans.

mod list;

pub use list::{FILTERS, get_subscription, list_subscriptions};
