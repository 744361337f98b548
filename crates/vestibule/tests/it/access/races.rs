//! A thousand openings of one link at once, from two server processes' worth of connections.

use crate::on_both_databases;

on_both_databases! {
    a_thousand_simultaneous_openings_start_one_session
    a_sign_in_under_way_is_ended_with_the_others
    a_refresh_token_used_at_once_by_many_works_once
}

mod rules {
    use crate::support::World;
    use std::time::Duration;
    use vestibule_app::access::{
        CustomerRef, MintInput, Opened, Visitor, end_customer_access, list_customer_access, mint_link,
        open_link,
    };
    use vestibule_app::clients::{Credential, Grant, TokenRequest, issue_tokens};
    use vestibule_app::portals::Host;
    use vestibule_app::{Ctx, Origin};
    use vestibule_kernel::id::{LinkId, SessionId};
    use vestibule_kernel::session::{Door, Session};
    use vestibule_kernel::{Secret, Token};
    use vestibule_store::tables::access_links::{self, AccessLink};
    use vestibule_store::tables::sessions;
    use vestibule_store::{Db, Options, Tx};

    /// A second server on the same PostgreSQL. An SQLite file has one server.
    fn contexts(world: &World) -> Vec<Ctx> {
        let mut all = vec![world.ctx.clone()];
        if world.database_url.starts_with("postgres") {
            let db = Db::open(&Options { url: world.database_url.clone(), connections: 4 }).unwrap();
            all.push(Ctx { db, ..world.ctx.clone() });
        }
        all
    }

    pub async fn a_thousand_simultaneous_openings_start_one_session(world: World) {
        let person = world.person("a").await;
        let shell = || Credential::Shell(world.lumen.id);
        let input = MintInput {
            customer: CustomerRef::Id(person.id.to_string()),
            next: None,
            return_url: None,
            locale: None,
            expires_in: None,
        };
        let minted = mint_link(&world.ctx, shell(), input, Origin::default()).await.unwrap();
        let token =
            minted.link.expose().split("token_hash=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let contexts = contexts(&world);
        let mut racing = Vec::new();
        for n in 0..1000 {
            let (ctx, token) = (contexts[n % contexts.len()].clone(), token.clone());
            let visitor = Visitor {
                host: Host::Label("a".into()),
                session: None,
                subscription: None,
                origin: Origin::default(),
            };
            racing.push(tokio::spawn(async move { open_link(&ctx, visitor, &token).await }));
        }
        let mut signed_in = 0;
        for one in racing {
            match one.await.unwrap().unwrap() {
                Opened::SignedIn { .. } => signed_in += 1,
                Opened::Refused(_) => {}
                other @ (Opened::NoPortal | Opened::Closed(_) | Opened::AlreadyIn) => panic!("{other:?}"),
            }
        }
        assert_eq!(signed_in, 1);
        let access = list_customer_access(&world.ctx, shell(), &person.id.to_string()).await.unwrap();
        assert_eq!(access.sessions.len(), 1);
    }

    pub async fn a_sign_in_under_way_is_ended_with_the_others(world: World) {
        let person = world.person("a").await;
        let (ctx, organization) = (world.ctx.clone(), world.lumen.id);
        let id = LinkId::new(ctx.now(), &ctx.rng);
        let token = Token::new(id.uuid(), &ctx.rng);
        let link = AccessLink {
            organization,
            id,
            token_hash: token.key().hash,
            portal: person.portal,
            customer: person.id,
            return_url: None,
            locale: None,
            created_at: ctx.now(),
            expires_at: ctx.now().plus(Duration::from_secs(300)),
            consumed_at: None,
        };
        world.ctx.db.write(move |tx| access_links::insert(tx, &link)).await.unwrap();
        let (say, consumed) = tokio::sync::oneshot::channel();
        let now = ctx.now();
        let redemption = tokio::spawn(async move {
            let session = Session {
                id: SessionId::new(now, &ctx.rng),
                organization,
                portal: person.portal,
                customer: person.id,
                door: Door::Link,
                link: Some(id),
                ip: String::new(),
                user_agent: String::new(),
                return_url: None,
                locale: None,
                created_at: now,
                last_seen_at: now,
                idle: Duration::from_secs(3600),
                expires_at: now.plus(Duration::from_secs(3600)),
            };
            let rng = ctx.rng.clone();
            let redeem = move |tx: &mut Tx<'_>| {
                assert!(access_links::consume(tx, organization, person.portal, &token.key(), now)?.is_some());
                say.send(()).unwrap();
                // Long enough for the other to come to the link.
                std::thread::sleep(Duration::from_millis(500));
                sessions::insert(tx, &session, &Token::new(session.id.uuid(), &rng).key().hash)
            };
            ctx.db.write(redeem).await.unwrap();
        });
        consumed.await.unwrap();
        let (shell, customer) = (Credential::Shell(organization), person.id.to_string());
        end_customer_access(&world.ctx, shell.clone(), &customer, Origin::default()).await.unwrap();
        redemption.await.unwrap();
        let left = list_customer_access(&world.ctx, shell, &customer).await.unwrap();
        assert_eq!((left.sessions.len(), left.links.len()), (0, 0));
    }

    pub async fn a_refresh_token_used_at_once_by_many_works_once(world: World) {
        let request = |grant| TokenRequest {
            client_id: world.client.id.to_string(),
            client_secret: Secret::new(world.client.secret.expose().clone()),
            scope: None,
            grant,
            api_version: "v".into(),
        };
        let first =
            issue_tokens(&world.ctx, request(Grant::ClientCredentials), Origin::default()).await.unwrap();
        let refresh = |token: &Secret<String>| Grant::Refresh(Secret::new(token.expose().clone()));
        let mut racing = Vec::new();
        for _ in 0..50 {
            let (ctx, request) = (world.ctx.clone(), request(refresh(&first.refresh_token)));
            racing
                .push(tokio::spawn(async move { issue_tokens(&ctx, request, Origin::default()).await.ok() }));
        }
        let mut issued = Vec::new();
        for one in racing {
            issued.extend(one.await.unwrap());
        }
        assert_eq!(issued.len(), 1);
        let second =
            issue_tokens(&world.ctx, request(refresh(&issued[0].refresh_token)), Origin::default()).await;
        let second = second.unwrap();
        // A token that comes back long after its use was stolen: everything that came from it ends.
        world.later(60);
        let stolen =
            issue_tokens(&world.ctx, request(refresh(&first.refresh_token)), Origin::default()).await;
        assert!(stolen.is_err());
        let after =
            issue_tokens(&world.ctx, request(refresh(&second.refresh_token)), Origin::default()).await;
        assert!(after.is_err(), "the family is ended");
    }
}
