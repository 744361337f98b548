//! What a body must be before anybody looks into it.

use super::stage::Stage;
use axum::body::Body;

const PATH: &str = "/admin/magic_link";

#[tokio::test]
async fn a_body_is_json_and_an_object() {
    let stage = Stage::new();
    let caller = stage.someone("write:*").await;
    for body in ["", "{", "customerId=cus_1", "{\"customerId\": }", "{}{}", "\u{feff}{}"] {
        let message = caller.post_json(PATH, body).await.refused(400);
        assert!(message.contains("not valid JSON"), "{body}: {message}");
    }
    for body in ["[]", "null", "\"cus_1\"", "7", "true"] {
        assert!(caller.post_json(PATH, body).await.refused(400).contains("Expected object"), "{body}");
    }
}

#[tokio::test]
async fn a_body_nested_without_end_is_refused() {
    let stage = Stage::new();
    let caller = stage.someone("write:*").await;
    let deep = format!("{{\"customerId\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(caller.post_json(PATH, &deep).await.refused(400).contains("not valid JSON"));
}

#[tokio::test]
async fn a_body_of_more_than_a_mebibyte_is_refused_whether_announced_or_not() {
    let stage = Stage::new();
    let caller = stage.someone("write:*").await.with("content-type", "application/json");
    let large = format!("{{\"customerId\":\"{}\"}}", "x".repeat(1024 * 1024));
    caller.post(PATH, large.clone()).await.refused(413);
    caller.with("content-length", "99999999").post(PATH, "{}").await.refused(413);
    let body = Body::new(http_body_util::Full::from(large));
    caller.post(PATH, body).await.refused(413);
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_is_refused_with_the_place() {
    let stage = Stage::new();
    let caller = stage.someone("write:*").await.with("content-type", "application/json");
    let message = caller.post(PATH, b"{\"customerId\":\"\xff\"}".to_vec()).await.refused(400);
    assert_eq!(message, "invalid_format: The body is not UTF-8 at byte 15");
}

#[tokio::test]
async fn other_media_types_are_refused_and_a_missing_one_is_taken_for_json() {
    let stage = Stage::new();
    let caller = stage.someone("write:*").await;
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/xml", "json"] {
        let message = caller.with("content-type", media_type).post(PATH, "{}").await.refused(415);
        assert!(message.contains(media_type), "{message}");
    }
    for media_type in ["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.x+json"] {
        let message = caller.with("content-type", media_type).post(PATH, "{}").await.refused(400);
        assert_eq!(message, "invalid_type in 'customerId': Required");
    }
    let message = caller.post(PATH, "{}").await.refused(400);
    assert_eq!(message, "invalid_type in 'customerId': Required");
}

#[tokio::test]
async fn a_text_with_a_nul_is_refused_before_it_reaches_a_database() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let message = caller.post_json(PATH, r#"{"external_customer_id":"a\u0000"}"#).await.refused(400);
    assert!(message.contains("'external_customer_id'"), "{message}");
    caller.get("/customers?filter[email][eq]=a%00").await.refused(400);
}
