//! "Back to {app}": a link's `return_url` may point only to origins that the organization listed.

use vestibule_kernel::organization::OrganizationSettings;
use vestibule_kernel::{Error, Result};

/// Longest `return_url` that is taken, in bytes.
const MAX: usize = 1024;

/// Checks that `url` begins with one of the organization's origins (or its app's own).
///
/// # Errors
/// `Invalid` on `return_url`, saying which origins are allowed.
pub(super) fn checked(settings: &OrganizationSettings, url: &str) -> Result<String> {
    let allowed = allowed_origins(settings);
    let plain =
        url.len() <= MAX && url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>".contains(&byte));
    let listed = origin(url).is_some_and(|origin| allowed.contains(&origin));
    if plain && listed {
        return Ok(url.to_owned());
    }
    let message = if allowed.is_empty() {
        "The organization has listed no return origins; add one to its return_origins".to_owned()
    } else {
        format!(
            "Expected a URL that begins with one of the organization's return origins: {}",
            allowed.join(", ")
        )
    };
    Err(Error::invalid("return_url", "invalid_value", message))
}

fn allowed_origins(settings: &OrganizationSettings) -> Vec<&str> {
    let listed = settings.return_origins.iter().chain(settings.app.iter().map(|app| &app.url));
    let mut origins = Vec::new();
    for origin in listed.filter_map(|url| origin(url)) {
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    origins
}

/// Scheme, host and port of an http(s) URL, as it is spelled. A user name in it makes it none.
fn origin(url: &str) -> Option<&str> {
    let host_at =
        ["https://", "http://"].iter().find_map(|scheme| url.starts_with(scheme).then_some(scheme.len()))?;
    let host = url[host_at..].split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    plain.then(|| &url[..host_at + host.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use vestibule_kernel::organization::App;

    fn settings() -> OrganizationSettings {
        OrganizationSettings {
            return_origins: vec!["https://app.example.com".into(), "http://localhost:3000".into()],
            ..OrganizationSettings::default()
        }
    }

    #[test]
    fn listed_origins_are_taken() {
        for url in
            ["https://app.example.com", "https://app.example.com/account?x=1", "http://localhost:3000/#a"]
        {
            assert_eq!(checked(&settings(), url).unwrap(), url);
        }
    }

    #[test]
    fn an_origin_is_named_once_however_often_it_is_listed() {
        let mut settings = settings();
        settings.return_origins.push("https://app.example.com/account".into());
        settings.app = Some(App { name: "App".into(), url: "https://app.example.com/".into() });
        let refused = checked(&settings, "https://evil.test/").unwrap_err().to_string();
        assert!(refused.ends_with(": https://app.example.com, http://localhost:3000"), "{refused}");
    }

    #[test]
    fn every_other_origin_is_refused() {
        for url in [
            "https://app.example.com.evil.test/",
            "https://app.example.com@evil.test/",
            "https://evil.test/https://app.example.com",
            "http://app.example.com/",
            "https://app.example.com:444/",
            "//app.example.com/",
            "javascript:alert(1)",
            "https:app.example.com",
            "https://app.example.com\\@evil.test",
            "",
        ] {
            assert!(checked(&settings(), url).is_err(), "{url}");
        }
    }
}
