//! Where settings come from: the file, the environment and flags. The first two have names that are settings
//! and names that are not.

use super::fault::nearest;
use super::{Config, Fault, Flags, SETTINGS};
use crate::cli::Places;
use anyhow::{Context as _, bail, ensure};
use figment::providers::{Format as _, Serialized, Toml};
use figment::value::{Dict, Value};
use figment::{Figment, Profile, Provider as _};
use std::path::{Path, PathBuf};

/// What every variable of ours begins with.
const PREFIX: &str = "VESTIBULE_";

/// Variables of ours that are no settings: the option `--config`, and what tests and tools read.
const OTHERS: &[&str] = &["CONFIG", "BIN", "CHROMIUM"];

/// Beginnings of more of them.
const OTHER_FAMILIES: &[&str] = &["TEST_", "E2E_"];

/// Where each setting was set, to say so when it is wrong.
#[derive(Debug)]
pub(super) struct Origins {
    file: Option<PathBuf>,
    /// Settings that the file does not decide, by name, with the variable or flag that does; later wins.
    elsewhere: Vec<(&'static str, String)>,
}

impl Origins {
    /// The fault with the place where it is to be mended.
    pub(super) fn explain(&self, fault: &Fault) -> anyhow::Error {
        let elsewhere = self.elsewhere.iter().rfind(|(setting, _)| *setting == fault.setting);
        match (elsewhere, &self.file) {
            (Some((_, name)), _) => anyhow::anyhow!("{name}: {}", fault.problem()),
            (None, Some(file)) => anyhow::anyhow!("{}: {fault}", file.display()),
            (None, None) => fault.clone().into(),
        }
    }
}

/// The configuration of file, environment and flags, and where it comes from.
///
/// # Errors
/// A file that is not there or cannot be read, a name that is no setting's, a value of the wrong kind.
pub(super) fn read(places: &Places) -> anyhow::Result<(Config, Origins)> {
    let file = places.config.clone().unwrap_or_else(|| "vestibule.toml".into());
    ensure!(places.config.is_none() || file.is_file(), "there is no configuration file {}", file.display());
    let mut figment = Figment::from(Serialized::defaults(Config::default()));
    if file.is_file() {
        figment = figment.merge(Serialized::globals(settings_of(&file)?));
    }
    let mut origins = Origins { file: Some(file), elsewhere: Vec::new() };
    for (variable, value) in variables() {
        if let Some(setting) = setting_of(&variable, &value)? {
            figment = figment.merge((setting, meant(setting, value)));
            origins.elsewhere.push((setting, variable));
        }
    }
    extract(figment, &places.settings, origins)
}

/// `config` with the flags over it, and where each setting comes from.
///
/// # Errors
/// A value of the wrong kind.
pub(super) fn under(config: Config, flags: &Flags) -> anyhow::Result<(Config, Origins)> {
    let origins = Origins { file: None, elsewhere: Vec::new() };
    extract(Figment::from(Serialized::defaults(config)), flags, origins)
}

fn extract(mut figment: Figment, flags: &Flags, mut origins: Origins) -> anyhow::Result<(Config, Origins)> {
    for (setting, value) in flags.iter() {
        figment = figment.merge((setting, meant(setting, value.to_owned())));
        origins.elsewhere.push((setting, format!("--{}", setting.replace('_', "-"))));
    }
    match figment.extract() {
        Ok(config) => Ok((config, origins)),
        Err(error) => Err(unusable(&figment, &error, &origins)),
    }
}

/// The settings in `file`.
fn settings_of(file: &Path) -> anyhow::Result<Dict> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut tables = Toml::string(&text)
        .data()
        .map_err(|error| anyhow::anyhow!("{} is no TOML: {}", file.display(), error.kind))?;
    let settings = tables.remove(&Profile::Default).unwrap_or_default();
    for name in settings.keys() {
        if !SETTINGS.iter().any(|setting| setting.name == name) {
            bail!("{}: there is no setting {name}; {}", file.display(), instead(name, str::to_owned));
        }
    }
    Ok(settings)
}

/// Every variable of ours, in the order of their names.
fn variables() -> Vec<(String, String)> {
    let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
    let mut all: Vec<(String, String)> = std::env::vars_os()
        .map(|(name, value)| (text(name), text(value)))
        .filter(|(name, _)| name.to_ascii_uppercase().starts_with(PREFIX))
        .collect();
    all.sort();
    all
}

/// The setting that `variable` sets; `None` when it is none of ours to read.
fn setting_of(variable: &str, value: &str) -> anyhow::Result<Option<&'static str>> {
    let name = variable[PREFIX.len()..].to_ascii_uppercase();
    let setting = SETTINGS.iter().find(|setting| setting.name.eq_ignore_ascii_case(&name));
    let elsewhere = OTHERS.contains(&name.as_str())
        || OTHER_FAMILIES.iter().any(|family| name.starts_with(family))
        || is_from_kubernetes(&name, value);
    ensure!(
        setting.is_some() || elsewhere,
        "{variable}: there is no such setting; {}",
        instead(&name, |setting| format!("{PREFIX}{}", setting.to_ascii_uppercase()))
    );
    Ok(setting.map(|setting| setting.name))
}

/// Kubernetes gives every container variables about a service that is called vestibule.
fn is_from_kubernetes(name: &str, value: &str) -> bool {
    let port_of = |(_, rest): (&str, &str)| rest.starts_with(|first: char| first.is_ascii_digit());
    name.contains("SERVICE_HOST")
        || name.contains("SERVICE_PORT")
        || name.split_once("PORT_").is_some_and(port_of)
        || (name.ends_with("PORT") && value.contains("://"))
}

/// What to write instead of a `name` that is no setting's.
fn instead(name: &str, written: impl Fn(&str) -> String) -> String {
    let known = || SETTINGS.iter().map(|setting| setting.name);
    match nearest(name, known()) {
        Some(meant) => format!("did you mean {}?", written(meant)),
        None => format!("there are {}", known().map(written).collect::<Vec<_>>().join(", ")),
    }
}

/// The value of a variable or flag: text where the setting is text, else what it looks like.
fn meant(setting: &str, value: String) -> Value {
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    if defaults[setting].is_string() {
        return Value::from(value);
    }
    match value.parse() {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// What is wrong with a value that is of the wrong kind.
fn unusable(figment: &Figment, error: &figment::Error, origins: &Origins) -> anyhow::Error {
    let wrong = error.path.first();
    let setting = wrong.and_then(|name| SETTINGS.iter().find(|setting| setting.name == name));
    match setting {
        Some(setting) => {
            let given = figment.find_value(setting.name).map(|value| shown(&value)).unwrap_or_default();
            origins.explain(&Fault { setting: setting.name, given })
        }
        None => anyhow::anyhow!("the configuration cannot be read: {}", error.kind),
    }
}

/// A value as a message shows it. What is no single value might hold anything, a password too.
fn shown(value: &Value) -> String {
    match value {
        Value::String(_, text) => format!("'{text}'"),
        Value::Char(_, letter) => format!("'{letter}'"),
        Value::Bool(_, truth) => truth.to_string(),
        Value::Num(_, number) => number.to_i128().map_or_else(
            || number.to_f64().map(|number| number.to_string()).unwrap_or_default(),
            |number| number.to_string(),
        ),
        Value::Empty(..) => "nothing".to_owned(),
        Value::Dict(..) => "a table".to_owned(),
        Value::Array(..) => "a list of something else".to_owned(),
    }
}
