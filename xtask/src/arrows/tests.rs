use std::path::{Path, PathBuf};

use super::text::without_comments_and_strings;
use super::{Crate, edges, sources};

fn made_up(name: &str, manifest: &str, dependencies: &[&str]) -> Crate {
    Crate {
        name: name.to_owned(),
        manifest: PathBuf::from(format!("crates/{name}/Cargo.toml")),
        text: manifest.to_owned(),
        dependencies: dependencies.iter().map(|name| (*name).to_owned()).collect(),
    }
}

fn said(found: &Crate) -> Vec<String> {
    edges::check(std::slice::from_ref(found)).iter().map(ToString::to_string).collect()
}

fn named(name: &str, text: &str) -> Vec<String> {
    let file = format!("crates/{name}/src/lib.rs");
    sources::names(name, Path::new(&file), text).iter().map(ToString::to_string).collect()
}

#[test]
fn an_import_against_the_arrows_is_named_with_its_line() {
    let manifest = "[dependencies]\nvestibule-app.workspace = true\nvestibule-store.workspace = true\n";
    let http = made_up("http", manifest, &["vestibule-app", "vestibule-store"]);
    assert_eq!(
        said(&http),
        ["crates/http/Cargo.toml:3: http imports store; it may import only kernel, app, view"]
    );
}

#[test]
fn a_dev_dependency_in_its_own_table_is_found_too() {
    let manifest = "[dependencies]\n\n[dev-dependencies.vestibule-view]\nworkspace = true\n";
    let store = made_up("store", manifest, &["vestibule-view"]);
    assert_eq!(said(&store), ["crates/store/Cargo.toml:3: store imports view; it may import only kernel"]);
}

#[test]
fn everybody_may_import_the_kernel_and_the_kernel_nobody() {
    assert!(said(&made_up("view", "", &["vestibule-kernel", "serde"])).is_empty());
    assert_eq!(
        said(&made_up("kernel", "vestibule-app = {}", &["vestibule-app"])),
        ["crates/kernel/Cargo.toml:1: kernel imports app; it may import only nothing of ours"]
    );
}

#[test]
fn nobody_imports_the_binary() {
    assert_eq!(said(&made_up("jobs", "", &["vestibule"])).len(), 1);
    assert_eq!(said(&made_up("bench", "", &["vestibule"])).len(), 1);
}

#[test]
fn the_binary_may_import_every_crate_but_no_driver() {
    let all = ["vestibule-store", "vestibule-app", "vestibule-view", "vestibule-portal", "axum"];
    assert!(said(&made_up("vestibule", "", &all)).is_empty());
    let driver = made_up("vestibule", "\ntokio-postgres = \"0.7\"", &["tokio-postgres"]);
    assert_eq!(
        said(&driver),
        ["crates/vestibule/Cargo.toml:2: vestibule imports tokio-postgres; \
             a database driver belongs in crates/store"]
    );
}

#[test]
fn a_renamed_library_is_still_that_library() {
    let manifest = "[dependencies]\nweb = { version = \"1\", package = \"axum-extra\" }\n";
    let found = said(&made_up("app", manifest, &["axum-extra"]));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("crates/app/Cargo.toml:2: app imports axum-extra; the web framework"));
}

#[test]
fn a_crate_without_arrows_is_asked_to_get_some() {
    let found = said(&made_up("attic", "", &[]));
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("attic has no arrows yet"));
}

#[test]
fn tools_may_use_any_library() {
    assert!(said(&made_up("bench", "", &["reqwest", "tokio-postgres", "axum"])).is_empty());
}

#[test]
fn a_driver_outside_store_is_found_wherever_it_is_named() {
    let text = "use rusqlite;\nfn f(c: &rusqlite::Connection) {}\nuse {std::fmt, sea_query::Expr};\n";
    let expected = [
        "crates/app/src/lib.rs:1: app names rusqlite; a database driver belongs in crates/store",
        "crates/app/src/lib.rs:2: app names rusqlite; a database driver belongs in crates/store",
        "crates/app/src/lib.rs:3: app names sea_query; the SQL builder belongs in crates/store",
    ];
    assert_eq!(named("app", text), expected);
    assert!(named("store", text).is_empty());
}

#[test]
fn each_library_has_its_home() {
    let homes = [
        ("axum::Router", "portal", "app"),
        ("axum_extra::cookie", "http", "jobs"),
        ("minijinja::Environment", "view", "portal"),
        ("fluent_bundle::FluentBundle", "view", "http"),
        ("lettre::Message", "outbound", "jobs"),
        ("reqwest::Client", "outbound", "vestibule"),
        ("tokio_postgres_rustls::MakeRustlsConnect", "store", "vestibule"),
    ];
    for (path, home, elsewhere) in homes {
        assert!(named(home, &format!("use {path};")).is_empty(), "{path} in {home}");
        assert_eq!(named(elsewhere, &format!("use {path};")).len(), 1, "{path} in {elsewhere}");
        assert_eq!(named(elsewhere, &format!("pub use ::{path};")).len(), 1, "::{path} in {elsewhere}");
    }
}

#[test]
fn a_name_in_words_or_of_our_own_is_no_import() {
    let text = r##"
//! Not axum::Router, and not rusqlite.
/* nested /* axum::x */ axum::y */
fn axum_like(fluent: &'static str) -> char { let _ = "axum::z \" axum::z"; 'a' }
const RAW: &str = r#"rusqlite::"quoted""#;
use crate::axum::own;
mod fluent {}
"##;
    assert_eq!(named("app", text), Vec::<String>::new());
}

#[test]
fn blanking_keeps_lines_and_code() {
    let source = "let a = \"x\ny\"; // c\nlet b: &'a u8 = b'\\'';\nlet r = br##\"q\"# \"##;";
    let code = without_comments_and_strings(source);
    let expected =
        ["let a =   ", "  ;     ", "let b: &'a u8 = b    ;", "let r =             ;"].map(str::trim_end);
    let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
    assert_eq!(lines, expected);
}
