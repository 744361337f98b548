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
    /// The base price per interval.
    pub price: Money,
    /// How often that falls due.
    pub interval: Interval,
    /// What each kilowatt-hour or unit costs in all; `None` when nothing depends on use.
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
    /// The card of `plan`.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let currency = plan.price.currency;
        let parts = |group| -> Vec<Rate> {
            let rate = |part: &PriceComponent| Rate::new(&part.name, part.amount_milli, currency);
            plan.components.iter().filter(|part| part.group == group).map(rate).collect()
        };
        let variable = parts(ComponentGroup::Variable);
        let sum = variable.iter().map(|rate| rate.milli).sum();
        Self {
            name: plan.name.clone(),
            description: plan.description.clone(),
            plan_type: plan.plan_type,
            price: plan.price,
            interval: plan.interval,
            unit_price: (!variable.is_empty()).then(|| Rate::new("", sum, currency)),
            base: parts(ComponentGroup::Base),
            variable,
            cancellation_days: plan.cancellation_days,
        }
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
