//! What the line of a request says: which route, and whose request it was, as far as the request showed it.

use super::server::{Reply, Server, Site};
use crate::support::Backend;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const API: &str = "127.0.0.1";

/// The line of the request that this is the reply to. Lines are written a moment after the reply.
fn line(server: &Server, reply: &Reply) -> Value {
    let id = reply.header("x-request-id").unwrap();
    let since = Instant::now();
    while since.elapsed() < Duration::from_secs(10) {
        let log = server.log();
        let found = log.lines().find(|line| line.contains(id) && line.ends_with('}'));
        if let Some(found) = found {
            return serde_json::from_str(found).unwrap();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("no line has the request id {id}");
}

/// The fields that say what was asked for, by whom.
fn told(line: &Value) -> [&Value; 5] {
    ["route", "surface", "organization", "client", "status"].map(|field| &line[field])
}

fn first_word(output: &std::process::Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap().split_whitespace().next().unwrap().to_owned()
}

#[test]
fn the_line_of_a_request_names_its_route_and_its_tenant_and_nothing_that_was_sent() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    let organization = first_word(&site.command(&["org", "list"]));
    let created = String::from_utf8(site.command(&["client", "create", "--name", "x"]).stdout).unwrap();
    let value = |name: &str| created.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    let (client, secret) = (value("client_id="), value("client_secret="));
    let server = site.start();

    let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}");
    let tokens = server.request("POST", API, "/oauth/token", &[], &form);
    let issued: Value = serde_json::from_str(&tokens.body).unwrap();
    let token = issued["access_token"].as_str().unwrap();
    assert_eq!(
        told(&line(&server, &tokens)),
        [&json!("/oauth/token"), &json!("api"), &json!(organization), &json!(client), &json!(200)]
    );

    let bearer = format!("Bearer {token}");
    let path = "/customers/cus_01h455vb4pex5vsknk084sn02q?expand=private";
    let unknown = server.request("GET", API, path, &[("Authorization", &bearer)], "");
    let unknown = line(&server, &unknown);
    assert_eq!(
        told(&unknown),
        [&json!("/customers/{id}"), &json!("api"), &json!(organization), &json!(client), &json!(404)]
    );
    for sent in ["cus_01h455vb4pex5vsknk084sn02q", "private", token] {
        assert!(!unknown.to_string().contains(sent), "{unknown}");
    }

    let bearer = format!("Bearer {}", site.token);
    let listed = server.request("GET", API, "/plans", &[("Authorization", &bearer)], "");
    let listed = line(&server, &listed);
    assert_eq!((&listed["organization"], &listed["route"]), (&json!(organization), &json!("/plans")));
    assert!(listed["client"].is_string() && !listed.to_string().contains(&site.token), "{listed}");
}

#[test]
fn the_line_of_a_stranger_names_no_tenant_and_no_path_that_is_none_of_ours() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    let server = site.start();
    let stranger = line(&server, &server.request("GET", API, "/plans", &[("Authorization", "Bearer x")], ""));
    assert_eq!(told(&stranger), [&json!("/plans"), &json!("api"), &Value::Null, &Value::Null, &json!(401)]);
    let lost = line(&server, &server.request("GET", API, "/jane@example.com", &[], ""));
    assert_eq!(told(&lost), [&json!(""), &json!("api"), &Value::Null, &Value::Null, &json!(404)]);
    assert!(!lost.to_string().contains("jane"), "{lost}");
    let page = line(&server, &server.request("GET", "lumen.localhost", "/invoices/inv_1", &[], ""));
    assert_eq!((&page["route"], &page["surface"]), (&json!("/invoices/{invoice}"), &json!("lumen")));
}
