//! `GET /plans/{id}`

use super::Plan;
use crate::bearer::Bearer;
use axum::Json;
use axum::extract::State;
use vestibule_app::plans;
use vestibule_http::{Handled, Segment, Web};

/// Get a plan
#[utoipa::path(
    get, path = "/plans/{id}", tag = "Plans", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The plan's id, `pln_…`.")),
    responses((status = 200, description = "The plan.", body = Plan, example = json!(Plan::sample())))
)]
pub(crate) async fn get_plan(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(id): Segment,
) -> Handled<Json<Plan>> {
    Ok(Json(plans::get_plan(&web.ctx, credential, &id).await?.into()))
}
