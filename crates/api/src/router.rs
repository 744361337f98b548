//! Every route of the API.

use crate::surround::surround;
use crate::{
    access, clients, customers, health, invoices, openapi, plans, prices, readings, records, subscriptions,
    usage,
};
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::{get, post};
use vestibule_http::{Web, docs};

/// The API: every operation, the probes, the description and the documentation.
pub fn router(web: Web) -> Router {
    let document = openapi::document(&web.ctx.settings.api_url);
    operations(&web)
        .with_state(web.clone())
        .merge(health::probes(web.clone()))
        .merge(openapi::routes(&document))
        .merge(docs(web.clone(), &document))
        .fallback(no_such_path)
        .layer(from_fn_with_state(web, surround))
}

/// A fallback of our own, so that it stays inside the envelope wherever this router is merged.
async fn no_such_path() -> StatusCode {
    StatusCode::NOT_FOUND
}

fn operations(web: &Web) -> Router<Web> {
    let limit_address = from_fn_with_state(web.clone(), clients::limit_address);
    let issue_token =
        post(clients::issue_token).layer(limit_address).layer(map_response(clients::oauth_error));
    Router::new()
        .route("/.well-known/oauth-authorization-server", get(clients::get_metadata))
        .route("/oauth/token", issue_token)
        .route("/admin/magic_link", post(access::mint_link))
        .route("/admin/customers/{id}/sessions", get(access::list_access).delete(access::end_access))
        .route("/admin/records", post(records::import_records))
        .route("/plans", get(plans::list_plans))
        .route("/plans/{id}", get(plans::get_plan))
        .route("/customers", get(customers::list_customers))
        .route("/customers/{id}", get(customers::get_customer))
        .route("/subscriptions", get(subscriptions::list_subscriptions))
        .route("/subscriptions/{id}", get(subscriptions::get_subscription))
        .route("/subscriptions/{id}/consumption", get(usage::get_consumption))
        .route("/subscriptions/{id}/prices", get(prices::get_prices))
        .route(
            "/subscriptions/{id}/meter_readings",
            get(readings::list_readings).post(readings::submit_reading),
        )
        .route("/subscriptions/{id}/invoices", get(invoices::list_invoices))
        .route("/invoices/{id}", get(invoices::get_invoice))
        .route("/invoices/{id}/file", get(invoices::get_invoice_file))
        .route("/files/invoices/{id}", get(invoices::get_file))
}
