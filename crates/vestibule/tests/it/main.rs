//! The one integration-test binary: the rules on real databases, and the surfaces through the router.

mod access;
mod process;
mod store;
mod support;
