//! `price_series`: prices that belong together.

use crate::records::row::{Mark, Row};
use crate::records::types::Space;
use serde::Serialize;

/// The columns of a series of prices.
pub(in crate::records) const COLUMNS: &[&str] = &["external_id", "reference"];

/// What a record says of a series of prices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct PriceSeriesRecord {
    pub(in crate::records) external_id: String,
    pub(in crate::records) reference: String,
}

pub(super) fn decode(row: &mut Row<'_>) -> Option<PriceSeriesRecord> {
    let external_id = row.identity(Space::PriceSeries, Mark::Plain);
    let reference = row.required("reference");
    Some(PriceSeriesRecord { external_id: external_id?, reference: reference? })
}
