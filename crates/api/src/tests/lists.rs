//! Lists: pages, cursors, filters.

use super::data::bring_in;
use super::stage::Stage;

#[tokio::test]
async fn an_empty_list_is_a_last_page() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    for path in ["/plans", "/customers", "/subscriptions"] {
        let body = caller.get(path).await.json();
        let expected =
            serde_json::json!({ "object": "list", "items": [], "has_more": false, "next_page": null });
        assert_eq!(body, expected, "{path}");
    }
}

#[tokio::test]
async fn limits_cursors_and_filters_that_cannot_be_meant_name_the_parameter() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    for (query, message) in [
        ("limit=0", "too_small in 'limit'"),
        ("limit=101", "too_big in 'limit'"),
        ("limit=ten", "invalid_type in 'limit'"),
        ("limit=", "invalid_type in 'limit'"),
        ("cursor=eyJsYXN0X2lkIjoiMSJ9", "in 'cursor'"),
        ("cursor=%00", "in 'cursor'"),
        ("filter[type][eq]=robot", "invalid_enum_value in 'filter[type][eq]'"),
        ("filter[type", "in 'filter[type'"),
        ("filter[created_at][gte]=2026-01-01", "in 'filter[created_at][gte]'"),
        ("filter%5Bcreated_at%5D%5Bgte%5D=yesterday", "in 'filter[created_at][gte]'"),
    ] {
        let refused = caller.get(&format!("/customers?{query}")).await.refused(400);
        assert!(refused.contains(message), "{query}: {refused}");
    }
}

#[tokio::test]
async fn unknown_parameters_fields_and_operators_are_ignored() {
    let stage = Stage::new();
    let caller = stage.someone("read:*").await;
    for query in ["sort=name", "filter[shoe][eq]=1", "filter[type][contains]=x", "cursor=", "limit=0&limit=5"]
    {
        assert_eq!(caller.get(&format!("/customers?{query}")).await.status, 200, "{query}");
    }
}

#[tokio::test]
async fn a_walk_through_a_list_sees_every_row_once() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    bring_in(&caller, "lumen").await;
    let (mut seen, mut path) = (Vec::new(), "/customers?limit=2".to_owned());
    loop {
        let body = caller.get(&path).await.json();
        let items = body["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["external_id"].as_str().unwrap().to_owned()));
        assert_eq!(body["has_more"], body["next_page"].is_string());
        match body["next_page"].as_str() {
            Some(cursor) => path = format!("/customers?cursor={cursor}"),
            None => break,
        }
    }
    seen.sort();
    assert_eq!(seen, ["K-1", "K-2", "K-3"]);
}

#[tokio::test]
async fn a_cursor_belongs_to_its_list_its_filters_its_limit_and_its_client() {
    let stage = Stage::new();
    let organization = stage.organization("lumen").await;
    let caller = stage.bearer(&organization, "read:* write:*").await;
    bring_in(&caller, "lumen").await;
    let cursor = caller.get("/customers?limit=1").await.json()["next_page"].as_str().unwrap().to_owned();
    assert_eq!(caller.get(&format!("/customers?limit=1&cursor={cursor}")).await.status, 200);
    for path in [
        format!("/subscriptions?cursor={cursor}"),
        format!("/customers?limit=2&cursor={cursor}"),
        format!("/customers?cursor={cursor}&filter[type][eq]=person"),
        format!("/customers?cursor=A{cursor}"),
    ] {
        assert!(caller.get(&path).await.refused(400).contains("in 'cursor'"), "{path}");
    }
    let other = stage.bearer(&organization, "read:*").await;
    other.get(&format!("/customers?cursor={cursor}")).await.refused(400);
}

#[tokio::test]
async fn filters_narrow_lists_and_all_must_hold() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    for (path, expected) in [
        ("/customers?filter[type][eq]=company", vec!["K-2"]),
        ("/customers?filter[email][starts_with]=ANNIKA", vec!["K-1"]),
        ("/customers?filter[email][contains]=example&filter[type][ne]=company", vec!["K-1", "K-3"]),
        ("/subscriptions?filter[status][in]=ended,pending", vec!["V-2"]),
        (&format!("/subscriptions?filter[customer][eq]={}", data.id("K-1")), vec!["V-1"]),
        ("/plans?filter[created_at][lte]=2020-01-01T00:00:00Z", vec![]),
    ] {
        let body = caller.get(path).await.json();
        let items = body["items"].as_array().unwrap();
        let mut found: Vec<&str> = items.iter().map(|item| item["external_id"].as_str().unwrap()).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{path}");
    }
}
