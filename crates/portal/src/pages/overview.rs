//! `/overview`: the account hub.

use crate::chrome;
use crate::guest::Guest;
use crate::show::{outcome, page, see_other};
use axum::extract::State;
use axum::http::StatusCode;
use vestibule_app::access::{Destination, Visit};
use vestibule_app::customers;
use vestibule_app::prices::PriceNow;
use vestibule_app::usage::{MonthOfUse, Point};
use vestibule_http::{Handled, Web};
use vestibule_kernel::usage::Quality;
use vestibule_kernel::{Currency, Energy};
use vestibule_view::Place;
use vestibule_view::pages::customers::{Overview, OverviewData, PriceCard, UsageCardData};
use vestibule_view::pages::prices::CheapStretch;

/// The hub; customers without a contract go on to the checkout.
pub(crate) async fn show(State(web): State<Web>, guest: Guest) -> Handled {
    let found = customers::overview(&web.ctx, guest.visitor()).await?;
    outcome(&web, &guest, found, |visit, hub| {
        let Some(hub) = hub else { return see_other(Destination::start().as_str()) };
        let (usage, price) = (hub.usage.as_ref().map(usage), hub.price.as_ref().map(|now| price(visit, now)));
        let shown = Overview::of(OverviewData {
            customer: &visit.customer,
            contracts: &visit.account.contracts,
            chosen: visit.account.asked,
            open: &hub.open,
            latest: &hub.newest,
            usage: usage.as_ref(),
            price: price.as_ref(),
            now: visit.at,
            zone: &visit.surface.organization.time_zone,
        });
        page(&web, &guest, StatusCode::OK, &chrome::of_visit(&guest, visit, Some(Place::Overview)), &shown)
    })
}

fn usage(month: &MonthOfUse) -> UsageCardData {
    let day = |point: &Point| (point.milli.map(Energy::from_wh), point.quality.unwrap_or(Quality::Final));
    UsageCardData {
        first: month.first,
        days: month.days.iter().map(day).collect(),
        total: Energy::from_wh(month.total.milli.unwrap_or(0)),
        before: month.before.map(Energy::from_wh),
    }
}

fn price(visit: &Visit, now: &PriceNow) -> PriceCard {
    let cheapest = now.cheapest.map(|it| CheapStretch { start: it.start, end: it.end, lowest: it.lowest });
    let zone = &visit.surface.organization.time_zone;
    let currency = visit.account.contract().map_or(Currency::EUR, |contract| contract.plan.price.currency);
    PriceCard::of(now.milli, currency, cheapest, visit.at, zone)
}
