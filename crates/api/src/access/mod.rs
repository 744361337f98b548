//! Customers' access: hand-off links, and what the operator sees and ends of sign-ins.

mod end_access;
mod list_access;
mod mint_link;

pub(crate) use end_access::{__path_end_access, end_access};
pub(crate) use list_access::{__path_list_access, list_access};
pub(crate) use mint_link::{__path_mint_link, mint_link};
