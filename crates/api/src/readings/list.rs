//! `GET /subscriptions/{id}/meter_readings`

use super::reading::MeterReading;
use crate::bearer::Bearer;
use crate::paging::{List, Paging};
use axum::Json;
use axum::extract::State;
use vestibule_app::readings;
use vestibule_http::{Handled, Segment, Web};

/// List the meter readings of a subscription
///
/// What its meter showed, the one reported last first.
#[utoipa::path(
    get, path = "/subscriptions/{id}/meter_readings", tag = "Subscriptions", security(("Bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id, `sub_…`.")),
    responses((status = 200, description = "A page of readings.", body = List<MeterReading>,
        example = json!(List::sample(vec![MeterReading::sample()]))))
)]
pub(crate) async fn list_readings(
    State(web): State<Web>,
    Bearer(credential): Bearer,
    Segment(subscription): Segment,
    paging: Paging,
) -> Handled<Json<List<MeterReading>>> {
    let (_, page) = paging.read(&[])?;
    let (page, customer, zone) = readings::list_readings(&web.ctx, credential, &subscription, page).await?;
    Ok(paging.answer(page.map(|found| MeterReading::of(&found, customer, &zone))))
}
