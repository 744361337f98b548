use crate::pages::customers::{BillTitle, ContractCard, ContractState, Overview, OverviewData, TaskKind};
use crate::pages::docs::{Api, CODES, ErrorCode};
use crate::pages::invoices::InvoiceState;
use crate::pages::samples::{self, at, now, zone};
use crate::pages::start::{Offer, Rate};
use vestibule_kernel::invoice::{Invoice, InvoiceStatus, InvoiceType};
use vestibule_kernel::plan::{ComponentGroup, ComponentKind, Plan, PlanType, PriceComponent};
use vestibule_kernel::subscription::{Contract, SubscriptionStatus};
use vestibule_kernel::{Currency, LocalDay, Money, Period};

fn open_invoice() -> Invoice {
    samples::invoices().remove(0)
}

#[test]
fn an_invoice_is_overdue_from_the_day_after_its_due_day() {
    let invoice = Invoice { due_at: Some(at("2026-11-19T23:00:00Z")), ..open_invoice() };
    let state = |instant| InvoiceState::of(&invoice, at(instant), &zone());
    assert_eq!(state("2026-11-20T22:59:59Z"), InvoiceState::Open);
    assert_eq!(state("2026-11-20T23:00:00Z"), InvoiceState::Overdue);
    let undated = Invoice { due_at: None, ..invoice };
    assert_eq!(InvoiceState::of(&undated, at("2099-01-01T00:00:00Z"), &zone()), InvoiceState::Open);
}

#[test]
fn a_failed_payment_weighs_more_than_a_missed_day_and_a_settled_invoice_is_settled() {
    let failed = Invoice {
        due_at: Some(at("2026-11-01T00:00:00Z")),
        payment_failed_at: Some(at("2026-11-02T00:00:00Z")),
        ..open_invoice()
    };
    assert_eq!(InvoiceState::of(&failed, now(), &zone()), InvoiceState::PaymentFailed);
    let paid = Invoice { status: InvoiceStatus::Paid, ..failed.clone() };
    assert_eq!(InvoiceState::of(&paid, now(), &zone()), InvoiceState::Paid);
    let mut credit = failed;
    credit.total.minor = -1;
    assert_eq!(InvoiceState::of(&credit, now(), &zone()), InvoiceState::Credit);
}

fn contract(seed: u64, status: SubscriptionStatus) -> Contract {
    let mut contract = samples::contract(seed, &samples::plans()[0]);
    contract.subscription.status = status;
    contract
}

fn overview(contracts: &[Contract], chosen: usize, open: &[Invoice]) -> Overview {
    Overview::of(OverviewData {
        customer: &samples::customer().unwrap(),
        contracts,
        chosen: contracts.get(chosen).map(|contract| contract.subscription.id),
        open,
        latest: &[],
        usage: None,
        price: None,
        now: now(),
        zone: &zone(),
    })
}

#[test]
fn the_page_is_about_the_chosen_contract_else_a_running_one_else_a_coming_one() {
    use SubscriptionStatus::{Active, Ended, Pending};
    let contracts = [contract(1, Ended), contract(2, Pending), contract(3, Active)];
    let shown = |contracts: &[Contract], chosen| overview(contracts, chosen, &[]).contract.unwrap().id;
    assert_eq!(shown(&contracts, 0), contracts[0].subscription.id);
    assert_eq!(shown(&contracts, 9), contracts[2].subscription.id);
    assert_eq!(shown(&contracts[..2], 9), contracts[1].subscription.id);
    assert_eq!(shown(&contracts[..1], 9), contracts[0].subscription.id);
    assert_eq!(overview(&[], 0, &[]).contract, None);
}

#[test]
fn an_account_is_named_only_when_it_will_be_debited() {
    let contracts = [contract(1, SubscriptionStatus::Active)];
    let account = |invoice: Invoice| overview(&contracts, 0, &[invoice]).bill.unwrap().account;
    assert_eq!(account(open_invoice()), Some(samples::account()));
    let failed = Invoice { payment_failed_at: Some(now()), ..open_invoice() };
    assert_eq!(account(failed), None);
    let mut unpaid = contract(2, SubscriptionStatus::Active);
    unpaid.payment_method = None;
    let own = Invoice { subscription: Some(unpaid.subscription.id), ..open_invoice() };
    let two = [contracts[0].clone(), unpaid];
    assert_eq!(
        overview(&two, 0, &[own]).bill.unwrap().account,
        None,
        "another contract's account is not this one's"
    );
}

#[test]
fn an_ended_contract_has_no_next_bill_but_an_open_or_a_last_one() {
    let ended = [contract(1, SubscriptionStatus::Ended)];
    let shown = |open: &[Invoice], latest: &[Invoice]| {
        let customer = samples::customer().unwrap();
        let data = OverviewData {
            customer: &customer,
            contracts: &ended,
            chosen: None,
            open,
            latest,
            usage: None,
            price: None,
            now: now(),
            zone: &zone(),
        };
        Overview::of(data).bill.map(|bill| (bill.title, bill.invoice.number))
    };
    let paid = Invoice { status: InvoiceStatus::Paid, ..open_invoice() };
    let voided = Invoice { status: InvoiceStatus::Voided, number: "V".into(), ..open_invoice() };
    let void = Invoice { invoice_type: InvoiceType::Void, number: "S".into(), ..paid.clone() };
    let number = paid.number.clone();
    assert_eq!(shown(&[open_invoice()], &[open_invoice()]), Some((BillTitle::Open, number.clone())));
    assert_eq!(shown(&[], &[void, voided, paid]), Some((BillTitle::Latest, number)));
    assert_eq!(shown(&[], &[]), None);
    let running = [contract(2, SubscriptionStatus::Active)];
    assert_eq!(overview(&running, 0, &[open_invoice()]).bill.unwrap().title, BillTitle::Next);
}

#[test]
fn what_the_customer_gets_is_told_without_a_minus() {
    let mut credit = open_invoice();
    credit.total.minor = -8_412;
    let bill = overview(&[], 0, &[credit]).bill.unwrap();
    assert_eq!((bill.title, bill.amount.minor), (BillTitle::Credit, 8_412));
}

#[test]
fn a_feed_in_plan_tells_what_the_customer_is_paid_and_what_goes_off() {
    let part = |group, amount_milli| PriceComponent {
        group,
        kind: ComponentKind::Energy,
        name: "Vergütung".to_owned(),
        amount_milli,
    };
    let plan = |plan_type, minor, components: Vec<PriceComponent>| Plan {
        plan_type,
        price: Money::new(minor, Currency::EUR),
        components,
        ..samples::plans()[2].clone()
    };
    let told = |plan: &Plan| {
        let offer = Offer::of(plan);
        let unit = offer.unit_price.map(|rate| rate.milli);
        (offer.is_paid_out, unit, offer.price.minor, offer.fee.map(|fee| fee.minor))
    };
    let per_unit = |milli| vec![part(ComponentGroup::Variable, milli)];
    assert_eq!(told(&plan(PlanType::FeedIn, 0, per_unit(-8_030))), (true, Some(8_030), 0, None));
    assert_eq!(told(&plan(PlanType::FeedIn, 500, per_unit(-8_030))), (true, Some(8_030), 0, Some(500)));
    assert_eq!(told(&plan(PlanType::FeedIn, -500, per_unit(-8_030))), (true, Some(8_030), 500, None));
    assert_eq!(told(&plan(PlanType::FeedIn, -500, Vec::new())), (true, None, 500, None));
    assert_eq!(told(&plan(PlanType::FeedIn, 500, per_unit(8_030))), (false, Some(8_030), 500, None));
    assert_eq!(told(&plan(PlanType::Consumption, 500, per_unit(-8_030))), (false, Some(-8_030), 500, None));
    let parts = vec![
        part(ComponentGroup::Variable, -9_000),
        part(ComponentGroup::Variable, 970),
        part(ComponentGroup::Base, 150_000),
    ];
    let offer = Offer::of(&plan(PlanType::FeedIn, 0, parts));
    let milli = |rates: &[Rate]| rates.iter().map(|rate| rate.milli).collect::<Vec<_>>();
    assert_eq!((milli(&offer.variable), milli(&offer.base)), (vec![9_000, -970], vec![-150_000]));
}

#[test]
fn failed_payments_come_before_overdue_invoices() {
    let overdue = Invoice { due_at: Some(at("2026-11-01T00:00:00Z")), ..open_invoice() };
    let failed = Invoice { payment_failed_at: Some(now()), ..open_invoice() };
    let tasks = overview(&[], 0, &[overdue.clone(), open_invoice(), failed, overdue.clone(), overdue]).tasks;
    let kinds: Vec<TaskKind> = tasks.iter().map(|task| task.kind).collect();
    assert_eq!(kinds, [TaskKind::PaymentFailed, TaskKind::Overdue, TaskKind::Overdue]);
}

#[test]
fn the_last_day_of_a_contract_is_the_day_before_its_end() {
    let mut ending = contract(1, SubscriptionStatus::Active);
    ending.subscription.end_at = Some(at("2026-12-31T23:00:00Z"));
    let card = ContractCard::of(&ending, now(), &zone());
    assert_eq!((card.state, card.last_day), (ContractState::Terminated, LocalDay::new(2026, 12, 31)));
    let after = ContractCard::of(&ending, at("2026-12-31T23:00:00Z"), &zone());
    assert_eq!(after.state, ContractState::Ended);
    let mut cancelled = contract(2, SubscriptionStatus::Active);
    cancelled.subscription.current_period = Some(Period { start: now(), end: at("2026-11-30T23:00:00Z") });
    assert_eq!(ContractCard::of(&cancelled, now(), &zone()).state, ContractState::Active);
    cancelled.subscription.cancel_at_period_end = true;
    let card = ContractCard::of(&cancelled, now(), &zone());
    assert_eq!((card.state, card.last_day), (ContractState::Terminated, LocalDay::new(2026, 11, 30)));
}

#[test]
fn every_error_code_has_its_page_and_a_body_that_is_json() {
    for code in &CODES {
        let page = ErrorCode::named(code.code, "https://api.example").unwrap();
        let body: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        assert_eq!(body["docs"], format!("https://api.example/docs/errors/{}", code.code));
        assert_eq!(body["code"], code.code);
    }
    assert_eq!(ErrorCode::named("TEAPOT", ""), None);
}

#[test]
fn an_openapi_document_is_read_with_its_references_and_without_going_round_in_circles() {
    let document = serde_json::from_str(include_str!("../pages/docs/sample.openapi.json")).unwrap();
    let api = Api::from_openapi(&document);
    let names: Vec<&str> = api.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["Customers", "Other"]);
    let [list, create, disable] = api.groups[0].operations.as_slice() else { panic!("three operations") };
    assert_eq!(list.parameters[1].name, "after");
    let fields: Vec<&str> = list.responses[0].fields.iter().map(|field| field.name.as_str()).collect();
    assert!(fields.contains(&"items[].id") && fields.contains(&"items[].address.street"), "{fields:?}");
    assert!(!fields.contains(&"items[].address.parent.street"), "{fields:?}");
    let kind = |name: &str| create.body.iter().find(|field| field.name == name).unwrap().kind.as_str();
    assert_eq!(
        (kind("email"), kind("type"), kind("address")),
        ("string (email)", "person | company", "object")
    );
    assert!(create.curl.contains("-d '{\"email\":\"annika@example.com\""));
    assert_eq!((disable.method.as_str(), disable.parameters[0].place.as_str()), ("DELETE", "path"));
    assert_eq!(Api::from_openapi(&serde_json::Value::Null), Api::default());
}
