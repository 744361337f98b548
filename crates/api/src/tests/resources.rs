//! Plans, customers, subscriptions and invoices as they come out of a real database.

use super::data::{PDF, add_document, bring_in};
use super::stage::{API, Stage};
use serde_json::{Value, json};
use std::time::Duration;

fn numbers(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["external_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_subscription_names_its_parts_in_a_list_and_embeds_them_alone() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    let one = caller.get(&format!("/subscriptions/{}", data.id("V-1"))).await.json();
    let list = caller.get("/subscriptions").await.json();
    let listed = list["items"].as_array().unwrap().iter().find(|item| item["external_id"] == "V-1").unwrap();
    for part in ["customer", "address", "meter", "payment_method"] {
        assert_eq!(one[part]["id"], listed[part], "{part}");
        assert_eq!(one[part]["object"], part);
    }
    assert_eq!(one["plan"], data.id("flex"));
    assert_eq!(one["type"], "consumption");
    assert_eq!(one["estimated_usage"], 2500.0);
    assert_eq!(one["start_at"], "2026-01-31T23:00:00.000Z");
    assert_eq!(one["payment_method"]["sepa_debit"]["iban"], "DE************3000");
}

#[tokio::test]
async fn a_list_of_invoices_shows_what_is_owed_once() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    let path = format!("/subscriptions/{}/invoices", data.id("V-1"));
    let usual = caller.get(&path).await.json();
    assert_eq!(numbers(&usual), ["R-5", "R-3", "R-1"]);
    let asked = caller.get(&format!("{path}?filter[type][in]=void,prepayment")).await.json();
    assert_eq!(numbers(&asked), ["R-4", "R-2"]);
    let open = caller.get(&format!("{path}?filter[status][eq]=open")).await.json();
    assert_eq!(numbers(&open), ["R-5", "R-3"]);
    let given_up = caller.get(&format!("{path}?filter[status][eq]=uncollectible")).await.json();
    assert_eq!(numbers(&given_up), ["R-3"]);
}

#[tokio::test]
async fn an_invoice_has_the_month_of_its_period_where_the_organization_is() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    let invoice = caller.get(&format!("/invoices/{}", data.id("R-3"))).await.json();
    assert_eq!(invoice["period_start"], "2026-02-28T23:00:00.000Z");
    assert_eq!((&invoice["month"], &invoice["year"]), (&json!(3), &json!(2026)));
    assert_eq!((&invoice["usage"], &invoice["total"]), (&json!(208.0), &json!(110.04)));
    assert_eq!((&invoice["status"], &invoice["period_number"]), (&json!("open"), &json!(2)));
    assert_eq!(invoice["invoice_number"], "4X44EMKX-003");
    let purchase = caller.get(&format!("/invoices/{}", data.id("R-5"))).await.json();
    assert_eq!((&purchase["month"], &purchase["year"]), (&json!(1), &json!(2027)));
    let void = caller.get(&format!("/invoices/{}", data.id("R-2"))).await.json();
    assert_eq!((&void["type"], &void["voids"]), (&json!("void"), &json!(data.id("R-1"))));
}

#[tokio::test]
async fn an_invoices_file_is_behind_a_link_that_works_for_an_hour() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let caller = stage.bearer(&organization, "read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    let path = format!("/invoices/{}/file", data.id("R-3"));
    assert_eq!(caller.get(&path).await.refused(404), "Invoice document not found");
    add_document(&stage, &organization).await;
    let redirect = caller.get(&path).await;
    assert_eq!(redirect.status.as_u16(), 302);
    let link = redirect.header("location").unwrap().strip_prefix(API).unwrap().to_owned();
    let file = stage.anonymous().get(&link).await;
    assert_eq!((file.status.as_u16(), file.text.as_str()), (200, PDF));
    assert_eq!(file.header("content-type"), Some("application/pdf"));
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"4X44EMKX-003.pdf\""));
    let other = link.replace(data.id("R-3"), data.id("R-1"));
    assert_eq!(stage.anonymous().get(&other).await.refused(404), "File not found");
    stage.ctx.clock.advance(Duration::from_secs(3600));
    assert_eq!(stage.anonymous().get(&link).await.refused(404), "File not found");
}

#[tokio::test]
async fn another_organizations_ids_are_answered_like_ids_of_nothing() {
    let stage = Stage::new();
    let (lumen, other) = (stage.organization("lumen").await, stage.organization("other").await);
    let ours = stage.bearer(&lumen, "read:* write:*").await;
    let theirs = stage.bearer(&other, "read:* write:*").await;
    let data = bring_in(&ours, "lumen").await;
    bring_in(&theirs, "other").await;
    add_document(&stage, &lumen).await;
    for (path, external_id) in [
        ("/plans/{}", "flex"),
        ("/customers/{}", "K-1"),
        ("/subscriptions/{}", "V-1"),
        ("/subscriptions/{}/invoices", "V-1"),
        ("/invoices/{}", "R-3"),
        ("/invoices/{}/file", "R-3"),
        ("/admin/customers/{}/sessions", "K-1"),
    ] {
        let id = data.id(external_id);
        let (prefix, _) = id.split_once('_').unwrap();
        let nothing = format!("{prefix}_01h455vb4pex5vsknk084sn02q");
        let (foreign, unknown) = (path.replace("{}", id), path.replace("{}", &nothing));
        assert!(ours.get(&foreign).await.status.as_u16() < 400, "{foreign}");
        let (foreign, unknown) = (theirs.get(&foreign).await, theirs.get(&unknown).await);
        foreign.refused(404);
        assert_eq!(foreign.text, unknown.text);
    }
    let end = format!("/admin/customers/{}/sessions", data.id("K-1"));
    assert_eq!(theirs.delete(&end).await.refused(404), "Customer not found");
    let filtered = format!("/subscriptions?filter[customer][eq]={}", data.id("K-1"));
    assert_eq!(theirs.get(&filtered).await.json()["items"], json!([]));
}

#[tokio::test]
async fn links_that_were_not_opened_are_listed_and_made_worthless() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    caller.post_json("/admin/magic_link", r#"{"external_customer_id":"K-1"}"#).await;
    let path = format!("/admin/customers/{}/sessions", data.id("K-1"));
    let listed = caller.get(&path).await.json();
    assert_eq!((&listed["object"], &listed["items"]), (&json!("list"), &json!([])));
    assert_eq!(listed["links"][0]["object"], "link");
    assert!(!listed.to_string().contains("token"));
    let ended = caller.delete(&path).await.json();
    assert_eq!(ended, json!({ "object": "ended_access", "sessions": 0, "links": 1 }));
    assert_eq!(caller.get(&path).await.json()["links"], json!([]));
}
