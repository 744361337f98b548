//! The API on one readable page.

use crate::page::Page;
use vestibule_kernel::Locale;

/// The API, as its OpenAPI document describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Api {
    /// Its name.
    pub title: String,
    /// Its version.
    pub version: String,
    /// What it is for.
    pub description: Vec<String>,
    /// Its operations by tag.
    pub groups: Vec<Group>,
}

/// The operations of one tag.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Group {
    /// The tag.
    pub name: String,
    /// Its place on the page.
    pub anchor: String,
    /// What it is about.
    pub description: Vec<String>,
    /// Its operations, in the order of the document.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Operation {
    /// Its place on the page.
    pub anchor: String,
    /// Its method in capital letters.
    pub method: String,
    /// Its path.
    pub path: String,
    /// What it does, in a line.
    pub summary: String,
    /// What it does, in paragraphs.
    pub description: Vec<String>,
    /// What stands in its path, query and headers.
    pub parameters: Vec<Field>,
    /// What stands in its body.
    pub body: Vec<Field>,
    /// What it answers.
    pub responses: Vec<Response>,
    /// The call as a curl command.
    pub curl: String,
}

/// A field or a parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Field {
    /// Its name; inner fields with dots.
    pub name: String,
    /// `path`, `query` or `header` for a parameter, empty for a field.
    pub place: String,
    /// Its type.
    pub kind: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it is.
    pub description: String,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Response {
    /// Its HTTP status.
    pub status: String,
    /// When it comes.
    pub description: String,
    /// What stands in it.
    pub fields: Vec<Field>,
}

impl Api {
    /// Reads an OpenAPI 3 document. What it does not understand it leaves out.
    #[must_use]
    pub fn from_openapi(document: &serde_json::Value) -> Self {
        super::openapi::read(document)
    }
}

impl Page for Api {
    const TEMPLATE: &'static str = "docs/api.html";
    const TITLE: &'static str = "";
    const LOCALES: &'static [Locale] = &[Locale::En];

    fn samples() -> Vec<Self> {
        let document = serde_json::from_str(include_str!("sample.openapi.json")).unwrap_or_default();
        vec![Self::from_openapi(&document), Self::default()]
    }
}
