//! An invoice as every list shows it, and where it stands in a customer's words.

use vestibule_kernel::id::InvoiceId;
use vestibule_kernel::invoice::{Invoice, InvoiceStatus, InvoiceType};
use vestibule_kernel::{Money, Period, TimeZone, Timestamp};

vestibule_kernel::text_enum! {
    /// Where an invoice stands for the one who reads it.
    InvoiceState {
        /// To be paid, in time.
        Open = "open",
        /// To be paid, too late.
        Overdue = "overdue",
        /// The last try to collect it failed.
        PaymentFailed = "payment_failed",
        /// Paid.
        Paid = "paid",
        /// The operator owes it to the customer.
        Credit = "credit",
        /// The customer got it.
        Refunded = "refunded",
        /// Taken back.
        Voided = "voided",
        /// Given up.
        Uncollectible = "uncollectible",
    }
}

impl InvoiceState {
    /// Where `invoice` stands at `now`. It is overdue from the day after its due day in `zone`.
    #[must_use]
    pub fn of(invoice: &Invoice, now: Timestamp, zone: &TimeZone) -> Self {
        let credit = invoice.total.minor < 0;
        let overdue = || invoice.due_at.is_some_and(|due| now.day_in(zone) > due.day_in(zone));
        match invoice.status {
            InvoiceStatus::Paid if credit => Self::Refunded,
            InvoiceStatus::Paid => Self::Paid,
            InvoiceStatus::Voided => Self::Voided,
            InvoiceStatus::Uncollectible => Self::Uncollectible,
            InvoiceStatus::Open if credit => Self::Credit,
            InvoiceStatus::Open if invoice.payment_failed_at.is_some() => Self::PaymentFailed,
            InvoiceStatus::Open if overdue() => Self::Overdue,
            InvoiceStatus::Open => Self::Open,
        }
    }
}

/// An invoice in a list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct InvoiceRow {
    /// Its id.
    pub id: InvoiceId,
    /// Its number as printed on the document.
    pub number: String,
    /// What it is for.
    pub invoice_type: InvoiceType,
    /// Where it stands.
    pub state: InvoiceState,
    /// What is due; negative is a credit.
    pub total: Money,
    /// What it covers.
    pub period: Option<Period>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// Path of the PDF, when there is one.
    pub document: Option<String>,
    /// The contract that it is for, where the list is about several.
    pub plan: Option<String>,
}

impl InvoiceRow {
    /// The row of `invoice` as it stands at `now`.
    #[must_use]
    pub fn of(invoice: &Invoice, now: Timestamp, zone: &TimeZone, document: Option<String>) -> Self {
        Self {
            id: invoice.id,
            number: invoice.number.clone(),
            invoice_type: invoice.invoice_type,
            state: InvoiceState::of(invoice, now, zone),
            total: invoice.total,
            period: invoice.period,
            issued_at: invoice.issued_at,
            due_at: invoice.due_at,
            paid_at: invoice.paid_at,
            document,
            plan: None,
        }
    }

    /// The row with the name of the contract that it is for.
    #[must_use]
    pub fn for_plan(self, plan: Option<String>) -> Self {
        Self { plan, ..self }
    }
}
