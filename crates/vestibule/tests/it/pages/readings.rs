//! What a meter showed: reporting it on the page and through the API.

use crate::on_both_databases;

on_both_databases! {
    a_customer_reports_what_the_meter_shows
    a_surprising_value_is_asked_for_and_then_kept
    what_is_wrong_is_said_beside_it_and_stays_as_it_was_written
    the_same_report_twice_is_one_reading
    only_a_meter_that_is_read_by_hand_has_the_page
    a_report_is_about_the_contract_that_is_chosen
    reports_at_the_same_moment_are_one_reading
    the_api_reports_and_lists_readings
    the_api_refuses_what_may_not_be_reported
    a_form_of_another_site_reports_nothing
}

mod rules {
    use crate::support::{Answer, Browser, Person, World, bearer, get, mint, post_json};
    use axum::body::Body;
    use axum::http::StatusCode;
    use serde_json::json;
    use vestibule_kernel::Energy;
    use vestibule_kernel::asset::Digest32;
    use vestibule_kernel::id::MeterId;
    use vestibule_kernel::subscription::{Meter, MeterType, SubscriptionStatus};
    use vestibule_store::tables::{meters, subscriptions};

    /// A customer with a meter of this type, since 1 January 2026; signed in. Today is 10 March.
    async fn customer(world: &World, meter_type: MeterType) -> (Browser<'_>, Person) {
        let person = world.person("a").await;
        let meter = Meter {
            id: MeterId::new(world.ctx.now(), &world.ctx.rng),
            number: "1ISK0078451203".into(),
            meter_type,
            malo: None,
            melo: None,
            created_at: world.ctx.now(),
        };
        let organization = world.lumen.id;
        let set = world.ctx.db.write(move |tx| {
            meters::upsert(tx, organization, &meter)?;
            let mut found = subscriptions::find(tx, organization, person.subscription)?.unwrap();
            found.meter = Some(meter.id);
            found.start_at = Some("2025-12-31T23:00:00Z".parse().unwrap());
            found.estimated_usage = Some(Energy::from_wh(2_500_000));
            subscriptions::upsert(tx, &found, Digest32([9; 32]))
        });
        set.await.unwrap();
        let mut browser = Browser::new(world);
        let _ = browser.open(&mint(world, person.id).await).await;
        (browser, person)
    }

    async fn report(browser: &mut Browser<'_>, form: &str) -> Answer {
        browser.send("POST", "http://a.localhost/readings", Body::from(form.to_owned())).await
    }

    async fn page(browser: &mut Browser<'_>) -> String {
        browser.open("http://a.localhost/readings").await.text().replace('\u{a0}', " ")
    }

    pub async fn a_customer_reports_what_the_meter_shows(world: World) {
        let (mut browser, _) = customer(&world, MeterType::Analog).await;
        let form = page(&mut browser).await;
        assert!(form.contains("Zähler 1ISK0078451203") && form.contains("value=\"2026-03-10\""), "{form}");
        let sent = report(&mut browser, "value=48.512&day=2026-03-09").await;
        assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/readings"));
        let after = page(&mut browser).await;
        assert!(
            after.contains("Danke") && after.contains("48.512 kWh") && after.contains("09.03.2026"),
            "{after}"
        );
        assert!(!page(&mut browser).await.contains("Danke"), "it is said once");
    }

    pub async fn a_surprising_value_is_asked_for_and_then_kept(world: World) {
        let (mut browser, _) = customer(&world, MeterType::Analog).await;
        report(&mut browser, "value=48512&day=2026-02-01").await;
        for value in ["48511", "485120"] {
            let asked = report(&mut browser, &format!("value={value}&day=2026-03-10")).await;
            assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
            let text = asked.text().replace('\u{a0}', " ");
            assert!(text.contains("Stimmt dieser Wert?") && text.contains("zwischen 48.512 kWh"), "{text}");
            assert!(text.contains(&format!("value=\"{value}\"")), "{text}");
        }
        assert!(
            !page(&mut browser).await.contains("485.120"),
            "nothing is kept before it is said to be right"
        );
        let sure = report(&mut browser, "value=485120&day=2026-03-10&sure=yes").await;
        assert_eq!(sure.status, StatusCode::SEE_OTHER);
        assert!(page(&mut browser).await.contains("485.120 kWh"));
    }

    pub async fn what_is_wrong_is_said_beside_it_and_stays_as_it_was_written(world: World) {
        let (mut browser, _) = customer(&world, MeterType::Analog).await;
        report(&mut browser, "value=100&day=2026-02-01").await;
        for (form, says) in [
            ("value=viel&day=2026-03-10", "Bitte eine Zahl eingeben"),
            ("value=&day=2026-03-10", "Bitte eine Zahl eingeben"),
            ("value=999999999999&day=2026-03-10", "Bitte eine Zahl eingeben"),
            ("value=120&day=2026-03-11", "höchstens heute"),
            ("value=120&day=2025-12-31", "Vertrag schon lief"),
            ("value=120&day=gestern", "Bitte einen Tag"),
            ("day=2026-03-10", "Bitte eine Zahl eingeben"),
            ("value=120&day=2026-02-01", "schon einen anderen Stand"),
        ] {
            let refused = report(&mut browser, form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
            assert!(refused.text().contains(says), "{form}: {}", refused.text());
        }
        let kept = report(&mut browser, "value=%3Cscript%3E&day=2026-03-10").await.text();
        assert!(kept.contains("value=\"&lt;script&gt;\""), "{kept}");
        let unreadable =
            browser.send("POST", "http://a.localhost/readings", Body::from(vec![0xff; 10])).await;
        assert_eq!(unreadable.status, StatusCode::BAD_REQUEST);
    }

    pub async fn the_same_report_twice_is_one_reading(world: World) {
        let (mut browser, _) = customer(&world, MeterType::Analog).await;
        for _ in 0..2 {
            let sent = report(&mut browser, "value=48512&day=2026-03-09").await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(page(&mut browser).await.matches("48.512 kWh").count(), 1);
    }

    pub async fn only_a_meter_that_is_read_by_hand_has_the_page(world: World) {
        let (mut browser, _) = customer(&world, MeterType::Smart).await;
        let answer = browser.open("http://a.localhost/readings").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/overview"));
        assert!(!browser.open("http://a.localhost/overview").await.text().contains("/readings"));
        let sent = report(&mut browser, "value=1&day=2026-03-09").await;
        assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/readings"), "no fault of ours");
        let stranger = Browser::new(&world).open("http://a.localhost/readings").await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    }

    pub async fn a_report_is_about_the_contract_that_is_chosen(world: World) {
        let (mut browser, person) = customer(&world, MeterType::Analog).await;
        world.later(1);
        let portal = world.portal(world.lumen.id, "b").await;
        let plan = world.plan(world.lumen.id, "b", Some(portal)).await;
        world.subscribe(world.lumen.id, person.id, plan, SubscriptionStatus::Active).await;
        let chosen = format!("/readings?subscription={}", person.subscription);
        let first = browser.open("http://a.localhost/readings").await;
        assert_eq!(first.location(), "/overview", "the newer contract has no meter");
        let form = browser.open(&format!("http://a.localhost{chosen}")).await.text();
        assert!(form.contains(&format!("action=\"{chosen}\"")), "{form}");
        let url = format!("http://a.localhost{chosen}");
        let sent = browser.send("POST", &url, Body::from("value=48512&day=2026-03-09")).await;
        assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, chosen.as_str()));
        assert!(browser.open(&url).await.text().contains("48.512"));
    }

    pub async fn reports_at_the_same_moment_are_one_reading(world: World) {
        let (_, person) = customer(&world, MeterType::Analog).await;
        let path = format!("/subscriptions/{}/meter_readings", person.subscription);
        let body = json!({ "value": 48512, "timestamp": "2026-03-09T17:00:00Z" });
        let token = bearer(&world);
        let send = || post_json(&world, &token, &path, &body);
        let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
        let answers = [a, b, c, d];
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
        let ids: std::collections::HashSet<String> =
            answers.iter().map(|answer| answer.json()["id"].to_string()).collect();
        let list = get(&world, &token, &path).await.json();
        assert_eq!((ids.len(), list["items"].as_array().unwrap().len()), (1, 1));
    }

    pub async fn the_api_reports_and_lists_readings(world: World) {
        let (mut browser, person) = customer(&world, MeterType::Analog).await;
        let path = format!("/subscriptions/{}/meter_readings", person.subscription);
        let body = json!({ "value": 48512.5, "timestamp": "2026-03-09T17:00:00Z", "message": "Keller" });
        let answer = post_json(&world, &bearer(&world), &path, &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let reading = answer.json();
        assert_eq!(reading["timestamp"], "2026-03-08T23:00:00.000Z", "the day's beginning");
        assert_eq!((&reading["value"], &reading["type"]), (&48512.5.into(), &"customer_report".into()));
        assert_eq!(reading["customer"], person.id.to_string());
        let again = post_json(&world, &bearer(&world), &path, &body).await.json();
        assert_eq!(again["id"], reading["id"]);
        let list = get(&world, &bearer(&world), &path).await.json();
        assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]), (1, &reading));
        assert!(page(&mut browser).await.contains("48.512,5 kWh"));
    }

    pub async fn the_api_refuses_what_may_not_be_reported(world: World) {
        let (_, person) = customer(&world, MeterType::Analog).await;
        let path = format!("/subscriptions/{}/meter_readings", person.subscription);
        let send = async |value: serde_json::Value, timestamp: &str| {
            let body = json!({ "value": value, "timestamp": timestamp });
            post_json(&world, &bearer(&world), &path, &body).await
        };
        assert_eq!(send(json!(1000), "2026-02-01T12:00:00Z").await.status, StatusCode::OK);
        for (value, timestamp, status) in [
            (json!(0), "2026-03-01T12:00:00Z", 400),
            (json!(-5), "2026-03-01T12:00:00Z", 400),
            (json!("1000"), "2026-03-01T12:00:00Z", 400),
            (json!(1000), "2026-03-01", 400),
            (json!(999), "2026-03-01T12:00:00Z", 422),
            (json!(99_000), "2026-03-01T12:00:00Z", 422),
            (json!(1010), "2026-04-01T12:00:00Z", 422),
            (json!(1010), "2025-04-01T12:00:00Z", 422),
            (json!(1010), "2026-02-01T20:00:00Z", 422),
        ] {
            let answer = send(value.clone(), timestamp).await;
            assert_eq!(answer.status.as_u16(), status, "{value} {timestamp}: {}", answer.text());
        }
        let foreign = post_json(
            &world,
            world.other_token.token.expose(),
            &path,
            &json!({ "value": 1, "timestamp": "2026-03-01T12:00:00Z" }),
        )
        .await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        let plain = world.person("c").await;
        let path = format!("/subscriptions/{}/meter_readings", plain.subscription);
        let none = post_json(
            &world,
            &bearer(&world),
            &path,
            &json!({ "value": 1, "timestamp": "2026-03-01T12:00:00Z" }),
        )
        .await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "no meter");
        let portal = world.portal(world.lumen.id, "d").await;
        let plan = world.plan(world.lumen.id, "d", Some(portal)).await;
        let ended = world.subscribe(world.lumen.id, plain.id, plan, SubscriptionStatus::Ended).await;
        let path = format!("/subscriptions/{ended}/meter_readings");
        let over = post_json(
            &world,
            &bearer(&world),
            &path,
            &json!({ "value": 1, "timestamp": "2026-03-01T12:00:00Z" }),
        )
        .await;
        assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(over.text().contains("has ended"), "{}", over.text());
    }

    pub async fn a_form_of_another_site_reports_nothing(world: World) {
        let (mut browser, _) = customer(&world, MeterType::Analog).await;
        browser.extra.push(("sec-fetch-site", "cross-site".into()));
        browser.extra.push(("origin", "https://evil.example".into()));
        let refused = report(&mut browser, "value=48512&day=2026-03-09").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        browser.extra.truncate(1);
        assert!(!page(&mut browser).await.contains("48.512"));
    }
}
