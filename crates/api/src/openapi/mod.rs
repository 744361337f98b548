//! The description of the API in OpenAPI, generated from the types that it reads and answers.

mod errors;
mod lists;
mod security;

pub(crate) use errors::meaning;

use crate::version::DEFAULT_VERSION;
use crate::{
    access, clients, customers, health, invoices, plans, prices, readings, records, subscriptions, usage,
};
use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;
use errors::Responses;
use lists::{Items, Parameters};
use security::Schemes;
use serde_json::Value;
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa::openapi::ServerBuilder;
use vestibule_http::compressed;

/// The API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vestibule API",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        description = "\
Plans, customers, contracts and invoices of your organization, and links that sign your customers in to their \
portals.

Get a token from POST /oauth/token, or create an organization access token, and send it as \
`Authorization: Bearer …`. Reading needs the scope `read:*`, everything else `write:*`.

Lists are paged, newest first: `limit` is 1 to 100 and 10 by default, `cursor` is the `next_page` of the answer \
before. `filter[field][operator]=value` narrows a list; several filters must all hold, and unknown fields are \
ignored.

Errors have a `code` that stays the same, a `message` for people, a `requestId`, and `docs`, the address of a page \
that explains the code. Every answer says in `X-API-Version` which version of the API gave it.

`null` means that there is nothing, or that nobody told us; a number is 0 then where its description says so. \
`address`, `meter` and `payment_method` of a contract are null when it has none: a service is delivered nowhere, \
and what you did not import is not known here.

Amounts of money are in major units, energy is in kWh, instants are RFC 3339 in UTC. New members may be added to \
objects at any time; ignore those that you do not know.",
    ),
    tags(
        (name = "Authentication", description = "Tokens for your server."),
        (name = "Access", description = "Signing customers in to their portals, and out."),
        (name = "Records", description = "Your data in bulk."),
        (name = "Plans", description = "What can be bought."),
        (name = "Customers", description = "People and companies with an account."),
        (name = "Subscriptions", description = "Contracts of customers on plans."),
        (name = "Invoices", description = "Issued invoices and their documents."),
        (name = "Operation", description = "For those who run the server."),
    ),
    paths(
        clients::issue_token,
        clients::get_metadata,
        access::mint_link,
        access::list_access,
        access::end_access,
        records::import_records,
        plans::list_plans,
        plans::get_plan,
        customers::list_customers,
        customers::get_customer,
        subscriptions::list_subscriptions,
        subscriptions::get_subscription,
        usage::get_consumption,
        prices::get_prices,
        readings::list_readings,
        readings::submit_reading,
        invoices::list_invoices,
        invoices::get_invoice,
        invoices::get_invoice_file,
        invoices::get_file,
        health::health,
        health::ready,
    ),
    modifiers(&Schemes, &Parameters, &Items, &Responses)
)]
struct Api;

/// The description of the API at `api_url`, as OpenAPI 3.1.
#[must_use]
pub fn document(api_url: &str) -> Value {
    let mut api = Api::openapi();
    DEFAULT_VERSION.clone_into(&mut api.info.version);
    api.servers = Some(vec![ServerBuilder::new().url(api_url).build()]);
    serde_json::to_value(api).unwrap_or_default()
}

/// `GET /openapi.json`, also under the name of its version.
pub(crate) fn routes(document: &Value) -> Router {
    let text: Arc<str> = document.to_string().into();
    let serve = move |headers: HeaderMap| {
        let text = text.clone();
        async move { compressed(&headers, "application/json", text.to_string()) }
    };
    Router::new()
        .route("/openapi.json", get(serve.clone()))
        .route(&format!("/openapi.{DEFAULT_VERSION}.json"), get(serve))
}
