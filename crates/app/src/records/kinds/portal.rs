//! `portal`: a white-label surface and its brand. Its slug is its identity.

use super::Frame;
use crate::records::row::{FileKind, Mark, Role, Row};
use crate::records::types::Space;
use serde::Serialize;
use vestibule_kernel::colour::Colour;
use vestibule_kernel::{Locale, Slug};

/// The columns of a portal.
pub(in crate::records) const COLUMNS: &[&str] = &[
    "slug",
    "custom_host",
    "name",
    "enabled",
    "locale",
    "theme.primary",
    "theme.accent",
    "theme.font",
    "theme.radius",
    "theme.logo_light",
    "theme.logo_dark",
];

/// What a record says of a portal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct PortalRecord {
    #[serde(serialize_with = "as_text")]
    pub(in crate::records) slug: Slug,
    pub(in crate::records) custom_host: Option<String>,
    pub(in crate::records) name: String,
    pub(in crate::records) enabled: bool,
    pub(in crate::records) locale: Option<Locale>,
    pub(in crate::records) primary: Option<Colour>,
    pub(in crate::records) accent: Option<Colour>,
    pub(in crate::records) font: Option<String>,
    pub(in crate::records) radius: Option<u8>,
    pub(in crate::records) logo_light: Option<String>,
    pub(in crate::records) logo_dark: Option<String>,
}

pub(super) fn as_text<T: std::fmt::Display, S: serde::Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<PortalRecord> {
    let slug: Option<Slug> = row.required_parsed("slug");
    if let Some(slug) = &slug {
        row.claim(Space::Portal, "slug", Role::Is(Mark::Plain), slug.as_str(), "");
        reachable(row, frame, slug, "choose another slug");
    }
    let custom_host = custom_host(row, frame, slug.as_ref());
    let name = row.required("name");
    let enabled = row.flag("enabled").unwrap_or(true);
    let locale = row.parsed("locale");
    let primary = row.parsed("theme.primary");
    let accent = row.parsed("theme.accent");
    let font = font(row);
    let radius = row.whole("theme.radius", 0..=24).and_then(|radius| u8::try_from(radius).ok());
    let logo_light = row.file("theme.logo_light", FileKind::Logo);
    let logo_dark = row.file("theme.logo_dark", FileKind::Logo);
    Some(PortalRecord {
        slug: slug?,
        custom_host,
        name: name?,
        enabled,
        locale,
        primary,
        accent,
        font,
        radius,
        logo_light,
        logo_dark,
    })
}

/// Refuses a slug whose host is one of the API's: the portal there would never be reached. `advice` says
/// what to do about it.
pub(super) fn reachable(row: &mut Row<'_>, frame: &Frame, slug: &Slug, advice: &str) {
    let host = format!("{slug}.{}", frame.portal_domain);
    if frame.api_hosts.contains(&host) {
        row.wrong("slug", format!("its portal would be at {host}, where the API answers; {advice}"));
    }
}

/// A host of the operator's own: a plain lower-case host name that is none of ours.
fn custom_host(row: &mut Row<'_>, frame: &Frame, slug: Option<&Slug>) -> Option<String> {
    let host = row.short("custom_host")?;
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let well_formed = host.len() <= 253 && host.split('.').count() >= 2 && host.split('.').all(label);
    let domain = &frame.portal_domain;
    let ours = host == *domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'));
    if frame.api_hosts.contains(&host) {
        row.wrong("custom_host", "is a host of the API, where no portal is ever reached; choose another");
    } else if !well_formed {
        row.wrong("custom_host", "expected a host name in lower case, like konto.example.com");
    } else if ours {
        row.wrong(
            "custom_host",
            format!("lies below {domain}, where portals are found by their slug; leave it out"),
        );
    }
    let slug = slug.map_or("", Slug::as_str);
    row.claim(Space::Host, "custom_host", Role::Is(Mark::Plain), &host, slug);
    Some(host)
}

/// The name of a font family: it goes into a stylesheet, so it is letters and little else.
fn font(row: &mut Row<'_>) -> Option<String> {
    let font = row.text("theme.font", 60)?.into_owned();
    if !font.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-') {
        row.wrong("theme.font", "expected the name of a font family: letters, digits, spaces and hyphens");
    }
    Some(font)
}
