//! `GET /invoices/{id}`

use super::invoice::Invoice;
use crate::bearer::Bearer;
use axum::Json;
use axum::extract::State;
use vestibule_app::invoices;
use vestibule_http::{Handled, Segment, Web};

/// Get an invoice
#[utoipa::path(
    get, path = "/invoices/{id}", tag = "Invoices", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The invoice's id, `inv_…`.")),
    responses((status = 200, description = "The invoice.", body = Invoice, example = json!(Invoice::sample())))
)]
pub(crate) async fn get_invoice(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(id): Segment,
) -> Handled<Json<Invoice>> {
    Ok(Json(invoices::get_invoice(&web.ctx, credential, &id).await?.into()))
}
