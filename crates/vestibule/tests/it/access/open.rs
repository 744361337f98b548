//! Opening links, through the portal's router.

use crate::on_both_databases;

on_both_databases! {
    a_link_signs_in_and_leads_to_its_page
    a_second_click_does_not_sign_in
    a_second_click_in_the_same_browser_goes_on
    an_expired_link_an_unknown_one_and_a_used_one_look_alike
    a_look_ahead_consumes_nothing
    a_link_of_another_portal_is_unknown_here
    hostile_destinations_become_the_overview
    another_customers_link_takes_the_browser_over_and_says_so
    a_planted_session_cookie_does_not_survive_the_door
    a_disabled_customers_link_is_worthless
    a_closed_portal_keeps_the_link_unused
    browsers_that_drop_cookies_on_redirects_get_a_page
    nothing_on_the_door_is_kept_or_passed_on
    two_unused_links_live_side_by_side
    dead_links_are_swept_after_a_day_and_the_trail_stays
    more_dead_links_than_go_at_once_are_all_swept
}

mod rules {
    use crate::support::{Answer, Browser, World, mint as link};
    use axum::http::StatusCode;
    use vestibule_app::clients::Credential;
    use vestibule_app::{access, audit};
    use vestibule_kernel::Token;
    use vestibule_kernel::customer::CustomerStatus;
    use vestibule_kernel::id::LinkId;
    use vestibule_kernel::subscription::SubscriptionStatus;
    use vestibule_store::Tx;
    use vestibule_store::tables::access_links::{self, AccessLink};

    fn led_to(answer: &Answer, path: &str) {
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, path), "{}", answer.text());
    }

    pub async fn a_link_signs_in_and_leads_to_its_page(world: World) {
        let person = world.person("a").await;
        let mut browser = Browser::new(&world);
        led_to(&browser.open(&link(&world, person.id).await).await, "/overview");
        let page = browser.open("http://a.localhost/overview").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Annika Brandt a") && page.text().trim_end().ends_with("</html>"));
        let deep = link(&world, person.id)
            .await
            .replace("next=/overview", &format!("next=/invoices/{}", person.invoice));
        let confirm = deep.replace("localhost/?", "localhost/auth/confirm?");
        led_to(&Browser::new(&world).open(&confirm).await, &format!("/invoices/{}", person.invoice));
    }

    pub async fn a_second_click_does_not_sign_in(world: World) {
        let person = world.person("a").await;
        let link = link(&world, person.id).await;
        led_to(&Browser::new(&world).open(&link).await, "/overview");
        let mut second = Browser::new(&world);
        let answer = second.open(&link).await;
        assert_eq!(answer.status, StatusCode::GONE);
        assert!(second.cookie("a.localhost").is_none());
        assert!(answer.text().contains("https://app.lumen.example/"));
        assert_eq!(second.open("http://a.localhost/overview").await.status, StatusCode::UNAUTHORIZED);
    }

    pub async fn a_second_click_in_the_same_browser_goes_on(world: World) {
        let person = world.person("a").await;
        let link = link(&world, person.id).await;
        let mut browser = Browser::new(&world);
        led_to(&browser.open(&link).await, "/overview");
        led_to(&browser.open(&link.replace("/overview", "/invoices")).await, "/invoices");
    }

    pub async fn an_expired_link_an_unknown_one_and_a_used_one_look_alike(world: World) {
        let person = world.person("a").await;
        let used = link(&world, person.id).await;
        led_to(&Browser::new(&world).open(&used).await, "/overview");
        let expired = link(&world, person.id).await;
        world.later(301);
        let unknown = "http://a.localhost/?token_hash=unknown&type=magiclink";
        let mut pages = Vec::new();
        for url in [used.as_str(), expired.as_str(), unknown] {
            let answer = Browser::new(&world).open(url).await;
            assert_eq!(answer.status, StatusCode::GONE);
            pages.push(answer.text());
        }
        assert!(pages.windows(2).all(|pair| pair[0] == pair[1]));
        let trail = audit::newest(&world.ctx, world.lumen.id, 3).await.unwrap();
        let reasons: std::collections::BTreeSet<&str> =
            trail.iter().map(|line| line.result.as_str()).collect();
        assert_eq!(reasons, ["expired", "unknown", "used"].into());
    }

    pub async fn a_look_ahead_consumes_nothing(world: World) {
        let person = world.person("a").await;
        let link = link(&world, person.id).await;
        let mut scanner = Browser::new(&world);
        assert_eq!(scanner.send("HEAD", &link, axum::body::Body::empty()).await.status, StatusCode::OK);
        for header in [("sec-purpose", "prefetch"), ("purpose", "prefetch"), ("sec-fetch-dest", "image")] {
            let mut scanner = Browser::new(&world);
            scanner.extra.push((header.0, header.1.into()));
            assert!(!scanner.open(&link).await.status.is_success());
            assert!(scanner.cookie("a.localhost").is_none());
        }
        let mut person = Browser::new(&world);
        person.extra.push(("sec-fetch-dest", "document".into()));
        led_to(&person.open(&link).await, "/overview");
    }

    pub async fn a_link_of_another_portal_is_unknown_here(world: World) {
        let person = world.person("a").await;
        world.person("b").await;
        world.person_of(world.other.id, "c").await;
        let link = link(&world, person.id).await;
        for host in ["b.localhost", "c.localhost"] {
            let elsewhere = link.replace("a.localhost", host);
            assert_eq!(Browser::new(&world).open(&elsewhere).await.status, StatusCode::GONE);
        }
        led_to(&Browser::new(&world).open(&link).await, "/overview");
    }

    pub async fn hostile_destinations_become_the_overview(world: World) {
        let person = world.person("a").await;
        for next in [
            "//evil.example",
            "%2F%2Fevil.example",
            "/%5Cevil.example",
            "https://evil.example",
            "/sign-out",
            "/%0d%0aX:%20y",
        ] {
            world.later(60);
            let link = link(&world, person.id).await.replace("next=/overview", &format!("next={next}"));
            led_to(&Browser::new(&world).open(&link).await, "/overview");
        }
    }

    pub async fn another_customers_link_takes_the_browser_over_and_says_so(world: World) {
        let first = world.person("a").await;
        let second = world.customer(world.lumen.id, "second").await;
        world.subscribe(world.lumen.id, second, first.plan, SubscriptionStatus::Active).await;
        let mut browser = Browser::new(&world);
        browser.open(&link(&world, first.id).await).await;
        let old = browser.cookie("a.localhost").unwrap().to_owned();
        led_to(&browser.open(&link(&world, second).await).await, "/overview");
        assert_ne!(browser.cookie("a.localhost").unwrap(), old);
        let page = browser.open("http://a.localhost/overview").await.text();
        assert!(
            page.contains("Brandt second") && page.matches("Brandt second").count() >= 2,
            "says who is signed in"
        );
        let (shell, id) = (Credential::Shell(world.lumen.id), first.id.to_string());
        assert!(access::list_customer_access(&world.ctx, shell, &id).await.unwrap().sessions.is_empty());
    }

    pub async fn a_planted_session_cookie_does_not_survive_the_door(world: World) {
        let person = world.person("a").await;
        let mut browser = Browser::new(&world);
        browser.extra.push(("cookie", "vestibule=planted".into()));
        browser.open(&link(&world, person.id).await).await;
        let cookie = browser.cookie("a.localhost").unwrap();
        assert!(cookie != "planted" && cookie.len() == 64);
    }

    pub async fn a_disabled_customers_link_is_worthless(world: World) {
        let person = world.person("a").await;
        let link = link(&world, person.id).await;
        world.write_customer(world.lumen.id, "a", CustomerStatus::Disabled).await;
        assert_eq!(Browser::new(&world).open(&link).await.status, StatusCode::GONE);
    }

    pub async fn a_closed_portal_keeps_the_link_unused(world: World) {
        let person = world.person("a").await;
        let link = link(&world, person.id).await;
        world.set_enabled(world.lumen.id, person.portal, false).await;
        assert_eq!(Browser::new(&world).open(&link).await.status, StatusCode::SERVICE_UNAVAILABLE);
        let trail = audit::newest(&world.ctx, world.lumen.id, 5).await.unwrap();
        assert!(trail.iter().any(|line| line.action == "link.redeem" && line.result == "portal_closed"));
        world.set_enabled(world.lumen.id, person.portal, true).await;
        led_to(&Browser::new(&world).open(&link).await, "/overview");
    }

    pub async fn browsers_that_drop_cookies_on_redirects_get_a_page(world: World) {
        let person = world.person("a").await;
        let mut safari = Browser::new(&world);
        safari.extra.push((
            "user-agent",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1".into(),
        ));
        let answer = safari.open(&link(&world, person.id).await).await;
        assert_eq!(answer.status, StatusCode::OK);
        let page = answer.text();
        assert!(
            page.contains("http-equiv=\"refresh\"")
                && page.contains("/overview")
                && !page.contains("<script")
        );
        assert!(safari.cookie("a.localhost").is_some());
    }

    pub async fn nothing_on_the_door_is_kept_or_passed_on(world: World) {
        let person = world.person("a").await;
        let link = link(&world, person.id).await;
        for _ in 0..2 {
            let answer = Browser::new(&world).open(&link).await;
            assert_eq!(answer.headers["cache-control"], "no-store");
            assert_eq!(answer.headers["referrer-policy"], "no-referrer");
            let token = link.split("token_hash=").nth(1).unwrap().split('&').next().unwrap();
            assert!(!answer.text().contains(token) && !answer.location().contains(token));
        }
    }

    pub async fn two_unused_links_live_side_by_side(world: World) {
        let person = world.person("a").await;
        let (first, second) = (link(&world, person.id).await, link(&world, person.id).await);
        led_to(&Browser::new(&world).open(&second).await, "/overview");
        led_to(&Browser::new(&world).open(&first).await, "/overview");
    }

    pub async fn dead_links_are_swept_after_a_day_and_the_trail_stays(world: World) {
        let person = world.person("a").await;
        link(&world, person.id).await;
        world.later(86_400);
        assert_eq!(access::sweep(&world.ctx).await.unwrap(), 0);
        world.later(301);
        assert_eq!(access::sweep(&world.ctx).await.unwrap(), 1);
        assert!(!audit::newest(&world.ctx, world.lumen.id, 5).await.unwrap().is_empty());
    }

    pub async fn more_dead_links_than_go_at_once_are_all_swept(world: World) {
        const MANY: u64 = 1_234;
        let person = world.person("a").await;
        let (ctx, organization) = (world.ctx.clone(), world.lumen.id);
        let insert = move |tx: &mut Tx<'_>| {
            for _ in 0..MANY {
                let id = LinkId::new(ctx.now(), &ctx.rng);
                let link = AccessLink {
                    organization,
                    id,
                    token_hash: Token::new(id.uuid(), &ctx.rng).key().hash,
                    portal: person.portal,
                    customer: person.id,
                    return_url: None,
                    locale: None,
                    created_at: ctx.now(),
                    expires_at: ctx.now(),
                    consumed_at: None,
                };
                access_links::insert(tx, &link)?;
            }
            Ok(())
        };
        world.ctx.db.write(insert).await.unwrap();
        world.later(86_401);
        assert_eq!(access::sweep(&world.ctx).await.unwrap(), MANY);
    }
}
