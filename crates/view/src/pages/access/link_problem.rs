//! A hand-off link that cannot be used. Used, expired and unknown links look alike.

use crate::chrome::Back;
use crate::page::Page;
use crate::pages::samples;

/// Says that the link does not work, why links are like that, and where to get a new one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LinkProblem {
    /// The operator's app, where new links come from.
    pub app: Option<Back>,
}

impl Page for LinkProblem {
    const TEMPLATE: &'static str = "access/link_problem.html";
    const TITLE: &'static str = "link-problem-title";

    fn samples() -> Vec<Self> {
        vec![Self { app: Some(samples::app()) }, Self { app: None }]
    }
}
