//! The demo's data: two made-up companies with records as an operator's billing system would write
//! them, and invoice documents. Every date is told from "now", so that the data always looks current.

mod bills;
mod bulk;
mod calendar;
mod fabrikat;
mod logos;
mod lumen;
mod lumen_people;
mod metered;
mod pdf;
mod spot;
#[cfg(test)]
mod tests;

pub(super) use bulk::bulk;

use serde_json::Value;
use vestibule_app::organizations::NewOrganization;
use vestibule_kernel::Timestamp;

/// One company.
pub(super) struct DemoOrganization {
    /// What it is created with.
    pub(super) new: NewOrganization,
    /// Its records as NDJSON.
    pub(super) records: String,
    /// Files that the records name, by their path below the records' folder.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// External ids of customers, and what each is an example of.
    pub(super) cases: Vec<(String, &'static str)>,
}

/// Both companies as they stand at `now`: the electricity retailer first, then the software company.
pub(super) fn organizations(now: Timestamp) -> Vec<DemoOrganization> {
    vec![lumen::organization(now), fabrikat::organization(now)]
}

/// What a company is put together from.
#[derive(Default)]
struct Book {
    records: Vec<Value>,
    files: Vec<(String, Vec<u8>)>,
    cases: Vec<(String, &'static str)>,
}

impl Book {
    /// Adds a record.
    fn record(&mut self, record: Value) {
        self.records.push(record);
    }

    /// Adds a customer who is an example of something.
    fn customer(&mut self, case: &'static str, record: Value) {
        let external_id = record["external_id"].as_str().unwrap_or_default().to_owned();
        self.cases.push((external_id, case));
        self.record(record);
    }

    /// Adds a file and gives its path, as records name it.
    fn file(&mut self, path: String, bytes: Vec<u8>) -> String {
        self.files.push((path.clone(), bytes));
        path
    }

    fn into_organization(self, new: NewOrganization) -> DemoOrganization {
        let mut records = String::new();
        for record in &self.records {
            records.push_str(&record.to_string());
            records.push('\n');
        }
        DemoOrganization { new, records, files: self.files, cases: self.cases }
    }
}
