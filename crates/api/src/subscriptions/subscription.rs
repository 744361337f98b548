//! A contract as the API shows it: in lists with ids, alone with what hangs on it.

use super::parts::{Address, Meter, PaymentMethod};
use super::terms::Terms;
use crate::customers::Customer;
use crate::samples;
use crate::schema::{tag, words_of};
use utoipa::ToSchema;
use vestibule_kernel::customer;
use vestibule_kernel::id::{AddressId, CustomerId, MeterId, PaymentMethodId, PlanId, SubscriptionId};
use vestibule_kernel::plan::PlanType;
use vestibule_kernel::subscription::{self, Contract};

tag!(SubscriptionTag = "subscription");
words_of!(plan_type = PlanType, "What it delivers.");

/// A contract in a list: what hangs on it is named by its id.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct SubscriptionSummary {
    /// Always `subscription`.
    #[schema(schema_with = SubscriptionTag::schema)]
    object: SubscriptionTag,
    /// Its id.
    #[schema(value_type = String)]
    id: SubscriptionId,
    /// Id of its plan.
    #[schema(value_type = String)]
    plan: PlanId,
    /// Id of its customer.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// Id of the address it is delivered to; null when nothing is delivered.
    #[schema(value_type = Option<String>)]
    address: Option<AddressId>,
    /// Id of the meter; null when nothing is measured.
    #[schema(value_type = Option<String>)]
    meter: Option<MeterId>,
    /// Id of what it is paid with; null when that is not known here.
    #[schema(value_type = Option<String>)]
    payment_method: Option<PaymentMethodId>,
    #[serde(flatten)]
    terms: Terms,
}

impl SubscriptionSummary {
    /// A contract that runs.
    pub(super) fn sample() -> Self {
        Self {
            object: SubscriptionTag,
            id: SubscriptionId::from_uuid(samples::BITS),
            plan: PlanId::from_uuid(samples::BITS),
            customer: CustomerId::from_uuid(samples::BITS),
            address: Some(AddressId::from_uuid(samples::BITS)),
            meter: Some(MeterId::from_uuid(samples::BITS)),
            payment_method: Some(PaymentMethodId::from_uuid(samples::BITS)),
            terms: Terms::sample(),
        }
    }
}

impl From<subscription::Subscription> for SubscriptionSummary {
    fn from(subscription: subscription::Subscription) -> Self {
        Self {
            object: SubscriptionTag,
            id: subscription.id,
            plan: subscription.plan,
            customer: subscription.customer,
            address: subscription.address,
            meter: subscription.meter,
            payment_method: subscription.payment_method,
            terms: Terms::from(&subscription),
        }
    }
}

/// A contract with what hangs on it.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Subscription {
    /// Always `subscription`.
    #[schema(schema_with = SubscriptionTag::schema)]
    object: SubscriptionTag,
    /// Its id.
    #[schema(value_type = String)]
    id: SubscriptionId,
    /// What its plan delivers.
    #[schema(schema_with = plan_type)]
    r#type: PlanType,
    /// Id of its plan.
    #[schema(value_type = String)]
    plan: PlanId,
    /// Its customer.
    customer: Customer,
    /// Where it is delivered; null when nothing is delivered.
    address: Option<Address>,
    /// What measures it; null when nothing is measured.
    meter: Option<Meter>,
    /// What it is paid with; null when that is not known here.
    payment_method: Option<PaymentMethod>,
    #[serde(flatten)]
    terms: Terms,
}

impl Subscription {
    /// A contract that runs.
    pub(super) fn sample() -> Self {
        Self {
            object: SubscriptionTag,
            id: SubscriptionId::from_uuid(samples::BITS),
            r#type: PlanType::Consumption,
            plan: PlanId::from_uuid(samples::BITS),
            customer: Customer::sample(),
            address: Some(Address::sample()),
            meter: Some(Meter::sample()),
            payment_method: Some(PaymentMethod::sample()),
            terms: Terms::sample(),
        }
    }
}

impl From<(Contract, customer::Customer)> for Subscription {
    fn from((contract, customer): (Contract, customer::Customer)) -> Self {
        Self {
            object: SubscriptionTag,
            id: contract.subscription.id,
            r#type: contract.plan.plan_type,
            plan: contract.plan.id,
            customer: customer.into(),
            address: contract.address.map(Address::from),
            meter: contract.meter.map(Meter::from),
            payment_method: contract.payment_method.map(PaymentMethod::from),
            terms: Terms::from(&contract.subscription),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::entities;
    use vestibule_kernel::subscription::SubscriptionStatus;

    fn json(value: impl serde::Serialize) -> serde_json::Value {
        serde_json::to_value(value).unwrap()
    }

    #[test]
    fn a_list_names_by_id_what_a_single_contract_embeds() {
        let contract = entities::contract();
        let summary = json(SubscriptionSummary::from(contract.subscription.clone()));
        assert_eq!(summary, json(SubscriptionSummary::sample()));
        let detail = json(Subscription::from((contract, entities::customer())));
        assert_eq!(detail, json(Subscription::sample()));
        assert_eq!(detail["address"]["id"], summary["address"]);
        assert_eq!(detail["customer"]["id"], summary["customer"]);
        assert_eq!(detail["payment_method"]["sepa_debit"]["iban"], "DE************6485");
    }

    #[test]
    fn what_is_missing_is_null_and_never_left_out() {
        let mut contract = entities::contract();
        (contract.address, contract.meter, contract.payment_method) = (None, None, None);
        let detail = json(Subscription::from((contract, entities::customer())));
        for member in ["address", "meter", "payment_method", "supplier", "end_at"] {
            assert!(detail.get(member).is_some_and(serde_json::Value::is_null), "{member}");
        }
    }

    #[test]
    fn a_use_that_nobody_expects_is_zero_as_on_an_invoice() {
        let mut subscription = entities::contract().subscription;
        subscription.estimated_usage = None;
        assert_eq!(json(SubscriptionSummary::from(subscription))["estimated_usage"], 0.0);
    }

    #[test]
    fn states_that_this_version_does_not_know_are_active() {
        for (status, shown) in [
            (SubscriptionStatus::Pending, "pending"),
            (SubscriptionStatus::Active, "active"),
            (SubscriptionStatus::PastDue, "active"),
            (SubscriptionStatus::Paused, "active"),
            (SubscriptionStatus::Ended, "ended"),
        ] {
            let mut subscription = entities::contract().subscription;
            subscription.status = status;
            assert_eq!(json(SubscriptionSummary::from(subscription))["status"], shown);
        }
    }
}
