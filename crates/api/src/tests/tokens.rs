//! `POST /oauth/token` and its metadata.

use super::stage::{API, Answer, Stage, basic};
use serde_json::json;
use std::time::Duration;

const GRANT: &str = "grant_type=client_credentials";

/// The `error` of RFC 6749 in a refusal, after its envelope was checked.
fn oauth_error(answer: &Answer, status: u16) -> String {
    let message = answer.refused(status);
    let body = answer.json();
    assert_eq!(body["error_description"], message.replace(['"', '\\'], "?"));
    let challenge = (status == 401).then_some("Basic realm=\"oauth\"");
    assert_eq!(answer.header("www-authenticate"), challenge);
    body["error"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn client_credentials_get_a_pair_of_tokens_that_nothing_keeps() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:* write:*").await;
    let answer = stage.token(&client, GRANT).await;
    let body = answer.json();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(3600)));
    assert_eq!(body["scope"], "read:* write:*");
    assert_eq!(body["access_token"].as_str().unwrap().split('.').count(), 3);
    assert!(body["refresh_token"].as_str().unwrap().starts_with("vst_rt_"));
}

#[tokio::test]
async fn a_client_may_say_who_it_is_in_the_header_or_in_the_body_as_form_or_json() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:*").await;
    let (id, secret) = (client.id.to_string(), client.secret.expose().clone());
    let form = format!("{GRANT}&client_id={id}&client_secret={secret}");
    let json = json!({ "grant_type": "client_credentials", "client_id": id, "client_secret": secret });
    let anonymous = stage.anonymous();
    let named = anonymous.with("authorization", &basic(&client));
    for answer in [
        named.with("content-type", "application/x-www-form-urlencoded").post("/oauth/token", GRANT).await,
        named.post_json("/oauth/token", r#"{"grant_type":"client_credentials"}"#).await,
        named.post_json("/oauth/token", GRANT).await,
        named.post("/oauth/token", GRANT).await,
        anonymous.post("/oauth/token", form).await,
        anonymous.post_json("/oauth/token", &json.to_string()).await,
    ] {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

#[tokio::test]
async fn wrong_and_missing_clients_are_told_apart_from_nothing() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let (mut client, other) =
        (stage.client(&organization, "read:*").await, stage.client(&organization, "read:*").await);
    client.secret = other.secret;
    let wrong = stage.token(&client, GRANT).await;
    assert_eq!(oauth_error(&wrong, 401), "invalid_client");
    for form in [GRANT.to_owned(), format!("{GRANT}&client_id={}", client.id)] {
        let answer = stage.anonymous().post("/oauth/token", form).await;
        assert_eq!(oauth_error(&answer, 401), "invalid_client");
    }
    let unknown = format!("{GRANT}&client_id=cli_x&client_secret=y");
    let unknown = stage.anonymous().post("/oauth/token", unknown).await;
    assert_eq!(oauth_error(&unknown, 401), "invalid_client");
    assert_eq!(wrong.json()["message"], unknown.json()["message"]);
}

#[tokio::test]
async fn credentials_in_two_places_and_doubled_headers_are_refused() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:*").await;
    let twice = format!("{GRANT}&client_secret={}", client.secret.expose());
    assert_eq!(oauth_error(&stage.token(&client, &twice).await, 400), "invalid_request");
    let named = stage.anonymous().with("authorization", &basic(&client));
    let doubled = named.with("authorization", &basic(&client)).post("/oauth/token", GRANT).await;
    assert_eq!(oauth_error(&doubled, 400), "invalid_request");
}

#[tokio::test]
async fn requests_that_cannot_be_meant_say_why() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:*").await;
    for (form, error, message) in [
        ("scope=read%3A*", "invalid_request", "invalid_type in 'grant_type': Required"),
        ("grant_type=refresh_token", "invalid_request", "invalid_type in 'refresh_token': Required"),
        ("grant_type=authorization_code&code=x", "unsupported_grant_type", "Expected 'client_credentials'"),
        ("grant_type=password", "unsupported_grant_type", "Expected 'client_credentials'"),
        ("grant_type=client_credentials&grant_type=x", "invalid_request", "received twice"),
        ("grant_type=client_credentials&scope=shoes", "invalid_scope", "'shoes'"),
        ("grant_type=client_credentials&scope=write%3A*", "invalid_scope", "none of the scopes"),
    ] {
        let answer = stage.token(&client, form).await;
        assert_eq!(oauth_error(&answer, 400), error, "{form}");
        assert!(answer.refused(400).contains(message), "{}", answer.text);
    }
    let named = stage.anonymous().with("authorization", &basic(&client));
    let xml = named.with("content-type", "text/xml").post("/oauth/token", GRANT).await;
    assert_eq!(oauth_error(&xml, 415), "invalid_request");
    let large = named.post("/oauth/token", format!("{GRANT}&x={}", "x".repeat(1024 * 1024))).await;
    assert_eq!(oauth_error(&large, 413), "invalid_request");
    let typed = named.post_json("/oauth/token", r#"{"grant_type":["client_credentials"]}"#).await;
    assert!(typed.refused(400).contains("'grant_type': Expected string, received array"));
}

#[tokio::test]
async fn a_token_may_ask_for_less_than_its_client_has() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:* write:*").await;
    let answer = stage.token(&client, &format!("{GRANT}&scope=read%3A*")).await;
    assert_eq!(answer.json()["scope"], "read:*");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_second_use_ends_the_family() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:*").await;
    let refresh = |answer: &Answer| {
        format!("grant_type=refresh_token&refresh_token={}", answer.json()["refresh_token"].as_str().unwrap())
    };
    let first = refresh(&stage.token(&client, GRANT).await);
    let second = stage.token(&client, &first).await;
    assert_eq!(second.status, 200);
    stage.ctx.clock.advance(Duration::from_secs(60));
    assert_eq!(oauth_error(&stage.token(&client, &first).await, 401), "invalid_grant");
    assert_eq!(oauth_error(&stage.token(&client, &refresh(&second)).await, 401), "invalid_grant");
}

#[tokio::test]
async fn a_refresh_token_of_another_client_is_as_good_as_none() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let (one, other) =
        (stage.client(&organization, "read:*").await, stage.client(&organization, "read:*").await);
    let token = stage.token(&one, GRANT).await.json()["refresh_token"].as_str().unwrap().to_owned();
    let form = format!("grant_type=refresh_token&refresh_token={token}");
    assert_eq!(oauth_error(&stage.token(&other, &form).await, 401), "invalid_grant");
    assert_eq!(stage.token(&one, &form).await.status, 200);
}

#[tokio::test]
async fn the_metadata_names_only_what_exists() {
    let stage = Stage::new();
    let body = stage.anonymous().get("/.well-known/oauth-authorization-server").await.json();
    assert_eq!(
        body,
        json!({
            "issuer": API,
            "token_endpoint": format!("{API}/oauth/token"),
            "response_types_supported": [],
            "grant_types_supported": ["client_credentials", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "scopes_supported": ["read:*", "write:*"],
            "service_documentation": format!("{API}/docs"),
        })
    );
}
