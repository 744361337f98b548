//! How an operator's data gets in: records from files, folders or a stream, checked whole before
//! the first is written, then written in short units that hold up nobody. The same input twice
//! changes nothing; an interrupted import is completed by running it again.

mod body;
mod check;
mod desk;
mod files;
mod gather;
mod holders;
mod import;
mod issued;
mod kinds;
mod ledger;
mod progress;
mod read;
mod references;
mod report;
mod row;
mod scratch;
mod series;
mod sources;
mod svg;
#[cfg(test)]
mod tests;
mod types;
mod write;

pub use body::{Wishes, import_body};
pub use import::{Options, import};
pub use progress::{OnStep, Stage, Step, unwatched};
pub use report::{Counts, KEPT, Rejection, Summary};
pub use sources::{LeftAside, REJECTS, Sources};
pub use types::RecordType;
