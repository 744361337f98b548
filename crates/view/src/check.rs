//! Renders every page with every sample in every language, to look at and to say what does not work.

use crate::chrome::{Chrome, Place};
use crate::error::ViewError;
use crate::html;
use crate::page::Page;
use crate::pages;
use crate::templates::Folder;
use crate::view::View;
use std::path::Path;

/// A template or text that does not work, and for which page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The page's template, the language and the number of the sample, from 1; empty when nothing compiles.
    pub page: String,
    /// What is wrong.
    pub error: ViewError,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.page.is_empty() {
            write!(f, "{}", self.error)
        } else {
            write!(f, "{} ({})", self.error, self.page)
        }
    }
}

/// Everything that does not work with the operator's own templates and texts in `folder`; empty when all does.
#[must_use]
pub fn check(folder: &Path) -> Vec<Problem> {
    match Folder::read(folder).and_then(|folder| View::compile(&folder)) {
        Ok(view) => problems(&view),
        Err(error) => vec![Problem { page: String::new(), error }],
    }
}

/// Everything that does not work in `view`.
pub(crate) fn problems(view: &View) -> Vec<Problem> {
    let mut found = Problems { view, list: Vec::new() };
    pages::each(&mut found);
    found.list
}

struct Problems<'a> {
    view: &'a View,
    list: Vec<Problem>,
}

impl pages::Visit for Problems<'_> {
    fn page<P: Page>(&mut self) {
        for &locale in P::LOCALES {
            for (index, sample) in P::samples().iter().enumerate() {
                for chrome in Chrome::samples(locale) {
                    if let Err(error) = render(self.view, &chrome, sample) {
                        self.list
                            .push(Problem { page: format!("{} {locale} {}", P::TEMPLATE, index + 1), error });
                        break;
                    }
                }
            }
        }
    }
}

fn render<P: Page>(view: &View, chrome: &Chrome, page: &P) -> Result<(), ViewError> {
    let html = view.page(chrome, page)?;
    html::well_formed(&html).map_err(|(line, message)| ViewError::Template {
        file: P::TEMPLATE.to_owned(),
        line: 0,
        message: format!("the page is not well-formed at its line {line}: {message}"),
    })
}

/// Every page with every sample in every language: a file name and its HTML.
///
/// # Errors
/// The first page that does not render.
pub fn gallery(view: &View) -> Result<Vec<(String, String)>, ViewError> {
    let mut gallery = Gallery { view, pages: Ok(Vec::new()) };
    pages::each(&mut gallery);
    gallery.pages
}

struct Gallery<'a> {
    view: &'a View,
    pages: Result<Vec<(String, String)>, ViewError>,
}

impl pages::Visit for Gallery<'_> {
    fn page<P: Page>(&mut self) {
        let name = P::TEMPLATE.trim_end_matches(".html").replace('/', "-");
        for &locale in P::LOCALES {
            let chromes = Chrome::samples(locale);
            for (index, sample) in P::samples().iter().enumerate() {
                // The second sample of each page comes with the longest surroundings.
                let chrome = surroundings(&name, &chromes[usize::from(index == 1)]);
                let file = format!("{name}-{}-{locale}.html", index + 1);
                match (&mut self.pages, self.view.page(&chrome, sample)) {
                    (Ok(pages), Ok(html)) => pages.push((file, html)),
                    (Ok(_), Err(error)) => self.pages = Err(error),
                    (Err(_), _) => {}
                }
            }
        }
    }
}

/// The surroundings in which a visitor of the page would be.
fn surroundings(name: &str, chrome: &Chrome) -> Chrome {
    let at = |place| Chrome { place: Some(place), ..chrome.clone() };
    match name.split('-').next() {
        Some("customers") => at(Place::Overview),
        Some("usage") => at(Place::Usage),
        Some("prices") => at(Place::Prices),
        Some("readings") => at(Place::Readings),
        Some("invoices") => at(Place::Invoices),
        Some("account") => at(Place::Sessions),
        Some("start") => Chrome { places: vec![Place::Start], ..at(Place::Start) },
        Some("access") => Chrome { customer: None, places: Vec::new(), notice: None, ..chrome.clone() },
        _ if name == "errors-no_portal" => Chrome::neutral(chrome.locale),
        _ => Chrome { place: None, ..chrome.clone() },
    }
}
