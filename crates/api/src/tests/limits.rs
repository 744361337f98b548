//! The limit of each client.

use super::stage::Stage;
use std::num::NonZeroU32;

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
