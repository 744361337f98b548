//! What comes over the wire: hosts, forged headers, tokens in the log.

use super::server::Site;
use crate::support::Backend;

#[test]
fn unknown_hosts_learn_nothing_and_malformed_ones_are_refused() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    let server = site.start();
    for host in ["nobody.localhost", "example.com", "lumen.localhost.evil.example"] {
        let answer = server.request("GET", host, "/overview", &[], "");
        assert_eq!(answer.status, 404, "{host}");
        assert!(!answer.body.contains("Lumen") && !answer.body.contains("lumen"), "{host}: {}", answer.body);
    }
    for request in [
        "GET /overview HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /overview HTTP/1.1\r\nHost: lumen.localhost\r\nHost: other.localhost\r\nConnection: close\r\n\r\n",
        "GET /overview HTTP/1.1\r\nHost: lu men\r\nConnection: close\r\n\r\n",
        "GET http://other.localhost/overview HTTP/1.1\r\nHost: lumen.localhost\r\nConnection: close\r\n\r\n",
    ] {
        assert_eq!(server.raw(request).unwrap().status, 400, "{request}");
    }
    let forged = [("X-Forwarded-Host", "lumen.localhost"), ("Forwarded", "host=lumen.localhost")];
    assert_eq!(server.request("GET", "nobody.localhost", "/overview", &forged, "").status, 404);
}

#[test]
fn forwarded_addresses_count_from_trusted_proxies_alone() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    let from = [("X-Forwarded-For", "198.51.100.7, 203.0.113.9")];
    for (proxies, expected) in [("[]", "127.0.0.1"), ("[127.0.0.1]", "203.0.113.9")] {
        let server = site.start_with(&[("VESTIBULE_TRUSTED_PROXIES", proxies)]);
        let link = site.mint(&server, "K-1");
        let session = server.request("GET", "lumen.localhost", &link, &from, "").session().unwrap();
        let cookie = format!("vestibule={session}");
        let page = server.request("GET", "lumen.localhost", "/account/sessions", &[("Cookie", &cookie)], "");
        assert!(page.body.contains(expected), "{proxies}: {}", page.body);
    }
}

#[test]
fn tokens_codes_and_addresses_never_reach_the_log() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    let server = site.start_with(&[("VESTIBULE_LOG", "debug")]);
    let link = site.mint(&server, "K-1");
    let token = link.split("token_hash=").nth(1).unwrap().split('&').next().unwrap();
    let session = server.request("GET", "lumen.localhost", &link, &[], "").session().unwrap();
    let cookie = format!("vestibule={session}");
    server.request("GET", "lumen.localhost", "/overview", &[("Cookie", &cookie)], "");
    server.request("GET", "lumen.localhost", &link, &[], "");
    server.request(
        "POST",
        "127.0.0.1",
        "/admin/magic_link",
        &[("Authorization", &format!("Bearer {}", site.token))],
        "{\"customerId\": 7}",
    );
    std::thread::sleep(std::time::Duration::from_millis(200));
    let log = server.log();
    assert!(log.contains("/admin/magic_link") && log.contains("/overview"), "{log}");
    for secret in [token, session.as_str(), site.token.as_str(), "k1@example.com"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn every_response_carries_its_id_and_protection() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    let server = site.start();
    for (host, path) in [
        ("lumen.localhost", "/"),
        ("lumen.localhost", "/nothing"),
        ("127.0.0.1", "/plans"),
        ("127.0.0.1", "/docs"),
    ] {
        let answer = server.request("GET", host, path, &[], "");
        assert_eq!(answer.header("x-request-id").map(str::len), Some(36), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(
            answer.header("content-security-policy").unwrap().starts_with("default-src 'none'"),
            "{path}"
        );
    }
}

#[test]
fn over_tls_a_sign_in_is_bound_to_its_host_and_browsers_stay_there() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    let server = site.start_with(&[("VESTIBULE_PORTAL_URL", "https://{portal}.portal.example")]);
    let host = "lumen.portal.example";
    let link = site.mint(&server, "K-1");
    let opened = server.request("GET", host, &link, &[], "");
    let cookie = opened.header("set-cookie").unwrap();
    let token = cookie.strip_prefix("__Host-vestibule=").unwrap().split(';').next().unwrap();
    assert_eq!(
        cookie,
        format!("__Host-vestibule={token}; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure")
    );
    let page =
        |name: &str| server.request("GET", host, "/overview", &[("Cookie", &format!("{name}={token}"))], "");
    let (bound, unbound) = (page("__Host-vestibule"), page("vestibule"));
    assert_eq!((bound.status, unbound.status), (200, 401));
    let sent = [("Cookie", &*format!("__Host-vestibule={token}"))];
    let left = server.request("POST", host, "/sign-out", &sent, "");
    let cleared = "__Host-vestibule=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure";
    assert_eq!((left.status, left.header("set-cookie")), (200, Some(cleared)));
    let (lost, api) = (
        server.request("GET", host, "/nothing", &[], ""),
        server.request("GET", "127.0.0.1", "/plans", &[], ""),
    );
    for answer in [opened, bound, unbound, left, lost, api] {
        let stay = answer.header("strict-transport-security");
        assert_eq!(stay, Some("max-age=31536000; includeSubDomains"), "{}", answer.head);
    }
}

#[test]
fn hostile_requests_get_an_answer_and_leave_the_server_standing() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    let server = site.start();
    let long = "x".repeat(10_000);
    let deep = "[".repeat(100_000);
    let authorization = format!("Bearer {}", site.token);
    let json = [("Authorization", authorization.as_str()), ("Content-Type", "application/json")];
    for body in [
        "",
        "{",
        "null",
        "[]",
        "\"x\"",
        "{\"customerId\":7}",
        "{\"customerId\":null}",
        deep.as_str(),
        "\u{0}",
        "{\"customerId\":\"\\ud800\"}",
    ] {
        let answer = server.request("POST", "127.0.0.1", "/admin/magic_link", &json, body);
        assert!((400..500).contains(&answer.status), "{}: {}", answer.status, answer.body);
    }
    for path in [
        format!("/plans/{long}"),
        format!("/customers/cus_{long}"),
        "/invoices/%00".into(),
        "/subscriptions/%ff%fe".into(),
    ] {
        let answer = server.request("GET", "127.0.0.1", &path, &json, "");
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
    }
    for path in [
        "/invoices/%00",
        "/?token_hash=%00&next=%ff",
        "/invoices?cursor=%00",
        "/overview?subscription=%ff",
        "/assets/%2e%2e%2fsecret",
        "/assets/%ff",
        "/invoices/%ff",
        "/invoices/%ff/pdf",
        "/%ff",
    ] {
        let answer = server.request("GET", "lumen.localhost", path, &[("Cookie", "vestibule=\"; x=%00")], "");
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
    }
    assert_eq!(server.request("GET", "127.0.0.1", "/health", &[], "").body, "ok");
}
