//! Imports between crates, and of libraries that have a home, as the manifests declare them.

use super::{ARROWS, Crate, Library, Violation, short};

/// The forbidden imports of these crates.
pub(super) fn check(crates: &[Crate]) -> Vec<Violation> {
    crates.iter().flat_map(of).collect()
}

fn of(from: &Crate) -> Vec<Violation> {
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == from.name) else {
        let what =
            format!("the crate {} has no arrows yet; add it to the table in xtask/src/arrows", from.name);
        return vec![Violation { file: from.manifest.clone(), line: 1, what }];
    };
    let violation = |dependency: &str, what: String| Violation {
        file: from.manifest.clone(),
        line: line_of(&from.text, dependency),
        what,
    };
    from.dependencies
        .iter()
        .filter_map(|dependency| forbidden(from, allowed, dependency).map(|what| violation(dependency, what)))
        .collect()
}

/// Why `from` may not import this dependency, when it may not.
fn forbidden(from: &Crate, allowed: &[&str], dependency: &str) -> Option<String> {
    if is_ours(dependency) {
        let to = short(dependency);
        let may = allowed.contains(&to) || (to == "kernel" && from.name != "kernel") || to == from.name;
        return (!may)
            .then(|| format!("{} imports {to}; it may import only {}", from.name, list(from, allowed)));
    }
    let library = Library::of(&dependency.replace('-', "_"))?;
    (!library.is_at_home_in(&from.name))
        .then(|| format!("{} imports {dependency}; {}", from.name, library.belongs()))
}

fn is_ours(dependency: &str) -> bool {
    dependency == "vestibule" || dependency.starts_with("vestibule-")
}

fn list(from: &Crate, allowed: &[&str]) -> String {
    if from.name == "kernel" {
        return "nothing of ours".to_owned();
    }
    let mut all = vec!["kernel"];
    all.extend(allowed);
    all.join(", ")
}

/// The line of a manifest that names the dependency, else the first.
fn line_of(manifest: &str, dependency: &str) -> usize {
    let names = |line: &str| {
        let line = line.trim().trim_start_matches('"');
        line.strip_prefix(dependency).is_some_and(|rest| rest.starts_with(['.', ' ', '=', '"']))
            || (line.starts_with('[') && line.ends_with(&format!(".{dependency}]")))
            || line.contains(&format!("package = \"{dependency}\""))
    };
    manifest.lines().position(names).map_or(1, |index| index + 1)
}
