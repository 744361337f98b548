//! One row of an input, whatever format it came in: its fields by column, what is wrong with them,
//! and the names that it claims and refers to. Decoders of the record types read from here.

use super::report::Problem;
use super::types::{RecordType, Space};
use serde_json::value::RawValue;
use std::borrow::Cow;
use vestibule_kernel::{Currency, Energy, LocalDay, Money, TimeZone, Timestamp};

/// Longest short text: names, numbers, ids.
pub(super) const SHORT: usize = 200;
/// Largest amount in minor units: a hundred billion in a currency with hundredths.
const LARGEST: i64 = 10_000_000_000_000;
/// Instants from 1900 to 2200.
const INSTANTS: std::ops::Range<i64> = -2_208_988_800_000_000..7_258_118_400_000_000;

/// The text of a field as it stands in the input.
#[derive(Debug, Clone, Copy)]
pub(super) enum Raw<'a> {
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

/// A name that a row claims for itself or refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) space: Space,
    pub(super) role: Role,
    pub(super) name: String,
    /// What else decides whether the name is free: the thing that may have it already.
    pub(super) detail: String,
    pub(super) column: &'static str,
}

/// What a row has to do with a name, with what the other side must know about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The row is the thing of that name; the mark says what kind of thing.
    Is(Mark),
    /// The row needs the thing of that name; it must not bear the mark.
    Needs(Mark),
    /// The row makes the thing of that name when there is none.
    Wants,
}

/// What can matter about the other side of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    Plain,
    /// A plan that is no service.
    NoService,
    /// An invoice that voids another.
    Void,
}

/// A file that a row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileClaim {
    pub(super) column: &'static str,
    pub(super) path: String,
    pub(super) kind: FileKind,
}

/// What a file that a row names must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A PDF under `documents/`.
    Document,
    /// A small PNG or SVG picture.
    Logo,
}

/// What came to light while a row was decoded.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) problems: Vec<Problem>,
    pub(super) claims: Vec<Claim>,
    pub(super) files: Vec<FileClaim>,
}

/// One row: its fields by column.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) record_type: RecordType,
    values: Vec<Option<Raw<'a>>>,
    pub(super) findings: Findings,
}

impl<'a> Row<'a> {
    pub(super) fn new(record_type: RecordType) -> Self {
        Self { record_type, values: vec![None; record_type.columns().len()], findings: Findings::default() }
    }

    /// Puts a value where its column is. `false` when the type has no such column.
    pub(super) fn set(&mut self, column: &str, value: Raw<'a>) -> bool {
        match self.position(column) {
            Some(index) => {
                self.set_at(index, value);
                true
            }
            None => false,
        }
    }

    /// Puts a value into the column at `index`.
    pub(super) fn set_at(&mut self, index: usize, value: Raw<'a>) {
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
    pub(super) fn is_null(&self, column: &str) -> bool {
        match self.position(column).and_then(|index| self.values[index]) {
            Some(Raw::Json(text)) => text == "null",
            Some(Raw::Cell(text)) => text == "-",
            None => false,
        }
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.get(column).is_some()
    }

    /// Whether any field of a nested object is there; `group` ends with a dot.
    pub(super) fn has_group(&self, group: &str) -> bool {
        let columns = self.record_type.columns().iter().zip(&self.values);
        columns
            .filter(|(column, _)| column.starts_with(group))
            .any(|(_, value)| value.is_some_and(|value| !value.is_nothing()))
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.findings.problems.push(problem);
    }

    /// Says that the value of a field is wrong.
    pub(super) fn wrong(&mut self, column: &str, reason: impl Into<String>) {
        let value = self.get(column).map_or("", Raw::text);
        let problem = Problem::of_value(column, value, reason);
        self.problem(problem);
    }

    /// Says that a field is missing, unless it is there and something else is wrong with it.
    fn missing<T>(&mut self, column: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(column) {
            self.problem(Problem::of_column(column, "is missing; it is required"));
        }
        value
    }

    /// A text of at most `longest` characters, trimmed; nothing when it is absent or empty.
    pub(super) fn text(&mut self, column: &str, longest: usize) -> Option<Cow<'a, str>> {
        let raw = self.get(column)?;
        let text = match raw {
            Raw::Cell(text) => Cow::Borrowed(text.trim()),
            Raw::Json(text) => match unquoted(text) {
                Some(text) => trimmed(text),
                None => {
                    self.wrong(column, "expected text in double quotes");
                    return None;
                }
            },
        };
        if text.is_empty() {
            return None;
        }
        if text.chars().any(|c| c.is_control() && !(c == '\n' && longest > SHORT)) {
            self.wrong(column, "expected text without control characters");
            return None;
        }
        if text.len() > longest && text.chars().count() > longest {
            self.wrong(column, format!("expected at most {longest} characters"));
            return None;
        }
        Some(text)
    }

    /// A short text, owned.
    pub(super) fn short(&mut self, column: &str) -> Option<String> {
        self.text(column, SHORT).map(Cow::into_owned)
    }

    /// A short text that must be there.
    pub(super) fn required(&mut self, column: &str) -> Option<String> {
        let value = self.short(column);
        self.missing(column, value)
    }

    /// Something that is written as text and knows how to read itself.
    pub(super) fn parsed<T>(&mut self, column: &str) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let text = self.text(column, 4 * SHORT)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(column, error.to_string());
                None
            }
        }
    }

    /// The same, where it must be there.
    pub(super) fn required_parsed<T>(&mut self, column: &str) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let value = self.parsed(column);
        self.missing(column, value)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, column: &str) -> Option<bool> {
        let raw = self.get(column)?;
        match raw.text() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.wrong(column, "expected true or false");
                None
            }
        }
    }

    /// A decimal number as it was written: a JSON number, or a text or cell that holds one.
    fn decimal(&mut self, column: &str) -> Option<Cow<'a, str>> {
        match self.get(column)? {
            Raw::Json(text) if text.starts_with('"') => unquoted(text).map(trimmed),
            Raw::Json(text) => Some(Cow::Borrowed(text)),
            Raw::Cell(text) => Some(Cow::Borrowed(text.trim())),
        }
    }

    /// An amount in major units of `currency`.
    pub(super) fn money(&mut self, column: &str, currency: Currency) -> Option<Money> {
        let text = self.decimal(column)?;
        let money =
            Money::parse_major(&text, currency).filter(|money| (-LARGEST..=LARGEST).contains(&money.minor));
        if money.is_none() {
            self.wrong(column, amount_reason(currency));
        }
        money
    }

    /// The same, where it must be there.
    pub(super) fn required_money(&mut self, column: &str, currency: Currency) -> Option<Money> {
        let value = self.money(column, currency);
        self.missing(column, value)
    }

    /// Kilowatt-hours, not negative.
    pub(super) fn energy(&mut self, column: &str) -> Option<Energy> {
        let text = self.decimal(column)?;
        let energy = Energy::parse_kwh(&text).filter(|energy| (0..=LARGEST).contains(&energy.wh));
        if energy.is_none() {
            self.wrong(column, "expected kilowatt-hours with at most three decimals, like 162.5");
        }
        energy
    }

    /// A whole number within `range`.
    pub(super) fn whole(&mut self, column: &str, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let text = self.decimal(column)?;
        let number = text.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.wrong(column, format!("expected a whole number from {} to {}", range.start(), range.end()));
        }
        number
    }

    /// An instant: RFC 3339 with an offset, or a day, which means its first instant in `zone`.
    pub(super) fn instant(&mut self, column: &str, zone: &TimeZone) -> Option<Timestamp> {
        let text = self.text(column, SHORT)?;
        let instant = match text.parse::<LocalDay>() {
            Ok(day) => Some(day.start_in(zone)),
            Err(_) => text.parse::<Timestamp>().ok(),
        };
        let instant = instant.filter(|instant| INSTANTS.contains(&instant.as_micros()));
        if instant.is_none() {
            self.wrong(
                column,
                "expected a day like 2026-01-31 or an instant with an offset like 2026-01-31T12:00:00Z",
            );
        }
        instant
    }

    /// The same, where it must be there.
    pub(super) fn required_instant(&mut self, column: &str, zone: &TimeZone) -> Option<Timestamp> {
        let value = self.instant(column, zone);
        self.missing(column, value)
    }

    /// A field as JSON text: the value itself, or the JSON in a cell.
    pub(super) fn json(&self, column: &str) -> Option<&'a str> {
        self.get(column).map(|raw| raw.text().trim())
    }

    /// The elements of a list of at most `longest`.
    pub(super) fn list(&mut self, column: &str, longest: usize) -> Vec<&'a RawValue> {
        let Some(text) = self.json(column) else { return Vec::new() };
        match serde_json::from_str::<Vec<&'a RawValue>>(text) {
            Ok(list) if list.len() <= longest => return list,
            Ok(_) => self.wrong(column, format!("expected at most {longest} elements")),
            Err(_) => self.wrong(column, "expected a JSON list: [ … ]"),
        }
        Vec::new()
    }

    /// Claims a name for this row. `detail` tells who may have it already.
    pub(super) fn claim(&mut self, space: Space, column: &'static str, role: Role, name: &str, detail: &str) {
        let (name, detail) = (name.to_owned(), detail.to_owned());
        self.findings.claims.push(Claim { space, role, name, detail, column });
    }

    /// Refers to what another row, or the database, has under a name.
    pub(super) fn needs(&mut self, space: Space, column: &'static str, name: &str, not: Mark) {
        self.claim(space, column, Role::Needs(not), name, "");
    }

    /// The row's own external id, claimed.
    pub(super) fn identity(&mut self, space: Space, mark: Mark) -> Option<String> {
        let name = self.required("external_id")?;
        self.claim(space, "external_id", Role::Is(mark), &name, "");
        Some(name)
    }

    /// A reference to another record by its external id.
    pub(super) fn reference(&mut self, space: Space, column: &'static str, not: Mark) -> Option<String> {
        let name = self.short(column)?;
        self.needs(space, column, &name, not);
        Some(name)
    }

    /// A file that the row names.
    pub(super) fn file(&mut self, column: &'static str, kind: FileKind) -> Option<String> {
        let path = self.short(column)?;
        self.findings.files.push(FileClaim { column, path: path.clone(), kind });
        Some(path)
    }
}

pub(super) fn amount_reason(currency: Currency) -> String {
    match currency.digits() {
        0 => format!("expected a whole amount in {currency}, like 110"),
        digits => format!(
            "expected an amount in {currency} with a point and at most {digits} decimals, like 110.04"
        ),
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// The text that a JSON string stands for; `None` when it is no JSON string.
pub(super) fn unquoted(json: &str) -> Option<Cow<'_, str>> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str::<String>(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}
