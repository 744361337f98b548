//! A server that answers sign-ins: where it listens, how it is asked, and what it may be asked.

use crate::quota::{Quota, customer_at};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What may still be minted on some data.
pub type SharedQuota = Arc<Mutex<Quota>>;

/// One server under measurement.
#[derive(Debug)]
pub struct Target {
    /// How it is called in progress and results.
    pub name: &'static str,
    /// Where it listens.
    pub address: SocketAddr,
    /// Its process, for memory and processor time.
    pub process: u32,
    customers: u64,
    mint_head: String,
    next: AtomicU64,
    quota: Option<SharedQuota>,
}

impl Target {
    /// A server whose API answers at the authority `api` to the bearer `token`, with so many customers for loads.
    pub fn new(
        name: &'static str,
        process: u32,
        address: SocketAddr,
        (api, token): (&str, &str),
        customers: u64,
    ) -> Self {
        let mint_head = format!(
            "POST /admin/magic_link HTTP/1.1\r\nHost: {api}\r\nUser-Agent: vestibule-bench\r\n\
             Accept: application/json\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             Content-Length: "
        );
        Self { name, address, process, customers, mint_head, next: AtomicU64::new(0), quota: None }
    }

    /// The same, minding a limit of mints. It is shared by all processes that serve the same data.
    pub fn limited(self, quota: SharedQuota) -> Self {
        Self { quota: Some(quota), ..self }
    }

    /// The bytes of a request for a link, for the customer whose turn it is.
    pub fn next_mint(&self) -> Vec<u8> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let customer = customer_at(turn, self.customers);
        self.mint(&format!("{{\"external_customer_id\":\"bulk-{customer:07}\"}}"))
    }

    /// The bytes of a request for a link with this JSON body.
    pub fn mint(&self, body: &str) -> Vec<u8> {
        format!("{}{}\r\n\r\n{body}", self.mint_head, body.len()).into_bytes()
    }

    /// Waits until `wanted` mints are allowed, or as many as ever are, and says how many that is.
    pub async fn allowance(&self, wanted: u64) -> u64 {
        let Some(quota) = &self.quota else { return u64::MAX };
        let wait = lock(quota).wait_for(wanted, Instant::now());
        if wait > Duration::ZERO {
            eprintln!(
                "  {}: waiting {} s for its limit of mints per customer",
                self.name,
                wait.as_secs() + 1
            );
            tokio::time::sleep(wait).await;
        }
        lock(quota).available(Instant::now())
    }

    /// The most mints it takes in a minute.
    pub fn capacity(&self) -> u64 {
        self.quota.as_ref().map_or(u64::MAX, |quota| lock(quota).capacity())
    }

    /// Notes that `count` mints were sent until now.
    pub fn spend(&self, count: u64) {
        if let Some(quota) = &self.quota {
            lock(quota).spend(count, Instant::now());
        }
    }
}

fn lock(quota: &Mutex<Quota>) -> std::sync::MutexGuard<'_, Quota> {
    quota.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mint_names_the_customer_and_its_length() {
        let target =
            Target::new("bare", 1, SocketAddr::from(([127, 0, 0, 1], 1)), ("api.localhost:1", "secret"), 1);
        let text = String::from_utf8(target.next_mint()).unwrap();
        assert!(text.starts_with("POST /admin/magic_link HTTP/1.1\r\nHost: api.localhost:1\r\n"), "{text}");
        assert!(text.contains("\r\nAuthorization: Bearer secret\r\n"), "{text}");
        assert!(
            text.ends_with("Content-Length: 39\r\n\r\n{\"external_customer_id\":\"bulk-0000001\"}"),
            "{text}"
        );
    }
}
