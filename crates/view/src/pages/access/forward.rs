//! The step between a link and the page behind it, for browsers that drop cookies set on a redirect.

use crate::page::Page;

/// Goes on to `url` by itself, and has a link for browsers that do not.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Forward {
    /// Where to: a path of the portal that the caller has checked.
    pub url: String,
}

impl Page for Forward {
    const TEMPLATE: &'static str = "access/forward.html";
    const TITLE: &'static str = "forward-title";

    fn samples() -> Vec<Self> {
        vec![Self { url: "/invoices?before=inv_01h455vb4pex5vsknk084sn02q&a=\"><b>".to_owned() }]
    }
}
