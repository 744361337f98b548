//! The readings of a meter, and the form to report one.

use crate::page::Page;
use crate::pages::samples;
use vestibule_kernel::reading::{Expected, MeterReading, ReadingType};
use vestibule_kernel::{Energy, LocalDay};

vestibule_kernel::text_enum! {
    /// Why a report was not kept.
    ReadingProblem {
        /// The value is no number of kilowatt-hours.
        Value = "value",
        /// The day is none, in the future, or before the contract.
        Day = "day",
        /// There is another value of that day already.
        Twice = "twice",
        /// The value surprises; it is asked whether it is right.
        Surprising = "surprising",
    }
}

/// What stands in the form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReadingForm {
    /// The value as it was written.
    pub value: String,
    /// The day as it was written.
    pub day: String,
    /// Why it was not kept.
    pub problem: Option<ReadingProblem>,
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReadingRow {
    /// The day.
    pub day: LocalDay,
    /// What the meter showed.
    pub value: Energy,
    /// Who read it.
    pub reading_type: ReadingType,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Readings {
    /// The number printed on the meter.
    pub meter: Option<String>,
    /// Today, the last day that can be reported.
    pub today: LocalDay,
    /// The form; none when nothing can be reported any more or yet.
    pub form: Option<ReadingForm>,
    /// The last value before.
    pub least: Option<Energy>,
    /// The largest value that would be no surprise.
    pub most: Option<Energy>,
    /// The readings by day, the newest first.
    pub rows: Vec<ReadingRow>,
}

/// What the page is made from.
#[derive(Debug, Clone)]
pub struct ReadingsData<'a> {
    /// The number printed on the meter.
    pub meter: Option<String>,
    /// Today.
    pub today: LocalDay,
    /// What stands in the form.
    pub form: Option<ReadingForm>,
    /// What can be expected.
    pub expected: Option<Expected>,
    /// The readings by day, the newest first.
    pub readings: &'a [MeterReading],
}

impl Readings {
    /// The page.
    #[must_use]
    pub fn of(data: ReadingsData<'_>) -> Self {
        let row = |reading: &MeterReading| ReadingRow {
            day: reading.day,
            value: reading.value,
            reading_type: reading.reading_type,
        };
        Self {
            meter: data.meter,
            today: data.today,
            form: data.form,
            least: data.expected.map(|expected| expected.least),
            most: data.expected.map(|expected| expected.most),
            rows: data.readings.iter().map(row).collect(),
        }
    }
}

impl Page for Readings {
    const TEMPLATE: &'static str = "readings/report.html";
    const TITLE: &'static str = "readings-title";

    fn samples() -> Vec<Self> {
        samples::readings()
    }
}
