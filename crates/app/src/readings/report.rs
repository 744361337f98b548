//! The rules of reporting a reading; every door to it comes through here.

use crate::Ctx;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::id::ReadingId;
use vestibule_kernel::reading::{Expected, MeterReading, ReadingType};
use vestibule_kernel::subscription::{Contract, Meter, MeterType, SubscriptionStatus};
use vestibule_kernel::{Energy, Error, LocalDay, Result, TimeZone};
use vestibule_store::tables::meter_readings;
use vestibule_store::{Read, Tx};

/// Readings that are looked at for what is plausible.
const LOOKED_AT: u32 = 60;

/// Largest value that any meter shows: eight digits before the point.
const LARGEST: i64 = 100_000_000_000;

/// What somebody reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the meter shows.
    pub value: Energy,
    /// The day that it was read on.
    pub day: LocalDay,
    /// What they have to say.
    pub message: Option<String>,
    /// Whether they say that the value is right though it surprises.
    pub sure: bool,
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reported {
    /// It is kept.
    Kept(MeterReading),
    /// The value surprises; nothing is kept until they say that it is right.
    Surprising(Expected),
}

/// The meter of a contract that is read by hand.
///
/// # Errors
/// `Rule` saying which of the conditions does not hold: a contract that runs, with a meter, that is read by hand.
pub(super) fn meter_of(contract: &Contract) -> Result<&Meter> {
    let rule = |code, message: &str| Err(Error::Rule { code, field: "", message: message.into() });
    match contract.subscription.status {
        SubscriptionStatus::Pending => {
            return rule("subscription_not_started", "The subscription has not started yet");
        }
        SubscriptionStatus::Ended => return rule("ended_subscription", "The subscription has ended"),
        SubscriptionStatus::Active | SubscriptionStatus::PastDue | SubscriptionStatus::Paused => {}
    }
    match &contract.meter {
        None => rule("unsupported_meter", "The subscription has no meter"),
        Some(meter) if meter.meter_type == MeterType::Smart => {
            rule("unsupported_meter", "The meter is read by itself; nobody has to report what it shows")
        }
        Some(meter) => Ok(meter),
    }
}

/// Keeps a report, if it may be and is plausible. The same report again is the same reading.
///
/// # Errors
/// `Rule` for what may not be reported: see [`meter_of`], a day before the contract or in the future, another value
/// of a day that has one; `Invalid` on `value` when no meter shows it.
pub(super) fn report(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    contract: &Contract,
    report: Report,
    zone: &TimeZone,
) -> Result<Reported> {
    let meter = meter_of(contract)?;
    if !(0..LARGEST).contains(&report.value.wh) {
        return Err(Error::invalid("value", "too_big", "Expected kilowatt-hours from 0 to 99,999,999"));
    }
    tx.one_at_a_time(contract.subscription.id.uuid())?;
    in_period(ctx, contract, report.day, zone)?;
    let readings =
        meter_readings::newest(tx, contract.subscription.organization, contract.subscription.id, LOOKED_AT)?;
    let of_day = readings
        .iter()
        .find(|reading| reading.day == report.day && reading.reading_type == ReadingType::CustomerReport);
    if let Some(there) = of_day {
        if there.value == report.value {
            return Ok(Reported::Kept(there.clone()));
        }
        let message = "There is a reading of that day already; ask for it to be corrected".to_owned();
        return Err(Error::Rule { code: "duplicate_meter_reading", field: "timestamp", message });
    }
    let expected = expected(&readings, contract, report.day);
    if let Some(expected) = expected.filter(|expected| !report.sure && !expected.contains(report.value)) {
        return Ok(Reported::Surprising(expected));
    }
    let now = ctx.now();
    let reading = MeterReading {
        id: ReadingId::new(now, &ctx.rng),
        organization: contract.subscription.organization,
        subscription: contract.subscription.id,
        meter: meter.id,
        value: report.value,
        day: report.day,
        reading_type: ReadingType::CustomerReport,
        message: report.message,
        created_at: now,
    };
    meter_readings::upsert(tx, &reading, None, Digest32([0; 32]))?;
    Ok(Reported::Kept(reading))
}

fn in_period(ctx: &Ctx, contract: &Contract, day: LocalDay, zone: &TimeZone) -> Result<()> {
    let begun = contract.subscription.start_at.map(|start| start.day_in(zone));
    let today = ctx.now().day_in(zone);
    if day <= today && begun.is_none_or(|begun| day >= begun) {
        return Ok(());
    }
    Err(Error::Rule {
        code: "out_of_period_meter_reading",
        field: "timestamp",
        message: "The day is in the future or before the subscription began".into(),
    })
}

/// What the meter can be expected to show on `day`, from the last reading before it; nothing without one.
pub(super) fn expected(readings: &[MeterReading], contract: &Contract, day: LocalDay) -> Option<Expected> {
    let before = readings
        .iter()
        .filter(|reading| reading.day <= day)
        .max_by_key(|reading| (reading.day, reading.value))?;
    let days = day.number() - before.day.number();
    Some(Expected::after(before.value, days, contract.subscription.estimated_usage))
}

/// The contract's newest readings, and what its meter can be expected to show on `day`.
pub(super) fn newest(
    read: &mut Read<'_>,
    contract: &Contract,
    day: LocalDay,
) -> Result<(Vec<MeterReading>, Option<Expected>)> {
    let (organization, id) = (contract.subscription.organization, contract.subscription.id);
    let readings = meter_readings::newest(read, organization, id, LOOKED_AT)?;
    let expected = expected(&readings, contract, day);
    Ok((readings, expected))
}
