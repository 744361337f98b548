//! Where a request came from: its address (through trusted proxies alone), its agent, its id.

use crate::site::Site;
use axum::extract::FromRequestParts;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use std::convert::Infallible;
use std::net::IpAddr;
use vestibule_app::Origin;
use vestibule_kernel::Rng;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address that a connection comes from.
#[derive(Debug, Clone, Copy)]
pub struct Address(pub IpAddr);

/// The origin of the request, for handlers.
#[derive(Debug, Clone)]
pub struct Asked(pub Origin);

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Origin>().cloned().unwrap_or_default()))
    }
}

/// A fresh request id: a random UUID.
#[must_use]
pub fn request_id(rng: &Rng) -> String {
    uuid::Builder::from_random_bytes(rng.bytes()).into_uuid().to_string()
}

/// The origin of a request that came over a connection from `peer`.
pub(crate) fn origin(site: &Site, peer: IpAddr, headers: &HeaderMap, request_id: String) -> Origin {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Origin::new(client_address(site, peer, headers).to_string(), agent, request_id)
}

/// The address nearest to us that is no proxy of ours. A header from anybody else is a claim, and ignored.
fn client_address(site: &Site, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let peer = peer.to_canonical();
    if !site.trusts(peer) {
        return peer;
    }
    let hops: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Ok(address) = hop.parse::<IpAddr>() else { break };
        nearest = address.to_canonical();
        if !site.trusts(nearest) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn address(peer: &str, forwarded: &[&str]) -> String {
        let site = Site {
            api_hosts: vec![],
            portal_domain: String::new(),
            secure: true,
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            client_limit: None,
        };
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(value).unwrap());
        }
        client_address(&site, peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn forwarded_headers_of_strangers_are_ignored() {
        assert_eq!(address("203.0.113.9", &["1.1.1.1"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_names_the_client_and_a_forged_hop_before_it_counts_for_nothing() {
        assert_eq!(address("10.0.0.1", &["1.1.1.1, 203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(address("10.0.0.1", &["1.1.1.1", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(address("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(address("10.0.0.1", &[]), "10.0.0.1");
    }
}
