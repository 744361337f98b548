//! `organization`: what changes about the organization that is imported into. Absent fields stay.

use crate::organizations::{Fault, faults};
use crate::records::report::{Problem, plain};
use crate::records::row::{Mark, Role, Row, misleads};
use crate::records::types::Space;
use serde::Serialize;
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
    pub(in crate::records) settings: Option<OrganizationSettings>,
}

impl OrganizationRecord {
    /// Writes what the record says over `organization`, all but the plan.
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
        if let Some(settings) = &self.settings {
            organization.settings = settings.clone();
        }
    }
}

pub(super) fn decode(row: &mut Row<'_>) -> Option<OrganizationRecord> {
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
        settings: settings(row),
    })
}

fn settings(row: &mut Row<'_>) -> Option<OrganizationSettings> {
    let text = row.json("settings")?;
    let settings: OrganizationSettings = match serde_json::from_str(text) {
        Ok(settings) => settings,
        Err(error) => {
            row.problem(Problem::of_column("settings", format!("is not as expected: {}", plain(&error))));
            return None;
        }
    };
    for Fault { name, value, reason } in faults(&settings) {
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
    Some(settings)
}
