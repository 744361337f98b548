//! What can go wrong in this room: a broken template or text, and where.

/// A template or a text does not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewError {
    /// A template cannot be read, or does not render.
    Template {
        /// Its path below the templates' folder, such as `customers/overview.html`.
        file: String,
        /// The line, from 1; 0 when it is not known.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// A language file cannot be read.
    Language {
        /// Its path, such as `de/chrome.ftl`.
        file: String,
        /// What is wrong there.
        message: String,
    },
    /// The folder with the operator's own templates cannot be read.
    Folder {
        /// Its path.
        path: String,
        /// What the operating system says.
        message: String,
    },
}

impl std::fmt::Display for ViewError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Template { file, line, message } => write!(f, "{file}:{line}: {message}"),
            Self::Language { file, message } => write!(f, "{file}: {message}"),
            Self::Folder { path, message } => write!(f, "cannot read the templates in {path}: {message}"),
        }
    }
}

impl std::error::Error for ViewError {}

impl From<minijinja::Error> for ViewError {
    /// Keeps the innermost place: an error inside an included template is told by that template's line.
    fn from(error: minijinja::Error) -> Self {
        let mut innermost = &error;
        while let Some(cause) =
            std::error::Error::source(innermost).and_then(|cause| cause.downcast_ref::<minijinja::Error>())
        {
            innermost = cause;
        }
        let place = if innermost.name().is_some() { innermost } else { &error };
        let message = match innermost.detail() {
            Some(detail) => format!("{}: {detail}", innermost.kind()),
            None => innermost.kind().to_string(),
        };
        Self::Template {
            file: place.name().unwrap_or("template").to_owned(),
            line: place.line().unwrap_or(0),
            message,
        }
    }
}
