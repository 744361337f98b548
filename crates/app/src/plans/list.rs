//! The API's view of plans.

use crate::Ctx;
use crate::clients::{Credential, look};
use vestibule_kernel::filter::{Condition, FieldSpec, Kind};
use vestibule_kernel::id::PlanId;
use vestibule_kernel::list::{Page, PageRequest};
use vestibule_kernel::plan::Plan;
use vestibule_kernel::{Error, Result};
use vestibule_store::tables::plans;

/// What a list of plans can be filtered by.
pub const FILTERS: &[FieldSpec] =
    &[FieldSpec { name: "created_at", column: "created_at", kind: Kind::Instant }];

/// A page of the organization's plans, newest first.
///
/// # Errors
/// What the credential lacks.
pub async fn list_plans(
    ctx: &Ctx,
    credential: Credential,
    filters: Vec<Condition>,
    page: PageRequest,
) -> Result<Page<Plan>> {
    look(ctx, credential, move |read, caller| plans::list(read, caller.organization.id, &filters, &page))
        .await
}

/// The plan with this id.
///
/// # Errors
/// `NotFound` for an unknown one or another organization's, and what the credential lacks.
pub async fn get_plan(ctx: &Ctx, credential: Credential, id: &str) -> Result<Plan> {
    let id = id.parse::<PlanId>();
    look(ctx, credential, move |read, caller| {
        let id = id.map_err(|_| Error::NotFound("Plan"))?;
        plans::find(read, caller.organization.id, id)?.ok_or(Error::NotFound("Plan"))
    })
    .await
}
