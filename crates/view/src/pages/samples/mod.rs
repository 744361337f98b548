//! Examples that the pages share: ordinary ones, empty ones, and the longest that can plausibly come.

mod contracts;
mod invoices;
mod overviews;
mod prices;
mod readings;
mod usages;

pub(crate) use contracts::{contract, plans};
pub(crate) use invoices::{empty_invoice, invoice_rows, invoices};
#[cfg(test)]
pub(crate) use overviews::customer;
pub(crate) use overviews::overviews;
pub(crate) use prices::prices;
pub(crate) use readings::readings;
pub(crate) use usages::usages;

use crate::chrome::{Back, Chrome, Notice, Place, Visitor};
use crate::pages::customers::{Account, ContractCard};
use vestibule_kernel::id::{CustomerId, OrganizationId, PortalId, SessionId};
use vestibule_kernel::organization::{Legal, Support};
use vestibule_kernel::session::{Door, Session};
use vestibule_kernel::{Email, Locale, Rng, TimeZone, Timestamp};

/// A name that a line of a phone does not hold.
pub(crate) const LONG_NAME: &str =
    "Dr. Maximiliane-Alexandra Freifrau von Schwarzenberg-Hohenlohe-Langenburg";

/// A company name of the same kind.
pub(crate) const LONG_COMPANY: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KGaA";

const LONG_EMAIL: &str =
    "maximiliane-alexandra.schwarzenberg-hohenlohe-langenburg@kundenservice.schwarzenberg.example";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_default()
}

/// The moment at which the examples are seen.
pub(crate) fn now() -> Timestamp {
    at("2026-11-20T07:42:00Z")
}

pub(crate) fn zone() -> TimeZone {
    TimeZone::named("Europe/Berlin").unwrap_or_else(TimeZone::utc)
}

pub(crate) fn app() -> Back {
    Back { name: "Lumen-App".to_owned(), url: "https://app.lumen.example/strom".to_owned() }
}

pub(crate) fn account() -> Account {
    Account { country: "DE".to_owned(), last4: "6485".to_owned() }
}

/// An address for people who never get mail; `None` only if it were malformed.
pub(crate) fn email(text: &str) -> Option<Email> {
    text.parse().ok()
}

pub(crate) fn sessions() -> Vec<Session> {
    let agents = [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
        "curl/8.14.1",
    ];
    let ips = ["2003:db:ff12:8a00:9c1e:55ff:fe2a:4d71", "84.134.20.7", "84.134.20.7", "203.0.113.9"];
    let days =
        ["2026-11-20T07:31:00Z", "2026-11-19T18:02:00Z", "2026-11-17T11:45:00Z", "2026-11-14T06:20:00Z"];
    let rng = Rng::seeded(7);
    agents
        .iter()
        .zip(ips)
        .zip(days)
        .map(|((agent, ip), created)| Session {
            id: SessionId::new(at(created), &rng),
            organization: OrganizationId::new(now(), &rng),
            portal: PortalId::new(now(), &rng),
            customer: CustomerId::new(now(), &rng),
            door: Door::Link,
            link: None,
            ip: ip.to_owned(),
            user_agent: (*agent).to_owned(),
            return_url: None,
            locale: None,
            created_at: at(created),
            last_seen_at: at(created).plus(std::time::Duration::from_secs(600)),
            idle: std::time::Duration::from_secs(12 * 3600),
            expires_at: at("2026-11-27T07:31:00Z"),
        })
        .collect()
}

fn support() -> Support {
    Support {
        email: Some("hallo@lumen.example".to_owned()),
        phone: Some("030 901820".to_owned()),
        url: Some("https://hilfe.lumen.example".to_owned()),
    }
}

impl Chrome {
    /// Surroundings to show samples in: an ordinary customer, the longest one, and a bare portal.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let url = |page: &str| Some(format!("https://lumen.example/{page}"));
        let legal =
            Legal { imprint_url: url("impressum"), privacy_url: url("datenschutz"), terms_url: url("agb") };
        let ordinary = Self {
            customer: Some(Visitor {
                name: "Annika Brandt-Oßwald".to_owned(),
                email: "annika@brandt-osswald.example".to_owned(),
            }),
            places: vec![Place::Overview, Place::Usage, Place::Prices, Place::Invoices],
            place: Some(Place::Overview),
            back: Some(app()),
            support: support(),
            legal,
            ..Self::of_portal(locale, zone(), "Lumen Strom")
        };
        let long = Self {
            portal: Some("Elektrizitätsgenossenschaft Oberschwaben-Bodensee".to_owned()),
            customer: Some(Visitor { name: LONG_NAME.to_owned(), email: LONG_EMAIL.to_owned() }),
            places: vec![Place::Overview, Place::FeedIn, Place::Invoices, Place::Start],
            contracts: plans()
                .iter()
                .map(|plan| ContractCard::of(&contract(1, plan), now(), &zone()))
                .collect(),
            place: Some(Place::Invoices),
            back: Some(Back {
                name: "Elektrizitätsgenossenschaft Oberschwaben-Bodensee Kundenportal".to_owned(),
                url: "https://app.example".to_owned(),
            }),
            notice: Some(Notice::SwitchedCustomer { name: LONG_NAME.to_owned() }),
            brand_stylesheet: Some("/assets/brand-0123456789abcdef.css".to_owned()),
            ..ordinary.clone()
        };
        let ended = Self { notice: Some(Notice::SessionEnded), ..ordinary.clone() };
        let all_ended = Self { notice: Some(Notice::SessionsEnded { count: 3 }), ..ordinary.clone() };
        let bare = Self::of_portal(locale, zone(), "Lumen Strom");
        vec![ordinary, long, ended, all_ended, bare, Self::neutral(locale)]
    }
}
