//! Customers of an organization.

use crate::id::{CustomerId, OrganizationId};
use crate::{Email, Locale, Timestamp};

crate::text_enum! {
    /// Who a customer is before the law.
    CustomerType {
        /// A natural person.
        Person = "person",
        /// A company, with a person who acts for it.
        Company = "company",
    }
}

crate::text_enum! {
    /// Whether a customer may come in.
    CustomerStatus {
        /// They may.
        Active = "active",
        /// They may not; links, codes and sessions are refused and ended.
        Disabled = "disabled",
        /// Their data is gone.
        Erased = "erased",
    }
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Their id.
    pub id: CustomerId,
    /// Whose customer they are.
    pub organization: OrganizationId,
    /// The operator's own id of them.
    pub external_id: Option<String>,
    /// Person or company.
    pub customer_type: CustomerType,
    /// First name (of the contact, for a company).
    pub first_name: String,
    /// Last name (of the contact, for a company).
    pub last_name: String,
    /// The company's name.
    pub company_name: Option<String>,
    /// Where they are written to.
    pub email: Email,
    /// Telephone number.
    pub phone: Option<String>,
    /// VAT number.
    pub vat_id: Option<String>,
    /// Their own choice of language.
    pub locale: Option<Locale>,
    /// Whether they may come in.
    pub status: CustomerStatus,
    /// When they were created.
    pub created_at: Timestamp,
}

impl Customer {
    /// What they are called on a page: the company, or first and last name.
    #[must_use]
    pub fn display_name(&self) -> String {
        match &self.company_name {
            Some(company) => company.clone(),
            None => format!("{} {}", self.first_name, self.last_name).trim().to_owned(),
        }
    }
}
