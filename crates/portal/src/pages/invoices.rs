//! `/invoices`, one of them, and its document.

use crate::chrome;
use crate::guest::Guest;
use crate::show::{outcome, page};
use axum::extract::State;
use axum::http::StatusCode;
use vestibule_app::access::Visit;
use vestibule_app::customers::Account as Contracts;
use vestibule_app::invoices::{self, CustomerInvoice};
use vestibule_http::{Handled, Params, Segment, Web, file};
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::subscription::Contract;
use vestibule_view::Place;
use vestibule_view::pages::customers::Account;
use vestibule_view::pages::invoices::{DetailData, InvoiceDetail, InvoiceList, InvoiceRow, Related};

/// The list, twenty at a time.
pub(crate) async fn list(State(web): State<Web>, guest: Guest, params: Params) -> Handled {
    let cursor = params.get("cursor").map(str::to_owned);
    let found = invoices::customer_invoices(&web.ctx, guest.visitor(), cursor).await?;
    outcome(&web, &guest, found, |visit, list| {
        let zone = &visit.surface.organization.time_zone;
        let row = |invoice: &Invoice| {
            let row = InvoiceRow::of(invoice, visit.at, zone, document_path(invoice));
            row.for_plan(plan_of(visit, invoice))
        };
        let query = chrome::query(visit.account.asked);
        let separator = if query.is_empty() { '?' } else { '&' };
        let older = list.next.as_ref().map(|cursor| format!("/invoices{query}{separator}cursor={cursor}"));
        let shown = InvoiceList {
            rows: list.page.items.iter().map(row).collect(),
            newer: (!list.is_first).then(|| format!("/invoices{query}")),
            older,
        };
        page(&web, &guest, StatusCode::OK, &chrome::of_visit(&guest, visit, Some(Place::Invoices)), &shown)
    })
}

/// The plan that an invoice is for, where the list is about several contracts.
fn plan_of(visit: &Visit, invoice: &Invoice) -> Option<String> {
    let Contracts { contracts, asked } = &visit.account;
    let of = |contract: &&Contract| Some(contract.subscription.id) == invoice.subscription;
    let several = asked.is_none() && contracts.len() > 1;
    contracts.iter().find(of).filter(|_| several).map(|contract| contract.plan.name.clone())
}

/// One invoice.
pub(crate) async fn detail(State(web): State<Web>, guest: Guest, Segment(id): Segment) -> Handled {
    let found = invoices::customer_invoice(&web.ctx, guest.visitor(), &id).await?;
    outcome(&web, &guest, found, |visit, found| {
        let zone = &visit.surface.organization.time_zone;
        let shown = InvoiceDetail::of(&found.invoice, around(visit, &found), visit.at, zone);
        page(&web, &guest, StatusCode::OK, &chrome::of_visit(&guest, visit, Some(Place::Invoices)), &shown)
    })
}

fn around(visit: &Visit, found: &CustomerInvoice) -> DetailData {
    let related = |invoice: &Invoice| Related { id: invoice.id, number: invoice.number.clone() };
    DetailData {
        recipient: visit.customer.display_name(),
        plan: found.contract.as_ref().map(|contract| contract.plan.name.clone()),
        document: document_path(&found.invoice),
        account: found
            .contract
            .as_ref()
            .and_then(|contract| contract.payment_method.as_ref())
            .map(Account::from),
        voids: found.voids.as_ref().map(related),
        voided_by: found.voided_by.as_ref().map(related),
    }
}

/// Path of an invoice's document, when there is one.
fn document_path(invoice: &Invoice) -> Option<String> {
    invoice.document.map(|_| format!("/invoices/{}/pdf", invoice.id))
}

/// The document, as a download.
pub(crate) async fn document(State(web): State<Web>, guest: Guest, Segment(id): Segment) -> Handled {
    let found = invoices::customer_document(&web.ctx, guest.visitor(), &id).await?;
    outcome(&web, &guest, found, |_, (number, asset)| file(asset, &format!("{number}.pdf")))
}
