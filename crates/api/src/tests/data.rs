//! Data of an electricity retailer, brought in as operators do.

use super::stage::{Caller, Stage};
use serde_json::Value;
use std::collections::BTreeMap;
use vestibule_app::records::{self, Sources, import, unwatched};
use vestibule_kernel::organization::Organization;

/// A customer in every state that matters, with contracts and invoices. `{slug}` makes portals of two
/// organizations differ; everything else may be the same in both.
const RECORDS: &str = r#"
{"type":"portal","slug":"{slug}","name":"Lumen"}
{"type":"plan","external_id":"flex","slug":"flex","name":"Lumen Flex","plan_type":"consumption","price":10.99,"portal":"{slug}"}
{"type":"customer","external_id":"K-1","first_name":"Annika","last_name":"Berger","email":"annika@example.com"}
{"type":"customer","external_id":"K-2","customer_type":"company","company_name":"Berger GmbH","first_name":"Jo","last_name":"Berger","email":"jo@example.com"}
{"type":"customer","external_id":"K-3","first_name":"Off","last_name":"Line","email":"off@example.com","status":"disabled"}
{"type":"subscription","external_id":"V-1","customer":"K-1","plan":"flex","number":"4X44EMKX","status":"active","estimated_usage":2500,"start_at":"2026-02-01","address":{"street":"Torstraße","house_number":"119","zip":"10115","city":"Berlin","country":"DE"},"meter":{"number":"1APA","type":"smart"},"payment_method":{"type":"sepa_debit","iban":"DE89370400440532013000","account_holder":"Annika Berger"}}
{"type":"subscription","external_id":"V-2","customer":"K-2","plan":"flex","status":"ended","start_at":"2026-02-01","end_at":"2026-03-01"}
{"type":"invoice","external_id":"R-1","subscription":"V-1","number":"4X44EMKX-001","invoice_type":"usage","status":"voided","total":99.5,"usage_kwh":180.25,"period":{"start":"2026-02-01","end":"2026-03-01"},"period_number":1,"issued_at":"2026-03-02"}
{"type":"invoice","external_id":"R-2","subscription":"V-1","number":"4X44EMKX-002","invoice_type":"void","status":"paid","total":-99.5,"period":{"start":"2026-02-01","end":"2026-03-01"},"issued_at":"2026-03-03","voids":"R-1"}
{"type":"invoice","external_id":"R-3","subscription":"V-1","number":"4X44EMKX-003","invoice_type":"usage","status":"uncollectible","total":110.04,"usage_kwh":208,"period":{"start":"2026-03-01","end":"2026-04-01"},"period_number":2,"issued_at":"2026-04-02"}
{"type":"invoice","external_id":"R-4","subscription":"V-1","number":"4X44EMKX-004","invoice_type":"prepayment","status":"open","total":50,"issued_at":"2026-04-03"}
{"type":"invoice","external_id":"R-5","subscription":"V-1","number":"4X44EMKX-005","invoice_type":"purchase","status":"open","total":20,"issued_at":"2026-12-31T23:30:00Z"}
"#;

/// What was brought in: our ids by the operator's.
pub(super) struct Data(BTreeMap<String, String>);

impl Data {
    /// Our id of what the operator calls `external_id`.
    pub(super) fn id(&self, external_id: &str) -> &str {
        &self.0[external_id]
    }
}

/// Brings the records in for the organization of `caller`, which needs both scopes.
pub(super) async fn bring_in(caller: &Caller<'_>, slug: &str) -> Data {
    let records = RECORDS.trim_start().replace("{slug}", slug);
    let answer = caller.with("content-type", "application/x-ndjson").post("/admin/records", records).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut ids = BTreeMap::new();
    for list in ["/plans", "/customers", "/subscriptions"] {
        collect(&caller.get(list).await.json(), &mut ids);
    }
    let all = "filter[type][in]=usage,prepayment,void,purchase";
    let invoices = format!("/subscriptions/{}/invoices?{all}", ids["V-1"]);
    collect(&caller.get(&invoices).await.json(), &mut ids);
    Data(ids)
}

fn collect(list: &Value, ids: &mut BTreeMap<String, String>) {
    for item in list["items"].as_array().unwrap() {
        let text = |member: &str| item[member].as_str().unwrap().to_owned();
        ids.insert(text("external_id"), text("id"));
    }
}

/// Gives invoice R-3 of an organization a document.
pub(super) async fn add_document(stage: &Stage, organization: &Organization) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("documents")).unwrap();
    std::fs::write(folder.path().join("documents/r3.pdf"), PDF).unwrap();
    let invoice = RECORDS.lines().find(|line| line.contains(r#""R-3""#)).unwrap();
    let invoice = invoice.replacen('{', r#"{"document":"r3.pdf","#, 1);
    std::fs::write(folder.path().join("invoices.ndjson"), invoice).unwrap();
    let sources = Sources::from_paths(&[folder.path()]).unwrap();
    let summary = import(&stage.ctx, organization, sources, records::Options::default(), unwatched());
    let summary = summary.await.unwrap();
    assert!(summary.is_clean(), "{:?}", summary.rejected);
}

/// The least that passes for a PDF.
pub(super) const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
