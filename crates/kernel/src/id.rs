//! Ids of entities: UUIDv7 inside, `<prefix>_<26 characters of Crockford base32>` (TypeID) outside.
//! Each entity has its own type, so that an id of one can never stand where another is meant.

use crate::{Rng, Timestamp};
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The text is not an id of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId {
    /// The prefix that the id should have had.
    pub prefix: &'static str,
}

impl std::fmt::Display for InvalidId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected an id like {}_01h455vb4pex5vsknk084sn02q", self.prefix)
    }
}

impl std::error::Error for InvalidId {}

/// A fresh UUIDv7: 48 bit of milliseconds from `at`, then randomness.
#[must_use]
pub fn uuid_v7(at: Timestamp, rng: &Rng) -> Uuid {
    let mut random = [0u8; 10];
    rng.fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(millis(at), &random).into_uuid()
}

/// The 48 bit of milliseconds with which a UUIDv7 of `at` begins.
fn millis(at: Timestamp) -> u64 {
    u64::try_from(at.as_micros() / 1000).unwrap_or(0).min((1 << 48) - 1)
}

/// The 26 characters of base32 that stand for the 128 bits of `uuid`.
fn encode(uuid: Uuid) -> [u8; 26] {
    let mut rest = uuid.as_u128();
    let mut text = [0u8; 26];
    for slot in text.iter_mut().rev() {
        *slot = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    text
}

/// The reverse of [`encode`]; only the canonical lower-case form is taken.
fn decode(text: &str) -> Option<Uuid> {
    if text.len() != 26 || text.as_bytes()[0] > b'7' {
        return None;
    }
    text.bytes()
        .try_fold(0u128, |value, byte| {
            let digit = ALPHABET.iter().position(|&known| known == byte)?;
            Some((value << 5) | digit as u128)
        })
        .map(Uuid::from_u128)
}

/// Writes `prefix_` and the base32 of `uuid`.
fn write_typeid(f: &mut std::fmt::Formatter<'_>, prefix: &str, uuid: Uuid) -> std::fmt::Result {
    let text = encode(uuid);
    f.write_str(prefix)?;
    f.write_str("_")?;
    f.write_str(std::str::from_utf8(&text).map_err(|_| std::fmt::Error)?)
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// What its text form starts with, without the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A fresh id; ids made later sort later (to the millisecond).
            #[must_use]
            pub fn new(at: Timestamp, rng: &Rng) -> Self {
                Self(uuid_v7(at, rng))
            }

            /// Where the ids of `at` begin: none made then or later is smaller (to the millisecond).
            #[must_use]
            pub fn first_at(at: Timestamp) -> Self {
                Self(Uuid::from_u128(u128::from(millis(at)) << 80))
            }

            /// The id with these bits, as read from a table.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bits, as written to a table.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write_typeid(f, Self::PREFIX, self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write_typeid(f, Self::PREFIX, self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(decode)
                    .map(Self)
                    .ok_or(InvalidId { prefix: Self::PREFIX })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+ };
}

ids! {
    /// A tenant.
    OrganizationId = "org",
    /// A white-label portal.
    PortalId = "por",
    /// What can be bought.
    PlanId = "pln",
    /// A customer of an organization.
    CustomerId = "cus",
    /// A customer's contract on a plan.
    SubscriptionId = "sub",
    /// A postal address.
    AddressId = "adr",
    /// An electricity meter.
    MeterId = "mtr",
    /// How a customer pays.
    PaymentMethodId = "pm",
    /// What a meter showed.
    ReadingId = "mr",
    /// Prices that belong together.
    PriceSeriesId = "prs",
    /// An issued invoice.
    InvoiceId = "inv",
    /// A sign-in of a customer in one browser.
    SessionId = "ses",
    /// A hand-off link.
    LinkId = "lnk",
    /// A client of the API.
    ClientId = "cli",
    /// An organization access token.
    AccessTokenId = "tok",
    /// A family of refresh tokens.
    RefreshFamilyId = "rtf",
    /// A line of the audit trail.
    AuditId = "aud",
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert_eq, proptest};

    #[test]
    fn an_id_reads_back_as_it_was_printed() {
        let id = CustomerId::new(Timestamp::from_micros(1_700_000_000_000_000), &Rng::seeded(1));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.to_string().starts_with("cus_01"));
    }

    #[test]
    fn the_published_typeid_vector_holds() {
        let id: CustomerId = "cus_01h455vb4pex5vsknk084sn02q".parse().unwrap();
        assert_eq!(id.uuid().to_string(), "01890a5d-ac96-774b-bcce-b302099a8057");
    }

    #[test]
    fn a_foreign_prefix_upper_case_and_overflow_are_refused() {
        for text in [
            "sub_01h455vb4pex5vsknk084sn02q",
            "cus_01H455VB4PEX5VSKNK084SN02Q",
            "cus_81h455vb4pex5vsknk084sn02q",
            "cus_",
            "",
            "cus",
        ] {
            assert!(text.parse::<CustomerId>().is_err(), "{text}");
        }
    }

    #[test]
    fn later_ids_sort_later() {
        let rng = Rng::seeded(1);
        let early = SessionId::new(Timestamp::from_micros(1_000_000), &rng);
        let late = SessionId::new(Timestamp::from_micros(2_000_000), &rng);
        assert!(early < late && early.to_string() < late.to_string());
    }

    #[test]
    fn ids_of_an_instant_begin_where_the_earlier_ones_end() {
        let (at, rng) = (Timestamp::from_micros(1_700_000_000_000_999), Rng::seeded(1));
        let before = Timestamp::from_micros(1_699_999_999_999_999);
        let first = AuditId::first_at(at);
        for _ in 0..100 {
            assert!(AuditId::new(before, &rng) < first && first <= AuditId::new(at, &rng));
        }
        assert!(AuditId::new(at, &rng) < AuditId::first_at(Timestamp::from_micros(i64::MAX)));
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused_without_a_panic(text in ".{0,40}") {
            let _ = text.parse::<InvoiceId>();
        }

        #[test]
        fn all_bits_survive(bits: u128) {
            let id = PlanId::from_uuid(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }
    }
}
