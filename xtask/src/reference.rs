//! The generated pages of docs/reference: written by the binary itself, compared here.
//!
//! What the pages say is decided by the binary.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::shell;

const PLACE: &str = "docs/reference";

/// The command that brings the pages up to date.
const MEND: &str = "cargo xtask reference";

/// Writes the pages to docs/reference.
///
/// # Errors
/// When the binary does not build or cannot write them.
pub fn write() -> Result<()> {
    generate(&shell::root().join(PLACE))
}

/// Compares docs/reference with what the binary would write now.
///
/// # Errors
/// When a page is missing, differs or is no longer generated: which, and the command that mends it.
pub fn check() -> Result<()> {
    let fresh = shell::target().join("xtask/reference");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).with_context(|| format!("{} cannot be removed", fresh.display()))?;
    }
    generate(&fresh)?;
    let stale = stale(&pages(&shell::root().join(PLACE))?, &pages(&fresh)?);
    if !stale.is_empty() {
        bail!(
            "out of date:\n  {}\nTo mend it, run this and commit the result:\n    {MEND}",
            stale.join("\n  ")
        );
    }
    Ok(())
}

fn generate(directory: &Path) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| format!("{} cannot be created", directory.display()))?;
    shell::output(
        shell::cargo().args(["run", "--quiet", "-p", "vestibule", "--", "reference"]).arg(directory),
    )
    .map(drop)
}

type Pages = BTreeMap<PathBuf, Vec<u8>>;

fn pages(directory: &Path) -> Result<Pages> {
    let mut pages = Pages::new();
    let mut ahead = vec![directory.to_owned()];
    while let Some(next) = ahead.pop() {
        if !next.exists() {
            continue;
        }
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                ahead.push(path);
            } else {
                let content =
                    fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
                pages.insert(path.strip_prefix(directory)?.to_owned(), content);
            }
        }
    }
    Ok(pages)
}

fn stale(kept: &Pages, fresh: &Pages) -> Vec<String> {
    let mut stale = Vec::new();
    for (name, content) in fresh {
        match kept.get(name) {
            None => stale.push(format!("{PLACE}/{} is missing", name.display())),
            Some(old) if old != content => stale.push(format!("{PLACE}/{} differs", name.display())),
            Some(_) => {}
        }
    }
    let gone = kept.keys().filter(|name| !fresh.contains_key(*name));
    stale.extend(gone.map(|name| format!("{PLACE}/{} is no longer generated", name.display())));
    stale
}

#[cfg(test)]
mod tests {
    use super::{Pages, stale};

    fn pages(list: &[(&str, &str)]) -> Pages {
        list.iter().map(|(name, text)| (name.into(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn missing_differing_and_left_over_pages_are_stale() {
        let kept = pages(&[("same.md", "a"), ("old.md", "a"), ("gone.md", "a")]);
        let fresh = pages(&[("same.md", "a"), ("old.md", "b"), ("new.md", "a")]);
        let expected = [
            "docs/reference/new.md is missing",
            "docs/reference/old.md differs",
            "docs/reference/gone.md is no longer generated",
        ];
        assert_eq!(stale(&kept, &fresh), expected);
        assert!(stale(&fresh, &fresh).is_empty());
    }
}
