//! An address or an input that nobody can make sense of.

use crate::page::Page;

/// Says that the request could not be read, and that nothing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Unreadable {}

impl Page for Unreadable {
    const TEMPLATE: &'static str = "errors/unreadable.html";
    const TITLE: &'static str = "unreadable-title";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
