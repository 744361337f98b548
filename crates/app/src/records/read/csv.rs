//! CSV (RFC 4180): one type a file, a header line that names the columns, comma or semicolon.

use super::ndjson::unknown;
use super::start::{Start, not_utf8};
use super::{Item, LONGEST, Place, Problem, line_number, peek};
use crate::records::row::{Raw, Row};
use crate::records::types::RecordType;
use csv::ByteRecord;
use std::cell::Cell;
use std::fs::File;
use std::io::{BufReader, Read, Seek as _, SeekFrom};
use std::rc::Rc;

/// Reads rows by the columns of the header.
pub(in crate::records) struct CsvReader {
    rows: csv::Reader<Guarded>,
    unread: Rc<Cell<usize>>,
    record_type: RecordType,
    columns: Vec<usize>,
    record: ByteRecord,
    broken: Option<(u32, Problem)>,
    ended: bool,
    start: u64,
    /// The line that the last row began on.
    line: u32,
}

/// A file that gives no more than a row's longest length (and a buffer) between two rows, so that
/// a quote that is never closed does not read the whole file into memory.
struct Guarded {
    input: BufReader<File>,
    unread: Rc<Cell<usize>>,
}

/// What [`Guarded`] may give between two rows.
const ALLOWED: usize = LONGEST + (1 << 17);

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.unread.get() > ALLOWED {
            return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
        }
        let count = self.input.read(buffer)?;
        self.unread.set(self.unread.get() + count);
        Ok(count)
    }
}

impl CsvReader {
    pub(super) fn new(mut input: BufReader<File>, start: Start, record_type: RecordType) -> Self {
        let (start, unusable) = match start {
            Start::At(offset) => (offset, None),
            Start::Unusable(problem) => (0, Some((1, problem))),
        };
        // A file that cannot be looked into cannot be read either, and that is reported then.
        let delimiter = peek(&mut input, 1 << 16).map_or(b',', |head| delimiter(&head));
        let unread = Rc::new(Cell::new(0));
        let rows = builder(delimiter).from_reader(Guarded { input, unread: Rc::clone(&unread) });
        let mut reader = Self {
            rows,
            unread,
            record_type,
            columns: Vec::new(),
            record: ByteRecord::new(),
            broken: unusable,
            ended: false,
            start,
            line: 1,
        };
        if reader.broken.is_none() {
            reader.broken = reader.read_header().err().map(|problem| (1, problem));
        }
        reader
    }

    fn read_header(&mut self) -> Result<(), Problem> {
        let read = self.rows.read_byte_record(&mut self.record).map_err(|_| too_long())?;
        if !read {
            return Err(Problem::of_row(
                "the file is empty; expected a header line with the names of the columns",
            ));
        }
        self.unread.set(0);
        for cell in &self.record {
            let name = std::str::from_utf8(cell)
                .map_err(|error| Problem::of_row(not_utf8(cell, error.valid_up_to())))?
                .trim();
            let index = self
                .record_type
                .columns()
                .iter()
                .position(|known| *known == name)
                .ok_or_else(|| unknown(self.record_type, name))?;
            if self.columns.contains(&index) {
                return Err(Problem::of_column(name, "is in the header twice; name it once"));
            }
            self.columns.push(index);
        }
        Ok(())
    }

    pub(super) fn position(&self) -> u64 {
        self.start + self.rows.position().byte()
    }

    pub(super) fn next(&mut self) -> std::io::Result<Option<Item<'_>>> {
        if self.ended {
            return Ok(None);
        }
        if let Some((line, problem)) = self.broken.take() {
            self.ended = true;
            return Ok(Some(Item::Broken(line, problem)));
        }
        loop {
            match self.rows.read_byte_record(&mut self.record) {
                Ok(true) => self.unread.set(0),
                Ok(false) => return Ok(None),
                Err(error) => return self.broken_off(error),
            }
            // Spreadsheets leave rows of nothing but separators behind.
            if !self.record.iter().all(<[u8]>::is_empty) {
                break;
            }
        }
        let position = self.record.position();
        // Rows may be separated by carriage returns alone; each still has a line of its own.
        self.line = line_number(position.map_or(0, csv::Position::line)).max(self.line.saturating_add(1));
        let place = Place { line: self.line, offset: self.start + position.map_or(0, csv::Position::byte) };
        Ok(Some(read(place, self.record_type, &self.columns, &self.record)))
    }
}

impl CsvReader {
    fn broken_off(&mut self, error: csv::Error) -> std::io::Result<Option<Item<'_>>> {
        self.ended = true;
        let line = line_number(self.rows.position().line());
        if let csv::ErrorKind::Io(error) = error.into_kind()
            && error.kind() != std::io::ErrorKind::FileTooLarge
        {
            return Err(error);
        }
        Ok(Some(Item::Broken(line, too_long())))
    }
}

fn too_long() -> Problem {
    Problem::of_row(format!(
        "the row that begins here is longer than {LONGEST} bytes; is a quotation mark not closed?"
    ))
}

fn read<'r>(place: Place, record_type: RecordType, columns: &[usize], record: &'r ByteRecord) -> Item<'r> {
    if record.len() != columns.len() {
        let reason = format!(
            "has {} cells, but the header has {}; quote cells that contain the separator",
            record.len(),
            columns.len()
        );
        return Item::Bad(place, Problem::of_row(reason));
    }
    if record.as_slice().len() > LONGEST {
        return Item::Bad(place, too_long());
    }
    let mut row = Row::new(record_type);
    for (cell, index) in record.iter().zip(columns) {
        let column = record_type.columns()[*index];
        match std::str::from_utf8(cell) {
            Ok(text) if text.contains('\0') => {
                row.problem(Problem::of_column(
                    column,
                    "contains a NUL byte; the file may be damaged or not text",
                ));
            }
            Ok(text) => row.set_at(*index, Raw::Cell(text)),
            Err(error) => row.problem(Problem::of_column(column, not_utf8(cell, error.valid_up_to()))),
        }
    }
    Item::Row(place, row)
}

fn builder(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter);
    builder
}

/// The separator of the header line: the one of comma and semicolon that occurs more often.
fn delimiter(head: &[u8]) -> u8 {
    let header = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| header.iter().filter(|byte| **byte == wanted).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}

/// The row at byte `offset`, as an object of its filled cells.
pub(super) fn raw_row(
    mut input: BufReader<File>,
    record_type: RecordType,
    offset: u64,
) -> std::io::Result<serde_json::Value> {
    let start = super::start::of_file(&mut input)?;
    let delimiter = delimiter(&peek(&mut input, 1 << 16)?);
    let mut header = CsvReader::new(input, start, record_type);
    let input = &mut header.rows.get_mut().input;
    input.seek(SeekFrom::Start(offset))?;
    let mut rows = builder(delimiter).from_reader(input.take(LONGEST as u64));
    let mut record = ByteRecord::new();
    rows.read_byte_record(&mut record).map_err(std::io::Error::other)?;
    let names = record_type.columns();
    let cells = record.iter().zip(&header.columns).filter(|(cell, _)| !cell.is_empty());
    Ok(cells
        .map(|(cell, index)| (names[*index].to_owned(), String::from_utf8_lossy(cell).into_owned().into()))
        .collect::<serde_json::Map<_, _>>()
        .into())
}
