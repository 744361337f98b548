//! How many mints a server may be sent: it refuses more than a fixed number per customer and minute, and a load
//! that ran into the limit would measure refusals.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The server's limit is 30; one is left for whoever mints beside the load.
const MINTS_PER_CUSTOMER: u64 = 29;
/// The limit's minute, and a second for clocks that are read at different moments.
const WINDOW: Duration = Duration::from_secs(61);

/// Counts what was sent in the last minute. Customers are taken in turn, so that a total says enough.
#[derive(Debug)]
pub struct Quota {
    capacity: u64,
    spent: VecDeque<(Instant, u64)>,
}

impl Quota {
    /// For mints that are spread evenly over so many customers.
    pub fn new(customers: u64) -> Self {
        Self { capacity: customers.saturating_mul(MINTS_PER_CUSTOMER), spent: VecDeque::new() }
    }

    /// The most that may be sent in any minute.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// What may be sent at `now`.
    pub fn available(&mut self, now: Instant) -> u64 {
        while self.spent.front().is_some_and(|(at, _)| now.saturating_duration_since(*at) >= WINDOW) {
            self.spent.pop_front();
        }
        self.capacity.saturating_sub(self.spent.iter().map(|(_, count)| count).sum())
    }

    /// How long to wait at `now` until `wanted` may be sent, or as much as may ever be.
    pub fn wait_for(&mut self, wanted: u64, now: Instant) -> Duration {
        let mut available = self.available(now);
        let wanted = wanted.min(self.capacity);
        let mut wait = Duration::ZERO;
        for (at, count) in &self.spent {
            if available >= wanted {
                break;
            }
            available += count;
            wait = (*at + WINDOW).saturating_duration_since(now);
        }
        wait
    }

    /// Notes that `count` were sent, the last of them at `now`.
    pub fn spend(&mut self, count: u64, now: Instant) {
        self.spent.push_back((now, count));
    }
}

/// The `n`th customer of a walk through all of `customers` that visits each once before any twice and never two
/// neighbours in a row, so that a database does not find the next one in the page it has just read.
pub fn customer_at(n: u64, customers: u64) -> u64 {
    let stride = coprime_stride(customers);
    let position = u128::from(n % customers) * u128::from(stride) % u128::from(customers);
    u64::try_from(position).unwrap_or(0) + 1
}

/// Near the golden section of `customers`, sharing no factor with it.
fn coprime_stride(customers: u64) -> u64 {
    let mut stride = (customers / 1000 * 618).max(customers * 618 / 1000).max(1);
    while gcd(stride, customers) != 1 {
        stride += 1;
    }
    stride
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_takes_what_the_limit_allows_and_no_more() {
        let start = Instant::now();
        let mut quota = Quota::new(10);
        assert_eq!(quota.available(start), 290);
        quota.spend(200, start);
        quota.spend(90, start + Duration::from_secs(30));
        assert_eq!(quota.available(start + Duration::from_secs(60)), 0);
        assert_eq!(quota.available(start + Duration::from_secs(61)), 200);
        assert_eq!(quota.available(start + Duration::from_secs(91)), 290);
    }

    #[test]
    fn waiting_ends_when_enough_is_back() {
        let start = Instant::now();
        let mut quota = Quota::new(10);
        quota.spend(200, start);
        quota.spend(90, start + Duration::from_secs(30));
        let now = start + Duration::from_secs(31);
        assert_eq!(quota.wait_for(0, now), Duration::ZERO);
        assert_eq!(quota.wait_for(150, now), Duration::from_secs(30));
        assert_eq!(quota.wait_for(250, now), Duration::from_secs(60));
        assert_eq!(quota.wait_for(1_000_000, now), Duration::from_secs(60));
    }

    #[test]
    fn the_walk_visits_every_customer_once_in_a_turn() {
        for customers in [1, 2, 7, 618, 1000, 4096] {
            let mut seen: Vec<u64> = (0..customers).map(|n| customer_at(n, customers)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (1..=customers).collect::<Vec<_>>());
        }
    }
}
