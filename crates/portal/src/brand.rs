//! A portal's own stylesheet: colours, font and logos in one file, whose path changes when they do.

use crate::guest::Guest;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use vestibule_app::portals::brand;
use vestibule_http::{Handled, Segment, Web, compressed};
use vestibule_kernel::Error;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::portal::Theme;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Path of the brand's stylesheet; none for a portal without a brand.
pub(crate) fn stylesheet_path(theme: &Theme) -> Option<String> {
    (*theme != Theme::default()).then(|| format!("/assets/{}", file_name(theme)))
}

/// The name changes with the theme, and with the stylesheet that it refines.
fn file_name(theme: &Theme) -> String {
    let theme = serde_json::to_string(theme).unwrap_or_default();
    let text = format!("{theme} {}", vestibule_view::stylesheet().path);
    format!("brand-{}.css", Digest32::of(text.as_bytes()).short())
}

/// `GET /assets/{file}`: this portal's brand.
pub(crate) async fn stylesheet(State(web): State<Web>, guest: Guest, Segment(name): Segment) -> Handled {
    let missing = || Error::NotFound("File");
    let found = brand(&web.ctx, guest.visitor().host).await?.ok_or_else(missing)?;
    if name != file_name(&found.theme) {
        return Err(missing().into());
    }
    let css =
        vestibule_view::brand::stylesheet(&found.theme, found.logo_light.as_ref(), found.logo_dark.as_ref());
    let mut response = compressed(guest.headers(), "text/css; charset=utf-8", css);
    response.headers_mut().insert(CACHE_CONTROL, FOR_EVER);
    Ok(response)
}
