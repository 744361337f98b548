//! What an import tells: counts by type, and what it refused, where and why.

use super::row::misleads;
use super::sources::LeftAside;
use super::types::{RecordType, TYPES};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many rejections a summary holds; the rest is counted.
pub const KEPT: usize = 1000;
/// Longest value that a rejection shows, in characters.
const SHOWN: usize = 60;

/// One thing that is wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The file as it was named.
    pub file: String,
    /// The line that the row begins on, from 1; 0 is the file as a whole.
    pub line: u64,
    /// The column's header, or the path of the field: `address.zip`, `lines[2].amount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The value, shortened; never an IBAN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl Rejection {
    /// Whether `line` is one of a file of rejects: a finding, which no record looks like.
    pub(super) fn is_on(line: &[u8]) -> bool {
        #[derive(serde::Deserialize)]
        struct Line {
            #[serde(rename = "file")]
            _file: String,
            #[serde(rename = "line")]
            _line: u64,
            #[serde(rename = "reason")]
            _reason: String,
            #[serde(rename = "type")]
            record_type: Option<serde::de::IgnoredAny>,
        }
        serde_json::from_slice::<Line>(line).is_ok_and(|line| line.record_type.is_none())
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(f, ": {column}")?;
        }
        write!(f, ": {}", self.reason)?;
        match &self.value {
            Some(value) => write!(f, " ({value})"),
            None => Ok(()),
        }
    }
}

/// What is wrong with a row, before it is known where the row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) column: Option<String>,
    pub(super) value: Option<String>,
    pub(super) reason: String,
}

impl Problem {
    /// A problem of the row as a whole.
    pub(super) fn of_row(reason: impl Into<String>) -> Self {
        Self { column: None, value: None, reason: reason.into() }
    }

    /// A problem of a field that has no value to show.
    pub(super) fn of_column(column: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { column: Some(column.into()), value: None, reason: reason.into() }
    }

    /// A problem of a field's value.
    pub(super) fn of_value(column: impl Into<String>, value: &str, reason: impl Into<String>) -> Self {
        Self { column: Some(column.into()), value: Some(shown(value)), reason: reason.into() }
    }

    /// This problem, at a place.
    pub(super) fn at(self, file: &str, line: u64) -> Rejection {
        Rejection { file: file.to_owned(), line, column: self.column, value: self.value, reason: self.reason }
    }
}

/// `value` as a message may show it: short, without control and direction characters, and never a bank account.
pub(super) fn shown(value: &str) -> String {
    let value = value.trim().trim_matches('"');
    if resembles_iban(value) {
        return "an account number, not shown".into();
    }
    let clean = |c: char| if misleads(c) { '·' } else { c };
    let short: String = value.chars().take(SHOWN).map(clean).collect();
    if value.chars().nth(SHOWN).is_some() { format!("{short}…") } else { short }
}

/// What serde_json says, without the place that it ends with.
pub(super) fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// Whether there is something in `value` that starts like an IBAN: two letters and a dozen digits.
fn resembles_iban(value: &str) -> bool {
    let plain: Vec<u8> = value.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'-').collect();
    plain.windows(14).any(|window| {
        window[..2].iter().all(u8::is_ascii_alphabetic)
            && window[2..4].iter().all(u8::is_ascii_digit)
            && window[4..].iter().filter(|byte| byte.is_ascii_digit()).count() >= 6
            && window[4..].iter().all(u8::is_ascii_alphanumeric)
    })
}

/// How many records of one type there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// In the input.
    pub read: u64,
    /// Written for the first time.
    pub created: u64,
    /// Written over an older version.
    pub changed: u64,
    /// There already, the same.
    pub unchanged: u64,
    /// Rows that were refused.
    pub rejected: u64,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Whether it only looked.
    pub dry_run: bool,
    /// Records in the input.
    pub read: u64,
    /// Records written: created or changed.
    pub written: u64,
    /// Records that were there already, the same.
    pub unchanged: u64,
    /// Rows that were refused.
    pub rejected_rows: u64,
    /// The counts of each type that occurred.
    pub types: BTreeMap<RecordType, Counts>,
    /// What was wrong, in the order of files and lines; the first thousand findings.
    pub rejected: Vec<Rejection>,
    /// Findings beyond those.
    pub more_rejected: u64,
    /// Files that cannot be read, or not to their end.
    pub broken_files: u64,
    /// Files in folders that were not read.
    pub left_aside: Vec<LeftAside>,
}

impl Summary {
    /// Whether everything in the input was good.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.rejected.is_empty() && self.more_rejected == 0
    }

    /// How many rows there were that do not even say their type; they are in no other count but
    /// [`Summary::read`] and [`Summary::rejected_rows`].
    #[must_use]
    pub fn unreadable_rows(&self) -> u64 {
        let typed: u64 = self.types.values().map(|counts| counts.rejected).sum();
        self.rejected_rows.saturating_sub(typed)
    }

    /// What was refused, in words, as the end of a sentence. Counts rows only where there are some.
    #[must_use]
    pub fn refused(&self) -> String {
        let rows = match (self.rejected_rows, self.read) {
            (0, _) => None,
            (1, 1) => Some("the only record was refused".to_owned()),
            (refused, read) => Some(format!("{refused} of {read} records were refused")),
        };
        let files = match self.broken_files {
            0 => None,
            1 => Some("1 file cannot be read in full".to_owned()),
            count => Some(format!("{count} files cannot be read in full")),
        };
        match (rows, files) {
            (Some(rows), Some(files)) => format!("{rows}, and {files}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => "nothing was refused".to_owned(),
        }
    }

    /// Sums up `counts`.
    pub(super) fn with_counts(mut self, counts: &[Counts; TYPES]) -> Self {
        for (record_type, counts) in RecordType::ALL.iter().zip(counts) {
            self.read += counts.read;
            self.written += counts.created + counts.changed;
            self.unchanged += counts.unchanged;
            if *counts != Counts::default() {
                self.types.insert(*record_type, *counts);
            }
        }
        self
    }

    /// One line for the audit trail.
    pub(super) fn in_short(&self) -> String {
        format!(
            "{} read, {} written, {} unchanged, {} rejected",
            self.read, self.written, self.unchanged, self.rejected_rows
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejection_reads_as_file_line_column_reason_value() {
        let rejection = Problem::of_value("email", "a@b", "expected an address").at("customers.csv", 7);
        assert_eq!(rejection.to_string(), "customers.csv:7: email: expected an address (a@b)");
        assert_eq!(Problem::of_row("is empty").at("a.ndjson", 0).to_string(), "a.ndjson: is empty");
    }

    #[test]
    fn account_numbers_are_never_shown() {
        for iban in ["DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "x GB29NWBK60161331926819 y"] {
            assert!(!shown(iban).contains("0532") && !shown(iban).contains("6016"), "{iban}");
        }
        assert_eq!(shown("K-1001"), "K-1001");
        assert_eq!(shown("R-2026-000000000001"), "R-2026-000000000001");
    }

    #[test]
    fn long_values_are_cut_and_control_characters_are_replaced() {
        assert_eq!(shown(&"ä".repeat(100)).chars().count(), SHOWN + 1);
        assert_eq!(shown("a\u{0}b\u{1b}[c\u{202e}d"), "a·b·[c·d");
    }
}
