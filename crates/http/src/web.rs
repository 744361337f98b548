//! The state that every handler is given.

use crate::limits::ClientLimits;
use crate::site::Site;
use crate::strikes::Strikes;
use std::path::{Path, PathBuf};
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
    /// What each address may still get wrong.
    pub strikes: Arc<Strikes>,
    /// The folder of files that live as long as a request; the system's own when there is none.
    pub scratch: Option<Arc<Path>>,
}

impl Web {
    /// The state of a server of this shape; `templates` is a folder that replaces built-in ones.
    ///
    /// # Errors
    /// The first template or text of the folder that does not work.
    pub fn new(ctx: Ctx, site: Site, templates: Option<&Path>) -> Result<Self, ViewError> {
        let limits = Arc::new(ClientLimits::new(site.client_limit));
        let (view, strikes) = (View::new(templates)?, Arc::new(Strikes::default()));
        Ok(Self { ctx, view, site: Arc::new(site), limits, strikes, scratch: None })
    }

    /// The same state, with files that live as long as a request in `folder`, which is made when it is needed.
    #[must_use]
    pub fn with_scratch(self, folder: PathBuf) -> Self {
        Self { scratch: Some(folder.into()), ..self }
    }
}

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web").field("site", &self.site).finish_non_exhaustive()
    }
}
