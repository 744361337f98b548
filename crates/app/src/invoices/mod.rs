//! Issued invoices and their documents.

mod document;
mod list;
mod of_customer;

pub use document::{FileLink, customer_document, file_link, linked_document};
pub use list::{DatedInvoice, FILTERS, get_invoice, list_invoices};
pub use of_customer::{CustomerInvoice, CustomerInvoices, customer_invoice, customer_invoices};
