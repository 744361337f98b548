//! Rules that one record can break by itself. Each refusal names the column and what would be right.

use super::{BASE, Bench};

/// The base records with the record of `external_id` changed: `from` in its line becomes `to`.
fn changed(external_id: &str, from: &str, to: &str) -> String {
    let marker = format!("\"external_id\":\"{external_id}\"");
    let change = |line: &str| match line.contains(&marker) {
        true => {
            assert!(line.contains(from), "{line} has no {from}");
            line.replacen(from, to, 1)
        }
        false => line.to_owned(),
    };
    BASE.lines().map(change).map(|line| line + "\n").collect()
}

/// The base records with `fields` added to the record of `external_id`.
fn with(external_id: &str, fields: &str) -> String {
    let marker = format!("\"external_id\":\"{external_id}\"");
    changed(external_id, &marker, &format!("{marker},{fields}"))
}

async fn refused(cases: &[(String, &str)]) {
    let bench = Bench::new().await;
    for (records, expected) in cases {
        let found = bench.refuses_records(records).await;
        assert!(found.contains(expected), "expected {expected:?}, found {found:?}");
    }
}

async fn taken(cases: &[String]) {
    for records in cases {
        let bench = Bench::new().await;
        bench.file("records.ndjson", records);
        bench.takes().await;
    }
}

#[tokio::test]
async fn customers() {
    refused(&[
        (
            changed("K-1", "annika@example.com", "annika"),
            "records.ndjson:3: email: expected an e-mail address",
        ),
        (
            changed("K-1", r#""email":"annika@example.com""#, r#""email":"""#),
            "email: is missing; it is required",
        ),
        (
            changed("K-1", r#""email":"annika@example.com""#, r#""email":null"#),
            "email: is missing; it is required",
        ),
        (
            changed("K-1", r#""email":"annika@example.com""#, r#""email":7"#),
            "email: expected text in double quotes (7)",
        ),
        (changed("K-1", r#","last_name":"Brandt""#, ""), "last_name: is missing; a person has one"),
        (with("K-1", r#""customer_type":"company""#), "company_name: is missing; a company has one"),
        (with("K-1", r#""customer_type":"robot""#), "customer_type: expected person | company (robot)"),
        (with("K-1", r#""status":"gone""#), "status: expected active | disabled | erased (gone)"),
        (with("K-1", r#""locale":"fr""#), "locale: expected de | en (fr)"),
        (changed("K-1", "Annika", &"x".repeat(201)), "first_name: expected at most 200 characters"),
        (
            changed("K-1", "Annika", "An\\nika"),
            "first_name: expected text without control or direction characters",
        ),
    ])
    .await;
    taken(&[
        with("K-1", r#""customer_type":"company","company_name":"Brandt GmbH""#),
        with("K-1", r#""locale":"en","status":"erased","phone":null,"vat_id":"""#),
        changed("K-1", "Annika", &"ä".repeat(200)),
    ])
    .await;
}

#[tokio::test]
async fn control_and_direction_characters() {
    let reason = "expected text without control or direction characters";
    let bench = Bench::new().await;
    let inside = |c: char| format!("An\\u{:04x}nika", u32::from(c));
    for c in ('\u{1}'..'\u{20}')
        .chain('\u{7f}'..='\u{9f}')
        .chain('\u{2028}'..='\u{202e}')
        .chain('\u{2066}'..='\u{2069}')
    {
        let found = bench.refuses_records(&changed("K-1", "Annika", &inside(c))).await;
        assert!(found.starts_with(&format!("records.ndjson:3: first_name: {reason}")), "{c:?}: {found}");
        assert!(!found.contains(c), "{found:?}");
    }
    let line = |field: &str| {
        r#""lines":[{"description":"a","quantity":"1","amount":1}]"#.replacen(
            field,
            &format!("{field}\u{202e}"),
            1,
        )
    };
    let component = r#""components":[{"group":"variable","kind":"energy","name":"Strom\u202e","amount":1}]"#;
    let app =
        r#"{"type":"organization","settings":{"app":{"name":"App\u202e","url":"https://app.example.com"}}}"#;
    refused(&[
        (changed("R-1", "R-1", "R\u{202e}1"), "external_id: expected text without"),
        (changed("R-1", "2026-1", "2026\u{202e}1"), "number: expected text without"),
        (changed("P-1", "Flex", "Fl\u{2066}ex"), "name: expected text without"),
        (with("P-1", "\"description\":\"a\u{202e}\\nb\""), "description: expected text without"),
        (
            with("P-1", component),
            "components[0].name: expected 1 to 200 characters, none of them for control or direction",
        ),
        (with("R-1", &line("\"a")), "lines[0].description: expected 1 to 200 characters, none of them"),
        (with("R-1", &line("\"1")), "lines[0].quantity: expected at most 200 characters, none of them"),
        (app.to_owned(), "settings.app.name: expected text without"),
    ])
    .await;
    // Names in scripts from right to left, marks and joiners that they need, and lines in a description.
    taken(&[
        changed("K-1", "Annika", "\u{200f}\u{5d0}\u{5e0}\u{5d9}\u{200d}\u{200e}"),
        with("P-1", "\"description\":\"a\\nb\""),
    ])
    .await;
}

#[tokio::test]
async fn days_and_instants() {
    let day = "\"2026-01-01\"";
    refused(&[
        (changed("V-1", day, "\"01.01.2026\""), "start_at: expected a day like 2026-01-31 or an instant"),
        (changed("V-1", day, "\"2026-02-30\""), "start_at: expected a day"),
        (changed("V-1", day, "\"2026-01-01T10:00:00\""), "start_at: expected a day"),
        (changed("V-1", day, "\"1500-01-01\""), "start_at: expected a day"),
        (changed("V-1", day, "1767225600"), "start_at: expected text in double quotes"),
        (with("V-1", r#""end_at":"2025-12-31""#), "end_at: lies before start_at"),
        (
            with("V-1", r#""current_period":{"start":"2026-02-01","end":"2026-02-01"}"#),
            "current_period.end: is not after",
        ),
        (with("V-1", r#""current_period":{"start":"2026-02-01"}"#), "current_period.end: is missing"),
        (changed("V-1", "active", "ended"), "end_at: is missing; an ended subscription has one"),
    ])
    .await;
    taken(&[changed("V-1", day, "\"2026-01-01T10:00:00+02:00\""), with("V-1", r#""end_at":"2026-01-01""#)])
        .await;
}

#[tokio::test]
async fn amounts() {
    refused(&[
        (
            changed("V-1", "\"79.00\"", "79.001"),
            "amount: expected an amount in EUR with a point and at most 2 decimals",
        ),
        (changed("V-1", "\"79.00\"", "\"79,00\""), "amount: expected an amount in EUR"),
        (changed("V-1", "\"79.00\"", "7.9e1"), "amount: expected an amount in EUR"),
        (changed("V-1", "\"79.00\"", "\"\\ud800\""), "amount: expected a number"),
        (changed("V-1", "\"79.00\"", "true"), "amount: expected an amount in EUR"),
        (changed("V-1", "\"79.00\"", "\"100000000000.01\""), "amount: expected an amount in EUR"),
        (with("V-1", r#""currency":"euro""#), "currency: expected three capital letters"),
        (changed("V-1", "\"79.00\"", "79.5,\"currency\":\"JPY\""), "amount: expected a whole amount in JPY"),
        (with("V-1", r#""estimated_usage":-1"#), "estimated_usage: expected kilowatt-hours"),
        (with("V-1", r#""estimated_usage":1.2345"#), "estimated_usage: expected kilowatt-hours"),
        (changed("R-1", "13.32", "83.43"), "tax: expected the tax within the total"),
        (changed("R-1", "13.32", "-1"), "tax: expected the tax within the total"),
    ])
    .await;
    taken(&[
        changed("V-1", "\"79.00\"", "79.5"),
        changed("V-1", "\"79.00\"", "\"1.234\",\"currency\":\"KWD\""),
    ])
    .await;
}

#[tokio::test]
async fn contracts() {
    let address =
        r#""address":{"street":"A","house_number":"1","zip":"1","city":"B","country":"Deutschland"}"#;
    let account = |iban: &str| {
        with(
            "V-1",
            &format!(r#""payment_method":{{"type":"sepa_debit","iban":"{iban}","account_holder":"A"}}"#),
        )
    };
    refused(&[
        (with("V-1", address), "address.country: expected two capital letters of a country"),
        (with("V-1", r#""address":"Allee 1""#), "address: expected a JSON object"),
        (with("V-1", r#""meter":{"number":"1"}"#), "meter.type: is missing"),
        (
            with("V-1", r#""meter":{"number":"1","type":"smart","malo":"1"}"#),
            "meter.malo: expected the 11 digits",
        ),
        (with("V-1", r#""meter":{"number":"1","type":"smart","melo":"DE1"}"#), "meter.melo: expected the 33"),
        (with("V-1", r#""meter":{"number":"1","type":"smart","colour":"red"}"#), "meter.colour: is unknown"),
    ])
    .await;
    let bench = Bench::new().await;
    for iban in ["DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000", "hello"] {
        let found = bench.refuses_records(&account(iban)).await;
        assert!(found.contains("payment_method.iban: is no valid IBAN"), "{found}");
        assert!(!found.contains(iban) && !found.contains("0532"), "{found}");
    }
    taken(&[
        account("DE89370400440532013000"),
        account("DE89 3704 0044 0532 0130 00"),
        with("V-1", r#""address":null,"meter":{},"metadata":{"a":[1,{"b":null}]}"#),
    ])
    .await;
}

#[tokio::test]
async fn metadata() {
    let long = format!("\"metadata\":{{\"a\":\"{}\"}}", "x".repeat(10_000));
    refused(&[
        (with("V-1", &long), "metadata: expected at most 10000 bytes of JSON"),
        (with("V-1", "\"metadata\":[1]"), "metadata: expected a JSON object"),
        (with("V-1", "\"metadata\":\"x\""), "metadata: expected a JSON object"),
        (with("V-1", r#""metadata":{"a":"\u0000"}"#), "metadata: expected text without NUL"),
    ])
    .await;
}

#[tokio::test]
async fn invoices() {
    let owner = r#""subscription":"V-1","#;
    refused(&[
        (changed("R-1", owner, ""), "subscription: is missing; give subscription, or customer"),
        (
            changed("R-1", owner, r#""subscription":"V-1","customer":"K-1","#),
            "customer: is given beside subscription",
        ),
        (
            changed("R-1", "usage", "free"),
            "invoice_type: expected usage | prepayment | void | purchase (free)",
        ),
        (with("R-1", r#""due_at":"2026-01-31""#), "due_at: lies before issued_at"),
        (
            changed("R-1", "\"paid\"", "\"open\",\"paid_at\":\"2026-02-03\""),
            "paid_at: is given, but status says",
        ),
        (
            with("R-1", r#""period":{"start":"2026-02-01","end":"2026-01-01"}"#),
            "period.end: is not after the start",
        ),
        (with("R-1", r#""period_number":0"#), "period_number: expected a whole number from 1"),
        (with("R-1", r#""lines":{}"#), "lines: expected a JSON list"),
        (
            with("R-1", r#""lines":[{"description":"a","amount":1},{"description":"b","amount":1.234}]"#),
            "lines[1].amount: expected an amount in EUR",
        ),
        (with("R-1", r#""lines":[{"description":"a"}]"#), "lines[0]: expected {\"description\""),
        (
            with("R-1", r#""lines":[{"description":" ","amount":1}]"#),
            "lines[0].description: expected 1 to 200",
        ),
        (with("R-1", r#""lines":[{"description":"a","amount":1,"x":1}]"#), "lines[0]: expected"),
    ])
    .await;
    taken(&[
        changed("R-1", owner, r#""customer":"K-1","#),
        with("R-1", r#""lines":[{"description":"a","quantity":"1 Stück","amount":"-1.20"}]"#),
        changed("R-1", "\"paid\"", "\"voided\",\"paid_at\":\"2026-02-03\""),
    ])
    .await;
}

#[tokio::test]
async fn plans() {
    let price = "\"10.99\"";
    let components = |amount: &str| {
        with(
            "P-1",
            &format!(
                r#""components":[{{"group":"variable","kind":"energy","name":"Strom","amount":{amount}}}]"#
            ),
        )
    };
    refused(&[
        (changed("P-1", "\"flex\"", "\"Flex!\""), "slug: expected 1 to 63 lower-case letters"),
        (changed("P-1", "\"flex\"", "\"api\""), "slug: expected 1 to 63"),
        (changed("P-1", price, "\"free\""), "price: expected an amount in EUR"),
        (with("P-1", r#""interval":"week""#), "interval: expected month | year (week)"),
        (with("P-1", r#""on_offer":"yes""#), "on_offer: expected true or false"),
        (with("P-1", r#""cancellation_days":-1"#), "cancellation_days: expected a whole number"),
        (
            components("0.123456"),
            "components[0].amount: expected an amount in EUR with a point and at most 5",
        ),
        (
            with("P-1", r#""components":[{"group":"sometimes"}]"#),
            "components[0]: expected {\"group\": base | variable",
        ),
    ])
    .await;
    taken(&[components("0.12345"), components("\"0.3\"")]).await;
}

#[tokio::test]
async fn portals() {
    let portal = |fields: &str| format!(r#"{{"type":"portal","slug":"lumen","name":"Lumen",{fields}}}"#);
    refused(&[
        (portal(r#""theme":{"primary":"green"}"#), "theme.primary: expected a colour like #0b6b57 (green)"),
        (portal(r#""theme":{"radius":25}"#), "theme.radius: expected a whole number from 0 to 24 (25)"),
        (portal(r#""theme":{"font":"Arial; } body {"}"#), "theme.font: expected the name of a font family"),
        (portal(r#""custom_host":"Konto.example.com""#), "custom_host: expected a host name in lower case"),
        (portal(r#""custom_host":"konto""#), "custom_host: expected a host name"),
        (portal(r#""custom_host":"https://konto.example.com""#), "custom_host: expected a host name"),
        (portal(r#""custom_host":"x.portal.example.com""#), "custom_host: lies below portal.example.com"),
        (portal(r#""enabled":1"#), "enabled: expected true or false (1)"),
    ])
    .await;
    taken(&[portal(
        r##""custom_host":"konto.example.com","theme":{"primary":"#0b6b57","font":"Source Sans 3"}"##,
    )])
    .await;
}

#[tokio::test]
async fn no_portal_is_taken_where_the_api_answers() {
    let portal = |fields: &str| format!(r#"{{"type":"portal","name":"Lumen",{fields}}}"#);
    let at_api = "its portal would be at hub.portal.example.com, where the API answers; choose another slug";
    refused(&[
        (portal(r#""slug":"hub""#), &format!("slug: {at_api} (hub)")),
        (
            portal(r#""slug":"lumen","custom_host":"api.example.net""#),
            "custom_host: is a host of the API, where no portal is ever reached; choose another (api.example.net)",
        ),
        (
            portal(r#""slug":"lumen","custom_host":"hub.portal.example.com""#),
            "custom_host: is a host of the API",
        ),
        (changed("P-1", r#""flex""#, r#""hub""#), &format!("slug: {at_api}, or name the plan's portal (hub)")),
    ])
    .await;
    taken(&[
        portal(r#""slug":"hub-2","custom_host":"hub.example.net""#),
        // A plan without a portal of its own is reached nowhere, or elsewhere.
        changed("P-2", r#""team""#, r#""hub""#),
    ])
    .await;
}

#[tokio::test]
async fn every_problem_of_a_row_is_told_at_once() {
    let bench = Bench::new().await;
    bench.file("customers.csv", "external_id,last_name,email,locale,status\n,Brandt,nobody,fr,gone\n");
    let findings = bench.refuses().await;
    assert_eq!(findings.len(), 4, "{findings:#?}");
}

#[tokio::test]
async fn a_thousand_findings_are_kept_and_the_rest_is_counted() {
    let bench = Bench::new().await;
    let rows = (0..1500).map(|number| format!("K-{number},B,nobody\n")).collect::<String>();
    bench.file("customers.csv", format!("external_id,last_name,email\n{rows}"));
    let summary = bench.import().await;
    assert_eq!((summary.rejected.len(), summary.more_rejected, summary.rejected_rows), (1000, 500, 1500));
}
