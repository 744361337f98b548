//! What was used.

mod history;

pub use history::{UsageData, UsageHistory, UsageLink, UsagePoint, UsageRow};
