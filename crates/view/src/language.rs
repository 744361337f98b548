//! The texts of one language: read from Fluent files once, looked up by key.

use crate::error::ViewError;
use crate::templates::Folder;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use minijinja::value::{Kwargs, Value};
use minijinja::{Error, ErrorKind, HtmlEscape};
use std::collections::HashMap;
use unic_langid::LanguageIdentifier;
use vestibule_kernel::Locale;

macro_rules! catalogues {
    ($language:literal: $($area:literal),+ $(,)?) => {
        &[$((concat!($language, "/", $area, ".ftl"), include_str!(concat!("../locales/", $language, "/", $area, ".ftl")))),+]
    };
}

/// The language files that come with us: path and source.
pub(crate) const fn built_in(locale: Locale) -> &'static [(&'static str, &'static str)] {
    match locale {
        Locale::De => {
            catalogues!("de": "chrome", "words", "access", "account", "customers", "errors", "invoices", "prices", "readings", "start", "usage")
        }
        Locale::En => {
            catalogues!("en": "chrome", "words", "access", "account", "customers", "errors", "invoices", "prices", "readings", "start", "usage")
        }
    }
}

/// The texts of one language.
pub(crate) struct Language {
    bundle: FluentBundle<FluentResource>,
    /// Texts without placeholders, ready to print.
    plain: HashMap<String, Value>,
}

impl Language {
    /// Our texts of `locale`, with those of the operator's folder in their place.
    pub(crate) fn new(locale: Locale, folder: &Folder) -> Result<Self, ViewError> {
        let mut bundle = FluentBundle::new_concurrent(vec![identifier(locale)]);
        bundle.set_use_isolating(false);
        let prefix = format!("{locale}/");
        let own = folder.texts.iter().map(|(file, source)| (file.as_str(), source.as_str()));
        let mut names = Vec::new();
        for (file, source) in
            built_in(locale).iter().copied().chain(own.filter(|(file, _)| file.starts_with(&prefix)))
        {
            bundle.add_resource_overriding(parse(file, source)?);
            names.extend(keys(source).map(str::to_owned));
        }
        let plain =
            names.into_iter().filter_map(|key| plain_text(&bundle, &key).map(|text| (key, text))).collect();
        Ok(Self { bundle, plain })
    }

    /// The text of `key` with `arguments` in its placeholders.
    ///
    /// # Errors
    /// No such key, or a placeholder without an argument.
    pub(crate) fn text(&self, key: &str, arguments: &Kwargs) -> Result<Value, Error> {
        if let Some(text) = self.plain.get(key) {
            return Ok(text.clone());
        }
        let pattern =
            self.bundle.get_message(key).and_then(|message| message.value()).ok_or_else(|| {
                Error::new(ErrorKind::InvalidOperation, format!("no text has the key {key}"))
            })?;
        let mut values = FluentArgs::new();
        for name in arguments.args() {
            values.set(name.to_owned(), fluent_value(&arguments.get::<Value>(name)?)?);
        }
        let mut problems = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut problems);
        match problems.first() {
            Some(problem) => Err(Error::new(ErrorKind::InvalidOperation, format!("text {key}: {problem}"))),
            None => Ok(Value::from(text)),
        }
    }

    /// `template` with every `{{ t("key") }}` of a text without placeholders replaced by that text, escaped:
    /// what never changes is not looked up again for every page.
    pub(crate) fn inlined(&self, template: &str) -> String {
        let mut inlined = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, call)) = rest.split_once("{{ t(\"") {
            inlined += before;
            let text = call.split_once("\") }}").and_then(|(key, after)| Some((self.plain.get(key)?, after)));
            match text {
                Some((text, after)) => {
                    inlined += &HtmlEscape(text.as_str().unwrap_or_default()).to_string();
                    rest = after;
                }
                None => {
                    inlined += "{{ t(\"";
                    rest = call;
                }
            }
        }
        inlined + rest
    }

    /// The text of `<prefix>-<word>`, for the words of an enumeration.
    pub(crate) fn word(&self, word: &str, prefix: &str, arguments: &Kwargs) -> Result<Value, Error> {
        self.text(&[prefix, "-", word].concat(), arguments)
    }
}

/// The keys of the messages in a language file, in its order.
pub(crate) fn keys(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim_end()))
}

/// The language's tag; its plural rules come from it.
fn identifier(locale: Locale) -> LanguageIdentifier {
    locale.as_str().parse().unwrap_or_default()
}

fn parse(file: &str, source: &str) -> Result<FluentResource, ViewError> {
    FluentResource::try_new(source.to_owned()).map_err(|(_, problems)| ViewError::Language {
        file: file.to_owned(),
        message: problems.first().map_or_else(String::new, ToString::to_string),
    })
}

/// The text of `key` when it needs no argument.
fn plain_text(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<Value> {
    let mut problems = Vec::new();
    let text = bundle.format_pattern(bundle.get_message(key)?.value()?, None, &mut problems);
    problems.is_empty().then(|| Value::from(text))
}

fn fluent_value(value: &Value) -> Result<FluentValue<'static>, Error> {
    if let Some(number) = value.as_i64() {
        return Ok(FluentValue::from(number));
    }
    value.as_str().map(|text| FluentValue::from(text.to_owned())).ok_or_else(|| {
        let message = format!("a text takes words and whole numbers, not {}", value.kind());
        Error::new(ErrorKind::InvalidOperation, message)
    })
}
