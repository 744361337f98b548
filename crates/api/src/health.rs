//! `GET /health` and `GET /ready`: whether the process runs, and whether it can do its work.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use std::time::Duration;
use utoipa::ToSchema;
use vestibule_http::{Handled, Web};
use vestibule_kernel::Error;

/// A database that takes longer is away.
const PATIENCE: Duration = Duration::from_secs(2);

/// The probes, for every host: load balancers ask by address.
pub fn probes(web: Web) -> Router {
    Router::new().route("/health", get(health)).route("/ready", get(ready)).with_state(web)
}

/// Whether the process runs
#[utoipa::path(
    get, path = "/health", tag = "Operation",
    responses((status = 200, description = "It runs.", body = String, content_type = "text/plain"))
)]
pub(crate) async fn health() -> &'static str {
    "ok"
}

/// That everything needed answers.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct Ready {
    /// `ready`
    status: &'static str,
    /// `ok`
    database: &'static str,
}

impl Ready {
    const fn yes() -> Self {
        Self { status: "ready", database: "ok" }
    }
}

/// Whether the database answers
#[utoipa::path(
    get, path = "/ready", tag = "Operation",
    responses((status = 200, description = "It does.", body = Ready, example = json!(Ready::yes())))
)]
pub(crate) async fn ready(State(web): State<Web>) -> Handled<Json<Ready>> {
    let late = |_| Error::Unavailable("the database did not answer in time".into());
    tokio::time::timeout(PATIENCE, vestibule_app::ready(&web.ctx)).await.map_err(late)??;
    Ok(Json(Ready::yes()))
}
