//! How callers say who they are.

use utoipa::Modify;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

/// Adds the schemes that the operations name.
pub(super) struct Schemes;

impl Modify for Schemes {
    fn modify(&self, api: &mut OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An access token of POST /oauth/token, or an organization access token."))
            .build();
        let basic = HttpBuilder::new()
            .scheme(HttpAuthScheme::Basic)
            .description(Some("The id and the secret of your client."))
            .build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("Bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("Basic", SecurityScheme::Http(basic));
    }
}
