//! What an operator reads when something is mistyped: in the file, in the environment, on the command line.

use std::path::Path;
use std::process::{Command, Output};
use vestibule::config::SETTINGS;

/// A folder to run commands in, with a configuration file when `file` is given.
fn folder(file: Option<&str>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    if let Some(file) = file {
        std::fs::write(folder.path().join("vestibule.toml"), file).unwrap();
    }
    folder
}

fn vestibule(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .args(arguments)
        .current_dir(folder)
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// What the command says as it refuses; a command that does not refuse fails the test.
fn refusal(file: Option<&str>, environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let output = vestibule(folder(file).path(), environment, arguments);
    assert!(!output.status.success(), "{file:?} {environment:?} {arguments:?} is accepted");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_log_filter_that_cannot_be_meant_is_refused() {
    for nonsense in ["inof", "vestibule=loud", "", "info,,debug"] {
        for command in ["serve", "doctor"] {
            let told = refusal(None, &[("VESTIBULE_LOG", nonsense)], &[command]);
            let expected = "VESTIBULE_LOG: expected error, warn, info, debug, or a filter such as \
                            info,vestibule_store=debug";
            assert_eq!(told, format!("vestibule: {expected}, got '{nonsense}'\n"));
        }
    }
    let told = refusal(Some("log = 'inof'"), &[], &["serve"]);
    assert!(told.starts_with("vestibule: vestibule.toml: log: expected error, warn"), "{told}");
    let told = refusal(None, &[("VESTIBULE_LOG", "inof")], &["demo", "--listen", "127.0.0.1:0"]);
    assert!(told.starts_with("vestibule: log: expected error, warn"), "{told}");
}

#[test]
fn a_mistyped_variable_is_refused_with_the_nearest_name() {
    for (mistyped, meant) in [
        ("VESTIBULE_PORTAL_ULR", "VESTIBULE_PORTAL_URL"),
        ("VESTIBULE_TRUSTED_PROXY", "VESTIBULE_TRUSTED_PROXIES"),
        ("VESTIBULE_LOGFORMAT", "VESTIBULE_LOG_FORMAT"),
    ] {
        let told = refusal(None, &[(mistyped, "x")], &["org", "list"]);
        assert_eq!(told, format!("vestibule: {mistyped}: there is no such setting; did you mean {meant}?\n"));
    }
    let told = refusal(None, &[("VESTIBULE_TLS_CERTIFICATE", "x")], &["serve"]);
    assert!(told.contains("there are VESTIBULE_DATA, VESTIBULE_DATABASE, "), "{told}");
}

#[test]
fn a_mistyped_key_of_the_file_is_refused_with_the_nearest_name() {
    let told = refusal(Some("portal_ulr = 'https://{portal}.example'"), &[], &["serve"]);
    assert_eq!(told, "vestibule: vestibule.toml: there is no setting portal_ulr; did you mean portal_url?\n");
    let told = refusal(Some("[server]\nlisten = '127.0.0.1:80'"), &[], &["doctor"]);
    assert!(told.contains("there is no setting server; there are data, database, "), "{told}");
}

#[test]
fn variables_that_are_no_settings_are_left_alone() {
    let others = [
        ("VESTIBULE_CONFIG", "vestibule.toml"),
        ("VESTIBULE_BIN", "/usr/bin/vestibule"),
        ("VESTIBULE_CHROMIUM", "/usr/bin/chromium"),
        ("VESTIBULE_TEST_DATABASES", "sqlite"),
        ("VESTIBULE_E2E_DEMO", "{}"),
        // What Kubernetes adds when a service is called vestibule, or vestibule-portal.
        ("VESTIBULE_SERVICE_HOST", "10.0.0.1"),
        ("VESTIBULE_SERVICE_PORT_HTTP", "80"),
        ("VESTIBULE_PORT", "tcp://10.0.0.1:80"),
        ("VESTIBULE_PORT_80_TCP_ADDR", "10.0.0.1"),
        ("VESTIBULE_PORTAL_SERVICE_HOST", "10.0.0.1"),
        ("VESTIBULE_PORTAL_PORT", "tcp://10.0.0.1:80"),
    ];
    let output = vestibule(folder(Some("")).path(), &others, &["migrate"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    refusal(None, &[("VESTIBULE_PORT", "80")], &["org", "list"]);
}

#[test]
fn a_value_of_the_wrong_kind_is_told_with_its_place_and_what_is_expected() {
    let proxies = r#"a list of addresses or networks such as ["127.0.0.1", "10.0.0.0/8"]"#;
    for (name, value, expected, given) in [
        ("client_limit", "'many'", "a whole number, or 0 for no limit", "'many'"),
        ("client_limit", "-1", "a whole number, or 0 for no limit", "-1"),
        ("client_limit", "2.5", "a whole number, or 0 for no limit", "2.5"),
        ("database_connections", "0", "a whole number from 1", "0"),
        ("log_format", "'xml'", "text or json", "'xml'"),
        ("listen", "8080", "an address and a port such as 127.0.0.1:8080", "8080"),
        ("listen", "['a']", "an address and a port such as 127.0.0.1:8080", "a list of something else"),
        ("trusted_proxies", "'127.0.0.1'", proxies, "'127.0.0.1'"),
        ("trusted_proxies", "['nearby']", proxies, "'nearby'"),
        ("trusted_proxies", "[1]", proxies, "a list of something else"),
        (
            "api_url",
            "'portal.example'",
            "http:// or https:// and a host, such as https://api.portal.example",
            "'portal.example'",
        ),
        (
            "portal_url",
            "'https://portal.example'",
            "http:// or https:// and a host that begins with {portal}, such as https://{portal}.portal.example",
            "'https://portal.example'",
        ),
    ] {
        let told = refusal(Some(&format!("{name} = {value}")), &[], &["serve"]);
        assert_eq!(told, format!("vestibule: vestibule.toml: {name}: expected {expected}, got {given}\n"));
    }
    for (variable, value, expected) in [
        ("VESTIBULE_CLIENT_LIMIT", "many", "a whole number, or 0 for no limit"),
        ("VESTIBULE_LOG_FORMAT", "xml", "text or json"),
        ("VESTIBULE_TRUSTED_PROXIES", "127.0.0.1", proxies),
    ] {
        // The environment wins over a file that is right.
        let told = refusal(Some("client_limit = 7"), &[(variable, value)], &["doctor"]);
        assert_eq!(told, format!("vestibule: {variable}: expected {expected}, got '{value}'\n"));
    }
}

#[test]
fn a_flag_wins_over_the_environment_and_the_environment_over_the_file() {
    let folder = folder(Some("client_limit = 7"));
    let limit = |environment: &[(&str, &str)], flags: &[&str]| {
        let output = vestibule(folder.path(), environment, &[&["doctor"], flags].concat());
        let told = String::from_utf8(output.stdout).unwrap();
        told.lines().find_map(|line| line.strip_prefix("ok    client limit: ").map(str::to_owned)).unwrap()
    };
    let environment = [("VESTIBULE_CLIENT_LIMIT", "8")];
    assert_eq!(limit(&[], &[]), "7 requests a second for each");
    assert_eq!(limit(&environment, &[]), "8 requests a second for each");
    assert_eq!(limit(&environment, &["--client-limit", "9"]), "9 requests a second for each");
}

#[test]
fn every_setting_is_a_flag_and_a_wrong_value_is_told_with_it() {
    for setting in SETTINGS {
        let flag = format!("--{}", setting.flag);
        let output = vestibule(folder(None).path(), &[], &["doctor", &flag, "x"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!told.contains("unexpected argument"), "{told}");
    }
    for (flag, value, expected) in [
        ("--client-limit", "many", "a whole number, or 0 for no limit"),
        ("--log-format", "xml", "text or json"),
        ("--log", "inof", "error, warn, info, debug, or a filter such as info,vestibule_store=debug"),
    ] {
        for command in [&["doctor"][..], &["demo"]] {
            let arguments = [command, &[flag, value]].concat();
            let told = refusal(None, &[("VESTIBULE_CLIENT_LIMIT", "7")], &arguments);
            assert_eq!(told, format!("vestibule: {flag}: expected {expected}, got '{value}'\n"));
        }
    }
}

#[test]
fn a_file_that_is_no_toml_is_told_with_the_line() {
    let told = refusal(Some("data = 'x'\nlisten 80"), &[], &["org", "list"]);
    assert!(told.starts_with("vestibule: vestibule.toml is no TOML: "), "{told}");
    assert!(told.contains("line 2") && !told.contains("default"), "{told}");
    let told = refusal(None, &[], &["--config", "elsewhere.toml", "org", "list"]);
    assert_eq!(told, "vestibule: there is no configuration file elsewhere.toml\n");
}

#[test]
fn text_in_the_environment_stays_text_whatever_it_looks_like() {
    let folder = folder(None);
    let output = vestibule(folder.path(), &[("VESTIBULE_DATA", "2026")], &["migrate"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.path().join("2026/vestibule.db").is_file());
}

#[test]
fn a_link_without_a_customer_is_refused_with_the_two_ways_to_name_one() {
    for arguments in
        [&["link", "create"][..], &["link", "create", "--customer", "cus_1", "--external-id", "K-1"]]
    {
        let told = refusal(None, &[], arguments);
        assert!(told.contains("vestibule link create [OPTIONS] --customer <ID>"), "{told}");
        assert!(told.contains("vestibule link create [OPTIONS] --external-id <ID>"), "{told}");
        assert!(told.contains("For example: vestibule link create --external-id K-1001"), "{told}");
    }
}

#[test]
fn an_unknown_customer_is_told_with_the_id_that_was_given() {
    let folder = folder(None);
    let created = vestibule(folder.path(), &[], &["org", "create", "--slug", "lumen", "--name", "Lumen"]);
    assert!(created.status.success(), "{created:?}");
    for command in [&["link", "create"][..], &["sessions", "list"], &["sessions", "end"]] {
        for (option, id, told) in [
            ("--customer", "K-1", "the id 'K-1' in 'lumen'; an id of your own goes to --external-id"),
            ("--customer", "cus_1", "the id 'cus_1' in 'lumen'"),
            ("--external-id", "K-1", "your id 'K-1' in 'lumen'"),
        ] {
            let output = vestibule(folder.path(), &[], &[command, &[option, id]].concat());
            let expected = format!("vestibule: no customer has {told}\n");
            assert_eq!((output.status.success(), output.stderr), (false, expected.into_bytes()));
        }
    }
}

#[test]
fn an_installation_without_organizations_says_how_to_create_one() {
    let folder = folder(None);
    assert!(vestibule(folder.path(), &[], &["migrate"]).status.success());
    let empty = vestibule(folder.path(), &[], &["org", "list"]);
    assert!(empty.status.success() && empty.stdout.is_empty(), "{empty:?}");
    let told = String::from_utf8(empty.stderr).unwrap();
    assert_eq!(
        told,
        "There is no organization yet. Create one: vestibule org create --slug SLUG --name NAME\n"
    );
    let created = vestibule(folder.path(), &[], &["org", "create", "--slug", "lumen", "--name", "Lumen"]);
    assert!(created.status.success(), "{created:?}");
    let listed = vestibule(folder.path(), &[], &["org", "list"]);
    assert!(listed.stderr.is_empty(), "{listed:?}");
    assert!(String::from_utf8(listed.stdout).unwrap().ends_with("  lumen  active  Lumen\n"));
}
