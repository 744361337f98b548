//! `GET /plans`

use super::Plan;
use crate::bearer::Bearer;
use crate::paging::{List, Paging};
use axum::Json;
use axum::extract::State;
use vestibule_app::plans;
use vestibule_http::{Handled, Web};

/// List plans
///
/// Your plans, the newest first.
#[utoipa::path(
    get, path = "/plans", tag = "Plans", security(("Bearer" = [])),
    responses((status = 200, description = "A page of plans.", body = List<Plan>,
        example = json!(List::sample(vec![Plan::sample()]))))
)]
pub(crate) async fn list_plans(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    paging: Paging,
) -> Handled<Json<List<Plan>>> {
    let (filters, page) = paging.read(plans::FILTERS)?;
    let page = plans::list_plans(&web.ctx, credential, filters, page).await?;
    Ok(paging.answer(page.map(Plan::from)))
}
