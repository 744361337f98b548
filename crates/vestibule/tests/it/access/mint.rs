//! Minting: where a link leads, and who gets none.

use crate::on_both_databases;

on_both_databases! {
    a_link_leads_to_the_portal_of_the_newest_running_contract
    a_pending_contract_counts_before_an_ended_one
    only_ended_contracts_still_lead_to_the_portal
    without_a_contract_the_link_leads_to_the_checkout
    without_a_contract_and_a_default_plan_nobody_guesses
    a_plan_without_an_open_portal_is_named_in_the_refusal
    a_disabled_customer_gets_no_link
    another_organizations_customer_is_as_unknown_as_nobody
    the_thirty_first_link_of_a_minute_is_refused_however_they_race
    only_the_digest_of_a_token_is_stored
    a_suspended_organization_mints_nothing
    a_read_only_client_mints_nothing
    wishes_that_cannot_be_meant_are_refused
    every_mint_and_refusal_is_in_the_trail
    a_refusal_by_scope_by_an_unknown_customer_or_by_a_wish_is_in_the_trail
    a_suspended_organizations_refusal_is_in_the_trail
}

mod rules {
    use crate::support::World;
    use vestibule_app::access::{CustomerRef, MintInput, MintedLink, mint_link};
    use vestibule_app::clients::{
        Credential, Grant, Scopes, TokenRequest, create_access_token, issue_tokens, read_bearer,
    };
    use vestibule_app::{Origin, audit};
    use vestibule_kernel::customer::CustomerStatus;
    use vestibule_kernel::organization::OrganizationStatus;
    use vestibule_kernel::subscription::SubscriptionStatus::{Active, Ended, Pending};
    use vestibule_kernel::{Error, Result, Secret, TokenKey};
    use vestibule_store::tables::access_links;

    fn wish(customer: impl std::fmt::Display) -> MintInput {
        MintInput {
            customer: CustomerRef::Id(customer.to_string()),
            next: None,
            return_url: None,
            locale: None,
            expires_in: None,
        }
    }

    async fn mint(world: &World, input: MintInput) -> Result<MintedLink> {
        let credential = read_bearer(&world.ctx, world.token.token.expose())?;
        mint_link(&world.ctx, credential, input, Origin::new("203.0.113.9", "test", "req")).await
    }

    async fn host_of(world: &World, customer: impl std::fmt::Display) -> String {
        let minted = mint(world, wish(customer)).await.unwrap();
        minted.link.expose().split('/').nth(2).unwrap().to_owned()
    }

    pub async fn a_link_leads_to_the_portal_of_the_newest_running_contract(world: World) {
        let org = world.lumen.id;
        let (a, b) = (world.portal(org, "a").await, world.portal(org, "b").await);
        let (on_a, on_b) = (world.plan(org, "pa", Some(a)).await, world.plan(org, "pb", Some(b)).await);
        let customer = world.customer(org, "K").await;
        world.subscribe(org, customer, on_a, Active).await;
        world.later(1);
        world.subscribe(org, customer, on_b, Active).await;
        world.later(1);
        world.subscribe(org, customer, on_a, Ended).await;
        assert_eq!(host_of(&world, customer).await, "b.localhost");
    }

    pub async fn a_pending_contract_counts_before_an_ended_one(world: World) {
        let org = world.lumen.id;
        let (a, b) = (world.portal(org, "a").await, world.portal(org, "b").await);
        let (on_a, on_b) = (world.plan(org, "pa", Some(a)).await, world.plan(org, "pb", Some(b)).await);
        let customer = world.customer(org, "K").await;
        world.subscribe(org, customer, on_a, Pending).await;
        world.later(1);
        world.subscribe(org, customer, on_b, Ended).await;
        assert_eq!(host_of(&world, customer).await, "a.localhost");
    }

    pub async fn only_ended_contracts_still_lead_to_the_portal(world: World) {
        let org = world.lumen.id;
        let portal = world.portal(org, "a").await;
        let plan = world.plan(org, "pa", Some(portal)).await;
        let customer = world.customer(org, "K").await;
        world.subscribe(org, customer, plan, Ended).await;
        assert_eq!(host_of(&world, customer).await, "a.localhost");
    }

    pub async fn without_a_contract_the_link_leads_to_the_checkout(world: World) {
        let org = world.lumen.id;
        let portal = world.portal(org, "a").await;
        world.plan(org, "pa", Some(portal)).await;
        let customer = world.customer(org, "K").await;
        let minted = mint(&world, wish(customer)).await.unwrap();
        let link = minted.link.expose();
        assert!(link.starts_with("http://a.localhost/start?token_hash="), "{link}");
        assert!(link.ends_with("&type=magiclink&next=/start"), "{link}");
    }

    pub async fn without_a_contract_and_a_default_plan_nobody_guesses(world: World) {
        let org = world.lumen.id;
        let portal = world.portal(org, "a").await;
        world.plan(org, "pa", Some(portal)).await;
        let second = world.plan(org, "pb", Some(portal)).await;
        let customer = world.customer(org, "K").await;
        assert!(matches!(
            mint(&world, wish(customer)).await,
            Err(Error::Rule { code: "no_checkout_plan", .. })
        ));
        world.change_lumen(|lumen| lumen.default_plan = Some(second)).await;
        assert!(mint(&world, wish(customer)).await.is_ok());
    }

    pub async fn a_plan_without_an_open_portal_is_named_in_the_refusal(world: World) {
        let org = world.lumen.id;
        let bare = world.plan(org, "bare", None).await;
        let customer = world.customer(org, "K").await;
        world.subscribe(org, customer, bare, Active).await;
        let refused = mint(&world, wish(customer)).await.unwrap_err();
        assert!(refused.to_string().contains("Plan bare"), "{refused}");
        let portal = world.portal(org, "a").await;
        let plan = world.plan(org, "pa", Some(portal)).await;
        world.later(1);
        world.subscribe(org, customer, plan, Active).await;
        world.set_enabled(org, portal, false).await;
        assert!(matches!(mint(&world, wish(customer)).await, Err(Error::Rule { .. })));
    }

    pub async fn a_disabled_customer_gets_no_link(world: World) {
        let person = world.person("a").await;
        world.write_customer(world.lumen.id, "a", CustomerStatus::Disabled).await;
        assert!(matches!(
            mint(&world, wish(person.id)).await,
            Err(Error::Rule { code: "customer_disabled", .. })
        ));
    }

    pub async fn another_organizations_customer_is_as_unknown_as_nobody(world: World) {
        let stranger = world.person_of(world.other.id, "b").await;
        let long = "cus_".repeat(2560);
        for id in
            [stranger.id.to_string(), stranger.subscription.to_string(), "cus_x".into(), String::new(), long]
        {
            assert_eq!(mint(&world, wish(&id)).await.unwrap_err(), Error::NotFound("Customer"), "{id}");
        }
        let external = MintInput { customer: CustomerRef::External("b".into()), ..wish("") };
        assert_eq!(mint(&world, external).await.unwrap_err(), Error::NotFound("Customer"));
    }

    pub async fn the_thirty_first_link_of_a_minute_is_refused_however_they_race(world: World) {
        let person = world.person("a").await;
        let mut racing = Vec::new();
        for _ in 0..60 {
            let (ctx, input) = (world.ctx.clone(), wish(person.id));
            let credential = read_bearer(&ctx, world.token.token.expose()).unwrap();
            racing.push(tokio::spawn(
                async move { mint_link(&ctx, credential, input, Origin::default()).await },
            ));
        }
        let mut minted = 0;
        for one in racing {
            match one.await.unwrap() {
                Ok(_) => minted += 1,
                Err(Error::RateLimited { after }) => assert!(after.as_secs() <= 60),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(minted, 30);
        world.later(61);
        assert!(mint(&world, wish(person.id)).await.is_ok());
    }

    pub async fn only_the_digest_of_a_token_is_stored(world: World) {
        let person = world.person("a").await;
        let minted = mint(&world, wish(person.id)).await.unwrap();
        let token = token_of(minted.link.expose());
        let (key, org) = (TokenKey::of(&token).unwrap(), world.lumen.id);
        let stored =
            world.ctx.db.read(move |read| access_links::find(read, org, &key)).await.unwrap().unwrap();
        assert_eq!(stored.customer, person.id);
        assert_eq!(stored.expires_at.since(stored.created_at).as_secs(), 300);
    }

    fn token_of(link: &str) -> String {
        link.split("token_hash=").nth(1).unwrap().split('&').next().unwrap().to_owned()
    }

    pub async fn a_suspended_organization_mints_nothing(world: World) {
        let person = world.person("a").await;
        world.change_lumen(|lumen| lumen.status = OrganizationStatus::Suspended).await;
        assert_eq!(mint(&world, wish(person.id)).await.unwrap_err(), Error::Suspended);
    }

    pub async fn a_read_only_client_mints_nothing(world: World) {
        let person = world.person("a").await;
        let request = TokenRequest {
            client_id: world.read_only.id.to_string(),
            client_secret: Secret::new(world.read_only.secret.expose().clone()),
            scope: None,
            grant: Grant::ClientCredentials,
            api_version: "v".into(),
        };
        let issued = issue_tokens(&world.ctx, request, Origin::default()).await.unwrap();
        let credential = read_bearer(&world.ctx, issued.access_token.expose()).unwrap();
        assert!(matches!(credential, Credential::Client(_)));
        let refused = mint_link(&world.ctx, credential, wish(person.id), Origin::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
    }

    pub async fn wishes_that_cannot_be_meant_are_refused(world: World) {
        let person = world.person("a").await;
        let bad = [
            MintInput { next: Some("//evil.example".into()), ..wish(person.id) },
            MintInput { return_url: Some("https://evil.example/".into()), ..wish(person.id) },
            MintInput { locale: Some("fr".into()), ..wish(person.id) },
            MintInput { expires_in: Some(29), ..wish(person.id) },
            MintInput { expires_in: Some(901), ..wish(person.id) },
        ];
        for input in bad {
            assert!(matches!(mint(&world, input.clone()).await, Err(Error::Invalid(_))), "{input:?}");
        }
        let good = MintInput {
            next: Some(format!("/invoices/{}?a=b&c", person.invoice)),
            return_url: Some("https://app.lumen.example/account".into()),
            locale: Some("en-GB".into()),
            expires_in: Some(30),
            ..wish(person.id)
        };
        let minted = mint(&world, good).await.unwrap();
        assert_eq!(minted.expires_at.since(world.ctx.now()).as_secs(), 30);
    }

    pub async fn every_mint_and_refusal_is_in_the_trail(world: World) {
        let person = world.person("a").await;
        mint(&world, wish(person.id)).await.unwrap();
        world.write_customer(world.lumen.id, "a", CustomerStatus::Disabled).await;
        mint(&world, wish(person.id)).await.unwrap_err();
        let trail = audit::newest(&world.ctx, world.lumen.id, 10).await.unwrap();
        let results: Vec<&str> =
            trail.iter().filter(|line| line.action == "link.mint").map(|line| line.result.as_str()).collect();
        assert_eq!(results.len(), 2);
        assert!(results.contains(&"ok") && results.contains(&"customer_disabled"));
        assert!(trail.iter().filter(|line| line.action == "link.mint").all(|line| {
            line.customer == Some(person.id)
                && line.ip == "203.0.113.9"
                && line.actor == world.token.id.to_string()
        }));
    }

    /// Results of the mints in the trail, newest first.
    async fn mints(world: &World) -> Vec<String> {
        let trail = audit::newest(&world.ctx, world.lumen.id, 50).await.unwrap();
        trail.into_iter().filter(|line| line.action == "link.mint").map(|line| line.result).collect()
    }

    pub async fn a_refusal_by_scope_by_an_unknown_customer_or_by_a_wish_is_in_the_trail(world: World) {
        let person = world.person("a").await;
        let reader = create_access_token(&world.ctx, world.lumen.id, "reader", &Scopes::read_only(), None)
            .await
            .unwrap();
        let credential = read_bearer(&world.ctx, reader.token.expose()).unwrap();
        let refused = mint_link(&world.ctx, credential, wish(person.id), Origin::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        world.later(1);
        mint(&world, wish("cus_x")).await.unwrap_err();
        world.later(1);
        mint(&world, MintInput { expires_in: Some(1), ..wish(person.id) }).await.unwrap_err();
        assert_eq!(mints(&world).await, ["invalid_value", "not_found", "forbidden"]);
        let trail = audit::newest(&world.ctx, world.lumen.id, 50).await.unwrap();
        let actors = |result: &str| -> Vec<String> {
            trail.iter().filter(|line| line.result == result).map(|line| line.actor.clone()).collect()
        };
        assert_eq!(actors("forbidden"), [reader.id.to_string()]);
        assert_eq!(actors("not_found"), [world.token.id.to_string()]);
    }

    pub async fn a_suspended_organizations_refusal_is_in_the_trail(world: World) {
        let person = world.person("a").await;
        world.change_lumen(|lumen| lumen.status = OrganizationStatus::Suspended).await;
        mint(&world, wish(person.id)).await.unwrap_err();
        assert_eq!(mints(&world).await, ["suspended"]);
    }
}
