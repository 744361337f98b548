//! Which surface a request is for: the tenant comes from the host, never from input.

use crate::site::Site;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::uri::Uri;
use vestibule_app::portals::Host;
use vestibule_kernel::{Error, Result};

/// What lives at a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Surface {
    /// The API.
    Api,
    /// A portal, if there is one.
    Portal(Host),
}

/// The surface at the request's one `Host`.
///
/// # Errors
/// `Invalid` when the host is missing, doubled, malformed, or not the one in the request's target.
pub fn surface_of(site: &Site, headers: &HeaderMap, target: &Uri) -> Result<Surface> {
    let mut named = headers.get_all(HOST).iter();
    let host = match (named.next(), named.next(), target.authority()) {
        (Some(host), None, None) => host.to_str().map_err(|_| malformed())?,
        (Some(host), None, Some(authority)) if host.as_bytes() == authority.as_str().as_bytes() => {
            authority.as_str()
        }
        (None, None, Some(authority)) => authority.as_str(),
        _ => return Err(malformed()),
    };
    let name = without_port(host).ok_or_else(malformed)?.to_ascii_lowercase();
    if site.api_hosts.contains(&name) {
        return Ok(Surface::Api);
    }
    let label = name.strip_suffix(&site.portal_domain).and_then(|rest| rest.strip_suffix('.'));
    Ok(Surface::Portal(match label {
        Some(label) => Host::Label(label.to_owned()),
        None => Host::Custom(name),
    }))
}

fn malformed() -> Error {
    Error::invalid("Host", "invalid_value", "Expected exactly one well-formed Host header")
}

/// The name in `name:port`; brackets of an IPv6 address belong to the name.
fn without_port(host: &str) -> Option<&str> {
    let (name, port) = match host.rfind(']') {
        Some(end) => host.split_at(end + 1),
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let plain_name = !name.is_empty()
        && name.len() <= 253
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:[]_".contains(&byte));
    let plain_port = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|digits| digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit()));
    (plain_name && plain_port).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn site() -> Site {
        Site {
            api_hosts: vec!["api.example.com".into()],
            portal_domain: "portal.example.com".into(),
            secure: true,
            trusted_proxies: vec![],
            client_limit: None,
        }
    }

    fn at(hosts: &[&str]) -> Result<Surface> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(HOST, HeaderValue::from_str(host).unwrap());
        }
        surface_of(&site(), &headers, &Uri::from_static("/"))
    }

    #[test]
    fn hosts_name_surfaces() {
        assert_eq!(at(&["API.example.com:443"]), Ok(Surface::Api));
        assert_eq!(at(&["lumen.portal.example.com"]), Ok(Surface::Portal(Host::Label("lumen".into()))));
        assert_eq!(at(&["konto.lumen.de"]), Ok(Surface::Portal(Host::Custom("konto.lumen.de".into()))));
        assert_eq!(
            at(&["evilportal.example.com"]),
            Ok(Surface::Portal(Host::Custom("evilportal.example.com".into())))
        );
    }

    #[test]
    fn missing_doubled_and_malformed_hosts_are_refused() {
        for hosts in [
            &[][..],
            &["a.portal.example.com", "b.portal.example.com"],
            &["a b"],
            &[""],
            &["a/b"],
            &["a:b"],
            &["a@b"],
            &["a:123456"],
        ] {
            assert!(at(hosts).is_err(), "{hosts:?}");
        }
    }
}
