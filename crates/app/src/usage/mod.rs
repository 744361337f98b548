//! Measured use: what a customer sees of it, and what the API tells.

mod export;
mod of_customer;
mod of_subscription;
mod points;
mod span;
mod this_month;

pub use export::{UsageExport, usage_export};
pub use of_customer::{CustomerUsage, customer_usage};
pub use of_subscription::{Grain, SubscriptionUsage, UsageQuery, subscription_usage};
pub use points::Point;
pub use span::Span;
pub use this_month::MonthOfUse;
pub(crate) use this_month::{ask_this_month, this_month};
