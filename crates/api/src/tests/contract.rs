//! The members that callers of the reference API rely on. Members may join these, none may leave.

use super::data::bring_in;
use super::stage::Stage;
use serde_json::Value;

const PLAN: &[&str] = &["object", "id", "name", "slug", "description", "price", "currency", "created_at"];
const CUSTOMER: &[&str] = &["object", "id", "type", "first_name", "last_name", "email", "created_at"];
const ADDRESS: &[&str] = &["object", "id", "street", "house_number", "zip", "city", "created_at"];
const METER: &[&str] = &["object", "id", "number", "type", "malo", "melo", "created_at"];
const PAYMENT_METHOD: &[&str] = &["object", "id", "type", "sepa_debit", "created_at"];
const SUBSCRIPTION: &[&str] = &[
    "object",
    "id",
    "plan",
    "customer",
    "address",
    "meter",
    "payment_method",
    "supplier",
    "number",
    "status",
    "estimated_usage",
    "created_at",
    "updated_at",
    "start_at",
    "terminated_at",
    "end_at",
    "metadata",
];
const INVOICE: &[&str] = &[
    "object",
    "id",
    "invoice_number",
    "month",
    "year",
    "period_start",
    "period_end",
    "period_number",
    "status",
    "usage",
    "total",
    "issued_at",
    "paid_at",
];

fn has(value: &Value, members: &[&str]) {
    for member in members {
        assert!(value.get(member).is_some(), "{member} is missing in {value}");
    }
}

#[tokio::test]
async fn every_member_of_the_reference_is_there_even_when_it_is_null() {
    let stage = Stage::new();
    let caller = stage.someone("read:* write:*").await;
    let data = bring_in(&caller, "lumen").await;
    let invoices = format!("/subscriptions/{}/invoices", data.id("V-1"));
    for (path, members) in
        [("/plans", PLAN), ("/customers", CUSTOMER), ("/subscriptions", SUBSCRIPTION), (&invoices, INVOICE)]
    {
        let list = caller.get(path).await.json();
        has(&list, &["object", "items", "has_more", "next_page"]);
        for item in list["items"].as_array().unwrap() {
            has(item, members);
        }
    }
    let one = caller.get(&format!("/subscriptions/{}", data.id("V-1"))).await.json();
    has(&one, SUBSCRIPTION);
    has(&one["customer"], CUSTOMER);
    has(&one["address"], ADDRESS);
    has(&one["meter"], METER);
    has(&one["payment_method"], PAYMENT_METHOD);
    has(&one["payment_method"]["sepa_debit"], &["iban", "account_holder"]);
    has(&caller.get(&format!("/customers/{}", data.id("K-2"))).await.json(), &["company_name"]);
}
