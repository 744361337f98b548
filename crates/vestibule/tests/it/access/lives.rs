//! Links and sign-ins live as long as their organization says.

use crate::on_both_databases;

on_both_databases! {
    a_link_lives_as_long_as_its_organization_says
    a_session_holds_without_use_as_long_as_its_organization_says
    a_session_holds_in_all_as_long_as_its_organization_says
    what_an_organization_changes_counts_from_the_next_link_and_the_next_sign_in
}

mod rules {
    use crate::support::{Browser, World, mint};
    use axum::http::StatusCode;
    use vestibule_kernel::organization::OrganizationSettings;

    async fn overview(browser: &mut Browser<'_>) -> StatusCode {
        browser.open("http://a.localhost/overview").await.status
    }

    /// A browser that has just opened a link, and what the link's answer says of the cookie.
    async fn signed_in<'w>(world: &'w World, link: &str) -> (Browser<'w>, String) {
        let mut browser = Browser::new(world);
        let opened = browser.open(link).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER);
        (browser, opened.headers["set-cookie"].to_str().unwrap().to_owned())
    }

    pub async fn a_link_lives_as_long_as_its_organization_says(world: World) {
        let person = world.person("a").await;
        for life in [30, 120, 900] {
            world.change_lumen(|lumen| lumen.settings.link_ttl = life).await;
            let (in_time, too_late) = (mint(&world, person.id).await, mint(&world, person.id).await);
            world.later(u64::from(life) - 1);
            signed_in(&world, &in_time).await;
            world.later(1);
            assert_eq!(Browser::new(&world).open(&too_late).await.status, StatusCode::GONE, "{life}");
        }
    }

    pub async fn a_session_holds_without_use_as_long_as_its_organization_says(world: World) {
        let person = world.person("a").await;
        for idle in [600, 2 * 86_400] {
            world.change_lumen(|lumen| lumen.settings.session_idle = idle).await;
            let (mut browser, _) = signed_in(&world, &mint(&world, person.id).await).await;
            for _ in 0..2 {
                world.later(u64::from(idle) - 1);
                assert_eq!(overview(&mut browser).await, StatusCode::OK, "{idle}");
            }
            world.later(u64::from(idle));
            assert_eq!(overview(&mut browser).await, StatusCode::UNAUTHORIZED, "{idle}");
        }
    }

    pub async fn a_session_holds_in_all_as_long_as_its_organization_says(world: World) {
        let person = world.person("a").await;
        for absolute in [3600, 30 * 86_400] {
            world.change_lumen(|lumen| lumen.settings = lives(absolute / 3, absolute)).await;
            let (mut browser, cookie) = signed_in(&world, &mint(&world, person.id).await).await;
            assert!(cookie.contains(&format!("; Max-Age={absolute};")), "{cookie}");
            let step = u64::from(absolute) / 4;
            for wait in [step, step, step, step - 1] {
                world.later(wait);
                assert_eq!(overview(&mut browser).await, StatusCode::OK, "{absolute}");
            }
            world.later(1);
            assert_eq!(overview(&mut browser).await, StatusCode::UNAUTHORIZED, "{absolute}");
        }
    }

    pub async fn what_an_organization_changes_counts_from_the_next_link_and_the_next_sign_in(world: World) {
        let person = world.person("a").await;
        let link = mint(&world, person.id).await;
        let (mut early, _) = signed_in(&world, &mint(&world, person.id).await).await;
        world
            .change_lumen(|lumen| {
                lumen.settings = OrganizationSettings { link_ttl: 30, ..lives(60, 60) };
            })
            .await;
        world.later(299);
        assert_eq!(overview(&mut early).await, StatusCode::OK);
        let (mut late, _) = signed_in(&world, &link).await;
        world.later(60);
        assert_eq!(overview(&mut early).await, StatusCode::OK);
        assert_eq!(overview(&mut late).await, StatusCode::UNAUTHORIZED);
    }

    fn lives(session_idle: u32, session_absolute: u32) -> OrganizationSettings {
        OrganizationSettings { session_idle, session_absolute, ..OrganizationSettings::default() }
    }
}
