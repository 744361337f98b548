//! What only the demo serves: moving the server's clock.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use std::time::Duration;
use vestibule_kernel::Clock;

/// `/dev/…`. Programs that join the documented path to the `dev` address reach it just as well.
pub(super) fn router(clock: Clock) -> Router {
    let dev = Router::new().route("/clock", post(advance)).with_state(clock);
    Router::new().nest("/dev", dev.clone()).nest("/dev/dev", dev)
}

#[derive(serde::Deserialize)]
struct Advance {
    advance: String,
}

/// `POST /dev/clock {"advance": "6m"}` moves the clock forward.
async fn advance(
    State(clock): State<Clock>,
    body: Result<Json<Advance>, axum::extract::rejection::JsonRejection>,
) -> Response {
    let span = body.ok().and_then(|Json(body)| duration(&body.advance));
    match span {
        Some(span) => {
            clock.advance(span);
            Json(serde_json::json!({ "now": clock.now() })).into_response()
        }
        None => {
            let help =
                serde_json::json!({ "message": "Expected {\"advance\": \"6m\"}: a number and s, m, h or d" });
            (StatusCode::BAD_REQUEST, Json(help)).into_response()
        }
    }
}

/// `90s`, `6m`, `12h`, `7d`.
fn duration(text: &str) -> Option<Duration> {
    let unit = match text.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    let count: u64 = text[..text.len() - 1].parse().ok()?;
    Some(Duration::from_secs(count.checked_mul(unit)?.min(100 * 366 * 86_400)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read() {
        assert_eq!(duration("6m"), Some(Duration::from_secs(360)));
        assert_eq!(duration("7d"), Some(Duration::from_secs(604_800)));
        for wrong in ["", "m", "6", "-6m", "6 m", "6w", "ü"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }
}
