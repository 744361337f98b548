//! `GET /subscriptions`

use super::status;
use super::subscription::SubscriptionSummary;
use crate::bearer::Bearer;
use crate::paging::{List, Paging};
use axum::Json;
use axum::extract::State;
use vestibule_app::subscriptions;
use vestibule_http::{Handled, Web};

/// List subscriptions
///
/// The contracts of your customers, the newest first. Plan, customer, address, meter and payment method are
/// named by their ids; get a single subscription to have them embedded.
#[utoipa::path(
    get, path = "/subscriptions", tag = "Subscriptions", security(("Bearer" = [])),
    responses((status = 200, description = "A page of subscriptions.", body = List<SubscriptionSummary>,
        example = json!(List::sample(vec![SubscriptionSummary::sample()]))))
)]
pub(crate) async fn list_subscriptions(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    paging: Paging,
) -> Handled<Json<List<SubscriptionSummary>>> {
    let (filters, page) = paging.read(subscriptions::FILTERS)?;
    let filters = status::filters(filters);
    let page = subscriptions::list_subscriptions(&web.ctx, credential, filters, page).await?;
    Ok(paging.answer(page.map(SubscriptionSummary::from)))
}
