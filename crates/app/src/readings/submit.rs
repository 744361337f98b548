//! Reporting a reading: by an API client, or by the customer on their page.

use super::report::{Report, Reported, report};
use crate::Ctx;
use crate::access::{Outcome, Visitor, change};
use crate::clients::{Credential, Scope, authorize};
use vestibule_kernel::id::{CustomerId, SubscriptionId};
use vestibule_kernel::reading::{Expected, MeterReading};
use vestibule_kernel::{Energy, Error, Result, TimeZone, Timestamp};
use vestibule_store::tables::subscriptions;

/// What an API client reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingInput {
    /// What the meter shows.
    pub value: Energy,
    /// When it was read; the day counts.
    pub timestamp: Timestamp,
    /// What the customer has to say.
    pub message: Option<String>,
}

/// Reports what the meter of the subscription with this id shows; tells also whose subscription it is and where its
/// days begin.
///
/// # Errors
/// `NotFound` for an unknown subscription or another organization's, `Rule` for what may not be reported (a surprising
/// value is `implausible_meter_reading`), and what the credential lacks.
pub async fn submit_reading(
    ctx: &Ctx,
    credential: Credential,
    subscription: &str,
    input: ReadingInput,
) -> Result<(MeterReading, CustomerId, TimeZone)> {
    let id = subscription.parse::<SubscriptionId>();
    let inside = ctx.clone();
    let work = move |tx: &mut vestibule_store::Tx<'_>| {
        let caller = authorize(tx, inside.now(), &credential, Scope::Write)?;
        let missing = || Error::NotFound("Subscription");
        let id = id.map_err(|_| missing())?;
        let contract = subscriptions::contract(tx, caller.organization.id, id)?.ok_or_else(missing)?;
        let zone = &caller.organization.time_zone;
        let day = input.timestamp.day_in(zone);
        let given = Report { value: input.value, day, message: input.message, sure: false };
        match report(tx, &inside, &contract, given, zone)? {
            Reported::Kept(reading) => Ok((reading, contract.subscription.customer, zone.clone())),
            Reported::Surprising(expected) => Err(implausible(expected)),
        }
    };
    ctx.db.write(work).await
}

fn implausible(expected: Expected) -> Error {
    let message = format!(
        "The value is implausible: expected {} to {} kWh. Ask the customer to look again, or have it corrected",
        expected.least.kwh(),
        expected.most.kwh()
    );
    Error::Rule { code: "implausible_meter_reading", field: "value", message }
}

/// Reports what the meter of the visitor's contract shows. Nothing for a customer without any contract.
///
/// # Errors
/// As [`submit_reading`]; a surprising value is no error, but an answer.
pub async fn submit_reading_as_customer(
    ctx: &Ctx,
    visitor: Visitor,
    given: Report,
) -> Result<Outcome<Option<Reported>>> {
    let inside = ctx.clone();
    change(ctx, visitor, move |tx, visit, _| {
        let Some(contract) = visit.account.contract() else { return Ok(None) };
        report(tx, &inside, contract, given, &visit.surface.organization.time_zone).map(Some)
    })
    .await
}
