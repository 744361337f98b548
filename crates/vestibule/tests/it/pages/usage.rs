//! What was used: the page in every span, the file, and the API's answer.

use crate::on_both_databases;

on_both_databases! {
    every_span_shows_the_same_values
    a_span_without_values_leads_to_one_with_them
    rubbish_in_the_address_is_the_latest_month
    the_file_has_every_measured_value
    nobody_sees_the_use_of_anothers_contract
    the_overview_compares_the_month_with_the_one_before
    the_api_puts_values_together_as_it_is_asked
    the_api_refuses_what_makes_no_sense
}

mod rules {
    use crate::support::{Browser, Person, World, bearer, get, mint};
    use axum::http::StatusCode;
    use vestibule_kernel::asset::Digest32;
    use vestibule_kernel::id::{MeterId, SubscriptionId};
    use vestibule_kernel::series::{DayGrid, Resolution};
    use vestibule_kernel::subscription::{Meter, MeterType};
    use vestibule_kernel::usage::{Measured, Quality, UsageDay};
    use vestibule_kernel::{LocalDay, TimeZone};
    use vestibule_store::tables::{meters, subscriptions, usage_days};

    fn day(text: &str) -> LocalDay {
        text.parse().unwrap()
    }

    /// Writes days from `first` to before `end`, each quarter with `milli`.
    async fn measure(
        world: &World,
        id: SubscriptionId,
        first: &str,
        end: &str,
        milli: i64,
        quality: Quality,
    ) {
        let (organization, end) = (world.lumen.id, day(end));
        let zone = TimeZone::named("Europe/Berlin").unwrap();
        let days = std::iter::successors(Some(day(first)), |day| Some(day.plus_days(1)));
        let days: Vec<UsageDay> = days
            .take_while(|day| *day < end)
            .map(|day| {
                let slots = DayGrid::new(day, Resolution::Quarter, &zone).slots();
                let values = vec![Some(Measured { milli, quality }); slots];
                UsageDay { day, resolution: Resolution::Quarter, values }
            })
            .collect();
        let write = world.ctx.db.write(move |tx| {
            days.iter().try_for_each(|day| usage_days::take(tx, organization, id, day).map(|_| ()))
        });
        write.await.unwrap();
    }

    /// A customer with use from January 2026 to yesterday, 9 March; signed in.
    async fn customer(world: &World) -> (Browser<'_>, Person) {
        let person = world.person("a").await;
        measure(world, person.subscription, "2026-01-01", "2026-03-01", 100, Quality::Final).await;
        measure(world, person.subscription, "2026-03-01", "2026-03-10", 100, Quality::Preliminary).await;
        let mut browser = Browser::new(world);
        let _ = browser.open(&mint(world, person.id).await).await;
        (browser, person)
    }

    async fn page(browser: &mut Browser<'_>, query: &str) -> String {
        let answer = browser.open(&format!("http://a.localhost/usage{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        answer.text().replace('\u{a0}', " ")
    }

    pub async fn every_span_shows_the_same_values(world: World) {
        let (mut browser, _) = customer(&world).await;
        let month = page(&mut browser, "").await;
        assert!(month.contains("März 2026") && month.contains("86,4 kWh"), "{month}");
        assert!(month.contains("vorläufig") && !month.contains("Einige Werte fehlen"), "{month}");
        let january = page(&mut browser, "?span=month&day=2026-01-15").await;
        assert!(january.contains("298 kWh") && !january.contains("vorläufig"), "{january}");
        let year = page(&mut browser, "?span=year&day=2026-01-15").await;
        assert!(year.contains("653 kWh") && year.contains("297,6 kWh"), "{year}");
        let week = page(&mut browser, "?span=week&day=2026-02-11").await;
        assert!(week.contains("09.02.2026") && week.contains("67,2 kWh"), "{week}");
        let one = page(&mut browser, "?span=day&day=2026-02-11").await;
        assert!(one.contains("11. Februar 2026") && one.contains("9,6 kWh"), "{one}");
        assert!(one.contains("day=2026-02-10") && one.contains("day=2026-02-12"), "{one}");
        assert_eq!(one.matches("0,100 kWh").count(), 96);
    }

    pub async fn a_span_without_values_leads_to_one_with_them(world: World) {
        let (mut browser, _) = customer(&world).await;
        let empty = page(&mut browser, "?span=month&day=2025-06-01").await;
        assert!(empty.contains("keine Werte") && empty.contains("day=2026-03-09"), "{empty}");
        let person = world.person("b").await;
        let mut other = Browser::new(&world);
        let _ = other.open(&mint(&world, person.id).await).await;
        let none = other.open("http://b.localhost/usage").await.text();
        assert!(none.contains("Noch keine Werte") && !none.contains("<svg"), "{none}");
    }

    pub async fn rubbish_in_the_address_is_the_latest_month(world: World) {
        let (mut browser, _) = customer(&world).await;
        for query in
            ["?span=decade", "?day=2026-02-30", "?span=&day=", "?day=%ff", "?span=month&day=0000-00-00"]
        {
            assert!(page(&mut browser, query).await.contains("März 2026"), "{query}");
        }
        for far in ["?span=year&day=-009999-01-01", "?span=week&day=9999-12-31", "?span=year&day=9999-12-31"]
        {
            page(&mut browser, far).await;
        }
    }

    pub async fn the_file_has_every_measured_value(world: World) {
        let (mut browser, _) = customer(&world).await;
        let file = browser.open("http://a.localhost/usage.csv?span=week&day=2026-03-04").await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"usage-week-2026-03-02.csv\"");
        let text = file.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines.len(), lines[0]), (1 + 7 * 96, "start,end,kwh,quality"));
        assert_eq!(lines[1], "2026-03-01T23:00:00.000Z,2026-03-01T23:15:00.000Z,0.100,preliminary");
        let wrong = browser.open("http://a.localhost/usage.csv?day=x").await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        let stranger = Browser::new(&world).open("http://a.localhost/usage.csv?day=2026-03-04").await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    }

    pub async fn nobody_sees_the_use_of_anothers_contract(world: World) {
        let (_, owner) = customer(&world).await;
        let other = world.person("b").await;
        let mut browser = Browser::new(&world);
        let _ = browser.open(&mint(&world, other.id).await).await;
        let asked = format!("?day=2026-02-11&subscription={}", owner.subscription);
        let page = browser.open(&format!("http://b.localhost/usage{asked}")).await.text();
        assert!(page.contains("Noch keine Werte"), "{page}");
        let file = browser.open(&format!("http://b.localhost/usage.csv{asked}")).await.text();
        assert_eq!(file.lines().count(), 1);
        let path = format!("/subscriptions/{}/consumption", owner.subscription);
        let foreign = get(&world, world.other_token.token.expose(), &path).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    }

    pub async fn the_overview_compares_the_month_with_the_one_before(world: World) {
        let (mut browser, person) = customer(&world).await;
        let meter = Meter {
            id: MeterId::new(world.ctx.now(), &world.ctx.rng),
            number: "1".into(),
            meter_type: MeterType::Smart,
            malo: None,
            melo: None,
            created_at: world.ctx.now(),
        };
        let organization = world.lumen.id;
        let set = world.ctx.db.write(move |tx| {
            meters::upsert(tx, organization, &meter)?;
            let mut found = subscriptions::find(tx, organization, person.subscription)?.unwrap();
            found.meter = Some(meter.id);
            subscriptions::upsert(tx, &found, Digest32([9; 32]))
        });
        set.await.unwrap();
        let mut overview = async || {
            let page = browser.open("http://a.localhost/overview").await.text();
            page.replace('\u{a0}', " ")
        };
        let same = overview().await;
        assert!(same.contains("Verbrauch im März") && same.contains("86,4 kWh"), "{same}");
        assert!(!same.contains("als im Monat davor"), "the same is neither more nor less: {same}");
        measure(&world, person.subscription, "2026-03-01", "2026-03-10", 150, Quality::Final).await;
        assert!(overview().await.contains("50 % mehr als im Monat davor"));
        measure(&world, person.subscription, "2026-03-01", "2026-03-10", 80, Quality::Final).await;
        assert!(overview().await.contains("20 % weniger als im Monat davor"));
    }

    pub async fn the_api_puts_values_together_as_it_is_asked(world: World) {
        let (_, person) = customer(&world).await;
        measure(&world, person.subscription, "2026-03-29", "2026-03-30", 100, Quality::Final).await;
        let ask = async |query: &str| {
            let path = format!("/subscriptions/{}/consumption{query}", person.subscription);
            let answer = get(&world, &bearer(&world), &path).await;
            assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
            let answer = answer.json();
            let data = answer["data"].as_array().unwrap().clone();
            (answer["resolution"].as_str().unwrap().to_owned(), data)
        };
        let (resolution, yesterday) = ask("").await;
        assert_eq!((resolution.as_str(), yesterday.len()), ("15min", 96));
        assert_eq!(yesterday[0]["start"], "2026-03-08T23:00:00.000Z");
        assert_eq!((&yesterday[0]["usage"], &yesterday[0]["type"]), (&0.1.into(), &"preliminary".into()));
        for (query, resolution, count, first) in [
            ("?start=2026-02-01&end=2026-02-11", "hour", 240, 0.4),
            ("?start=2026-02-01&end=2026-03-01", "day", 28, 9.6),
            ("?start=2026-01-01&end=2026-12-31", "month", 3, 297.6),
            ("?start=2026-02-02&end=2026-02-16&resolution=week", "week", 2, 67.2),
            ("?start=2026-03-29&end=2026-03-30&resolution=hour", "hour", 23, 0.4),
            ("?start=2026-02-04&end=2026-02-09&resolution=week", "week", 1, 48.0),
        ] {
            let (got, data) = ask(query).await;
            assert_eq!((got.as_str(), data.len()), (resolution, count), "{query}");
            assert_eq!(data[0]["usage"], first, "{query}");
        }
        let (_, months) = ask("?start=2026-01-01&end=2026-12-31").await;
        assert_eq!((&months[1]["type"], &months[2]["type"]), (&"final".into(), &"preliminary".into()));
    }

    pub async fn the_api_refuses_what_makes_no_sense(world: World) {
        let (_, person) = customer(&world).await;
        for (query, says) in [
            ("?start=2026-02-30", "'start'"),
            ("?start=2026-02-02T00:00:00Z", "'start'"),
            ("?end=tomorrow", "'end'"),
            ("?start=2026-03-01&end=2026-03-01", "'end'"),
            ("?start=2026-03-02&end=2026-03-01", "'end'"),
            ("?start=2020-01-01&end=2026-01-01&resolution=15min", "at most 366 days"),
            ("?start=1900-01-01&end=2026-01-01&resolution=month", "at most 3660 days"),
            ("?resolution=minute", "'resolution'"),
        ] {
            let path = format!("/subscriptions/{}/consumption{query}", person.subscription);
            let answer = get(&world, &bearer(&world), &path).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
            assert!(answer.text().contains(says), "{query}: {}", answer.text());
        }
    }
}
