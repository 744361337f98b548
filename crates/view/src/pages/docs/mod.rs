//! Pages for developers, in English only: error codes, and the API read off its OpenAPI document.

mod api;
mod codes;
mod error_code;
mod openapi;

pub use api::{Api, Field, Group, Operation, Response};
pub use codes::{CODES, Code};
pub use error_code::{ErrorCode, ErrorCodes};
