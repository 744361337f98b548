//! `POST /admin/records`

use super::spool::Spooled;
use super::summary::Import;
use crate::bearer::Writer;
use crate::surround::Members;
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use vestibule_app::records::{Rejection, Summary, Wishes, import_body};
use vestibule_http::{Asked, Failure, Handled, Params, Web};
use vestibule_kernel::{Error, Result};

/// What the query says of how to import.
#[derive(Clone, Copy)]
pub(crate) struct Manner(Wishes);

impl FromRequestParts<Web> for Manner {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Failure> {
        let params = Params::parse(parts.uri.query().unwrap_or_default());
        let (dry_run, keep_going) = (flag(&params, "dry_run")?, flag(&params, "keep_going")?);
        Ok(Self(Wishes { dry_run, keep_going }))
    }
}

fn flag(params: &Params, name: &str) -> Result<bool> {
    match params.get(name) {
        None | Some("false") => Ok(false),
        Some("true" | "") => Ok(true),
        Some(_) => Err(Error::invalid(name, "invalid_value", "Expected true or false")),
    }
}

/// Import records
///
/// Organizations' own data in bulk: portals, plans, customers, subscriptions and invoices, one JSON object a
/// line, in any order. Records name each other by your own ids, and replace what was there under the same id;
/// sending the same again changes nothing.
///
/// Everything is checked before the first record is written. If any is refused, nothing is written and the
/// answer is 422, with the findings in `summary`; with `keep_going` the good ones are written and the answer
/// is 200. A request that breaks off while records are written is completed by sending it again.
///
/// At most 2 GiB. Documents cannot be sent this way; use `vestibule import` for those.
#[utoipa::path(
    post, path = "/admin/records", tag = "Records", security(("Bearer" = [])),
    params(
        ("dry_run" = Option<bool>, Query, description = "Only look: nothing is written, and the answer is 200."),
        ("keep_going" = Option<bool>, Query, description = "Write the good records where some are refused."),
    ),
    request_body(content = String, content_type = "application/x-ndjson",
        example = json!("{\"type\":\"customer\",\"external_id\":\"K-1001\",\"first_name\":\"Annika\",\"last_name\":\"Berger\",\"email\":\"annika.berger@example.com\"}\n")),
    responses((status = 200, description = "What was done.", body = Import, example = json!(Import::sample())))
)]
pub(crate) async fn import_records(
    State(web): State<Web>,
    Writer(credential): Writer,
    Asked(origin): Asked,
    Manner(wishes): Manner,
    body: Spooled,
) -> Handled {
    // A task of its own, so that a caller who goes away does not take the file from under the import.
    let import =
        tokio::spawn(async move { import_body(&web.ctx, credential, body.path(), wishes, origin).await });
    let summary = import.await.map_err(Error::internal)??;
    Ok(answer(summary, wishes))
}

/// The summary: as it is, or as a refusal when it was to write and wrote nothing.
fn answer(summary: Summary, wishes: Wishes) -> Response {
    match summary.rejected.first() {
        Some(first) if !wishes.dry_run && !wishes.keep_going => {
            let refusal = refusal(&summary, first);
            let summary = serde_json::to_value(Import::from(summary)).unwrap_or_default();
            let mut response = Failure(refusal).into_response();
            response.extensions_mut().insert(Members(vec![("summary", summary)]));
            response
        }
        Some(_) | None => Json(Import::from(summary)).into_response(),
    }
}

fn refusal(summary: &Summary, first: &Rejection) -> Error {
    let message = format!("Nothing was written: {}, the first at {first}", summary.refused());
    Error::Rule { code: "rejected_records", field: "", message }
}
