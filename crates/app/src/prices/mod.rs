//! Prices that change by the hour or quarter: what a customer sees of them, and what the API tells.

mod cheapest;
mod now;
mod of_customer;
mod of_subscription;
mod slots;

pub use cheapest::{Stretch, cheapest};
pub use now::PriceNow;
pub(crate) use now::{ask_prices, price_now};
pub use of_customer::{CustomerPrices, customer_prices};
pub use of_subscription::{SubscriptionPrices, subscription_prices};
pub use slots::PriceSlot;
