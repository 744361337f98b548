//! The pages of the reference that are generated from the API itself.

use std::fmt::Write as _;
use vestibule_http::CODES;

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferencePage {
    /// Its name in the folder of the reference.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

/// The API's description and the list of its error codes.
#[must_use]
pub fn reference() -> Vec<ReferencePage> {
    let document = crate::document("https://api.example.com");
    let openapi = serde_json::to_string_pretty(&document).unwrap_or_default();
    vec![
        ReferencePage { name: "openapi.json", text: openapi + "\n" },
        ReferencePage { name: "errors.md", text: errors() },
    ]
}

fn errors() -> String {
    let mut text = String::from(
        "# Error codes\n\n\
         Every error has the same body: `code`, `message`, `requestId` and `docs`, the address of a page of the \
         server itself that says what causes the code and what to do about it.\n\n\
         | status | code | meaning |\n|---|---|---|\n",
    );
    for code in CODES {
        let meaning = crate::openapi::meaning(code.name);
        let _ = writeln!(text, "| {} | `{}` | {meaning} |", code.status.as_u16(), code.name);
    }
    text
}
