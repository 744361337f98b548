//! What the customer sees: the door of hand-off links, and the pages behind it. A handler reads the
//! request, asks one use case and shows a page; it decides nothing about the business.

mod brand;
mod chrome;
mod door;
mod errors;
mod guest;
mod pages;
mod show;
mod sign_out;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use vestibule_http::Web;

/// The portal's routes. The pages among them are those of `vestibule_app::access::PAGES`.
pub fn router(web: Web) -> Router {
    Router::new()
        .route("/", get(door::front))
        .route("/auth/confirm", get(door::front))
        .route("/overview", get(pages::overview::show))
        .route("/invoices", get(pages::invoices::list))
        .route("/invoices/{invoice}", get(pages::invoices::detail))
        .route("/invoices/{invoice}/pdf", get(pages::invoices::document))
        .route("/account/sessions", get(pages::sessions::list))
        .route("/account/sessions/end-all", post(pages::sessions::end_all))
        .route("/account/sessions/{session}/end", post(pages::sessions::end_one))
        .route("/start", get(pages::start::show))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/assets/{brand}", get(brand::stylesheet))
        .fallback(errors::no_such_page)
        .layer(from_fn_with_state(web.clone(), errors::as_pages))
        .with_state(web)
        .merge(vestibule_http::assets())
}
