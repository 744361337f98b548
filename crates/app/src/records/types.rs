//! The kinds of records, and what each of them may say.

use super::kinds::{
    customer, invoice, meter_reading, organization, plan, portal, price_series, prices, subscription, usage,
};

vestibule_kernel::text_enum! {
    /// What a record describes.
    RecordType {
        /// The organization that is imported into.
        Organization = "organization",
        /// A portal.
        Portal = "portal",
        /// A plan.
        Plan = "plan",
        /// A series of prices.
        PriceSeries = "price_series",
        /// A customer.
        Customer = "customer",
        /// A subscription.
        Subscription = "subscription",
        /// An invoice.
        Invoice = "invoice",
        /// What a meter counted, of one slot or of a day.
        Usage = "usage",
        /// What a meter showed when a day began.
        MeterReading = "meter_reading",
        /// What a kilowatt-hour costs, in one slot or on a day.
        Prices = "prices",
    }
}

impl RecordType {
    /// The name of its CSV file, without `.csv`.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Organization => "organizations",
            Self::Portal => "portals",
            Self::Plan => "plans",
            Self::PriceSeries => "price_series",
            Self::Customer => "customers",
            Self::Subscription => "subscriptions",
            Self::Invoice => "invoices",
            Self::Usage => "usage",
            Self::MeterReading => "meter_readings",
            Self::Prices => "prices",
        }
    }

    /// Every column that it may have; a dot leads into a nested object.
    #[must_use]
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Organization => organization::COLUMNS,
            Self::Portal => portal::COLUMNS,
            Self::Plan => plan::COLUMNS,
            Self::PriceSeries => price_series::COLUMNS,
            Self::Customer => customer::COLUMNS,
            Self::Subscription => subscription::COLUMNS,
            Self::Invoice => invoice::COLUMNS,
            Self::Usage => usage::COLUMNS,
            Self::MeterReading => meter_reading::COLUMNS,
            Self::Prices => prices::COLUMNS,
        }
    }

    /// Its place in tables that have one entry a type.
    pub(super) const fn index(self) -> usize {
        self as usize
    }

    pub(super) fn with_plural(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|candidate| candidate.plural() == name)
    }
}

/// How many types there are.
pub(super) const TYPES: usize = RecordType::ALL.len();

/// The names that records claim, and refer to each other by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Space {
    /// The organization itself.
    Organization,
    /// Slugs of portals.
    Portal,
    /// Hosts of the operator's own.
    Host,
    /// Slugs of plans.
    PlanSlug,
    /// External ids of plans.
    Plan,
    /// External ids of series of prices.
    PriceSeries,
    /// External ids of customers.
    Customer,
    /// External ids of subscriptions.
    Subscription,
    /// External ids of invoices.
    Invoice,
    /// Numbers of invoices.
    InvoiceNumber,
    /// External ids of readings.
    Reading,
    /// Days of subscriptions' use.
    UsageDay,
    /// Days of series of prices.
    PriceDay,
}

impl Space {
    /// Every space, each after those that its records refer to.
    pub(super) const ALL: [Self; 13] = [
        Self::Host,
        Self::Portal,
        Self::PriceSeries,
        Self::PlanSlug,
        Self::Plan,
        Self::Organization,
        Self::Customer,
        Self::Subscription,
        Self::Invoice,
        Self::InvoiceNumber,
        Self::Reading,
        Self::UsageDay,
        Self::PriceDay,
    ];

    pub(super) const fn index(self) -> usize {
        self as usize
    }

    /// What a name of it names.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Portal => "portal",
            Self::Host => "host",
            Self::PlanSlug => "plan slug",
            Self::Plan => "plan",
            Self::PriceSeries => "price series",
            Self::Customer => "customer",
            Self::Subscription => "subscription",
            Self::Invoice => "invoice",
            Self::InvoiceNumber => "invoice number",
            Self::Reading => "meter reading",
            Self::UsageDay | Self::PriceDay => "value",
        }
    }
}
