//! What is answered where links lead, and to those who come with something else than a link: previews and
//! scanners, frames and scripts, other methods, paths that are no text.

use crate::on_both_databases;

on_both_databases! {
    programs_that_look_at_links_for_others_open_nothing
    a_post_to_a_link_opens_nothing
    a_link_in_a_frame_or_a_script_says_how_to_open_it
    nothing_that_is_answered_at_a_door_is_kept_or_passed_on
    a_path_that_is_no_text_leads_to_the_portals_own_page
    a_cursor_that_is_none_of_this_list_leads_to_its_first_page
    a_change_from_elsewhere_is_told_calmly_and_not_as_a_fault_of_ours
}

mod rules {
    use crate::support::{Answer, Browser, World, mint};
    use axum::body::Body;
    use axum::http::StatusCode;

    /// What the sign-out of every page of a signed-in customer posts to.
    const SIGNED_IN: &str = "action=\"/sign-out\"";

    async fn signed_in<'w>(world: &'w World, language: &str) -> Browser<'w> {
        let person = world.person("a").await;
        let mut browser = Browser::new(world);
        browser.extra = vec![("accept-language", language.into())];
        assert_eq!(browser.open(&mint(world, person.id).await).await.status, StatusCode::SEE_OTHER);
        browser
    }

    async fn opens(world: &World, link: &str) {
        let answer = Browser::new(world).open(link).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/overview"));
    }

    fn expect_nothing(answer: &Answer, status: StatusCode) {
        assert_eq!(answer.status, status, "{}", answer.text());
        assert!(!answer.headers.contains_key("set-cookie") && !answer.headers.contains_key("location"));
    }

    pub async fn programs_that_look_at_links_for_others_open_nothing(world: World) {
        let person = world.person("a").await;
        let link = mint(&world, person.id).await;
        for agent in [
            "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "WhatsApp/2.23.18.78 i",
            "Twitterbot/1.0",
            "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
            "Google-Safety",
            "Barracuda Sentinel (EE)",
        ] {
            let mut scanner = Browser::new(&world);
            scanner.extra.push(("user-agent", agent.into()));
            for path in ["/?", "/auth/confirm?", "/start?"] {
                let answer = scanner.open(&link.replace("/?", path)).await;
                expect_nothing(&answer, StatusCode::FORBIDDEN);
                assert!(answer.text().contains("signs in the one person"), "{}", answer.text());
            }
            let looked = scanner.send("HEAD", &link, Body::empty()).await;
            expect_nothing(&looked, StatusCode::OK);
        }
        opens(&world, &link).await;
    }

    pub async fn a_post_to_a_link_opens_nothing(world: World) {
        let person = world.person("a").await;
        let link = mint(&world, person.id).await;
        for path in ["/?", "/auth/confirm?", "/start?"] {
            let answer = Browser::new(&world).post(&link.replace("/?", path)).await;
            expect_nothing(&answer, StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(answer.headers["allow"], "GET,HEAD");
        }
        opens(&world, &link).await;
    }

    pub async fn a_link_in_a_frame_or_a_script_says_how_to_open_it(world: World) {
        let person = world.person("a").await;
        let link = mint(&world, person.id).await;
        for destination in ["iframe", "empty", "image"] {
            let mut browser = Browser::new(&world);
            browser.extra.push(("sec-fetch-dest", destination.into()));
            let answer = browser.open(&link).await;
            expect_nothing(&answer, StatusCode::FORBIDDEN);
            assert!(answer.text().contains("top-level navigation"), "{}", answer.text());
            assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
        }
        opens(&world, &link).await;
    }

    pub async fn nothing_that_is_answered_at_a_door_is_kept_or_passed_on(world: World) {
        let mut customer = signed_in(&world, "de").await;
        let mut stranger = Browser::new(&world);
        let mut seen = Vec::new();
        for path in ["/", "/auth/confirm", "/start", "/?token_hash=%00", "/start?token_hash=x&next=%ff"] {
            for method in ["GET", "HEAD", "POST", "DELETE"] {
                for browser in [&mut stranger, &mut customer] {
                    for host in ["a.localhost", "nobody.localhost"] {
                        let answer =
                            browser.send(method, &format!("http://{host}{path}"), Body::empty()).await;
                        assert_eq!(answer.headers["cache-control"], "no-store", "{method} {host} {path}");
                        assert_eq!(
                            answer.headers["referrer-policy"], "no-referrer",
                            "{method} {host} {path}"
                        );
                        seen.push(answer.status.as_u16());
                    }
                }
            }
        }
        for status in [200, 303, 401, 404, 405, 410] {
            assert!(seen.contains(&status), "{status} was never answered: {seen:?}");
        }
    }

    pub async fn a_path_that_is_no_text_leads_to_the_portals_own_page(world: World) {
        let mut browser = signed_in(&world, "de").await;
        for (method, path) in [
            ("GET", "/invoices/%ff"),
            ("GET", "/invoices/%ff/pdf"),
            ("POST", "/account/sessions/%ff/end"),
            ("GET", "/assets/%ff"),
            ("GET", "/%ff"),
        ] {
            let answer = browser.send(method, &format!("http://a.localhost{path}"), Body::empty()).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            let page = answer.text();
            assert!(page.contains("Diese Seite gibt es nicht") && page.contains(SIGNED_IN), "{path}: {page}");
        }
    }

    pub async fn a_cursor_that_is_none_of_this_list_leads_to_its_first_page(world: World) {
        let mut browser = signed_in(&world, "de").await;
        let first = browser.open("http://a.localhost/invoices").await;
        assert_eq!(first.status, StatusCode::OK);
        for cursor in ["rubbish", "", "%00", "%ff", "eyJsYXN0X2NyZWF0ZWRfYXQiOiIyMDI1In0"] {
            let answer = browser.open(&format!("http://a.localhost/invoices?cursor={cursor}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{cursor}");
            assert_eq!(answer.text(), first.text(), "{cursor}");
        }
    }

    pub async fn a_change_from_elsewhere_is_told_calmly_and_not_as_a_fault_of_ours(world: World) {
        let mut browser = signed_in(&world, "de").await;
        for (language, told, fault) in [
            ("de", "Das haben wir nicht ausgeführt", "Der Fehler liegt bei uns"),
            ("en", "We did not do that", "The fault is ours"),
        ] {
            browser.extra =
                vec![("accept-language", language.into()), ("sec-fetch-site", "cross-site".into())];
            let answer = browser.post("http://a.localhost/sign-out").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            let page = answer.text();
            assert!(page.contains(told) && page.contains("href=\"/overview\""), "{page}");
            assert!(!page.contains(fault) && page.contains(SIGNED_IN), "{page}");
        }
    }
}
