//! A flag for each setting, so that whatever can be set can be set in any of the three ways.

use super::SETTINGS;
use clap::error::Error;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

/// Settings that the short help shows; the rest are in the long one.
const OFTEN: [&str; 3] = ["data", "database", "listen"];

/// The settings that were given as flags, in the order of the reference, with their values as text.
#[derive(Debug, Clone, Default)]
pub struct Flags(Vec<(&'static str, String)>);

impl Flags {
    /// Each setting that was given, and its value.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(setting, value)| (*setting, value.as_str()))
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        SETTINGS.iter().fold(command, |command, setting| {
            let flag = Arg::new(setting.name).long(setting.flag).value_name(setting.value).global(true);
            let help = setting.what.trim_end_matches('.');
            command.arg(flag.help(help).hide_short_help(!OFTEN.contains(&setting.name)))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |name: &'static str| Some((name, matches.get_one::<String>(name)?.clone()));
        Ok(Self(SETTINGS.iter().filter_map(|setting| given(setting.name)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
