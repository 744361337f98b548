//! An operator's data in bulk.

mod import;
mod spool;
mod summary;

pub(crate) use import::{__path_import_records, import_records};
