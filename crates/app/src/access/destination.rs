//! Where a link may lead: a path of our own pages. `next` is parsed, not matched, so that no
//! spelling of another place gets through.

use vestibule_kernel::id::InvoiceId;

/// Longest `next` that is taken, in bytes.
const MAX: usize = 512;

/// Every page that a customer can be led to, with `{…}` for an id. The portal's router serves just these.
pub const PAGES: [&str; 8] = [
    "/overview",
    "/usage",
    "/prices",
    "/readings",
    "/invoices",
    "/invoices/{invoice}",
    "/account/sessions",
    "/start",
];

/// A page of ours, with query and fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination(String);

impl Destination {
    /// The page that stands for everything else.
    #[must_use]
    pub fn overview() -> Self {
        Self("/overview".to_owned())
    }

    /// The page for customers without a contract.
    #[must_use]
    pub fn start() -> Self {
        Self("/start".to_owned())
    }

    /// Reads a `next` parameter; `None` for whatever is no page of ours: other origins in every
    /// spelling (`//`, `/\`, schemes), encoded path separators, control characters, over 512 bytes.
    #[must_use]
    pub fn parse(next: &str) -> Option<Self> {
        let plain = next.len() <= MAX && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if !plain {
            return None;
        }
        let path = next.split(['?', '#']).next().unwrap_or_default();
        PAGES.iter().any(|page| matches(page, path)).then(|| Self(next.to_owned()))
    }

    /// The page that `next` names, else the overview.
    #[must_use]
    pub fn or_overview(next: Option<&str>) -> Self {
        next.and_then(Self::parse).unwrap_or_else(Self::overview)
    }

    /// Path, query and fragment.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether `path` is the page `pattern`, segment by segment.
fn matches(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("{invoice}"), Some(id)) if id.parse::<InvoiceId>().is_ok() => {}
            (Some(fixed), Some(segment)) if fixed == segment => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn our_own_pages_are_taken_with_query_and_fragment() {
        for next in [
            "/overview",
            "/invoices",
            "/invoices?page=2#top",
            "/invoices/inv_01h455vb4pex5vsknk084sn02q",
            "/account/sessions",
            "/start",
            "/overview?subscription=sub_01h455vb4pex5vsknk084sn02q",
        ] {
            assert_eq!(Destination::parse(next).unwrap().as_str(), next);
        }
    }

    #[test]
    fn everything_else_becomes_the_overview() {
        for next in [
            "",
            "overview",
            "//evil.example",
            "///evil.example",
            "////evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/overview/..//evil.example",
            "/%2Fevil.example",
            "/%5cevil.example",
            "/overview\r\nLocation: //evil",
            "/overview\t",
            "https://evil.example/overview",
            "javascript:alert(1)",
            "/\u{2215}evil.example",
            "/overview@evil.example",
            "@evil.example/overview",
            ".evil.example",
            "/invoices/inv_1",
            "/invoices/../overview",
            "/sign-out",
            "/overview/",
            "/Overview",
        ] {
            assert_eq!(Destination::or_overview(Some(next)), Destination::overview(), "{next:?}");
        }
        assert!(Destination::parse(&format!("/overview?{}", "a".repeat(512))).is_none());
    }

    proptest! {
        #[test]
        fn a_destination_always_stays_on_this_host(next in ".{0,600}") {
            if let Some(destination) = Destination::parse(&next) {
                let text = destination.as_str();
                prop_assert!(text.starts_with('/') && !text.starts_with("//") && !text.contains('\\'));
            }
        }
    }
}
