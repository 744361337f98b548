//! What the operator of the installation decided, as far as the rules need it.

use vestibule_kernel::Slug;

/// Where the installation can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The API's own address, without a slash at its end: `https://api.example.com`.
    pub api_url: String,
    /// Hosts where the API answers, and so no portal: in lower case and without ports.
    pub api_hosts: Vec<String>,
    /// `https` or `http`.
    pub portal_scheme: String,
    /// What follows the portal's label in its host: `portal.example.com`.
    pub portal_domain: String,
    /// The port of the portals when it is not the scheme's own.
    pub portal_port: Option<u16>,
}

impl Settings {
    /// The address of a portal, without a slash at its end; its own host wins over its label.
    #[must_use]
    pub fn portal_url(&self, slug: &Slug, custom_host: Option<&str>) -> String {
        let host = match custom_host {
            Some(host) => host.to_owned(),
            None => format!("{slug}.{}", self.portal_domain),
        };
        match self.portal_port {
            Some(port) => format!("{}://{host}:{port}", self.portal_scheme),
            None => format!("{}://{host}", self.portal_scheme),
        }
    }

    /// Whether portals are reached over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.portal_scheme == "https"
    }
}
