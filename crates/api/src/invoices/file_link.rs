//! `GET /invoices/{id}/file`

use crate::bearer::Bearer;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use vestibule_app::invoices::{self, FileLink};
use vestibule_http::{Handled, Segment, Web, private};
use vestibule_kernel::Error;

/// Get an invoice's PDF
///
/// Redirects to the file. The link works for an hour and needs no token.
#[utoipa::path(
    get, path = "/invoices/{id}/file", tag = "Invoices", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The invoice's id, `inv_…`.")),
    responses((status = 302, description = "Redirect to the file. The link works for an hour.",
        headers(("Location" = String, description = "Where the file is."))))
)]
pub(crate) async fn get_invoice_file(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(id): Segment,
) -> Handled {
    let link = invoices::file_link(&web.ctx, credential, &id).await?;
    redirect(&url(&web.ctx.settings.api_url, &link)).map_err(Into::into)
}

fn url(api_url: &str, link: &FileLink) -> String {
    format!(
        "{api_url}/files/invoices/{}?org={}&expires={}&signature={}",
        link.invoice, link.organization, link.expires, link.signature
    )
}

fn redirect(url: &str) -> Result<Response, Error> {
    let location = HeaderValue::from_str(url).map_err(Error::internal)?;
    Ok(private((StatusCode::FOUND, [(LOCATION, location)]).into_response()))
}
