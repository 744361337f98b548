//! What a request to mint may ask for.

use std::ops::RangeInclusive;

/// Links that may be minted for one customer in a minute.
pub const MINTS_PER_MINUTE: u32 = 30;

/// Shortest and longest life of a link in seconds.
pub const LINK_TTL_SECONDS: RangeInclusive<u32> =
    vestibule_kernel::organization::OrganizationSettings::LINK_TTL_RANGE;
