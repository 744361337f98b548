//! What somebody whom nobody knows leaves behind, and what they are told.

use crate::on_both_databases;

on_both_databases! {
    a_flood_of_unknown_tokens_leaves_ten_lines_a_minute_for_each_address
    many_addresses_together_leave_fifty_lines_a_minute
    refusals_of_a_known_link_are_kept_however_many_there_are
    a_host_without_a_portal_says_what_to_do_next
}

mod rules {
    use crate::support::{Browser, World, mint};
    use axum::http::StatusCode;
    use vestibule_app::access::{Opened, Visitor, open_link};
    use vestibule_app::portals::Host;
    use vestibule_app::{Origin, audit};

    async fn open(world: &World, token: &str, ip: &str) -> Opened {
        let origin = Origin::new(ip, "test", "req");
        let visitor = Visitor { host: Host::Label("a".into()), session: None, subscription: None, origin };
        open_link(&world.ctx, visitor, token).await.unwrap()
    }

    async fn guess(world: &World, times: usize, ip: &str) {
        for n in 0..times {
            let opened = open(world, &format!("guess {n} of {ip}"), ip).await;
            assert!(matches!(opened, Opened::Refused(_)));
        }
    }

    async fn lines(world: &World, result: &str, ip: Option<&str>) -> usize {
        let trail = audit::newest(&world.ctx, world.lumen.id, 1000).await.unwrap();
        let openings = trail.iter().filter(|line| line.action == "link.redeem" && line.result == result);
        openings.filter(|line| ip.is_none_or(|ip| line.ip == ip)).count()
    }

    pub async fn a_flood_of_unknown_tokens_leaves_ten_lines_a_minute_for_each_address(world: World) {
        world.person("a").await;
        guess(&world, 40, "203.0.113.1").await;
        assert_eq!(lines(&world, "unknown", None).await, 10);
        guess(&world, 3, "203.0.113.2").await;
        assert_eq!(lines(&world, "unknown", Some("203.0.113.2")).await, 3);
        world.later(59);
        guess(&world, 1, "203.0.113.1").await;
        assert_eq!(lines(&world, "unknown", Some("203.0.113.1")).await, 10);
        world.later(1);
        guess(&world, 1, "203.0.113.1").await;
        assert_eq!(lines(&world, "unknown", Some("203.0.113.1")).await, 11);
    }

    pub async fn many_addresses_together_leave_fifty_lines_a_minute(world: World) {
        world.person("a").await;
        for n in 0..70 {
            guess(&world, 1, &format!("2001:db8::{n}")).await;
        }
        assert_eq!(lines(&world, "unknown", None).await, 50);
    }

    pub async fn refusals_of_a_known_link_are_kept_however_many_there_are(world: World) {
        let person = world.person("a").await;
        let link = mint(&world, person.id).await;
        let token = link.split("token_hash=").nth(1).unwrap().split('&').next().unwrap();
        guess(&world, 20, "203.0.113.1").await;
        assert!(matches!(open(&world, token, "203.0.113.1").await, Opened::SignedIn { .. }));
        for _ in 0..60 {
            assert!(matches!(open(&world, token, "203.0.113.1").await, Opened::Refused(_)));
        }
        assert_eq!((lines(&world, "ok", None).await, lines(&world, "used", None).await), (1, 60));
    }

    pub async fn a_host_without_a_portal_says_what_to_do_next(world: World) {
        for (language, step) in [("de", "öffnen Sie noch einmal den Link"), ("en", "open the link in")] {
            let mut browser = Browser::new(&world);
            browser.extra = vec![("accept-language", language.into())];
            let answer = browser.open("http://nobody.localhost/overview").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert!(answer.text().contains(step), "{}", answer.text());
        }
    }
}
