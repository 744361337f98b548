//! The members that callers of the reference API rely on. Members may join these, none may leave, and none
//! may say less than they do there.
//!
//! `edison.json` has them, operation by operation: `?` behind a name is a member that may be left out there,
//! `?` behind a kind one that may be null, and `=` begins the words that there are.

use super::data::bring_in;
use super::schemas::Schemas;
use super::stage::Stage;
use serde_json::{Map, Value};

/// Where we differ on purpose; the page says why.
const DIFFERENCES: &[&str] = &[
    "GET /.well-known/oauth-authorization-server: authorization_endpoint is missing",
    "GET /.well-known/oauth-authorization-server: code_challenge_methods_supported is missing",
    "GET /subscriptions: items[].address may be null",
    "GET /subscriptions: items[].meter may be null",
    "GET /subscriptions: items[].payment_method may be null",
    "GET /subscriptions/{id}: address may be null",
    "GET /subscriptions/{id}: meter may be null",
    "GET /subscriptions/{id}: payment_method may be null",
    "GET /subscriptions/{id}: supplier is no object",
];

const PAGE: &str = include_str!("../../../../docs/decisions/0012-where-answers-differ-from-edison.md");

fn reference() -> Map<String, Value> {
    serde_json::from_str(include_str!("edison.json")).unwrap()
}

#[test]
fn answers_are_described_as_the_reference_describes_them_but_for_what_a_page_explains() {
    let document = crate::openapi::document("https://api.example.com");
    let mut found = Vec::new();
    for (operation, wanted) in reference() {
        let mut differences = Schemas::of(&document).differences(&operation, &wanted);
        differences.sort_unstable();
        found.extend(differences.into_iter().map(|difference| format!("{operation}: {difference}")));
    }
    assert_eq!(found, DIFFERENCES);
}

#[test]
fn the_page_names_every_member_that_differs() {
    for difference in DIFFERENCES {
        let member = difference.split(": ").nth(1).unwrap().split(' ').next().unwrap();
        let member = member.trim_start_matches("items[].");
        assert!(PAGE.contains(&format!("`{member}`")), "{member}");
    }
}

/// Every member of `wanted` that an answer lacks.
fn missing(at: &str, wanted: &Value, answer: &Value, found: &mut Vec<String>) {
    if let Value::Array(of) = wanted {
        let items = answer.as_array().unwrap();
        assert!(!items.is_empty(), "{at}");
        items.iter().for_each(|item| missing(at, &of[0], item, found));
    }
    let Some(members) = wanted.as_object().filter(|_| answer.is_object()) else { return };
    // A person has no company.
    let is_person = answer["type"] == "person";
    for (name, wanted) in members {
        let name = name.trim_end_matches('?');
        match answer.get(name) {
            Some(answer) => missing(&format!("{at}.{name}"), wanted, answer, found),
            None if name == "company_name" && is_person => {}
            None => found.push(format!("{at}.{name}")),
        }
    }
}

#[tokio::test]
async fn every_member_of_the_reference_is_there_even_when_it_is_null() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    let reference = reference();
    for (operation, id) in [
        ("GET /plans", ""),
        ("GET /plans/{id}", "flex"),
        ("GET /customers", ""),
        ("GET /customers/{id}", "K-1"),
        ("GET /customers/{id}", "K-2"),
        ("GET /subscriptions", ""),
        ("GET /subscriptions/{id}", "V-1"),
        ("GET /subscriptions/{id}", "V-2"),
        ("GET /subscriptions/{id}/invoices", "V-1"),
        ("GET /invoices/{id}", "R-4"),
    ] {
        let id = if id.is_empty() { "" } else { data.id(id) };
        let path = operation.trim_start_matches("GET ").replace("{id}", id);
        let answer = caller.get(&path).await.json();
        let mut found = Vec::new();
        missing(operation, &reference[operation], &answer, &mut found);
        assert!(found.is_empty(), "{found:?} are missing in {answer}");
    }
}
