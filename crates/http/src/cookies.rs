//! Cookies: the session's, and a notice for the next page.

use crate::site::Site;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use std::time::Duration;

/// Name of the cookie that carries something to say on the next page.
pub const NOTICE: &str = "vestibule-notice";

/// Name of the session cookie. Over TLS its prefix makes browsers bind it to this very host;
/// plain HTTP is for development on one machine.
#[must_use]
pub fn session_cookie_name(site: &Site) -> &'static str {
    if site.secure { "__Host-vestibule" } else { "vestibule" }
}

/// The cookie that signs a browser in for `life`.
#[must_use]
pub fn session_cookie(site: &Site, token: &str, life: Duration) -> Option<HeaderValue> {
    set_cookie(site, session_cookie_name(site), token, life)
}

/// A cookie that scripts and other sites never see.
#[must_use]
pub fn set_cookie(site: &Site, name: &str, value: &str, life: Duration) -> Option<HeaderValue> {
    let secure = if site.secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}", life.as_secs());
    HeaderValue::from_str(&text).ok()
}

/// Takes a cookie back.
#[must_use]
pub fn clear_cookie(site: &Site, name: &str) -> Option<HeaderValue> {
    set_cookie(site, name, "", Duration::ZERO)
}

/// The value of the first cookie named `name`.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(portal: &str) -> Site {
        Site {
            api_hosts: vec![],
            portal_domain: "portal.example".into(),
            secure: portal.starts_with("https://"),
            trusted_proxies: vec![],
            client_limit: None,
        }
    }

    #[test]
    fn over_tls_the_session_cookie_is_bound_to_its_host_and_to_tls() {
        let site = site("https://lumen.portal.example");
        assert_eq!(session_cookie_name(&site), "__Host-vestibule");
        assert_eq!(
            session_cookie(&site, "token", Duration::from_secs(3600)).unwrap(),
            "__Host-vestibule=token; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            clear_cookie(&site, session_cookie_name(&site)).unwrap(),
            "__Host-vestibule=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            set_cookie(&site, NOTICE, "ended", Duration::from_secs(60)).unwrap(),
            "vestibule-notice=ended; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
    }

    #[test]
    fn without_tls_browsers_take_the_session_cookie_all_the_same() {
        let site = site("http://lumen.localhost:8080");
        assert_eq!(
            session_cookie(&site, "token", Duration::from_secs(3600)).unwrap(),
            "vestibule=token; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("xvestibule=a; vestibule=b;vestibule=c"));
        assert_eq!(cookie(&headers, "vestibule"), Some("b"));
        assert_eq!(cookie(&headers, "other"), None);
    }
}
