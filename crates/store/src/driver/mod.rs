//! The two databases behind one set of verbs.

mod journal;
pub(crate) mod postgres;
pub(crate) mod sqlite;
