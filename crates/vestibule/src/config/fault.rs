//! What is wrong with a setting, in words that name it and say what would be right.

use super::SETTINGS;

/// A setting whose value cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The setting's name.
    pub setting: &'static str,
    /// What was given, as it is shown.
    pub given: String,
}

impl Fault {
    /// A fault of `setting`, which holds the text `given`.
    pub(crate) fn new(setting: &'static str, given: &str) -> Self {
        Self { setting, given: format!("'{given}'") }
    }

    /// What is expected and what was given, for where it is clear which setting is meant.
    pub(super) fn problem(&self) -> String {
        let setting = SETTINGS.iter().find(|setting| setting.name == self.setting);
        let expects = setting.map(|setting| setting.expects).unwrap_or_default();
        format!("expected {expects}, got {}", self.given)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.setting, self.problem())
    }
}

impl std::error::Error for Fault {}

/// The one of `known` that `name` was probably meant to be.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_ascii_lowercase();
    let (steps, found) = known.map(|known| (steps(&name, known), known)).min()?;
    // More than a third wrong is another word, not a slip.
    (steps <= found.len().div_ceil(3)).then_some(found)
}

/// How many letters have to be put in, left out, changed, or swapped with their neighbour.
fn steps(from: &str, to: &str) -> usize {
    let (from, to) = (from.as_bytes(), to.as_bytes());
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for i in 1..=from.len() {
        let mut row = vec![i];
        for j in 1..=to.len() {
            let changed = usize::from(from[i - 1] != to[j - 1]);
            let mut fewest = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                fewest = fewest.min(rows[i - 2][j - 2] + 1);
            }
            row.push(fewest);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_has_a_nearest_name_and_another_word_has_none() {
        let known = || SETTINGS.iter().map(|setting| setting.name);
        for (slip, meant) in [
            ("portal_ulr", "portal_url"),
            ("PORTAL_ULR", "portal_url"),
            ("trusted_proxy", "trusted_proxies"),
            ("logformat", "log_format"),
            ("databse", "database"),
            ("lgo", "log"),
        ] {
            assert_eq!(nearest(slip, known()), Some(meant), "{slip}");
        }
        for other in ["port", "tls_certificate", "", "ü"] {
            assert_eq!(nearest(other, known()), None, "{other}");
        }
    }
}
