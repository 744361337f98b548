//! The view itself: one template environment per language, made once and shared.

use crate::chrome::Chrome;
use crate::error::ViewError;
use crate::language::Language;
use crate::page::Page;
use crate::templates::Folder;
use crate::{check, filters, stylesheet};
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use std::path::Path;
use std::sync::Arc;
use vestibule_kernel::Locale;

/// Renders pages. Cheap to clone.
#[derive(Clone)]
pub struct View(Arc<Vec<Environment<'static>>>);

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("View")
    }
}

impl View {
    /// A view with the built-in templates and texts, replaced by those of the same path in `overrides`
    /// (`customers/overview.html`, `locales/de/invoices.ftl`).
    ///
    /// # Errors
    /// The first template or text that does not work, with its file and line. Every page is rendered with
    /// its samples when there are overrides, so that a mistake shows at start-up and not to a customer.
    pub fn new(overrides: Option<&Path>) -> Result<Self, ViewError> {
        let Some(path) = overrides else { return Self::compile(&Folder::default()) };
        let view = Self::compile(&Folder::read(path)?)?;
        match check::problems(&view).into_iter().next() {
            Some(problem) => Err(problem.error),
            None => Ok(view),
        }
    }

    /// Reads and compiles everything, and renders nothing.
    pub(crate) fn compile(folder: &Folder) -> Result<Self, ViewError> {
        let environments: Result<Vec<_>, ViewError> =
            Locale::ALL.iter().map(|&locale| environment(locale, folder)).collect();
        Ok(Self(Arc::new(environments?)))
    }

    /// The page as HTML.
    ///
    /// # Errors
    /// A template that does not work; only an operator's own can, since ours are rendered by the tests.
    pub fn page<P: Page>(&self, chrome: &Chrome, page: &P) -> Result<String, ViewError> {
        let locale = if P::LOCALES.contains(&chrome.locale) { chrome.locale } else { P::LOCALES[0] };
        let context = Value::from_pairs([
            ("chrome", Value::from(Serde(chrome))),
            ("page", Value::from(Serde(page))),
            ("title", Value::from(P::TITLE)),
            (filters::ZONE, filters::zone(&chrome.time_zone)),
        ]);
        Ok(self.environment(locale).get_template(P::TEMPLATE)?.render(context)?)
    }

    /// The environment that speaks `locale`.
    pub(crate) fn environment(&self, locale: Locale) -> &Environment<'static> {
        &self.0[locale as usize]
    }
}

fn environment(locale: Locale, folder: &Folder) -> Result<Environment<'static>, ViewError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => Ok(crate::escape::write_escaped(out, text)?),
        Some(_) | None => minijinja::escape_formatter(out, state, value),
    });
    environment.set_debug(true);
    let syntax = environment.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(syntax);
    let language = Arc::new(Language::new(locale, folder)?);
    filters::register(&mut environment, Arc::clone(&language), locale)?;
    environment.add_global("locale", locale.as_str());
    environment.add_global("stylesheet", Value::from_safe_string(stylesheet().path.clone()));
    for (name, source) in crate::templates::BUILT_IN {
        environment.add_template_owned(*name, language.inlined(source))?;
    }
    for (name, source) in &folder.templates {
        environment.add_template_owned(name.clone(), language.inlined(source))?;
    }
    Ok(environment)
}
