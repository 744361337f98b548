//! Fabrikat Software, whose customers subscribe to a program by the month or the year.

use super::bills::euros;
use super::calendar::Calendar;
use super::lumen::new;
use super::{Book, DemoOrganization, logos};
use serde_json::{Value, json};
use vestibule_kernel::organization::{App, Legal, OrganizationSettings, Support};
use vestibule_kernel::{Locale, Timestamp};

pub(super) fn organization(now: Timestamp) -> DemoOrganization {
    let (mut book, calendar) = (Book::default(), Calendar::at(now));
    brand(&mut book);
    plans(&mut book);
    book.record(json!({ "type": "organization", "default_plan": "team-monthly" }));
    customers(&mut book, calendar);
    book.into_organization(new("fabrikat", "Fabrikat Software", Locale::En, settings()))
}

fn settings() -> OrganizationSettings {
    OrganizationSettings {
        app: Some(App { name: "Fabrikat".into(), url: "https://app.fabrikat.example".into() }),
        return_origins: vec!["https://app.fabrikat.example".into(), "http://localhost:3000".into()],
        support: Support {
            email: Some("support@fabrikat.example".into()),
            phone: None,
            url: Some("https://help.fabrikat.example".into()),
        },
        legal: Legal {
            imprint_url: Some("https://fabrikat.example/imprint".into()),
            privacy_url: Some("https://fabrikat.example/privacy".into()),
            terms_url: Some("https://fabrikat.example/terms".into()),
        },
        ..OrganizationSettings::default()
    }
}

fn brand(book: &mut Book) {
    let [light, dark] = logos::fabrikat();
    let light = book.file("logos/fabrikat-light.svg".into(), light);
    let dark = book.file("logos/fabrikat-dark.svg".into(), dark);
    book.record(json!({
        "type": "portal", "slug": "fabrikat", "name": "Fabrikat", "locale": "en",
        "theme": { "primary": "#3b3fc4", "radius": 6, "logo_light": light, "logo_dark": dark },
    }));
}

fn plans(book: &mut Book) {
    book.record(json!({
        "type": "plan", "external_id": "team-monthly", "slug": "team-monthly", "name": "Team",
        "description": "Everything a small workshop needs to plan its jobs. Cancel any month.",
        "plan_type": "service", "price": "49.00", "interval": "month", "portal": "fabrikat", "cancellation_days": 0,
    }));
    book.record(json!({
        "type": "plan", "external_id": "studio-yearly", "slug": "studio-yearly", "name": "Studio",
        "description": "For larger shops, with machine scheduling. Billed once a year.",
        "plan_type": "service", "price": "1188.00", "interval": "year", "portal": "fabrikat", "cancellation_days": 30,
    }));
}

fn person(external_id: &str, first: &str, last: &str, email: &str) -> Value {
    json!({
        "type": "customer", "external_id": external_id, "first_name": first, "last_name": last, "email": email,
    })
}

fn company(external_id: &str, name: &str, contact: [&str; 2], email: &str) -> Value {
    json!({
        "type": "customer", "external_id": external_id, "customer_type": "company", "company_name": name,
        "first_name": contact[0], "last_name": contact[1], "email": email,
    })
}

/// A subscription to the monthly plan that began `months` ago.
fn monthly(external_id: &str, customer: &str, status: &str, calendar: Calendar, months: i64) -> Value {
    json!({
        "type": "subscription", "external_id": external_id, "customer": customer, "plan": "team-monthly",
        "number": external_id, "status": status, "amount": "49.00", "interval": "month",
        "confirmed_at": calendar.month(-months).to_string(), "start_at": calendar.month(-months).to_string(),
        "current_period": { "start": calendar.month(0).to_string(), "end": calendar.month(1).to_string() },
        "metadata": { "seats": 5 },
    })
}

/// An invoice for the month `months` from the current one, billed in advance.
fn invoice(subscription: &str, calendar: Calendar, months: i64, cents: i64, settled: bool) -> Value {
    let start = calendar.month(months);
    let number = format!("{subscription}-{}", &start.to_string()[..7]);
    let mut record = json!({
        "type": "invoice", "external_id": number, "subscription": subscription, "number": number,
        "invoice_type": "usage", "status": if settled { "paid" } else { "open" },
        "total": euros(cents), "tax": euros((cents * 19 + 59) / 119),
        "lines": [{ "description": "Team plan", "quantity": "5 seats", "amount": euros(cents) }],
        "period": { "start": start.to_string(), "end": calendar.month(months + 1).to_string() },
        "issued_at": start.to_string(), "due_at": start.plus_days(14).to_string(),
    });
    if settled {
        record["paid_at"] = json!(start.plus_days(2).min(calendar.today).to_string());
    }
    record
}

fn customers(book: &mut Book, calendar: Calendar) {
    book.customer("active", person("F-1", "Oliver", "Hartwell", "oliver.hartwell@example.com"));
    book.record(monthly("S-1", "F-1", "active", calendar, 13));
    for months in -13..=0 {
        book.record(invoice("S-1", calendar, months, 4_900, true));
    }
    past_due(book, calendar);
    yearly(book, calendar);
    book.customer("pending", person("F-4", "Priya", "Raman", "priya.raman@example.com"));
    let mut trial = monthly("S-4", "F-4", "pending", calendar, 0);
    trial["confirmed_at"] = json!(calendar.day(-2));
    trial["start_at"] = json!(calendar.month(1).to_string());
    trial["current_period"] = Value::Null;
    book.record(trial);
    book.customer("ended", person("F-5", "Tomás", "Iglesias", "tomas.iglesias@example.com"));
    let mut ended = monthly("S-5", "F-5", "ended", calendar, 10);
    ended["terminated_at"] = json!(calendar.month(-4).to_string());
    ended["end_at"] = json!(calendar.month(-3).to_string());
    ended["current_period"] = Value::Null;
    book.record(ended);
    for months in -10..=-4 {
        book.record(invoice("S-5", calendar, months, 4_900, true));
    }
    book.customer("no_subscription", person("F-6", "Hannah", "Voss", "hannah.voss@example.com"));
    let mut shut_out = person("F-7", "Igor", "Baran", "igor.baran@example.com");
    shut_out["status"] = json!("disabled");
    book.customer("disabled", shut_out);
    book.record(monthly("S-7", "F-7", "paused", calendar, 5));
}

fn past_due(book: &mut Book, calendar: Calendar) {
    book.customer("past_due", person("F-2", "Ines", "Caldwell", "ines.caldwell@example.com"));
    book.record(monthly("S-2", "F-2", "past_due", calendar, 6));
    for months in -6..=-1 {
        book.record(invoice("S-2", calendar, months, 4_900, months < -1));
    }
}

fn yearly(book: &mut Book, calendar: Calendar) {
    let contact = ["Morten", "Aasen"];
    book.customer(
        "company",
        company("F-3", "Aasen & Sons Joinery Ltd", contact, "accounts@aasen-joinery.example"),
    );
    let end = calendar.month(5);
    book.record(json!({
        "type": "subscription", "external_id": "S-3", "customer": "F-3", "plan": "studio-yearly", "number": "S-3",
        "status": "active", "amount": "1188.00", "interval": "year", "cancel_at_period_end": true,
        "confirmed_at": calendar.month(-19).to_string(), "start_at": calendar.month(-19).to_string(),
        "terminated_at": calendar.month(-1).to_string(), "end_at": end.to_string(),
        "current_period": { "start": calendar.month(-7).to_string(), "end": end.to_string() },
    }));
    for months in [-19, -7] {
        let mut record = invoice("S-3", calendar, months, 118_800, true);
        record["period"]["end"] = json!(calendar.month(months + 12).to_string());
        record["lines"] = json!([{ "description": "Studio plan, one year", "amount": "1188.00" }]);
        book.record(record);
    }
}
