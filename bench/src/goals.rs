//! What the product promises, in one place. A goal that is missed is shown, and fails a `--strict` run.

/// Whole sign-ins on SQLite, in percent of the bare server's.
pub const SHARE_SQLITE: f64 = 12.0;
/// Whole sign-ins on PostgreSQL, in percent of the bare server's.
pub const SHARE_POSTGRES: f64 = 6.0;
/// A whole sign-in's 99th percentile at half the measured rate, in milliseconds.
pub const HALF_RATE_P99: f64 = 25.0;
/// Mints a second in the open loop.
pub const MINT_RATE: f64 = 2000.0;
/// A mint's 99th percentile at that rate, in milliseconds.
pub const MINT_P99: f64 = 5.0;
/// How much more a sign-in may cost with many customers than with few.
pub const SCALE_RATIO: f64 = 1.2;
/// Resident memory of an idle server, in bytes.
pub const IDLE_MEMORY: u64 = 60_000_000;
/// From the start of the process to the first 200 on `/ready`, in milliseconds.
pub const START: f64 = 200.0;
/// Records imported a second: 1,200,000 in 90 s.
pub const IMPORT_RATE: f64 = 13_333.0;
/// Peak memory of an import, in bytes.
pub const IMPORT_MEMORY: u64 = 300_000_000;
/// A whole sign-in's 99th percentile during an import, in milliseconds.
pub const IMPORT_P99: f64 = 100.0;
/// HTML and stylesheets of a first view, compressed, in bytes.
pub const PAGE_TEXT: usize = 14 * 1024;
/// Everything a first view loads, in bytes.
pub const PAGE_ALL: usize = 30 * 1024;
/// Requests of a first view, the page itself included.
pub const PAGE_REQUESTS: usize = 3;
/// Pages a second in the open loop.
pub const PAGE_RATE: f64 = 200.0;
/// A page's 99th percentile at that rate, in milliseconds.
pub const PAGE_P99: f64 = 10.0;
