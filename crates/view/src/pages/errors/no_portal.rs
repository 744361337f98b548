//! The answer at a host that no portal has: neutral, and telling nothing.

use crate::page::Page;

/// Says that there is nothing here. To be shown with [`Chrome::neutral`](crate::Chrome::neutral).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct NoPortal {}

impl Page for NoPortal {
    const TEMPLATE: &'static str = "errors/no_portal.html";
    const TITLE: &'static str = "no-portal-title";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
