//! The state that every handler is given.

use crate::limits::ClientLimits;
use crate::site::Site;
use std::sync::Arc;
use vestibule_app::Ctx;
use vestibule_view::View;

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

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web").field("site", &self.site).finish_non_exhaustive()
    }
}
