//! Configuration: a TOML file, then the environment (`VESTIBULE_…`), then flags; later wins.

mod address;
mod fault;
mod flags;
mod read;

pub use fault::Fault;
pub use flags::Flags;

use crate::cli::Places;
use crate::logs;
use address::Address;
use std::num::NonZeroU32;
use std::path::PathBuf;
use vestibule_app::Settings;
use vestibule_http::{Cidr, Site};

/// What the operator of the installation decides. Every setting has a default.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// See [`SETTINGS`].
    pub data: PathBuf,
    /// See [`SETTINGS`].
    pub database: String,
    /// See [`SETTINGS`].
    pub database_connections: usize,
    /// See [`SETTINGS`].
    pub listen: String,
    /// See [`SETTINGS`].
    pub api_url: String,
    /// See [`SETTINGS`].
    pub portal_url: String,
    /// See [`SETTINGS`].
    pub trusted_proxies: Vec<String>,
    /// See [`SETTINGS`].
    pub client_limit: u32,
    /// See [`SETTINGS`].
    pub templates: PathBuf,
    /// See [`SETTINGS`].
    pub secret_file: PathBuf,
    /// See [`SETTINGS`].
    pub log: String,
    /// See [`SETTINGS`].
    pub log_format: LogFormat,
}

vestibule_kernel::text_enum! {
    /// How a line of the log looks.
    LogFormat {
        /// For people.
        Text = "text",
        /// For machines.
        Json = "json",
    }
}

/// What a setting is for: the source of the generated reference and of error messages.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name in the file; in the environment `VESTIBULE_` and this in capitals.
    pub name: &'static str,
    /// Its flag, without the hyphens before it.
    pub flag: &'static str,
    /// What stands for its value in the help.
    pub value: &'static str,
    /// What it decides.
    pub what: &'static str,
    /// What a value has to be, as the end of "expected …".
    pub expects: &'static str,
}

/// Every setting, in the order of the reference.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "data",
        flag: "data",
        value: "DIR",
        what: "Folder of the embedded database and the secret.",
        expects: "the path of a folder",
    },
    Setting {
        name: "database",
        flag: "database",
        value: "URL",
        what: "`sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`. Empty: `vestibule.db` in the data folder.",
        expects: "sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME",
    },
    Setting {
        name: "database_connections",
        flag: "database-connections",
        value: "N",
        what: "Connections to PostgreSQL. SQLite has its own threads.",
        expects: "a whole number from 1",
    },
    Setting {
        name: "listen",
        flag: "listen",
        value: "ADDR",
        what: "Address and port to listen on. Port 0 picks a free one.",
        expects: "an address and a port such as 127.0.0.1:8080",
    },
    Setting {
        name: "api_url",
        flag: "api-url",
        value: "URL",
        what: "Where the API is reached, without a slash at its end.",
        expects: "http:// or https:// and a host, such as https://api.portal.example",
    },
    Setting {
        name: "portal_url",
        flag: "portal-url",
        value: "URL",
        what: "Where portals are reached; `{portal}` stands for a portal's slug and must be the first label of the host.",
        expects: "http:// or https:// and a host that begins with {portal}, such as https://{portal}.portal.example",
    },
    Setting {
        name: "trusted_proxies",
        flag: "trusted-proxies",
        value: "LIST",
        what: "Addresses or networks of proxies whose `X-Forwarded-For` is believed. The proxy must pass `Host` on.",
        expects: r#"a list of addresses or networks such as ["127.0.0.1", "10.0.0.0/8"]"#,
    },
    Setting {
        name: "client_limit",
        flag: "client-limit",
        value: "N",
        what: "Requests a second for each API client, twice that at once; 0 for no limit.",
        expects: "a whole number, or 0 for no limit",
    },
    Setting {
        name: "templates",
        flag: "templates",
        value: "DIR",
        what: "Folder of templates that replace built-in ones. Empty: none.",
        expects: "the path of a folder",
    },
    Setting {
        name: "secret_file",
        flag: "secret-file",
        value: "FILE",
        what: "File with the installation's secret, 64 hexadecimal digits; made at first start. Empty: `secret` in the \
               data folder. Every server of one database needs the same.",
        expects: "the path of a file",
    },
    Setting {
        name: "log",
        flag: "log",
        value: "FILTER",
        what: "What is logged: `error`, `warn`, `info`, `debug`, or a filter such as `info,vestibule_store=debug`.",
        expects: "error, warn, info, debug, or a filter such as info,vestibule_store=debug",
    },
    Setting {
        name: "log_format",
        flag: "log-format",
        value: "FORMAT",
        what: "`text` for people or `json` for machines.",
        expects: "text or json",
    },
];

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "vestibule-data".into(),
            database: String::new(),
            database_connections: 16,
            listen: "127.0.0.1:8080".into(),
            api_url: "http://127.0.0.1:8080".into(),
            portal_url: "http://{portal}.localhost:8080".into(),
            trusted_proxies: Vec::new(),
            client_limit: 100,
            templates: PathBuf::new(),
            secret_file: PathBuf::new(),
            log: "info".into(),
            log_format: LogFormat::Text,
        }
    }
}

impl Config {
    /// Reads file, environment and flags.
    ///
    /// # Errors
    /// Names the setting, where it was set, what was given and what is expected. A name that is no
    /// setting's is refused too: a mistyped one would otherwise go unnoticed.
    pub fn load(places: &Places) -> anyhow::Result<Self> {
        let (config, origins) = read::read(places)?;
        config.check().map_err(|fault| origins.explain(&fault))?;
        Ok(config)
    }

    /// This configuration with the flags over it.
    ///
    /// # Errors
    /// Names the setting or its flag, what was given and what is expected.
    pub fn under(self, flags: &Flags) -> anyhow::Result<Self> {
        let (config, origins) = read::under(self, flags)?;
        config.check().map_err(|fault| origins.explain(&fault))?;
        Ok(config)
    }

    /// Whether every setting can be meant.
    fn check(&self) -> Result<(), Fault> {
        if self.database_connections == 0 {
            return Err(Fault { setting: "database_connections", given: "0".into() });
        }
        self.site()?;
        logs::filter(&self.log)?;
        Ok(())
    }

    /// The database's URL.
    #[must_use]
    pub fn database_url(&self) -> String {
        if self.database.is_empty() {
            return format!("sqlite:{}", self.data.join("vestibule.db").display());
        }
        self.database.clone()
    }

    /// The database as messages show it; a server's URL may hold a password.
    #[must_use]
    pub fn database_place(&self) -> String {
        match self.database_url().strip_prefix("sqlite:") {
            Some(path) => path.to_owned(),
            None => "the PostgreSQL database".to_owned(),
        }
    }

    /// The file with the installation's secret.
    #[must_use]
    pub fn secret_file(&self) -> PathBuf {
        if self.secret_file.as_os_str().is_empty() {
            self.data.join("secret")
        } else {
            self.secret_file.clone()
        }
    }

    /// What the rules need to know.
    ///
    /// # Errors
    /// When `portal_url` or `api_url` is malformed.
    pub fn settings(&self) -> Result<Settings, Fault> {
        let portal = Address::of_portals(&self.portal_url)?;
        Ok(Settings {
            api_url: self.api_url.trim_end_matches('/').to_owned(),
            api_hosts: self.api_hosts()?,
            portal_scheme: portal.scheme,
            portal_domain: portal.domain,
            portal_port: portal.port,
        })
    }

    /// What the network side needs to know.
    ///
    /// # Errors
    /// When `portal_url`, `api_url` or `trusted_proxies` is malformed.
    pub fn site(&self) -> Result<Site, Fault> {
        let settings = self.settings()?;
        let proxy = |text: &String| text.parse::<Cidr>().map_err(|_| Fault::new("trusted_proxies", text));
        let trusted_proxies = self.trusted_proxies.iter().map(proxy).collect::<Result<_, Fault>>()?;
        Ok(Site {
            secure: settings.is_secure(),
            api_hosts: settings.api_hosts,
            portal_domain: settings.portal_domain,
            trusted_proxies,
            client_limit: NonZeroU32::new(self.client_limit),
        })
    }

    /// The settings whose addresses send what is secret over plain HTTP beyond this machine, and what they hold.
    ///
    /// # Errors
    /// When `portal_url` or `api_url` is malformed.
    pub fn exposed(&self) -> Result<Vec<(&'static str, &str)>, Fault> {
        let mut all = Vec::new();
        if Address::parse("api_url", &self.api_url)?.is_exposed() {
            all.push(("api_url", self.api_url.as_str()));
        }
        if Address::of_portals(&self.portal_url)?.is_exposed() {
            all.push(("portal_url", self.portal_url.as_str()));
        }
        Ok(all)
    }

    /// Where the API answers: at the host of its URL, and on one machine at each of the machine's own names.
    fn api_hosts(&self) -> Result<Vec<String>, Fault> {
        let api = Address::parse("api_url", &self.api_url)?;
        let mut hosts = vec![api.domain];
        if hosts[0] == "127.0.0.1" {
            hosts.extend(["localhost".to_owned(), "[::1]".to_owned()]);
        }
        Ok(hosts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_documented_and_nothing_else_is() {
        let value = serde_json::to_value(Config::default()).unwrap();
        let mut fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let mut documented: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
        fields.sort_unstable();
        documented.sort_unstable();
        assert_eq!(fields, documented);
        for setting in SETTINGS {
            assert_eq!(setting.flag, setting.name.replace('_', "-"));
        }
    }

    #[test]
    fn addresses_are_taken_apart() {
        let config = Config { portal_url: "https://{portal}.Konto.example".into(), ..Config::default() };
        let settings = config.settings().unwrap();
        assert_eq!((settings.portal_domain.as_str(), settings.portal_port), ("konto.example", None));
        assert!(config.site().unwrap().secure);
        for wrong in [
            "https://portal.example",
            "ftp://{portal}.example",
            "https://{portal}.example/x",
            "https://{portal}.",
        ] {
            let config = Config { portal_url: wrong.into(), ..Config::default() };
            assert!(config.settings().is_err(), "{wrong}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        let portals = "http://{portal}.localhost:8080";
        for (api_url, portal_url, exposed) in [
            ("http://127.0.0.1:8080", portals, &[][..]),
            ("http://localhost", portals, &[]),
            ("http://api.localhost:80", portals, &[]),
            ("http://[::1]:8080", portals, &[]),
            ("https://api.portal.example", "https://{portal}.portal.example", &[]),
            ("http://api.portal.example", portals, &["api_url"]),
            ("http://10.0.0.1:8080", portals, &["api_url"]),
            ("http://localhost.example", portals, &["api_url"]),
            ("https://api.portal.example", "http://{portal}.portal.example", &["portal_url"]),
            ("http://api.portal.example", "http://{portal}.notlocalhost", &["api_url", "portal_url"]),
        ] {
            let config =
                Config { api_url: api_url.into(), portal_url: portal_url.into(), ..Config::default() };
            let found: Vec<_> = config.exposed().unwrap().into_iter().map(|(setting, _)| setting).collect();
            assert_eq!(found, exposed, "{api_url} {portal_url}");
        }
    }

    #[test]
    fn the_rules_and_the_network_know_the_same_hosts_of_the_api() {
        for (url, hosts) in [
            ("https://Hub.portal.example/", &["hub.portal.example"][..]),
            ("http://127.0.0.1:8080", &["127.0.0.1", "localhost", "[::1]"]),
        ] {
            let config = Config { api_url: url.into(), ..Config::default() };
            assert_eq!(config.settings().unwrap().api_hosts, hosts);
            assert_eq!(config.site().unwrap().api_hosts, hosts);
        }
        let config = Config { api_url: "portal.example".into(), ..Config::default() };
        assert!(config.settings().is_err() && config.site().is_err());
    }
}
