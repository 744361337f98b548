//! The one integration-test binary: the rules on real databases, and the surfaces through the router.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod access;
mod audit;
mod pages;
mod process;
mod store;
mod support;
