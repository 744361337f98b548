//! What a customer without a contract can choose from.

use crate::chrome::Back;
use crate::page::Page;
use crate::pages::samples;
use vestibule_kernel::plan::{ComponentGroup, Interval, Plan, PlanType, PriceComponent};
use vestibule_kernel::{Currency, Money};

/// The plans on offer, and how to order one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Offers {
    /// The plans.
    pub plans: Vec<Offer>,
    /// The operator's app, where plans are ordered.
    pub app: Option<Back>,
}

/// A plan on offer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What it delivers.
    pub plan_type: PlanType,
    /// Whether the customer is paid: then the amounts are what they get, and a negative part is what goes off.
    pub is_paid_out: bool,
    /// The base price per interval.
    pub price: Money,
    /// What goes off per interval from what the customer is paid.
    pub fee: Option<Money>,
    /// How often that falls due.
    pub interval: Interval,
    /// What each kilowatt-hour or unit costs or brings in all; `None` when nothing depends on use.
    pub unit_price: Option<Rate>,
    /// What is due whatever is used, part by part, per month.
    pub base: Vec<Rate>,
    /// What is due for each kilowatt-hour or unit, part by part.
    pub variable: Vec<Rate>,
    /// Notice before it can be ended, in days.
    pub cancellation_days: Option<u32>,
}

/// A price, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Rate {
    /// What it is for.
    pub name: String,
    /// In thousandths of the minor unit.
    pub milli: i64,
    /// The same, rounded to the minor unit.
    pub money: Money,
}

impl Rate {
    fn new(name: &str, milli: i64, currency: Currency) -> Self {
        let rounded = milli.saturating_add(milli.signum() * 500) / 1000;
        Self { name: name.to_owned(), milli, money: Money::new(rounded, currency) }
    }
}

impl Offer {
    /// The card of `plan`. Amounts of a plan are what the customer owes; where electricity is fed in and that
    /// is negative, they are paid, and the card shows every amount from their side.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let owed: i64 = of_group(plan, ComponentGroup::Variable).map(|part| part.amount_milli).sum();
        let has_units = of_group(plan, ComponentGroup::Variable).next().is_some();
        let is_owed_less = owed < 0 || (!has_units && plan.price.minor < 0);
        let is_paid_out = plan.plan_type == PlanType::FeedIn && is_owed_less;
        let sign = if is_paid_out { -1 } else { 1 };
        let (price, fee) = base_price(plan.price, is_paid_out);
        Self {
            name: plan.name.clone(),
            description: plan.description.clone(),
            plan_type: plan.plan_type,
            is_paid_out,
            price,
            fee,
            interval: plan.interval,
            unit_price: has_units.then(|| Rate::new("", owed.saturating_mul(sign), price.currency)),
            base: rates(plan, ComponentGroup::Base, sign),
            variable: rates(plan, ComponentGroup::Variable, sign),
            cancellation_days: plan.cancellation_days,
        }
    }
}

fn of_group(plan: &Plan, group: ComponentGroup) -> impl Iterator<Item = &PriceComponent> {
    plan.components.iter().filter(move |part| part.group == group)
}

fn rates(plan: &Plan, group: ComponentGroup, sign: i64) -> Vec<Rate> {
    let currency = plan.price.currency;
    of_group(plan, group)
        .map(|part| Rate::new(&part.name, part.amount_milli.saturating_mul(sign), currency))
        .collect()
}

/// What is due per interval, and what goes off from what is paid out.
fn base_price(owed: Money, is_paid_out: bool) -> (Money, Option<Money>) {
    let nothing = Money::new(0, owed.currency);
    match (is_paid_out, owed.minor) {
        (false, _) => (owed, None),
        (true, minor) if minor > 0 => (nothing, Some(owed)),
        (true, minor) => (Money::new(minor.saturating_neg(), owed.currency), None),
    }
}

impl Page for Offers {
    const TEMPLATE: &'static str = "start/offers.html";
    const TITLE: &'static str = "offers-title";

    fn samples() -> Vec<Self> {
        let plans: Vec<Offer> = samples::plans().iter().map(Offer::of).collect();
        vec![
            Self { plans: plans[..2].to_vec(), app: Some(samples::app()) },
            Self { plans: Vec::new(), app: Some(samples::app()) },
            Self { plans: Vec::new(), app: None },
            Self { plans, app: None },
        ]
    }
}
