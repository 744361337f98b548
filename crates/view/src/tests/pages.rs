use crate::pages::customers::{ContractState, Overview};
use crate::pages::start::{Offer, Offers};
use crate::pages::{Visit, samples};
use crate::{Chrome, Page, View, check, html, stylesheet};
use serde_json::Value;
use vestibule_kernel::plan::{Plan, PlanType};
use vestibule_kernel::{Currency, Locale, Money};

#[test]
fn every_page_renders_with_every_sample_in_every_language() {
    let view = View::new(None).unwrap();
    let problems: Vec<String> = check::problems(&view).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn no_page_carries_script_inline_style_or_a_foreign_address() {
    let view = View::new(None).unwrap();
    for (name, html) in crate::gallery(&view).unwrap() {
        for forbidden in ["<script", "<style", " style=", "javascript:", "<img", "<iframe", "!</"] {
            assert!(!html.contains(forbidden), "{name} contains {forbidden}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{name} has one main heading");
        assert!(!html.contains("<title></title>") && !html.contains("<title> "), "{name} has a title");
    }
}

/// Paths such as `page.bill.invoice` whose first field is checked against the fields of the samples.
struct Fields<'a>(&'a View);

impl Visit for Fields<'_> {
    fn page<P: Page>(&mut self) {
        let template = self.0.environment(Locale::En).get_template(P::TEMPLATE).unwrap();
        let page = serde_json::to_value(&P::samples()[0]).unwrap();
        let chrome = serde_json::to_value(&Chrome::samples(Locale::En)[0]).unwrap();
        for variable in template.undeclared_variables(true) {
            let mut parts = variable.split('.');
            let known =
                |value: &Value, field: Option<&str>| field.is_none_or(|field| value.get(field).is_some());
            let declared = match parts.next() {
                Some("page") => known(&page, parts.next()),
                Some("chrome") => known(&chrome, parts.next()),
                Some("t" | "title" | "locale" | "stylesheet") => true,
                _ => false,
            };
            assert!(declared, "{} uses {variable}, which no page has", P::TEMPLATE);
        }
    }
}

#[test]
fn templates_use_only_fields_that_their_page_has() {
    crate::pages::each(&mut Fields(&View::new(None).unwrap()));
}

struct Snapshots<'a>(&'a View);

impl Visit for Snapshots<'_> {
    fn page<P: Page>(&mut self) {
        let locale = P::LOCALES[0];
        let html = self.0.page(&Chrome::of_portal(locale, samples::zone(), "Lumen"), &P::samples()[0]);
        let html = html.unwrap();
        let main = html.split_once("<main id=\"main\">").and_then(|(_, rest)| rest.split_once("</main>"));
        let text = plain_text(main.unwrap().0);
        insta::assert_snapshot!(P::TEMPLATE.trim_end_matches(".html").replace('/', "__"), text);
    }
}

/// What a reader sees: the text of the page, one line for each block.
fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text += before;
        let (tag, next) = after.split_once('>').unwrap();
        let inline =
            ["span", "/span", "strong", "/strong", "code", "/code", "small", "/small", "dd", "td", "a", "/a"];
        let name = tag.split([' ', '\n']).next().unwrap();
        text += if inline.contains(&name) { " " } else { "\n" };
        rest = next;
    }
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = text.lines().map(words).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[test]
fn pages_read_as_they_did() {
    crate::pages::each(&mut Snapshots(&View::new(None).unwrap()));
}

/// The main part of the page with these plans, as it reads in `locale`.
fn offers_in(locale: Locale, plans: &[Plan]) -> String {
    let plans = plans.iter().map(Offer::of).collect();
    let chrome = Chrome::of_portal(locale, samples::zone(), "Lumen");
    let html = View::new(None).unwrap().page(&chrome, &Offers { plans, app: None }).unwrap();
    plain_text(html.split_once("<main").unwrap().1).replace('\u{a0}', " ")
}

#[test]
fn a_feed_in_plan_reads_as_income() {
    let free = Plan { components: Vec::new(), ..samples::plans()[2].clone() };
    let with_fee = Plan { price: Money::new(500, Currency::EUR), ..samples::plans()[2].clone() };
    let german = offers_in(Locale::De, &[with_fee.clone(), free.clone()]);
    for text in [
        "8,03 ct /kWh\nbekommen Sie für Strom, den Sie einspeisen.\ndavon gehen 5,00 € im Monat ab",
        "Ohne Grundpreis",
    ] {
        assert!(german.contains(text), "{german}");
    }
    assert!(!german.contains("0,00 €") && !german.contains("dazu"), "{german}");
    let english = offers_in(Locale::En, &[with_fee, free]);
    assert!(
        english.contains("is what you get for the electricity you feed in.\nless €5.00 a month"),
        "{english}"
    );
}

#[test]
fn a_postal_code_and_its_city_stay_on_one_line() {
    let view = View::new(None).unwrap();
    let whole = "<span class=\"whole\">10119\u{a0}Berlin</span>";
    let page = &samples::overviews()[0];
    let one = Chrome::of_portal(Locale::De, samples::zone(), "Lumen");
    let several = Chrome::samples(Locale::De)[1].clone();
    let at_an_address = several.contracts.iter().filter(|it| it.plan_type != PlanType::Service).count();
    assert!(at_an_address > 1);
    for (chrome, times) in [(one, 1), (several, 1 + at_an_address)] {
        let html = view.page(&chrome, page).unwrap();
        assert_eq!(html.matches("Torstraße 140, ").count(), times);
        assert_eq!(html.matches(whole).count(), times, "{html}");
    }
}

#[test]
fn the_page_of_an_ended_contract_speaks_of_no_next_invoice() {
    let view = View::new(None).unwrap();
    let ended: Vec<Overview> = samples::overviews()
        .into_iter()
        .filter(|page| page.contract.as_ref().is_some_and(|it| it.state == ContractState::Ended))
        .collect();
    assert!(ended.iter().any(|page| page.bill.is_some()) && ended.iter().any(|page| page.bill.is_none()));
    for page in ended {
        for (locale, next) in
            [(Locale::De, ["Nächste", "Nichts offen"]), (Locale::En, ["Next", "Nothing to pay"])]
        {
            let html = view.page(&Chrome::of_portal(locale, samples::zone(), "Lumen"), &page).unwrap();
            for text in next {
                assert!(!html.contains(text), "{html}");
            }
        }
    }
}

#[test]
fn a_page_of_a_portal_is_painted_when_it_is_all_there() {
    let view = View::new(None).unwrap();
    for (name, html) in crate::gallery(&view).unwrap() {
        if name.starts_with("docs-") {
            continue;
        }
        assert!(html.contains("<link rel=\"expect\" href=\"#end\" blocking=\"render\">"), "{name}");
        let after = html.split_once("<div id=\"end\" hidden></div>").unwrap().1;
        assert_eq!(after.split_whitespace().collect::<String>(), "</body></html>", "{name}");
    }
}

#[test]
fn what_customers_and_operators_write_is_escaped() {
    let view = View::new(None).unwrap();
    let chrome = Chrome::of_portal(Locale::De, samples::zone(), "<b>&\"Lumen");
    let html = view.page(&chrome, &crate::pages::errors::NotFound {}).unwrap();
    assert!(!html.contains("<b>") && html.contains("&lt;b&gt;&amp;&quot;Lumen"));
}

#[test]
fn the_stylesheet_is_small_and_every_page_with_it_fits_the_budget() {
    let css = stylesheet();
    assert!((1..5 * 1024).contains(&css.brotli().len()), "{} bytes of brotli", css.brotli().len());
    assert!(css.gzip().len() > css.brotli().len());
    assert!(css.path.starts_with("/assets/app-") && css.path.ends_with(".css"));
    let view = View::new(None).unwrap();
    for (name, html) in crate::gallery(&view).unwrap() {
        let mut compressed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
        brotli::BrotliCompress(&mut html.as_bytes(), &mut compressed, &parameters).unwrap();
        let total = compressed.len() + css.brotli().len();
        assert!(total < 14 * 1024, "{name} is {total} bytes with its stylesheet");
    }
}

#[test]
fn broken_html_is_noticed() {
    let wrong = [
        "<p><b></p></b>",
        "<p>",
        "<p class=a></p>",
        "<p id=\"a\" id=\"b\"></p>",
        "<p",
        "<p style=\"color:red\"></p>",
        "<a onclick=\"x\"></a>",
    ];
    for html in wrong {
        assert!(html::well_formed(html).is_err(), "{html}");
    }
    assert_eq!(html::well_formed("<!doctype html>\n<p title=\"a > b\">x<br>y</p>"), Ok(()));
    assert_eq!(html::well_formed("<p>\n<i></b></p>").unwrap_err().0, 2);
}
