//! The contracts of whoever is signed in, which of them a page is about, and what there is to see of it.

use vestibule_kernel::Result;
use vestibule_kernel::id::{CustomerId, OrganizationId, PriceSeriesId, SubscriptionId};
use vestibule_kernel::plan::PlanType;
use vestibule_kernel::subscription::{Contract, MeterType, SubscriptionStatus};
use vestibule_store::Read;
use vestibule_store::tables::subscriptions;

/// A customer's contracts, and the one that was asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// Every contract of the customer, running ones first, then pending, then ended, the newest first.
    pub contracts: Vec<Contract>,
    /// The one that was asked for, when it is theirs.
    pub asked: Option<SubscriptionId>,
}

/// A part of the portal that a contract can call for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The hub.
    Overview,
    /// What was used.
    Usage,
    /// What a kilowatt-hour costs at which time.
    Prices,
    /// What the meter showed.
    Readings,
    /// The invoices.
    Invoices,
}

impl Account {
    /// The customer's account, looking at the contract `asked`.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub(crate) fn of(
        read: &mut Read<'_>,
        organization: OrganizationId,
        customer: CustomerId,
        asked: Option<SubscriptionId>,
    ) -> Result<Self> {
        let contracts = in_order(subscriptions::contracts(read, organization, customer)?);
        let asked = asked.filter(|id| contracts.iter().any(|contract| contract.subscription.id == *id));
        Ok(Self { contracts, asked })
    }

    /// The contract that a page is about: the one that was asked for, else the first.
    #[must_use]
    pub fn contract(&self) -> Option<&Contract> {
        let asked = self.contracts.iter().find(|contract| Some(contract.subscription.id) == self.asked);
        asked.or_else(|| self.contracts.first())
    }

    /// The prices that the customer of that contract pays, where they change by the hour or quarter.
    #[must_use]
    pub fn price_series(&self) -> Option<PriceSeriesId> {
        let contract = self.contract()?;
        match contract.plan.plan_type {
            PlanType::Consumption => contract.price_series(),
            // Of what is fed in, the highest price is the best, and nobody chooses the hour.
            PlanType::FeedIn | PlanType::Service => None,
        }
    }

    /// Whether somebody has to read the meter of that contract.
    #[must_use]
    pub fn reads_by_hand(&self) -> bool {
        let meter = self.contract().and_then(|contract| contract.meter.as_ref());
        meter.is_some_and(|meter| meter.meter_type == MeterType::Analog)
    }

    /// What there is to see of that contract; nothing without one.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let Some(contract) = self.contract() else { return Vec::new() };
        let metered = match contract.plan.plan_type {
            PlanType::Consumption | PlanType::FeedIn => vec![Section::Usage],
            PlanType::Service => Vec::new(),
        };
        let priced = if self.price_series().is_some() { vec![Section::Prices] } else { Vec::new() };
        let read = if self.reads_by_hand() { vec![Section::Readings] } else { Vec::new() };
        [vec![Section::Overview], metered, priced, read, vec![Section::Invoices]].concat()
    }
}

/// Running contracts first, then pending, then ended; the store gives the newest first.
fn in_order(mut contracts: Vec<Contract>) -> Vec<Contract> {
    contracts.sort_by_key(|contract| match contract.subscription.status {
        SubscriptionStatus::Active | SubscriptionStatus::PastDue | SubscriptionStatus::Paused => 0,
        SubscriptionStatus::Pending => 1,
        SubscriptionStatus::Ended => 2,
    });
    contracts
}
