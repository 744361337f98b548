//! Plans of every type, and contracts on them.

use super::{at, now};
use std::sync::Arc;
use vestibule_kernel::id::{
    AddressId, CustomerId, MeterId, OrganizationId, PaymentMethodId, PlanId, SubscriptionId,
};
use vestibule_kernel::plan::{ComponentGroup, ComponentKind, Interval, Plan, PlanType, PriceComponent};
use vestibule_kernel::subscription::{
    Address, Contract, Meter, MeterType, PaymentMethod, Subscription, SubscriptionStatus,
};
use vestibule_kernel::{Currency, Money, Rng, Slug};

fn component(group: ComponentGroup, kind: ComponentKind, name: &str, amount_milli: i64) -> PriceComponent {
    PriceComponent { group, kind, name: name.to_owned(), amount_milli }
}

fn plan(name: &str, description: &str, plan_type: PlanType, minor: i64) -> Option<Plan> {
    let rng = Rng::seeded(11);
    let slug: Slug = "plan".parse().ok()?;
    Some(Plan {
        id: PlanId::new(now(), &rng),
        organization: OrganizationId::new(now(), &rng),
        external_id: name.to_owned(),
        slug,
        name: name.to_owned(),
        description: description.to_owned(),
        plan_type,
        price: Money::new(minor, Currency::EUR),
        interval: Interval::Month,
        components: Vec::new(),
        portal: None,
        price_series: None,
        cancellation_days: Some(14),
        on_offer: true,
        created_at: now(),
    })
}

/// Plans on offer: two of electricity, one fed in, one service, one too long.
pub(crate) fn plans() -> Vec<Plan> {
    use ComponentGroup::{Base, Variable};
    use ComponentKind::{Energy, Fee, Grid, Levies, Metering};
    let dynamic = plan(
        "Lumen Dynamisch",
        "Der Börsenpreis jeder Stunde, ohne Aufschlag.",
        PlanType::Consumption,
        1_190,
    );
    let dynamic = dynamic.map(|plan| Plan {
        components: vec![
            component(Base, Fee, "Lumen", 499_000),
            component(Base, Metering, "Messstelle", 166_000),
            component(Base, Grid, "Netz", 525_000),
            component(Variable, Energy, "Energie im Mittel", 9_870),
            component(Variable, Grid, "Netz", 8_125),
            component(Variable, Levies, "Steuern und Umlagen", 7_438),
        ],
        ..plan
    });
    let fixed = plan("Lumen Fest", "Ein Preis, zwölf Monate lang.", PlanType::Consumption, 995);
    let fixed = fixed.map(|plan| Plan {
        components: vec![component(Variable, Energy, "Arbeitspreis", 28_900)],
        price_series: None,
        cancellation_days: None,
        ..plan
    });
    let feed_in =
        plan("Lumen Einspeisung", "Wir nehmen ab, was Ihre Anlage nicht im Haus lässt.", PlanType::FeedIn, 0);
    let feed_in = feed_in
        .map(|plan| Plan { components: vec![component(Variable, Energy, "Vergütung", -8_030)], ..plan });
    let service = plan("Lumen Ladekarte", "", PlanType::Service, 2_900);
    let service = service.map(|plan| Plan {
        interval: Interval::Year,
        components: vec![component(Variable, Fee, "Ladevorgang", 49_000)],
        cancellation_days: Some(1),
        ..plan
    });
    let long = plan(
        "Grundversorgungsersatzbelieferungstarif Elektrizitätsgenossenschaft Oberschwaben",
        "Strom aus Wasserkraft, Wind und Sonne aus der Region zwischen Donau und Bodensee, mit Herkunftsnachweis für jede Viertelstunde und einem Preis, der sich nach der Börse richtet.",
        PlanType::Consumption,
        12_345_678,
    );
    [dynamic, fixed, feed_in, service, long].into_iter().flatten().collect()
}

/// A running contract.
pub(crate) fn contract(seed: u64, plan: &Plan) -> Contract {
    let rng = Rng::seeded(seed);
    Contract {
        subscription: subscription(seed, plan),
        plan: Arc::new(plan.clone()),
        address: Some(Address {
            id: AddressId::new(now(), &rng),
            street: "Torstraße".to_owned(),
            house_number: "140".to_owned(),
            zip: "10119".to_owned(),
            city: "Berlin".to_owned(),
            country: "DE".to_owned(),
            created_at: now(),
        }),
        meter: Some(Meter {
            id: MeterId::new(now(), &rng),
            number: "1ESY1160842617".to_owned(),
            meter_type: MeterType::Smart,
            malo: None,
            melo: None,
            created_at: now(),
        }),
        payment_method: Some(PaymentMethod {
            id: PaymentMethodId::new(now(), &rng),
            country: "DE".to_owned(),
            last4: "6485".to_owned(),
            account_holder: "Annika Brandt-Oßwald".to_owned(),
            created_at: now(),
        }),
    }
}

fn subscription(seed: u64, plan: &Plan) -> Subscription {
    let rng = Rng::seeded(seed);
    Subscription {
        id: SubscriptionId::new(now(), &rng),
        organization: plan.organization,
        external_id: seed.to_string(),
        customer: CustomerId::new(now(), &rng),
        plan: plan.id,
        number: Some(format!("V-2025-{:06}", 4_700 + seed)),
        status: SubscriptionStatus::Active,
        estimated_usage: None,
        address: None,
        meter: None,
        payment_method: None,
        price_series: None,
        confirmed_at: None,
        start_at: Some(at("2025-03-31T22:00:00Z")),
        terminated_at: None,
        end_at: None,
        current_period: None,
        cancel_at_period_end: false,
        amount: Some(plan.price),
        interval: plan.interval,
        metadata: None,
        created_at: now(),
        updated_at: now(),
    }
}

/// A contract with nothing known about it but its plan.
pub(super) fn bare_contract(seed: u64, plan: &Plan) -> Contract {
    let subscription =
        Subscription { number: None, start_at: None, amount: None, ..subscription(seed, plan) };
    Contract { subscription, address: None, meter: None, payment_method: None, plan: Arc::new(plan.clone()) }
}
