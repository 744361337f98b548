//! API clients and their credentials: secrets, access tokens, and who a bearer is.

mod authorize;
mod create_access_token;
mod create_client;
mod issue_tokens;
mod jwt;
mod list;
mod revoke_access_token;
mod revoke_client;
mod scope;

pub use authorize::{Caller, Credential, Holder, ShownToken, admit, read_bearer};
pub(crate) use authorize::{authorize, identify, look};
pub use create_access_token::{CreatedAccessToken, create_access_token};
pub use create_client::{CreatedClient, create_client};
pub use issue_tokens::{Grant, IssuedTokens, TokenRefusal, TokenRequest, issue_tokens};
pub use list::{list_access_tokens, list_clients};
pub use revoke_access_token::revoke_access_token;
pub use revoke_client::{Revocation, revoke_client};
pub use scope::{Scope, Scopes};
