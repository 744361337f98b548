//! The pages: one struct, one template and one file each.

pub mod access;
pub mod account;
pub mod customers;
pub mod docs;
pub mod errors;
pub mod invoices;
pub mod prices;
pub mod readings;
pub(crate) mod samples;
pub mod start;
pub mod usage;

use crate::page::Page;

/// Something that wants to see every kind of page.
pub(crate) trait Visit {
    /// Sees one kind.
    fn page<P: Page>(&mut self);
}

/// Shows every kind of page to `visitor`.
pub(crate) fn each(visitor: &mut impl Visit) {
    visitor.page::<access::LinkProblem>();
    visitor.page::<access::SignedOut>();
    visitor.page::<access::Forward>();
    visitor.page::<customers::Overview>();
    visitor.page::<usage::UsageHistory>();
    visitor.page::<prices::Prices>();
    visitor.page::<readings::Readings>();
    visitor.page::<invoices::InvoiceList>();
    visitor.page::<invoices::InvoiceDetail>();
    visitor.page::<account::Sessions>();
    visitor.page::<start::Offers>();
    visitor.page::<errors::NotFound>();
    visitor.page::<errors::Unreadable>();
    visitor.page::<errors::Refused>();
    visitor.page::<errors::Problem>();
    visitor.page::<errors::Unavailable>();
    visitor.page::<errors::Closed>();
    visitor.page::<errors::TooMany>();
    visitor.page::<errors::NoPortal>();
    visitor.page::<docs::ErrorCodes>();
    visitor.page::<docs::ErrorCode>();
    visitor.page::<docs::Api>();
}
