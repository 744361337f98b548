//! The database goes away and comes back: nobody gets in meanwhile, nothing is lost, nothing hangs.

use super::proxy::Proxy;
use super::server::{Reply, Server, Site};
use crate::support::Backend;
use std::time::{Duration, Instant};

const PORTAL: &str = "lumen.localhost";

#[test]
fn without_its_database_the_server_refuses_and_recovers_by_itself() {
    let Some(site) = Site::create(Backend::Postgres, 1) else { return };
    let (proxy, url) = Proxy::before(&site.database.url);
    let server = site.start_on(&url);
    let cookie = signed_in(&site, &server);
    let unused = site.mint(&server, "K-1");

    proxy.cut();
    expect_refusals(&site, &server, &cookie, &unused);
    proxy.mend();
    expect_recovery(&site, &server, &cookie, &unused);
}

#[test]
fn a_database_that_falls_silent_is_given_up() {
    let Some(site) = Site::create(Backend::Postgres, 1) else { return };
    let (proxy, url) = Proxy::before(&site.database.url);
    let server = site.start_on(&url);
    let cookie = signed_in(&site, &server);
    let unused = site.mint(&server, "K-1");

    proxy.freeze();
    // Longer than a connection may rest before it is asked whether it is still there.
    std::thread::sleep(Duration::from_millis(600));
    let asked = Instant::now();
    expect_refusals(&site, &server, &cookie, &unused);
    assert!(asked.elapsed() < Duration::from_secs(60), "it took {:?}", asked.elapsed());
    proxy.mend();
    expect_recovery(&site, &server, &cookie, &unused);
}

#[test]
fn a_restart_of_the_database_costs_nobody_a_request() {
    let Some(site) = Site::create(Backend::Postgres, 1) else { return };
    let (proxy, url) = Proxy::before(&site.database.url);
    let server = site.start_on(&url);
    let cookie = signed_in(&site, &server);
    for _ in 0..3 {
        proxy.cut();
        proxy.mend();
        std::thread::sleep(Duration::from_millis(600));
        assert_eq!(overview(&server, &cookie), 200);
        site.mint(&server, "K-1");
    }
}

/// A session cookie of K-1.
fn signed_in(site: &Site, server: &Server) -> String {
    let link = site.mint(server, "K-1");
    let session = server.request("GET", PORTAL, &link, &[], "").session().unwrap();
    format!("vestibule={session}")
}

fn overview(server: &Server, cookie: &str) -> u16 {
    server.request("GET", PORTAL, "/overview", &[("Cookie", cookie)], "").status
}

/// Everything that needs the database is refused, at the same time; that the process lives is still told.
fn expect_refusals(site: &Site, server: &Server, cookie: &str, unused: &str) {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let probe = |path| server.request("GET", "127.0.0.1", path, &[], "").status;
            assert_eq!((probe("/health"), probe("/ready")), (200, 503));
        });
        scope.spawn(|| {
            let page = server.request("GET", PORTAL, "/overview", &[("Cookie", cookie)], "");
            assert_eq!(page.status, 503);
            assert!(!page.body.contains("Annika"), "{}", page.body);
        });
        scope.spawn(|| {
            let opened = server.request("GET", PORTAL, unused, &[], "");
            assert_eq!((opened.status, opened.session()), (503, None));
            expect_sealed(&opened);
        });
        for (method, path, status) in [("GET", "/", 503), ("GET", "/start", 503), ("POST", "/", 405)] {
            scope.spawn(move || {
                let answer = server.request(method, PORTAL, path, &[("Cookie", cookie)], "");
                assert_eq!(answer.status, status, "{method} {path}");
                expect_sealed(&answer);
            });
        }
        scope.spawn(|| expect_no_mint(site, server));
    });
}

/// What is answered where links lead stays there.
fn expect_sealed(answer: &Reply) {
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{}", answer.head);
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{}", answer.head);
}

fn expect_no_mint(site: &Site, server: &Server) {
    let bearer = format!("Bearer {}", site.token);
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let body = r#"{"external_customer_id":"K-1"}"#;
    let minted = server.request("POST", "127.0.0.1", "/admin/magic_link", &headers, body);
    assert_eq!(minted.status, 503);
    let error: serde_json::Value = serde_json::from_str(&minted.body).unwrap();
    assert_eq!(error["code"], "SERVICE_UNAVAILABLE", "{error}");
}

/// The session holds, and the link that could not be opened can be now, once.
fn expect_recovery(site: &Site, server: &Server, cookie: &str, unused: &str) {
    assert_eq!(server.request("GET", "127.0.0.1", "/ready", &[], "").status, 200);
    assert_eq!(overview(server, cookie), 200);
    assert!(server.request("GET", PORTAL, unused, &[], "").session().is_some());
    assert!(server.request("GET", PORTAL, unused, &[], "").session().is_none());
    site.mint(server, "K-1");
}
