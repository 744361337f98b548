//! Portals at hosts of the operators' own, from the link to the session.

use crate::on_both_databases;

on_both_databases! {
    a_link_leads_to_the_operators_own_host_and_signs_in_there
    a_host_that_is_nobodys_opens_nothing
    one_operators_host_opens_nothing_of_anothers
}

mod rules {
    use crate::support::{Browser, Person, World, mint};
    use axum::http::StatusCode;
    use vestibule_kernel::id::OrganizationId;

    const OWN: &str = "konto.lumen.example";

    /// A customer whose portal has a host of its operator's own.
    async fn person_at(world: &World, organization: OrganizationId, slug: &str, host: &str) -> Person {
        let person = world.person_of(organization, slug).await;
        world.set_host(organization, person.portal, host).await;
        person
    }

    async fn status(browser: &mut Browser<'_>, url: &str) -> StatusCode {
        browser.open(url).await.status
    }

    pub async fn a_link_leads_to_the_operators_own_host_and_signs_in_there(world: World) {
        let person = person_at(&world, world.lumen.id, "a", OWN).await;
        let link = mint(&world, person.id).await;
        assert!(link.starts_with("http://konto.lumen.example/?token_hash="), "{link}");
        let mut browser = Browser::new(&world);
        let opened = browser.open(&link).await;
        assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, "/overview"));
        let page = browser.open("http://konto.lumen.example/overview").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Annika Brandt a") && page.text().contains("Portal a"));
        let invoice = format!("http://konto.lumen.example/invoices/{}", person.invoice);
        assert_eq!(status(&mut browser, &invoice).await, StatusCode::OK);
        assert!(browser.cookie(OWN).is_some() && browser.cookie("a.localhost").is_none());
        browser.post("http://konto.lumen.example/sign-out").await;
        assert_eq!(status(&mut browser, &invoice).await, StatusCode::UNAUTHORIZED);
    }

    pub async fn a_host_that_is_nobodys_opens_nothing(world: World) {
        let person = person_at(&world, world.lumen.id, "a", OWN).await;
        let link = mint(&world, person.id).await;
        for nobodys in ["lumen.example", "a.konto.lumen.example", "konto.lumen.example.evil.example"] {
            let answer = Browser::new(&world).open(&link.replace(OWN, nobodys)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nobodys}");
            assert!(!answer.text().contains("Portal a"), "{nobodys}: {}", answer.text());
        }
        let mut browser = Browser::new(&world);
        assert_eq!(status(&mut browser, &link).await, StatusCode::SEE_OTHER);
        let cookie = format!("vestibule={}", browser.cookie(OWN).unwrap());
        browser.extra.push(("cookie", cookie));
        assert_eq!(status(&mut browser, "http://lumen.example/overview").await, StatusCode::NOT_FOUND);
    }

    pub async fn one_operators_host_opens_nothing_of_anothers(world: World) {
        let person = person_at(&world, world.lumen.id, "a", OWN).await;
        person_at(&world, world.other.id, "b", "konto.other.example").await;
        let link = mint(&world, person.id).await;
        let mut browser = Browser::new(&world);
        let there = link.replace(OWN, "konto.other.example");
        assert_eq!(status(&mut browser, &there).await, StatusCode::GONE);
        assert_eq!(status(&mut browser, &link).await, StatusCode::SEE_OTHER);
        let cookie = format!("vestibule={}", browser.cookie(OWN).unwrap());
        browser.extra.push(("cookie", cookie));
        let elsewhere = "http://konto.other.example/overview";
        assert_eq!(status(&mut browser, elsewhere).await, StatusCode::UNAUTHORIZED);
    }
}
