//! How API clients get tokens.

mod client_auth;
mod limit;
mod metadata;
mod token;
mod token_request;

pub(crate) use limit::limit_address;
pub(crate) use metadata::{__path_get_metadata, get_metadata};
pub(crate) use token::{__path_issue_token, issue_token, oauth_error};
