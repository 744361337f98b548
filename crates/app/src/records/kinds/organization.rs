//! `organization`: what changes about the organization that is imported into. Absent fields stay, and
//! so do absent settings.

use super::Frame;
use crate::organizations::{Fault, faults};
use crate::records::report::{Problem, plain};
use crate::records::row::{Mark, Role, Row, misleads};
use crate::records::types::Space;
use serde::Serialize;
use serde_json::{Map, Value};
use vestibule_kernel::organization::{Organization, OrganizationSettings};
use vestibule_kernel::{Currency, Locale, TimeZone};

/// The columns of an organization.
pub(in crate::records) const COLUMNS: &[&str] =
    &["name", "locale", "time_zone", "currency", "default_plan", "settings"];

/// What a record says of the organization.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::records) struct OrganizationRecord {
    pub(in crate::records) name: Option<String>,
    pub(in crate::records) locale: Option<Locale>,
    pub(in crate::records) time_zone: Option<String>,
    pub(in crate::records) currency: Option<Currency>,
    pub(in crate::records) default_plan: Option<String>,
    pub(in crate::records) settings: Option<Map<String, Value>>,
}

impl OrganizationRecord {
    /// Writes what the record says over `organization`, all but the plan and the settings.
    pub(in crate::records) fn apply(&self, organization: &mut Organization) {
        if let Some(name) = &self.name {
            organization.name.clone_from(name);
        }
        if let Some(locale) = self.locale {
            organization.locale = locale;
        }
        if let Some(zone) = self.time_zone.as_deref().and_then(TimeZone::named) {
            organization.time_zone = zone;
        }
        if let Some(currency) = self.currency {
            organization.currency = currency;
        }
    }
}

pub(super) fn decode(row: &mut Row<'_>, frame: &Frame) -> Option<OrganizationRecord> {
    row.claim(Space::Organization, "name", Role::Is(Mark::Plain), "the organization", "");
    let time_zone = row.short("time_zone");
    if time_zone.as_deref().is_some_and(|name| TimeZone::named(name).is_none()) {
        row.wrong("time_zone", "expected a name of the IANA time zone database, like Europe/Berlin");
    }
    Some(OrganizationRecord {
        name: row.short("name"),
        locale: row.parsed("locale"),
        time_zone,
        currency: row.parsed("currency"),
        default_plan: row.reference(Space::Plan, "default_plan", Mark::Plain),
        settings: settings(row, frame),
    })
}

fn settings(row: &mut Row<'_>, frame: &Frame) -> Option<Map<String, Value>> {
    let text = row.json("settings")?;
    let read = serde_json::from_str(text)
        .and_then(|changes| changed(&frame.settings, &changes).map(|settings| (changes, settings)));
    match read {
        Ok((changes, settings)) => {
            check(row, &settings);
            Some(changes)
        }
        Err(error) => {
            row.problem(Problem::of_column("settings", format!("is not as expected: {}", plain(&error))));
            None
        }
    }
}

/// The settings after `changes`, which are a JSON Merge Patch (RFC 7396): what they leave out stays, and
/// what they give as null goes back to its default.
///
/// # Errors
/// When that is no settings any more: a name that is none, or a value of the wrong kind.
pub(in crate::records) fn changed(
    settings: &OrganizationSettings,
    changes: &Map<String, Value>,
) -> serde_json::Result<OrganizationSettings> {
    let mut all = serde_json::to_value(settings)?;
    if let Value::Object(all) = &mut all {
        merge(all, changes);
    }
    serde_json::from_value(all)
}

fn merge(into: &mut Map<String, Value>, changes: &Map<String, Value>) {
    for (name, change) in changes {
        match (into.get_mut(name), change) {
            (Some(Value::Object(inner)), Value::Object(changes)) => merge(inner, changes),
            (Some(_), Value::Null) => {
                into.remove(name);
            }
            (Some(value), change) => value.clone_from(change),
            // Every setting is there, so this name is none; it is kept for the refusal to name it.
            (None, change) => {
                into.insert(name.clone(), change.clone());
            }
        }
    }
}

fn check(row: &mut Row<'_>, settings: &OrganizationSettings) {
    for Fault { name, value, reason } in faults(settings) {
        row.problem(Problem::of_value(format!("settings.{name}"), &value, reason));
    }
    let texts = [
        ("app.name", settings.app.as_ref().map(|app| &app.name)),
        ("support.email", settings.support.email.as_ref()),
        ("support.phone", settings.support.phone.as_ref()),
    ];
    for (name, text) in texts {
        if let Some(text) = text.filter(|text| text.chars().any(misleads)) {
            let reason = "expected text without control or direction characters";
            row.problem(Problem::of_value(format!("settings.{name}"), text, reason));
        }
    }
}
