//! The words of the domain: ids, time, money, energy, e-mail, locale, secrets, errors, lists,
//! and the entities that every other crate speaks of. No IO, no async, no framework.

pub mod asset;
pub mod clock;
pub mod colour;
pub mod customer;
pub mod email;
pub mod energy;
pub mod error;
pub mod filter;
pub mod hex;
pub mod id;
pub mod invoice;
pub mod list;
pub mod locale;
pub mod money;
pub mod organization;
pub mod plan;
pub mod portal;
pub mod prices;
pub mod reading;
pub mod rng;
pub mod seal;
pub mod secret;
pub mod series;
pub mod session;
pub mod slug;
pub mod subscription;
pub mod text_enum;
pub mod time;
pub mod usage;

pub use clock::Clock;
pub use email::Email;
pub use energy::Energy;
pub use error::{Error, FieldError, Result};
pub use hex::hex;
pub use locale::Locale;
pub use money::{Currency, Money};
pub use rng::Rng;
pub use secret::{Secret, Token, TokenHash, TokenKey};
pub use slug::Slug;
pub use time::{LocalDay, Period, TimeZone, Timestamp};
