//! `DELETE /admin/customers/{id}/sessions`

use crate::bearer::Bearer;
use crate::schema::tag;
use axum::Json;
use axum::extract::State;
use utoipa::ToSchema;
use vestibule_app::access;
use vestibule_http::{Asked, Handled, Segment, Web};

tag!(EndedAccessTag = "ended_access");

/// How much was ended.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct EndedAccess {
    /// Always `ended_access`.
    #[schema(schema_with = EndedAccessTag::schema)]
    object: EndedAccessTag,
    /// Sessions.
    sessions: u64,
    /// Links that were not opened yet.
    links: u64,
}

impl EndedAccess {
    fn sample() -> Self {
        Self { object: EndedAccessTag, sessions: 2, links: 1 }
    }
}

impl From<access::EndedAccess> for EndedAccess {
    fn from(ended: access::EndedAccess) -> Self {
        Self { object: EndedAccessTag, sessions: ended.sessions, links: ended.links }
    }
}

/// End a customer's sessions and links
///
/// Signs the customer out everywhere and makes the links worthless that were not opened yet. The customer can
/// come in again by the next link that you mint.
#[utoipa::path(
    delete, path = "/admin/customers/{id}/sessions", tag = "Access", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The customer's id, `cus_…`.")),
    responses((status = 200, description = "How much was ended.", body = EndedAccess,
        example = json!(EndedAccess::sample())))
)]
pub(crate) async fn end_access(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(customer): Segment,
    Asked(origin): Asked,
) -> Handled<Json<EndedAccess>> {
    Ok(Json(access::end_customer_access(&web.ctx, credential, &customer, origin).await?.into()))
}
