//! `GET /subscriptions/{id}/prices`

use crate::bearer::Bearer;
use crate::schema::{tag, words, words_of};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use vestibule_app::prices::{self, PriceSlot, SubscriptionPrices};
use vestibule_http::{Handled, Params, Segment, Web};
use vestibule_kernel::prices::PricePart;
use vestibule_kernel::series::Resolution;
use vestibule_kernel::{Error, LocalDay, Result};

tag!(PriceTag = "price");
words_of!(part = PricePart, "What it pays for.");

fn resolution() -> RefOr<Schema> {
    words(&["hourly", "15min"], "How much time each price covers.")
}

/// What a kilowatt-hour costs a subscription.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Prices {
    /// Always `price`.
    #[schema(schema_with = PriceTag::schema)]
    object: PriceTag,
    /// The subscription's id.
    subscription: String,
    /// The time that was asked for.
    period: PricePeriod,
    /// Always `ct/kWh`: hundredths of the currency for a kilowatt-hour, taxes included.
    unit: &'static str,
    /// The currency, three letters.
    currency: String,
    /// How much time each price covers.
    #[schema(schema_with = resolution)]
    resolution: &'static str,
    /// Where the prices come from; empty for a subscription whose price does not change.
    reference: String,
    /// The prices, the oldest first, as far as they are known; null when the subscription does not run.
    #[schema(required = true)]
    items: Option<Vec<PriceItem>>,
}

/// From one instant to another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PricePeriod {
    /// Its beginning: midnight in your organization's time zone.
    #[schema(format = DateTime)]
    start: String,
    /// The first instant after it.
    #[schema(format = DateTime)]
    end: String,
}

/// The price from one instant on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PriceItem {
    /// When it begins to hold.
    #[schema(format = DateTime)]
    timestamp: String,
    /// The whole price; null while a part of it is not known.
    #[schema(required = true)]
    amount: Option<f64>,
    /// Its parts.
    components: Vec<PriceComponentItem>,
}

/// A part of a price.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PriceComponentItem {
    /// `electricity`, `grid` or `levies`.
    #[serde(rename = "type")]
    #[schema(schema_with = part)]
    kind: &'static str,
    /// How much it is; null when that is not known.
    #[schema(required = true)]
    amount: Option<f64>,
}

/// Get the prices of a subscription
///
/// What a kilowatt-hour costs at which time, with its parts, for contracts whose price changes by the hour or quarter.
#[utoipa::path(
    get, path = "/subscriptions/{id}/prices", tag = "Subscriptions", security(("Bearer" = [])),
    params(
        ("id" = String, Path, description = "The subscription's id, `sub_…`."),
        ("start" = String, Query, description = "The first day, like 2026-01-31, in your organization's time zone."),
        ("end" = String, Query, description = "The last day. It is included; at most 366 days at once."),
    ),
    responses((status = 200, description = "The prices.", body = Prices, example = json!(Prices::sample())))
)]
pub(crate) async fn get_prices(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(subscription): Segment,
    params: Params,
) -> Handled<Json<Prices>> {
    let days = (day(&params, "start")?, day(&params, "end")?);
    let found = prices::subscription_prices(&web.ctx, credential, &subscription, days).await?;
    Ok(Json(Prices::from(found)))
}

fn day(params: &Params, name: &'static str) -> Result<LocalDay> {
    let text = params.get(name).ok_or_else(|| Error::required(name))?;
    text.parse().map_err(|_| Error::invalid(name, "invalid_format", "Expected a day like 2026-01-31"))
}

/// Hundredths of the currency from thousandths of them.
#[expect(clippy::cast_precision_loss, reason = "prices have far fewer digits than a float")]
fn ct(milli: i64) -> f64 {
    milli as f64 / 1000.0
}

impl From<SubscriptionPrices> for Prices {
    fn from(found: SubscriptionPrices) -> Self {
        Self {
            object: PriceTag,
            subscription: found.subscription.to_string(),
            period: PricePeriod { start: found.period.start.to_string(), end: found.period.end.to_string() },
            unit: "ct/kWh",
            currency: found.currency.to_string(),
            resolution: match found.resolution {
                Resolution::Quarter => "15min",
                Resolution::Hour => "hourly",
            },
            reference: found.series.map(|series| series.reference).unwrap_or_default(),
            items: found.slots.map(|slots| slots.iter().map(PriceItem::of).collect()),
        }
    }
}

impl PriceItem {
    fn of(slot: &PriceSlot) -> Self {
        let parts = slot.price.map(|price| price.parts().to_vec()).unwrap_or_default();
        let component = |(part, milli): (PricePart, Option<i64>)| PriceComponentItem {
            kind: part.as_str(),
            amount: milli.map(ct),
        };
        Self {
            timestamp: slot.start.to_string(),
            amount: slot.total().map(ct),
            components: parts.into_iter().map(component).collect(),
        }
    }
}

impl Prices {
    fn sample() -> Self {
        let part = |kind, amount| PriceComponentItem { kind, amount: Some(amount) };
        let item = |timestamp: &str, amount, electricity| PriceItem {
            timestamp: timestamp.into(),
            amount: Some(amount),
            components: vec![part("electricity", electricity), part("grid", 9.52), part("levies", 7.415)],
        };
        Self {
            object: PriceTag,
            subscription: "sub_01k96c1b0yfnb9qdz5f5r1hv3c".into(),
            period: PricePeriod {
                start: "2026-11-19T23:00:00.000Z".into(),
                end: "2026-11-20T23:00:00.000Z".into(),
            },
            unit: "ct/kWh",
            currency: "EUR".into(),
            resolution: "15min",
            reference: "EPEX Spot Day-Ahead".into(),
            items: Some(vec![
                item("2026-11-19T23:00:00.000Z", 27.165, 10.23),
                item("2026-11-19T23:15:00.000Z", 26.805, 9.87),
            ]),
        }
    }
}
