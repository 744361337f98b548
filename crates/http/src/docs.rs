//! The documentation that the API serves of itself, and the stylesheet of every page.

use crate::encoding::{compressed, takes};
use crate::failure::{Failure, Handled};
use crate::path::Segment;
use crate::web::Web;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use vestibule_kernel::{Error, Locale};
use vestibule_view::pages::docs::{Api, ErrorCode, ErrorCodes};
use vestibule_view::{Chrome, Page, Stylesheet, stylesheet};

const HTML: &str = "text/html; charset=utf-8";

/// What never changes under its address may be kept for a year.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

#[derive(Clone)]
struct Documentation {
    web: Web,
    api: Api,
}

/// `/docs`, read off the OpenAPI document, `/docs/errors` and a page for each code, and the stylesheet.
pub fn docs(web: Web, openapi: &serde_json::Value) -> Router {
    Router::new()
        .route("/docs", get(api))
        .route("/docs/errors", get(errors))
        .route("/docs/errors/{code}", get(error))
        .with_state(Documentation { web, api: Api::from_openapi(openapi) })
        .merge(assets())
}

/// The stylesheet, at the path that pages name.
pub fn assets() -> Router {
    Router::new().route(&stylesheet().path, get(css))
}

async fn api(State(documentation): State<Documentation>, headers: HeaderMap) -> Handled {
    rendered(&documentation, &headers, &documentation.api)
}

async fn errors(State(documentation): State<Documentation>, headers: HeaderMap) -> Handled {
    rendered(&documentation, &headers, &ErrorCodes::default())
}

async fn error(
    State(documentation): State<Documentation>,
    Segment(code): Segment,
    headers: HeaderMap,
) -> Handled {
    let api_url = &documentation.web.ctx.settings.api_url;
    let page = ErrorCode::named(&code, api_url).ok_or(Error::NotFound("Error code"))?;
    rendered(&documentation, &headers, &page)
}

fn rendered<P: Page>(documentation: &Documentation, headers: &HeaderMap, page: &P) -> Handled {
    let html = documentation.web.view.page(&Chrome::neutral(Locale::En), page);
    let html = html.map_err(|error| Failure(Error::internal(error)))?;
    Ok(compressed(headers, HTML, html))
}

async fn css(headers: HeaderMap) -> Response {
    let sheet = stylesheet();
    let (bytes, coding) = encoded(sheet, &headers);
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(CACHE_CONTROL, IMMUTABLE);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

/// The smallest form that the client takes.
fn encoded(sheet: &'static Stylesheet, headers: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    if takes(headers, "br") {
        (sheet.brotli(), Some("br"))
    } else if takes(headers, "gzip") {
        (sheet.gzip(), Some("gzip"))
    } else {
        (sheet.css.as_bytes(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::CODES;
    use axum::http::Request;
    use axum::http::header::ACCEPT_ENCODING;
    use tower::ServiceExt as _;
    use vestibule_view::pages::docs;

    #[test]
    fn every_code_that_is_sent_has_its_page_and_every_page_its_code() {
        assert_eq!(CODES.len(), docs::CODES.len());
        for code in CODES {
            let page = docs::CODES.iter().find(|page| page.code == code.name);
            assert_eq!(page.map(|page| page.status), Some(code.status.as_u16()), "{}", code.name);
        }
    }

    #[tokio::test]
    async fn the_stylesheet_is_kept_for_ever_in_the_smallest_form_the_client_takes() {
        for (accepted, coding) in [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("br;q=0", None)] {
            let request = Request::get(&stylesheet().path).header(ACCEPT_ENCODING, accepted);
            let response = assets().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            let header =
                |name| response.headers().get(name).map(|value: &HeaderValue| value.to_str().unwrap());
            assert_eq!(header(CONTENT_ENCODING), coding);
            assert_eq!(header(CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
        }
    }
}
