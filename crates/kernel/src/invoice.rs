//! Issued invoices. They are never edited, only voided.

use crate::asset::Digest32;
use crate::id::{CustomerId, InvoiceId, OrganizationId, SubscriptionId};
use crate::{Energy, Money, Period, Timestamp};

crate::text_enum! {
    /// What an invoice is for.
    InvoiceType {
        /// What was used in a period.
        Usage = "usage",
        /// An advance payment.
        Prepayment = "prepayment",
        /// Takes another invoice back.
        Void = "void",
        /// Something bought once.
        Purchase = "purchase",
    }
}

crate::text_enum! {
    /// Whether an invoice is settled.
    InvoiceStatus {
        /// To be paid.
        Open = "open",
        /// Paid.
        Paid = "paid",
        /// Taken back.
        Voided = "voided",
        /// Given up.
        Uncollectible = "uncollectible",
    }
}

/// A line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceLine {
    /// What it is for, as customers read it.
    pub description: String,
    /// How much of it, as it is printed: `162 kWh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Its amount in minor units, tax included.
    pub amount_minor: i64,
}

/// An issued invoice.
#[derive(Debug, Clone, PartialEq)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The operator's own id of it.
    pub external_id: String,
    /// Who owes it.
    pub customer: CustomerId,
    /// For which contract.
    pub subscription: Option<SubscriptionId>,
    /// Its number as printed on the document.
    pub number: String,
    /// What it is for.
    pub invoice_type: InvoiceType,
    /// Whether it is settled.
    pub status: InvoiceStatus,
    /// What is due, tax included; negative is a credit.
    pub total: Money,
    /// The tax within the total, in minor units.
    pub tax_minor: i64,
    /// What it consists of.
    pub lines: Vec<InvoiceLine>,
    /// Energy used in the period.
    pub usage: Option<Energy>,
    /// What it covers.
    pub period: Option<Period>,
    /// Which period of the contract, from 1.
    pub period_number: Option<u32>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// When a payment of it last failed.
    pub payment_failed_at: Option<Timestamp>,
    /// The invoice that it takes back.
    pub voids: Option<InvoiceId>,
    /// The stored PDF.
    pub document: Option<Digest32>,
    /// When it was created here.
    pub created_at: Timestamp,
}
