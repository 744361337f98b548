//! A change that did not come from a page of the portal.

use crate::page::Page;

/// Says that nothing was changed, because the request came from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Refused {}

impl Page for Refused {
    const TEMPLATE: &'static str = "errors/refused.html";
    const TITLE: &'static str = "refused-title";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
