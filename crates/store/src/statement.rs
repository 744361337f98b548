//! Statements: SQL texts that both databases speak, written once with `$1`, `$2`, ….

use std::sync::OnceLock;

/// A registered SQL text. Only `statements!` makes one, so that a test can prepare them all.
pub struct Statement {
    text: &'static str,
    sqlite: OnceLock<String>,
}

impl Statement {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, sqlite: OnceLock::new() }
    }

    /// The text as it was written; PostgreSQL's own.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// The text for SQLite, where `$1` would be a name and `?1` is a position.
    pub(crate) fn sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| self.text.replace('$', "?"))
    }
}

/// Declares the statements of a table's file, and `STATEMENTS`, the list of them all.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$meta])* static $name: $crate::statement::Statement = $crate::statement::Statement::new($sql);)+
        pub(crate) static STATEMENTS: &[&$crate::statement::Statement] = &[$(&$name),+];
    };
}
pub(crate) use statements;
