//! What the samples of the API's description are made of. They are values of the very types that are
//! answered, so that the description cannot promise other shapes.

use uuid::Uuid;
use vestibule_kernel::Timestamp;

/// The bits of every id in a sample; prefixes tell them apart.
pub(crate) const BITS: Uuid = Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057);

/// 2026-01-05T09:30:00Z.
pub(crate) const CREATED: Timestamp = seconds(1_767_605_400);
/// 1 February 2026 in Berlin.
pub(crate) const FEBRUARY: Timestamp = seconds(1_769_900_400);
/// 1 March 2026 in Berlin.
pub(crate) const MARCH: Timestamp = seconds(1_772_319_600);
/// 1 April 2026 in Berlin.
pub(crate) const APRIL: Timestamp = seconds(1_774_994_400);
/// 2026-04-02T06:15:00Z.
pub(crate) const ISSUED: Timestamp = seconds(1_775_110_500);

const fn seconds(since_1970: i64) -> Timestamp {
    Timestamp::from_micros(since_1970 * 1_000_000)
}
