//! What hangs on a contract: where it is delivered, what measures it, what it is paid with.

use crate::samples;
use crate::schema::{tag, words_of};
use utoipa::ToSchema;
use vestibule_kernel::Timestamp;
use vestibule_kernel::id::{AddressId, MeterId, PaymentMethodId};
use vestibule_kernel::subscription::{self, MeterType};

tag!(AddressTag = "address");
tag!(MeterTag = "meter");
tag!(PaymentMethodTag = "payment_method");
tag!(SepaDebitTag = "sepa_debit");
words_of!(meter_type = MeterType, "How it is read.");

/// A postal address.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Address {
    /// Always `address`.
    #[schema(schema_with = AddressTag::schema)]
    object: AddressTag,
    /// Its id.
    #[schema(value_type = String)]
    id: AddressId,
    /// Street, without the house number.
    street: String,
    /// House number with its additions.
    house_number: String,
    /// Postal code.
    zip: String,
    /// City.
    city: String,
    /// Country, two letters.
    country: String,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl Address {
    /// An address in Berlin.
    pub(super) fn sample() -> Self {
        Self {
            object: AddressTag,
            id: AddressId::from_uuid(samples::BITS),
            street: "Torstraße".into(),
            house_number: "119".into(),
            zip: "10115".into(),
            city: "Berlin".into(),
            country: "DE".into(),
            created_at: samples::CREATED,
        }
    }
}

impl From<subscription::Address> for Address {
    fn from(address: subscription::Address) -> Self {
        Self {
            object: AddressTag,
            id: address.id,
            street: address.street,
            house_number: address.house_number,
            zip: address.zip,
            city: address.city,
            country: address.country,
            created_at: address.created_at,
        }
    }
}

/// An electricity meter.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Meter {
    /// Always `meter`.
    #[schema(schema_with = MeterTag::schema)]
    object: MeterTag,
    /// Its id.
    #[schema(value_type = String)]
    id: MeterId,
    /// The number printed on it.
    number: String,
    /// How it is read.
    #[schema(schema_with = meter_type)]
    r#type: MeterType,
    /// Market location.
    malo: Option<String>,
    /// Metering location.
    melo: Option<String>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl Meter {
    /// A meter that reads itself.
    pub(super) fn sample() -> Self {
        Self {
            object: MeterTag,
            id: MeterId::from_uuid(samples::BITS),
            number: "1APA0195124010".into(),
            r#type: MeterType::Smart,
            malo: Some("50491310272".into()),
            melo: None,
            created_at: samples::CREATED,
        }
    }
}

impl From<subscription::Meter> for Meter {
    fn from(meter: subscription::Meter) -> Self {
        Self {
            object: MeterTag,
            id: meter.id,
            number: meter.number,
            r#type: meter.meter_type,
            malo: meter.malo,
            melo: meter.melo,
            created_at: meter.created_at,
        }
    }
}

/// What a contract is paid with.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct PaymentMethod {
    /// Always `payment_method`.
    #[schema(schema_with = PaymentMethodTag::schema)]
    object: PaymentMethodTag,
    /// Its id.
    #[schema(value_type = String)]
    id: PaymentMethodId,
    /// Always `sepa_debit`.
    #[schema(schema_with = SepaDebitTag::schema)]
    r#type: SepaDebitTag,
    /// The account.
    sepa_debit: SepaDebit,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A SEPA account that may be debited.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct SepaDebit {
    /// Its IBAN with all but the country and the last four characters hidden.
    iban: String,
    /// Whose account it is.
    account_holder: String,
}

impl PaymentMethod {
    /// A German account.
    pub(super) fn sample() -> Self {
        Self {
            object: PaymentMethodTag,
            id: PaymentMethodId::from_uuid(samples::BITS),
            r#type: SepaDebitTag,
            sepa_debit: SepaDebit {
                iban: "DE************6485".into(),
                account_holder: "Annika Berger".into(),
            },
            created_at: samples::CREATED,
        }
    }
}

impl From<subscription::PaymentMethod> for PaymentMethod {
    fn from(method: subscription::PaymentMethod) -> Self {
        Self {
            object: PaymentMethodTag,
            id: method.id,
            r#type: SepaDebitTag,
            sepa_debit: SepaDebit { iban: method.masked_iban(), account_holder: method.account_holder },
            created_at: method.created_at,
        }
    }
}
