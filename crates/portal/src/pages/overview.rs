//! `/overview`: the account hub.

use crate::chrome;
use crate::guest::Guest;
use crate::show::{outcome, page, see_other};
use axum::extract::State;
use axum::http::StatusCode;
use vestibule_app::access::Destination;
use vestibule_app::customers;
use vestibule_http::{Handled, Web};
use vestibule_view::Place;
use vestibule_view::pages::customers::{Overview, OverviewData};

/// The hub; customers without a contract go on to the checkout.
pub(crate) async fn show(State(web): State<Web>, guest: Guest) -> Handled {
    let found = customers::overview(&web.ctx, guest.visitor()).await?;
    outcome(&web, &guest, found, |visit, hub| {
        let Some(hub) = hub else { return see_other(Destination::start().as_str()) };
        let shown = Overview::of(OverviewData {
            customer: &visit.customer,
            contracts: &visit.account.contracts,
            chosen: visit.account.asked,
            open: &hub.open,
            latest: &hub.newest,
            now: visit.at,
            zone: &visit.surface.organization.time_zone,
        });
        page(&web, &guest, StatusCode::OK, &chrome::of_visit(&guest, visit, Some(Place::Overview)), &shown)
    })
}
