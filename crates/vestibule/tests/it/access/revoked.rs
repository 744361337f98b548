//! Credentials that were taken away or ran out: nothing that came from them works any more.

use crate::on_both_databases;

on_both_databases! {
    a_revoked_client_gets_no_tokens
    a_revoked_clients_access_token_stops_at_once
    a_revoked_clients_refresh_token_is_refused
    a_revoked_token_stops_at_once
    an_expired_token_stops_by_itself
    a_revocation_ends_one_credential_and_no_other
    revoking_twice_is_one_revocation
    nobody_revokes_what_another_organization_has
}

mod rules {
    use crate::support::{World, get};
    use axum::http::StatusCode;
    use std::time::Duration;
    use vestibule_app::clients::{
        CreatedClient, Grant, IssuedTokens, Revocation, Scopes, TokenRefusal, TokenRequest,
        create_access_token, issue_tokens, list_access_tokens, list_clients, revoke_access_token,
        revoke_client,
    };
    use vestibule_app::{Origin, audit};
    use vestibule_kernel::{Error, Secret};

    async fn ask(world: &World, client: &CreatedClient, grant: Grant) -> Result<IssuedTokens, TokenRefusal> {
        let request = TokenRequest {
            client_id: client.id.to_string(),
            client_secret: Secret::new(client.secret.expose().clone()),
            scope: None,
            grant,
            api_version: "v".into(),
        };
        issue_tokens(&world.ctx, request, Origin::new("203.0.113.9", "test", "req")).await
    }

    async fn tokens(world: &World, client: &CreatedClient) -> IssuedTokens {
        ask(world, client, Grant::ClientCredentials).await.unwrap()
    }

    /// What the API answers to a bearer.
    async fn answer(world: &World, bearer: &Secret<String>) -> StatusCode {
        get(world, bearer.expose(), "/plans").await.status
    }

    async fn revoke(world: &World, client: &CreatedClient) -> Revocation {
        revoke_client(&world.ctx, world.lumen.id, &client.id.to_string()).await.unwrap()
    }

    /// Actors, results and subjects of the lines about `action`, newest first.
    async fn lines(world: &World, action: &str) -> Vec<(String, String, Option<String>)> {
        let mut trail = audit::newest(&world.ctx, world.lumen.id, 100).await.unwrap();
        trail.retain(|line| line.action == action);
        trail.into_iter().map(|line| (line.actor, line.result, line.subject)).collect()
    }

    pub async fn a_revoked_client_gets_no_tokens(world: World) {
        tokens(&world, &world.client).await;
        assert_eq!(revoke(&world, &world.client).await, Revocation::Now);
        let refused = ask(&world, &world.client, Grant::ClientCredentials).await.unwrap_err();
        assert!(matches!(refused, TokenRefusal::Other(Error::Unauthenticated(_))), "{refused:?}");
        let client = Some(world.client.id.to_string());
        assert_eq!(lines(&world, "client.revoke").await, [("shell".into(), "ok".into(), client.clone())]);
        let asked = lines(&world, "token.issue").await;
        assert!(asked.contains(&("anonymous".into(), "client_revoked".into(), client)), "{asked:?}");
    }

    pub async fn a_revoked_clients_access_token_stops_at_once(world: World) {
        let issued = tokens(&world, &world.client).await;
        assert_eq!(answer(&world, &issued.access_token).await, StatusCode::OK);
        revoke(&world, &world.client).await;
        assert_eq!(answer(&world, &issued.access_token).await, StatusCode::UNAUTHORIZED);
    }

    pub async fn a_revoked_clients_refresh_token_is_refused(world: World) {
        let issued = tokens(&world, &world.client).await;
        revoke(&world, &world.client).await;
        let refused = ask(&world, &world.client, Grant::Refresh(issued.refresh_token)).await.unwrap_err();
        assert!(matches!(refused, TokenRefusal::Other(Error::Unauthenticated(_))), "{refused:?}");
    }

    pub async fn a_revoked_token_stops_at_once(world: World) {
        let (token, id) = (&world.token.token, world.token.id.to_string());
        assert_eq!(answer(&world, token).await, StatusCode::OK);
        let revoked = revoke_access_token(&world.ctx, world.lumen.id, &id).await.unwrap();
        assert_eq!(revoked, Revocation::Now);
        assert_eq!(answer(&world, token).await, StatusCode::UNAUTHORIZED);
        assert_eq!(lines(&world, "token.revoke").await, [("shell".into(), "ok".into(), Some(id))]);
    }

    pub async fn an_expired_token_stops_by_itself(world: World) {
        let life = Some(Duration::from_secs(60));
        let created = create_access_token(&world.ctx, world.lumen.id, "short", &Scopes::all(), life).await;
        let token = created.unwrap().token;
        world.later(59);
        assert_eq!(answer(&world, &token).await, StatusCode::OK);
        world.later(1);
        assert_eq!(answer(&world, &token).await, StatusCode::UNAUTHORIZED);
        assert_eq!(answer(&world, &world.token.token).await, StatusCode::OK, "one without an end");
    }

    pub async fn a_revocation_ends_one_credential_and_no_other(world: World) {
        let id = world.token.id.to_string();
        revoke(&world, &world.client).await;
        revoke_access_token(&world.ctx, world.lumen.id, &id).await.unwrap();
        let issued = tokens(&world, &world.read_only).await;
        assert_eq!(answer(&world, &issued.access_token).await, StatusCode::OK);
        assert_eq!(answer(&world, &world.other_token.token).await, StatusCode::OK);
        let clients = list_clients(&world.ctx, world.lumen.id).await.unwrap();
        let revoked: Vec<_> = clients.iter().map(|client| (client.id, client.revoked_at)).collect();
        let now = Some(world.ctx.now());
        let mut expected = [(world.client.id, now), (world.read_only.id, None)];
        expected.sort_by_key(|(id, _)| *id);
        assert_eq!(revoked, expected);
        let tokens = list_access_tokens(&world.ctx, world.lumen.id).await.unwrap();
        let revoked: Vec<_> = tokens.iter().map(|token| (token.id, token.revoked_at)).collect();
        assert_eq!(revoked, [(world.token.id, now)]);
    }

    pub async fn revoking_twice_is_one_revocation(world: World) {
        let (at, id) = (world.ctx.now(), world.token.id.to_string());
        revoke(&world, &world.client).await;
        revoke_access_token(&world.ctx, world.lumen.id, &id).await.unwrap();
        world.later(60);
        assert_eq!(revoke(&world, &world.client).await, Revocation::Before(at));
        let again = revoke_access_token(&world.ctx, world.lumen.id, &id).await.unwrap();
        assert_eq!(again, Revocation::Before(at));
        assert_eq!(lines(&world, "client.revoke").await.len(), 1);
        assert_eq!(lines(&world, "token.revoke").await.len(), 1);
    }

    pub async fn nobody_revokes_what_another_organization_has(world: World) {
        let (ctx, other) = (&world.ctx, world.other.id);
        for id in [world.client.id.to_string(), world.token.id.to_string(), "x".into()] {
            assert_eq!(revoke_client(ctx, other, &id).await, Err(Error::NotFound("Client")));
            assert_eq!(revoke_access_token(ctx, other, &id).await, Err(Error::NotFound("Token")));
        }
        tokens(&world, &world.client).await;
        assert_eq!(answer(&world, &world.token.token).await, StatusCode::OK);
        assert!(
            audit::newest(ctx, other, 100).await.unwrap().iter().all(|line| line.action == "token.create")
        );
    }
}
