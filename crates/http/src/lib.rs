//! What every web surface shares: state, request ids, hosts, errors as responses, cookies, security
//! headers, limits, and the loop that serves connections.

mod asked;
mod cookies;
mod cross_site;
mod docs;
mod encoding;
mod envelope;
mod failure;
mod files;
mod headers;
mod host;
mod limits;
mod nowhere;
mod params;
mod path;
mod serve;
mod site;
mod strikes;
mod tenant;
mod web;

pub use asked::{Address, Asked, request_id};
pub use cookies::{NOTICE, clear_cookie, cookie, session_cookie, session_cookie_name, set_cookie};
pub use cross_site::refuse_cross_site;
pub use docs::{assets, docs};
pub use encoding::compressed;
pub use envelope::{CODES, Code, code_of, envelope, message_of};
pub use failure::{Failure, Handled};
pub use files::file;
pub use headers::private;
pub use host::{Surface, surface_of};
pub use limits::{ClientLimits, Spent};
pub use params::Params;
pub use path::Segment;
pub use serve::{Surfaces, serve};
pub use site::{Cidr, Site};
pub use strikes::Strikes;
pub use tenant::Tenant;
pub use web::Web;
