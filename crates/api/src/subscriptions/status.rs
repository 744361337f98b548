//! The states of a subscription in the words of this version of the API, which knows three.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use vestibule_kernel::filter::Condition;
use vestibule_kernel::subscription::SubscriptionStatus;

use crate::wording::Wording;

/// `past_due` and `paused` came later and are shown as `active`: such a contract runs, and its customer
/// keeps access to everything. The other two words would claim that it has not begun or is over.
const WORDING: Wording = Wording {
    column: "status",
    shown: "active",
    also: &[SubscriptionStatus::PastDue.as_str(), SubscriptionStatus::Paused.as_str()],
};

/// The word for `status`.
pub(super) fn shown(status: SubscriptionStatus) -> &'static str {
    WORDING.shown(status.as_str())
}

/// Filters by the words that are shown.
pub(super) fn filters(conditions: Vec<Condition>) -> Vec<Condition> {
    WORDING.widen(conditions)
}

/// The words that are shown.
pub(super) fn schema() -> RefOr<Schema> {
    crate::schema::words(
        &["pending", "active", "ended"],
        "Where it is in its life. Contracts that are paused or behind with a payment run on, and are `active`.",
    )
}
