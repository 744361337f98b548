//! `POST /admin/magic_link`.

use super::data::bring_in;
use super::stage::Stage;
use serde_json::json;

const PATH: &str = "/admin/magic_link";

#[tokio::test]
async fn a_link_leads_to_the_portal_of_the_customers_plan() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    let answer = caller.post_json(PATH, &json!({ "customerId": data.id("K-1") }).to_string()).await;
    let body = answer.json();
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    let link = body["link"].as_str().unwrap();
    assert!(link.starts_with("https://lumen.portal.example.com/?token_hash="), "{link}");
    assert!(link.ends_with("&type=magiclink&next=/overview"), "{link}");
    assert_eq!(body["object"], "magic_link");
    assert_eq!(body["customer"], data.id("K-1"));
    assert_eq!(body["expires_at"], "2026-11-20T09:05:00.000Z");
}

#[tokio::test]
async fn an_operators_own_id_does_too_and_wishes_are_heard() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    let body = json!({
        "external_customer_id": "K-1",
        "next": "/invoices",
        "return_url": "https://app.example.com/account",
        "locale": "en",
        "expires_in": 60,
        "colour": "of no interest",
    });
    let answer = caller.post_json(PATH, &body.to_string()).await.json();
    assert_eq!(answer["customer"], data.id("K-1"));
    assert_eq!(answer["expires_at"], "2026-11-20T09:01:00.000Z");
    assert!(answer["link"].as_str().unwrap().ends_with("&next=/invoices"));
}

#[tokio::test]
async fn wishes_that_cannot_be_meant_name_their_field() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    bring_in(&caller, "lumen").await;
    for (field, value, code) in [
        ("next", json!("//evil.example"), "invalid_value"),
        ("next", json!(7), "invalid_type"),
        ("return_url", json!("https://evil.example"), "invalid_value"),
        ("locale", json!("fr"), "invalid_enum_value"),
        ("expires_in", json!(29), "invalid_value"),
        ("expires_in", json!(-1), "invalid_value"),
        ("expires_in", json!(1e30), "invalid_type"),
        ("expires_in", json!(60.5), "invalid_type"),
        ("expires_in", json!("60"), "invalid_type"),
    ] {
        let mut body = json!({ "external_customer_id": "K-1" });
        body[field] = value;
        let message = caller.post_json(PATH, &body.to_string()).await.refused(400);
        assert!(message.starts_with(&format!("{code} in '{field}': ")), "{body}: {message}");
    }
}

#[tokio::test]
async fn disabled_customers_get_no_link_and_others_customers_do_not_exist() {
    let stage = Stage::new();
    let (lumen, other) = (stage.organization("lumen").await, stage.organization("other").await);
    let ours = stage.bearer(&lumen, "read:* write:*").await;
    let theirs = stage.bearer(&other, "read:* write:*").await;
    let data = bring_in(&ours, "lumen").await;
    let disabled = ours.post_json(PATH, r#"{"external_customer_id":"K-3"}"#).await;
    assert!(disabled.refused(422).contains("disabled"));
    let foreign = json!({ "customerId": data.id("K-1") }).to_string();
    for body in [foreign.as_str(), r#"{"external_customer_id":"K-1"}"#, r#"{"customerId":"x"}"#] {
        assert_eq!(theirs.post_json(PATH, body).await.refused(404), "Customer not found");
    }
}

#[tokio::test]
async fn the_thirty_first_link_of_a_minute_waits() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    bring_in(&caller, "lumen").await;
    let mint = || caller.post_json(PATH, r#"{"external_customer_id":"K-1"}"#);
    for _ in 0..30 {
        assert_eq!(mint().await.status, 200);
    }
    let refused = mint().await;
    refused.refused(429);
    assert_eq!(refused.header("retry-after"), Some("60"));
}
