//! `POST /admin/magic_link`

use crate::bearer::Bearer;
use crate::fields::Fields;
use crate::samples;
use crate::schema::tag;
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::response::IntoResponse;
use utoipa::ToSchema;
use vestibule_app::access::{self, CustomerRef, MintInput, MintedLink};
use vestibule_http::{Asked, Failure, Handled, Web, private};
use vestibule_kernel::id::CustomerId;
use vestibule_kernel::{Error, Result, Timestamp};

tag!(MagicLinkTag = "magic_link");

/// Whom a link is for, and where it leads.
#[derive(Debug, Clone, Default, serde::Serialize, ToSchema)]
pub(crate) struct MagicLinkRequest {
    /// The customer's id. Either this or `external_customer_id`.
    #[serde(rename = "customerId", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    customer_id: Option<String>,
    /// Your own id of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    external_customer_id: Option<String>,
    /// The page of the portal that the link leads to: `/overview` by default, or `/invoices/{id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Where "Back to …" leads; an address of one of your organization's return origins.
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<String>,
    /// The language of the session: `de` or `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    /// Seconds that the link works, 30 to 900; your organization's setting by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 30, maximum = 900)]
    expires_in: Option<u32>,
}

impl MagicLinkRequest {
    fn sample() -> Self {
        let customer = CustomerId::from_uuid(samples::BITS).to_string();
        Self { customer_id: Some(customer), ..Self::default() }
    }
}

/// A link, shown once.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct MagicLink {
    /// Always `magic_link`.
    #[schema(schema_with = MagicLinkTag::schema)]
    object: MagicLinkTag,
    /// Where to send the customer's browser, now. It signs in once.
    #[schema(format = "uri")]
    link: String,
    /// When it stops working.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Id of the customer that it signs in.
    #[schema(value_type = String)]
    customer: CustomerId,
}

impl MagicLink {
    fn sample() -> Self {
        Self {
            object: MagicLinkTag,
            link: "https://lumen.portal.example.com/?token_hash=n5Yq…&type=magiclink&next=/overview".into(),
            expires_at: samples::CREATED,
            customer: CustomerId::from_uuid(samples::BITS),
        }
    }
}

impl From<MintedLink> for MagicLink {
    fn from(minted: MintedLink) -> Self {
        Self {
            object: MagicLinkTag,
            link: minted.link.expose().clone(),
            expires_at: minted.expires_at,
            customer: minted.customer,
        }
    }
}

/// The body of a request to mint.
pub(crate) struct Wish(MintInput);

impl FromRequest<Web> for Wish {
    type Rejection = Failure;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Failure> {
        let fields = Fields::from_request(request, web).await?;
        Ok(Self(MintInput {
            customer: customer(&fields)?,
            next: fields.optional_text("next")?,
            return_url: fields.optional_text("return_url")?,
            locale: fields.optional_text("locale")?,
            expires_in: fields.optional_number("expires_in")?,
        }))
    }
}

/// Whom the link is for: named once, in one of two ways.
fn customer(fields: &Fields) -> Result<CustomerRef> {
    match fields.optional_text("external_customer_id")? {
        None => fields.text("customerId").map(CustomerRef::Id),
        Some(external) => match fields.optional_text("customerId")? {
            None => Ok(CustomerRef::External(external)),
            Some(_) => Err(Error::invalid(
                "external_customer_id",
                "invalid_value",
                "Expected either customerId or external_customer_id, received both",
            )),
        },
    }
}

/// Mint a magic link
///
/// A link that signs a customer in to their portal: for the customer who is signed in with you at this moment
/// and clicks "my account". Mint it on your server for each click and redirect to it at once. It works once
/// and for minutes; links minted before keep working beside it. Make sure that you pass the right customer.
///
/// The portal is the one of the customer's newest active subscription, else the newest pending one, else the
/// newest that ended. You may append to the link or change its `next`.
#[utoipa::path(
    post, path = "/admin/magic_link", tag = "Access", security(("Bearer" = [])),
    request_body(content = MagicLinkRequest, example = json!(MagicLinkRequest::sample())),
    responses((status = 200, description = "The link.", body = MagicLink, example = json!(MagicLink::sample())))
)]
pub(crate) async fn mint_link(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Asked(origin): Asked,
    Wish(input): Wish,
) -> Handled {
    let minted = access::mint_link(&web.ctx, credential, input, origin).await?;
    Ok(private(Json(MagicLink::from(minted)).into_response()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<CustomerRef> {
        customer(&Fields::parse(body)?)
    }

    #[test]
    fn a_customer_is_named_in_one_of_two_ways() {
        assert_eq!(read(r#"{"customerId":"cus_1"}"#), Ok(CustomerRef::Id("cus_1".into())));
        assert_eq!(read(r#"{"external_customer_id":"K"}"#), Ok(CustomerRef::External("K".into())));
        let both_forms = r#"{"customerId":null,"external_customer_id":"K"}"#;
        assert_eq!(read(both_forms), Ok(CustomerRef::External("K".into())));
    }

    #[test]
    fn refusals_read_as_the_reference_has_them() {
        for (body, message) in [
            ("{}", "invalid_type in 'customerId': Required"),
            (r#"{"customerId":7}"#, "invalid_type in 'customerId': Expected string, received number"),
            (r#"{"customerId":null}"#, "invalid_type in 'customerId': Expected string, received null"),
            (
                r#"{"external_customer_id":[]}"#,
                "invalid_type in 'external_customer_id': Expected string, received array",
            ),
            (
                r#"{"customerId":"a","external_customer_id":"b"}"#,
                "invalid_value in 'external_customer_id': Expected either customerId or external_customer_id, received both",
            ),
            ("[]", "invalid_type: Expected object, received array"),
        ] {
            assert_eq!(read(body).unwrap_err().to_string(), message);
        }
    }
}
