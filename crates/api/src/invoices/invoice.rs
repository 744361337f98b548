//! An invoice as the API shows it.

use super::edition;
use crate::samples;
use crate::schema::{tag, words_of};
use utoipa::ToSchema;
use vestibule_app::invoices::DatedInvoice;
use vestibule_kernel::id::{CustomerId, InvoiceId, SubscriptionId};
use vestibule_kernel::invoice::InvoiceType;
use vestibule_kernel::{Currency, Timestamp};

tag!(InvoiceTag = "invoice");
words_of!(invoice_type = InvoiceType, "What it is for.");

/// An issued invoice.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Invoice {
    /// Always `invoice`.
    #[schema(schema_with = InvoiceTag::schema)]
    object: InvoiceTag,
    /// Its id.
    #[schema(value_type = String)]
    id: InvoiceId,
    /// Your own id of it.
    external_id: String,
    /// What it is for.
    #[schema(schema_with = invoice_type)]
    r#type: InvoiceType,
    /// Its number as printed on the document.
    invoice_number: String,
    /// Id of its customer.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// Id of the contract it is for.
    #[schema(value_type = Option<String>)]
    subscription: Option<SubscriptionId>,
    /// Month in which its period begins, or in which it was issued when it has none, in your time zone.
    #[schema(minimum = 1, maximum = 12)]
    month: i8,
    /// Year to the month.
    year: i16,
    /// The first instant of the period it covers.
    #[schema(value_type = Option<String>, format = DateTime)]
    period_start: Option<Timestamp>,
    /// The first instant after the period it covers.
    #[schema(value_type = Option<String>, format = DateTime)]
    period_end: Option<Timestamp>,
    /// Which period of the contract it covers, from 1; 0 when it covers none.
    period_number: u32,
    /// Whether it is settled. An invoice that was given up is `open`: it was neither paid nor taken back.
    #[schema(schema_with = edition::statuses)]
    status: &'static str,
    /// Energy billed in kWh; 0 when it bills none.
    usage: f64,
    /// What is due in major units, VAT included; negative is a credit.
    total: f64,
    /// Currency of the total.
    #[schema(value_type = String)]
    currency: Currency,
    /// Id of the invoice that it takes back.
    #[schema(value_type = Option<String>)]
    voids: Option<InvoiceId>,
    /// When it was issued.
    #[schema(value_type = Option<String>, format = DateTime)]
    issued_at: Option<Timestamp>,
    /// When it is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    /// When it was paid.
    #[schema(value_type = Option<String>, format = DateTime)]
    paid_at: Option<Timestamp>,
}

impl Invoice {
    /// The bill for a month.
    pub(super) fn sample() -> Self {
        Self {
            object: InvoiceTag,
            id: InvoiceId::from_uuid(samples::BITS),
            external_id: "R-2026-0042".into(),
            r#type: InvoiceType::Usage,
            invoice_number: "4X44EMKX-002".into(),
            customer: CustomerId::from_uuid(samples::BITS),
            subscription: Some(SubscriptionId::from_uuid(samples::BITS)),
            month: 3,
            year: 2026,
            period_start: Some(samples::MARCH),
            period_end: Some(samples::APRIL),
            period_number: 2,
            status: "open",
            usage: 208.333,
            total: 110.04,
            currency: Currency::EUR,
            voids: None,
            issued_at: Some(samples::ISSUED),
            due_at: None,
            paid_at: None,
        }
    }
}

impl From<DatedInvoice> for Invoice {
    fn from(DatedInvoice { invoice, first_day }: DatedInvoice) -> Self {
        Self {
            object: InvoiceTag,
            id: invoice.id,
            external_id: invoice.external_id,
            r#type: invoice.invoice_type,
            invoice_number: invoice.number,
            customer: invoice.customer,
            subscription: invoice.subscription,
            month: first_day.date().month(),
            year: first_day.date().year(),
            period_start: invoice.period.map(|period| period.start),
            period_end: invoice.period.map(|period| period.end),
            period_number: invoice.period_number.unwrap_or(0),
            status: edition::shown(invoice.status),
            usage: invoice.usage.map_or(0.0, |usage| usage.kwh()),
            total: invoice.total.major(),
            currency: invoice.total.currency,
            voids: invoice.voids,
            issued_at: Some(invoice.issued_at),
            due_at: invoice.due_at,
            paid_at: invoice.paid_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::entities;

    #[test]
    fn a_period_that_begins_at_midnight_in_berlin_is_of_that_month() {
        let json = serde_json::to_value(Invoice::from(entities::invoice())).unwrap();
        assert_eq!(json, serde_json::to_value(Invoice::sample()).unwrap());
        assert_eq!(json["period_start"], "2026-02-28T23:00:00.000Z");
        assert_eq!((json["month"].as_u64(), json["year"].as_u64()), (Some(3), Some(2026)));
    }

    #[test]
    fn what_an_invoice_lacks_is_zero_where_the_reference_wants_a_number() {
        let mut dated = entities::invoice();
        dated.invoice.usage = None;
        dated.invoice.period = None;
        dated.invoice.period_number = None;
        let json = serde_json::to_value(Invoice::from(dated)).unwrap();
        assert_eq!((json["usage"].as_f64(), json["period_number"].as_u64()), (Some(0.0), Some(0)));
        assert!(json["period_start"].is_null() && json["period_end"].is_null());
    }
}
