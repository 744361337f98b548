//! The account hub in every state.

use super::contracts::{bare_contract, contract, plans};
use super::invoices::invoices;
use super::{LONG_COMPANY, at, email, now, zone};
use crate::pages::customers::{Overview, OverviewData, PriceCard, UsageCardData};
use crate::pages::prices::CheapStretch;
use vestibule_kernel::customer::{Customer, CustomerStatus, CustomerType};
use vestibule_kernel::id::{CustomerId, OrganizationId};
use vestibule_kernel::invoice::{Invoice, InvoiceStatus};
use vestibule_kernel::plan::{Plan, PlanType};
use vestibule_kernel::subscription::{Contract, Subscription, SubscriptionStatus};
use vestibule_kernel::usage::Quality;
use vestibule_kernel::{Currency, Energy, Rng, Timestamp};

pub(crate) fn customer() -> Option<Customer> {
    let rng = Rng::seeded(5);
    Some(Customer {
        id: CustomerId::new(now(), &rng),
        organization: OrganizationId::new(now(), &rng),
        external_id: None,
        customer_type: CustomerType::Person,
        first_name: "Annika".to_owned(),
        last_name: "Brandt-Oßwald".to_owned(),
        company_name: None,
        email: email("annika@brandt-osswald.example")?,
        phone: None,
        vat_id: None,
        locale: None,
        status: CustomerStatus::Active,
        created_at: now(),
    })
}

fn page(customer: &Customer, contracts: &[Contract], invoices: &[Invoice], now: Timestamp) -> Overview {
    let open: Vec<Invoice> =
        invoices.iter().filter(|invoice| invoice.status == InvoiceStatus::Open).cloned().collect();
    let latest = &invoices[..invoices.len().min(3)];
    let (usage, price) = (usage(), price(now));
    let metered = contracts.first().is_some_and(|contract| contract.meter.is_some());
    let pays = contracts.first().is_some_and(|it| it.plan.plan_type == PlanType::Consumption);
    let runs = contracts.first().is_some_and(|it| it.subscription.status == SubscriptionStatus::Active);
    Overview::of(OverviewData {
        customer,
        contracts,
        chosen: None,
        open: &open,
        latest,
        usage: Some(&usage).filter(|_| metered && runs),
        price: Some(&price).filter(|_| metered && runs && pays),
        now,
        zone: &zone(),
    })
}

/// Nineteen days of November.
fn usage() -> UsageCardData {
    let day = |index: i64| {
        let quality = if index < 12 { Quality::Final } else { Quality::Preliminary };
        (Some(Energy::from_wh(4_200 + index * 37 % 23 * 350)), quality)
    };
    UsageCardData {
        first: now().day_in(&zone()).first_of_month(0),
        days: (0..19).map(day).collect(),
        total: Energy::from_wh(162_345),
        before: Some(Energy::from_wh(182_400)),
    }
}

/// Cheap at noon, or, in the evening, tomorrow.
fn price(now: Timestamp) -> PriceCard {
    let noon = at("2026-11-20T11:00:00Z");
    let start = if now < noon { noon } else { noon.plus(std::time::Duration::from_secs(86_400)) };
    let end = start.plus(std::time::Duration::from_secs(9_000));
    let cheapest = CheapStretch { start, end, lowest: 4_600 };
    PriceCard::of(31_240, Currency::EUR, Some(cheapest), now, &zone())
}

/// A contract like `base`, with what `change` does to it.
fn with(mut base: Contract, change: impl FnOnce(&mut Subscription)) -> Contract {
    change(&mut base.subscription);
    base
}

/// The page: ordinary, with tasks, without an invoice, pending, terminated, ended, service, several contracts, none.
pub(crate) fn overviews() -> Vec<Overview> {
    let (Some(person), plans, invoices) = (customer(), plans(), invoices()) else { return Vec::new() };
    let [dynamic, _, feed_in, service, long] = plans.as_slice() else { return Vec::new() };
    let company = Customer { company_name: Some(LONG_COMPANY.to_owned()), ..person.clone() };
    let unnamed = Customer { first_name: String::new(), ..person.clone() };
    let (noon, evening) = (at("2026-11-20T12:00:00Z"), at("2026-11-20T20:00:00Z"));
    let on = |plan: &Plan, change: fn(&mut Subscription)| vec![with(contract(1, plan), change)];
    let bare = |plan: &Plan, change: fn(&mut Subscription)| vec![with(bare_contract(2, plan), change)];
    let pending: fn(&mut Subscription) = |it| it.status = SubscriptionStatus::Pending;
    let soon: fn(&mut Subscription) = |it| {
        it.status = SubscriptionStatus::Pending;
        it.start_at = Some(at("2026-12-31T23:00:00Z"));
    };
    let terminated: fn(&mut Subscription) = |it| it.end_at = Some(at("2026-12-31T23:00:00Z"));
    let ended: fn(&mut Subscription) = |it| {
        it.status = SubscriptionStatus::Ended;
        it.end_at = Some(at("2026-10-31T23:00:00Z"));
    };
    let past_due: fn(&mut Subscription) = |it| it.status = SubscriptionStatus::PastDue;
    let paused: fn(&mut Subscription) = |it| it.status = SubscriptionStatus::Paused;
    let same: fn(&mut Subscription) = |_| {};
    let several = [
        contract(3, long),
        contract(4, feed_in),
        with(contract(5, service), past_due),
        with(contract(6, dynamic), ended),
        with(contract(7, dynamic), soon),
    ];
    let two = [with(contract(8, service), paused), contract(9, dynamic)];
    vec![
        page(&person, &on(dynamic, same), &invoices[..3], now()),
        page(&company, &several, &invoices[3..], noon),
        page(&person, &bare(dynamic, same), &[], evening),
        page(&unnamed, &on(dynamic, soon), &[], now()),
        page(&person, &on(dynamic, terminated), &invoices[5..6], now()),
        page(&person, &on(dynamic, ended), &invoices[5..6], now()),
        page(&person, &on(service, past_due), &invoices[4..6], noon),
        page(&unnamed, &two, &invoices[..1], evening),
        page(&unnamed, &on(feed_in, same), &invoices[6..7], noon),
        page(&person, &bare(service, same), &[], now()),
        page(&person, &bare(dynamic, pending), &[], now()),
        page(&person, &bare(service, ended), &[], now()),
        page(&person, &on(service, soon), &[], now()),
        page(&person, &on(service, terminated), &[], now()),
        page(&person, &bare(service, pending), &[], now()),
        page(&person, &on(feed_in, soon), &[], now()),
        page(&person, &bare(feed_in, pending), &[], now()),
        page(&person, &on(feed_in, ended), &[], now()),
        page(&person, &on(feed_in, terminated), &[], now()),
        page(&person, &on(service, same), &[], now()),
        page(&person, &[], &[], now()),
    ]
}
