//! Two server processes on one database.

use super::server::{Server, Site};
use crate::support::Backend;

#[test]
fn a_thousand_openings_at_two_servers_on_one_postgres_start_one_session() {
    race(Backend::Postgres);
}

#[test]
fn a_thousand_openings_at_two_servers_on_one_sqlite_file_start_one_session() {
    race(Backend::Sqlite);
}

fn race(backend: Backend) {
    let Some(site) = Site::create(backend, 1) else { return };
    let servers = [site.start(), site.start()];
    let link = site.mint(&servers[0], "K-1");
    let mut sessions = Vec::new();
    std::thread::scope(|scope| {
        let openers: Vec<_> = (0..20)
            .map(|n| {
                let (server, link): (&Server, &str) = (&servers[n % 2], &link);
                scope.spawn(move || {
                    (0..50)
                        .filter_map(|_| server.request("GET", "lumen.localhost", link, &[], "").session())
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        for opener in openers {
            sessions.extend(opener.join().unwrap());
        }
    });
    assert_eq!(sessions.len(), 1);
    let cookie = format!("vestibule={}", sessions[0]);
    for server in &servers {
        let page = server.request("GET", "lumen.localhost", "/overview", &[("Cookie", &cookie)], "");
        assert_eq!(page.status, 200, "both servers know the session");
    }
}
