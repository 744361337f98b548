//! A contract as its card shows it.

use crate::format::NBSP;
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::plan::{Interval, PlanType};
use vestibule_kernel::subscription::{Address, Contract, PaymentMethod, Subscription, SubscriptionStatus};
use vestibule_kernel::{LocalDay, Money, Period, TimeZone, Timestamp};

vestibule_kernel::text_enum! {
    /// Where a contract stands for the one who has it.
    ContractState {
        /// Ordered, not yet begun.
        Pending = "pending",
        /// Running, without an end in sight.
        Active = "active",
        /// Running until a day that is known.
        Terminated = "terminated",
        /// Running, with a payment missing.
        PastDue = "past_due",
        /// Paused.
        Paused = "paused",
        /// Over.
        Ended = "ended",
    }
}

/// An account that is debited, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Account {
    /// Its country, two letters.
    pub country: String,
    /// The last four characters of its IBAN.
    pub last4: String,
}

impl From<&PaymentMethod> for Account {
    fn from(method: &PaymentMethod) -> Self {
        Self { country: method.country.clone(), last4: method.last4.clone() }
    }
}

/// Where something is, in two parts that a line may break between.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Location {
    /// Street and house number.
    pub street: String,
    /// Postal code and city; the code never stands alone at the end of a line.
    pub town: String,
}

impl From<&Address> for Location {
    fn from(address: &Address) -> Self {
        Self {
            street: format!("{} {}", address.street, address.house_number),
            town: format!("{}{NBSP}{}", address.zip, address.city),
        }
    }
}

/// A contract on its card.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ContractCard {
    /// Its id.
    pub id: SubscriptionId,
    /// The plan's name.
    pub plan: String,
    /// What the plan delivers; the card takes its words from it.
    pub plan_type: PlanType,
    /// Where it stands.
    pub state: ContractState,
    /// Its number as customers read it.
    pub number: Option<String>,
    /// Where it delivers to or takes from.
    pub address: Option<Location>,
    /// The number printed on the meter.
    pub meter: Option<String>,
    /// Its first day.
    pub first_day: Option<LocalDay>,
    /// Its last day, when that is known.
    pub last_day: Option<LocalDay>,
    /// What it costs per interval.
    pub amount: Option<Money>,
    /// How often that falls due.
    pub interval: Interval,
    /// The account that it is paid from.
    pub account: Option<Account>,
}

impl ContractCard {
    /// The card of `contract` as it stands at `now`.
    #[must_use]
    pub fn of(contract: &Contract, now: Timestamp, zone: &TimeZone) -> Self {
        let Contract { subscription, plan, .. } = contract;
        let end = end_of(subscription);
        Self {
            id: subscription.id,
            plan: plan.name.clone(),
            plan_type: plan.plan_type,
            state: state_of(subscription, end, now),
            number: subscription.number.clone(),
            address: contract.address.as_ref().map(Location::from),
            meter: contract.meter.as_ref().map(|meter| meter.number.clone()),
            first_day: subscription.start_at.map(|start| start.day_in(zone)),
            last_day: end
                .map(|end| Period { start: subscription.start_at.unwrap_or_default(), end }.last_day(zone)),
            amount: subscription.amount,
            interval: subscription.interval,
            account: contract.payment_method.as_ref().map(Account::from),
        }
    }
}

/// The first instant after the contract, when one is known.
fn end_of(subscription: &Subscription) -> Option<Timestamp> {
    let with_period = || subscription.current_period.filter(|_| subscription.cancel_at_period_end);
    subscription.end_at.or_else(|| with_period().map(|period| period.end))
}

fn state_of(subscription: &Subscription, end: Option<Timestamp>, now: Timestamp) -> ContractState {
    match (subscription.status, end) {
        (SubscriptionStatus::Pending, _) => ContractState::Pending,
        (SubscriptionStatus::Ended, _) => ContractState::Ended,
        (SubscriptionStatus::PastDue, _) => ContractState::PastDue,
        (SubscriptionStatus::Paused, _) => ContractState::Paused,
        (SubscriptionStatus::Active, Some(end)) if end <= now => ContractState::Ended,
        (SubscriptionStatus::Active, Some(_)) => ContractState::Terminated,
        (SubscriptionStatus::Active, None) => ContractState::Active,
    }
}
