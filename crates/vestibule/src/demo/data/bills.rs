//! Monthly bills: amounts that add up, records, and documents.

use super::Book;
use super::calendar::Calendar;
use super::pdf::{Line, page};
use serde_json::{Value, json};
use vestibule_kernel::LocalDay;

/// Use over the year of a household with 2,500 kWh, January first.
const SEASONS: [i64; 12] = [268, 240, 226, 198, 180, 168, 165, 169, 182, 210, 238, 256];

/// What became of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Paid,
    Open,
    Overdue,
    Failed,
    Voided,
}

/// Kilowatt-hours of a month, where a year has `yearly`.
pub(super) fn kwh_of(month: LocalDay, yearly: i64) -> i64 {
    let season = usize::try_from(month.date().month() - 1).ok().and_then(|index| SEASONS.get(index));
    season.copied().unwrap_or(208) * yearly / 2_500
}

/// Whose bills they are, and what they say.
pub(super) struct Account<'a> {
    /// External id of the subscription.
    pub(super) subscription: &'a str,
    /// Number of the contract; numbers of bills begin with it.
    pub(super) number: &'a str,
    /// Who it is addressed to: name, street, city.
    pub(super) address: [&'a str; 3],
    /// The base price in cents.
    pub(super) base: i64,
    /// The price of a kilowatt-hour in hundredths of a cent; negative is paid out.
    pub(super) per_kwh: i64,
    /// Use of a year in kilowatt-hours.
    pub(super) yearly: i64,
    /// Whether the bills have documents.
    pub(super) documents: bool,
}

/// A bill's figures.
struct Figures {
    kwh: i64,
    energy: i64,
    total: i64,
    tax: i64,
}

impl Account<'_> {
    /// Adds a bill for the month `months` from the current one, the `count`th of the contract.
    pub(super) fn bill(&self, book: &mut Book, calendar: Calendar, months: i64, count: i64, fate: Fate) {
        let figures = self.figures(calendar.month(months));
        let key = format!("{}-{count:03}", self.number);
        let mut record = self.record(calendar, months, &key, &figures);
        record["period_number"] = json!(count);
        self.settle(&mut record, calendar, months, fate);
        self.document(book, &mut record, "Rechnung", &key, &figures);
        book.record(record);
    }

    /// Adds what takes the bill `count` back, and the bill that replaces it.
    pub(super) fn void(&self, book: &mut Book, calendar: Calendar, months: i64, count: i64) {
        let figures = self.figures(calendar.month(months));
        let (taken, key) = (format!("{}-{count:03}", self.number), format!("{}-{count:03}-S", self.number));
        let negative =
            Figures { kwh: figures.kwh, energy: -figures.energy, total: -figures.total, tax: -figures.tax };
        let mut record = self.record(calendar, months, &key, &negative);
        record["invoice_type"] = json!("void");
        record["voids"] = json!(format!("R-{taken}"));
        record["issued_at"] = json!(calendar.month(months + 1).plus_days(9).to_string());
        record["lines"] = json!([{ "description": format!("Storno der Rechnung {taken}"), "amount": euros(-figures.total) }]);
        self.settle(&mut record, calendar, months, Fate::Paid);
        self.document(book, &mut record, "Stornorechnung", &key, &negative);
        book.record(record);
    }

    fn figures(&self, month: LocalDay) -> Figures {
        let kwh = kwh_of(month, self.yearly);
        let energy = (kwh * self.per_kwh + 50).div_euclid(100);
        let total = self.base + energy;
        // 19 % within the total; what is fed in by a household carries none.
        let tax = if total > 0 { (total * 19 + 59) / 119 } else { 0 };
        Figures { kwh, energy, total, tax }
    }

    fn record(&self, calendar: Calendar, months: i64, key: &str, figures: &Figures) -> Value {
        let issued = calendar.month(months + 1);
        let what = if self.per_kwh < 0 { "Einspeisevergütung" } else { "Arbeitspreis" };
        let mut lines = vec![json!({
            "description": what, "quantity": format!("{} kWh", figures.kwh), "amount": euros(figures.energy),
        })];
        if self.base != 0 {
            lines.insert(0, json!({ "description": "Grundpreis", "amount": euros(self.base) }));
        }
        json!({
            "type": "invoice",
            "external_id": format!("R-{key}"),
            "subscription": self.subscription,
            "number": key,
            "invoice_type": "usage",
            "total": euros(figures.total),
            "tax": euros(figures.tax),
            "lines": lines,
            "usage_kwh": figures.kwh,
            "period": { "start": calendar.month(months).to_string(), "end": issued.to_string() },
            "issued_at": issued.to_string(),
        })
    }

    fn settle(&self, record: &mut Value, calendar: Calendar, months: i64, fate: Fate) {
        let issued = calendar.month(months + 1);
        let due = issued.plus_days(14).to_string();
        let (status, due) = match fate {
            Fate::Paid => ("paid", due),
            Fate::Voided => ("voided", due),
            Fate::Open => ("open", calendar.day(9)),
            Fate::Overdue | Fate::Failed => ("open", due),
        };
        record["status"] = json!(status);
        record["due_at"] = json!(due);
        if fate == Fate::Paid {
            // Not in the future, however young the month is.
            let paid = issued.plus_days(10).min(calendar.today);
            record["paid_at"] = json!(paid.to_string());
        }
        if fate == Fate::Failed {
            record["payment_failed_at"] = json!(issued.plus_days(16).to_string());
        }
    }

    fn document(&self, book: &mut Book, record: &mut Value, title: &str, key: &str, figures: &Figures) {
        if !self.documents {
            return;
        }
        let from = record["period"]["start"].as_str().unwrap_or_default();
        let until = record["period"]["end"].as_str().unwrap_or_default();
        let [name, street, city] = self.address;
        let bytes = page(
            &format!("{title} {key}"),
            &[
                Line::new(71, 760, 8, "Lumen Strom GmbH · Speicherstraße 14 · 20457 Hamburg"),
                Line::new(71, 735, 11, name),
                Line::new(71, 720, 11, street),
                Line::new(71, 705, 11, city),
                Line::new(71, 610, 16, format!("{title} {key}")),
                Line::new(71, 580, 11, format!("Lieferzeitraum: {from} bis {until} (ausschließlich)")),
                Line::new(71, 545, 11, format!("Verbrauch: {} kWh", figures.kwh)),
                Line::new(71, 520, 11, "Grundpreis"),
                Line::new(430, 520, 11, german(self.base)),
                Line::new(71, 503, 11, "Arbeitspreis"),
                Line::new(430, 503, 11, german(figures.energy)),
                Line::new(71, 478, 11, "Rechnungsbetrag"),
                Line::new(430, 478, 11, german(figures.total)),
                Line::new(71, 461, 9, format!("darin 19 % Umsatzsteuer: {}", german(figures.tax))),
                Line::new(71, 60, 8, "Musterrechnung einer erfundenen Gesellschaft. Kein echter Beleg."),
            ],
        );
        let path = book.file(format!("documents/{key}.pdf"), bytes);
        record["document"] = json!(path);
    }
}

/// Cents as a decimal text, exact.
pub(super) fn euros(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// Cents as a German document writes them.
fn german(cents: i64) -> String {
    format!("{} €", euros(cents).replace('.', ","))
}
