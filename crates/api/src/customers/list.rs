//! `GET /customers`

use super::Customer;
use crate::bearer::Bearer;
use crate::paging::{List, Paging};
use axum::Json;
use axum::extract::State;
use vestibule_app::customers;
use vestibule_http::{Handled, Web};

/// List customers
///
/// Your customers, the newest first.
#[utoipa::path(
    get, path = "/customers", tag = "Customers", security(("Bearer" = [])),
    responses((status = 200, description = "A page of customers.", body = List<Customer>,
        example = json!(List::sample(vec![Customer::sample()]))))
)]
pub(crate) async fn list_customers(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    paging: Paging,
) -> Handled<Json<List<Customer>>> {
    let (filters, page) = paging.read(customers::FILTERS)?;
    let page = customers::list_customers(&web.ctx, credential, filters, page).await?;
    Ok(paging.answer(page.map(Customer::from)))
}
