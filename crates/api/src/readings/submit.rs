//! `POST /subscriptions/{id}/meter_readings`

use super::reading::MeterReading;
use crate::bearer::Bearer;
use crate::fields::Fields;
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use utoipa::ToSchema;
use vestibule_app::readings::{self, ReadingInput};
use vestibule_http::{Failure, Handled, Segment, Web};
use vestibule_kernel::{Energy, Error, Result, Timestamp};

/// Longest message.
const MESSAGE: usize = 500;

/// What a meter shows.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub(crate) struct MeterReadingRequest {
    /// Kilowatt-hours since the meter was built in, with at most three decimals.
    #[schema(exclusive_minimum = 0)]
    value: f64,
    /// When it was read; the day counts.
    #[schema(format = DateTime)]
    timestamp: String,
    /// What the customer has to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    message: Option<String>,
}

impl MeterReadingRequest {
    fn sample() -> Self {
        Self { value: 4_711.0, timestamp: "2026-11-20T08:00:00Z".into(), message: None }
    }
}

/// The body of a request to report.
pub(crate) struct Told(ReadingInput);

impl FromRequest<Web> for Told {
    type Rejection = Failure;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Failure> {
        let fields = Fields::from_request(request, web).await?;
        let value =
            Energy::parse_kwh(&fields.decimal("value")?).filter(|value| value.wh > 0).ok_or_else(|| {
                Error::invalid(
                    "value",
                    "too_small",
                    "Expected kilowatt-hours above 0 with at most three decimals",
                )
            })?;
        let timestamp: Timestamp = fields.text("timestamp")?.parse().map_err(|_| {
            Error::invalid("timestamp", "invalid_format", "Expected an instant like 2026-01-31T12:00:00Z")
        })?;
        let message = fields.optional_text("message")?;
        if message.as_ref().is_some_and(|message| message.chars().count() > MESSAGE) {
            return Err(Error::invalid("message", "too_big", "Expected at most 500 characters").into());
        }
        Ok(Self(ReadingInput { value, timestamp, message }))
    }
}

/// Report a meter reading
///
/// What the meter of a subscription shows, where it is read by hand. The same reading again is accepted and kept
/// once. A value that is below the last one or far above what is to be expected is refused with
/// `implausible_meter_reading`: show it to the customer as a question.
#[utoipa::path(
    post, path = "/subscriptions/{id}/meter_readings", tag = "Subscriptions", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id, `sub_…`.")),
    request_body(content = MeterReadingRequest, example = json!(MeterReadingRequest::sample())),
    responses((status = 200, description = "The reading.", body = MeterReading, example = json!(MeterReading::sample())))
)]
pub(crate) async fn submit_reading(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(subscription): Segment,
    Told(input): Told,
) -> Handled<Json<MeterReading>> {
    let (reading, customer, zone) =
        readings::submit_reading(&web.ctx, credential, &subscription, input).await?;
    Ok(Json(MeterReading::of(&reading, customer, &zone)))
}
