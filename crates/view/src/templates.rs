//! Where templates and texts come from: compiled in, and an operator's folder on top.

use crate::error::ViewError;
use std::path::Path;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../templates/", $name)))),+]
    };
}

/// Every template that comes with us: its path and its source.
pub(crate) const BUILT_IN: &[(&str, &str)] = built_in![
    "layout/base.html",
    "layout/portal.html",
    "layout/docs.html",
    "parts/bars.html",
    "parts/contact.html",
    "parts/contract.html",
    "parts/invoice_row.html",
    "parts/next_step.html",
    "parts/steps.html",
    "parts/switch.html",
    "access/forward.html",
    "access/link_problem.html",
    "access/signed_out.html",
    "account/sessions.html",
    "customers/overview.html",
    "docs/api.html",
    "docs/error_code.html",
    "docs/errors.html",
    "errors/closed.html",
    "errors/no_portal.html",
    "errors/not_found.html",
    "errors/problem.html",
    "errors/refused.html",
    "errors/too_many.html",
    "errors/unavailable.html",
    "errors/unreadable.html",
    "invoices/detail.html",
    "invoices/list.html",
    "prices/day.html",
    "readings/report.html",
    "start/offers.html",
    "usage/history.html",
];

/// What an operator put into their own folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folder {
    /// Path below the folder, with `/`, and source of every template.
    pub(crate) templates: Vec<(String, String)>,
    /// Path below `locales` and source of every language file.
    pub(crate) texts: Vec<(String, String)>,
}

impl Folder {
    /// Reads every `.html` and every `locales/**/*.ftl` below `path`.
    pub(crate) fn read(path: &Path) -> Result<Self, ViewError> {
        let mut folder = Self::default();
        folder
            .walk(path, "")
            .map_err(|(path, error)| ViewError::Folder { path, message: error.to_string() })?;
        folder.templates.sort();
        folder.texts.sort();
        Ok(folder)
    }

    fn walk(&mut self, path: &Path, prefix: &str) -> Result<(), (String, std::io::Error)> {
        let told = |error| (path.display().to_string(), error);
        for entry in std::fs::read_dir(path).map_err(told)? {
            let entry = entry.map_err(told)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let file = entry.path();
            if file.is_dir() {
                self.walk(&file, &format!("{name}/"))?;
                continue;
            }
            let read = || std::fs::read_to_string(&file).map_err(|error| (file.display().to_string(), error));
            let language_file = name.strip_prefix("locales/").filter(|rest| rest.ends_with(".ftl"));
            if let Some(rest) = language_file {
                self.texts.push((rest.to_owned(), read()?));
            } else if name.ends_with(".html") {
                self.templates.push((name, read()?));
            }
        }
        Ok(())
    }
}
