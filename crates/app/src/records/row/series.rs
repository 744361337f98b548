//! Rows of time series: where in time a row belongs, and lists of values.

use super::{Raw, Row, SHORT};
use crate::records::kinds::Frame;
use crate::records::report::Problem;
use serde_json::value::RawValue;
use vestibule_kernel::LocalDay;
use vestibule_kernel::series::{DayGrid, MOST_SLOTS, Resolution};

/// Where in time a row of a series belongs.
#[derive(Debug, Clone, Copy)]
pub(in crate::records) struct PlaceInTime {
    /// The day, cut into slots.
    pub(in crate::records) grid: DayGrid,
    /// The one slot that the row is about; none when it is about the whole day.
    slot: Option<usize>,
    /// Whether the row says how long its slots are.
    pub(in crate::records) said: bool,
}

impl PlaceInTime {
    /// Whether the row is about a whole day.
    pub(in crate::records) const fn is_day(&self) -> bool {
        self.slot.is_none()
    }

    /// The slot that the row is about, or the first one.
    pub(in crate::records) fn slot(&self) -> usize {
        self.slot.unwrap_or(0)
    }

    /// How many slots the day has.
    pub(in crate::records) fn slots(&self) -> usize {
        self.grid.slots()
    }
}

impl<'a> Row<'a> {
    /// Where the row belongs: `start` for one value, or `day` for all of a day.
    pub(in crate::records) fn place_in_time(&mut self, frame: &Frame) -> Option<PlaceInTime> {
        let resolution: Option<Resolution> = self.parsed("resolution");
        let said = self.has("resolution");
        if said && resolution.is_none() {
            return None;
        }
        match (self.has("start"), self.has("day")) {
            (true, false) => self.one_slot(frame, resolution, said),
            (false, true) => self.whole_day(frame, resolution, said),
            (true, true) => {
                self.wrong("day", "expected either start, for one value, or day, for all values of a day");
                None
            }
            (false, false) => {
                self.problem(Problem::of_column(
                    "start",
                    "is missing; expected start, for one value, or day",
                ));
                None
            }
        }
    }

    fn one_slot(&mut self, frame: &Frame, resolution: Option<Resolution>, said: bool) -> Option<PlaceInTime> {
        let resolution = resolution.unwrap_or(Resolution::Quarter);
        let start = self.instant("start", &frame.zone)?;
        let grid = DayGrid::around(start, resolution, &frame.zone);
        let slot = grid.slot(start);
        if slot.is_none() {
            let what = match resolution {
                Resolution::Quarter => "a quarter of an hour",
                Resolution::Hour => "an hour",
            };
            self.wrong("start", format!("does not begin {what}; the resolution is {resolution}"));
        }
        Some(PlaceInTime { grid, slot: Some(slot?), said })
    }

    fn whole_day(
        &mut self,
        frame: &Frame,
        resolution: Option<Resolution>,
        said: bool,
    ) -> Option<PlaceInTime> {
        let day: LocalDay = self.parsed("day")?;
        let resolution = resolution.unwrap_or(Resolution::Quarter);
        Some(PlaceInTime { grid: DayGrid::new(day, resolution, &frame.zone), slot: None, said })
    }

    /// The numbers of a list, one for each of `slots`: a JSON list with `null` for what is missing, or texts
    /// between spaces with `-`.
    pub(in crate::records) fn numbers(
        &mut self,
        column: &'static str,
        slots: usize,
        read: impl Fn(&str) -> Option<i64>,
        expected: &str,
    ) -> Option<Vec<Option<i64>>> {
        let items = self.items(column, slots)?;
        if items.is_empty() {
            self.problem(Problem::of_column(column, "is missing; it is required"));
            return None;
        }
        let mut numbers = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            match item.map(|text| read(text).ok_or(text)).transpose() {
                Ok(number) => numbers.push(number),
                Err(text) => {
                    self.problem(Problem::of_value(format!("{column}[{index}]"), text, expected));
                    return None;
                }
            }
        }
        Some(numbers)
    }

    /// The words of a list, one for each of `slots`; none at all when the column is absent.
    pub(in crate::records) fn words<T>(
        &mut self,
        column: &'static str,
        slots: usize,
    ) -> Option<Vec<Option<T>>>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let items = self.items(column, slots)?;
        let mut words = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            match item.map(str::parse::<T>).transpose() {
                Ok(word) => words.push(word),
                Err(error) => {
                    let value = item.unwrap_or_default();
                    self.problem(Problem::of_value(format!("{column}[{index}]"), value, error.to_string()));
                    return None;
                }
            }
        }
        Some(words)
    }

    /// The texts of a list of `slots` items; none at all when the column is absent.
    fn items(&mut self, column: &'static str, slots: usize) -> Option<Vec<Option<&'a str>>> {
        let Some(raw) = self.get(column) else { return Some(Vec::new()) };
        let items = match raw {
            Raw::Cell(text) if !text.trim_start().starts_with('[') => spaced(text),
            Raw::Cell(text) | Raw::Json(text) => listed(text),
        };
        let Some(items) = items else {
            self.wrong(column, "expected a list: [0.1, null, 0.2], or in a CSV file also 0.1 - 0.2");
            return None;
        };
        if items.len() != slots {
            let why = match slots {
                92 | 23 => "; clocks go forward on that day",
                100 | 25 => "; clocks go back on that day",
                _ => "",
            };
            let reason =
                format!("has {} values; expected {slots}, with null for what is missing{why}", items.len());
            self.problem(Problem::of_column(column, reason));
            return None;
        }
        Some(items)
    }
}

fn spaced(text: &str) -> Option<Vec<Option<&str>>> {
    let items: Vec<_> = text.split_whitespace().map(|item| (item != "-").then_some(item)).collect();
    (items.len() <= 2 * MOST_SLOTS).then_some(items)
}

fn listed(text: &str) -> Option<Vec<Option<&str>>> {
    let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    let plain = |item: &&str| !item.contains('\\') && item.len() <= SHORT;
    items
        .into_iter()
        .map(|item| match item.get() {
            "null" => Some(None),
            text if text.starts_with('"') => {
                Some(Some(text.trim_matches('"'))).filter(|text| text.iter().all(plain))
            }
            text => Some(Some(text)),
        })
        .collect()
}
