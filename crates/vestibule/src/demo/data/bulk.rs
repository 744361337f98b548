//! Customers in any number for load tests, each with a subscription and twelve invoices.

use super::bills::euros;
use super::calendar::Calendar;
use vestibule_kernel::Timestamp;

const FIRST: [&str; 16] = [
    "Anna", "Ben", "Clara", "David", "Emilia", "Finn", "Greta", "Hannes", "Ida", "Jakob", "Klara", "Lukas",
    "Mia", "Noah", "Paula", "Theo",
];
const LAST: [&str; 16] = [
    "Albers",
    "Becker",
    "Clausen",
    "Dreyer",
    "Ehlers",
    "Friedrich",
    "Gerlach",
    "Hansen",
    "Jensen",
    "Krüger",
    "Lorenz",
    "Möller",
    "Nissen",
    "Petersen",
    "Richter",
    "Schröder",
];
const STREETS: [&str; 4] = ["Hauptstraße", "Gartenweg", "Bahnhofstraße", "Am Markt"];
const CITIES: [(&str, &str); 4] =
    [("20095", "Hamburg"), ("24103", "Kiel"), ("28195", "Bremen"), ("30159", "Hannover")];

/// The records of `count` customers of Lumen Strom, `bulk-0000001` onwards, one a line.
pub(in crate::demo) fn bulk(count: u32, now: Timestamp) -> impl Iterator<Item = String> {
    let calendar = Calendar::at(now);
    let months: Vec<Month> = (-12..0).map(|months| Month::new(calendar, months)).collect();
    (1..=count).map(move |number| one(number, &months))
}

/// A month's days as records write them.
struct Month {
    start: String,
    end: String,
    due: String,
    paid: String,
}

impl Month {
    fn new(calendar: Calendar, months: i64) -> Self {
        let end = calendar.month(months + 1);
        Self {
            start: calendar.month(months).to_string(),
            end: end.to_string(),
            due: end.plus_days(14).to_string(),
            paid: end.plus_days(10).min(calendar.today).to_string(),
        }
    }
}

/// The lines of one customer. They begin with the type, which lets an import pass over them quickly.
fn one(number: u32, months: &[Month]) -> String {
    let pick = |list: &[&'static str], step: u32| list[(number / step) as usize % list.len()];
    let (first, last, street) = (pick(&FIRST, 1), pick(&LAST, 16), pick(&STREETS, 256));
    let (zip, city) = CITIES[number as usize % CITIES.len()];
    let (house, usage, begun) = (number % 180 + 1, 1_500 + number % 40 * 100, &months[0].start);
    let mut lines = format!(
        r#"{{"type":"customer","external_id":"bulk-{number:07}","first_name":"{first}","last_name":"{last}","email":"bulk-{number:07}@example.com","locale":"de"}}
{{"type":"subscription","external_id":"bulk-sub-{number:07}","customer":"bulk-{number:07}","plan":"lumen-flex","number":"B-{number:07}","status":"active","estimated_usage":{usage},"amount":"79.00","confirmed_at":"{begun}","start_at":"{begun}","address":{{"street":"{street}","house_number":"{house}","zip":"{zip}","city":"{city}","country":"DE"}},"meter":{{"number":"1EMH9{number:09}","type":"smart"}},"payment_method":{{"type":"sepa_debit","iban":"DE89370400440532013000","account_holder":"{first} {last}"}}}}"#
    );
    for (index, month) in months.iter().enumerate() {
        let kwh = 150 + (number as usize + index * 7) % 90;
        let energy = i64::try_from(kwh).unwrap_or_default() * 29;
        let (total, tax) = (1_099 + energy, ((1_099 + energy) * 19 + 59) / 119);
        let Month { start, end, due, paid } = month;
        lines.push_str(&format!(
            "\n{{\"type\":\"invoice\",\"external_id\":\"bulk-inv-{number:07}-{:02}\",\"subscription\":\"bulk-sub-{number:07}\",\"number\":\"B-{number:07}-{:02}\",\"invoice_type\":\"usage\",\"status\":\"paid\",\"total\":{},\"tax\":{},\"lines\":[{{\"description\":\"Grundpreis\",\"amount\":10.99}},{{\"description\":\"Arbeitspreis\",\"quantity\":\"{kwh} kWh\",\"amount\":{}}}],\"usage_kwh\":{kwh},\"period\":{{\"start\":\"{start}\",\"end\":\"{end}\"}},\"period_number\":{},\"issued_at\":\"{end}\",\"due_at\":\"{due}\",\"paid_at\":\"{paid}\"}}",
            index + 1,
            index + 1,
            euros(total),
            euros(tax),
            euros(energy),
            index + 1,
        ));
    }
    lines
}
