//! The server cannot answer just now.

use crate::page::Page;

/// Asks to try again in a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Unavailable {}

impl Page for Unavailable {
    const TEMPLATE: &'static str = "errors/unavailable.html";
    const TITLE: &'static str = "unavailable-title";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
