//! `GET /admin/customers/{id}/sessions`

use crate::bearer::Bearer;
use crate::samples;
use crate::schema::{tag, words_of};
use axum::Json;
use axum::extract::State;
use utoipa::ToSchema;
use vestibule_app::access::{self, CustomerAccess};
use vestibule_http::{Handled, Segment, Web};
use vestibule_kernel::Timestamp;
use vestibule_kernel::id::{LinkId, PortalId, SessionId};
use vestibule_kernel::session::{self, Door};

tag!(ListTag = "list");
tag!(SessionTag = "session");
tag!(LinkTag = "link");
words_of!(door = Door, "How they came in.");

/// How a customer can come in at this moment.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Access {
    /// Always `list`.
    #[schema(schema_with = ListTag::schema)]
    object: ListTag,
    /// Where they are signed in, the one seen last first.
    items: Vec<Session>,
    /// Their links that were not opened yet, newest first.
    links: Vec<Link>,
}

/// A sign-in of a customer in one browser.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Session {
    /// Always `session`.
    #[schema(schema_with = SessionTag::schema)]
    object: SessionTag,
    /// Its id.
    #[schema(value_type = String)]
    id: SessionId,
    /// Id of the portal.
    #[schema(value_type = String)]
    portal: PortalId,
    /// How they came in.
    #[schema(schema_with = door)]
    door: Door,
    /// The address they came from.
    ip: String,
    /// What their browser calls itself.
    user_agent: String,
    /// When they came in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When they were last seen, to the minute.
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    /// When it ends whatever they do.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<session::Session> for Session {
    fn from(session: session::Session) -> Self {
        Self {
            object: SessionTag,
            id: session.id,
            portal: session.portal,
            door: session.door,
            ip: session.ip,
            user_agent: session.user_agent,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at,
        }
    }
}

/// A link that was not opened yet.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Link {
    /// Always `link`.
    #[schema(schema_with = LinkTag::schema)]
    object: LinkTag,
    /// Its id.
    #[schema(value_type = String)]
    id: LinkId,
    /// When it was minted.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it stops working.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl Access {
    fn sample() -> Self {
        let session = Session {
            object: SessionTag,
            id: SessionId::from_uuid(samples::BITS),
            portal: PortalId::from_uuid(samples::BITS),
            door: Door::Link,
            ip: "203.0.113.9".into(),
            user_agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)".into(),
            created_at: samples::CREATED,
            last_seen_at: samples::CREATED,
            expires_at: samples::FEBRUARY,
        };
        Self { object: ListTag, items: vec![session], links: Vec::new() }
    }
}

impl From<CustomerAccess> for Access {
    fn from(access: CustomerAccess) -> Self {
        let links = access.links.into_iter().map(|link| Link {
            object: LinkTag,
            id: link.id,
            created_at: link.created_at,
            expires_at: link.expires_at,
        });
        Self {
            object: ListTag,
            items: access.sessions.into_iter().map(Session::from).collect(),
            links: links.collect(),
        }
    }
}

/// List a customer's sessions and links
///
/// Every browser in which the customer is signed in, and every link that could still sign them in.
#[utoipa::path(
    get, path = "/admin/customers/{id}/sessions", tag = "Access", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The customer's id, `cus_…`.")),
    responses((status = 200, description = "Sessions and links.", body = Access, example = json!(Access::sample())))
)]
pub(crate) async fn list_access(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(customer): Segment,
) -> Handled<Json<Access>> {
    Ok(Json(access::list_customer_access(&web.ctx, credential, &customer).await?.into()))
}
