//! What a credential may do.

use vestibule_kernel::{Error, Result};

vestibule_kernel::text_enum! {
    /// A permission. Finer ones may join these two; `*` stands for all of them.
    Scope {
        /// Every look.
        Read = "read:*",
        /// Every change.
        Write = "write:*",
    }
}

/// The permissions of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self(Scope::ALL.to_vec())
    }

    /// Looking, nothing else.
    #[must_use]
    pub fn read_only() -> Self {
        Self(vec![Scope::Read])
    }

    /// Reads permissions separated by spaces.
    ///
    /// # Errors
    /// `Invalid` on `scope` when one of them does not exist or there is none.
    pub fn parse(text: &str) -> Result<Self> {
        let mut scopes = text
            .split_ascii_whitespace()
            .map(|word| {
                word.parse::<Scope>().map_err(|unknown| {
                    Error::invalid("scope", "invalid_scope", format!("Unknown scope '{word}'; {unknown}"))
                })
            })
            .collect::<Result<Vec<_>>>()?;
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.is_empty() {
            return Err(Error::invalid("scope", "invalid_scope", "Name at least one scope: read:* write:*"));
        }
        Ok(Self(scopes))
    }

    /// Whether `scope` is among them.
    #[must_use]
    pub fn allow(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// What is allowed by both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        Self(self.0.iter().copied().filter(|scope| other.allow(*scope)).collect())
    }

    /// Whether nothing is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|scope| scope.as_str()).collect();
        f.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_and_narrowed() {
        let all = Scopes::parse("write:* read:* read:*").unwrap();
        assert_eq!(all.to_string(), "read:* write:*");
        assert_eq!(all.intersect(&Scopes::read_only()).to_string(), "read:*");
        assert!(Scopes::parse("read:* shoes").is_err());
        assert!(Scopes::parse(" ").is_err());
    }
}
