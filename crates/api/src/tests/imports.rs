//! `POST /admin/records`.

use super::stage::{Caller, Stage};
use axum::body::Body;
use http_body_util::{BodyExt as _, Full};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use vestibule_app::organizations::suspend_organization;
use vestibule_kernel::secret::{SecretKind, issue};

const PATH: &str = "/admin/records";
const GOOD: &str =
    r#"{"type":"customer","external_id":"K-1","first_name":"A","last_name":"B","email":"a@example.com"}"#;
const BAD: &str =
    r#"{"type":"customer","external_id":"K-2","first_name":"A","last_name":"B","email":"nowhere"}"#;

#[tokio::test]
async fn the_same_records_twice_change_nothing_the_second_time() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await.with("content-type", "application/x-ndjson");
    let first = caller.post(PATH, GOOD).await;
    assert_eq!(first.status.as_u16(), 200, "{}", first.text);
    let first = first.json();
    assert_eq!((&first["object"], &first["written"]), (&json!("import"), &json!(1)));
    assert_eq!(first["types"]["customer"]["created"], 1);
    let second = caller.post(PATH, GOOD).await.json();
    assert_eq!((&second["written"], &second["unchanged"]), (&json!(0), &json!(1)));
}

#[tokio::test]
async fn one_bad_record_and_nothing_is_written() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let records = format!("{GOOD}\n{BAD}\n");
    let answer = caller.post(PATH, records.clone()).await;
    let message = answer.refused(422);
    assert!(
        message.starts_with("Nothing was written: 1 of 2 records were refused, the first at body:2: email")
    );
    let summary = &answer.json()["summary"];
    assert_eq!((&summary["object"], &summary["written"]), (&json!("import"), &json!(0)));
    assert_eq!(
        (&summary["rejected"][0]["line"], &summary["rejected"][0]["column"]),
        (&json!(2), &json!("email"))
    );
    assert_eq!(caller.get("/customers").await.json()["items"], json!([]));
    let kept = caller.post(&format!("{PATH}?keep_going=true"), records).await;
    assert_eq!((kept.status.as_u16(), &kept.json()["written"]), (200, &json!(1)));
}

#[tokio::test]
async fn a_dry_run_only_looks() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let answer = caller.post(&format!("{PATH}?dry_run=true"), format!("{GOOD}\n{BAD}\n")).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!((&answer.json()["dry_run"], &answer.json()["rejected_rows"]), (&json!(true), &json!(1)));
    assert_eq!(caller.get("/customers").await.json()["items"], json!([]));
}

#[tokio::test]
async fn records_beyond_a_mebibyte_are_taken() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let line = |n: u32| {
        GOOD.replace("K-1", &format!("K-{n}")).replace("a@example.com", &format!("a{n}@example.com"))
    };
    let records: Vec<String> = (0..12_000).map(line).collect();
    let records = records.join("\n");
    assert!(records.len() > 1024 * 1024);
    let answer = caller.post(PATH, records).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["written"]),
        (200, &json!(12_000)),
        "{:.300}",
        answer.text
    );
}

#[tokio::test]
async fn who_may_not_write_wrong_types_and_wrong_flags_are_refused() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    stage.anonymous().post(PATH, GOOD).await.refused(401);
    stage.bearer(&organization, "read:*").await.post(PATH, GOOD).await.refused(403);
    let caller = stage.bearer(&organization, "write:*").await;
    caller.with("content-type", "application/json").post(PATH, GOOD).await.refused(415);
    caller.with("content-length", "2147483649").post(PATH, GOOD).await.refused(413);
    assert!(caller.post(&format!("{PATH}?dry_run=maybe"), GOOD).await.refused(400).contains("'dry_run'"));
    for body in [b"\xff\xfe".to_vec(), b"{".to_vec(), b"[]".to_vec()] {
        let answer = caller.post(PATH, body).await;
        answer.refused(422);
        assert_eq!(answer.json()["summary"]["rejected"][0]["line"], 1);
    }
}

/// What is answered to records from `caller`, and whether anybody read them.
async fn refused_unread(caller: &Caller<'_>, status: u16) {
    let read = Arc::new(AtomicBool::new(false));
    let noted = read.clone();
    let body = Full::from(GOOD).map_frame(move |frame| {
        noted.store(true, Ordering::SeqCst);
        frame
    });
    let answer = caller.with("content-type", "application/x-ndjson").post(PATH, Body::new(body)).await;
    answer.refused(status);
    assert!(!read.load(Ordering::SeqCst), "{status}: the body was read");
}

#[tokio::test]
async fn nothing_is_read_of_the_records_of_somebody_who_may_not_write() {
    let stage = Stage::new();
    let (lumen, other) = (stage.organization("lumen").await, stage.organization("other").await);
    let made_up = issue(SecretKind::AccessToken, &stage.ctx.rng);
    let stranger = stage.anonymous().with("authorization", &format!("Bearer {}", made_up.expose()));
    refused_unread(&stage.anonymous(), 401).await;
    refused_unread(&stranger, 401).await;
    refused_unread(&stage.bearer(&lumen, "read:*").await, 403).await;
    let suspended = stage.bearer(&other, "read:* write:*").await;
    suspend_organization(&stage.ctx, other.id).await.unwrap();
    refused_unread(&suspended, 402).await;
}
