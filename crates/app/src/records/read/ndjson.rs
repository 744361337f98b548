//! NDJSON: one JSON object a line, its `type` saying what it describes.

use super::start::{Start, not_utf8};
use super::{Item, LONGEST, Place, Problem, line_number};
use crate::records::report::plain;
use crate::records::row::{Raw, Row, unquoted};
use crate::records::types::RecordType;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader};

/// Reads lines; a line that is too long is passed over without being held.
pub(in crate::records) struct NdjsonReader {
    input: BufReader<File>,
    unusable: Option<Problem>,
    ended: bool,
    buffer: Vec<u8>,
    line: u64,
    offset: u64,
}

enum Line {
    End,
    Whole,
    TooLong,
}

impl NdjsonReader {
    pub(super) fn new(input: BufReader<File>, start: Start) -> Self {
        let (offset, unusable) = match start {
            Start::At(offset) => (offset, None),
            Start::Unusable(problem) => (0, Some(problem)),
        };
        Self { input, ended: unusable.is_some(), unusable, buffer: Vec::with_capacity(4096), line: 0, offset }
    }

    pub(super) fn position(&self) -> u64 {
        self.offset
    }

    pub(super) fn next(&mut self, only: Option<RecordType>) -> std::io::Result<Option<Item<'_>>> {
        if let Some(problem) = self.unusable.take() {
            return Ok(Some(Item::Broken(1, problem)));
        }
        if self.ended {
            return Ok(None);
        }
        loop {
            let offset = self.offset;
            let (line, bytes) = read_line(&mut self.input, &mut self.buffer)?;
            self.offset += bytes;
            self.line += 1;
            let place = Place { line: line_number(self.line), offset };
            match line {
                Line::End => return Ok(None),
                Line::TooLong => {
                    let reason = format!("the line is longer than {LONGEST} bytes");
                    return Ok(Some(Item::Bad(place, Problem::of_row(reason))));
                }
                Line::Whole => {}
            }
            if is_blank(&self.buffer) || is_other(&self.buffer, only) {
                continue;
            }
            return Ok(Some(read(place, &self.buffer)));
        }
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

/// Whether a glance at the line's beginning shows that it is of another type than the wanted one.
fn is_other(line: &[u8], only: Option<RecordType>) -> bool {
    let Some(wanted) = only else { return false };
    let Some(rest) = line.strip_prefix(b"{\"type\":\"") else { return false };
    let word = wanted.as_str().as_bytes();
    !(rest.starts_with(word) && rest.get(word.len()) == Some(&b'"'))
}

/// Reads up to and with the next line feed into `buffer`; tells how many bytes that were.
fn read_line(input: &mut impl BufRead, buffer: &mut Vec<u8>) -> std::io::Result<(Line, u64)> {
    buffer.clear();
    let (mut total, mut too_long) = (0u64, false);
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(chunk.len(), |end| end + 1);
        too_long |= buffer.len() + taken > LONGEST;
        if !too_long {
            buffer.extend_from_slice(&chunk[..taken]);
        }
        input.consume(taken);
        total += taken as u64;
        if end.is_some() {
            break;
        }
    }
    let line = match (total, too_long) {
        (0, _) => Line::End,
        (_, true) => Line::TooLong,
        (_, false) => Line::Whole,
    };
    Ok((line, total))
}

fn read(place: Place, line: &[u8]) -> Item<'_> {
    let text = match std::str::from_utf8(line) {
        Ok(text) => text.trim_ascii(),
        Err(error) => {
            return Item::Bad(place, Problem::of_row(not_utf8(line, error.valid_up_to())));
        }
    };
    if text.contains('\0') {
        return Item::Bad(place, Problem::of_row("contains a NUL byte; the file may be damaged or not text"));
    }
    match fields(text) {
        Ok(fields) => match row(&fields) {
            Ok(row) => Item::Row(place, row),
            Err(problem) => Item::Bad(place, problem),
        },
        Err(problem) => Item::Bad(place, problem),
    }
}

type Field<'a> = (Cow<'a, str>, &'a RawValue);

/// The members of the object on a line.
fn fields(text: &str) -> Result<Vec<Field<'_>>, Problem> {
    if !text.starts_with('{') {
        return Err(Problem::of_row("expected one JSON object on the line: {\"type\": …}"));
    }
    serde_json::from_str::<Members<'_>>(text).map(|members| members.0).map_err(|error| {
        Problem::of_row(format!("is not valid JSON at character {}: {}", error.column(), plain(&error)))
    })
}

fn row<'a>(fields: &[Field<'a>]) -> Result<Row<'a>, Problem> {
    let mut types = fields.iter().filter(|(name, _)| name == "type");
    let (Some((_, kind)), None) = (types.next(), types.next()) else {
        return Err(Problem::of_column("type", format!("expected one field \"type\": {}", known_types())));
    };
    let word = unquoted(kind.get()).unwrap_or_default();
    let record_type: RecordType = word.parse().map_err(|_| {
        Problem::of_value("type", kind.get(), format!("unknown type; expected {}", known_types()))
    })?;
    let mut row = Row::new(record_type);
    for (name, value) in fields.iter().filter(|(name, _)| name != "type") {
        let value = value.get();
        if row.set(name, Raw::Json(value)) {
            continue;
        }
        if is_group(record_type, name) {
            nested(&mut row, name, value);
        } else {
            row.problem(unknown(record_type, name));
        }
    }
    Ok(row)
}

fn known_types() -> String {
    let words: Vec<&str> = RecordType::ALL.iter().map(|known| known.as_str()).collect();
    words.join(" | ")
}

fn is_group(record_type: RecordType, name: &str) -> bool {
    let inside = |column: &&str| column.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    !name.is_empty() && record_type.columns().iter().any(inside)
}

/// Spreads the members of a nested object over their dotted columns.
fn nested<'a>(row: &mut Row<'a>, group: &str, value: &'a str) {
    if value == "null" {
        return;
    }
    let Ok(Members(members)) = serde_json::from_str::<Members<'a>>(value) else {
        row.problem(Problem::of_value(group, value, "expected a JSON object: { … }"));
        return;
    };
    for (name, value) in members {
        let column = format!("{group}.{name}");
        if !row.set(&column, Raw::Json(value.get())) {
            row.problem(unknown(row.record_type, &column));
        }
    }
}

/// The problem of a column that the type does not have, with those that it has.
pub(super) fn unknown(record_type: RecordType, column: &str) -> Problem {
    let hint = match column {
        "type" => format!("; the {record_type}'s own type is called {record_type}_type"),
        _ => String::new(),
    };
    let shown = crate::records::report::shown(column);
    Problem::of_column(
        shown,
        format!("is unknown; a {record_type} has {}{hint}", record_type.columns().join(", ")),
    )
}

/// The line at the beginning of `input` as a value: JSON when it is some, else its text.
pub(super) fn raw_line(input: &mut BufReader<File>) -> std::io::Result<serde_json::Value> {
    let mut buffer = Vec::new();
    read_line(input, &mut buffer)?;
    Ok(serde_json::from_slice(&buffer)
        .unwrap_or_else(|_| String::from_utf8_lossy(&buffer).trim_end().to_owned().into()))
}

/// An object's members in their order, their values unread.
struct Members<'a>(Vec<Field<'a>>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Vec<Field<'de>>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(24);
                while let Some(name) = map.next_key_seed(Name)? {
                    members.push((name, map.next_value::<&'de RawValue>()?));
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Visit).map(Members)
    }
}

/// A member's name, borrowed where it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name")
    }
    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
