//! The API's view of readings.

use crate::Ctx;
use crate::clients::{Credential, look};
use vestibule_kernel::filter::{Condition, Operator, Value};
use vestibule_kernel::id::{CustomerId, SubscriptionId};
use vestibule_kernel::list::{Page, PageRequest};
use vestibule_kernel::reading::MeterReading;
use vestibule_kernel::{Error, Result, TimeZone};
use vestibule_store::tables::{meter_readings, subscriptions};

/// A page of a subscription's readings, the one reported last first, with whose subscription it is and where its days
/// begin.
///
/// # Errors
/// `NotFound` for an unknown subscription or another organization's, and what the credential lacks.
pub async fn list_readings(
    ctx: &Ctx,
    credential: Credential,
    subscription: &str,
    page: PageRequest,
) -> Result<(Page<MeterReading>, CustomerId, TimeZone)> {
    let id = subscription.parse::<SubscriptionId>();
    look(ctx, credential, move |read, caller| {
        let (organization, missing) = (caller.organization.id, || Error::NotFound("Subscription"));
        let id = id.map_err(|_| missing())?;
        let subscription = subscriptions::find(read, organization, id)?.ok_or_else(missing)?;
        let of = Condition { column: "subscription_id", operator: Operator::Eq, value: Value::Id(id.uuid()) };
        let page = meter_readings::list(read, organization, &[of], &page)?;
        Ok((page, subscription.customer, caller.organization.time_zone.clone()))
    })
    .await
}
