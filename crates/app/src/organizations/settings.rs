//! What an organization may decide: the one check, for the command line and for records.

use vestibule_kernel::organization::OrganizationSettings;

/// A setting that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Its dotted name.
    pub(crate) name: &'static str,
    /// What was given.
    pub(crate) value: String,
    /// What would be right.
    pub(crate) reason: String,
}

/// Shortest and longest life of a session in seconds: a minute and a year.
const SESSION_SECONDS: std::ops::RangeInclusive<u32> = 60..=31_536_000;

/// Every fault of `settings`; none means that they may be kept.
pub(crate) fn faults(settings: &OrganizationSettings) -> Vec<Fault> {
    let seconds = [
        ("link_ttl", settings.link_ttl, OrganizationSettings::LINK_TTL_RANGE),
        ("session_idle", settings.session_idle, SESSION_SECONDS),
        ("session_absolute", settings.session_absolute, SESSION_SECONDS),
    ];
    let out_of_range =
        seconds.into_iter().filter(|(_, value, range)| !range.contains(value)).map(|(name, value, range)| {
            Fault {
                name,
                value: value.to_string(),
                reason: format!("expected {} to {} seconds", range.start(), range.end()),
            }
        });
    let no_address =
        addresses(settings).into_iter().filter(|(_, url)| !is_web_address(url)).map(|(name, url)| {
            let reason = "expected an address that begins with https:// or http://".to_owned();
            Fault { name, value: url.to_owned(), reason }
        });
    let unnamed = settings.app.iter().filter(|app| app.name.trim().is_empty()).map(|app| Fault {
        name: "app.name",
        value: app.name.clone(),
        reason: "expected what customers call the app".to_owned(),
    });
    out_of_range.chain(no_address).chain(unnamed).collect()
}

/// Every web address among the settings; they become links on pages.
fn addresses(settings: &OrganizationSettings) -> Vec<(&'static str, &str)> {
    let mut all = Vec::new();
    if let Some(app) = &settings.app {
        all.push(("app.url", app.url.as_str()));
    }
    let optional = [
        ("support.url", &settings.support.url),
        ("legal.imprint_url", &settings.legal.imprint_url),
        ("legal.privacy_url", &settings.legal.privacy_url),
        ("legal.terms_url", &settings.legal.terms_url),
    ];
    all.extend(optional.into_iter().filter_map(|(name, url)| Some((name, url.as_deref()?))));
    all.extend(settings.return_origins.iter().map(|origin| ("return_origins", origin.as_str())));
    all
}

/// An http(s) address whose host is plainly written: no wildcard, no user, no blanks.
fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let plain_host = !host.is_empty() && !host.contains(['*', '@', '\\']);
    plain_host && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;
    use vestibule_kernel::organization::App;

    #[test]
    fn links_on_pages_lead_to_web_addresses_only() {
        for url in [
            "javascript:alert(1)",
            "https://*",
            "https://",
            "ftp://a.example",
            "https://a@b.example",
            "https://a b",
        ] {
            let app = Some(App { name: "App".into(), url: url.into() });
            assert_eq!(faults(&OrganizationSettings { app, ..Default::default() }).len(), 1, "{url}");
        }
        let app = Some(App { name: "App".into(), url: "https://app.example.com/x?y#z".into() });
        assert!(faults(&OrganizationSettings { app, ..Default::default() }).is_empty());
    }
}
