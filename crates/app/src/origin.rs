//! Where a request came from: what the audit trail and the list of sessions say about it.

/// Longest user agent that is kept, in characters.
const USER_AGENT: usize = 300;

/// Where a request came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address it came from.
    pub ip: String,
    /// What the program that sent it calls itself.
    pub user_agent: String,
    /// The id that its log line carries.
    pub request_id: String,
}

impl Origin {
    /// A request from `ip`. The user agent is cut and freed of control characters: it is a
    /// stranger's text, on its way to tables and pages.
    #[must_use]
    pub fn new(ip: impl Into<String>, user_agent: &str, request_id: impl Into<String>) -> Self {
        let user_agent = user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT).collect();
        Self { ip: ip.into(), user_agent, request_id: request_id.into() }
    }

    /// A command on this machine.
    #[must_use]
    pub fn shell() -> Self {
        Self::new("", "vestibule command line", "")
    }
}
