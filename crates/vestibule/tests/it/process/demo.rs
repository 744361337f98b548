//! What the demo promises to the programs that start it, and to the databases that it is given.

use super::installation::Installation;
use super::server::{Reply, Server, Site};
use crate::support::{Backend, EmptyDb};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running demo.
struct Demo {
    server: Server,
    stdout: BufReader<ChildStdout>,
    /// The line that it printed.
    line: Value,
}

/// The demo with these options; its data lies in `folder`.
fn demo(folder: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    command.args(["demo", "--listen", "127.0.0.1:0", "--data", "demo"]).args(options);
    command.current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// A demo and the first line that it prints; nothing when it ends without one.
fn started(mut demo: Command) -> (Child, BufReader<ChildStdout>, String) {
    let mut child = demo.spawn().unwrap();
    let (mut stdout, mut line) = (BufReader::new(child.stdout.take().unwrap()), String::new());
    stdout.read_line(&mut line).unwrap();
    (child, stdout, line)
}

impl Demo {
    fn start(folder: &Path, options: &[&str]) -> Self {
        let (child, stdout, line) = started(demo(folder, &[options, &["--json"]].concat()));
        let line: Value = serde_json::from_str(&line).unwrap();
        let api = line["api"].as_str().unwrap();
        let server = Server::around(child, api.rsplit(':').next().unwrap().parse().unwrap());
        Self { server, stdout, line }
    }

    fn first(&self) -> &Value {
        &self.line["organizations"][0]
    }

    /// Sends JSON, or nothing, to the API as the first organization's backend.
    fn ask(&self, method: &str, path: &str, body: &str) -> Reply {
        let bearer = format!("Bearer {}", self.first()["access_token"].as_str().unwrap());
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        self.server.request(method, "127.0.0.1", path, &headers, body)
    }

    /// Mints a link for the customer of a case.
    fn mint(&self, case: &str) -> u16 {
        let customers = self.first()["customers"].as_array().unwrap();
        let customer = customers.iter().find(|customer| customer["case"] == case).unwrap();
        let wish = format!(r#"{{"customerId":{}}}"#, customer["id"]);
        self.ask("POST", "/admin/magic_link", &wish).status
    }

    /// Ends it, and gives what it printed after its line.
    fn end(mut self) -> String {
        self.server.kill();
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        rest
    }
}

/// The names of an object's members in alphabetical order.
fn members(object: &Value) -> String {
    let mut names: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names.join(" ")
}

#[test]
fn a_program_gets_one_line_with_everything_that_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &[]);
    assert_eq!(members(&demo.line), "api dev organizations");
    assert_eq!(demo.line["dev"], format!("{}/dev", demo.line["api"].as_str().unwrap()));
    let organizations = demo.line["organizations"].as_array().unwrap();
    assert_eq!(organizations.len(), 2);
    for organization in organizations {
        assert_eq!(
            members(organization),
            "access_token client_id client_secret customers id name plans portals read_only slug"
        );
        assert_eq!(members(&organization["read_only"]), "client_id client_secret");
        let lists = [
            ("portals", "slug url"),
            ("plans", "id portal slug type"),
            ("customers", "case email external_id id uuid"),
        ];
        for (list, expected) in lists {
            let items = organization[list].as_array().unwrap();
            assert!(!items.is_empty() && items.iter().all(|item| members(item) == expected), "{list}");
        }
    }
    let cases = demo.first()["customers"].as_array().unwrap().iter().map(|customer| &customer["case"]);
    let cases: Vec<&str> = cases.map(|case| case.as_str().unwrap()).collect();
    for case in ["active", "several_subscriptions", "pending", "ended", "no_subscription", "disabled"] {
        assert!(cases.contains(&case), "{case} is missing among {cases:?}");
    }
    assert_eq!(demo.mint("active"), 200);
    assert_eq!(demo.end(), "", "nothing but the line");
}

#[test]
fn a_demo_limits_no_client_but_each_customer() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &[]);
    let unlimited = demo.ask("GET", "/plans", "");
    assert_eq!((unlimited.status, unlimited.header("ratelimit-policy")), (200, None), "{}", unlimited.head);
    for n in 1..=30 {
        assert_eq!(demo.mint("active"), 200, "link {n}");
    }
    assert_eq!(demo.mint("active"), 429);
    let limited = Demo::start(tempfile::tempdir().unwrap().path(), &["--client-limit", "7"]);
    assert!(limited.ask("GET", "/plans", "").header("ratelimit-policy").is_some(), "a flag is heard");
}

#[test]
fn more_customers_come_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &["--customers", "3"]);
    for (number, found) in [(1, 200), (3, 200), (4, 404)] {
        let wish = format!(r#"{{"external_customer_id":"bulk-{number:07}"}}"#);
        assert_eq!(demo.ask("POST", "/admin/magic_link", &wish).status, found, "{number}");
    }
}

#[test]
fn the_clock_moves_in_the_demo_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path(), &[]);
    let moved = demo.ask("POST", "/dev/clock", r#"{"advance":"2h"}"#);
    assert_eq!((moved.status, members(&serde_json::from_str(&moved.body).unwrap())), (200, "now".into()));
    let Some(site) = Site::create(Backend::Sqlite, 0) else { return };
    let server = site.start();
    let bearer = format!("Bearer {}", site.token);
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    for path in ["/dev/clock", "/dev/dev/clock"] {
        let answer = server.request("POST", "127.0.0.1", path, &headers, r#"{"advance":"2h"}"#);
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
    }
}

/// The ids of a demo's organizations.
fn ids(demo: &Demo) -> Vec<String> {
    let all = demo.line["organizations"].as_array().unwrap();
    all.iter().map(|organization| organization["id"].to_string()).collect()
}

/// The first line that a demo says to people.
fn greeting(folder: &Path, options: &[&str]) -> String {
    let (mut child, _stdout, line) = started(demo(folder, options));
    child.kill().unwrap();
    child.wait().unwrap();
    line
}

#[test]
fn what_the_demo_says_of_its_data_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let first = ids(&Demo::start(folder.path(), &[]));
    assert_ne!(ids(&Demo::start(folder.path(), &[])), first);
    assert!(greeting(folder.path(), &[]).contains("the data starts afresh next time"));
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let Some(place) = EmptyDb::create(backend) else { continue };
        let given = ["--database", place.url.as_str()];
        let first = ids(&Demo::start(folder.path(), &given));
        assert_eq!(ids(&Demo::start(folder.path(), &given)), first);
        assert!(greeting(folder.path(), &given).contains("the database keeps the data"));
    }
}

#[test]
fn a_demo_writes_nothing_into_somebody_elses_database() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        for slug in ["lumen", "acme"] {
            let Some(place) = Installation::nowhere(backend) else { continue };
            place.told(&["org", "create", "--slug", slug, "--name", "Somebody"]);
            place.told(&["client", "create", "--name", "backend"]);
            let seen = || {
                let lists =
                    [&["org", "list"][..], &["client", "list"], &["token", "list"], &["audit", "list"]];
                lists.map(|list| place.answer(list))
            };
            let before = seen();
            refused(&place, slug);
            assert_eq!(seen(), before);
        }
    }
}

#[test]
fn a_demo_leaves_its_own_database_alone_once_somebody_else_lives_there() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let Some(place) = Installation::nowhere(backend) else { continue };
        drop(Demo::start(place.folder.path(), &["--database", &place.database.url]));
        place.told(&["org", "create", "--slug", "acme", "--name", "Acme"]);
        refused(&place, "acme");
    }
}

/// Whether a demo on the database ends with a word about this organization.
fn refused(place: &Installation, slug: &str) {
    let mut command = demo(place.folder.path(), &["--database", &place.database.url]);
    command.stderr(Stdio::piped());
    let (mut child, _stdout, line) = started(command);
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(line, "", "it starts");
    let told = String::from_utf8(output.stderr).unwrap();
    let expected = format!("holds the organization '{slug}', which is no demo's; nothing was written");
    assert!(told.contains(&expected), "{told}");
}
