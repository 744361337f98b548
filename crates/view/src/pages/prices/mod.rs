//! What a kilowatt-hour costs.

mod day;

pub use day::{CheapStretch, PriceData, PricePoint, PriceRow, Prices};
