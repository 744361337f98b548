//! Issued invoices and their documents.

mod edition;
mod file;
mod file_link;
mod get;
mod invoice;
mod list;

pub(crate) use file::{__path_get_file, get_file};
pub(crate) use file_link::{__path_get_invoice_file, get_invoice_file};
pub(crate) use get::{__path_get_invoice, get_invoice};
pub(crate) use list::{__path_list_invoices, list_invoices};
