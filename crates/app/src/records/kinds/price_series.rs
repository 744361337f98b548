//! `price_series`: prices that belong together.

use super::{Frame, currency};
use crate::records::row::{Mark, Row};
use crate::records::types::Space;
use serde::Serialize;
use vestibule_kernel::Currency;

/// The columns of a series of prices.
pub(in crate::records) const COLUMNS: &[&str] = &["external_id", "reference", "currency"];

/// What a record says of a series of prices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct PriceSeriesRecord {
    pub(in crate::records) external_id: String,
    pub(in crate::records) reference: String,
    pub(in crate::records) currency: Currency,
}

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<PriceSeriesRecord> {
    let external_id = row.identity(Space::PriceSeries, Mark::Plain);
    let reference = row.required("reference");
    let currency = currency(row, frame);
    Some(PriceSeriesRecord { external_id: external_id?, reference: reference?, currency })
}
