//! Limits per API client, and what is left of any limit, told in the headers of draft-ietf-httpapi-ratelimit-headers-10.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::time::Duration;
use vestibule_kernel::error::whole_seconds;
use vestibule_kernel::{Error, Result};

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// The limit is the rate for so many seconds, and all of it may come at once.
const WINDOW: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);

/// What each client has left.
pub struct ClientLimits {
    limiter: Option<(Limiter, NonZeroU32)>,
    clock: DefaultClock,
}

/// What a request left of a limit; `None` where there is no limit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spent(Option<Left>);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Left {
    pub(crate) limit: Limit,
    pub(crate) budget: Budget,
}

/// So many requests at once, and as many again in a window of so many seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// What the headers call it.
    pub(crate) name: &'static str,
    pub(crate) at_once: u32,
    pub(crate) window: u32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Budget {
    /// So many requests may follow.
    Remaining(u32),
    /// This one was too many; the next may come after so long.
    UsedUp(Duration),
}

impl ClientLimits {
    /// `rate` requests a second for each client, or no limit.
    #[must_use]
    pub fn new(rate: Option<NonZeroU32>) -> Self {
        let limiter = rate.map(|rate| {
            let quota = Quota::per_second(rate).allow_burst(at_once(rate));
            (RateLimiter::keyed(quota).with_middleware::<StateInformationMiddleware>(), rate)
        });
        Self { limiter, clock: DefaultClock::default() }
    }

    /// Counts a request of the client `key`.
    #[must_use]
    pub fn spend(&self, key: &str) -> Spent {
        let Some((limiter, rate)) = &self.limiter else { return Spent(None) };
        let budget = match limiter.check_key(&key.to_owned()) {
            Ok(state) => Budget::Remaining(state.remaining_burst_capacity()),
            Err(refused) => Budget::UsedUp(refused.wait_time_from(self.clock.now())),
        };
        let limit = Limit { name: "client", at_once: at_once(*rate).get(), window: WINDOW.get() };
        Spent::of(Left { limit, budget })
    }

    /// Forgets clients that have their whole limit again.
    pub fn tidy(&self) {
        if let Some((limiter, _)) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// What may come at once of a limit of `rate` requests a second.
fn at_once(rate: NonZeroU32) -> NonZeroU32 {
    rate.saturating_mul(WINDOW)
}

impl Left {
    /// How many requests may follow, and in how many seconds there are more.
    fn remaining_and_seconds(self) -> (u32, u64) {
        match self.budget {
            Budget::Remaining(remaining) => {
                let Limit { at_once, window, .. } = self.limit;
                let spent = u64::from(at_once.saturating_sub(remaining));
                (remaining, (spent * u64::from(window)).div_ceil(u64::from(at_once)).max(1))
            }
            Budget::UsedUp(wait) => (0, whole_seconds(wait)),
        }
    }
}

impl Spent {
    pub(crate) const fn of(left: Left) -> Self {
        Self(Some(left))
    }

    /// Lets a request within the limit go on.
    ///
    /// # Errors
    /// `RateLimited` with the time to wait.
    pub fn admitted(&self) -> Result<()> {
        match self.0.map(|left| left.budget) {
            None | Some(Budget::Remaining(_)) => Ok(()),
            Some(Budget::UsedUp(after)) => Err(Error::RateLimited { after }),
        }
    }

    /// Tells the caller what they have left: when they are refused, too.
    pub fn tell(self, headers: &mut HeaderMap) {
        let Some(left) = self.0 else { return };
        let (remaining, seconds) = left.remaining_and_seconds();
        let Limit { name, at_once, window } = left.limit;
        let policy = format!("\"{name}\";q={at_once};w={window}");
        let limit = format!("\"{name}\";r={remaining};t={seconds}");
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", limit)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_client_cannot_use_up_anothers_limit() {
        let limits = ClientLimits::new(NonZeroU32::new(1));
        assert!(limits.spend("a").admitted().is_ok() && limits.spend("a").admitted().is_ok());
        assert!(matches!(limits.spend("a").admitted(), Err(Error::RateLimited { .. })));
        assert!(limits.spend("b").admitted().is_ok());
    }

    #[test]
    fn made_up_clients_are_forgotten_when_they_have_their_whole_limit_again() {
        let limits = ClientLimits::new(NonZeroU32::new(1_000));
        (0..1_000).for_each(|n| assert!(limits.spend(&n.to_string()).admitted().is_ok()));
        std::thread::sleep(Duration::from_millis(50));
        limits.tidy();
        assert_eq!(limits.limiter.unwrap().0.len(), 0);
    }

    #[test]
    fn what_is_left_is_never_more_than_the_policy_allows() {
        let limits = ClientLimits::new(NonZeroU32::new(5));
        for (remaining, seconds) in [(9, 1), (8, 1), (7, 1), (6, 1), (5, 1), (4, 2), (3, 2)] {
            let mut headers = HeaderMap::new();
            limits.spend("a").tell(&mut headers);
            assert_eq!(headers["ratelimit-policy"], "\"client\";q=10;w=2");
            assert_eq!(headers["ratelimit"], format!("\"client\";r={remaining};t={seconds}"));
        }
    }

    #[test]
    fn no_limit_is_no_header() {
        let mut headers = HeaderMap::new();
        ClientLimits::new(None).spend("a").tell(&mut headers);
        assert!(headers.is_empty());
    }
}
