//! Paths and methods that lead nowhere.

use super::authentication::PROTECTED;
use super::stage::Stage;
use axum::http::Method;

#[tokio::test]
async fn an_unknown_path_is_not_found_in_the_envelope() {
    let stage = Stage::new();
    for path in ["/", "/nowhere", "/plans/", "/plans/a/b", "/admin", "/.well-known/openid-configuration"] {
        stage.anonymous().get(path).await.refused(404);
    }
}

#[tokio::test]
async fn a_known_path_with_the_wrong_method_says_which_are_right() {
    let stage = Stage::new();
    for (method, path, allowed) in [
        (Method::POST, "/plans", "GET,HEAD"),
        (Method::PATCH, "/customers/cus_1", "GET,HEAD"),
        (Method::GET, "/oauth/token", "POST"),
        (Method::GET, "/admin/magic_link", "POST"),
        (Method::PUT, "/admin/customers/cus_1/sessions", "GET,HEAD,DELETE"),
        (Method::POST, "/health", "GET,HEAD"),
        (Method::DELETE, "/docs", "GET,HEAD"),
    ] {
        let answer = stage.anonymous().send(method, path, "").await;
        answer.refused(405);
        assert_eq!(answer.header("allow"), Some(allowed), "{path}");
    }
}

#[tokio::test]
async fn head_answers_as_get_does_without_a_body() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    for path in ["/plans", "/health", "/ready", "/openapi.json", "/docs"] {
        let answer = caller.send(Method::HEAD, path, "").await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""), "{path}");
    }
}

/// Where an id stands in a path, and what is said when it names nothing.
const WITH_ID: [(&str, &str); 7] = [
    ("/plans/{}", "Plan not found"),
    ("/customers/{}", "Customer not found"),
    ("/subscriptions/{}", "Subscription not found"),
    ("/subscriptions/{}/invoices", "Subscription not found"),
    ("/invoices/{}", "Invoice not found"),
    ("/invoices/{}/file", "Invoice not found"),
    ("/admin/customers/{}/sessions", "Customer not found"),
];

#[tokio::test]
async fn unknown_foreign_malformed_and_endless_ids_all_get_one_answer() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let endless = "x".repeat(10_000);
    for (path, message) in WITH_ID {
        for id in ["org_01h455vb4pex5vsknk084sn02q", "1", "%00", "%ff", "..%2f", "null", endless.as_str()] {
            let answer = caller.get(&path.replace("{}", id)).await;
            assert_eq!(answer.refused(404), message, "{path} {id:.20}");
        }
    }
    for (_, path) in PROTECTED.into_iter().filter(|(_, path)| path.contains('_')) {
        caller.get(path).await.refused(404);
    }
}

#[tokio::test]
async fn a_file_link_that_is_not_ours_is_no_file() {
    let stage = Stage::new();
    let base = "/files/invoices/inv_01h455vb4pex5vsknk084sn02q";
    let org = "org=org_01h455vb4pex5vsknk084sn02q";
    for query in [
        String::new(),
        format!("?{org}"),
        format!("?{org}&expires=99999999999&signature=AAAA"),
        format!("?{org}&expires=9999999999999999999&signature=AAAA"),
        format!("?{org}&expires=x&signature="),
        format!("?{org}&expires=9223372036854775807&signature=%00"),
    ] {
        assert_eq!(stage.anonymous().get(&format!("{base}{query}")).await.refused(404), "File not found");
    }
    assert_eq!(stage.anonymous().get("/files/invoices/x").await.refused(404), "File not found");
}

#[tokio::test]
async fn the_process_and_its_database_answer_without_a_token() {
    let stage = Stage::new();
    let health = stage.anonymous().get("/health").await;
    assert_eq!((health.status.as_u16(), health.text.as_str()), (200, "ok"));
    let ready = stage.anonymous().get("/ready").await;
    assert_eq!(ready.json()["status"], "ready");
}
