//! Organizations never meet, whatever names their records use.

use super::{BASE, Bench, Options, Sources, findings, import, new_organization, unwatched};
use vestibule_kernel::organization::Organization;
use vestibule_store::tables::{customers, portals};

async fn import_into(bench: &Bench, organization: &Organization, records: &str) -> super::Summary {
    let sources = Sources::from_reader("body", &mut records.as_bytes()).unwrap();
    import(&bench.ctx, organization, sources, Options::default(), unwatched()).await.unwrap()
}

#[tokio::test]
async fn another_organizations_external_id_does_not_resolve() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    let other = new_organization(&bench.ctx, "other").await;
    for (number, noun) in [(3, "customer"), (4, "subscription")] {
        let line = BASE.lines().nth(number).unwrap();
        let summary = import_into(&bench, &other, line).await;
        let found = findings(&bench, &summary);
        assert!(found.iter().any(|found| found.contains(&format!("there is no such {noun}"))), "{found:?}");
        assert_eq!(summary.written, 0);
    }
}

#[tokio::test]
async fn the_same_external_ids_live_side_by_side() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    let other = new_organization(&bench.ctx, "other").await;
    let theirs = BASE.replace("\"flex\"", "\"other-flex\"").replace("annika@", "somebody@");
    assert_eq!(import_into(&bench, &other, &theirs).await.written, 5);
    assert_eq!(bench.takes().await.written, 0);
    let (ours, theirs) = (bench.organization.id, other.id);
    let (ours, theirs) = bench
        .read(move |read| {
            let ours = customers::find_by_external(read, ours, "K-1")?.unwrap();
            Ok((ours, customers::find_by_external(read, theirs, "K-1")?.unwrap()))
        })
        .await;
    assert_eq!(ours.email.as_str(), "annika@example.com");
    assert_eq!(theirs.email.as_str(), "somebody@example.com");
}

#[tokio::test]
async fn a_portal_slug_or_host_of_another_organization_is_taken() {
    let bench = Bench::new().await;
    let portal = r#"{"type":"portal","slug":"lumen","name":"Lumen","custom_host":"konto.example.com"}"#;
    bench.file("records.ndjson", portal);
    bench.takes().await;
    let other = new_organization(&bench.ctx, "other").await;
    let by_slug = r#"{"type":"portal","slug":"lumen","name":"Theirs"}"#;
    let by_host = r#"{"type":"portal","slug":"theirs","name":"Theirs","custom_host":"konto.example.com"}"#;
    let by_plan =
        r#"{"type":"plan","external_id":"P","slug":"lumen","name":"P","plan_type":"service","price":1}"#;
    let by_name = r#"{"type":"plan","external_id":"P","slug":"p","name":"P","plan_type":"service","price":1,"portal":"lumen"}"#;
    for (record, expected) in [
        (by_slug, "slug: is taken by a portal of another organization"),
        (by_host, "custom_host: is taken by another portal"),
        (by_plan, "slug: is taken by a portal of another organization"),
        (by_name, "portal: there is no such portal"),
    ] {
        let summary = import_into(&bench, &other, record).await;
        let found = findings(&bench, &summary);
        assert!(found[0].contains(expected), "{found:?}");
    }
    let (ours, theirs) = (bench.organization.id, other.id);
    assert_eq!(bench.read(move |read| portals::list(read, ours)).await[0].name, "Lumen");
    assert!(bench.read(move |read| portals::list(read, theirs)).await.is_empty());
}

#[tokio::test]
async fn within_an_organization_a_host_and_a_plan_slug_stay_with_who_has_them() {
    let bench = Bench::new().await;
    bench.file(
        "records.ndjson",
        format!("{BASE}{}\n", r#"{"type":"portal","slug":"a","name":"A","custom_host":"a.example.com"}"#),
    );
    bench.takes().await;
    let host = r#"{"type":"portal","slug":"b","name":"B","custom_host":"a.example.com"}"#;
    assert!(bench.refuses_records(host).await.contains("custom_host: is the host of the portal a"));
    let plan = r#"{"type":"plan","external_id":"P-3","slug":"flex","name":"P","plan_type":"service","price":1,"portal":null}"#;
    assert!(bench.refuses_records(plan).await.contains("slug: is the slug of the plan P-1"));
}
