use crate::language::{Language, built_in, keys};
use crate::pages::Visit;
use crate::templates::{BUILT_IN, Folder};
use crate::{Page, View};
use minijinja::value::{Kwargs, Value};
use std::collections::BTreeSet;
use vestibule_kernel::Locale;

fn keys_of(locale: Locale) -> BTreeSet<&'static str> {
    built_in(locale).iter().flat_map(|(_, source)| keys(source)).collect()
}

/// What stands in quotation marks after every `opening` in the templates.
fn quoted_after(opening: &str) -> BTreeSet<&'static str> {
    let quoted = |rest: &'static str| rest.strip_prefix('"').and_then(|rest| rest.split('"').next());
    BUILT_IN
        .iter()
        .flat_map(|(_, source)| source.match_indices(opening).map(|(at, _)| &source[at + opening.len()..]))
        .filter_map(quoted)
        .collect()
}

struct Titles(BTreeSet<&'static str>);

impl Visit for Titles {
    fn page<P: Page>(&mut self) {
        self.0.extend((!P::TITLE.is_empty()).then_some(P::TITLE));
    }
}

fn used() -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let mut titles = Titles(quoted_after("t("));
    crate::pages::each(&mut titles);
    (titles.0, quoted_after("|word("))
}

#[test]
fn every_language_has_the_same_texts_once() {
    assert_eq!(keys_of(Locale::De), keys_of(Locale::En));
    for &locale in Locale::ALL {
        let all = built_in(locale).iter().flat_map(|(_, source)| keys(source)).count();
        assert_eq!(all, keys_of(locale).len(), "a key is given twice in {locale}");
    }
}

#[test]
fn every_text_that_is_used_exists_and_every_text_is_used() {
    let (used, prefixes) = used();
    let known = keys_of(Locale::De);
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "used, but in no language file: {missing:?}");
    let of_prefix = |key: &str| {
        prefixes.iter().any(|prefix| key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-')))
    };
    let unused: Vec<_> = known.iter().filter(|key| !used.contains(*key) && !of_prefix(key)).collect();
    assert!(unused.is_empty(), "in the language files, but used nowhere: {unused:?}");
}

#[test]
fn every_state_has_its_words() {
    use crate::pages::access::SignedOutReason;
    use crate::pages::customers::{BillTitle, ContractState, TaskKind};
    use crate::pages::invoices::InvoiceState;
    use vestibule_kernel::invoice::InvoiceType;
    use vestibule_kernel::session::Door;
    let known = keys_of(Locale::De);
    let mut expected: Vec<String> = Vec::new();
    let mut expect = |prefix: &str, words: Vec<&'static str>| {
        expected.extend(words.iter().map(|word| format!("{prefix}-{word}")));
    };
    expect("invoice-state", InvoiceState::ALL.iter().map(|word| word.as_str()).collect());
    expect("invoice-type", InvoiceType::ALL.iter().map(|word| word.as_str()).collect());
    expect("contract-state", ContractState::ALL.iter().map(|word| word.as_str()).collect());
    expect("bill-title", BillTitle::ALL.iter().map(|word| word.as_str()).collect());
    expect("task", TaskKind::ALL.iter().map(|word| word.as_str()).collect());
    expect("signed-out-title", SignedOutReason::ALL.iter().map(|word| word.as_str()).collect());
    expect("signed-out-lead", SignedOutReason::ALL.iter().map(|word| word.as_str()).collect());
    expect("session-door", Door::ALL.iter().map(|word| word.as_str()).collect());
    let missing: Vec<_> = expected.iter().filter(|key| !known.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn texts_are_calm() {
    for &locale in Locale::ALL {
        for (file, source) in built_in(locale) {
            for forbidden in ["!", "erfolgreich", "uccessful", "please note", "Bitte beachten", "...", "\""] {
                assert!(!source.contains(forbidden), "{file} contains {forbidden}");
            }
        }
    }
}

#[test]
fn a_missing_key_or_argument_is_an_error() {
    let language = Language::new(Locale::De, &Folder::default()).unwrap();
    let none = || Kwargs::from_iter(std::iter::empty::<(&str, Value)>());
    assert!(language.text("no-such-key", &none()).unwrap_err().to_string().contains("no-such-key"));
    assert!(language.text("invoice-title", &none()).is_err());
    let number = Kwargs::from_iter([("number", Value::from("7"))]);
    assert_eq!(language.text("invoice-title", &number).unwrap().as_str(), Some("Rechnung 7"));
}

#[test]
fn plurals_and_articles_follow_the_language() {
    let german = Language::new(Locale::De, &Folder::default()).unwrap();
    let notice = |days: i64| {
        let days = Kwargs::from_iter([("days", Value::from(days))]);
        german.text("offer-notice", &days).unwrap().to_string()
    };
    assert_eq!(notice(0), "Jederzeit kündbar.");
    assert_eq!(notice(1), "Kündbar mit einer Frist von einem Tag.");
    assert_eq!(notice(14), "Kündbar mit einer Frist von 14 Tagen.");
    let view = View::new(None).unwrap();
    let back = |name: &str| {
        let template = "{{ t('back', name=name, article=name|article) }}";
        view.environment(Locale::De).render_str(template, Value::from_pairs([("name", name)])).unwrap()
    };
    assert_eq!(back("Lumen-App"), "Zurück zur Lumen-App");
    assert_eq!(back("Mein Kundenportal"), "Zurück zum Mein Kundenportal");
    assert_eq!(back("Lumen"), "Zurück zu Lumen");
}
