//! Where log lines go: to standard error, as text or JSON.

use crate::config::{Config, Fault, LogFormat};
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// The filter that the setting `log` holds.
///
/// # Errors
/// When a part of it is neither a level nor `target=level`.
pub fn filter(text: &str) -> Result<EnvFilter, Fault> {
    let wrong = || Fault::new("log", text);
    if !text.split(',').all(is_meant) {
        return Err(wrong());
    }
    EnvFilter::try_new(text).map_err(|_| wrong())
}

/// Whether a part names a level. The library takes a lone word that is no level, such as a mistyped
/// one, for a target, and logs nothing else from then on.
fn is_meant(part: &str) -> bool {
    let level = part.rsplit_once('=').map_or(part, |(_, level)| level);
    !level.is_empty() && level.parse::<LevelFilter>().is_ok()
}

/// Starts logging.
///
/// # Errors
/// When the filter is malformed or something logs already.
pub fn start(config: &Config) -> anyhow::Result<()> {
    let filter = filter(&config.log)?;
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let started = match config.log_format {
        LogFormat::Text => builder.with_ansi(std::io::stderr().is_terminal()).compact().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging could not be started: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_level_or_targets_with_levels() {
        for filter_text in
            ["info", "off", "DEBUG", "info,vestibule_store=debug", "hyper=warn", "warn,hyper=off"]
        {
            assert!(filter(filter_text).is_ok(), "{filter_text}");
        }
        for nonsense in
            ["", "inof", "info,", "info,vestibule_store", "vestibule_store=loud", "=", "info;debug"]
        {
            let message = filter(nonsense).unwrap_err().to_string();
            assert!(message.contains(&format!("got '{nonsense}'")), "{message}");
        }
    }
}
