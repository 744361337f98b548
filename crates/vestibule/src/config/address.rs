//! The addresses of ours that a setting may hold.

use super::Fault;
use std::net::IpAddr;

/// Scheme, host and port of a URL of ours.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) scheme: String,
    pub(super) domain: String,
    pub(super) port: Option<u16>,
}

impl Address {
    /// Takes the `url` of `setting` apart.
    pub(super) fn parse(setting: &'static str, url: &str) -> Result<Self, Fault> {
        parts(url).ok_or_else(|| Fault::new(setting, url))
    }

    /// Whether what is sent there can be read on the way: plain HTTP beyond this machine.
    pub(super) fn is_exposed(&self) -> bool {
        let ip = self.domain.trim_matches(['[', ']']).parse::<IpAddr>();
        let here = ip.is_ok_and(|ip| ip.is_loopback())
            || self.domain == "localhost"
            || self.domain.ends_with(".localhost");
        self.scheme != "https" && !here
    }

    /// Takes `https://{portal}.konto.example` apart; the domain is what follows the portal's label.
    pub(super) fn of_portals(url: &str) -> Result<Self, Fault> {
        let without_portal =
            url.split_once("://{portal}.").map(|(scheme, rest)| format!("{scheme}://{rest}"));
        without_portal.as_deref().and_then(parts).ok_or_else(|| Fault::new("portal_url", url))
    }
}

fn parts(url: &str) -> Option<Address> {
    let (scheme, rest) = url.trim_end_matches('/').split_once("://")?;
    if !matches!(scheme, "http" | "https") || rest.contains(['/', '?', '#', '@', '{', '}']) {
        return None;
    }
    let (domain, port) = match rest.rsplit_once(':') {
        Some((domain, port)) => (domain, Some(port.parse::<u16>().ok()?)),
        None => (rest, None),
    };
    (!domain.is_empty()).then(|| Address {
        scheme: scheme.to_owned(),
        domain: domain.to_ascii_lowercase(),
        port,
    })
}
