//! Pages about invoices: what is owed, what was paid, what it was for.

mod detail;
mod list;
mod row;

pub use detail::{DetailData, InvoiceDetail, Line, Related};
pub use list::InvoiceList;
pub use row::{InvoiceRow, InvoiceState};
