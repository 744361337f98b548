//! What a meter showed, and reporting what it shows.

mod report;

pub use report::{ReadingForm, ReadingProblem, ReadingRow, Readings, ReadingsData};
