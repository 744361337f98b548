//! Pages around coming in and going out.

mod forward;
mod link_problem;
mod signed_out;

pub use forward::Forward;
pub use link_problem::LinkProblem;
pub use signed_out::{SignedOut, SignedOutReason};
