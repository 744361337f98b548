//! Whose request it was.

use vestibule_kernel::id::OrganizationId;

/// Whose request it was, for its line in the log: put into the response's extensions where it becomes known.
/// Ids alone, never what a token or a request says besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tenant {
    /// The organization.
    pub organization: Option<OrganizationId>,
    /// The id of the client or access token.
    pub client: Option<String>,
}
