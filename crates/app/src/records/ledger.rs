//! What is known of an input's rows while it is checked: how many there are, and which are refused,
//! with the file that refused rows go to.

use super::read::{Place, row_at};
use super::report::{Counts, KEPT, Problem, Rejection, Summary};
use super::scratch::Rows;
use super::sources::Source;
use super::types::{RecordType, TYPES};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use vestibule_kernel::{Error, Result};

/// The rows of an input.
pub(super) struct Ledger {
    sources: Vec<Source>,
    /// How many rows of each type each source has.
    pub(super) present: Vec<[u64; TYPES]>,
    pub(super) counts: [Counts; TYPES],
    refused: Rows,
    refused_rows: u64,
    /// Rows that could not be read, so that their type is unknown.
    unread: u64,
    /// Sources that cannot be read to their end.
    broken: u64,
    kept: Vec<(u16, Rejection)>,
    more: u64,
    /// A source, or what it says of its rows, could not be read to its end.
    pub(super) incomplete: bool,
    rejects: Option<Rejects>,
}

/// A file of rejects, which comes into being with the first of them.
struct Rejects {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Ledger {
    pub(super) fn new(sources: &[Source], rejects: Option<&Path>) -> Self {
        Self {
            sources: sources.to_vec(),
            present: vec![[0; TYPES]; sources.len()],
            counts: [Counts::default(); TYPES],
            refused: Rows::default(),
            refused_rows: 0,
            unread: 0,
            broken: 0,
            kept: Vec::new(),
            more: 0,
            incomplete: false,
            rejects: rejects.map(|path| Rejects { path: path.to_owned(), file: None }),
        }
    }

    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    pub(super) fn source(&self, number: u16) -> &Source {
        &self.sources[usize::from(number)]
    }

    /// Counts a row of `record_type`.
    pub(super) fn saw(&mut self, source: u16, record_type: RecordType) {
        self.present[usize::from(source)][record_type.index()] += 1;
        self.counts[record_type.index()].read += 1;
    }

    /// Counts a row that cannot be read.
    pub(super) fn saw_unread(&mut self) {
        // What the row would have claimed is unknown.
        self.incomplete = true;
        self.unread += 1;
    }

    /// Whether the row on this line was refused.
    pub(super) fn is_refused(&self, source: u16, line: u32) -> bool {
        self.refused.contains(source, line)
    }

    /// Whether nothing was refused.
    pub(super) fn is_clean(&self) -> bool {
        self.kept.is_empty() && self.more == 0
    }

    /// Refuses a row. `record_type` is unknown when the row could not be read.
    ///
    /// # Errors
    /// `Unavailable` when the file of rejects cannot be written.
    pub(super) fn refuse(
        &mut self,
        source: u16,
        place: Place,
        record_type: Option<RecordType>,
        problem: Problem,
    ) -> Result<()> {
        let first = self.refused.insert(source, place.line);
        if first {
            self.refused_rows += 1;
            if let Some(record_type) = record_type {
                self.counts[record_type.index()].rejected += 1;
            }
        }
        self.note(source, place.line, problem, first.then_some(place))
    }

    /// Notes that a source cannot be read beyond `line`.
    ///
    /// # Errors
    /// `Unavailable` when the file of rejects cannot be written.
    pub(super) fn broken(&mut self, source: u16, line: u32, problem: Problem) -> Result<()> {
        self.incomplete = true;
        self.broken += 1;
        self.note(source, line, problem, None)
    }

    fn note(&mut self, source: u16, line: u32, problem: Problem, row: Option<Place>) -> Result<()> {
        let of = &self.sources[usize::from(source)];
        let rejection = problem.at(&of.name, u64::from(line));
        if let Some(rejects) = &mut self.rejects {
            let record = row.map(|place| row_at(of, place)).transpose()?;
            rejects.write(&rejection, record).map_err(|error| {
                Error::Unavailable(format!("{} cannot be written: {error}", rejects.path.display()))
            })?;
        }
        if self.kept.len() < KEPT {
            self.kept.push((source, rejection));
        } else {
            self.more += 1;
        }
        Ok(())
    }

    /// Removes the file of rejects, if this round made one: everything is checked again.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be removed.
    pub(super) fn take_back(&mut self) -> Result<()> {
        let Some(rejects) = &mut self.rejects else { return Ok(()) };
        let path = &rejects.path;
        // Not a device or a pipe that somebody named.
        let is_file = std::fs::symlink_metadata(path).is_ok_and(|about| about.is_file());
        if rejects.file.take().is_none() || !is_file {
            return Ok(());
        }
        std::fs::remove_file(path)
            .map_err(|error| Error::Unavailable(format!("{} cannot be removed: {error}", path.display())))
    }

    /// What the checks found, as far as a summary tells it.
    ///
    /// # Errors
    /// `Unavailable` when the file of rejects cannot be written.
    pub(super) fn summary(&mut self) -> Result<Summary> {
        if let Some(rejects) = &mut self.rejects
            && let Some(file) = &mut rejects.file
        {
            file.flush().map_err(|error| {
                Error::Unavailable(format!("{} cannot be written: {error}", rejects.path.display()))
            })?;
        }
        self.kept.sort_by_key(|(source, rejection)| (*source, rejection.line));
        Ok(Summary {
            read: self.unread,
            rejected_rows: self.refused_rows,
            broken_files: self.broken,
            rejected: self.kept.iter().map(|(_, rejection)| rejection.clone()).collect(),
            more_rejected: self.more,
            ..Summary::default()
        })
    }
}

impl Rejects {
    /// Adds a line: the rejection, and the row itself with its first one. Rows are the operator's
    /// data, so only the file's owner may read them.
    fn write(&mut self, rejection: &Rejection, record: Option<serde_json::Value>) -> std::io::Result<()> {
        #[derive(serde::Serialize)]
        struct Line<'a> {
            #[serde(flatten)]
            rejection: &'a Rejection,
            #[serde(skip_serializing_if = "Option::is_none")]
            record: Option<serde_json::Value>,
        }
        if self.file.is_none() {
            self.file = Some(BufWriter::new(private(&self.path)?));
        }
        if let Some(file) = &mut self.file {
            serde_json::to_writer(&mut *file, &Line { rejection, record })?;
            file.write_all(b"\n")?;
        }
        Ok(())
    }
}

#[cfg(unix)]
fn private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().write(true).create(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> std::io::Result<File> {
    File::create(path)
}
