//! The limit of each client, and of each address at the token endpoint.

use super::stage::{Caller, Stage, basic};
use std::num::NonZeroU32;
use std::time::Duration;

const GRANT: &str = "grant_type=client_credentials";

#[tokio::test]
async fn a_client_past_its_limit_waits_and_others_do_not() {
    let stage = Stage::with_limit(NonZeroU32::new(1));
    let organization = stage.organization("lumen").await;
    let (one, other) =
        (stage.bearer(&organization, "read:*").await, stage.bearer(&organization, "read:*").await);
    let first = one.get("/plans").await;
    assert_eq!(first.header("ratelimit-policy"), Some("\"client\";q=2;w=2"));
    assert_eq!(first.header("ratelimit"), Some("\"client\";r=1;t=1"));
    assert_eq!(one.get("/plans").await.status, 200);
    let refused = one.get("/plans").await;
    assert_eq!(refused.refused(429), "Wait 1 second before retrying.");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.header("ratelimit-policy"), Some("\"client\";q=2;w=2"));
    assert_eq!(refused.header("ratelimit"), Some("\"client\";r=0;t=1"));
    assert_eq!(other.get("/plans").await.status, 200);
}

#[tokio::test]
async fn an_error_counts_and_tells_what_is_left() {
    let stage = Stage::with_limit(NonZeroU32::new(5));
    let caller = stage.someone("read:*").await;
    let answer = caller.get("/plans/pln_1").await;
    answer.refused(404);
    assert_eq!(answer.header("ratelimit"), Some("\"client\";r=9;t=1"));
}

#[tokio::test]
async fn without_a_limit_nothing_is_told_of_one() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    assert_eq!(caller.get("/plans").await.header("ratelimit"), None);
}

#[tokio::test]
async fn a_client_past_its_limit_of_token_requests_waits_and_may_still_use_its_token() {
    let stage = Stage::with_limit(NonZeroU32::new(1));
    let organization = stage.organization("lumen").await;
    let (one, other) =
        (stage.client(&organization, "read:*").await, stage.client(&organization, "read:*").await);
    let first = stage.token(&one, GRANT).await;
    assert_eq!((first.status.as_u16(), first.header("ratelimit")), (200, Some("\"client\";r=1;t=1")));
    assert_eq!(first.header("ratelimit-policy"), Some("\"client\";q=2;w=2"));
    let wrong = format!("{GRANT}&client_id={}&client_secret=x", one.id);
    assert_eq!(stage.anonymous().post("/oauth/token", wrong).await.status, 401);
    let refused = stage.token(&one, GRANT).await;
    assert_eq!(refused.refused(429), "Wait 1 second before retrying.");
    assert_eq!(refused.json()["error"], "temporarily_unavailable");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.header("ratelimit"), Some("\"client\";r=0;t=1"));
    assert_eq!(stage.token(&other, GRANT).await.status, 200);
    let token = first.json()["access_token"].as_str().unwrap().to_owned();
    let bearer = stage.anonymous().with("authorization", &format!("Bearer {token}"));
    assert_eq!(bearer.get("/plans").await.status, 200);
}

async fn guess(caller: &Caller<'_>) -> u16 {
    let form = format!("{GRANT}&client_id=cli_01h455vb4pex5vsknk084sn02q&client_secret=x");
    caller.post("/oauth/token", form).await.status.as_u16()
}

#[tokio::test]
async fn an_address_with_sixty_wrong_secrets_waits_and_others_do_not() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:*").await;
    let (here, there) = (stage.anonymous(), stage.anonymous().at("198.51.100.7"));
    for _ in 0..60 {
        assert_eq!(guess(&here).await, 401);
    }
    let right = here.with("authorization", &basic(&client));
    let refused = right.post("/oauth/token", GRANT).await;
    assert_eq!(refused.refused(429), "Wait 1 second before retrying.");
    assert_eq!(refused.json()["error"], "temporarily_unavailable");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.header("ratelimit-policy"), Some("\"address\";q=60;w=60"));
    assert_eq!(refused.header("ratelimit"), Some("\"address\";r=0;t=1"));
    assert_eq!(right.at("198.51.100.7").post("/oauth/token", GRANT).await.status, 200);
    assert_eq!(guess(&there).await, 401);
    stage.ctx.clock.advance(Duration::from_secs(1));
    assert_eq!(right.post("/oauth/token", GRANT).await.status, 200);
    assert_eq!((guess(&here).await, guess(&here).await), (401, 429));
}

#[tokio::test]
async fn right_secrets_are_never_counted_against_an_address() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let client = stage.client(&organization, "read:*").await;
    for _ in 0..61 {
        assert_eq!(stage.token(&client, GRANT).await.status, 200);
    }
}
