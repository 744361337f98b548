//! Readings of meters that only a person can read.

mod list;
mod of_customer;
mod report;
mod submit;

pub use list::list_readings;
pub use of_customer::{CustomerReadings, customer_readings};
pub use report::{Report, Reported};
pub use submit::{ReadingInput, submit_reading, submit_reading_as_customer};
