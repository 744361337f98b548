//! A customer as the API shows them.

use crate::samples;
use crate::schema::{tag, words_of};
use utoipa::ToSchema;
use vestibule_kernel::customer::{self, CustomerStatus, CustomerType};
use vestibule_kernel::id::CustomerId;
use vestibule_kernel::{Locale, Timestamp};

tag!(CustomerTag = "customer");
words_of!(customer_type = CustomerType, "Person or company.");
words_of!(customer_status = CustomerStatus, "Whether they may sign in.");

/// A person or a company with an account.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Customer {
    /// Always `customer`.
    #[schema(schema_with = CustomerTag::schema)]
    object: CustomerTag,
    /// Their id.
    #[schema(value_type = String)]
    id: CustomerId,
    /// Your own id of them.
    external_id: Option<String>,
    /// Person or company.
    #[schema(schema_with = customer_type)]
    r#type: CustomerType,
    /// First name; of the contact, for a company.
    first_name: String,
    /// Last name; of the contact, for a company.
    last_name: String,
    /// The company's name. Companies only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    company_name: Option<String>,
    /// Where they are written to.
    email: String,
    /// Telephone number.
    phone: Option<String>,
    /// VAT number.
    vat_id: Option<String>,
    /// Their own choice of language.
    #[schema(value_type = Option<String>)]
    locale: Option<Locale>,
    /// Whether they may sign in.
    #[schema(schema_with = customer_status)]
    status: CustomerStatus,
    /// When they were created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl Customer {
    /// A person.
    pub(crate) fn sample() -> Self {
        Self {
            object: CustomerTag,
            id: CustomerId::from_uuid(samples::BITS),
            external_id: Some("K-1001".into()),
            r#type: CustomerType::Person,
            first_name: "Annika".into(),
            last_name: "Berger".into(),
            company_name: None,
            email: "annika.berger@example.com".into(),
            phone: None,
            vat_id: None,
            locale: Some(Locale::De),
            status: CustomerStatus::Active,
            created_at: samples::CREATED,
        }
    }
}

impl From<customer::Customer> for Customer {
    fn from(customer: customer::Customer) -> Self {
        let company_name = match customer.customer_type {
            CustomerType::Person => None,
            CustomerType::Company => Some(customer.display_name()),
        };
        Self {
            object: CustomerTag,
            id: customer.id,
            external_id: customer.external_id,
            r#type: customer.customer_type,
            first_name: customer.first_name,
            last_name: customer.last_name,
            company_name,
            email: customer.email.as_str().to_owned(),
            phone: customer.phone,
            vat_id: customer.vat_id,
            locale: customer.locale,
            status: customer.status,
            created_at: customer.created_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::entities;

    #[test]
    fn a_person_has_no_company_name() {
        let json = serde_json::to_value(Customer::from(entities::customer())).unwrap();
        assert_eq!(json, serde_json::to_value(Customer::sample()).unwrap());
        assert!(json.get("company_name").is_none());
    }

    #[test]
    fn a_company_always_has_one() {
        let mut company = entities::customer();
        company.customer_type = CustomerType::Company;
        let json = serde_json::to_value(Customer::from(company.clone())).unwrap();
        assert_eq!(json["company_name"], "Annika Berger");
        company.company_name = Some("Berger GmbH".into());
        let json = serde_json::to_value(Customer::from(company)).unwrap();
        assert_eq!(json["company_name"], "Berger GmbH");
    }
}
