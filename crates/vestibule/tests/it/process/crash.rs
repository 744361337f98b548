//! `kill -9` under load: what was acknowledged is kept, what was used up stays used up.

use super::server::{Server, Site};
use crate::support::Backend;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const CUSTOMERS: usize = 40;
const HOST: &str = "lumen.localhost";
/// A server without a single sign-in by then has failed.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the server acknowledged before it died.
#[derive(Default)]
struct Acknowledged {
    /// Links that were opened, and the session that each gave.
    sessions: Vec<(String, String)>,
}

#[test]
fn nothing_acknowledged_is_lost_and_no_used_link_works_again_on_sqlite() {
    survive(Backend::Sqlite);
}

#[test]
fn nothing_acknowledged_is_lost_and_no_used_link_works_again_on_postgres() {
    survive(Backend::Postgres);
}

fn survive(backend: Backend) {
    let Some(site) = Site::create(backend, CUSTOMERS) else { return };
    for (round, life) in [130, 410, 700].into_iter().enumerate() {
        let server = site.start();
        let acknowledged = under_load(&site, &server, Duration::from_millis(life), round);
        let restarted = site.start();
        assert!(!acknowledged.sessions.is_empty(), "the load was none");
        for (link, session) in &acknowledged.sessions {
            let again = restarted.request("GET", HOST, link, &[], "");
            assert_eq!((again.status, again.session()), (410, None), "a used link works again");
            let cookie = format!("vestibule={session}");
            let page = restarted.request("GET", HOST, "/overview", &[("Cookie", &cookie)], "");
            assert_eq!(page.status, 200, "an acknowledged session is lost");
        }
    }
}

/// Signs customers in from four threads and kills the server in the middle.
fn under_load(site: &Site, server: &Server, life: Duration, round: usize) -> Acknowledged {
    let acknowledged = Mutex::new(Acknowledged::default());
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let acknowledged = &acknowledged;
            scope.spawn(move || {
                for n in 0.. {
                    let customer = format!("K-{}", 1 + (thread * 10 + n % 10 + round) % CUSTOMERS);
                    let Some((link, session)) = sign_in(site, server, &customer) else { return };
                    acknowledged.lock().unwrap().sessions.push((link, session));
                    if n > 200 {
                        return;
                    }
                }
            });
        }
        // On a busy machine the first sign-in may take longer than the server is to live.
        while begun.elapsed() < life
            || (acknowledged.lock().unwrap().sessions.len() < 3 && begun.elapsed() < PATIENCE)
        {
            std::thread::sleep(Duration::from_millis(5));
        }
        server.kill();
    });
    acknowledged.into_inner().unwrap()
}

/// A whole sign-in; nothing once the server is gone or the customer's limit is reached.
fn sign_in(site: &Site, server: &Server, customer: &str) -> Option<(String, String)> {
    let body = format!(r#"{{"external_customer_id":"{customer}"}}"#);
    let authorization = format!("Bearer {}", site.token);
    let headers = [("Authorization", authorization.as_str()), ("Content-Type", "application/json")];
    let minted = server.try_request("POST", "127.0.0.1", "/admin/magic_link", &headers, &body)?;
    if minted.status != 200 {
        return None;
    }
    let json: serde_json::Value = serde_json::from_str(&minted.body).ok()?;
    let link = json["link"].as_str()?;
    let path = link[link.find("/?")?..].to_owned();
    let opened = server.try_request("GET", HOST, &path, &[], "")?;
    assert_eq!(opened.status, 303);
    Some((path, opened.session()?))
}
