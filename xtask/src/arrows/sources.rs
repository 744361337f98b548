//! Names of libraries in the sources of crates that are not their home.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::text::without_comments_and_strings;
use super::{Crate, Library, TOOLS, Violation};

/// The forbidden names in the Rust files of these crates.
///
/// # Errors
/// When a source cannot be read.
pub(super) fn check(crates: &[Crate], root: &Path) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    for one in crates.iter().filter(|one| !TOOLS.contains(&one.name.as_str())) {
        let directory = one.manifest.parent().map(|path| root.join(path)).unwrap_or_default();
        for path in rust_files(&directory)? {
            let text =
                fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let file = path.strip_prefix(root).unwrap_or(&path);
            violations.extend(names(&one.name, file, &text));
        }
    }
    Ok(violations)
}

/// The forbidden names in one file of the crate `name`.
pub(super) fn names(name: &str, file: &Path, text: &str) -> Vec<Violation> {
    let code = without_comments_and_strings(text);
    let lines = code.lines().enumerate();
    lines
        .flat_map(|(index, line)| on_line(name, line).map(move |what| (index + 1, what)))
        .map(|(line, what)| Violation { file: file.to_owned(), line, what })
        .collect()
}

fn on_line<'a>(name: &'a str, line: &'a str) -> impl Iterator<Item = String> + 'a {
    roots_of_paths(line).filter_map(move |word| {
        let library = Library::of(word).filter(|library| !library.is_at_home_in(name))?;
        Some(format!("{name} names {word}; {}", library.belongs()))
    })
}

/// The words that begin a path (`word::…`) or are imported whole (`use word`).
fn roots_of_paths(line: &str) -> impl Iterator<Item = &str> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut rest = line;
    let mut before = "";
    std::iter::from_fn(move || {
        let start = rest.find(is_word)?;
        let gap = &rest[..start];
        let tail = &rest[start..];
        let end = tail.find(|letter| !is_word(letter)).unwrap_or(tail.len());
        let (word, after) = tail.split_at(end);
        rest = after;
        let previous = std::mem::replace(&mut before, word);
        let is_root =
            gap != "::" && (after.trim_start().starts_with("::") || matches!(previous, "use" | "crate"));
        Some(is_root.then_some(word))
    })
    .flatten()
}

fn rust_files(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut ahead = vec![directory.to_owned()];
    while let Some(next) = ahead.pop() {
        let entries = fs::read_dir(&next).with_context(|| format!("{} cannot be listed", next.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                ahead.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
