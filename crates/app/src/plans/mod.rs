//! What can be bought.

mod list;
mod offers;

pub use list::{FILTERS, get_plan, list_plans};
pub use offers::offers;
