//! `GET /subscriptions/{id}/invoices`

use super::edition;
use super::invoice::Invoice;
use crate::bearer::Bearer;
use crate::paging::{List, Paging};
use axum::Json;
use axum::extract::State;
use vestibule_app::invoices;
use vestibule_http::{Handled, Segment, Web};

/// List the invoices of a subscription
///
/// What its customer was billed for, the newest first. Prepayments and voiding invoices are left out unless
/// you filter by type: `filter[type][in]=usage,prepayment,void,purchase` lists everything.
#[utoipa::path(
    get, path = "/subscriptions/{id}/invoices", tag = "Invoices", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id, `sub_…`.")),
    responses((status = 200, description = "A page of invoices.", body = List<Invoice>,
        example = json!(List::sample(vec![Invoice::sample()]))))
)]
pub(crate) async fn list_invoices(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(subscription): Segment,
    paging: Paging,
) -> Handled<Json<List<Invoice>>> {
    let (filters, page) = paging.read(invoices::FILTERS)?;
    let filters = edition::filters(filters);
    let page = invoices::list_invoices(&web.ctx, credential, &subscription, filters, page).await?;
    Ok(paging.answer(page.map(Invoice::from)))
}
