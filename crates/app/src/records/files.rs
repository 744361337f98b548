//! Files that records name: documents and logos. They are looked for under the folder of the
//! record's own file and nowhere else.

use super::row::{FileClaim, FileKind};
use super::svg;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Component, Path, PathBuf};
use vestibule_kernel::asset::{Asset, MediaType};

/// Largest document in bytes.
const LARGEST_DOCUMENT: u64 = 20 << 20;
/// Largest logo in bytes.
const LARGEST_LOGO: u64 = 16 << 10;
/// Where documents are.
const DOCUMENTS: &str = "documents";

/// Looks at a file that a row of a source in `folder` names, without reading all of a document.
///
/// # Errors
/// The reason why it cannot be taken.
pub(super) fn check(folder: Option<&Path>, claim: &FileClaim) -> Result<(), String> {
    let (mut file, length) = open(folder, claim.kind, &claim.path)?;
    match claim.kind {
        FileKind::Document => check_pdf(&mut file, length),
        FileKind::Logo => picture(&read(&mut file)?).map(|_| ()),
    }
}

/// Reads a file that a row names.
///
/// # Errors
/// The reason why it cannot be taken.
pub(super) fn load(folder: Option<&Path>, kind: FileKind, path: &str) -> Result<Asset, String> {
    let (mut file, length) = open(folder, kind, path)?;
    match kind {
        FileKind::Document => {
            check_pdf(&mut file, length)?;
            file.rewind().map_err(|error| error.to_string())?;
            Ok(Asset::new(MediaType::Pdf, read(&mut file)?))
        }
        FileKind::Logo => {
            let bytes = read(&mut file)?;
            Ok(Asset::new(picture(&bytes)?, bytes))
        }
    }
}

fn open(folder: Option<&Path>, kind: FileKind, path: &str) -> Result<(File, u64), String> {
    let (path, largest) = match kind {
        FileKind::Document => (located(folder, Some(DOCUMENTS), path)?, LARGEST_DOCUMENT),
        FileKind::Logo => (located(folder, None, path)?, LARGEST_LOGO),
    };
    let unopened = |error: std::io::Error| format!("the file cannot be opened: {error}");
    // Before it is opened: opening a pipe waits for somebody to write into it.
    if !std::fs::metadata(&path).map_err(unopened)?.is_file() {
        return Err("names something that is no file".into());
    }
    let file = File::open(&path).map_err(unopened)?;
    let about = file.metadata().map_err(unopened)?;
    if about.len() > largest {
        return Err(format!("the file has {} bytes; at most {largest} are taken", about.len()));
    }
    Ok((file, about.len()))
}

/// The file behind a relative path, which must not lead out of its folder, by links neither.
fn located(folder: Option<&Path>, below: Option<&str>, path: &str) -> Result<PathBuf, String> {
    let folder =
        folder.ok_or("names a file, but a stream of records has no folder; import from files instead")?;
    let relative = Path::new(path);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.contains('\\') {
        return Err("expected a relative path below the folder of the records, without ..".into());
    }
    let (root, relative) = match below {
        Some(below) => (folder.join(below), relative.strip_prefix(below).unwrap_or(relative)),
        None => (folder.to_owned(), relative),
    };
    let missing = |_| format!("there is no file {}", root.join(relative).display());
    let target = root.join(relative).canonicalize().map_err(missing)?;
    let root = root.canonicalize().map_err(missing)?;
    if !target.starts_with(&root) {
        return Err("leads out of the folder of the records by a link".into());
    }
    Ok(target)
}

fn read(file: &mut File) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    file.take(LARGEST_DOCUMENT)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be read: {error}"))?;
    Ok(bytes)
}

/// A PDF begins with its mark and has its end mark among its last kilobytes (ISO 32000 7.5.5,
/// and what readers tolerate).
fn check_pdf(file: &mut File, length: u64) -> Result<(), String> {
    let cannot = |error: std::io::Error| format!("cannot be read: {error}");
    let mut head = [0u8; 5];
    let is_pdf = length >= 5 && file.read_exact(&mut head).map(|()| head == *b"%PDF-").map_err(cannot)?;
    if !is_pdf {
        return Err("the file is no PDF: it does not begin with %PDF-".into());
    }
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(2048))).map_err(cannot)?;
    file.take(2048).read_to_end(&mut tail).map_err(cannot)?;
    if !tail.windows(5).any(|window| window == b"%%EOF") {
        return Err("the PDF is cut off: it does not end with %%EOF".into());
    }
    Ok(())
}

fn picture(bytes: &[u8]) -> Result<MediaType, String> {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
    if bytes.starts_with(PNG) {
        return if bytes.len() > 24 && &bytes[12..16] == b"IHDR" {
            Ok(MediaType::Png)
        } else {
            Err("the PNG is damaged: its header is missing".into())
        };
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "the logo is neither a PNG nor an SVG".to_owned())?;
    svg::check(text).map(|()| MediaType::Svg)
}
