//! One invoice in full; prints on a sheet of A4.

use super::InvoiceRow;
use crate::page::Page;
use crate::pages::customers::Account;
use crate::pages::samples;
use vestibule_kernel::id::InvoiceId;
use vestibule_kernel::invoice::{Invoice, InvoiceLine};
use vestibule_kernel::{Energy, Money, TimeZone, Timestamp};

/// One invoice.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct InvoiceDetail {
    /// What its list shows of it.
    pub invoice: InvoiceRow,
    /// Who owes it.
    pub recipient: String,
    /// The plan of its contract.
    pub plan: Option<String>,
    /// What it consists of.
    pub lines: Vec<Line>,
    /// The amount without tax.
    pub net: Money,
    /// The tax in it.
    pub tax: Money,
    /// Energy used in its period.
    pub usage: Option<Energy>,
    /// When a payment of it last failed.
    pub payment_failed_at: Option<Timestamp>,
    /// The account that it is debited from.
    pub account: Option<Account>,
    /// The invoice that it takes back.
    pub voids: Option<Related>,
    /// The invoice that takes it back.
    pub voided_by: Option<Related>,
}

/// A line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// What it is for.
    pub description: String,
    /// How much of it, as it is printed.
    pub quantity: Option<String>,
    /// Its amount, tax included.
    pub amount: Money,
}

/// Another invoice that this one has to do with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Related {
    /// Its id.
    pub id: InvoiceId,
    /// Its number.
    pub number: String,
}

/// What the page is made from, beside the invoice.
#[derive(Debug, Clone, Default)]
pub struct DetailData {
    /// Who owes it.
    pub recipient: String,
    /// The plan of its contract.
    pub plan: Option<String>,
    /// Path of the PDF, when there is one.
    pub document: Option<String>,
    /// The account that the contract is paid from.
    pub account: Option<Account>,
    /// The invoice that it takes back.
    pub voids: Option<Related>,
    /// The invoice that takes it back.
    pub voided_by: Option<Related>,
}

impl InvoiceDetail {
    /// The page of `invoice` as it stands at `now`.
    #[must_use]
    pub fn of(invoice: &Invoice, data: DetailData, now: Timestamp, zone: &TimeZone) -> Self {
        let money = |minor| Money::new(minor, invoice.total.currency);
        let line = |line: &InvoiceLine| Line {
            description: line.description.clone(),
            quantity: line.quantity.clone(),
            amount: money(line.amount_minor),
        };
        Self {
            invoice: InvoiceRow::of(invoice, now, zone, data.document),
            recipient: data.recipient,
            plan: data.plan,
            lines: invoice.lines.iter().map(line).collect(),
            net: money(invoice.total.minor.saturating_sub(invoice.tax_minor)),
            tax: money(invoice.tax_minor),
            usage: invoice.usage,
            payment_failed_at: invoice.payment_failed_at,
            account: data.account,
            voids: data.voids,
            voided_by: data.voided_by,
        }
    }
}

impl Page for InvoiceDetail {
    const TEMPLATE: &'static str = "invoices/detail.html";
    const TITLE: &'static str = "";

    fn samples() -> Vec<Self> {
        let (now, zone) = (samples::now(), samples::zone());
        let related = |invoice: &Invoice| Related { id: invoice.id, number: invoice.number.clone() };
        let invoices = samples::invoices();
        let mut pages: Vec<Self> = invoices
            .iter()
            .map(|invoice| {
                let data = DetailData {
                    recipient: samples::LONG_NAME.to_owned(),
                    plan: Some("Lumen Dynamisch".to_owned()),
                    document: invoice.document.map(|_| format!("/invoices/{}/document", invoice.id)),
                    account: Some(samples::account()),
                    voids: invoice.voids.map(|_| related(&invoices[0])),
                    voided_by: None,
                };
                Self::of(invoice, data, now, &zone)
            })
            .collect();
        if let Some(voided) = pages.iter_mut().find(|page| page.invoice.state == super::InvoiceState::Voided)
        {
            voided.voided_by = Some(related(&invoices[1]));
        }
        let plain = DetailData { recipient: "Annika Brandt-Oßwald".to_owned(), ..DetailData::default() };
        pages.push(Self::of(&samples::empty_invoice(), plain, now, &zone));
        pages
    }
}
