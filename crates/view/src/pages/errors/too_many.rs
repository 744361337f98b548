//! Too many requests from one visitor.

use crate::page::Page;

/// Asks to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct TooMany {
    /// For how many seconds.
    pub seconds: u32,
}

impl Page for TooMany {
    const TEMPLATE: &'static str = "errors/too_many.html";
    const TITLE: &'static str = "too-many-title";

    fn samples() -> Vec<Self> {
        vec![Self { seconds: 40 }, Self { seconds: 1 }]
    }
}
