//! Lumen Strom, an electricity retailer with two brands.

use super::calendar::{Calendar, ZONE};
use super::{Book, DemoOrganization, logos, lumen_people, spot};
use serde_json::json;
use vestibule_app::organizations::NewOrganization;
use vestibule_kernel::organization::{App, Legal, OrganizationSettings, Support};
use vestibule_kernel::{Currency, Locale, Slug, TimeZone, Timestamp};

pub(super) fn organization(now: Timestamp) -> DemoOrganization {
    let mut book = Book::default();
    brands(&mut book);
    spot::add(&mut book, Calendar::at(now));
    plans(&mut book);
    book.record(json!({ "type": "organization", "default_plan": "lumen-flex" }));
    lumen_people::add(&mut book, Calendar::at(now));
    book.into_organization(new("lumen", "Lumen Strom", Locale::De, settings()))
}

/// A company in Berlin's time zone that bills in euros.
pub(super) fn new(slug: &str, name: &str, locale: Locale, settings: OrganizationSettings) -> NewOrganization {
    NewOrganization {
        slug: fixed_slug(slug),
        name: name.into(),
        locale,
        time_zone: TimeZone::named(ZONE).unwrap_or_else(TimeZone::utc),
        currency: Currency::EUR,
        settings,
    }
}

#[expect(clippy::expect_used, reason = "the slugs are the demo's own words")]
fn fixed_slug(slug: &str) -> Slug {
    slug.parse().expect("the demo's slugs are slugs")
}

fn settings() -> OrganizationSettings {
    OrganizationSettings {
        app: Some(App { name: "Lumen App".into(), url: "https://app.lumen.example".into() }),
        return_origins: vec!["https://app.lumen.example".into(), "http://localhost:3000".into()],
        support: Support {
            email: Some("hilfe@lumen.example".into()),
            phone: Some("+49 40 5550 1420".into()),
            url: Some("https://hilfe.lumen.example".into()),
        },
        legal: Legal {
            imprint_url: Some("https://lumen.example/impressum".into()),
            privacy_url: Some("https://lumen.example/datenschutz".into()),
            terms_url: Some("https://lumen.example/agb".into()),
        },
        ..OrganizationSettings::default()
    }
}

fn brands(book: &mut Book) {
    let [light, dark] = logos::lumen();
    let light = book.file("logos/lumen-light.svg".into(), light);
    let dark = book.file("logos/lumen-dark.svg".into(), dark);
    book.record(json!({
        "type": "portal", "slug": "lumen", "name": "Lumen", "locale": "de",
        "theme": { "primary": "#0b6b57", "accent": "#0b6b57", "radius": 10, "logo_light": light, "logo_dark": dark },
    }));
    let [light, dark] = logos::lumen_gruen();
    let light = book.file("logos/lumen-gruen-light.svg".into(), light);
    let dark = book.file("logos/lumen-gruen-dark.svg".into(), dark);
    book.record(json!({
        "type": "portal", "slug": "lumen-gruen", "name": "Lumen Grün", "locale": "de",
        "theme": {
            "primary": "#3c7a1d", "accent": "#8a5a00", "font": "Georgia", "radius": 2,
            "logo_light": light, "logo_dark": dark,
        },
    }));
}

/// The parts of an electricity price: what is fixed a month, and what a kilowatt-hour costs.
fn components(fee: &str, energy: &str) -> serde_json::Value {
    json!([
        { "group": "base", "kind": "fee", "name": "Grundgebühr Lumen", "amount": fee },
        { "group": "base", "kind": "grid", "name": "Netz-Grundpreis", "amount": "4.50" },
        { "group": "base", "kind": "metering", "name": "Messstellenbetrieb", "amount": "1.50" },
        { "group": "variable", "kind": "energy", "name": "Strom", "amount": energy },
        { "group": "variable", "kind": "grid", "name": "Netzentgelt", "amount": "0.0952" },
        { "group": "variable", "kind": "levies", "name": "Steuern und Umlagen", "amount": "0.07415" },
    ])
}

fn plans(book: &mut Book) {
    book.record(json!({
        "type": "plan", "external_id": "lumen-flex", "slug": "lumen-flex", "name": "Lumen Flex",
        "description": "Strom zum Börsenpreis, jede Viertelstunde neu. Monatlich kündbar.",
        "plan_type": "consumption", "price": "10.99", "interval": "month", "portal": "lumen",
        "price_series": spot::SERIES,
        "cancellation_days": 14, "components": components("4.99", "0.11985"),
    }));
    book.record(json!({
        "type": "plan", "external_id": "lumen-gruen-12", "slug": "lumen-gruen-12", "name": "Lumen Grün 12",
        "description": "Strom aus Wind und Sonne der Region, Preis fest für zwölf Monate.",
        "plan_type": "consumption", "price": "12.90", "interval": "month", "portal": "lumen-gruen",
        "cancellation_days": 28, "components": components("6.90", "0.14265"),
    }));
    book.record(json!({
        "type": "plan", "external_id": "lumen-solar", "slug": "lumen-solar", "name": "Lumen Solar",
        "description": "Wir vermarkten den Strom von Ihrem Dach.",
        "plan_type": "feed_in", "price": "0", "interval": "month", "portal": "lumen", "cancellation_days": 28,
        // Negative, because it is the customer who gets it.
        "components": [
            { "group": "variable", "kind": "energy", "name": "Einspeisevergütung", "amount": "-0.0780" },
        ],
    }));
    book.record(json!({
        "type": "plan", "external_id": "lumen-gewerbe", "slug": "lumen-gewerbe", "name": "Lumen Gewerbe",
        "description": "Für Betriebe mit eigener Betreuung; ohne Kundenportal.",
        "plan_type": "consumption", "price": "24.00", "interval": "month", "portal": null,
        "cancellation_days": 90, "on_offer": false,
    }));
}
