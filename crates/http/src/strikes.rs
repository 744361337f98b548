//! What each address may get wrong: secrets that are wrong cost the database a write each, and whoever sends
//! them is nobody whose own limit could stop them.

use crate::limits::{Budget, Left, Limit, Spent};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use vestibule_kernel::Timestamp;

/// Sixty wrong ones at once, and one more each second.
const LIMIT: Limit = Limit { name: "address", at_once: 60, window: 60 };
const ONE: Duration = Duration::from_secs(1);

/// What each address has got wrong lately. A library's limiter asks and counts in one step; here a request is
/// asked for before it is known whether it will count.
#[derive(Debug, Default)]
pub struct Strikes(Mutex<HashMap<IpAddr, Timestamp>>);

impl Strikes {
    /// What `address` may still get wrong at `now`. Requests that are under way are not counted yet.
    #[must_use]
    pub fn left(&self, address: IpAddr, now: Timestamp) -> Spent {
        let whole_again = self.lock().get(&network(address)).copied().unwrap_or(now);
        let owed = whole_again.since(now);
        let budget = match owed.checked_sub(ONE * (LIMIT.at_once - 1)) {
            Some(wait) if !wait.is_zero() => Budget::UsedUp(wait),
            Some(_) | None => Budget::Remaining(LIMIT.at_once.saturating_sub(strikes_in(owed))),
        };
        Spent::of(Left { limit: LIMIT, budget })
    }

    /// Counts something that `address` got wrong at `now`.
    pub fn strike(&self, address: IpAddr, now: Timestamp) {
        let mut all = self.lock();
        let whole_again = all.entry(network(address)).or_insert(now);
        *whole_again = (*whole_again).max(now).plus(ONE);
    }

    /// Forgets addresses that have their whole budget again.
    pub fn tidy(&self, now: Timestamp) {
        let mut all = self.lock();
        all.retain(|_, whole_again| *whole_again > now);
        all.shrink_to_fit();
    }

    /// A panic elsewhere leaves a map that is as good as before.
    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many strikes are forgiven in so long.
fn strikes_in(owed: Duration) -> u32 {
    u32::try_from(owed.as_millis().div_ceil(ONE.as_millis())).unwrap_or(u32::MAX)
}

/// What one subscriber has: an address, or in version 6 the first half of one. A neighbour pays for nobody.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << 64)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderMap;
    use vestibule_kernel::Error;

    const NOW: Timestamp = Timestamp::from_micros(1_773_133_200_000_000);

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn told(spent: Spent) -> String {
        let mut headers = HeaderMap::new();
        spent.tell(&mut headers);
        assert_eq!(headers["ratelimit-policy"], "\"address\";q=60;w=60");
        headers["ratelimit"].to_str().unwrap().to_owned()
    }

    #[test]
    fn sixty_are_forgiven_at_once_and_one_more_each_second() {
        let (strikes, from) = (Strikes::default(), address("203.0.113.9"));
        assert_eq!(told(strikes.left(from, NOW)), "\"address\";r=60;t=1");
        for left in (0..60).rev() {
            assert!(strikes.left(from, NOW).admitted().is_ok(), "{left}");
            strikes.strike(from, NOW);
        }
        assert_eq!(told(strikes.left(from, NOW)), "\"address\";r=0;t=1");
        assert_eq!(strikes.left(from, NOW).admitted(), Err(Error::RateLimited { after: ONE }));
        let later = NOW.plus(ONE);
        assert!(strikes.left(from, later).admitted().is_ok());
        strikes.strike(from, later);
        assert!(strikes.left(from, later).admitted().is_err());
        let much_later = later.plus(ONE * 60);
        assert_eq!(told(strikes.left(from, much_later)), "\"address\";r=60;t=1");
        strikes.strike(from, much_later.plus(ONE * 60));
        assert_eq!(told(strikes.left(from, much_later.plus(ONE * 60))), "\"address\";r=59;t=1");
    }

    #[test]
    fn a_subscriber_is_an_address_of_version_4_or_a_network_of_version_6() {
        let strikes = Strikes::default();
        for from in ["203.0.113.9", "2001:db8:1:2::1"] {
            (0..60).for_each(|_| strikes.strike(address(from), NOW));
        }
        let stopped = |from: &str| strikes.left(address(from), NOW).admitted().is_err();
        assert!(stopped("203.0.113.9") && !stopped("203.0.113.10"));
        assert!(stopped("2001:db8:1:2:ffff::7") && !stopped("2001:db8:1:3::1"));
    }

    #[test]
    fn addresses_with_their_whole_budget_are_forgotten() {
        let strikes = Strikes::default();
        strikes.strike(address("203.0.113.9"), NOW);
        (0..2).for_each(|_| strikes.strike(address("203.0.113.10"), NOW));
        strikes.tidy(NOW.plus(ONE));
        assert_eq!(strikes.lock().len(), 1);
        assert_eq!(told(strikes.left(address("203.0.113.10"), NOW.plus(ONE))), "\"address\";r=59;t=1");
    }
}
