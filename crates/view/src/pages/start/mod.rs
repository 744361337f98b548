//! Pages of a customer without a contract.

mod offers;

pub use offers::{Offer, Offers, Rate};
