//! The beginning of a file: byte order mark, encodings that are not ours, and emptiness.

use super::{Problem, peek};
use std::fs::File;
use std::io::{BufReader, Seek as _, SeekFrom};

/// How a file begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Start {
    /// With its first row, at this byte.
    At(u64),
    /// With something that is no text of ours.
    Unusable(Problem),
}

/// Looks at the first bytes of `input` and leaves it behind a byte order mark.
pub(super) fn of_file(input: &mut BufReader<File>) -> std::io::Result<Start> {
    let head = peek(input, 512)?;
    let start = judge(&head);
    if let Start::At(offset) = start {
        input.seek(SeekFrom::Start(offset))?;
    }
    Ok(start)
}

fn judge(head: &[u8]) -> Start {
    let unusable = |reason: &str| Start::Unusable(Problem::of_row(reason));
    match head {
        [] => unusable("the file is empty; expected at least one record"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, ..] | [_, 0, ..] => {
            unusable("the file is not UTF-8 but looks like UTF-16; save it as UTF-8")
        }
        [b'P', b'K', 3, 4, ..] => {
            unusable("the file is a zip archive or spreadsheet; save it as CSV or NDJSON")
        }
        [0x1F, 0x8B, ..] => unusable("the file is compressed with gzip; unpack it first"),
        [0xEF, 0xBB, 0xBF] => unusable("the file is empty; expected at least one record"),
        [0xEF, 0xBB, 0xBF, ..] => Start::At(3),
        [..] => Start::At(0),
    }
}

/// The reason for bytes that are no UTF-8.
pub(super) fn not_utf8(bytes: &[u8], valid_up_to: usize) -> String {
    let byte = bytes.get(valid_up_to).copied().unwrap_or(0);
    format!(
        "is not UTF-8: byte 0x{byte:02X} at position {}; save the file as UTF-8 (it may be Latin-1 or Windows-1252)",
        valid_up_to + 1
    )
}
