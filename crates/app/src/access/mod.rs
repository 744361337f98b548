//! The doors: hand-off links, and the sessions that they start.

mod check;
mod destination;
mod end_access;
mod end_session;
mod mint_link;
mod open_link;
mod operator;
mod return_url;
mod sessions;
mod sign_out;
mod sweep;
mod visit;
mod which_portal;

pub use check::{LINK_TTL_SECONDS, MINTS_PER_MINUTE};
pub use destination::{Destination, PAGES};
pub use end_access::EndedAccess;
pub(crate) use end_access::end_access;
pub use end_session::{end_all_sessions, end_session};
pub use mint_link::{CustomerRef, MintInput, MintedLink, mint_link};
pub use open_link::{Opened, open_link};
pub use operator::{CustomerAccess, end_customer_access, list_customer_access};
pub use sessions::sessions;
pub use sign_out::{SignedOut, sign_out};
pub use sweep::sweep;
pub use visit::{Outcome, Surface, Visit, Visitor, front_door};
pub(crate) use visit::{change, look};
