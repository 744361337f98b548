//! What an import reads: files, folders of files, or a stream that was put into a scratch file
//! first. Everything is read twice, so everything is a file here.

use super::report::Rejection;
use super::types::RecordType;
use serde::Serialize;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempPath;
use vestibule_kernel::{Error, Result};

/// What a file of rejects is called unless told otherwise. In a folder, no file of that name is read, nor
/// one under another name that begins as a file of rejects does.
pub const REJECTS: &str = "rejects.ndjson";

/// A file in a folder that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftAside {
    /// The file.
    pub file: String,
    /// Why it was not read.
    pub reason: &'static str,
}

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Records of any type, one a line.
    Ndjson,
    /// Records of one type under a header.
    Csv(RecordType),
}

/// One file to read.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// What messages call it.
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) format: Format,
    /// Where `documents/` and logos are; nowhere for a stream.
    pub(super) folder: Option<PathBuf>,
    pub(super) bytes: u64,
    /// Whether it was found in a folder and not named itself.
    found: bool,
    /// Keeps a scratch file until the last clone is gone.
    _scratch: Option<Arc<TempPath>>,
}

/// Everything that one import reads.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    pub(super) files: Vec<Source>,
    pub(super) left_aside: Vec<LeftAside>,
}

impl Sources {
    /// The records in files and folders. Of a folder: its `*.ndjson`, `*.jsonl`, and CSV files named
    /// after a type (`customers.csv`); PDFs are taken from the folder `documents` beside them.
    ///
    /// # Errors
    /// `Invalid` on `path`, saying which path is missing, unreadable, or of no known kind.
    pub fn from_paths<P: AsRef<Path>>(paths: &[P]) -> Result<Self> {
        let mut sources = Self::default();
        for path in paths {
            let path = path.as_ref();
            let about = std::fs::metadata(path).map_err(|error| refused(path, &error.to_string()))?;
            if about.is_dir() {
                sources.add_folder(path)?;
            } else {
                sources.add_file(path)?;
            }
        }
        if sources.files.is_empty() {
            return Err(Error::invalid("path", "not_found", no_records(&sources.left_aside)));
        }
        Ok(sources)
    }

    /// NDJSON from a stream, put into a scratch file first. `name` is what messages call it.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be read or there is no room for it.
    pub fn from_reader(name: &str, input: &mut impl Read) -> Result<Self> {
        let scratch = spool(input).map_err(|error| cannot_spool(name, &error))?;
        let bytes = std::fs::metadata(&scratch).map_or(0, |about| about.len());
        let source = Source {
            name: name.to_owned(),
            path: scratch.to_path_buf(),
            format: Format::Ndjson,
            folder: None,
            bytes,
            found: false,
            _scratch: Some(Arc::new(scratch)),
        };
        Ok(Self { files: vec![source], left_aside: Vec::new() })
    }

    /// NDJSON in a file that somebody else spooled, and whose folder means nothing: no documents.
    ///
    /// # Errors
    /// `Unavailable` when there is no such file.
    pub fn from_spooled(name: &str, path: &Path) -> Result<Self> {
        let about = std::fs::metadata(path).map_err(|error| cannot_spool(name, &error))?;
        let source = Source {
            name: name.to_owned(),
            path: path.to_owned(),
            format: Format::Ndjson,
            folder: None,
            bytes: about.len(),
            found: false,
            _scratch: None,
        };
        Ok(Self { files: vec![source], left_aside: Vec::new() })
    }

    /// How many bytes there are to read.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|source| source.bytes).sum()
    }

    /// Adds the sources of `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.files.extend(other.files);
        self.left_aside.extend(other.left_aside);
        self
    }

    /// Leaves the file aside that rejects are written to, which an earlier import may have left in a
    /// folder.
    ///
    /// # Errors
    /// `Invalid` on `rejects` when that file is named as input itself: writing it would destroy it.
    pub fn apart_from(mut self, rejects: &Path) -> Result<Self> {
        // Where there is no such file yet, nothing can be read from it.
        let Ok(rejects) = rejects.canonicalize() else { return Ok(self) };
        let is_it = |source: &Source| source.path.canonicalize().is_ok_and(|path| path == rejects);
        if let Some(source) = self.files.iter().find(|source| !source.found && is_it(source)) {
            let message = format!("{}: is read itself; let the rejects go to another file", source.name);
            return Err(Error::invalid("rejects", "is_input", message));
        }
        let (aside, files) = self.files.into_iter().partition::<Vec<_>, _>(is_it);
        self.files = files;
        let aside = aside.into_iter().map(|source| LeftAside { file: source.name, reason: IS_REJECTS });
        self.left_aside.extend(aside);
        if self.files.is_empty() {
            return Err(Error::invalid("path", "not_found", no_records(&self.left_aside)));
        }
        Ok(self)
    }

    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let entries = std::fs::read_dir(folder).map_err(|error| refused(folder, &error.to_string()))?;
        let mut paths = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<Vec<_>>>()
            .map_err(|error| refused(folder, &error.to_string()))?;
        paths.sort();
        for path in paths.iter().filter(|path| !path.is_dir() && !is_hidden(path)) {
            match format_in_folder(path)? {
                Ok(format) => self.add(path, format, true)?,
                Err(reason) => self.left_aside.push(LeftAside { file: path.display().to_string(), reason }),
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: &Path) -> Result<()> {
        let format = format_of(path).ok_or_else(|| refused(path, &unknown_kind()))?;
        if path.is_file() && holds_rejects(path)? {
            return Err(refused(path, "holds what an import refused; mend the records and import those"));
        }
        self.add(path, format, false)
    }

    fn add(&mut self, path: &Path, format: Format, found: bool) -> Result<()> {
        let about = std::fs::metadata(path).map_err(|error| refused(path, &error.to_string()))?;
        let name = path.display().to_string();
        let folder = path.parent().map(|folder| match folder.as_os_str().is_empty() {
            true => PathBuf::from("."),
            false => folder.to_owned(),
        });
        if self.files.iter().any(|known| known.path == path) {
            return Err(refused(path, "is named twice"));
        }
        let (path, bytes, scratch) = if about.is_file() {
            (path.to_owned(), about.len(), None)
        } else {
            // A pipe can be read only once.
            let scratch = std::fs::File::open(path)
                .and_then(|mut pipe| spool(&mut pipe))
                .map_err(|error| cannot_spool(&name, &error))?;
            let bytes = std::fs::metadata(&scratch).map_or(0, |about| about.len());
            (scratch.to_path_buf(), bytes, Some(Arc::new(scratch)))
        };
        self.files.push(Source { name, path, format, folder, bytes, found, _scratch: scratch });
        Ok(())
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Longest line of a file of rejects: a row, written as JSON text where it is none, and why it was refused.
const LONGEST_FINDING: u64 = 8 << 20;

/// Why a file of rejects is left aside.
const IS_REJECTS: &str = "it holds what an import refused";

/// How a file in a folder is read, or why it is not.
fn format_in_folder(path: &Path) -> Result<std::result::Result<Format, &'static str>> {
    if !path.is_file() {
        return Ok(Err("it is no regular file"));
    }
    if path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(REJECTS)) {
        return Ok(Err(IS_REJECTS));
    }
    match format_of(path) {
        None => Ok(Err("its name does not say what it holds")),
        Some(_) if holds_rejects(path)? => Ok(Err(IS_REJECTS)),
        Some(format) => Ok(Ok(format)),
    }
}

/// Whether an earlier import wrote the file for what it refused, under whatever name: its first line is
/// a finding then.
fn holds_rejects(path: &Path) -> Result<bool> {
    let mut line = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| BufReader::new(file.take(LONGEST_FINDING)).read_until(b'\n', &mut line))
        .map_err(|error| refused(path, &error.to_string()))?;
    Ok(Rejection::is_on(&line))
}

fn format_of(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let (stem, extension) = name.rsplit_once('.')?;
    match extension {
        "ndjson" | "jsonl" => Some(Format::Ndjson),
        "csv" => RecordType::with_plural(stem).map(Format::Csv),
        _ => None,
    }
}

fn unknown_kind() -> String {
    format!("is of no known kind; expected a folder, {}", kinds())
}

fn kinds() -> String {
    let names: Vec<String> = RecordType::ALL.iter().map(|known| format!("{}.csv", known.plural())).collect();
    format!("*.ndjson, *.jsonl, or one of {}", names.join(", "))
}

fn no_records(left_aside: &[LeftAside]) -> String {
    match left_aside.first() {
        Some(LeftAside { file, reason }) => {
            format!("There are no records: {file} is left aside, as {reason}; expected {}", kinds())
        }
        None => "There are no records: the folder has no *.ndjson, *.jsonl or CSV file".into(),
    }
}

fn spool(input: &mut impl Read) -> std::io::Result<TempPath> {
    let mut scratch = tempfile::NamedTempFile::new()?;
    std::io::copy(input, &mut scratch)?;
    scratch.flush()?;
    Ok(scratch.into_temp_path())
}

fn refused(path: &Path, reason: &str) -> Error {
    Error::invalid("path", "not_found", format!("{}: {reason}", path.display()))
}

fn cannot_spool(name: &str, error: &std::io::Error) -> Error {
    Error::Unavailable(format!("{name} cannot be put into a scratch file: {error}"))
}
