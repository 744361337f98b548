//! Prices that change by the hour or quarter.

mod get;

pub(crate) use get::{__path_get_prices, get_prices};
