//! What the audit trail keeps of customers: whatever they end, and whatever they are refused.

use crate::on_both_databases;

on_both_databases! {
    a_sign_out_is_in_the_trail
    a_sign_in_that_its_customer_ends_is_in_the_trail
    ending_every_sign_in_is_in_the_trail
    a_refused_end_of_anothers_sign_in_is_in_the_trail
    a_link_that_is_opened_again_while_signed_in_is_in_the_trail
    every_link_that_is_refused_for_being_one_too_many_is_in_the_trail
}

mod rules {
    use crate::support::{Browser, Person, World, bearer, mint, post_json};
    use axum::http::StatusCode;
    use serde_json::json;
    use vestibule_app::access::{MINTS_PER_MINUTE, list_customer_access};
    use vestibule_app::audit::{self, Entry};
    use vestibule_app::clients::Credential;
    use vestibule_kernel::TokenKey;
    use vestibule_kernel::id::LinkId;

    /// Every line of this kind, newest first.
    async fn lines(world: &World, action: &str) -> Vec<Entry> {
        let mut lines = audit::newest(&world.ctx, world.lumen.id, 1000).await.unwrap();
        lines.retain(|line| line.action == action);
        lines
    }

    /// The one line of this kind, which the customer left from their browser.
    async fn line_of(world: &World, action: &str, person: Person) -> Entry {
        let mut lines = lines(world, action).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        let line = lines.remove(0);
        assert_eq!((line.actor.as_str(), line.customer), (&*person.id.to_string(), Some(person.id)));
        assert_eq!((line.ip.as_str(), line.user_agent.as_str()), ("203.0.113.7", "Test Browser"));
        assert_eq!((line.request_id.as_str(), line.at), ("req-1", world.ctx.now()));
        line
    }

    async fn signed_in(world: &World, person: Person) -> Browser<'_> {
        let mut browser = Browser::new(world);
        let opened = browser.open(&mint(world, person.id).await).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER);
        browser
    }

    /// The one sign-in of a customer.
    async fn sign_in_of(world: &World, person: Person) -> String {
        let shell = Credential::Shell(world.lumen.id);
        let access = list_customer_access(&world.ctx, shell, &person.id.to_string()).await.unwrap();
        assert_eq!(access.sessions.len(), 1);
        access.sessions[0].id.to_string()
    }

    pub async fn a_sign_out_is_in_the_trail(world: World) {
        let person = world.person("a").await;
        let mut browser = signed_in(&world, person).await;
        let session = sign_in_of(&world, person).await;
        world.later(7);
        browser.post("http://a.localhost/sign-out").await;
        let line = line_of(&world, "session.sign_out", person).await;
        assert_eq!((line.result.as_str(), line.subject), ("ok", Some(session)));
    }

    pub async fn a_sign_in_that_its_customer_ends_is_in_the_trail(world: World) {
        let person = world.person("a").await;
        signed_in(&world, person).await;
        let phone = sign_in_of(&world, person).await;
        let mut desk = signed_in(&world, person).await;
        world.later(7);
        desk.post(&format!("http://a.localhost/account/sessions/{phone}/end")).await;
        let line = line_of(&world, "session.end", person).await;
        assert_eq!((line.result.as_str(), line.subject), ("ok", Some(phone)));
    }

    pub async fn ending_every_sign_in_is_in_the_trail(world: World) {
        let person = world.person("a").await;
        signed_in(&world, person).await;
        let mut desk = signed_in(&world, person).await;
        world.later(7);
        desk.post("http://a.localhost/account/sessions/end-all").await;
        let line = line_of(&world, "session.end", person).await;
        assert_eq!((line.result.as_str(), line.subject.as_deref()), ("ok", Some("2 sessions")));
    }

    pub async fn a_refused_end_of_anothers_sign_in_is_in_the_trail(world: World) {
        let (mine, theirs) = (world.person("a").await, world.person("b").await);
        signed_in(&world, theirs).await;
        let target = sign_in_of(&world, theirs).await;
        let mut attacker = signed_in(&world, mine).await;
        world.later(7);
        let answer = attacker.post(&format!("http://a.localhost/account/sessions/{target}/end")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let line = line_of(&world, "session.end", mine).await;
        assert_eq!((line.result.as_str(), line.subject), ("not_found", Some(target)));
        attacker.post("http://a.localhost/account/sessions/made-up/end").await;
        let subjects: Vec<_> =
            lines(&world, "session.end").await.into_iter().filter_map(|line| line.subject).collect();
        assert_eq!((lines(&world, "session.end").await.len(), subjects.len()), (2, 1));
    }

    pub async fn a_link_that_is_opened_again_while_signed_in_is_in_the_trail(world: World) {
        let person = world.person("a").await;
        let link = mint(&world, person.id).await;
        let token = link.split("token_hash=").nth(1).unwrap().split('&').next().unwrap();
        let id = LinkId::from_uuid(TokenKey::of(token).unwrap().id);
        let mut browser = Browser::new(&world);
        browser.open(&link).await;
        world.later(7);
        assert_eq!(browser.open(&link).await.status, StatusCode::SEE_OTHER);
        let openings = lines(&world, "link.redeem").await;
        let results: Vec<&str> = openings.iter().map(|line| line.result.as_str()).collect();
        assert_eq!(results, ["already_in", "ok"]);
        assert_eq!((openings[0].customer, &*openings[0].actor), (Some(person.id), &*person.id.to_string()));
        assert_eq!(openings[0].subject, Some(id.to_string()));
    }

    pub async fn every_link_that_is_refused_for_being_one_too_many_is_in_the_trail(world: World) {
        let person = world.person("a").await;
        for _ in 0..MINTS_PER_MINUTE {
            mint(&world, person.id).await;
        }
        world.later(7);
        for _ in 0..2 {
            let wish = json!({ "customerId": person.id });
            let answer = post_json(&world, &bearer(&world), "/admin/magic_link", &wish).await;
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        }
        let mut refused = lines(&world, "link.mint").await;
        refused.retain(|line| line.result == "rate_limited");
        assert_eq!(refused.len(), 2);
        for line in refused {
            assert_eq!((line.customer, line.actor), (Some(person.id), world.token.id.to_string()));
            assert_eq!((line.ip.as_str(), line.at), ("203.0.113.9", world.ctx.now()));
        }
    }
}
