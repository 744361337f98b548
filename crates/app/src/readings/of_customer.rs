//! `/readings`: what a customer's meter showed, and what it can be expected to show today.

use super::report::{meter_of, newest};
use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use vestibule_kernel::reading::{Expected, MeterReading};
use vestibule_kernel::{LocalDay, Result};

/// A customer's readings.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerReadings {
    /// The readings by day, the newest first.
    pub readings: Vec<MeterReading>,
    /// What the meter can be expected to show today.
    pub expected: Option<Expected>,
    /// Whether one can be reported: of a contract that runs.
    pub open: bool,
    /// Today.
    pub today: LocalDay,
}

/// The readings of the visitor's contract. Nothing for a customer without a contract whose meter is read by hand.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn customer_readings(ctx: &Ctx, visitor: Visitor) -> Result<Outcome<Option<CustomerReadings>>> {
    look(ctx, visitor, |read, visit| {
        let Some(contract) = visit.account.contract().filter(|_| visit.account.reads_by_hand()) else {
            return Ok(None);
        };
        let today = visit.at.day_in(&visit.surface.organization.time_zone);
        let (readings, expected) = newest(read, contract, today)?;
        let open = meter_of(contract).is_ok();
        Ok(Some(CustomerReadings { readings, expected, open, today }))
    })
    .await
}
