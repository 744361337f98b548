//! API clients and their credentials: secrets, access tokens, and who a bearer is.

mod authorize;
mod create_access_token;
mod create_client;
mod issue_tokens;
mod jwt;
mod scope;

pub use authorize::{Caller, Credential, read_bearer};
pub(crate) use authorize::{authorize, identify, look};
pub use create_access_token::{CreatedAccessToken, create_access_token};
pub use create_client::{CreatedClient, create_client};
pub use issue_tokens::{Grant, IssuedTokens, TokenRefusal, TokenRequest, issue_tokens};
pub use scope::{Scope, Scopes};
