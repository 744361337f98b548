//! What templates can call: `t` and `word` for texts, filters for figures and dates.

use crate::error::ViewError;
use crate::format::Formats;
use crate::language::Language;
use minijinja::value::{Kwargs, Object, ObjectRepr, Value};
use minijinja::{Environment, Error, ErrorKind, State};
use std::sync::Arc;
use vestibule_kernel::usage::SpanKind;
use vestibule_kernel::{Currency, Energy, LocalDay, Locale, Money, Period, TimeZone, Timestamp};

/// Name of the variable that carries the page's time zone.
pub(crate) const ZONE: &str = "zone";

#[derive(Debug)]
struct Zone(TimeZone);

impl Object for Zone {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// The value under which a page's time zone goes.
pub(crate) fn zone(zone: &TimeZone) -> Value {
    Value::from_object(Zone(zone.clone()))
}

/// Gives `environment` the texts and formats of one language.
pub(crate) fn register(
    environment: &mut Environment<'static>,
    language: Arc<Language>,
    locale: Locale,
) -> Result<(), ViewError> {
    let words = Arc::clone(&language);
    environment.add_function("t", move |key: &str, arguments: Kwargs| language.text(key, &arguments));
    environment.add_filter("word", move |word: &str, prefix: &str, arguments: Kwargs| {
        words.word(word, prefix, &arguments)
    });
    environment.add_filter("article", article);
    environment.add_filter("dialled", dialled);
    let formats = Arc::new(Formats::new(locale)?);
    figures(environment, &formats);
    days(environment, &formats);
    Ok(())
}

fn figures(environment: &mut Environment<'static>, formats: &Arc<Formats>) {
    let f = Arc::clone(formats);
    environment.add_filter("money", move |value: &Value| money_of(value).map(|money| f.numbers.money(money)));
    let f = Arc::clone(formats);
    environment.add_filter("rate", move |milli: i64, currency: &str| {
        currency_of(currency).map(|currency| f.numbers.rate(milli, currency))
    });
    let f = Arc::clone(formats);
    environment.add_filter("energy", move |value: &Value| {
        integer(value, "wh").map(|wh| f.numbers.energy(Energy::from_wh(wh)))
    });
    let f = Arc::clone(formats);
    environment.add_filter("rate_rounded", move |milli: i64, currency: &str| {
        currency_of(currency).map(|currency| f.numbers.rate_rounded(milli, currency))
    });
    let f = Arc::clone(formats);
    environment.add_filter("energy_sum", move |value: &Value| {
        integer(value, "wh").map(|wh| f.numbers.energy_sum(Energy::from_wh(wh)))
    });
    let f = Arc::clone(formats);
    environment.add_filter("energy_of", move |value: &Value, span: &str| {
        let decimals = match span_of(span)? {
            SpanKind::Day => 3,
            SpanKind::Week | SpanKind::Month => 2,
            SpanKind::Year => 1,
        };
        integer(value, "wh").map(|wh| f.numbers.energy_to(Energy::from_wh(wh), decimals))
    });
    let f = Arc::clone(formats);
    environment.add_filter("amount", move |milli: i64| f.numbers.thousandths(milli));
    let f = Arc::clone(formats);
    environment.add_filter("percent", move |percent: i64| f.numbers.percent(percent));
    let f = Arc::clone(formats);
    environment.add_filter("number", move |number: i64| f.numbers.number(number));
}

fn days(environment: &mut Environment<'static>, formats: &Arc<Formats>) {
    let f = Arc::clone(formats);
    environment.add_filter("day", move |state: &State<'_, '_>, day: &str| {
        day_of(state, day).map(|day| f.dates.day(day))
    });
    let f = Arc::clone(formats);
    environment.add_filter("short_day", move |state: &State<'_, '_>, day: &str| {
        day_of(state, day).map(|day| f.dates.short_day(day))
    });
    let f = Arc::clone(formats);
    environment.add_filter("instant", move |state: &State<'_, '_>, instant: &str| {
        Ok::<_, Error>(f.dates.instant(timestamp(instant)?, &zone_of(state)?.0))
    });
    let f = Arc::clone(formats);
    environment.add_filter("time_of_day", move |state: &State<'_, '_>, instant: &str| {
        Ok::<_, Error>(f.dates.time_of_day(timestamp(instant)?, &zone_of(state)?.0))
    });
    let f = Arc::clone(formats);
    environment.add_filter("span", move |state: &State<'_, '_>, first: &str, span: &str| {
        day_of(state, first).and_then(|first| Ok(f.dates.span(first, span_of(span)?)))
    });
    let f = Arc::clone(formats);
    environment.add_filter("moment", move |state: &State<'_, '_>, start: &str, span: &str| {
        Ok::<_, Error>(f.dates.moment(timestamp(start)?, span_of(span)?, &zone_of(state)?.0))
    });
    let f = Arc::clone(formats);
    environment.add_filter("month", move |state: &State<'_, '_>, day: &str| {
        day_of(state, day).map(|day| f.dates.month(day))
    });
    let f = Arc::clone(formats);
    environment.add_filter("clock", move |state: &State<'_, '_>, instant: &str| {
        Ok::<_, Error>(f.dates.clock(timestamp(instant)?, &zone_of(state)?.0))
    });
    let f = Arc::clone(formats);
    environment.add_filter("tick", move |state: &State<'_, '_>, start: &str, span: &str| {
        Ok::<_, Error>(f.dates.tick(timestamp(start)?, span_of(span)?, &zone_of(state)?.0))
    });
    let f = Arc::clone(formats);
    environment.add_filter("period", move |state: &State<'_, '_>, value: &Value| {
        let bound =
            |name| value.get_attr(name).and_then(|bound| timestamp(bound.as_str().unwrap_or_default()));
        let period = Period { start: bound("start")?, end: bound("end")? };
        Ok::<_, Error>(f.dates.period(period, &zone_of(state)?.0))
    });
}

/// Which German article a name of an app, site or portal takes; `none` for a bare name.
fn article(name: &str) -> &'static str {
    let name = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["app", "website", "webseite", "seite"]) {
        "feminine"
    } else if ends(&["portal", "konto", "kundencenter"]) {
        "neuter"
    } else {
        "none"
    }
}

/// A telephone number as a `tel:` link wants it.
fn dialled(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

fn zone_of(state: &State<'_, '_>) -> Result<Arc<Zone>, Error> {
    state
        .lookup(ZONE)
        .and_then(|zone| zone.downcast_object::<Zone>())
        .ok_or_else(|| invalid("the time zone is not known here: format days outside of macros"))
}

fn timestamp(text: &str) -> Result<Timestamp, Error> {
    text.parse().map_err(|_| invalid("expected an instant"))
}

/// A day as it stands, or the day of an instant in the page's time zone.
fn day_of(state: &State<'_, '_>, text: &str) -> Result<LocalDay, Error> {
    match text.parse() {
        Ok(day) => Ok(day),
        Err(_) => Ok(timestamp(text)?.day_in(&zone_of(state)?.0)),
    }
}

fn span_of(text: &str) -> Result<SpanKind, Error> {
    text.parse().map_err(|_| invalid("expected day, week, month or year"))
}

fn integer(value: &Value, field: &str) -> Result<i64, Error> {
    value.get_attr(field)?.as_i64().ok_or_else(|| invalid("expected an amount"))
}

fn currency_of(text: &str) -> Result<Currency, Error> {
    text.parse().map_err(|_| invalid("expected a currency"))
}

fn money_of(value: &Value) -> Result<Money, Error> {
    let currency = value.get_attr("currency")?;
    Ok(Money::new(integer(value, "minor")?, currency_of(currency.as_str().unwrap_or_default())?))
}
