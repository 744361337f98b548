//! Readings, and the form in every state.

use super::{now, zone};
use crate::pages::readings::{ReadingForm, ReadingProblem, ReadingRow, Readings};
use vestibule_kernel::Energy;
use vestibule_kernel::reading::ReadingType;

/// The page: in order, none yet, asked whether it is right, wrong in every other way, closed.
pub(crate) fn readings() -> Vec<Readings> {
    let today = now().day_in(&zone());
    let row = |days: i64, kwh: i64, reading_type| ReadingRow {
        day: today.plus_days(-days),
        value: Energy::from_wh(kwh * 1000),
        reading_type,
    };
    let rows = vec![
        row(31, 48_512, ReadingType::CustomerReport),
        row(122, 48_020, ReadingType::GridEstimation),
        row(365, 46_900, ReadingType::GridReading),
    ];
    let form =
        |value: &str, problem| Some(ReadingForm { value: value.to_owned(), day: today.to_string(), problem });
    let ordinary = Readings {
        meter: Some("1ISK0078451203".to_owned()),
        today,
        form: form("", None),
        least: Some(Energy::from_wh(48_512_000)),
        most: Some(Energy::from_wh(48_981_000)),
        rows,
    };
    let with = |value: &str, problem| Readings { form: form(value, Some(problem)), ..ordinary.clone() };
    let bare = Readings { meter: None, least: None, most: None, rows: Vec::new(), ..ordinary.clone() };
    vec![
        ordinary.clone(),
        with("4.870", ReadingProblem::Surprising),
        bare,
        with("achtundvierzigtausend", ReadingProblem::Value),
        with("48600", ReadingProblem::Day),
        with("48600", ReadingProblem::Twice),
        Readings { form: None, ..ordinary },
    ]
}
