//! Reading rows out of sources, one at a time, with the line that each begins on. Knows formats,
//! not what the fields mean.

mod csv;
mod ndjson;
mod start;
#[cfg(test)]
mod tests;

use super::report::Problem;
use super::row::Row;
use super::sources::{Format, Source};
use super::types::RecordType;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use vestibule_kernel::{Error, Result};

/// Longest line of NDJSON, and longest row of CSV, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

/// Where a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The line that it begins on, from 1.
    pub(super) line: u32,
    /// The byte that it begins at.
    pub(super) offset: u64,
}

/// What a reader found next.
#[derive(Debug)]
pub(super) enum Item<'r> {
    /// A row whose format is in order.
    Row(Place, Row<'r>),
    /// A row that is none; the next may be one.
    Bad(Place, Problem),
    /// The file cannot be read beyond this line.
    Broken(u32, Problem),
}

/// Reads the rows of one source.
pub(super) enum Reader {
    Ndjson(ndjson::NdjsonReader),
    Csv(csv::CsvReader),
}

impl Reader {
    /// Opens a source at its beginning.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be read. What is wrong with its content comes as the first item.
    pub(super) fn open(source: &Source) -> Result<Self> {
        let mut input = opened(source)?;
        let found = start::of_file(&mut input).map_err(|error| unreadable(source, &error))?;
        Ok(match source.format {
            Format::Ndjson => Self::Ndjson(ndjson::NdjsonReader::new(input, found)),
            Format::Csv(record_type) => Self::Csv(csv::CsvReader::new(input, found, record_type)),
        })
    }

    /// The next row. With `only`, rows that are quickly seen to be of another type are passed over.
    ///
    /// # Errors
    /// `Unavailable` when the source cannot be read.
    pub(super) fn next(&mut self, only: Option<RecordType>) -> Result<Option<Item<'_>>> {
        let next = match self {
            Self::Ndjson(reader) => reader.next(only),
            Self::Csv(reader) => reader.next(),
        };
        next.map_err(|error| Error::Unavailable(format!("the input cannot be read: {error}")))
    }

    /// How many bytes were read.
    pub(super) fn position(&self) -> u64 {
        match self {
            Self::Ndjson(reader) => reader.position(),
            Self::Csv(reader) => reader.position(),
        }
    }
}

/// Reads the one row at `place` again and shows it as JSON, for a file of rejects.
///
/// # Errors
/// `Unavailable` when the source cannot be read.
pub(super) fn row_at(source: &Source, place: Place) -> Result<serde_json::Value> {
    let mut input = opened(source)?;
    let row = match source.format {
        Format::Ndjson => {
            input.seek(SeekFrom::Start(place.offset)).and_then(|_| ndjson::raw_line(&mut input))
        }
        Format::Csv(record_type) => csv::raw_row(input, record_type, place.offset),
    };
    row.map_err(|error| unreadable(source, &error))
}

fn opened(source: &Source) -> Result<BufReader<File>> {
    let file = File::open(&source.path).map_err(|error| unreadable(source, &error))?;
    Ok(BufReader::with_capacity(1 << 17, file))
}

fn unreadable(source: &Source, error: &std::io::Error) -> Error {
    Error::Unavailable(format!("{} cannot be read: {error}", source.name))
}

/// A line number as it is kept; files of more than four billion lines end at that one.
fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// Up to `limit` bytes from where `input` stands.
fn peek(input: &mut BufReader<File>, limit: u64) -> std::io::Result<Vec<u8>> {
    let at = input.stream_position()?;
    let mut bytes = Vec::new();
    input.by_ref().take(limit).read_to_end(&mut bytes)?;
    input.seek(SeekFrom::Start(at))?;
    Ok(bytes)
}
