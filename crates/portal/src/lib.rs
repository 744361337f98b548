//! What the customer sees: the door of hand-off links, and the pages behind it. A handler reads the
//! request, asks one use case and shows a page; it decides nothing about the business.

mod brand;
mod chrome;
mod door;
mod errors;
mod form;
mod guest;
mod pages;
mod previews;
mod show;
mod sign_out;

use axum::Router;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::{get, post};
use vestibule_http::Web;

/// The portal's routes. The pages among them are those of `vestibule_app::access::PAGES`.
pub fn router(web: Web) -> Router {
    let as_pages = from_fn_with_state(web.clone(), errors::as_pages);
    // Outside of everything else, so that failures, refused methods and answers without a link are sealed as well.
    let doors = doors().layer(as_pages.clone()).layer(map_response(door::sealed));
    pages()
        .fallback(errors::no_such_page)
        .layer(as_pages)
        .merge(doors)
        .with_state(web)
        .merge(vestibule_http::assets())
}

/// Where links lead: their addresses carry tokens.
fn doors() -> Router<Web> {
    Router::new()
        .route("/", get(door::front))
        .route("/auth/confirm", get(door::front))
        .route("/start", get(pages::start::show))
}

fn pages() -> Router<Web> {
    Router::new()
        .route("/overview", get(pages::overview::show))
        .route("/usage", get(pages::usage::show))
        .route("/usage.csv", get(pages::usage::export))
        .route("/prices", get(pages::prices::show))
        .route("/readings", get(pages::readings::show).post(pages::readings::report))
        .route("/invoices", get(pages::invoices::list))
        .route("/invoices/{invoice}", get(pages::invoices::detail))
        .route("/invoices/{invoice}/pdf", get(pages::invoices::document))
        .route("/account/sessions", get(pages::sessions::list))
        .route("/account/sessions/end-all", post(pages::sessions::end_all))
        .route("/account/sessions/{session}/end", post(pages::sessions::end_one))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/assets/{brand}", get(brand::stylesheet))
}
