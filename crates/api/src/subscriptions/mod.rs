//! Contracts of customers on plans.

mod get;
mod list;
mod parts;
mod status;
mod subscription;
mod terms;

pub(crate) use get::{__path_get_subscription, get_subscription};
pub(crate) use list::{__path_list_subscriptions, list_subscriptions};
