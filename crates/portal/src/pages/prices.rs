//! `/prices`: what a kilowatt-hour costs today and tomorrow.

use crate::chrome;
use crate::guest::Guest;
use crate::show::{outcome, page, see_other};
use axum::extract::State;
use axum::http::StatusCode;
use vestibule_app::access::{Destination, Visit};
use vestibule_app::prices::{self, CustomerPrices, PriceSlot, cheapest};
use vestibule_http::{Handled, Params, Web};
use vestibule_view::Place;
use vestibule_view::pages::prices::{CheapStretch, PriceData, PricePoint, Prices};

/// The prices of the day that the address names, or of today. A customer whose price does not change goes on to the
/// overview.
pub(crate) async fn show(State(web): State<Web>, guest: Guest, params: Params) -> Handled {
    let day = params.get("day").and_then(|day| day.parse().ok());
    let found = prices::customer_prices(&web.ctx, guest.visitor(), day).await?;
    outcome(&web, &guest, found, |visit, found| {
        let Some(found) = found else { return see_other(Destination::overview().as_str()) };
        let chrome = chrome::of_visit(&guest, visit, Some(Place::Prices));
        page(&web, &guest, StatusCode::OK, &chrome, &shown(visit, &found))
    })
}

fn shown(visit: &Visit, found: &CustomerPrices) -> Prices {
    let further = chrome::further(visit);
    let points: Vec<PricePoint> = found.slots.iter().map(point).collect();
    let cheap = cheapest(&found.slots);
    Prices::of(&PriceData {
        currency: found.currency,
        source: &found.series.reference,
        day: found.day,
        today: found.today,
        bounds: (found.oldest, found.newest),
        points: &points,
        current: found.now.as_ref().map(point),
        cheapest: cheap.map(|it| CheapStretch { start: it.start, end: it.end, lowest: it.lowest }),
        now: visit.at,
        zone: &visit.surface.organization.time_zone,
        path: &|day| format!("/prices?day={day}{further}"),
    })
}

fn point(slot: &PriceSlot) -> PricePoint {
    let parts = slot.price.map_or([None; 3], |price| price.parts().map(|(_, milli)| milli));
    PricePoint { start: slot.start, end: slot.end, parts, total: slot.total() }
}
