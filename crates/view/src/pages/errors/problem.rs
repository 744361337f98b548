//! Something went wrong on our side.

use crate::page::Page;

/// Says that something went wrong, and what to tell support.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The id under which the logs know this request.
    pub request_id: String,
}

impl Page for Problem {
    const TEMPLATE: &'static str = "errors/problem.html";
    const TITLE: &'static str = "problem-title";

    fn samples() -> Vec<Self> {
        vec![Self { request_id: "01928c2e-7f4a-7cc0-98c5-1b7f3d0e9a42".to_owned() }]
    }
}
