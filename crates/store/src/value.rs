//! Values on their way in and out of statements: the one place that maps our types to columns.

use uuid::Uuid;
use vestibule_kernel::asset::{Digest32, MediaType};
use vestibule_kernel::customer::{CustomerStatus, CustomerType};
use vestibule_kernel::id::{
    AccessTokenId, AddressId, AuditId, ClientId, CustomerId, InvoiceId, LinkId, MeterId, OrganizationId,
    PaymentMethodId, PlanId, PortalId, PriceSeriesId, ReadingId, RefreshFamilyId, SessionId, SubscriptionId,
};
use vestibule_kernel::invoice::{InvoiceStatus, InvoiceType};
use vestibule_kernel::organization::OrganizationStatus;
use vestibule_kernel::plan::{Interval, PlanType};
use vestibule_kernel::reading::ReadingType;
use vestibule_kernel::session::Door;
use vestibule_kernel::subscription::{MeterType, SubscriptionStatus};
use vestibule_kernel::{Currency, Email, Error, LocalDay, Locale, Result, Slug, Timestamp, TokenHash};

/// A value to bind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    /// No value.
    Null,
    /// A whole number.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// Text.
    Text(&'a str),
    /// Bytes; a UUID's too.
    Bytes(&'a [u8]),
    /// A UUID.
    Id(Uuid),
}

impl<'a> Value<'a> {
    /// The bytes that tell it from others of its column; none for what is no key.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Text(text) => Some(text.as_bytes()),
            Self::Bytes(bytes) => Some(bytes),
            Self::Id(id) => Some(id.as_bytes()),
            Self::Null | Self::Int(_) | Self::Bool(_) => None,
        }
    }
}

/// A value that waits, and so owns what it holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Owned {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
    Id(Uuid),
}

impl Owned {
    /// The value, borrowed.
    pub(crate) fn borrow(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(value) => Value::Int(*value),
            Self::Bool(value) => Value::Bool(*value),
            Self::Text(value) => Value::Text(value),
            Self::Bytes(value) => Value::Bytes(value),
            Self::Id(value) => Value::Id(*value),
        }
    }
}

impl From<Value<'_>> for Owned {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(value) => Self::Int(value),
            Value::Bool(value) => Self::Bool(value),
            Value::Text(value) => Self::Text(value.to_owned()),
            Value::Bytes(value) => Self::Bytes(value.to_vec()),
            Value::Id(value) => Self::Id(value),
        }
    }
}

/// Binds its arguments in order.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::value::Value::from($value)),*] };
}
pub(crate) use params;

impl<'a, T> From<Option<T>> for Value<'a>
where
    Value<'a>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

macro_rules! bind {
    ($($kind:ty => |$value:ident| $bound:expr;)+) => { $(
        impl<'a> From<$kind> for Value<'a> {
            fn from($value: $kind) -> Self {
                $bound
            }
        }
    )+ };
}

bind! {
    i64 => |value| Self::Int(value);
    u32 => |value| Self::Int(i64::from(value));
    bool => |value| Self::Bool(value);
    Timestamp => |value| Self::Int(value.as_micros());
    LocalDay => |value| Self::Int(value.number());
    Uuid => |value| Self::Id(value);
    &'a str => |value| Self::Text(value);
    &'a String => |value| Self::Text(value);
    &'a [u8] => |value| Self::Bytes(value);
    &'a TokenHash => |value| Self::Bytes(value.as_bytes());
    &'a Digest32 => |value| Self::Bytes(&value.0);
    &'a Slug => |value| Self::Text(value.as_str());
    &'a Email => |value| Self::Text(value.as_str());
    &'a Currency => |value| Self::Text(value.as_str());
}

/// A value as a row holds it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    Null,
    Int(i64),
    Bool(bool),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// A type that a column can be read as; `None` when the column holds something else.
pub(crate) trait Column: Sized {
    fn read(cell: Cell<'_>) -> Option<Self>;
}

/// A row, read from left to right.
pub(crate) struct Columns<'r> {
    row: &'r dyn RowCells,
    next: usize,
}

/// A driver's row.
pub(crate) trait RowCells {
    fn cell(&self, index: usize) -> Result<Cell<'_>>;
}

impl<'r> Columns<'r> {
    pub(crate) fn new(row: &'r dyn RowCells) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    ///
    /// # Errors
    /// `Internal` naming the column when it holds what no writer of ours wrote.
    pub(crate) fn next<T: Column>(&mut self) -> Result<T> {
        let index = self.next;
        self.next += 1;
        T::read(self.row.cell(index)?).ok_or_else(|| {
            Error::internal(format_args!("column {index} is no {}", std::any::type_name::<T>()))
        })
    }
}

/// Reads a row of one column.
pub(crate) fn only<T: Column>(columns: &mut Columns<'_>) -> Result<T> {
    columns.next()
}

impl Columns<'_> {
    /// Reads the `width` columns of a row that an outer join may not have found: nothing when its
    /// first column is null.
    pub(crate) fn joined<T>(
        &mut self,
        width: usize,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<Option<T>> {
        if let Cell::Null = self.row.cell(self.next)? {
            self.next += width;
            return Ok(None);
        }
        read(self).map(Some)
    }
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Int(_) | Cell::Bool(_) | Cell::Text(_) | Cell::Bytes(_) => T::read(cell).map(Some),
        }
    }
}

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Int(value) = cell { Some(value) } else { None }
    }
}

impl Column for u32 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell).and_then(|value| Self::try_from(value).ok())
    }
}

impl Column for bool {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bool(value) => Some(value),
            Cell::Int(value) => Some(value != 0),
            Cell::Null | Cell::Text(_) | Cell::Bytes(_) => None,
        }
    }
}

impl Column for String {
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Text(value) = cell { Some(value.to_owned()) } else { None }
    }
}

impl Column for Vec<u8> {
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(value) = cell { Some(value.to_vec()) } else { None }
    }
}

impl Column for Uuid {
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(value) = cell { Self::from_slice(value).ok() } else { None }
    }
}

impl Column for Timestamp {
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell).map(Self::from_micros)
    }
}

impl Column for LocalDay {
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell).and_then(Self::from_number)
    }
}

impl Column for TokenHash {
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(value) = cell { value.try_into().ok().map(Self::from_bytes) } else { None }
    }
}

impl Column for Digest32 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(value) = cell { value.try_into().ok().map(Self) } else { None }
    }
}

/// Types that are stored as the text they print and parse.
macro_rules! as_text {
    ($($kind:ty),+ $(,)?) => { $(
        impl Column for $kind {
            fn read(cell: Cell<'_>) -> Option<Self> {
                if let Cell::Text(value) = cell { value.parse().ok() } else { None }
            }
        }
    )+ };
}

/// Enumerations: bound as their word.
macro_rules! as_word {
    ($($kind:ty),+ $(,)?) => {
        as_text!($($kind),+);
        bind! { $($kind => |value| Self::Text(value.as_str());)+ }
    };
}

/// Ids: stored as 16 bytes.
macro_rules! as_id {
    ($($kind:ty),+ $(,)?) => {
        bind! { $($kind => |value| Self::Id(value.uuid());)+ }
        $(impl Column for $kind {
            fn read(cell: Cell<'_>) -> Option<Self> {
                Uuid::read(cell).map(Self::from_uuid)
            }
        })+
    };
}

as_text!(Slug, Email, Currency);
as_word!(
    Locale,
    OrganizationStatus,
    PlanType,
    Interval,
    CustomerType,
    CustomerStatus,
    SubscriptionStatus,
    MeterType,
    ReadingType,
    InvoiceType,
    InvoiceStatus,
    Door,
    MediaType,
);
as_id!(
    OrganizationId,
    PortalId,
    PlanId,
    CustomerId,
    SubscriptionId,
    AddressId,
    MeterId,
    PaymentMethodId,
    PriceSeriesId,
    ReadingId,
    InvoiceId,
    SessionId,
    LinkId,
    ClientId,
    AccessTokenId,
    RefreshFamilyId,
    AuditId,
);

/// Reads a JSON payload column.
///
/// # Errors
/// `Internal` when it is not what we wrote.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::internal(format_args!("stored payload: {error}")))
}

/// Writes a JSON payload column.
///
/// # Errors
/// `Internal` when the value has no JSON form.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}
