//! `/start`: the first page of a customer without a contract, and where their links lead.

use crate::chrome;
use crate::door;
use crate::guest::Guest;
use crate::show::{outcome, page, see_other};
use axum::extract::State;
use axum::http::{Method, StatusCode};
use vestibule_app::access::Destination;
use vestibule_app::plans;
use vestibule_http::{Handled, Params, Web};
use vestibule_view::Place;
use vestibule_view::pages::start::{Offer, Offers};

/// Opens the link that the address carries, or shows the plans on offer.
pub(crate) async fn show(State(web): State<Web>, method: Method, guest: Guest, params: Params) -> Handled {
    if let Some(token) = params.get("token_hash") {
        let next = params.get("next").and_then(Destination::parse).unwrap_or_else(Destination::start);
        return door::open(&web, &method, &guest, token, next).await;
    }
    let found = plans::offers(&web.ctx, guest.visitor()).await?;
    outcome(&web, &guest, found, |visit, plans| {
        let Some(plans) = plans else { return see_other(Destination::overview().as_str()) };
        let app = chrome::back(&visit.surface, visit.session.return_url.as_deref());
        let shown = Offers { plans: plans.iter().map(Offer::of).collect(), app };
        page(&web, &guest, StatusCode::OK, &chrome::of_visit(&guest, visit, Some(Place::Start)), &shown)
    })
}
