//! Organizations that are not served for a while: everything is closed, nothing is lost.

use crate::on_both_databases;

on_both_databases! {
    a_suspended_organizations_api_answers_402_and_mints_nothing
    a_suspended_organizations_clients_get_no_tokens
    a_suspended_organizations_portals_are_closed_and_take_no_link
    a_resumed_organization_goes_on_where_it_was
    suspending_and_resuming_are_noted_once_each
    what_changes_an_organization_leaves_it_suspended
}

mod rules {
    use crate::support::{Browser, World, bearer, get, mint, post_json};
    use axum::http::StatusCode;
    use serde_json::json;
    use vestibule_app::clients::{Grant, TokenRefusal, TokenRequest, issue_tokens};
    use vestibule_app::organizations::{find_organization, resume_organization, suspend_organization};
    use vestibule_app::{Origin, audit};
    use vestibule_kernel::organization::OrganizationStatus;
    use vestibule_kernel::{Error, Secret};
    use vestibule_store::tables::organizations;

    async fn suspend(world: &World) -> bool {
        suspend_organization(&world.ctx, world.lumen.id).await.unwrap()
    }

    async fn resume(world: &World) -> bool {
        resume_organization(&world.ctx, world.lumen.id).await.unwrap()
    }

    async fn overview(browser: &mut Browser<'_>) -> StatusCode {
        browser.open("http://a.localhost/overview").await.status
    }

    async fn ask_for_tokens(world: &World) -> Result<(), TokenRefusal> {
        let request = TokenRequest {
            client_id: world.client.id.to_string(),
            client_secret: Secret::new(world.client.secret.expose().clone()),
            scope: None,
            grant: Grant::ClientCredentials,
            api_version: "v".into(),
        };
        issue_tokens(&world.ctx, request, Origin::default()).await.map(|_| ())
    }

    pub async fn a_suspended_organizations_api_answers_402_and_mints_nothing(world: World) {
        let person = world.person("a").await;
        let wish = json!({ "customerId": person.id });
        assert!(suspend(&world).await);
        let looked = get(&world, &bearer(&world), "/plans").await;
        let minted = post_json(&world, &bearer(&world), "/admin/magic_link", &wish).await;
        for answer in [looked, minted] {
            assert_eq!(answer.status, StatusCode::PAYMENT_REQUIRED, "{}", answer.text());
        }
        let other = get(&world, world.other_token.token.expose(), "/plans").await;
        assert_eq!(other.status, StatusCode::OK, "another organization is served");
    }

    pub async fn a_suspended_organizations_clients_get_no_tokens(world: World) {
        suspend(&world).await;
        assert_eq!(ask_for_tokens(&world).await, Err(TokenRefusal::Other(Error::Suspended)));
    }

    pub async fn a_suspended_organizations_portals_are_closed_and_take_no_link(world: World) {
        let person = world.person("a").await;
        let (mut inside, mut outside) = (Browser::new(&world), Browser::new(&world));
        inside.open(&mint(&world, person.id).await).await;
        let unused = mint(&world, person.id).await;
        assert_eq!(overview(&mut inside).await, StatusCode::OK);
        suspend(&world).await;
        assert_eq!(overview(&mut inside).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(outside.open(&unused).await.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(outside.cookie("a.localhost"), None);
    }

    pub async fn a_resumed_organization_goes_on_where_it_was(world: World) {
        let person = world.person("a").await;
        let (mut inside, mut outside) = (Browser::new(&world), Browser::new(&world));
        inside.open(&mint(&world, person.id).await).await;
        let unused = mint(&world, person.id).await;
        suspend(&world).await;
        outside.open(&unused).await;
        assert!(resume(&world).await);
        assert_eq!(overview(&mut inside).await, StatusCode::OK, "sign-ins hold");
        outside.open(&unused).await;
        assert_eq!(overview(&mut outside).await, StatusCode::OK, "the link was not used up");
        mint(&world, person.id).await;
        assert_eq!(ask_for_tokens(&world).await, Ok(()));
    }

    pub async fn suspending_and_resuming_are_noted_once_each(world: World) {
        assert!(!resume(&world).await, "it is served");
        assert!(suspend(&world).await);
        assert!(!suspend(&world).await, "it is suspended");
        world.later(1);
        assert!(resume(&world).await);
        let mut trail = audit::newest(&world.ctx, world.lumen.id, 100).await.unwrap();
        trail.retain(|line| line.action.starts_with("organization."));
        let told: Vec<_> = trail.iter().map(|line| (line.action.as_str(), line.actor.as_str())).collect();
        assert_eq!(told, [("organization.resume", "shell"), ("organization.suspend", "shell")]);
    }

    pub async fn what_changes_an_organization_leaves_it_suspended(world: World) {
        let mut before = world.lumen.clone();
        assert_eq!(before.status, OrganizationStatus::Active);
        suspend(&world).await;
        before.name = "renamed".into();
        world.ctx.db.write(move |tx| organizations::update(tx, &before)).await.unwrap();
        let after = find_organization(&world.ctx, "lumen").await.unwrap();
        assert_eq!((after.name.as_str(), after.status), ("renamed", OrganizationStatus::Suspended));
    }
}
