//! `/readings`: what a meter showed, and reporting what it shows.

use crate::chrome;
use crate::form::Form;
use crate::guest::Guest;
use crate::show::{outcome, page, see_other};
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use std::time::Duration;
use vestibule_app::access::{Destination, Outcome, Visit};
use vestibule_app::readings::{self, CustomerReadings, Report, Reported};
use vestibule_http::{Handled, NOTICE, Params, Web, refuse_cross_site, set_cookie};
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::{Energy, Error, LocalDay, Result};
use vestibule_view::Place;
use vestibule_view::pages::readings::{ReadingForm, ReadingProblem, Readings, ReadingsData};

/// The readings and the form. A customer whose meter is read by itself goes on to the overview.
pub(crate) async fn show(State(web): State<Web>, guest: Guest) -> Handled {
    again(&web, &guest, None).await
}

/// Reports what stands in the form; what is wrong with it is said beside it, and everything stays as it was written.
pub(crate) async fn report(
    State(web): State<Web>,
    method: Method,
    guest: Guest,
    Form(form): Form,
) -> Handled {
    refuse_cross_site(&method, guest.headers())?;
    let given = match read(&form) {
        Ok(given) => given,
        Err(problem) => return again(&web, &guest, Some((&form, problem))).await,
    };
    let reported = readings::submit_reading_as_customer(&web.ctx, guest.visitor(), given).await;
    let problem = match reported {
        Ok(Outcome::Seen(_, Some(Reported::Surprising(_)))) => ReadingProblem::Surprising,
        Ok(reported) => {
            return outcome(&web, &guest, reported, |visit, _| kept(&web, visit));
        }
        Err(Error::Rule { code: "duplicate_meter_reading", .. }) => ReadingProblem::Twice,
        Err(Error::Rule { code: "out_of_period_meter_reading", .. }) => ReadingProblem::Day,
        Err(Error::Invalid(_)) => ReadingProblem::Value,
        // Nothing can be reported any more, or yet: the page, asked again, shows that.
        Err(Error::Rule { .. }) => return Ok(see_other(&address(guest.visitor().subscription))?),
        Err(error) => return Err(error.into()),
    };
    again(&web, &guest, Some((&form, problem))).await
}

/// The page of the contract that was asked for.
fn address(asked: Option<SubscriptionId>) -> String {
    format!("{}{}", Place::Readings.path(), chrome::query(asked))
}

/// Back to the page, which says once that the reading is kept.
fn kept(web: &Web, visit: &Visit) -> Result<Response> {
    let mut response = see_other(&address(visit.account.asked))?;
    if let Some(notice) = set_cookie(&web.site, NOTICE, "reading", Duration::from_secs(60)) {
        response.headers_mut().append(SET_COOKIE, notice);
    }
    Ok(response)
}

/// The value as people write it in German and in English, and the day.
fn read(form: &Params) -> Result<Report, ReadingProblem> {
    let value = form.get("value").and_then(kwh).ok_or(ReadingProblem::Value)?;
    let day: LocalDay = form.get("day").and_then(|day| day.parse().ok()).ok_or(ReadingProblem::Day)?;
    Ok(Report { value, day, message: None, sure: form.get("sure") == Some("yes") })
}

/// Reads `48512`, `48.512`, `48 512`, `48,512.5` and `48.512,5`. One separator followed by three digits separates
/// thousands: meters count whole kilowatt-hours, or tenths.
fn kwh(text: &str) -> Option<Energy> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    let text = text.trim_end_matches("kWh").to_owned();
    let separators: Vec<(usize, char)> =
        text.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let decimal = separators.last().filter(|(at, mark)| {
        let only_one_of_it = separators.iter().filter(|(_, other)| other == mark).count() == 1;
        only_one_of_it && (text.len() - at - 1 != 3 || separators.len() > 1)
    });
    let (whole, rest) = match decimal {
        Some((at, _)) => (&text[..*at], &text[at + 1..]),
        None => (text.as_str(), ""),
    };
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let plain = whole.chars().chain(rest.chars()).all(|c| c.is_ascii_digit()) && !whole.is_empty();
    let number = if rest.is_empty() { whole } else { format!("{whole}.{rest}") };
    plain.then(|| Energy::parse_kwh(&number)).flatten()
}

async fn again(web: &Web, guest: &Guest, given: Option<(&Params, ReadingProblem)>) -> Handled {
    let found = readings::customer_readings(&web.ctx, guest.visitor()).await?;
    outcome(web, guest, found, |visit, found| {
        let Some(found) = found else { return see_other(Destination::overview().as_str()) };
        let status = if given.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let shown = shown(visit, &found, given);
        page(web, guest, status, &chrome::of_visit(guest, visit, Some(Place::Readings)), &shown)
    })
}

fn shown(visit: &Visit, found: &CustomerReadings, given: Option<(&Params, ReadingProblem)>) -> Readings {
    let form = match given {
        Some((form, problem)) => ReadingForm {
            value: form.get("value").unwrap_or_default().to_owned(),
            day: form.get("day").unwrap_or_default().to_owned(),
            problem: Some(problem),
        },
        None => ReadingForm { value: String::new(), day: found.today.to_string(), problem: None },
    };
    let meter = visit.account.contract().and_then(|contract| contract.meter.as_ref());
    Readings::of(ReadingsData {
        meter: meter.map(|meter| meter.number.clone()),
        today: found.today,
        form: found.open.then_some(form),
        expected: found.expected,
        readings: &found.readings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_people_write_it() {
        for (text, wh) in [
            ("48512", Some(48_512_000)),
            (" 48 512 ", Some(48_512_000)),
            ("48.512", Some(48_512_000)),
            ("48,512", Some(48_512_000)),
            ("1.048.512", Some(1_048_512_000)),
            ("48512,5", Some(48_512_500)),
            ("48512.5", Some(48_512_500)),
            ("48.512,5", Some(48_512_500)),
            ("48,512.5", Some(48_512_500)),
            ("48512 kWh", Some(48_512_000)),
            ("0", Some(0)),
            ("", None),
            (".", None),
            ("-5", None),
            ("48512,5555", None),
            ("viel", None),
            ("1e5", None),
        ] {
            assert_eq!(kwh(text).map(|energy| energy.wh), wh, "{text}");
        }
    }
}
