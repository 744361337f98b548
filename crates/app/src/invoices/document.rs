//! Stored documents of invoices: for the signed-in customer at once, for API clients by a signed
//! link that works for an hour.

use super::of_customer::own_invoice;
use crate::Ctx;
use crate::access::{Outcome, Visitor, look};
use crate::clients::{Credential, look as look_as_client};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::time::Duration;
use vestibule_kernel::asset::Asset;
use vestibule_kernel::id::{InvoiceId, OrganizationId};
use vestibule_kernel::invoice::Invoice;
use vestibule_kernel::{Error, Result, Timestamp};
use vestibule_store::Read;
use vestibule_store::tables::{assets, invoices};

/// Life of a link to a document.
const LINK_LIFE: Duration = Duration::from_secs(3600);

/// The stored document of one of the visitor's invoices, and the invoice's number.
///
/// # Errors
/// `NotFound` when the invoice is none of theirs or has no document.
pub async fn customer_document(ctx: &Ctx, visitor: Visitor, id: &str) -> Result<Outcome<(String, Asset)>> {
    let id = id.to_owned();
    look(ctx, visitor, move |read, visit| {
        let invoice = own_invoice(read, visit, &id)?;
        document_of(read, invoice)
    })
    .await
}

/// A link to a document, as its URL's parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLink {
    /// Whose it is.
    pub organization: OrganizationId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// When the link stops working, in seconds.
    pub expires: i64,
    /// What makes it ours.
    pub signature: String,
}

/// A link to an invoice's stored document that works for an hour.
///
/// # Errors
/// `NotFound` for an unknown invoice, another organization's, or one without a document, and what
/// the credential lacks.
pub async fn file_link(ctx: &Ctx, credential: Credential, id: &str) -> Result<FileLink> {
    let (unit, id) = (ctx.clone(), id.parse::<InvoiceId>());
    look_as_client(ctx, credential, move |read, caller| {
        let id = id.map_err(|_| Error::NotFound("Invoice"))?;
        let organization = caller.organization.id;
        let invoice = invoices::find(read, organization, id)?.ok_or(Error::NotFound("Invoice"))?;
        if invoice.document.is_none() {
            return Err(Error::NotFound("Invoice document"));
        }
        let expires = unit.now().plus(LINK_LIFE).as_seconds();
        let signature =
            sealed(organization, id, expires, |parts| URL_SAFE_NO_PAD.encode(unit.keys.files.seal(parts)));
        Ok(FileLink { organization, invoice: id, expires, signature })
    })
    .await
}

/// The document behind a link, and the invoice's number.
///
/// # Errors
/// `NotFound` when the link is not ours, has expired, or the document is gone.
pub async fn linked_document(ctx: &Ctx, link: FileLink) -> Result<(String, Asset)> {
    let signature = URL_SAFE_NO_PAD.decode(&link.signature).unwrap_or_default();
    let genuine = sealed(link.organization, link.invoice, link.expires, |parts| {
        ctx.keys.files.verify(parts, &signature)
    });
    let live = ctx.now() < Timestamp::from_micros(link.expires.saturating_mul(1_000_000));
    if !genuine || !live {
        return Err(Error::NotFound("File"));
    }
    ctx.db
        .read(move |read| {
            let invoice =
                invoices::find(read, link.organization, link.invoice)?.ok_or(Error::NotFound("File"))?;
            document_of(read, invoice)
        })
        .await
}

/// Gives `with` what a link's signature covers.
fn sealed<T>(
    organization: OrganizationId,
    invoice: InvoiceId,
    expires: i64,
    with: impl FnOnce(&[&[u8]]) -> T,
) -> T {
    with(&[organization.uuid().as_bytes(), invoice.uuid().as_bytes(), &expires.to_be_bytes()])
}

fn document_of(read: &mut Read<'_>, invoice: Invoice) -> Result<(String, Asset)> {
    let missing = || Error::NotFound("Invoice document");
    let digest = invoice.document.ok_or_else(missing)?;
    let asset = assets::find(read, invoice.organization, digest)?.ok_or_else(missing)?;
    Ok((invoice.number, asset))
}
