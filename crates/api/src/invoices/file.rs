//! `GET /files/invoices/{id}`: the file behind a signed link.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use vestibule_app::invoices::{self, FileLink};
use vestibule_http::{Failure, Handled, Params, Segment, Tenant, Web, file, private};
use vestibule_kernel::Error;

/// A link as its URL carries it. What does not look like one of ours is no file.
pub(crate) struct SignedLink(FileLink);

impl FromRequestParts<Web> for SignedLink {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let Ok(Segment(invoice)) = Segment::from_request_parts(parts, web).await;
        let params = Params::parse(parts.uri.query().unwrap_or_default());
        let link = read(&invoice, &params).ok_or(Error::NotFound("File"))?;
        Ok(Self(link))
    }
}

fn read(invoice: &str, params: &Params) -> Option<FileLink> {
    Some(FileLink {
        organization: params.get("org")?.parse().ok()?,
        invoice: invoice.parse().ok()?,
        expires: params.get("expires")?.parse().ok()?,
        signature: params.get("signature")?.to_owned(),
    })
}

/// A PDF document.
struct Pdf;

impl utoipa::PartialSchema for Pdf {
    fn schema() -> RefOr<Schema> {
        let bytes = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).format(Some(bytes)).into()
    }
}

impl utoipa::ToSchema for Pdf {}

/// Download an invoice's PDF
///
/// The target of `GET /invoices/{id}/file`. The signature in the link stands for the token.
#[utoipa::path(
    get, path = "/files/invoices/{id}", tag = "Invoices",
    params(
        ("id" = String, Path, description = "The invoice's id."),
        ("org" = String, Query, description = "As in the link."),
        ("expires" = i64, Query, description = "As in the link."),
        ("signature" = String, Query, description = "As in the link."),
    ),
    responses((status = 200, description = "The file.", body = Pdf, content_type = "application/pdf"))
)]
pub(crate) async fn get_file(State(web): State<Web>, SignedLink(link): SignedLink) -> Handled {
    let tenant = Tenant { organization: Some(link.organization), client: None };
    let (number, document) = invoices::linked_document(&web.ctx, link).await?;
    let mut response = private(file(document, &format!("{number}.pdf"))?);
    response.extensions_mut().insert(tenant);
    Ok(response)
}
