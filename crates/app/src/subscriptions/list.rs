//! The API's view of subscriptions.

use crate::Ctx;
use crate::clients::{Credential, look};
use uuid::Uuid;
use vestibule_kernel::customer::Customer;
use vestibule_kernel::filter::{Condition, FieldSpec, Kind};
use vestibule_kernel::id::{CustomerId, PlanId, SubscriptionId};
use vestibule_kernel::list::{Page, PageRequest};
use vestibule_kernel::subscription::{Contract, Subscription};
use vestibule_kernel::{Error, Result};
use vestibule_store::tables::{customers, subscriptions};

/// What a list of subscriptions can be filtered by.
pub const FILTERS: &[FieldSpec] = &[
    FieldSpec { name: "status", column: "status", kind: Kind::Words(&["pending", "active", "ended"]) },
    FieldSpec { name: "customer", column: "customer_id", kind: Kind::Id(customer_id) },
    FieldSpec { name: "plan", column: "plan_id", kind: Kind::Id(plan_id) },
    FieldSpec { name: "created_at", column: "created_at", kind: Kind::Instant },
    FieldSpec { name: "updated_at", column: "updated_at", kind: Kind::Instant },
];

fn customer_id(text: &str) -> Option<Uuid> {
    text.parse().ok().map(CustomerId::uuid)
}

fn plan_id(text: &str) -> Option<Uuid> {
    text.parse().ok().map(PlanId::uuid)
}

/// A page of the organization's subscriptions, newest first.
///
/// # Errors
/// What the credential lacks.
pub async fn list_subscriptions(
    ctx: &Ctx,
    credential: Credential,
    filters: Vec<Condition>,
    page: PageRequest,
) -> Result<Page<Subscription>> {
    look(ctx, credential, move |read, caller| {
        subscriptions::list(read, caller.organization.id, &filters, &page)
    })
    .await
}

/// The subscription with this id, everything that hangs on it, and who has it.
///
/// # Errors
/// `NotFound` for an unknown one or another organization's, and what the credential lacks.
pub async fn get_subscription(ctx: &Ctx, credential: Credential, id: &str) -> Result<(Contract, Customer)> {
    let id = id.parse::<SubscriptionId>();
    look(ctx, credential, move |read, caller| {
        let (organization, missing) = (caller.organization.id, || Error::NotFound("Subscription"));
        let contract =
            subscriptions::contract(read, organization, id.map_err(|_| missing())?)?.ok_or_else(missing)?;
        let customer =
            customers::find(read, organization, contract.subscription.customer)?.ok_or_else(missing)?;
        Ok((contract, customer))
    })
    .await
}
