//! A page that does not exist, or belongs to somebody else: the two look alike.

use crate::page::Page;

/// Says that the page does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct NotFound {}

impl Page for NotFound {
    const TEMPLATE: &'static str = "errors/not_found.html";
    const TITLE: &'static str = "not-found-title";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
