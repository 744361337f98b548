//! Customers of Lumen Strom, one for each thing that a portal has to get right. All are made up.

use super::Book;
use super::bills::{Account, Fate};
use super::calendar::Calendar;
use super::metered::{Metered, Profile};
use serde_json::{Value, json};

/// Months that the main customer has been there.
const MONTHS: i64 = 24;

pub(super) fn add(book: &mut Book, calendar: Calendar) {
    active(book, calendar);
    several_subscriptions(book, calendar);
    pending(book, calendar);
    ended(book, calendar);
    book.customer("no_subscription", person("K-1005", "Lea", "Sommer", "lea.sommer@example.com"));
    portal_off(book, calendar);
    analog_meter(book, calendar);
    company(book, calendar);
    disabled(book, calendar);
    longest_names(book, calendar);
    meters(book, calendar);
}

/// What was measured, for as long as each meter is there. The oldest bills of the main customer are older than their meter.
fn meters(book: &mut Book, calendar: Calendar) {
    use Profile::{Home, Roof, Workshop};
    for (subscription, yearly, profile, months) in [
        ("V-1001", 2_500, Home, -14..1),
        ("V-1002-1", 3_800, Home, -14..1),
        ("V-1002-2", 6_200, Roof, -9..1),
        ("V-1002-3", 900, Home, -4..1),
        ("V-1004", 1_600, Home, -15..-3),
        ("V-1008", 14_500, Workshop, -14..1),
        ("V-1010", 98_765, Workshop, -3..1),
    ] {
        Metered { subscription, yearly, profile, months }.record(book, calendar);
    }
}

fn person(external_id: &str, first: &str, last: &str, email: &str) -> Value {
    json!({
        "type": "customer", "external_id": external_id, "customer_type": "person", "first_name": first,
        "last_name": last, "email": email, "status": "active",
    })
}

fn address(street: &str, house_number: &str, zip: &str, city: &str) -> Value {
    json!({ "street": street, "house_number": house_number, "zip": zip, "city": city, "country": "DE" })
}

fn smart_meter(number: &str) -> Value {
    json!({ "number": number, "type": "smart", "malo": "51238696781", "melo": "DE00056266802AO6G56M11SN51G21M24S" })
}

fn debit(iban: &str, holder: &str) -> Value {
    json!({ "type": "sepa_debit", "iban": iban, "account_holder": holder })
}

/// A subscription that began `months` ago and goes on.
fn running(
    external_id: &str,
    customer: &str,
    plan: &str,
    number: &str,
    calendar: Calendar,
    months: i64,
) -> Value {
    json!({
        "type": "subscription", "external_id": external_id, "customer": customer, "plan": plan, "number": number,
        "status": "active",
        "confirmed_at": calendar.month(-months).plus_days(-20).to_string(),
        "start_at": calendar.month(-months).to_string(),
        "current_period": { "start": calendar.month(0).to_string(), "end": calendar.month(1).to_string() },
    })
}

fn with(mut record: Value, fields: Value) -> Value {
    if let (Some(record), Value::Object(fields)) = (record.as_object_mut(), fields) {
        record.extend(fields);
    }
    record
}

/// Two years of bills: one open, one overdue, one that could not be debited, one taken back.
fn active(book: &mut Book, calendar: Calendar) {
    let who = person("K-1001", "Annika", "Brandt", "annika.brandt@example.com");
    book.customer("active", with(who, json!({ "phone": "+49 40 5550 1001" })));
    let contract = running("V-1001", "K-1001", "lumen-flex", "L-4X44EM", calendar, MONTHS);
    book.record(with(
        contract,
        json!({
            "estimated_usage": 2500, "amount": "79.00",
            "address": address("Lindenallee", "27a", "20259", "Hamburg"),
            "meter": smart_meter("1EMH0012345601"),
            "payment_method": debit("DE89370400440532013000", "Annika Brandt"),
        }),
    ));
    let account = Account {
        subscription: "V-1001",
        number: "L-4X44EM",
        address: ["Annika Brandt", "Lindenallee 27a", "20259 Hamburg"],
        base: 1_099,
        per_kwh: 2_892,
        yearly: 2_500,
        documents: true,
    };
    for count in 1..=MONTHS {
        let months = count - MONTHS - 1;
        let fate = match months {
            -1 => Fate::Open,
            -2 => Fate::Failed,
            -3 => Fate::Overdue,
            -7 => Fate::Voided,
            _ => Fate::Paid,
        };
        account.bill(book, calendar, months, count, fate);
        if fate == Fate::Voided {
            account.void(book, calendar, months, count);
        }
    }
}

/// At home on one brand, in a holiday flat on the other, and a roof that feeds in.
fn several_subscriptions(book: &mut Book, calendar: Calendar) {
    book.customer(
        "several_subscriptions",
        person("K-1002", "Jonas", "Wehrmann", "jonas.wehrmann@example.com"),
    );
    let payment = debit("DE75512108001245126199", "Jonas Wehrmann");
    let home = running("V-1002-1", "K-1002", "lumen-flex", "L-7KQ2PD", calendar, 14);
    book.record(with(home, json!({
        "estimated_usage": 3800, "amount": "118.00", "address": address("Am Deich", "8", "21107", "Hamburg"),
        "meter": smart_meter("1EMH0012345602"), "payment_method": payment,
    })));
    let roof = running("V-1002-2", "K-1002", "lumen-solar", "L-7KQ2PE", calendar, 9);
    book.record(with(
        roof,
        json!({
            "estimated_usage": 6200, "address": address("Am Deich", "8", "21107", "Hamburg"),
            "meter": smart_meter("1EMH0012345603"), "payment_method": payment,
        }),
    ));
    let flat = running("V-1002-3", "K-1002", "lumen-gruen-12", "L-7KQ2PF", calendar, 4);
    book.record(with(
        flat,
        json!({
            "estimated_usage": 900, "amount": "36.00", "address": address("Strandweg", "3", "25980", "Sylt"),
            "meter": smart_meter("1EMH0012345604"), "payment_method": payment,
        }),
    ));
    let mut account = Account {
        subscription: "V-1002-1",
        number: "L-7KQ2PD",
        address: ["Jonas Wehrmann", "Am Deich 8", "21107 Hamburg"],
        base: 1_099,
        per_kwh: 2_892,
        yearly: 3_800,
        documents: false,
    };
    bills(book, calendar, &account, 14);
    account = Account {
        subscription: "V-1002-2",
        number: "L-7KQ2PE",
        base: 0,
        per_kwh: -780,
        yearly: 6_200,
        ..account
    };
    bills(book, calendar, &account, 9);
    account = Account {
        subscription: "V-1002-3",
        number: "L-7KQ2PF",
        base: 1_290,
        per_kwh: 3_120,
        yearly: 900,
        documents: true,
        ..account
    };
    bills(book, calendar, &account, 4);
}

/// Bills of the last `count` months, all paid but the newest.
fn bills(book: &mut Book, calendar: Calendar, account: &Account<'_>, count: i64) {
    for number in 1..=count {
        let months = number - count - 1;
        let fate = if months == -1 { Fate::Open } else { Fate::Paid };
        account.bill(book, calendar, months, number, fate);
    }
}

fn pending(book: &mut Book, calendar: Calendar) {
    book.customer("pending", person("K-1003", "Mehmet", "Yıldız", "mehmet.yildiz@example.com"));
    book.record(json!({
        "type": "subscription", "external_id": "V-1003", "customer": "K-1003", "plan": "lumen-flex",
        "number": "L-9TT0RM", "status": "pending", "estimated_usage": 1900, "amount": "61.00",
        "confirmed_at": calendar.day(-3), "start_at": calendar.month(2).to_string(),
        "address": address("Große Bergstraße", "112", "22767", "Hamburg"),
        "payment_method": debit("DE02120300000000202051", "Mehmet Yıldız"),
    }));
}

fn ended(book: &mut Book, calendar: Calendar) {
    book.customer("ended", person("K-1004", "Gerda", "Hoffmann", "gerda.hoffmann@example.com"));
    let contract = running("V-1004", "K-1004", "lumen-gruen-12", "L-2BB7HX", calendar, 15);
    book.record(with(
        contract,
        json!({
            "status": "ended", "estimated_usage": 1600, "current_period": null,
            "terminated_at": calendar.month(-5).to_string(), "end_at": calendar.month(-3).to_string(),
            "address": address("Kirchgasse", "5", "23552", "Lübeck"), "meter": smart_meter("1EMH0012345605"),
            "payment_method": debit("DE02500105170137075030", "Gerda Hoffmann"),
        }),
    ));
    let account = Account {
        subscription: "V-1004",
        number: "L-2BB7HX",
        address: ["Gerda Hoffmann", "Kirchgasse 5", "23552 Lübeck"],
        base: 1_290,
        per_kwh: 3_120,
        yearly: 1_600,
        documents: true,
    };
    for count in 1..=12 {
        account.bill(book, calendar, count - 16, count, Fate::Paid);
    }
}

fn portal_off(book: &mut Book, calendar: Calendar) {
    book.customer("portal_off", person("K-1006", "Thea", "Lindqvist", "thea.lindqvist@example.com"));
    let contract = running("V-1006", "K-1006", "lumen-gewerbe", "L-5GW3SN", calendar, 11);
    book.record(with(
        contract,
        json!({
            "estimated_usage": 21000, "address": address("Industriestraße", "44", "24539", "Neumünster"),
            "meter": smart_meter("1EMH0012345606"),
        }),
    ));
}

fn analog_meter(book: &mut Book, calendar: Calendar) {
    book.customer("analog_meter", person("K-1007", "Wilhelm", "Kaltenbach", "w.kaltenbach@example.com"));
    let contract = running("V-1007", "K-1007", "lumen-gruen-12", "L-6MV9ZA", calendar, 7);
    book.record(with(contract, json!({
        "estimated_usage": 1450, "amount": "52.00", "address": address("Mühlenkamp", "61", "22303", "Hamburg"),
        "meter": { "number": "1ISK0078451203", "type": "analog", "malo": "51238696788" },
        "payment_method": debit("DE02100500000054540402", "Wilhelm Kaltenbach"),
    })));
    let account = Account {
        subscription: "V-1007",
        number: "L-6MV9ZA",
        address: ["Wilhelm Kaltenbach", "Mühlenkamp 61", "22303 Hamburg"],
        base: 1_290,
        per_kwh: 3_120,
        yearly: 1_450,
        documents: false,
    };
    bills(book, calendar, &account, 7);
    for (number, months, value, by) in [
        (1, -7, "31204", "grid_reading"),
        (2, -4, "31620", "grid_estimation"),
        (3, -2, "31871", "customer_report"),
    ] {
        book.record(json!({
            "type": "meter_reading", "external_id": format!("Z-1007-{number}"), "subscription": "V-1007",
            "day": calendar.month(months).to_string(), "value": value, "reading_type": by,
        }));
    }
}

fn company(book: &mut Book, calendar: Calendar) {
    let who = person("K-1008", "Frauke", "Petersen", "buero@tischlerei-nordlicht.example");
    book.customer("company", with(who, json!({
        "customer_type": "company", "company_name": "Tischlerei Nordlicht GmbH", "vat_id": "DE812345678",
        "phone": "+49 431 5550 880",
    })));
    let contract = running("V-1008", "K-1008", "lumen-flex", "L-3TN8QC", calendar, 18);
    book.record(with(contract, json!({
        "estimated_usage": 14500, "amount": "412.00", "address": address("Werftbahnstraße", "19", "24143", "Kiel"),
        "meter": smart_meter("1EMH0012345607"),
        "payment_method": debit("DE89370400440532013000", "Tischlerei Nordlicht GmbH"),
    })));
    let account = Account {
        subscription: "V-1008",
        number: "L-3TN8QC",
        address: ["Tischlerei Nordlicht GmbH", "Werftbahnstraße 19", "24143 Kiel"],
        base: 1_099,
        per_kwh: 2_892,
        yearly: 14_500,
        documents: true,
    };
    bills(book, calendar, &account, 18);
}

fn disabled(book: &mut Book, calendar: Calendar) {
    let who = person("K-1009", "Ralf", "Steinmetz", "ralf.steinmetz@example.com");
    book.customer("disabled", with(who, json!({ "status": "disabled" })));
    let contract = running("V-1009", "K-1009", "lumen-flex", "L-8XC1VD", calendar, 6);
    book.record(with(
        contract,
        json!({
            "estimated_usage": 2100, "address": address("Elbchaussee", "301", "22605", "Hamburg"),
            "meter": smart_meter("1EMH0012345608"),
        }),
    ));
}

fn longest_names(book: &mut Book, calendar: Calendar) {
    let who = person(
        "K-1010",
        "Maximiliane-Henriette Charlotte Wilhelmine",
        "Freifrau von Wolkenstein-Schwarzenfels zu Oberlangenau",
        "maximiliane-henriette.von-wolkenstein-schwarzenfels@postfach.oberlangenau-niederstetten.example",
    );
    book.customer("longest_names", who);
    let contract = running("V-1010", "K-1010", "lumen-flex", "L-1ZZ5WK", calendar, 3);
    book.record(with(contract, json!({
        "estimated_usage": 98765, "amount": "3049.87",
        "address": address(
            "Untere Schlossgartenpromenade am Donaudampfschifffahrtsmuseum", "1234 b, Gartenhaus", "97996",
            "Niederstetten-Oberlangenau an der Vorbachzimmerner Steige",
        ),
        "meter": smart_meter("1EMH0012345609"),
        "payment_method": debit(
            "DE75512108001245126199", "Maximiliane-Henriette Freifrau von Wolkenstein-Schwarzenfels zu Oberlangenau",
        ),
    })));
    let account = Account {
        subscription: "V-1010",
        number: "L-1ZZ5WK",
        address: [
            "Maximiliane-Henriette Freifrau von Wolkenstein-Schwarzenfels zu Oberlangenau",
            "Untere Schlossgartenpromenade am Donaudampfschifffahrtsmuseum 1234 b",
            "97996 Niederstetten-Oberlangenau an der Vorbachzimmerner Steige",
        ],
        base: 1_290,
        per_kwh: 3_120,
        yearly: 98_765,
        documents: true,
    };
    bills(book, calendar, &account, 3);
}
