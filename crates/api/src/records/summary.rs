//! What an import did, as the API tells it.

use crate::schema::tag;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vestibule_app::records;

tag!(ImportTag = "import");

/// What an import did.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Import {
    /// Always `import`.
    #[schema(schema_with = ImportTag::schema)]
    object: ImportTag,
    /// Whether it only looked.
    dry_run: bool,
    /// Records in the body.
    read: u64,
    /// Records written: created or changed.
    written: u64,
    /// Records that were there already, the same.
    unchanged: u64,
    /// Records that were refused.
    rejected_rows: u64,
    /// The counts of each type that occurred.
    types: BTreeMap<&'static str, Counts>,
    /// What was wrong, in the order of lines; the first thousand findings.
    rejected: Vec<Rejection>,
    /// Findings beyond those.
    more_rejected: u64,
}

/// How many records of one type there were.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Counts {
    /// In the body.
    read: u64,
    /// Written for the first time.
    created: u64,
    /// Written over an older version.
    changed: u64,
    /// There already, the same.
    unchanged: u64,
    /// Refused.
    rejected: u64,
}

/// One thing that is wrong with the records.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Rejection {
    /// The line of the record, from 1; 0 is the body as a whole.
    line: u64,
    /// The path of the field: `address.zip`, `lines[2].amount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    column: Option<String>,
    /// The value, shortened; never an account number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    value: Option<String>,
    /// What is wrong and what would be right.
    reason: String,
}

impl Import {
    /// Two customers, one of them new.
    pub(super) fn sample() -> Self {
        let counts = Counts { read: 2, created: 1, changed: 0, unchanged: 1, rejected: 0 };
        Self {
            object: ImportTag,
            dry_run: false,
            read: 2,
            written: 1,
            unchanged: 1,
            rejected_rows: 0,
            types: BTreeMap::from([("customer", counts)]),
            rejected: Vec::new(),
            more_rejected: 0,
        }
    }
}

impl From<records::Summary> for Import {
    fn from(summary: records::Summary) -> Self {
        let types = summary.types.into_iter().map(|(name, counts)| (name.as_str(), counts.into()));
        Self {
            object: ImportTag,
            dry_run: summary.dry_run,
            read: summary.read,
            written: summary.written,
            unchanged: summary.unchanged,
            rejected_rows: summary.rejected_rows,
            types: types.collect(),
            rejected: summary.rejected.into_iter().map(Rejection::from).collect(),
            more_rejected: summary.more_rejected,
        }
    }
}

impl From<records::Counts> for Counts {
    fn from(counts: records::Counts) -> Self {
        Self {
            read: counts.read,
            created: counts.created,
            changed: counts.changed,
            unchanged: counts.unchanged,
            rejected: counts.rejected,
        }
    }
}

impl From<records::Rejection> for Rejection {
    fn from(rejection: records::Rejection) -> Self {
        Self {
            line: rejection.line,
            column: rejection.column,
            value: rejection.value,
            reason: rejection.reason,
        }
    }
}
