//! What a kilowatt-hour costs: the page of a day, and the API's answer.

use crate::on_both_databases;

on_both_databases! {
    the_page_tells_what_it_costs_now_and_when_least
    days_can_be_walked_back_a_week_and_on_to_tomorrow
    a_price_of_which_a_part_is_missing_is_not_shown_as_a_number
    a_contract_without_changing_prices_has_no_such_page
    a_contracts_own_series_wins
    the_overview_tells_the_price_now_and_when_it_will_be_least
    the_api_gives_prices_with_their_parts
}

mod rules {
    use crate::support::{Browser, Person, World, bearer, get, mint};
    use axum::http::StatusCode;
    use vestibule_kernel::asset::Digest32;
    use vestibule_kernel::id::PriceSeriesId;
    use vestibule_kernel::prices::{Price, PriceDay, PriceSeries};
    use vestibule_kernel::series::{DayGrid, Resolution};
    use vestibule_kernel::{LocalDay, TimeZone};
    use vestibule_store::tables::{plans, price_days, price_series, subscriptions};

    fn day(text: &str) -> LocalDay {
        text.parse().unwrap()
    }

    fn price(electricity: i64) -> Price {
        Price { electricity: Some(electricity), grid: Some(9_000), levies: Some(1_000) }
    }

    async fn series(world: &World, name: &str) -> PriceSeriesId {
        let series = PriceSeries {
            id: PriceSeriesId::new(world.ctx.now(), &world.ctx.rng),
            organization: world.lumen.id,
            external_id: name.into(),
            reference: format!("Exchange {name}"),
            created_at: world.ctx.now(),
        };
        let id = series.id;
        let write = world.ctx.db.write(move |tx| price_series::upsert(tx, &series, Digest32([1; 32])));
        assert!(write.await.unwrap());
        id
    }

    /// Writes hours of a day, `price(hour)` each.
    async fn write(world: &World, id: PriceSeriesId, on: &str, price: impl Fn(usize) -> Option<Price>) {
        let organization = world.lumen.id;
        let grid = DayGrid::new(day(on), Resolution::Hour, &TimeZone::named("Europe/Berlin").unwrap());
        let values = (0..grid.slots()).map(price).collect();
        let day = PriceDay { day: grid.day, resolution: Resolution::Hour, values };
        world.ctx.db.write(move |tx| price_days::take(tx, organization, id, &day).map(|_| ())).await.unwrap();
    }

    /// A customer whose price is 30 ct, from 12 to 14 o'clock 12 ct; today is 10 March, 10 o'clock.
    async fn customer(world: &World) -> (Browser<'_>, Person, PriceSeriesId) {
        let person = world.person("a").await;
        let id = series(world, "spot").await;
        let (organization, plan) = (world.lumen.id, person.plan);
        let set = world.ctx.db.write(move |tx| {
            let mut plan = plans::find(tx, organization, plan)?.unwrap();
            plan.price_series = Some(id);
            plans::upsert(tx, &plan, Digest32([2; 32])).map(|_| ())
        });
        set.await.unwrap();
        for on in ["2026-03-02", "2026-03-03", "2026-03-10", "2026-03-11"] {
            write(world, id, on, |hour| Some(price(if (12..14).contains(&hour) { 2_000 } else { 20_000 })))
                .await;
        }
        let mut browser = Browser::new(world);
        let _ = browser.open(&mint(world, person.id).await).await;
        (browser, person, id)
    }

    async fn page(browser: &mut Browser<'_>, query: &str) -> String {
        let answer = browser.open(&format!("http://a.localhost/prices{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        answer.text().replace('\u{a0}', " ")
    }

    pub async fn the_page_tells_what_it_costs_now_and_when_least(world: World) {
        let (mut browser, _, _) = customer(&world).await;
        let now = page(&mut browser, "").await;
        for text in [
            "Heute, 10. März 2026",
            "<strong>30,0 ct</strong>",
            "von 12:00 bis 14:00 Uhr",
            "ab 12,0 ct",
            "Exchange spot",
        ] {
            assert!(now.contains(text), "{text}: {now}");
        }
        assert!(now.contains("href=\"/prices\" aria-current=\"page\""));
        world.later(2 * 3600 + 1800);
        assert!(page(&mut browser, "").await.contains("<strong>12,0 ct</strong>"));
    }

    pub async fn days_can_be_walked_back_a_week_and_on_to_tomorrow(world: World) {
        let (mut browser, _, _) = customer(&world).await;
        let tomorrow = page(&mut browser, "?day=2026-03-11").await;
        assert!(
            tomorrow.contains("Morgen, 11. März 2026") && !tomorrow.contains("rel=\"next\""),
            "{tomorrow}"
        );
        let oldest = page(&mut browser, "?day=2026-03-03").await;
        assert!(oldest.contains("3. März 2026") && !oldest.contains("rel=\"prev\""), "{oldest}");
        for (query, shown) in [
            ("?day=2020-01-01", "3. März 2026"),
            ("?day=2030-01-01", "11. März 2026"),
            ("?day=x", "10. März 2026"),
        ] {
            assert!(page(&mut browser, query).await.contains(shown), "{query}");
        }
        let nothing = page(&mut browser, "?day=2026-03-06").await;
        assert!(nothing.contains("keine Preise") && nothing.contains("rel=\"next\""), "{nothing}");
    }

    pub async fn a_price_of_which_a_part_is_missing_is_not_shown_as_a_number(world: World) {
        let (mut browser, _, id) = customer(&world).await;
        write(&world, id, "2026-03-10", |hour| {
            Some(Price { grid: (hour != 10).then_some(9_000), ..price(20_000) })
        })
        .await;
        let page = page(&mut browser, "").await;
        assert!(!page.contains("kostet gerade"), "{page}");
        assert!(page.contains("<td class=\"num\">–</td>"), "{page}");
    }

    pub async fn a_contract_without_changing_prices_has_no_such_page(world: World) {
        let person = world.person("b").await;
        let mut browser = Browser::new(&world);
        let _ = browser.open(&mint(&world, person.id).await).await;
        let answer = browser.open("http://b.localhost/prices").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/overview"));
        assert!(!browser.open("http://b.localhost/overview").await.text().contains("/prices"));
    }

    pub async fn a_contracts_own_series_wins(world: World) {
        let (mut browser, person, _) = customer(&world).await;
        let own = series(&world, "own").await;
        write(&world, own, "2026-03-10", |_| Some(price(40_000))).await;
        let organization = world.lumen.id;
        let set = world.ctx.db.write(move |tx| {
            let mut found = subscriptions::find(tx, organization, person.subscription)?.unwrap();
            found.price_series = Some(own);
            subscriptions::upsert(tx, &found, Digest32([3; 32]))
        });
        set.await.unwrap();
        let page = page(&mut browser, "").await;
        assert!(page.contains("<strong>50,0 ct</strong>") && page.contains("Exchange own"), "{page}");
        assert!(page.contains("ändert sich an diesem Tag kaum"), "{page}");
    }

    pub async fn the_overview_tells_the_price_now_and_when_it_will_be_least(world: World) {
        let (mut browser, _, _) = customer(&world).await;
        let mut overview = async || {
            let page = browser.open("http://a.localhost/overview").await.text();
            page.replace('\u{a0}', " ")
        };
        let morning = overview().await;
        assert!(
            morning.contains("<p class=\"big\">30,0 ct<small>")
                && morning.contains("Heute am günstigsten von 12:00 bis 14:00"),
            "{morning}"
        );
        world.later(2 * 3600 + 60);
        assert!(overview().await.contains("So günstig ist es bis 14:00 Uhr"));
        world.later(2 * 3600);
        assert!(overview().await.contains("Morgen am günstigsten von 12:00 bis 14:00"));
    }

    pub async fn the_api_gives_prices_with_their_parts(world: World) {
        let (_, person, _) = customer(&world).await;
        let path = |query: &str| format!("/subscriptions/{}/prices{query}", person.subscription);
        let answer = get(&world, &bearer(&world), &path("?start=2026-03-10&end=2026-03-11")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let answer = answer.json();
        assert_eq!((&answer["unit"], &answer["resolution"]), (&"ct/kWh".into(), &"hourly".into()));
        assert_eq!(answer["period"]["end"], "2026-03-11T23:00:00.000Z");
        let items = answer["items"].as_array().unwrap();
        assert_eq!((items.len(), &items[12]["amount"]), (48, &12.0.into()));
        assert_eq!(items[12]["timestamp"], "2026-03-10T11:00:00.000Z");
        assert_eq!(items[12]["components"][1], serde_json::json!({ "type": "grid", "amount": 9.0 }));
        for (query, says) in [
            ("", "'start'"),
            ("?start=2026-03-10", "'end'"),
            ("?start=2026-03-10&end=2026-03-09", "'end'"),
            ("?start=2026-03-10&end=2028-03-09", "at most 366 days"),
            ("?start=10.03.2026&end=2026-03-11", "'start'"),
        ] {
            let refused = get(&world, &bearer(&world), &path(query)).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
            assert!(refused.text().contains(says), "{query}: {}", refused.text());
        }
        let foreign =
            get(&world, world.other_token.token.expose(), &path("?start=2026-03-10&end=2026-03-11")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    }
}
