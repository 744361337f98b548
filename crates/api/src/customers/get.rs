//! `GET /customers/{id}`

use super::Customer;
use crate::bearer::Bearer;
use axum::Json;
use axum::extract::State;
use vestibule_app::customers;
use vestibule_http::{Handled, Segment, Web};

/// Get a customer
#[utoipa::path(
    get, path = "/customers/{id}", tag = "Customers", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The customer's id, `cus_…`.")),
    responses((status = 200, description = "The customer.", body = Customer, example = json!(Customer::sample())))
)]
pub(crate) async fn get_customer(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(id): Segment,
) -> Handled<Json<Customer>> {
    Ok(Json(customers::get_customer(&web.ctx, credential, &id).await?.into()))
}
