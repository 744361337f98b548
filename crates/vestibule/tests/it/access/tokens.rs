//! Tokens for API clients: what the trail keeps of who asked for them.

use crate::on_both_databases;

on_both_databases! {
    a_wrong_secret_is_in_the_trail_of_the_clients_organization
    a_flood_of_wrong_secrets_is_thinned
    an_unknown_client_leaves_no_line_anywhere
    a_client_that_is_refused_is_in_the_trail
    a_refused_scope_does_not_use_the_refresh_token_up
    within_ten_seconds_a_second_use_ends_nothing
}

mod rules {
    use crate::support::World;
    use vestibule_app::Origin;
    use vestibule_app::audit::{self, Entry};
    use vestibule_app::clients::{Grant, IssuedTokens, TokenRefusal, TokenRequest, issue_tokens};
    use vestibule_kernel::organization::OrganizationStatus;
    use vestibule_kernel::{Error, Secret};

    fn request(world: &World) -> TokenRequest {
        TokenRequest {
            client_id: world.client.id.to_string(),
            client_secret: Secret::new(world.client.secret.expose().clone()),
            scope: None,
            grant: Grant::ClientCredentials,
            api_version: "v".into(),
        }
    }

    fn refresh(world: &World, tokens: &IssuedTokens) -> TokenRequest {
        let token = Secret::new(tokens.refresh_token.expose().clone());
        TokenRequest { grant: Grant::Refresh(token), ..request(world) }
    }

    fn guess(world: &World) -> TokenRequest {
        TokenRequest { client_secret: Secret::new("guess".into()), ..request(world) }
    }

    async fn ask(world: &World, request: TokenRequest) -> Result<IssuedTokens, TokenRefusal> {
        issue_tokens(&world.ctx, request, Origin::new("203.0.113.9", "test", "req")).await
    }

    /// The lines about tokens, newest first.
    async fn lines(world: &World) -> Vec<Entry> {
        let mut trail = audit::newest(&world.ctx, world.lumen.id, 1000).await.unwrap();
        trail.retain(|line| line.action == "token.issue");
        trail
    }

    pub async fn a_wrong_secret_is_in_the_trail_of_the_clients_organization(world: World) {
        let refused = ask(&world, guess(&world)).await.unwrap_err();
        assert!(matches!(refused, TokenRefusal::Other(Error::Unauthenticated(_))));
        let lines = lines(&world).await;
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].result.as_str(), lines[0].actor.as_str()), ("wrong_secret", "anonymous"));
        assert_eq!(lines[0].subject, Some(world.client.id.to_string()));
        assert_eq!(lines[0].ip, "203.0.113.9");
    }

    pub async fn a_flood_of_wrong_secrets_is_thinned(world: World) {
        for _ in 0..30 {
            ask(&world, guess(&world)).await.unwrap_err();
        }
        assert_eq!(lines(&world).await.len(), 10);
        ask(&world, request(&world)).await.unwrap();
        assert_eq!(lines(&world).await.len(), 11);
    }

    pub async fn an_unknown_client_leaves_no_line_anywhere(world: World) {
        for id in [world.lumen.id.to_string(), "cli_01h455vb4pex5vsknk084sn02q".into(), String::new()] {
            let refused = ask(&world, TokenRequest { client_id: id, ..request(&world) }).await.unwrap_err();
            assert_eq!(Some(refused), ask(&world, guess(&world)).await.err(), "known and unknown look alike");
        }
        let mut lines = lines(&world).await;
        lines.retain(|line| line.result != "wrong_secret");
        assert!(lines.is_empty());
    }

    pub async fn a_client_that_is_refused_is_in_the_trail(world: World) {
        let wish = TokenRequest { scope: Some("shoes".into()), ..request(&world) };
        ask(&world, wish).await.unwrap_err();
        world.change_lumen(|lumen| lumen.status = OrganizationStatus::Suspended).await;
        world.later(1);
        assert_eq!(ask(&world, request(&world)).await.unwrap_err(), TokenRefusal::Other(Error::Suspended));
        let lines = lines(&world).await;
        let results: Vec<&str> = lines.iter().map(|line| line.result.as_str()).collect();
        assert_eq!(results, ["suspended", "invalid_scope"]);
        assert!(lines.iter().all(|line| line.actor == world.client.id.to_string()));
    }

    pub async fn a_refused_scope_does_not_use_the_refresh_token_up(world: World) {
        let narrow = TokenRequest { scope: Some("read:*".into()), ..request(&world) };
        let tokens = ask(&world, narrow).await.unwrap();
        let wide = TokenRequest { scope: Some("write:*".into()), ..refresh(&world, &tokens) };
        assert!(matches!(ask(&world, wide).await, Err(TokenRefusal::Other(Error::Invalid(_)))));
        assert!(ask(&world, refresh(&world, &tokens)).await.is_ok());
    }

    pub async fn within_ten_seconds_a_second_use_ends_nothing(world: World) {
        let first = ask(&world, request(&world)).await.unwrap();
        let second = ask(&world, refresh(&world, &first)).await.unwrap();
        world.later(10);
        assert_eq!(ask(&world, refresh(&world, &first)).await.unwrap_err(), TokenRefusal::Grant);
        let third = ask(&world, refresh(&world, &second)).await.unwrap();
        world.later(1);
        assert_eq!(ask(&world, refresh(&world, &first)).await.unwrap_err(), TokenRefusal::Grant);
        assert_eq!(ask(&world, refresh(&world, &third)).await.unwrap_err(), TokenRefusal::Grant);
    }
}
