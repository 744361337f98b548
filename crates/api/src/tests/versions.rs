//! `X-API-Version`.

use super::stage::Stage;
use crate::DEFAULT_VERSION;

#[tokio::test]
async fn every_answer_says_its_version() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    for path in ["/plans", "/health", "/openapi.json", "/docs", "/nowhere", "/plans/1"] {
        assert_eq!(caller.get(path).await.header("x-api-version"), Some(DEFAULT_VERSION), "{path}");
    }
}

#[tokio::test]
async fn a_known_version_and_an_empty_header_are_taken() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    for asked in [DEFAULT_VERSION, ""] {
        assert_eq!(caller.with("x-api-version", asked).get("/plans").await.status, 200, "{asked}");
    }
}

#[tokio::test]
async fn an_unknown_version_is_told_which_ones_there_are() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    for asked in ["2020-01-01.adam", "edison", "\u{e9}"] {
        let message = caller.with("x-api-version", asked).get("/plans").await.refused(400);
        assert!(message.contains("'X-API-Version'") && message.contains(DEFAULT_VERSION), "{message}");
    }
    let doubled = caller.with("x-api-version", DEFAULT_VERSION).with("x-api-version", DEFAULT_VERSION);
    doubled.get("/plans").await.refused(400);
}

#[tokio::test]
async fn the_version_asked_for_is_bound_into_the_token() {
    use base64::Engine as _;
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:*").await;
    let body = stage.token(&client, "grant_type=client_credentials").await.json();
    let payload = body["access_token"].as_str().unwrap().split('.').nth(1).unwrap().to_owned();
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(claims["api_version"], DEFAULT_VERSION);
}
