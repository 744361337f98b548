//! Limits per API client, told in the headers of draft-ietf-httpapi-ratelimit-headers-10.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use vestibule_kernel::{Error, Result};

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// What each client has left. Twice the rate may come at once.
pub struct ClientLimits {
    limiter: Option<(Limiter, NonZeroU32)>,
    clock: DefaultClock,
}

/// What a request left of its client's limit; `None` where there is no limit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spent(Option<Left>);

#[derive(Debug, Clone, Copy)]
struct Left {
    rate: NonZeroU32,
    remaining: u32,
}

impl ClientLimits {
    /// `rate` requests a second for each client, or no limit.
    #[must_use]
    pub fn new(rate: Option<NonZeroU32>) -> Self {
        let limiter = rate.map(|rate| {
            let quota =
                Quota::per_second(rate).allow_burst(rate.saturating_mul(NonZeroU32::MIN.saturating_add(1)));
            (RateLimiter::keyed(quota).with_middleware::<StateInformationMiddleware>(), rate)
        });
        Self { limiter, clock: DefaultClock::default() }
    }

    /// Counts a request of the client `key`.
    ///
    /// # Errors
    /// `RateLimited` with the time to wait.
    pub fn spend(&self, key: &str) -> Result<Spent> {
        let Some((limiter, rate)) = &self.limiter else { return Ok(Spent(None)) };
        match limiter.check_key(&key.to_owned()) {
            Ok(state) => Ok(Spent(Some(Left { rate: *rate, remaining: state.remaining_burst_capacity() }))),
            Err(refused) => Err(Error::RateLimited { after: refused.wait_time_from(self.clock.now()) }),
        }
    }

    /// Forgets clients that have their whole limit again.
    pub fn tidy(&self) {
        if let Some((limiter, _)) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

impl Spent {
    /// Tells the client what it has left.
    pub fn tell(self, headers: &mut HeaderMap) {
        let Some(left) = self.0 else { return };
        let policy = format!("\"client\";q={};w=1", left.rate);
        let limit = format!("\"client\";r={};t=1", left.remaining);
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
        assert!(limits.spend("a").is_ok() && limits.spend("a").is_ok());
        assert!(matches!(limits.spend("a"), Err(Error::RateLimited { .. })));
        assert!(limits.spend("b").is_ok());
    }

    #[test]
    fn no_limit_is_no_header() {
        let mut headers = HeaderMap::new();
        ClientLimits::new(None).spend("a").unwrap().tell(&mut headers);
        assert!(headers.is_empty());
    }
}
