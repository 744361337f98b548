//! The answer to a request whose host cannot be read: it is for no surface, so none can word it.

use crate::encoding::compressed;
use crate::envelope::{code_of, envelope};
use crate::failure::Failure;
use crate::headers::private;
use crate::web::Web;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE};
use axum::response::{IntoResponse, Response};
use vestibule_kernel::{Error, Locale};
use vestibule_view::pages::errors::NoPortal;
use vestibule_view::{Chrome, View};

/// A page with a next step for browsers, the envelope for programs.
pub(crate) fn nowhere(web: &Web, headers: &HeaderMap, error: Error, request_id: &str) -> Response {
    match page(&web.view, headers, &error) {
        // Nobody knows what the address carries.
        Some(page) => private(page),
        None => envelope(Failure(error).into_response(), request_id, &web.ctx.settings.api_url, &[]),
    }
}

fn page(view: &View, headers: &HeaderMap, error: &Error) -> Option<Response> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    text(ACCEPT).filter(|accepted| accepted.contains("text/html"))?;
    let locale = text(ACCEPT_LANGUAGE).and_then(Locale::from_accept_language).unwrap_or(Locale::En);
    let html = view.page(&Chrome::neutral(locale), &NoPortal {}).ok()?;
    let mut response = compressed(headers, "text/html; charset=utf-8", html);
    *response.status_mut() = code_of(error).status;
    response.extensions_mut().insert(Failure(error.clone()));
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::CONTENT_TYPE;
    use axum::http::{HeaderValue, StatusCode};
    use http_body_util::BodyExt as _;

    fn shown_to(accepted: &'static str) -> Option<Response> {
        let headers = HeaderMap::from_iter([
            (ACCEPT, HeaderValue::from_static(accepted)),
            (ACCEPT_LANGUAGE, HeaderValue::from_static("de")),
        ]);
        page(&View::new(None).unwrap(), &headers, &Error::invalid("Host", "invalid_value", "Expected one"))
    }

    #[tokio::test]
    async fn a_browser_with_a_malformed_host_reads_a_page_that_says_what_to_do() {
        let response = shown_to("text/html,application/xhtml+xml,*/*;q=0.8").unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let page = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(page.contains("Adresse") && page.trim_end().ends_with("</html>"), "{page}");
    }

    #[test]
    fn a_program_with_a_malformed_host_reads_the_envelope() {
        for accepted in ["application/json", "*/*", ""] {
            assert!(shown_to(accepted).is_none(), "{accepted}");
        }
    }
}
