//! The page for visitors without a session: it says how to come in.

use crate::chrome::Back;
use crate::page::Page;
use crate::pages::samples;

vestibule_kernel::text_enum! {
    /// Why the visitor has no session.
    SignedOutReason {
        /// They have just signed out.
        SignedOut = "signed_out",
        /// Their session has ended by itself, or from another device.
        SessionEnded = "session_ended",
        /// They never had one.
        NoSession = "no_session",
    }
}

/// Says that nobody is signed in, and how to come in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SignedOut {
    /// Why.
    pub reason: SignedOutReason,
    /// The operator's app, where customers come in from.
    pub app: Option<Back>,
}

impl Page for SignedOut {
    const TEMPLATE: &'static str = "access/signed_out.html";
    const TITLE: &'static str = "";

    fn samples() -> Vec<Self> {
        let with = |reason| Self { reason, app: Some(samples::app()) };
        let mut pages: Vec<Self> = SignedOutReason::ALL.iter().copied().map(with).collect();
        pages.push(Self { reason: SignedOutReason::NoSession, app: None });
        pages
    }
}
