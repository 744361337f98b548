//! `customer`: a person or a company.

use crate::records::report::Problem;
use crate::records::row::{Mark, Row};
use crate::records::types::Space;
use serde::Serialize;
use vestibule_kernel::customer::{CustomerStatus, CustomerType};
use vestibule_kernel::{Email, Locale};

/// The columns of a customer.
pub(in crate::records) const COLUMNS: &[&str] = &[
    "external_id",
    "customer_type",
    "first_name",
    "last_name",
    "company_name",
    "email",
    "phone",
    "vat_id",
    "locale",
    "status",
];

/// What a record says of a customer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct CustomerRecord {
    pub(in crate::records) external_id: String,
    pub(in crate::records) customer_type: CustomerType,
    pub(in crate::records) first_name: String,
    pub(in crate::records) last_name: String,
    pub(in crate::records) company_name: Option<String>,
    #[serde(serialize_with = "super::portal::as_text")]
    pub(in crate::records) email: Email,
    pub(in crate::records) phone: Option<String>,
    pub(in crate::records) vat_id: Option<String>,
    pub(in crate::records) locale: Option<Locale>,
    /// Whether they may come in; as it was when the record does not say.
    pub(in crate::records) status: Option<CustomerStatus>,
}

pub(super) fn decode(row: &mut Row<'_>) -> Option<CustomerRecord> {
    let external_id = row.identity(Space::Customer, Mark::Plain);
    let customer_type = row.parsed("customer_type").unwrap_or(CustomerType::Person);
    let first_name = row.short("first_name").unwrap_or_default();
    let last_name = row.short("last_name").unwrap_or_default();
    let company_name = row.short("company_name");
    match customer_type {
        CustomerType::Person if last_name.is_empty() && !row.has("last_name") => {
            row.problem(Problem::of_column("last_name", "is missing; a person has one"));
        }
        CustomerType::Company if company_name.is_none() && !row.has("company_name") => {
            row.problem(Problem::of_column("company_name", "is missing; a company has one"));
        }
        CustomerType::Person | CustomerType::Company => {}
    }
    let email = row.required_parsed("email");
    let phone = row.short("phone");
    let vat_id = row.short("vat_id");
    let locale = row.parsed("locale");
    let status = row.parsed("status");
    Some(CustomerRecord {
        external_id: external_id?,
        customer_type,
        first_name,
        last_name,
        company_name,
        email: email?,
        phone,
        vat_id,
        locale,
        status,
    })
}
