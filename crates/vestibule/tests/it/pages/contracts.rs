//! Several contracts: pages follow the one that is chosen, and nobody's but one's own can be.

use crate::on_both_databases;

on_both_databases! {
    a_page_is_about_the_contract_that_is_chosen
    the_choice_goes_along_from_page_to_page
    anothers_contract_cannot_be_chosen
    one_contract_needs_no_choice
}

mod rules {
    use crate::support::{Browser, World, mint};
    use vestibule_kernel::subscription::SubscriptionStatus;

    /// A customer with a contract on each of two plans; signed in.
    async fn with_two(world: &World) -> (Browser<'_>, [vestibule_kernel::id::SubscriptionId; 2]) {
        let person = world.person("a").await;
        let portal = world.portal(world.lumen.id, "b").await;
        let plan = world.plan(world.lumen.id, "b", Some(portal)).await;
        world.later(1);
        let second = world.subscribe(world.lumen.id, person.id, plan, SubscriptionStatus::Ended).await;
        let mut browser = Browser::new(world);
        let _ = browser.open(&mint(world, person.id).await).await;
        (browser, [person.subscription, second])
    }

    pub async fn a_page_is_about_the_contract_that_is_chosen(world: World) {
        let (mut browser, [first, second]) = with_two(&world).await;
        let page = browser.open("http://a.localhost/overview").await.text();
        assert!(page.contains(&format!("subscription={first}\" aria-current=\"true\"")), "{page}");
        let page = browser.open(&format!("http://a.localhost/overview?subscription={second}")).await.text();
        assert!(page.contains(&format!("subscription={second}\" aria-current=\"true\"")), "{page}");
        let all = browser.open("http://a.localhost/invoices").await.text();
        assert!(all.contains("href=\"/invoices\" aria-current=\"true\""), "{all}");
        assert!(all.contains("/invoices/inv_") && all.contains("Plan a · "), "{all}");
        let none = browser.open(&format!("http://a.localhost/invoices?subscription={second}")).await.text();
        assert!(!none.contains("/invoices/inv_"), "{none}");
    }

    pub async fn the_choice_goes_along_from_page_to_page(world: World) {
        let (mut browser, [_, second]) = with_two(&world).await;
        let page = browser.open(&format!("http://a.localhost/usage?subscription={second}")).await.text();
        for place in ["overview", "usage", "invoices"] {
            assert!(page.contains(&format!("href=\"/{place}?subscription={second}\"")), "{place}: {page}");
        }
    }

    pub async fn anothers_contract_cannot_be_chosen(world: World) {
        let (mut browser, [first, _]) = with_two(&world).await;
        let other = world.person("c").await;
        for asked in [other.subscription.to_string(), "sub_x".into(), "%00".into(), "9".repeat(10_000)] {
            let page = browser.open(&format!("http://a.localhost/overview?subscription={asked}")).await;
            assert_eq!(page.status, 200);
            assert!(page.text().contains(&format!("subscription={first}\" aria-current")), "{asked}");
            assert!(!page.text().contains(&other.subscription.to_string()));
        }
    }

    pub async fn one_contract_needs_no_choice(world: World) {
        let person = world.person("a").await;
        let mut browser = Browser::new(&world);
        let _ = browser.open(&mint(&world, person.id).await).await;
        for page in ["overview", "usage", "invoices"] {
            let page = browser.open(&format!("http://a.localhost/{page}")).await.text();
            assert!(!page.contains("class=\"switch\"") && !page.contains("subscription="), "{page}");
        }
    }
}
