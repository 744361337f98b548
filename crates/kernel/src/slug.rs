//! Slugs: short names that are one label of a host name.

/// Lower-case letters, digits and single inner hyphens; at most 63 characters; not reserved.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

/// Labels that the installation keeps for itself.
pub const RESERVED: [&str; 7] = ["www", "api", "auth", "admin", "docs", "mail", "localhost"];

/// The text is no usable slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidSlug;

impl std::fmt::Display for InvalidSlug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "expected 1 to 63 lower-case letters, digits and single hyphens between them, none of {}",
            RESERVED.join(", ")
        )
    }
}

impl std::error::Error for InvalidSlug {}

impl Slug {
    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Slug {
    type Err = InvalidSlug;
    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        let well_formed = text.len() <= 63
            && text.split('-').all(|part| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            })
            && !RESERVED.contains(&text);
        if well_formed { Ok(Self(text.to_owned())) } else { Err(InvalidSlug) }
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_one_host_label() {
        for good in ["lumio", "a", "stadtwerke-24", "0x"] {
            assert!(good.parse::<Slug>().is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "ä", "a.b", "a_b", "api", "www", &"a".repeat(64)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
    }
}
