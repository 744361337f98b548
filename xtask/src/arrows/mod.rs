//! Which crate may import which, and which crate alone may name a library.
//!
//! The table of ARCHITECTURE.md as code. Edges are read from what cargo says of each manifest, names from the
//! sources; both are plain functions over text, so that the tests can make up a violation.

mod edges;
mod sources;
mod text;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::shell;

/// The crates, without `vestibule-`, and what each may import beside `kernel`.
const ARROWS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("store", &[]),
    ("view", &[]),
    ("outbound", &[]),
    ("app", &["store"]),
    ("jobs", &["app", "store", "view", "outbound"]),
    ("http", &["app", "view"]),
    ("api", &["app", "http"]),
    ("polar", &["app", "http"]),
    ("portal", &["app", "http", "view"]),
    ("console", &["app", "http", "view"]),
    ("vestibule", &["store", "view", "outbound", "app", "jobs", "http", "api", "polar", "portal", "console"]),
    ("bench", &[]),
    ("xtask", &[]),
];

/// Tools that no operator runs: they may use any library.
const TOOLS: &[&str] = &["bench", "xtask"];

/// A library, with all that begins with its name, that has a home.
struct Library {
    name: &'static str,
    what: &'static str,
    homes: &'static [&'static str],
}

const WEB: &[&str] = &["http", "api", "polar", "portal", "console", "vestibule"];

const LIBRARIES: &[Library] = &[
    Library { name: "rusqlite", what: "a database driver", homes: &["store"] },
    Library { name: "tokio_postgres", what: "a database driver", homes: &["store"] },
    Library { name: "sea_query", what: "the SQL builder", homes: &["store"] },
    Library { name: "axum", what: "the web framework", homes: WEB },
    Library { name: "minijinja", what: "the template engine", homes: &["view"] },
    Library { name: "fluent", what: "the language files", homes: &["view"] },
    Library { name: "lettre", what: "the SMTP client", homes: &["outbound"] },
    Library { name: "reqwest", what: "the HTTP client", homes: &["outbound"] },
];

impl Library {
    /// The library that this name, with underscores, belongs to.
    fn of(name: &str) -> Option<&'static Self> {
        LIBRARIES.iter().find(|library| {
            name.strip_prefix(library.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        })
    }

    fn is_at_home_in(&self, name: &str) -> bool {
        self.homes.contains(&name) || TOOLS.contains(&name)
    }

    fn belongs(&self) -> String {
        let homes: Vec<String> = self.homes.iter().map(|home| format!("crates/{home}")).collect();
        format!("{} belongs in {}", self.what, homes.join(", "))
    }
}

/// A crate of the workspace.
struct Crate {
    /// Without `vestibule-`.
    name: String,
    /// The path of its `Cargo.toml`, from the root of the workspace.
    manifest: PathBuf,
    /// The text of its `Cargo.toml`.
    text: String,
    /// What it imports in any section, as named in the registry.
    dependencies: Vec<String>,
}

/// One import or name in the wrong place.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    file: PathBuf,
    line: usize,
    what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file.display(), self.line, self.what)
    }
}

/// Checks the workspace and says so when all is well.
///
/// # Errors
/// As [`check`].
pub fn run() -> Result<()> {
    check()?;
    println!("Every crate imports and names only what it may.");
    Ok(())
}

/// Checks the manifests and sources of the workspace.
///
/// # Errors
/// When a crate imports or names what it may not: each place, and where it belongs.
pub fn check() -> Result<()> {
    let root = shell::root();
    let metadata =
        shell::output(shell::cargo().args(["metadata", "--no-deps", "--offline", "--format-version", "1"]))?;
    let metadata = serde_json::from_str(&metadata).context("cargo metadata is no JSON")?;
    let crates = crates(&metadata, &root)?;
    let mut violations = edges::check(&crates);
    violations.extend(sources::check(&crates, &root)?);
    if violations.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = violations.iter().map(Violation::to_string).collect();
    bail!("imports against the arrows of ARCHITECTURE.md:\n  {}", list.join("\n  "))
}

fn crates(metadata: &Value, root: &Path) -> Result<Vec<Crate>> {
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    packages.iter().map(|package| read(package, root)).collect()
}

fn read(package: &Value, root: &Path) -> Result<Crate> {
    let name = package["name"].as_str().context("a package without a name")?;
    let manifest = Path::new(package["manifest_path"].as_str().context("a package without a manifest")?);
    let text = std::fs::read_to_string(manifest)
        .with_context(|| format!("{} cannot be read", manifest.display()))?;
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    Ok(Crate {
        name: short(name).to_owned(),
        manifest: manifest.strip_prefix(root).unwrap_or(manifest).to_owned(),
        text,
        dependencies: dependencies.filter_map(|edge| edge["name"].as_str()).map(str::to_owned).collect(),
    })
}

fn short(name: &str) -> &str {
    name.strip_prefix("vestibule-").unwrap_or(name)
}
