//! What an import of customers does to their sign-ins, and who may import by the API.

use super::{BASE, Backend, Bench};
use crate::Origin;
use crate::clients::{Credential, Scopes, create_access_token};
use crate::records::{RecordType, Wishes, import_body};
use std::time::Duration;
use vestibule_kernel::customer::CustomerStatus;
use vestibule_kernel::id::{CustomerId, LinkId, PortalId, SessionId};
use vestibule_kernel::session::{Door, Session};
use vestibule_kernel::{Error, Token};
use vestibule_store::tables::access_links::{self, AccessLink};
use vestibule_store::tables::{audit_entries, customers, portals, sessions};

on_both_databases! {
    who_is_disabled_erased_or_gets_another_address_is_signed_out
    a_record_without_a_status_lets_nobody_in_again
}

/// Signs the customer K-1 in, and mints them a link.
async fn sign_in(bench: &Bench) -> CustomerId {
    let (ctx, organization) = (bench.ctx.clone(), bench.organization.id);
    bench
        .ctx
        .db
        .write(move |tx| {
            let customer = customers::id_by_external(tx, organization, "K-1")?.unwrap();
            let portal: PortalId = portals::list(tx, organization)?[0].id;
            let now = ctx.now();
            let id = LinkId::new(now, &ctx.rng);
            let link = AccessLink {
                organization,
                id,
                token_hash: Token::new(id.uuid(), &ctx.rng).key().hash,
                portal,
                customer,
                return_url: None,
                locale: None,
                created_at: now,
                expires_at: now.plus(Duration::from_secs(300)),
                consumed_at: None,
            };
            access_links::insert(tx, &link)?;
            let session = Session {
                organization,
                id: SessionId::new(now, &ctx.rng),
                portal,
                customer,
                door: Door::Link,
                link: None,
                ip: String::new(),
                user_agent: String::new(),
                return_url: None,
                locale: None,
                created_at: now,
                last_seen_at: now,
                idle: Duration::from_secs(3600),
                expires_at: now.plus(Duration::from_secs(3600)),
            };
            let token = Token::new(session.id.uuid(), &ctx.rng);
            sessions::insert(tx, &session, &token.key().hash)?;
            Ok(customer)
        })
        .await
        .unwrap()
}

/// Live sessions and unused links.
async fn ways_in(bench: &Bench, customer: CustomerId) -> (usize, usize) {
    let (organization, now) = (bench.organization.id, bench.ctx.now());
    bench
        .read(move |read| {
            let sessions = sessions::of_customer(read, organization, customer)?.len();
            let since = now.minus(Duration::from_secs(900));
            Ok((sessions, access_links::unused(read, organization, customer, since, now)?.len()))
        })
        .await
}

async fn who_is_disabled_erased_or_gets_another_address_is_signed_out(on: Backend) {
    for (from, to) in [
        ("\"last_name\"", "\"status\":\"disabled\",\"last_name\""),
        ("\"last_name\"", "\"status\":\"erased\",\"last_name\""),
        ("annika@example.com", "brandt@example.com"),
    ] {
        let bench = Bench::on(on).await;
        bench.file("records.ndjson", BASE);
        bench.takes().await;
        let customer = sign_in(&bench).await;
        assert_eq!(ways_in(&bench, customer).await, (1, 1));
        bench.file("records.ndjson", BASE.replace(from, to));
        bench.takes().await;
        assert_eq!(ways_in(&bench, customer).await, (0, 0), "{to}");
        let organization = bench.organization.id;
        let trail = bench.read(move |read| audit_entries::newest(read, organization, 10)).await;
        assert!(trail.iter().any(|entry| entry.action == "session.end" && entry.customer == Some(customer)));
    }
}

async fn status(bench: &Bench) -> CustomerStatus {
    let organization = bench.organization.id;
    bench.read(move |read| customers::find_by_external(read, organization, "K-1")).await.unwrap().status
}

async fn a_record_without_a_status_lets_nobody_in_again(on: Backend) {
    let bench = Bench::on(on).await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    assert_eq!(status(&bench).await, CustomerStatus::Active);
    let said = |word: &str| BASE.replace("\"last_name\"", &format!("\"status\":\"{word}\",\"last_name\""));
    bench.file("records.ndjson", said("disabled"));
    bench.takes().await;
    for records in [BASE.to_owned(), BASE.replace("Annika", "Anna")] {
        bench.file("records.ndjson", records);
        assert_eq!(bench.takes().await.types[&RecordType::Customer].changed, 1);
        assert_eq!(status(&bench).await, CustomerStatus::Disabled);
        assert_eq!(bench.takes().await.written, 0);
    }
    bench.file("records.ndjson", said("active"));
    bench.takes().await;
    assert_eq!(status(&bench).await, CustomerStatus::Active);
}

#[tokio::test]
async fn other_changes_sign_nobody_out() {
    let bench = Bench::new().await;
    bench.file("records.ndjson", BASE);
    bench.takes().await;
    let customer = sign_in(&bench).await;
    bench.file(
        "records.ndjson",
        BASE.replace("Annika", "Anna").replace("annika@example.com", "Annika@Example.com"),
    );
    assert_eq!(bench.takes().await.written, 1);
    assert_eq!(ways_in(&bench, customer).await, (1, 1));
}

#[tokio::test]
async fn a_body_needs_the_scope_to_write() {
    let bench = Bench::new().await;
    bench.file("body", BASE);
    let path = bench.path().join("body");
    let id = bench.organization.id;
    let reader = create_access_token(&bench.ctx, id, "reader", &Scopes::read_only(), None).await.unwrap();
    let writer = create_access_token(&bench.ctx, id, "writer", &Scopes::all(), None).await.unwrap();
    let credential = |token: &str| crate::clients::read_bearer(&bench.ctx, token).unwrap();
    let send = |credential: Credential| {
        import_body(&bench.ctx, credential, &path, Wishes::default(), Origin::default())
    };
    assert!(matches!(send(credential(reader.token.expose())).await, Err(Error::Forbidden(_))));
    assert_eq!(send(credential(writer.token.expose())).await.unwrap().written, 5);
    let trail = bench.read(move |read| audit_entries::newest(read, id, 1)).await;
    assert_eq!((trail[0].action.as_str(), trail[0].result.as_str()), ("records.import", "ok"));
    assert!(trail[0].actor.starts_with("tok_"), "{}", trail[0].actor);
}
