//! `GET /subscriptions/{id}/consumption`

use crate::bearer::Bearer;
use crate::schema::{tag, words, words_of};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use vestibule_app::usage::{self, Grain, Point, SubscriptionUsage, UsageQuery};
use vestibule_http::{Handled, Params, Segment, Web};
use vestibule_kernel::subscription::MeterType;
use vestibule_kernel::usage::Quality;
use vestibule_kernel::{Energy, Error, LocalDay, Result};

tag!(ConsumptionTag = "consumption");
words_of!(meter_type = MeterType, "How the meter is read; `analog` where none is known.");
words_of!(resolution = Grain, "How the values are put together.");

fn kind() -> RefOr<Schema> {
    let description =
        "`preliminary` values may still change; `final` are as billed, substitute values among them.";
    words(&["final", "preliminary"], description)
}

/// What a subscription's meter counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Consumption {
    /// Always `consumption`.
    #[schema(schema_with = ConsumptionTag::schema)]
    object: ConsumptionTag,
    /// `smart` or `analog`; `analog` where no meter is known.
    #[schema(schema_with = meter_type)]
    meter_type: &'static str,
    /// How the values are put together.
    #[schema(schema_with = resolution)]
    resolution: &'static str,
    /// What is known, the oldest first. What is missing is left out, and never zero.
    data: Vec<ConsumptionPoint>,
}

/// What was used in one interval.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConsumptionPoint {
    /// When the interval begins.
    #[schema(format = DateTime)]
    start: String,
    /// Kilowatt-hours.
    usage: f64,
    /// `preliminary` values may still change; `final` are as billed, substitute values among them.
    #[serde(rename = "type")]
    #[schema(schema_with = kind)]
    kind: &'static str,
}

/// Get the consumption of a subscription
///
/// What its meter counted from one day up to another, by quarters of an hour, hours, days, weeks or months.
/// Values of less than an interval, where some are still missing, are `preliminary`.
#[utoipa::path(
    get, path = "/subscriptions/{id}/consumption", tag = "Subscriptions", security(("Bearer" = [])),
    params(
        ("id" = String, Path, description = "The subscription's id, `sub_…`."),
        ("resolution" = Option<String>, Query,
            description = "`auto` (by the number of days; the default), `15min`, `hour`, `day`, `week` or `month`. \
                `15min` and `hour` give at most 366 days at once, the others 3,660."),
        ("start" = Option<String>, Query,
            description = "The first day, like 2026-01-31, in your organization's time zone. By default the day before `end`; \
                of an analog meter twelve months ago, or when the subscription began."),
        ("end" = Option<String>, Query, description = "The day after the last. By default today."),
    ),
    responses((status = 200, description = "The values.", body = Consumption, example = json!(Consumption::sample())))
)]
pub(crate) async fn get_consumption(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(subscription): Segment,
    params: Params,
) -> Handled<Json<Consumption>> {
    let query = query(&params)?;
    let found = usage::subscription_usage(&web.ctx, credential, &subscription, query).await?;
    Ok(Json(Consumption::from(found)))
}

fn query(params: &Params) -> Result<UsageQuery> {
    let day = |name: &'static str| -> Result<Option<LocalDay>> {
        let read = |text: &str| {
            text.parse().map_err(|_| Error::invalid(name, "invalid_format", "Expected a day like 2026-01-31"))
        };
        params.get(name).map(read).transpose()
    };
    let grain = match params.get("resolution") {
        None | Some("auto") => None,
        Some(word) => Some(word.parse::<Grain>().map_err(|error| {
            Error::invalid("resolution", "invalid_value", format!("Unknown resolution; {error} | auto"))
        })?),
    };
    Ok(UsageQuery { start: day("start")?, end: day("end")?, grain })
}

impl From<SubscriptionUsage> for Consumption {
    fn from(found: SubscriptionUsage) -> Self {
        Self {
            object: ConsumptionTag,
            meter_type: found.meter.unwrap_or(MeterType::Analog).as_str(),
            resolution: found.grain.as_str(),
            data: found.points.iter().filter_map(ConsumptionPoint::of).collect(),
        }
    }
}

impl ConsumptionPoint {
    fn of(point: &Point) -> Option<Self> {
        let kind = match point.quality? {
            Quality::Final | Quality::Substituted if point.whole => "final",
            Quality::Preliminary | Quality::Final | Quality::Substituted => "preliminary",
        };
        Some(Self { start: point.start.to_string(), usage: Energy::from_wh(point.milli?).kwh(), kind })
    }
}

impl Consumption {
    fn sample() -> Self {
        let point = |start: &str, usage, kind| ConsumptionPoint { start: start.into(), usage, kind };
        Self {
            object: ConsumptionTag,
            meter_type: "smart",
            resolution: "15min",
            data: vec![
                point("2026-11-18T23:00:00.000Z", 0.112, "final"),
                point("2026-11-18T23:15:00.000Z", 0.097, "preliminary"),
            ],
        }
    }
}
