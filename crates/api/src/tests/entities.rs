//! The entities that the samples of the description show, as the use cases give them.

use crate::samples::{APRIL, BITS, CREATED, FEBRUARY, ISSUED, MARCH};
use vestibule_app::invoices::DatedInvoice;
use vestibule_kernel::customer::{Customer, CustomerStatus, CustomerType};
use vestibule_kernel::id::{
    AddressId, CustomerId, InvoiceId, MeterId, OrganizationId, PaymentMethodId, PlanId, SubscriptionId,
};
use vestibule_kernel::invoice::{Invoice, InvoiceStatus, InvoiceType};
use vestibule_kernel::plan::{Interval, Plan, PlanType};
use vestibule_kernel::subscription::{
    Address, Contract, Meter, MeterType, PaymentMethod, Subscription, SubscriptionStatus,
};
use vestibule_kernel::{Currency, Energy, LocalDay, Locale, Money, Period};

fn organization() -> OrganizationId {
    OrganizationId::from_uuid(BITS)
}

pub(crate) fn plan() -> Plan {
    Plan {
        id: PlanId::from_uuid(BITS),
        organization: organization(),
        external_id: "flex".into(),
        slug: "lumen-flex".parse().unwrap(),
        name: "Lumen Flex".into(),
        description: "Electricity at the price of the exchange, hour by hour.".into(),
        plan_type: PlanType::Consumption,
        price: Money::new(1099, Currency::EUR),
        interval: Interval::Month,
        components: Vec::new(),
        portal: None,
        price_series: None,
        cancellation_days: Some(30),
        on_offer: true,
        created_at: CREATED,
    }
}

pub(crate) fn customer() -> Customer {
    Customer {
        id: CustomerId::from_uuid(BITS),
        organization: organization(),
        external_id: Some("K-1001".into()),
        customer_type: CustomerType::Person,
        first_name: "Annika".into(),
        last_name: "Berger".into(),
        company_name: None,
        email: "annika.berger@example.com".parse().unwrap(),
        phone: None,
        vat_id: None,
        locale: Some(Locale::De),
        status: CustomerStatus::Active,
        created_at: CREATED,
    }
}

fn subscription() -> Subscription {
    Subscription {
        id: SubscriptionId::from_uuid(BITS),
        organization: organization(),
        external_id: "V-1001".into(),
        customer: CustomerId::from_uuid(BITS),
        plan: PlanId::from_uuid(BITS),
        number: Some("4X44EMKX".into()),
        status: SubscriptionStatus::Active,
        estimated_usage: Some(Energy::from_wh(2_500_000)),
        address: Some(AddressId::from_uuid(BITS)),
        meter: Some(MeterId::from_uuid(BITS)),
        payment_method: Some(PaymentMethodId::from_uuid(BITS)),
        price_series: None,
        confirmed_at: Some(CREATED),
        start_at: Some(FEBRUARY),
        terminated_at: None,
        end_at: None,
        current_period: None,
        cancel_at_period_end: false,
        amount: None,
        interval: Interval::Month,
        metadata: Some(r#"{"campaign":"spring"}"#.into()),
        created_at: CREATED,
        updated_at: CREATED,
    }
}

pub(crate) fn contract() -> Contract {
    Contract {
        subscription: subscription(),
        plan: std::sync::Arc::new(plan()),
        address: Some(Address {
            id: AddressId::from_uuid(BITS),
            street: "Torstraße".into(),
            house_number: "119".into(),
            zip: "10115".into(),
            city: "Berlin".into(),
            country: "DE".into(),
            created_at: CREATED,
        }),
        meter: Some(Meter {
            id: MeterId::from_uuid(BITS),
            number: "1APA0195124010".into(),
            meter_type: MeterType::Smart,
            malo: Some("50491310272".into()),
            melo: None,
            created_at: CREATED,
        }),
        payment_method: Some(PaymentMethod {
            id: PaymentMethodId::from_uuid(BITS),
            country: "DE".into(),
            last4: "6485".into(),
            account_holder: "Annika Berger".into(),
            created_at: CREATED,
        }),
    }
}

pub(crate) fn invoice() -> DatedInvoice {
    let invoice = Invoice {
        id: InvoiceId::from_uuid(BITS),
        organization: organization(),
        external_id: "R-2026-0042".into(),
        customer: CustomerId::from_uuid(BITS),
        subscription: Some(SubscriptionId::from_uuid(BITS)),
        number: "4X44EMKX-002".into(),
        invoice_type: InvoiceType::Usage,
        status: InvoiceStatus::Open,
        total: Money::new(11_004, Currency::EUR),
        tax_minor: 1757,
        lines: Vec::new(),
        usage: Some(Energy::from_wh(208_333)),
        period: Some(Period { start: MARCH, end: APRIL }),
        period_number: Some(2),
        issued_at: ISSUED,
        due_at: None,
        paid_at: None,
        payment_failed_at: None,
        voids: None,
        document: None,
        created_at: ISSUED,
    };
    DatedInvoice { invoice, first_day: LocalDay::new(2026, 3, 1).unwrap() }
}
