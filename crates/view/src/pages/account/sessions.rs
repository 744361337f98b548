//! Where the customer is signed in, with a way to end each sign-in.

use crate::agent::Device;
use crate::page::Page;
use crate::pages::samples;
use vestibule_kernel::Timestamp;
use vestibule_kernel::id::SessionId;
use vestibule_kernel::session::{Door, Session};

/// The sign-ins of one customer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Sessions {
    /// The sign-ins, this browser's first.
    pub rows: Vec<SessionRow>,
    /// What customers call the operator's app.
    pub app: Option<String>,
}

/// One sign-in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// The browser and system, in words.
    pub device: Device,
    /// The address it came from.
    pub ip: String,
    /// By which door.
    pub door: Door,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// Whether it is this browser's.
    pub current: bool,
}

impl Sessions {
    /// The page for `sessions`, of which `current` is this browser's.
    #[must_use]
    pub fn of(sessions: &[Session], current: SessionId, app: Option<String>) -> Self {
        let mut rows: Vec<SessionRow> =
            sessions.iter().map(|session| SessionRow::of(session, current)).collect();
        rows.sort_by_key(|row| (!row.current, std::cmp::Reverse(row.last_seen_at)));
        Self { rows, app }
    }
}

impl SessionRow {
    fn of(session: &Session, current: SessionId) -> Self {
        Self {
            id: session.id,
            device: Device::of(&session.user_agent),
            ip: session.ip.clone(),
            door: session.door,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            current: session.id == current,
        }
    }
}

impl Page for Sessions {
    const TEMPLATE: &'static str = "account/sessions.html";
    const TITLE: &'static str = "sessions-title";

    fn samples() -> Vec<Self> {
        let sessions = samples::sessions();
        let current = sessions[0].id;
        vec![
            Self::of(&sessions, current, Some("Lumen-App".to_owned())),
            Self::of(&sessions[..1], current, None),
            Self::of(&sessions[..2], current, Some("Mein Strom Kundenportal".to_owned())),
            Self::of(&sessions[..2], current, Some("Stadtwerke Schwäbisch Hall".to_owned())),
        ]
    }
}
