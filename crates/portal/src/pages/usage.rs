//! `/usage`, and the same values as a file.

use crate::chrome;
use crate::guest::Guest;
use crate::show::{outcome, page, see_other};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use vestibule_app::access::{Destination, Visit};
use vestibule_app::usage::{self, CustomerUsage, Point, Span, UsageExport};
use vestibule_http::{Handled, Params, Web};
use vestibule_kernel::usage::SpanKind;
use vestibule_kernel::{Energy, Error, LocalDay, Result};
use vestibule_view::pages::usage::{UsageData, UsageHistory, UsagePoint};

/// Use in the span that the address names; what it does not name, or not well, is a month and the latest one.
pub(crate) async fn show(State(web): State<Web>, guest: Guest, params: Params) -> Handled {
    let (kind, day) = asked(&params);
    let found = usage::customer_usage(&web.ctx, guest.visitor(), kind, day).await?;
    outcome(&web, &guest, found, |visit, found| {
        let Some(found) = found else { return see_other(Destination::start().as_str()) };
        let place = chrome::usage_place(visit);
        page(&web, &guest, StatusCode::OK, &chrome::of_visit(&guest, visit, place), &history(visit, &found))
    })
}

fn asked(params: &Params) -> (SpanKind, Option<LocalDay>) {
    let kind = params.get("span").and_then(|span| span.parse().ok()).unwrap_or(SpanKind::Month);
    (kind, params.get("day").and_then(|day| day.parse().ok()))
}

fn history(visit: &Visit, found: &CustomerUsage) -> UsageHistory {
    let contract = visit.account.contract();
    let further = chrome::further(visit);
    let points: Vec<UsagePoint> = found.points.iter().map(point).collect();
    UsageHistory::of(&UsageData {
        kind: contract
            .map_or(vestibule_kernel::plan::PlanType::Consumption, |contract| contract.plan.plan_type),
        meter: contract.and_then(|contract| contract.meter.as_ref()).map(|meter| meter.meter_type),
        span: found.span.kind,
        first: found.span.first,
        end: found.span.end,
        points: &points,
        total: found.total.milli.map(Energy::from_wh),
        known: found.known,
        now: visit.at,
        zone: &visit.surface.organization.time_zone,
        path: &|span, day| format!("/usage?span={span}&day={day}{further}"),
        export: &|span, day| format!("/usage.csv?span={span}&day={day}{further}"),
    })
}

fn point(point: &Point) -> UsagePoint {
    UsagePoint {
        start: point.start,
        usage: point.milli.map(Energy::from_wh),
        quality: point.quality,
        whole: point.whole,
    }
}

/// The measured values of the span as CSV (RFC 4180), for a spreadsheet or another program.
pub(crate) async fn export(State(web): State<Web>, guest: Guest, params: Params) -> Handled {
    let (kind, day) = asked(&params);
    let day = day.ok_or_else(|| Error::invalid("day", "invalid_format", "Expected a day like 2026-01-31"))?;
    let found = usage::usage_export(&web.ctx, guest.visitor(), Span::around(kind, day)).await?;
    outcome(&web, &guest, found, |_, found| match found {
        Some(found) => file(&found),
        None => see_other(Destination::start().as_str()),
    })
}

fn file(found: &UsageExport) -> Result<Response> {
    let mut text = String::from("start,end,kwh,quality\r\n");
    for point in &found.points {
        let (Some(milli), Some(quality)) = (point.milli, point.quality) else { continue };
        let sign = if milli < 0 { "-" } else { "" };
        let (whole, rest) = (milli.unsigned_abs() / 1000, milli.unsigned_abs() % 1000);
        text += &format!("{},{},{sign}{whole}.{rest:03},{quality}\r\n", point.start, point.end);
    }
    let name = format!("attachment; filename=\"usage-{}-{}.csv\"", found.span.kind, found.span.first);
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Error::internal)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
