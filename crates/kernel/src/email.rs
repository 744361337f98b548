//! E-mail addresses: kept as written, compared in lower case, shown masked.

/// A well-formed e-mail address.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// The text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidEmail;

impl std::fmt::Display for InvalidEmail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected an e-mail address like name@example.com")
    }
}

impl std::error::Error for InvalidEmail {}

impl Email {
    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address in lower case: what two spellings of one address have in common.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The address with most of its local part hidden: `a•••@example.com`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or(("", &self.0));
        let first: String = local.chars().take(1).collect();
        format!("{first}•••@{domain}")
    }
}

impl std::str::FromStr for Email {
    type Err = InvalidEmail;

    /// Trims white space; refuses control characters, more than one `@`, empty parts, a domain
    /// without a dot, and more than 254 characters (RFC 5321 section 4.5.3.1.3).
    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let (local, domain) = text.split_once('@').ok_or(InvalidEmail)?;
        let well_formed = text.len() <= 254
            && !local.is_empty()
            && local.len() <= 64
            && domain.split('.').count() >= 2
            && domain
                .split('.')
                .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
            && domain.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-')
            && !local.chars().any(|c| c.is_control() || c.is_whitespace() || "<>()[],;:\\\"".contains(c));
        if well_formed { Ok(Self(text.to_owned())) } else { Err(InvalidEmail) }
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_or_refused() {
        for good in ["a@b.de", " Annika@Brandt-Osswald.de ", "x+y@sub.example.com", "jürgen@müller.de"] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a@@b.de",
            "a b@c.de",
            "a@b..de",
            "@b.de",
            "a@-b.de",
            "a@b.de\r\nBcc: x@y.de",
            "a,b@c.de",
        ] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }

    #[test]
    fn logs_and_pages_see_it_masked() {
        let email: Email = "Annika@example.com".parse().unwrap();
        assert_eq!(format!("{email:?}"), "A•••@example.com");
        assert_eq!(email.key(), "annika@example.com");
    }
}
