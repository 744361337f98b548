//! What an operator types from an empty folder on: every command does what it says, and says what it did.

use super::installation::Installation;
use super::server::Server;
use crate::support::Backend;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

const PORTAL: &str = "lumen.localhost";
const API: &str = "127.0.0.1";

const RECORDS: &str = r#"{"type":"portal","slug":"lumen","name":"Lumen Strom"}
{"type":"plan","external_id":"P-1","slug":"lumen","name":"Lumen","description":"Strom","plan_type":"consumption","price":"10.99","currency":"EUR","interval":"month","portal":"lumen"}
{"type":"customer","external_id":"K-1","last_name":"Brandt","email":"k1@example.com"}
{"type":"subscription","external_id":"S-1","customer":"K-1","plan":"P-1","status":"active"}
"#;

/// An installation with one organization and one customer of theirs, `K-1`; `None` when this run leaves
/// PostgreSQL out.
fn installed(backend: Backend) -> Option<Installation> {
    let place = Installation::nowhere(backend)?;
    let (id, next) = place.told(&["org", "create", "--slug", "lumen", "--name", "Lumen Strom"]);
    assert!(id.starts_with("org_") && next.contains("vestibule client create --org lumen"), "{id}{next}");
    std::fs::write(place.folder.path().join("records.ndjson"), RECORDS).unwrap();
    let imported = place.answer(&["import", "records.ndjson"]);
    assert!(imported.contains("Done: 4 written"), "{imported}");
    Some(place)
}

/// Path and query of a link that a command prints.
fn link(place: &Installation, options: &[&str]) -> String {
    let (printed, beside) = place.told(&[&["link", "create", "--external-id", "K-1"], options].concat());
    assert!(beside.starts_with("Works once, until "), "{beside}");
    assert_eq!(printed.lines().count(), 1, "{printed}");
    printed[printed.find("/?token_hash=").unwrap()..].trim().to_owned()
}

fn overview(server: &Server, cookie: &str) -> u16 {
    server.request("GET", PORTAL, "/overview", &[("Cookie", cookie)], "").status
}

fn plans(server: &Server, token: &str) -> u16 {
    let bearer = format!("Bearer {token}");
    server.request("GET", API, "/plans", &[("Authorization", &bearer)], "").status
}

/// Asks until the answer is as expected: a server hears of another process's change within milliseconds.
fn soon(expected: u16, ask: impl Fn() -> u16) {
    for _ in 0..500 {
        if ask() == expected {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it still answers {} instead of {expected}", ask());
}

macro_rules! on_both {
    ($($name:ident)+) => { $(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name(super::Backend::Sqlite);
            }

            #[test]
            fn postgres() {
                super::$name(super::Backend::Postgres);
            }
        }
    )+ };
}

on_both! {
    a_printed_link_signs_in_and_sessions_list_and_end_it
    clients_and_tokens_work_until_they_are_revoked
    a_suspended_organization_is_closed_until_it_is_resumed
    the_audit_trail_is_read_in_words_and_as_json
}

fn a_printed_link_signs_in_and_sessions_list_and_end_it(backend: Backend) {
    let Some(place) = installed(backend) else { return };
    let server = place.serve();
    let opened = server.request("GET", PORTAL, &link(&place, &["--next", "/invoices"]), &[], "");
    assert_eq!((opened.status, opened.header("location")), (303, Some("/invoices")), "{}", opened.head);
    let cookie = format!("vestibule={}", opened.session().unwrap());
    assert_eq!(overview(&server, &cookie), 200);
    let unused = link(&place, &[]);

    let whose = ["--external-id", "K-1"];
    let (listed, count) = place.told(&[&["sessions", "list"][..], &whose].concat());
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[0].starts_with("ses_") && lines[0].contains("127.0.0.1"), "{listed}");
    assert!(lines[1].starts_with("lnk_") && lines[1].contains("unused, works until"), "{listed}");
    assert_eq!((lines.len(), count.as_str()), (2, "1 sign-ins, 1 unused links\n"));

    let (_, ended) = place.told(&[&["sessions", "end"][..], &whose].concat());
    assert_eq!(ended, "Ended 1 sign-ins and 1 unused links.\n");
    assert_eq!(overview(&server, &cookie), 401);
    assert_eq!(server.request("GET", PORTAL, &unused, &[], "").session(), None);
    let (listed, count) = place.told(&[&["sessions", "list"][..], &whose].concat());
    assert_eq!((listed.as_str(), count.as_str()), ("", "0 sign-ins, 0 unused links\n"));
}

fn clients_and_tokens_work_until_they_are_revoked(backend: Backend) {
    let Some(place) = installed(backend) else { return };
    let server = place.serve();
    let client = place.answer(&["client", "create", "--name", "backend"]);
    let field = |name: &str| client.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    let (id, secret) = (field("client_id="), field("client_secret="));
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let content = [("Content-Type", "application/x-www-form-urlencoded")];
    let tokens = || server.request("POST", API, "/oauth/token", &content, &form);
    let issued: serde_json::Value = serde_json::from_str(&tokens().body).unwrap();
    let access = issued["access_token"].as_str().unwrap();
    let token = place.answer(&["token", "create", "--name", "ci", "--expires-in", "30"]);
    let token = token.trim();
    assert_eq!((plans(&server, access), plans(&server, token)), (200, 200));

    let listed = place.answer(&["client", "list"]);
    assert!(listed.starts_with(id) && listed.ends_with("  works  read:* write:*  backend\n"), "{listed}");
    let listed_tokens = place.answer(&["token", "list"]);
    assert!(listed_tokens.contains("  works until ") && listed_tokens.ends_with("  ci\n"), "{listed_tokens}");
    assert!(!listed.contains(secret) && !listed_tokens.contains(token), "a list shows no secret");

    let token_id = listed_tokens.split(' ').next().unwrap();
    for (kind, id) in [("client", id), ("token", token_id)] {
        let (_, told) = place.told(&[kind, "revoke", id]);
        assert_eq!(told, "Revoked. It no longer works.\n");
        let (_, again) = place.told(&[kind, "revoke", id]);
        assert!(again.starts_with("It was revoked already, at 20"), "{again}");
        assert!(place.answer(&[kind, "list"]).contains("  revoked 20"));
        let refused = place.refusal(&[kind, "revoke", "nobody"]);
        let expected =
            format!("no {kind} has the id 'nobody' in 'lumen'; see: vestibule {kind} list --org lumen");
        assert_eq!(refused, format!("vestibule: {expected}\n"));
    }
    soon(401, || plans(&server, token));
    soon(401, || plans(&server, access));
    soon(401, || tokens().status);
}

fn a_suspended_organization_is_closed_until_it_is_resumed(backend: Backend) {
    let Some(place) = installed(backend) else { return };
    let server = place.serve();
    let token = place.answer(&["token", "create", "--name", "ci"]);
    let opened = server.request("GET", PORTAL, &link(&place, &[]), &[], "");
    let cookie = format!("vestibule={}", opened.session().unwrap());

    let (_, told) = place.told(&["org", "suspend", "lumen"]);
    assert_eq!(told, "Suspended. Serve it again with: vestibule org resume lumen\n");
    soon(402, || plans(&server, token.trim()));
    soon(503, || overview(&server, &cookie));
    place.refusal(&["link", "create", "--external-id", "K-1"]);
    assert!(place.answer(&["org", "list"]).ends_with("  lumen  suspended  Lumen Strom\n"));
    assert_eq!(place.told(&["org", "suspend", "lumen"]).1, "It is suspended already.\n");

    assert_eq!(place.told(&["org", "resume", "lumen"]).1, "It is served again.\n");
    soon(200, || plans(&server, token.trim()));
    soon(200, || overview(&server, &cookie));
    assert_eq!(place.told(&["org", "resume", "lumen"]).1, "It is not suspended.\n");
    let unknown = place.refusal(&["org", "suspend", "nobody"]);
    assert_eq!(unknown, "vestibule: there is no organization 'nobody'; see: vestibule org list\n");
}

fn the_audit_trail_is_read_in_words_and_as_json(backend: Backend) {
    let Some(place) = installed(backend) else { return };
    link(&place, &[]);
    place.told(&["org", "suspend", "lumen"]);
    let words = place.answer(&["audit", "list"]);
    let lines: Vec<&str> = words.lines().collect();
    assert!(lines[0].contains("  organization.suspend  ok  by shell  to -  -  from -"), "{words}");
    assert!(lines[1].contains("  link.mint  ok  by shell  to cus_"), "{words}");
    assert!(lines[2].contains("  records.import  ok  by shell"), "{words}");

    let json = place.answer(&["audit", "list", "--external-id", "K-1", "--json"]);
    let mint: serde_json::Value = serde_json::from_str(json.trim()).unwrap();
    let mut members: Vec<&str> = mint.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    let expected = "action actor at customer id ip organization request_id result subject user_agent";
    assert_eq!(members.join(" "), expected);
    assert_eq!((&mint["organization"], &mint["action"]), (&"lumen".into(), &"link.mint".into()));
    assert_eq!(mint["user_agent"], "vestibule command line");
    let customer = mint["customer"].as_str().unwrap();
    assert_eq!(place.answer(&["audit", "list", "--customer", customer, "--json"]), json);

    let at = mint["at"].as_str().unwrap();
    let count = |options: &[&str]| place.answer(&[&["audit", "list"], options].concat()).lines().count();
    assert_eq!((count(&["--limit", "1"]), count(&["--until", "2026-01-01"])), (1, 0));
    assert_eq!(count(&["--since", at]) + count(&["--until", at]), lines.len());
    let (_, none) = place.told(&["audit", "list", "--since", "2999-01-01"]);
    assert_eq!(none, "There is no such line.\n");
    let refused = place.refusal(&["audit", "list", "--since", "yesterday"]);
    assert!(refused.contains("an instant with an offset, like 2026-03-10T09:00:00Z, or a day"), "{refused}");
    let unknown = place.refusal(&["audit", "list", "--external-id", "K-2"]);
    assert_eq!(unknown, "vestibule: no customer has your id 'K-2' in 'lumen'\n");
}

#[test]
fn the_doctor_finds_nothing_in_a_sound_installation_and_says_what_to_mend_in_others() {
    let Some(place) = installed(Backend::Sqlite) else { return };
    let sound = place.answer(&["doctor"]);
    let checks: Vec<&str> = sound.lines().map(|line| line.split(':').next().unwrap()).collect();
    let expected = ["addresses", "templates", "client limit", "secret", "database", "organizations"];
    assert_eq!(checks, expected.map(|check| format!("ok    {check}")), "{sound}");

    let secret = place.folder.path().join("data/secret");
    let rights = |mode| std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(mode)).unwrap();
    rights(0o644);
    mend(&place, &[], "secret: others can read ");
    rights(0o600);
    let exposed = "addresses: api_url is http://api.portal.example; outside this machine it needs https";
    mend(&place, &["--api-url", "http://api.portal.example"], exposed);
    std::fs::create_dir_all(place.folder.path().join("own/errors")).unwrap();
    std::fs::write(place.folder.path().join("own/errors/not_found.html"), "{{ nothing.of.ours }}").unwrap();
    mend(&place, &["--templates", "own"], "templates: ");
    place.answer(&["doctor"]);
}

#[test]
fn the_doctor_misses_an_organization() {
    let Some(place) = Installation::nowhere(Backend::Sqlite) else { return };
    assert_eq!(place.told(&["migrate"]).1, "The database is up to date.\n");
    mend(&place, &[], "organizations: none yet. Create one: vestibule org create");
}

/// Whether the doctor finds this one thing to mend, and nothing else.
fn mend(place: &Installation, options: &[&str], expected: &str) {
    let output = place.run(&[options, &["doctor"]].concat());
    let told = String::from_utf8(output.stdout).unwrap();
    let found: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("MEND  ")).collect();
    assert!(!output.status.success() && found.len() == 1 && found[0].starts_with(expected), "{told}");
}

#[test]
fn where_nothing_is_a_command_says_so_and_makes_nothing() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let Some(place) = Installation::nowhere(backend) else { continue };
        std::fs::write(place.folder.path().join("records.ndjson"), RECORDS).unwrap();
        let commands = [
            &["org", "list"][..],
            &["org", "suspend", "lumen"],
            &["org", "resume", "lumen"],
            &["client", "create", "--name", "a"],
            &["client", "list"],
            &["client", "revoke", "cli_1"],
            &["token", "create", "--name", "a"],
            &["token", "list"],
            &["token", "revoke", "tok_1"],
            &["link", "create", "--external-id", "K-1"],
            &["sessions", "list", "--external-id", "K-1"],
            &["sessions", "end", "--external-id", "K-1"],
            &["audit", "list"],
            &["import", "records.ndjson"],
        ];
        let expect = |missing: &str| {
            for command in commands {
                let told = place.refusal(command);
                let begin = format!("vestibule: there is no installation here: {missing}");
                assert!(
                    told.starts_with(&begin) && told.contains("vestibule org create"),
                    "{command:?}: {told}"
                );
            }
            mend(&place, &[], &format!("database: there is no installation here: {missing}"));
        };
        expect("no secret ");
        assert_eq!(place.files(), ["records.ndjson"]);
        std::fs::create_dir(place.folder.path().join("data")).unwrap();
        std::fs::write(place.folder.path().join("data/secret"), "0".repeat(64)).unwrap();
        std::fs::set_permissions(
            place.folder.path().join("data/secret"),
            std::fs::Permissions::from_mode(0o600),
        )
        .unwrap();
        expect("no tables in ");
        let mut files = place.files();
        files.sort_unstable();
        assert_eq!(files, ["data", "records.ndjson"]);
        place.told(&["org", "create", "--slug", "lumen", "--name", "Lumen Strom"]);
        place.told(&["client", "list"]);
    }
}
