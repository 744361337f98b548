//! What surrounds a page: whose portal it is, who is signed in, where they can go, and whom to ask.

use crate::pages::customers::ContractCard;
use serde::ser::SerializeStruct;
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::organization::{App, Legal, Support};
use vestibule_kernel::{Locale, TimeZone};

/// The surroundings of one page for one visitor.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Chrome {
    /// The language of the page.
    pub locale: Locale,
    /// Where the days that the page shows begin and end.
    #[serde(skip)]
    pub time_zone: TimeZone,
    /// Name of the portal; without one the page is neutral and tells nothing about anybody.
    pub portal: Option<String>,
    /// Path of the portal's own stylesheet.
    pub brand_stylesheet: Option<String>,
    /// Who is signed in.
    pub customer: Option<Visitor>,
    /// Where they can go; at most five.
    pub places: Vec<Place>,
    /// Where they are.
    pub place: Option<Place>,
    /// What the ways to these places carry on: the contract that was asked for.
    pub query: String,
    /// Their contracts, when there are several to choose from.
    pub contracts: Vec<ContractCard>,
    /// The contract that the page is about.
    pub contract: Option<SubscriptionId>,
    /// Where they came from.
    pub back: Option<Back>,
    /// Whom to ask.
    pub support: Support,
    /// The pages that the law asks for.
    pub legal: Legal,
    /// Something that just happened.
    pub notice: Option<Notice>,
}

impl Chrome {
    /// Surroundings without a portal and without a visitor: for unknown hosts and developer pages.
    #[must_use]
    pub fn neutral(locale: Locale) -> Self {
        Self {
            locale,
            time_zone: TimeZone::utc(),
            portal: None,
            brand_stylesheet: None,
            customer: None,
            places: Vec::new(),
            place: None,
            query: String::new(),
            contracts: Vec::new(),
            contract: None,
            back: None,
            support: Support::default(),
            legal: Legal::default(),
            notice: None,
        }
    }

    /// Surroundings of a portal named `portal`, before anybody is signed in.
    #[must_use]
    pub fn of_portal(locale: Locale, time_zone: TimeZone, portal: impl Into<String>) -> Self {
        Self { time_zone, portal: Some(portal.into()), ..Self::neutral(locale) }
    }
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Visitor {
    /// What they are called on a page.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
}

/// Where "Back to {name}" leads.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Back {
    /// What customers call it.
    pub name: String,
    /// Its address, which the caller has checked.
    pub url: String,
}

impl From<&App> for Back {
    fn from(app: &App) -> Self {
        Self { name: app.name.clone(), url: app.url.clone() }
    }
}

/// A part of the portal that has a place in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first page of a customer with a contract.
    Overview,
    /// What they used.
    Usage,
    /// What they fed in.
    FeedIn,
    /// What a kilowatt-hour costs.
    Prices,
    /// What their meter showed.
    Readings,
    /// Their invoices.
    Invoices,
    /// The first page of a customer without a contract.
    Start,
    /// Where they are signed in; in the account menu only.
    Sessions,
}

impl Place {
    /// Its word in the language files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Usage => "usage",
            Self::FeedIn => "feed_in",
            Self::Prices => "prices",
            Self::Readings => "readings",
            Self::Invoices => "invoices",
            Self::Start => "start",
            Self::Sessions => "sessions",
        }
    }

    /// Its path.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/overview",
            Self::Usage | Self::FeedIn => "/usage",
            Self::Prices => "/prices",
            Self::Readings => "/readings",
            Self::Invoices => "/invoices",
            Self::Start => "/start",
            Self::Sessions => "/account/sessions",
        }
    }
}

impl serde::Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut place = s.serialize_struct("Place", 2)?;
        place.serialize_field("name", self.as_str())?;
        place.serialize_field("path", self.path())?;
        place.end()
    }
}

/// Something that just happened, said once at the top of the next page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// Another customer was signed in here before.
    SwitchedCustomer {
        /// Who is signed in now.
        name: String,
    },
    /// One other sign-in was ended.
    SessionEnded,
    /// A meter reading was reported.
    ReadingKept,
    /// The other sign-ins were ended.
    SessionsEnded {
        /// How many.
        count: u32,
    },
}
