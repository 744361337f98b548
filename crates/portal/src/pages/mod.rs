//! The pages of a customer who is signed in, one area a file.

pub(crate) mod invoices;
pub(crate) mod overview;
pub(crate) mod prices;
pub(crate) mod readings;
pub(crate) mod sessions;
pub(crate) mod start;
pub(crate) mod usage;
