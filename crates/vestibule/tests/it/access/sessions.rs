//! Sessions: how long they hold, who sees them, how they end.

use crate::on_both_databases;

on_both_databases! {
    a_session_ends_when_idle_and_absolutely
    signing_out_ends_this_session_and_no_other
    the_account_page_lists_and_ends_sign_ins
    a_cookie_that_no_token_looks_like_is_taken_away
    ending_all_ends_unused_links_too
    the_operator_lists_and_ends_a_customers_access
    nobody_ends_anothers_session
    a_cross_site_post_changes_nothing
    a_disabled_customer_is_out_at_once
    a_session_of_one_portal_opens_no_other
    last_seen_is_written_at_most_once_a_minute
    a_customer_sees_own_invoices_only
}

mod rules {
    use crate::support::{Browser, Person, World, bearer, get, mint};
    use axum::http::StatusCode;
    use vestibule_app::access::list_customer_access;
    use vestibule_app::clients::Credential;
    use vestibule_kernel::customer::CustomerStatus;
    use vestibule_kernel::session::Session;

    async fn signed_in<'w>(world: &'w World, person: Person, slug: &str) -> Browser<'w> {
        let mut browser = Browser::new(world);
        browser.open(&mint(world, person.id).await).await;
        assert_eq!(overview(&mut browser, slug).await, StatusCode::OK);
        browser
    }

    async fn overview(browser: &mut Browser<'_>, slug: &str) -> StatusCode {
        browser.open(&format!("http://{slug}.localhost/overview")).await.status
    }

    async fn sessions(world: &World, person: Person) -> Vec<Session> {
        let shell = Credential::Shell(world.lumen.id);
        list_customer_access(&world.ctx, shell, &person.id.to_string()).await.unwrap().sessions
    }

    pub async fn a_session_ends_when_idle_and_absolutely(world: World) {
        let person = world.person("a").await;
        let mut browser = signed_in(&world, person, "a").await;
        world.later(12 * 3600 - 1);
        assert_eq!(overview(&mut browser, "a").await, StatusCode::OK);
        world.later(12 * 3600);
        assert_eq!(overview(&mut browser, "a").await, StatusCode::UNAUTHORIZED);
        let mut browser = signed_in(&world, person, "a").await;
        for _ in 0..13 {
            world.later(12 * 3600 - 1);
            assert_eq!(overview(&mut browser, "a").await, StatusCode::OK);
        }
        world.later(12 * 3600 + 13);
        assert_eq!(overview(&mut browser, "a").await, StatusCode::UNAUTHORIZED);
    }

    pub async fn signing_out_ends_this_session_and_no_other(world: World) {
        let person = world.person("a").await;
        let (mut phone, mut desk) =
            (signed_in(&world, person, "a").await, signed_in(&world, person, "a").await);
        let cookie = phone.cookie("a.localhost").unwrap().to_owned();
        let answer = phone.post("http://a.localhost/sign-out").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.headers.contains_key("clear-site-data") && phone.cookie("a.localhost").is_none());
        let mut thief = Browser::new(&world);
        thief.extra.push(("cookie", format!("vestibule={cookie}")));
        assert_eq!(overview(&mut thief, "a").await, StatusCode::UNAUTHORIZED);
        assert_eq!(overview(&mut desk, "a").await, StatusCode::OK);
    }

    pub async fn the_account_page_lists_and_ends_sign_ins(world: World) {
        let person = world.person("a").await;
        let mut phone = signed_in(&world, person, "a").await;
        world.later(5);
        let mut desk = signed_in(&world, person, "a").await;
        let page = desk.open("http://a.localhost/account/sessions").await.text();
        let all = sessions(&world, person).await;
        assert_eq!(all.len(), 2);
        let other = all.iter().min_by_key(|session| session.created_at).unwrap();
        assert!(page.contains(&format!("/account/sessions/{}/end", other.id)), "{page}");
        let ended = desk.post(&format!("http://a.localhost/account/sessions/{}/end", other.id)).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        assert_eq!(overview(&mut phone, "a").await, StatusCode::UNAUTHORIZED);
        assert_eq!(overview(&mut desk, "a").await, StatusCode::OK);
    }

    pub async fn a_cookie_that_no_token_looks_like_is_taken_away(world: World) {
        world.person("a").await;
        let mut browser = Browser::new(&world);
        browser.extra.push(("cookie", "vestibule=planted".into()));
        let answer = browser.open("http://a.localhost/overview").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let cleared = answer.headers["set-cookie"].to_str().unwrap();
        assert!(cleared.starts_with("vestibule=;") && cleared.contains("Max-Age=0"), "{cleared}");
    }

    pub async fn ending_all_ends_unused_links_too(world: World) {
        let person = world.person("a").await;
        let mut phone = signed_in(&world, person, "a").await;
        let mut desk = signed_in(&world, person, "a").await;
        let unused = mint(&world, person.id).await;
        assert_eq!(desk.post("http://a.localhost/account/sessions/end-all").await.status, StatusCode::OK);
        assert_eq!(overview(&mut phone, "a").await, StatusCode::UNAUTHORIZED);
        assert_eq!(overview(&mut desk, "a").await, StatusCode::UNAUTHORIZED);
        assert_eq!(Browser::new(&world).open(&unused).await.status, StatusCode::GONE);
    }

    pub async fn the_operator_lists_and_ends_a_customers_access(world: World) {
        let person = world.person("a").await;
        let mut browser = signed_in(&world, person, "a").await;
        let path = format!("/admin/customers/{}/sessions", person.id);
        let listed = get(&world, &bearer(&world), &path).await;
        assert_eq!(listed.status, StatusCode::OK, "{}", listed.text());
        assert_eq!(listed.json()["items"].as_array().unwrap().len(), 1);
        let stranger = get(&world, world.other_token.token.expose(), &path).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        let shell = Credential::Shell(world.lumen.id);
        let id = person.id.to_string();
        let ended =
            vestibule_app::access::end_customer_access(&world.ctx, shell, &id, Default::default()).await;
        assert_eq!(ended.unwrap().sessions, 1);
        assert_eq!(overview(&mut browser, "a").await, StatusCode::UNAUTHORIZED);
        let others = Credential::Shell(world.other.id);
        let refused =
            vestibule_app::access::end_customer_access(&world.ctx, others, &id, Default::default()).await;
        assert_eq!(refused.unwrap_err(), vestibule_kernel::Error::NotFound("Customer"));
        for (organization, results) in [(&world.lumen, ["ok"]), (&world.other, ["not_found"])] {
            let trail = vestibule_app::audit::newest(&world.ctx, organization.id, 50).await.unwrap();
            let ends = trail.iter().filter(|line| line.action == "session.end");
            assert_eq!(ends.map(|line| line.result.as_str()).collect::<Vec<_>>(), results);
        }
    }

    pub async fn nobody_ends_anothers_session(world: World) {
        let (mine, theirs) = (world.person("a").await, world.person("b").await);
        let mut attacker = signed_in(&world, mine, "a").await;
        let mut victim = signed_in(&world, theirs, "b").await;
        let id = sessions(&world, theirs).await[0].id;
        let answer = attacker.post(&format!("http://a.localhost/account/sessions/{id}/end")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(overview(&mut victim, "b").await, StatusCode::OK);
    }

    pub async fn a_cross_site_post_changes_nothing(world: World) {
        let person = world.person("a").await;
        let mut browser = signed_in(&world, person, "a").await;
        for header in [("sec-fetch-site", "cross-site"), ("origin", "http://evil.localhost")] {
            browser.extra.push((header.0, header.1.into()));
            for path in ["/sign-out", "/account/sessions/end-all"] {
                let answer = browser.post(&format!("http://a.localhost{path}")).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{header:?} {path}");
            }
            browser.extra.pop();
        }
        assert_eq!(overview(&mut browser, "a").await, StatusCode::OK);
    }

    pub async fn a_disabled_customer_is_out_at_once(world: World) {
        let person = world.person("a").await;
        let mut browser = signed_in(&world, person, "a").await;
        world.write_customer(world.lumen.id, "a", CustomerStatus::Disabled).await;
        assert_eq!(overview(&mut browser, "a").await, StatusCode::UNAUTHORIZED);
    }

    pub async fn a_session_of_one_portal_opens_no_other(world: World) {
        let person = world.person("a").await;
        world.person("b").await;
        world.person_of(world.other.id, "c").await;
        let browser = signed_in(&world, person, "a").await;
        let cookie = browser.cookie("a.localhost").unwrap().to_owned();
        for slug in ["b", "c"] {
            let mut thief = Browser::new(&world);
            thief.extra.push(("cookie", format!("vestibule={cookie}")));
            assert_eq!(overview(&mut thief, slug).await, StatusCode::UNAUTHORIZED);
        }
    }

    pub async fn last_seen_is_written_at_most_once_a_minute(world: World) {
        let person = world.person("a").await;
        let mut browser = signed_in(&world, person, "a").await;
        let first = sessions(&world, person).await[0].last_seen_at;
        world.later(59);
        overview(&mut browser, "a").await;
        assert_eq!(sessions(&world, person).await[0].last_seen_at, first);
        world.later(1);
        overview(&mut browser, "a").await;
        assert_eq!(sessions(&world, person).await[0].last_seen_at.since(first).as_secs(), 60);
    }

    pub async fn a_customer_sees_own_invoices_only(world: World) {
        let (mine, theirs) = (world.person("a").await, world.person("b").await);
        let mut browser = signed_in(&world, mine, "a").await;
        let list = browser.open("http://a.localhost/invoices").await.text();
        assert!(list.contains(&mine.invoice.to_string()) && !list.contains(&theirs.invoice.to_string()));
        let own = browser.open(&format!("http://a.localhost/invoices/{}", mine.invoice)).await;
        assert_eq!(own.status, StatusCode::OK);
        let document = browser.open(&format!("http://a.localhost/invoices/{}/pdf", mine.invoice)).await;
        assert_eq!(document.headers["content-type"], "application/pdf");
        let named = format!("H62SU12A-{}.pdf", mine.invoice.uuid().simple());
        assert!(document.headers["content-disposition"].to_str().unwrap().contains(&named));
        for path in ["", "/pdf"] {
            let foreign =
                browser.open(&format!("http://a.localhost/invoices/{}{path}", theirs.invoice)).await;
            assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        }
    }
}
