//! Prices that change by the hour or quarter: what a kilowatt-hour costs in each slot of a day, part by part.

use crate::Timestamp;
use crate::id::{OrganizationId, PriceSeriesId};
use crate::series::{SeriesDay, Slot};

crate::text_enum! {
    /// What a part of a price pays for.
    PricePart {
        /// The energy itself, as the exchange has it, with what the supplier adds.
        Electricity = "electricity",
        /// The grid.
        Grid = "grid",
        /// Taxes and levies.
        Levies = "levies",
    }
}

/// What prices that belong together are: one for all customers of a plan, or of a grid area. They are in the currency of
/// the plans that name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceSeries {
    /// Its id.
    pub id: PriceSeriesId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The operator's own id of it.
    pub external_id: String,
    /// Where its prices come from, as customers read it: `EPEX Spot Day-Ahead`.
    pub reference: String,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The parts of the price of one slot, each in thousandths of the currency's minor unit for a kilowatt-hour, taxes
/// included. A part that is not known yet is missing, and so is the sum then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// For the energy itself.
    pub electricity: Option<i64>,
    /// For the grid.
    pub grid: Option<i64>,
    /// Taxes and levies.
    pub levies: Option<i64>,
}

impl Price {
    /// Its parts, each with what it pays for.
    #[must_use]
    pub const fn parts(self) -> [(PricePart, Option<i64>); 3] {
        [
            (PricePart::Electricity, self.electricity),
            (PricePart::Grid, self.grid),
            (PricePart::Levies, self.levies),
        ]
    }

    /// The whole price; `None` while a part of it is not known.
    #[must_use]
    pub fn total(self) -> Option<i64> {
        Some(self.electricity?.saturating_add(self.grid?).saturating_add(self.levies?))
    }
}

impl Slot for Price {
    /// What comes later is right.
    fn yields_to(&self, _: &Self) -> bool {
        true
    }
}

/// The prices of one civil day of the organization's zone, slot by slot.
pub type PriceDay = SeriesDay<Price>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_without_one_of_its_parts_is_not_known() {
        let price = Price { electricity: Some(-1_000), grid: Some(9_520), levies: Some(7_415) };
        assert_eq!(price.total(), Some(15_935));
        assert_eq!(Price { grid: None, ..price }.total(), None);
    }
}
