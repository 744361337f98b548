//! The description of the API, and the documentation made from it.

use super::stage::{API, Stage};
use serde_json::Value;

#[test]
fn the_description_is_reviewed_when_it_changes() {
    insta::assert_json_snapshot!("openapi", crate::document(API));
}

#[test]
fn every_operation_says_what_can_go_wrong() {
    let document = crate::document(API);
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(operation["summary"].is_string(), "{name}");
            let responses = &operation["responses"];
            for status in ["405", "500", "503"] {
                assert!(responses[status].is_object(), "{name} {status}");
            }
            if operation["security"].is_array() {
                for status in ["400", "401", "402", "403", "404", "409", "422", "429"] {
                    assert!(responses[status].is_object(), "{name} {status}");
                }
            }
        }
    }
}

#[test]
fn every_reference_in_the_description_leads_somewhere() {
    let document = crate::document(API);
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(text) if name == "$ref" => references.push(text.to_owned()),
                    Some(_) | None => collect(member, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn the_description_is_served_under_its_version_too() {
    let stage = Stage::new();
    let document = stage.anonymous().get("/openapi.json").await;
    assert_eq!(document.header("content-type"), Some("application/json"));
    assert_eq!(document.json()["servers"][0]["url"], API);
    assert_eq!(document.json()["info"]["version"], crate::DEFAULT_VERSION);
    let versioned = stage.anonymous().get("/openapi.2026-01-29.edison.json").await;
    assert_eq!(versioned.text, document.text);
}

#[tokio::test]
async fn the_readable_page_has_every_operation_and_asks_nobody_else_for_anything() {
    let stage = Stage::new();
    let page = stage.anonymous().get("/docs").await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    for path in crate::document(API)["paths"].as_object().unwrap().keys() {
        assert!(page.text.contains(path.as_str()), "{path}");
    }
    assert!(!page.text.contains("src=\"http") && !page.text.contains("<script"));
    let stylesheet = page.text.split("href=\"/assets/").nth(1).and_then(|rest| rest.split('"').next());
    let stylesheet = format!("/assets/{}", stylesheet.unwrap());
    assert_eq!(stage.anonymous().get(&stylesheet).await.status, 200);
}

#[tokio::test]
async fn the_page_that_an_error_names_exists() {
    let stage = Stage::new();
    let mut pages = 0;
    for code in vestibule_http::CODES {
        let page = stage.anonymous().get(&format!("/docs/errors/{}", code.name)).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(code.name));
        pages += 1;
    }
    assert_eq!(pages, vestibule_http::CODES.len());
    assert!(stage.anonymous().get("/docs/errors").await.text.contains("NOT_FOUND"));
    stage.anonymous().get("/docs/errors/NO_SUCH_CODE").await.refused(404);
    stage.anonymous().get("/docs/errors/%ff").await.refused(404);
}

#[test]
fn the_reference_has_the_description_and_every_code() {
    let pages = crate::reference();
    let names: Vec<&str> = pages.iter().map(|page| page.name).collect();
    assert_eq!(names, ["openapi.json", "errors.md"]);
    for code in vestibule_http::CODES {
        assert!(pages[1].text.contains(&format!("| {} | `{}` |", code.status.as_u16(), code.name)));
    }
}
