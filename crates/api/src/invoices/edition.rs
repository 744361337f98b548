//! What this version of the API, which knows one type of invoice and three states, shows of the others.
//!
//! Prepayments and voiding invoices stay out of lists unless the caller filters by type: a caller that does
//! not know of types would count what was paid in advance twice, and take off what it knows as `voided`
//! already. Usage and purchases are what a customer owes, each once.

use crate::wording::Wording;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use vestibule_kernel::filter::{Condition, Operator, Value};
use vestibule_kernel::invoice::{InvoiceStatus, InvoiceType};

/// `uncollectible` came later and is shown as `open`: the debt exists and was neither paid nor taken back.
const WORDING: Wording = Wording {
    column: "status",
    shown: InvoiceStatus::Open.as_str(),
    also: &[InvoiceStatus::Uncollectible.as_str()],
};

/// Types in lists whose caller does not filter by type.
const LISTED: [InvoiceType; 2] = [InvoiceType::Usage, InvoiceType::Purchase];

/// The word for `status`.
pub(super) fn shown(status: InvoiceStatus) -> &'static str {
    WORDING.shown(status.as_str())
}

/// The words that are shown.
pub(super) fn statuses() -> RefOr<Schema> {
    crate::schema::words(
        &["open", "paid", "voided"],
        "Whether it is settled. One that was given up is `open`: it was neither paid nor taken back.",
    )
}

/// Filters by what is shown.
pub(super) fn filters(conditions: Vec<Condition>) -> Vec<Condition> {
    let mut conditions = WORDING.widen(conditions);
    if conditions.iter().all(|condition| condition.column != "type") {
        let types = LISTED.iter().map(|listed| Value::Text(listed.as_str().to_owned())).collect();
        conditions.push(Condition { column: "type", operator: Operator::In, value: Value::Several(types) });
    }
    conditions
}

#[cfg(test)]
mod tests {
    use super::*;
    use vestibule_kernel::filter;

    fn columns(query: &[(&str, &str)]) -> Vec<(&'static str, Operator)> {
        let conditions = filter::parse(vestibule_app::invoices::FILTERS, query.iter().copied()).unwrap();
        filters(conditions).into_iter().map(|condition| (condition.column, condition.operator)).collect()
    }

    #[test]
    fn only_who_filters_by_type_sees_prepayments_and_voiding_invoices() {
        assert_eq!(columns(&[]), [("type", Operator::In)]);
        assert_eq!(columns(&[("filter[type][eq]", "void")]), [("type", Operator::Eq)]);
        assert_eq!(columns(&[("filter[type][is_null]", "false")]), [("type", Operator::IsNull)]);
    }

    #[test]
    fn what_was_given_up_is_still_open() {
        assert_eq!(shown(InvoiceStatus::Uncollectible), "open");
        assert_eq!(shown(InvoiceStatus::Voided), "voided");
    }
}
