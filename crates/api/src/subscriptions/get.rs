//! `GET /subscriptions/{id}`

use super::subscription::Subscription;
use crate::bearer::Bearer;
use axum::Json;
use axum::extract::State;
use vestibule_app::subscriptions;
use vestibule_http::{Handled, Segment, Web};

/// Get a subscription
///
/// A contract with its customer, address, meter and payment method embedded.
#[utoipa::path(
    get, path = "/subscriptions/{id}", tag = "Subscriptions", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id, `sub_…`.")),
    responses((status = 200, description = "The subscription.", body = Subscription,
        example = json!(Subscription::sample())))
)]
pub(crate) async fn get_subscription(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(id): Segment,
) -> Handled<Json<Subscription>> {
    Ok(Json(subscriptions::get_subscription(&web.ctx, credential, &id).await?.into()))
}
