//! A portal that is not open, or whose operator is suspended.

use crate::page::Page;

/// Says that the portal is closed for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Closed {}

impl Page for Closed {
    const TEMPLATE: &'static str = "errors/closed.html";
    const TITLE: &'static str = "closed-title";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
