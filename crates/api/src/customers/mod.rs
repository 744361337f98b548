//! People and companies with an account.

mod customer;
mod get;
mod list;

pub(crate) use customer::Customer;
pub(crate) use get::{__path_get_customer, get_customer};
pub(crate) use list::{__path_list_customers, list_customers};
