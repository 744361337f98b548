//! One row of an input, whatever format it came in: its values by column, and what is wrong with it.
//! Decoders of the record types read from here.

mod claims;
mod fields;
mod series;

pub(super) use claims::{Claim, FileClaim, FileKind, Findings, Mark, Role};
pub(super) use fields::{SHORT, amount_reason, misleads, unquoted};

use super::report::Problem;
use super::types::RecordType;

/// The text of a field as it stands in the input.
#[derive(Debug, Clone, Copy)]
pub(in crate::records) enum Raw<'a> {
    /// A JSON value.
    Json(&'a str),
    /// A cell of a CSV file.
    Cell(&'a str),
}

impl<'a> Raw<'a> {
    fn text(self) -> &'a str {
        match self {
            Self::Json(text) | Self::Cell(text) => text,
        }
    }

    fn is_nothing(self) -> bool {
        match self {
            Self::Json(text) => text == "null" || text.trim_matches(['"', ' ']).is_empty(),
            Self::Cell(text) => text.trim().is_empty(),
        }
    }
}

/// One row: its fields by column.
#[derive(Debug)]
pub(in crate::records) struct Row<'a> {
    pub(in crate::records) record_type: RecordType,
    values: Vec<Option<Raw<'a>>>,
    pub(in crate::records) findings: Findings,
}

impl<'a> Row<'a> {
    pub(in crate::records) fn new(record_type: RecordType) -> Self {
        Self { record_type, values: vec![None; record_type.columns().len()], findings: Findings::default() }
    }

    /// Puts a value where its column is. `false` when the type has no such column.
    pub(in crate::records) fn set(&mut self, column: &str, value: Raw<'a>) -> bool {
        match self.position(column) {
            Some(index) => {
                self.set_at(index, value);
                true
            }
            None => false,
        }
    }

    /// Puts a value into the column at `index`.
    pub(in crate::records) fn set_at(&mut self, index: usize, value: Raw<'a>) {
        if self.values[index].is_some() {
            let column = self.record_type.columns()[index];
            self.problem(Problem::of_column(column, "is given twice; give it once"));
        }
        self.values[index] = Some(value);
    }

    fn position(&self, column: &str) -> Option<usize> {
        self.record_type.columns().iter().position(|known| *known == column)
    }

    fn get(&self, column: &str) -> Option<Raw<'a>> {
        self.position(column).and_then(|index| self.values[index]).filter(|value| !value.is_nothing())
    }

    /// Whether the field is there and says `null`, or `-` in a CSV file.
    pub(in crate::records) fn is_null(&self, column: &str) -> bool {
        match self.position(column).and_then(|index| self.values[index]) {
            Some(Raw::Json(text)) => text == "null",
            Some(Raw::Cell(text)) => text == "-",
            None => false,
        }
    }

    pub(in crate::records) fn has(&self, column: &str) -> bool {
        self.get(column).is_some()
    }

    /// Whether any field of a nested object is there; `group` ends with a dot.
    pub(in crate::records) fn has_group(&self, group: &str) -> bool {
        let columns = self.record_type.columns().iter().zip(&self.values);
        columns
            .filter(|(column, _)| column.starts_with(group))
            .any(|(_, value)| value.is_some_and(|value| !value.is_nothing()))
    }

    pub(in crate::records) fn problem(&mut self, problem: Problem) {
        self.findings.problems.push(problem);
    }

    /// Says that the value of a field is wrong.
    pub(in crate::records) fn wrong(&mut self, column: &str, reason: impl Into<String>) {
        let value = self.get(column).map_or("", Raw::text);
        let problem = Problem::of_value(column, value, reason);
        self.problem(problem);
    }

    /// Says that a field is missing, unless it is there and something else is wrong with it.
    pub(in crate::records) fn missing<T>(&mut self, column: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(column) {
            self.problem(Problem::of_column(column, "is missing; it is required"));
        }
        value
    }
}
