//! What a row says about other rows and files: names that it claims, needs or wants, and files.

use super::Row;
use crate::records::report::Problem;
use crate::records::types::Space;

/// A name that a row claims for itself or refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::records) struct Claim {
    pub(in crate::records) space: Space,
    pub(in crate::records) role: Role,
    pub(in crate::records) name: String,
    /// What else decides whether the name is free: the thing that may have it already.
    pub(in crate::records) detail: String,
    pub(in crate::records) column: &'static str,
}

/// What a row has to do with a name, with what the other side must know about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::records) enum Role {
    /// The row is the thing of that name; the mark says what kind of thing.
    Is(Mark),
    /// The row needs the thing of that name; it must not bear the mark.
    Needs(Mark),
    /// The row makes the thing of that name when there is none.
    Wants,
}

/// What can matter about the other side of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::records) enum Mark {
    /// Nothing.
    Plain,
    /// A plan that is no service.
    NoService,
    /// An invoice that voids another.
    Void,
    /// A subscription that has no meter.
    NoMeter,
}

/// A file that a row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::records) struct FileClaim {
    pub(in crate::records) column: &'static str,
    pub(in crate::records) path: String,
    pub(in crate::records) kind: FileKind,
}

/// What a file that a row names must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::records) enum FileKind {
    /// A PDF under `documents/`.
    Document,
    /// A small PNG or SVG picture.
    Logo,
}

/// What came to light while a row was decoded.
#[derive(Debug, Default)]
pub(in crate::records) struct Findings {
    pub(in crate::records) problems: Vec<Problem>,
    pub(in crate::records) claims: Vec<Claim>,
    pub(in crate::records) files: Vec<FileClaim>,
}

impl Row<'_> {
    /// Claims a name for this row. `detail` tells who may have it already.
    pub(in crate::records) fn claim(
        &mut self,
        space: Space,
        column: &'static str,
        role: Role,
        name: &str,
        detail: &str,
    ) {
        let (name, detail) = (name.to_owned(), detail.to_owned());
        self.findings.claims.push(Claim { space, role, name, detail, column });
    }

    /// Refers to what another row, or the database, has under a name.
    pub(in crate::records) fn needs(&mut self, space: Space, column: &'static str, name: &str, not: Mark) {
        self.claim(space, column, Role::Needs(not), name, "");
    }

    /// The row's own external id, claimed.
    pub(in crate::records) fn identity(&mut self, space: Space, mark: Mark) -> Option<String> {
        let name = self.required("external_id")?;
        self.claim(space, "external_id", Role::Is(mark), &name, "");
        Some(name)
    }

    /// A reference to another record by its external id.
    pub(in crate::records) fn reference(
        &mut self,
        space: Space,
        column: &'static str,
        not: Mark,
    ) -> Option<String> {
        let name = self.short(column)?;
        self.needs(space, column, &name, not);
        Some(name)
    }

    /// A file that the row names.
    pub(in crate::records) fn file(&mut self, column: &'static str, kind: FileKind) -> Option<String> {
        let path = self.short(column)?;
        self.findings.files.push(FileClaim { column, path: path.clone(), kind });
        Some(path)
    }
}
