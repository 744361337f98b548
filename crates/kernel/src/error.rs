//! What can be wrong in the domain. One place in `http` turns this into a status and an envelope or
//! a page; nothing here knows of HTTP.

use std::time::Duration;

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One thing that is wrong with one field of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Dotted path of the field (`customer.email`), empty for the input as a whole.
    pub field: String,
    /// Stable code: the reference's issue codes (`invalid_type`, `too_big`, …) or a rule's own.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl FieldError {
    /// An error with these parts.
    pub fn new(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { field: field.into(), code, message: message.into() }
    }

    /// A required field that is not there.
    pub fn required(field: impl Into<String>) -> Self {
        Self::new(field, "invalid_type", "Required")
    }
}

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.field.is_empty() {
            write!(f, "{}: {}", self.code, self.message)
        } else {
            write!(f, "{} in '{}': {}", self.code, self.field, self.message)
        }
    }
}

/// Why a use case did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The input is not well formed; at least one field is named.
    Invalid(Vec<FieldError>),
    /// Nobody is asking: no credential, or one that is wrong, expired or revoked.
    Unauthenticated(String),
    /// The organization is suspended.
    Suspended,
    /// Somebody is asking who may not.
    Forbidden(String),
    /// There is no such thing, or it belongs to somebody else; both look the same.
    NotFound(&'static str),
    /// The change collides with what is there.
    Conflict {
        /// Stable code of the collision.
        code: &'static str,
        /// What collides and what to do.
        message: String,
    },
    /// The input is well formed, but a rule of the business forbids it.
    Rule {
        /// Stable code of the rule.
        code: &'static str,
        /// The field that the rule is about, empty for none.
        field: &'static str,
        /// Which rule, and what would satisfy it.
        message: String,
    },
    /// Too often.
    RateLimited {
        /// When to try again.
        after: Duration,
    },
    /// Something that we depend on is away for the moment. What was asked for was most likely not done, but when
    /// an answer is lost on its way back nobody can know.
    Unavailable(String),
    /// A defect of ours; the text is for the log alone.
    Internal(String),
}

impl Error {
    /// An input with a single thing wrong.
    pub fn invalid(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, code, message)])
    }

    /// An input that lacks a required field.
    pub fn required(field: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::required(field)])
    }

    /// A defect of ours, described for the log.
    pub fn internal(detail: impl std::fmt::Display) -> Self {
        Self::Internal(detail.to_string())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Invalid(fields) => {
                for (index, field) in fields.iter().enumerate() {
                    if index > 0 {
                        f.write_str("; ")?;
                    }
                    write!(f, "{field}")?;
                }
                Ok(())
            }
            Self::Unauthenticated(message) | Self::Forbidden(message) => f.write_str(message),
            Self::Suspended => {
                f.write_str("The organization is suspended; ask the operator of this installation")
            }
            Self::NotFound(what) => write!(f, "{what} not found"),
            Self::Conflict { message, .. } | Self::Rule { message, .. } => f.write_str(message),
            Self::RateLimited { after } => match whole_seconds(*after) {
                1 => f.write_str("Wait 1 second before retrying."),
                seconds => write!(f, "Wait {seconds} seconds before retrying."),
            },
            Self::Unavailable(detail) => write!(f, "unavailable: {detail}"),
            Self::Internal(detail) => write!(f, "internal: {detail}"),
        }
    }
}

impl std::error::Error for Error {}

/// `span` in seconds, rounded up, at least one: what `Retry-After` carries.
#[must_use]
pub fn whole_seconds(span: Duration) -> u64 {
    (span.as_secs() + u64::from(span.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_field_reads_as_the_reference_has_it() {
        assert_eq!(Error::required("customerId").to_string(), "invalid_type in 'customerId': Required");
    }

    #[test]
    fn waiting_times_are_rounded_up() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_millis(1001)), 2);
    }
}
