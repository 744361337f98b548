//! The state that every handler is given.

use crate::limits::ClientLimits;
use crate::site::Site;
use std::path::Path;
use std::sync::Arc;
use vestibule_app::Ctx;
use vestibule_view::{View, ViewError};

/// Rules, views and the site's own shape. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    /// What use cases are given.
    pub ctx: Ctx,
    /// What pages are rendered with.
    pub view: View,
    /// Hosts, proxies and limits.
    pub site: Arc<Site>,
    /// What each client has left.
    pub limits: Arc<ClientLimits>,
}

impl Web {
    /// The state of a server of this shape; `templates` is a folder that replaces built-in ones.
    ///
    /// # Errors
    /// The first template or text of the folder that does not work.
    pub fn new(ctx: Ctx, site: Site, templates: Option<&Path>) -> Result<Self, ViewError> {
        let limits = Arc::new(ClientLimits::new(site.client_limit));
        Ok(Self { ctx, view: View::new(templates)?, site: Arc::new(site), limits })
    }
}

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web").field("site", &self.site).finish_non_exhaustive()
    }
}
