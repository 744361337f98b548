//! What surrounds a page, from who stands at the door.

use crate::brand::stylesheet_path;
use crate::guest::Guest;
use vestibule_app::access::{Surface, Visit};
use vestibule_app::customers::Section;
use vestibule_kernel::Locale;
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::plan::PlanType;
use vestibule_view::pages::customers::ContractCard;
use vestibule_view::{Back, Chrome, Notice, Place, Visitor};

/// For pages at hosts where no portal lives.
pub(crate) fn neutral(guest: &Guest) -> Chrome {
    Chrome::neutral(guest.locale().unwrap_or(Locale::En))
}

/// For pages of a portal that nobody is signed in to.
pub(crate) fn of_surface(guest: &Guest, surface: &Surface) -> Chrome {
    let locale = guest.locale().unwrap_or_else(|| surface.locale());
    branded(locale, surface)
}

/// For pages of a customer. Their own language wins, then the link's, the browser's, the portal's.
pub(crate) fn of_visit(guest: &Guest, visit: &Visit, place: Option<Place>) -> Chrome {
    let customer = &visit.customer;
    let locale = customer
        .locale
        .or(visit.session.locale)
        .or_else(|| guest.locale())
        .unwrap_or_else(|| visit.surface.locale());
    let name = customer.display_name();
    let places = if place == Some(Place::Start) { Vec::new() } else { places(visit) };
    Chrome {
        customer: Some(Visitor { name: name.clone(), email: customer.email.to_string() }),
        places,
        place,
        query: query(visit.account.asked),
        contracts: contracts(visit),
        contract: contract(visit, place),
        back: back(&visit.surface, visit.session.return_url.as_deref()),
        notice: notice(guest, name),
        ..branded(locale, &visit.surface)
    }
}

/// Where the customer can go.
fn places(visit: &Visit) -> Vec<Place> {
    let place = |section| match section {
        Section::Overview => Some(Place::Overview),
        Section::Usage => usage_place(visit),
        Section::Prices => Some(Place::Prices),
        Section::Readings => Some(Place::Readings),
        Section::Invoices => Some(Place::Invoices),
    };
    visit.account.sections().into_iter().filter_map(place).collect()
}

/// What the page of values is called for the contract.
pub(crate) fn usage_place(visit: &Visit) -> Option<Place> {
    match visit.account.contract()?.plan.plan_type {
        PlanType::Consumption | PlanType::Service => Some(Place::Usage),
        PlanType::FeedIn => Some(Place::FeedIn),
    }
}

/// What every way within the portal carries on: the contract that was asked for.
pub(crate) fn query(asked: Option<SubscriptionId>) -> String {
    asked.map(|id| format!("?subscription={id}")).unwrap_or_default()
}

/// The same behind other parameters.
pub(crate) fn further(visit: &Visit) -> String {
    visit.account.asked.map(|id| format!("&subscription={id}")).unwrap_or_default()
}

/// The contracts to choose from, when there are several.
fn contracts(visit: &Visit) -> Vec<ContractCard> {
    let contracts = &visit.account.contracts;
    let card = |contract| ContractCard::of(contract, visit.at, &visit.surface.organization.time_zone);
    if contracts.len() > 1 { contracts.iter().map(card).collect() } else { Vec::new() }
}

/// The contract that a page is about. The list of invoices is about all of them until one is asked for.
fn contract(visit: &Visit, place: Option<Place>) -> Option<SubscriptionId> {
    if place == Some(Place::Invoices) {
        return visit.account.asked;
    }
    visit.account.contract().map(|contract| contract.subscription.id)
}

fn branded(locale: Locale, surface: &Surface) -> Chrome {
    let settings = &surface.organization.settings;
    Chrome {
        brand_stylesheet: stylesheet_path(&surface.portal.theme),
        back: back(surface, None),
        support: settings.support.clone(),
        legal: settings.legal.clone(),
        ..Chrome::of_portal(locale, surface.organization.time_zone.clone(), surface.portal.name.clone())
    }
}

/// The operator's app, at the page that the link named if it named one.
pub(crate) fn back(surface: &Surface, return_url: Option<&str>) -> Option<Back> {
    let app = surface.organization.settings.app.as_ref();
    match (app, return_url) {
        (Some(app), Some(url)) => Some(Back { name: app.name.clone(), url: url.to_owned() }),
        (None, Some(url)) => Some(Back { name: surface.organization.name.clone(), url: url.to_owned() }),
        (Some(app), None) => Some(Back::from(app)),
        (None, None) => None,
    }
}

fn notice(guest: &Guest, name: String) -> Option<Notice> {
    match guest.notice()? {
        "switched" => Some(Notice::SwitchedCustomer { name }),
        "ended" => Some(Notice::SessionEnded),
        "reading" => Some(Notice::ReadingKept),
        _ => None,
    }
}
