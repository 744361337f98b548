//! Cross-site requests change nothing (ASVS 3.5.1): besides `SameSite=Lax`, the browser's own word
//! on where a request comes from is asked.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use vestibule_kernel::{Error, Result};

/// Refuses a request that changes something and that another site caused.
///
/// `Sec-Fetch-Site` decides where the browser sends it, else `Origin`. A request with neither comes
/// from no browser of this decade, and so from nobody whose cookies could be misused.
///
/// # Errors
/// `Forbidden` for a request from another site.
pub fn refuse_cross_site(method: &Method, headers: &HeaderMap) -> Result<()> {
    if method.is_safe() {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let own = match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => {
            let host = text(HOST.as_str()).unwrap_or_default();
            origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
        }
        (None, None) => true,
    };
    if own { Ok(()) } else { Err(Error::Forbidden("The request came from another site".into())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn post(headers: &[(&'static str, &str)]) -> Result<()> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        refuse_cross_site(&Method::POST, &map)
    }

    #[test]
    fn own_pages_may_and_others_may_not() {
        let host = ("host", "lumen.localhost:8080");
        assert!(post(&[host, ("sec-fetch-site", "same-origin"), ("origin", "null")]).is_ok());
        assert!(post(&[host, ("origin", "http://lumen.localhost:8080")]).is_ok());
        assert!(post(&[host]).is_ok());
        for headers in [
            &[host, ("sec-fetch-site", "cross-site")][..],
            &[host, ("sec-fetch-site", "same-site")],
            &[host, ("origin", "http://evil.localhost:8080")],
            &[host, ("origin", "null")],
        ] {
            assert!(post(headers).is_err(), "{headers:?}");
        }
    }
}
