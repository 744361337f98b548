//! The two databases behind one set of verbs.

pub(crate) mod postgres;
pub(crate) mod sqlite;
