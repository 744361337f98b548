//! The pages of the API's error codes: what `docs` in an error body leads to.

use super::codes::{CODES, Code};
use crate::page::Page;
use vestibule_kernel::Locale;

/// One error code explained.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ErrorCode {
    /// The code with its words.
    pub code: &'static Code,
    /// An error body with this code, as JSON.
    pub body: String,
}

impl ErrorCode {
    /// The page of `code`, such as `NOT_FOUND`; `base` is the API's own origin. `None` for an unknown code.
    #[must_use]
    pub fn named(code: &str, base: &str) -> Option<Self> {
        let code = CODES.iter().find(|known| known.code == code)?;
        let body = format!(
            "{{\n  \"code\": \"{}\",\n  \"message\": \"{}\",\n  \"requestId\": \"01928c2e-7f4a-7cc0-98c5-1b7f3d0e9a42\",\n  \"docs\": \"{base}/docs/errors/{}\"\n}}",
            code.code, code.message, code.code
        );
        Some(Self { code, body })
    }
}

impl Page for ErrorCode {
    const TEMPLATE: &'static str = "docs/error_code.html";
    const TITLE: &'static str = "";
    const LOCALES: &'static [Locale] = &[Locale::En];

    fn samples() -> Vec<Self> {
        CODES.iter().filter_map(|code| Self::named(code.code, "https://api.portal.example")).collect()
    }
}

/// Every error code with the page that explains it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ErrorCodes {
    /// The codes.
    pub codes: &'static [Code],
}

impl Default for ErrorCodes {
    fn default() -> Self {
        Self { codes: &CODES }
    }
}

impl Page for ErrorCodes {
    const TEMPLATE: &'static str = "docs/errors.html";
    const TITLE: &'static str = "";
    const LOCALES: &'static [Locale] = &[Locale::En];

    fn samples() -> Vec<Self> {
        vec![Self::default()]
    }
}
