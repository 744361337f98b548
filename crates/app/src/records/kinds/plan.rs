//! `plan`: what can be bought.

use super::{Frame, currency, element_problem};
use crate::records::report::plain;
use crate::records::row::{Mark, Role, Row, SHORT, misleads};
use crate::records::types::Space;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use vestibule_kernel::money::parse_scaled;
use vestibule_kernel::plan::{ComponentGroup, ComponentKind, Interval, PlanType, PriceComponent};
use vestibule_kernel::{Currency, Money, Slug};

/// The columns of a plan.
pub(in crate::records) const COLUMNS: &[&str] = &[
    "external_id",
    "slug",
    "name",
    "description",
    "plan_type",
    "price",
    "currency",
    "interval",
    "components",
    "portal",
    "price_series",
    "cancellation_days",
    "on_offer",
];

/// Components that a plan may have.
const COMPONENTS: usize = 50;

/// Which portal the customers of a plan have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::records) enum PlanPortal {
    /// The portal with this slug.
    Named(String),
    /// None: nobody can be signed in for it.
    Nowhere,
    /// One under the plan's own slug, which is created when there is none.
    Own,
}

/// What a record says of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct PlanRecord {
    pub(in crate::records) external_id: String,
    #[serde(serialize_with = "super::portal::as_text")]
    pub(in crate::records) slug: Slug,
    pub(in crate::records) name: String,
    pub(in crate::records) description: String,
    pub(in crate::records) plan_type: PlanType,
    pub(in crate::records) price: Money,
    pub(in crate::records) interval: Interval,
    pub(in crate::records) components: Vec<PriceComponent>,
    pub(in crate::records) portal: PlanPortal,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::records) price_series: Option<String>,
    pub(in crate::records) cancellation_days: Option<u32>,
    pub(in crate::records) on_offer: bool,
}

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<PlanRecord> {
    let plan_type: Option<PlanType> = row.required_parsed("plan_type");
    let mark = match plan_type {
        Some(PlanType::Service) | None => Mark::Plain,
        Some(PlanType::Consumption | PlanType::FeedIn) => Mark::NoService,
    };
    let external_id = row.identity(Space::Plan, mark);
    let slug: Option<Slug> = row.required_parsed("slug");
    if let Some(slug) = &slug {
        let external_id = external_id.as_deref().unwrap_or_default();
        row.claim(Space::PlanSlug, "slug", Role::Is(Mark::Plain), slug.as_str(), external_id);
    }
    let name = row.required("name");
    let description = row.text("description", 10 * SHORT).unwrap_or_default().into_owned();
    let currency = currency(row, frame);
    let price = row.required_money("price", currency);
    let interval = row.parsed("interval").unwrap_or(Interval::Month);
    let components = components(row, currency);
    let portal = portal(row, frame, slug.as_ref());
    let price_series = row.reference(Space::PriceSeries, "price_series", Mark::Plain);
    let cancellation_days = row.whole("cancellation_days", 0..=3660);
    let on_offer = row.flag("on_offer").unwrap_or(true);
    Some(PlanRecord {
        external_id: external_id?,
        slug: slug?,
        name: name?,
        description,
        plan_type: plan_type?,
        price: price?,
        interval,
        components,
        portal,
        price_series,
        cancellation_days,
        on_offer,
    })
}

fn portal(row: &mut Row<'_>, frame: &Frame, slug: Option<&Slug>) -> PlanPortal {
    if row.is_null("portal") {
        return PlanPortal::Nowhere;
    }
    match row.reference(Space::Portal, "portal", Mark::Plain) {
        Some(slug) => PlanPortal::Named(slug),
        None => {
            if let Some(slug) = slug {
                row.claim(Space::Portal, "slug", Role::Wants, slug.as_str(), "");
                super::portal::reachable(row, frame, slug, "choose another slug, or name the plan's portal");
            }
            PlanPortal::Own
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Element<'a> {
    group: ComponentGroup,
    kind: ComponentKind,
    name: String,
    #[serde(borrow)]
    amount: &'a RawValue,
}

fn components(row: &mut Row<'_>, currency: Currency) -> Vec<PriceComponent> {
    let list = row.list("components", COMPONENTS);
    let mut components = Vec::with_capacity(list.len());
    for (index, raw) in list.into_iter().enumerate() {
        match component(raw, currency) {
            Ok(component) => components.push(component),
            Err((field, reason)) => {
                row.problem(element_problem("components", index, field, raw.get(), reason));
            }
        }
    }
    components
}

fn component(raw: &RawValue, currency: Currency) -> Result<PriceComponent, (&'static str, String)> {
    let element: Element<'_> = serde_json::from_str(raw.get()).map_err(|error| {
        let shape = "expected {\"group\": base | variable, \"kind\": fee | grid | metering | energy | levies, \
                     \"name\": …, \"amount\": …}";
        ("", format!("{shape}: {}", plain(&error)))
    })?;
    let digits = currency.digits() + 3;
    let amount = element.amount.get().trim_matches('"');
    let amount_milli = parse_scaled(amount, digits).ok_or_else(|| {
        ("amount", format!("expected an amount in {currency} with a point and at most {digits} decimals"))
    })?;
    let name = element.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > SHORT || name.chars().any(misleads) {
        return Err((
            "name",
            format!("expected 1 to {SHORT} characters, none of them for control or direction"),
        ));
    }
    Ok(PriceComponent { group: element.group, kind: element.kind, name, amount_milli })
}
