//! What a page is: its fields, its template, its title, and examples of itself.

use vestibule_kernel::Locale;

/// A page: the struct's fields are all that its template sees as `page`, beside the [`Chrome`](crate::Chrome).
pub trait Page: serde::Serialize {
    /// Path of the template, such as `customers/overview.html`.
    const TEMPLATE: &'static str;

    /// Key of its title in the language files; empty when the template has a title block of its own.
    const TITLE: &'static str;

    /// The languages it exists in; in any other it is shown in the first of them.
    const LOCALES: &'static [Locale] = Locale::ALL;

    /// Examples from empty to overfull: what tests, `check` and the gallery render.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}
