//! Who may come in at all.

use super::stage::{Stage, basic};
use std::time::Duration;
use vestibule_app::clients::{Scopes, create_access_token};

/// Every operation that needs a credential.
pub(super) const PROTECTED: [(&str, &str); 10] = [
    ("GET", "/plans"),
    ("GET", "/plans/pln_01h455vb4pex5vsknk084sn02q"),
    ("GET", "/customers"),
    ("GET", "/customers/cus_01h455vb4pex5vsknk084sn02q"),
    ("GET", "/subscriptions"),
    ("GET", "/subscriptions/sub_01h455vb4pex5vsknk084sn02q"),
    ("GET", "/subscriptions/sub_01h455vb4pex5vsknk084sn02q/invoices"),
    ("GET", "/invoices/inv_01h455vb4pex5vsknk084sn02q"),
    ("GET", "/invoices/inv_01h455vb4pex5vsknk084sn02q/file"),
    ("GET", "/admin/customers/cus_01h455vb4pex5vsknk084sn02q/sessions"),
];

#[tokio::test]
async fn without_a_token_nothing_is_told_but_how_to_send_one() {
    let stage = Stage::new();
    for (_, path) in PROTECTED {
        let answer = stage.anonymous().get(path).await;
        assert!(answer.refused(401).contains("Authorization: Bearer"), "{path}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"api\""));
    }
    let delete = stage.anonymous().delete("/admin/customers/cus_1/sessions").await;
    delete.refused(401);
    stage.anonymous().post_json("/admin/magic_link", "{}").await.refused(401);
}

#[tokio::test]
async fn other_schemes_and_malformed_tokens_are_refused() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:*").await;
    for header in [
        basic(&client).as_str(),
        "Bearer",
        "Bearer ",
        "Bearer a.b.c",
        "Bearer vst_oat_short",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Token x",
        "\u{e4}",
    ] {
        stage.anonymous().with("authorization", header).get("/plans").await.refused(401);
    }
}

#[tokio::test]
async fn a_doubled_authorization_header_is_refused_whatever_is_in_it() {
    let stage = Stage::new();
    let good = stage.someone("read:*").await;
    let message = good.with("authorization", "Bearer x").get("/plans").await.refused(400);
    assert!(message.contains("'Authorization'"), "{message}");
}

#[tokio::test]
async fn a_token_works_for_an_hour() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    stage.ctx.clock.advance(Duration::from_secs(3599));
    assert_eq!(caller.get("/plans").await.status, 200);
    stage.ctx.clock.advance(Duration::from_secs(1));
    assert!(caller.get("/plans").await.refused(401).contains("expired"));
}

#[tokio::test]
async fn an_organization_access_token_is_a_bearer_like_any_other() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let token =
        create_access_token(&stage.ctx, organization.id, "CI", &Scopes::read_only(), None).await.unwrap();
    let caller = stage.anonymous().with("authorization", &format!("bearer {}", token.token.expose()));
    assert_eq!(caller.get("/plans").await.status, 200);
    caller.post_json("/admin/magic_link", r#"{"customerId":"cus_1"}"#).await.refused(403);
}

#[tokio::test]
async fn reading_takes_the_scope_to_read_and_the_rest_the_scope_to_write() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let writer = stage.bearer(&organization, "write:*").await;
    for (_, path) in PROTECTED {
        assert!(writer.get(path).await.refused(403).contains("read:*"), "{path}");
    }
    let reader = stage.bearer(&organization, "read:*").await;
    reader.delete("/admin/customers/cus_1/sessions").await.refused(403);
    reader.post_json("/admin/magic_link", r#"{"customerId":"cus_1"}"#).await.refused(403);
}
