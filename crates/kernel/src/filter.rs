//! Filters of lists: `filter[<field>][<operator>]=<value>`, all of which must hold.
//! Unknown fields and operators that a field does not have are ignored, as the reference has it;
//! a malformed name or an impossible value is an error that names the parameter.

use crate::{Error, FieldError, Result, Timestamp};
use uuid::Uuid;

/// Longest value that is taken.
const MAX_VALUE: usize = 500;

crate::text_enum! {
    /// How a field is compared.
    Operator {
        /// Equal.
        Eq = "eq",
        /// Not equal.
        Ne = "ne",
        /// One of a comma-separated list.
        In = "in",
        /// Absent (`true`) or present (`false`).
        IsNull = "is_null",
        /// Contains the text, without regard to case.
        Contains = "contains",
        /// Starts with the text, without regard to case.
        StartsWith = "starts_with",
        /// Ends with the text, without regard to case.
        EndsWith = "ends_with",
        /// Later than or at.
        Gte = "gte",
        /// Earlier than or at.
        Lte = "lte",
    }
}

/// What kind of value a field holds; decides its operators and how values are read.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text, compared in lower case.
    Text,
    /// One of these words.
    Words(&'static [&'static str]),
    /// An instant with an offset.
    Instant,
    /// An id with this prefix, read by the given function.
    Id(fn(&str) -> Option<Uuid>),
}

impl Kind {
    fn operators(self) -> &'static [Operator] {
        match self {
            Self::Text => &[
                Operator::Eq,
                Operator::Ne,
                Operator::In,
                Operator::IsNull,
                Operator::Contains,
                Operator::StartsWith,
                Operator::EndsWith,
            ],
            Self::Words(_) | Self::Id(_) => &[Operator::Eq, Operator::Ne, Operator::In, Operator::IsNull],
            Self::Instant => &[Operator::Gte, Operator::Lte, Operator::IsNull],
        }
    }
}

/// A field that a list can be filtered by.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// Its name in the parameter.
    pub name: &'static str,
    /// The column that holds it; the lower-cased one for text.
    pub column: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// A value to compare with, already read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text; lower-cased where the field is text.
    Text(String),
    /// An instant.
    Instant(Timestamp),
    /// An id's bits.
    Id(Uuid),
    /// For `is_null`.
    Flag(bool),
    /// For `in`.
    Several(Vec<Value>),
}

/// One condition on one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The column.
    pub column: &'static str,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub value: Value,
}

/// Reads every `filter[…][…]` among `parameters`; the last of a repeated one wins.
///
/// # Errors
/// `Invalid` naming the parameter when its brackets are malformed or its value is impossible.
pub fn parse<'a>(
    specs: &[FieldSpec],
    parameters: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Condition>> {
    let mut conditions: Vec<Condition> = Vec::new();
    for (name, value) in parameters.filter(|(name, _)| name.starts_with("filter")) {
        let (field, operator) = brackets(name).ok_or_else(|| {
            Error::invalid(name, "invalid_format", "Expected filter[field][operator]=value")
        })?;
        let Some(spec) = specs.iter().find(|spec| spec.name == field) else { continue };
        let Ok(operator) = operator.parse::<Operator>() else { continue };
        if !spec.kind.operators().contains(&operator) {
            continue;
        }
        let value = read(spec.kind, operator, value)
            .map_err(|problem| Error::Invalid(vec![FieldError::new(name, problem.code, problem.message)]))?;
        conditions.retain(|earlier| earlier.column != spec.column || earlier.operator != operator);
        conditions.push(Condition { column: spec.column, operator, value });
    }
    Ok(conditions)
}

/// `filter[a][b]` as `(a, b)`.
fn brackets(name: &str) -> Option<(&str, &str)> {
    let (field, operator) = name.strip_prefix("filter[")?.strip_suffix(']')?.split_once("][")?;
    let plain = |part: &str| !part.is_empty() && !part.contains(['[', ']']);
    (plain(field) && plain(operator)).then_some((field, operator))
}

struct Problem {
    code: &'static str,
    message: String,
}

fn read(kind: Kind, operator: Operator, text: &str) -> Result<Value, Problem> {
    if text.len() > MAX_VALUE {
        return Err(Problem { code: "too_big", message: format!("At most {MAX_VALUE} characters") });
    }
    match operator {
        Operator::IsNull => match text {
            "true" => Ok(Value::Flag(true)),
            "false" => Ok(Value::Flag(false)),
            _ => Err(Problem { code: "invalid_value", message: "Expected true or false".into() }),
        },
        Operator::In => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| read_one(kind, part)).collect::<Result<_, _>>().map(Value::Several)
        }
        Operator::Eq
        | Operator::Ne
        | Operator::Contains
        | Operator::StartsWith
        | Operator::EndsWith
        | Operator::Gte
        | Operator::Lte => read_one(kind, text),
    }
}

fn read_one(kind: Kind, text: &str) -> Result<Value, Problem> {
    match kind {
        Kind::Text => Ok(Value::Text(text.to_lowercase())),
        Kind::Words(words) if words.contains(&text) => Ok(Value::Text(text.to_owned())),
        Kind::Words(words) => {
            let expected: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            let message = format!("Invalid enum value. Expected {}", expected.join(" | "));
            Err(Problem { code: "invalid_enum_value", message })
        }
        Kind::Instant => text.parse().map(Value::Instant).map_err(|_| Problem {
            code: "invalid_format",
            message: "Expected an instant with an offset, like 2026-01-31T12:00:00Z".into(),
        }),
        Kind::Id(parse) => parse(text).map(Value::Id).ok_or_else(|| Problem {
            code: "invalid_format",
            message: "Expected an id of the right kind".into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CustomerId;

    fn customer(text: &str) -> Option<Uuid> {
        text.parse::<CustomerId>().ok().map(CustomerId::uuid)
    }

    const SPECS: [FieldSpec; 4] = [
        FieldSpec { name: "email", column: "email_key", kind: Kind::Text },
        FieldSpec { name: "status", column: "status", kind: Kind::Words(&["active", "ended"]) },
        FieldSpec { name: "created_at", column: "created_at", kind: Kind::Instant },
        FieldSpec { name: "customer", column: "customer_id", kind: Kind::Id(customer) },
    ];

    fn parsed(query: &[(&str, &str)]) -> Result<Vec<Condition>> {
        parse(&SPECS, query.iter().copied())
    }

    #[test]
    fn conditions_are_read() {
        let conditions = parsed(&[("filter[email][contains]", "ANNA"), ("limit", "3")]).unwrap();
        let expected = Condition {
            column: "email_key",
            operator: Operator::Contains,
            value: Value::Text("anna".into()),
        };
        assert_eq!(conditions, [expected]);
    }

    #[test]
    fn unknown_fields_and_unfit_operators_are_ignored() {
        assert!(
            parsed(&[
                ("filter[shoe][eq]", "1"),
                ("filter[status][contains]", "a"),
                ("filter[email][like]", "a")
            ])
            .unwrap()
            .is_empty()
        );
    }

    #[test]
    fn malformed_names_and_impossible_values_name_the_parameter() {
        for (name, value) in [
            ("filter", "x"),
            ("filter[email]", "x"),
            ("filter[email][eq", "x"),
            ("filter[email][eq]x", "x"),
            ("filter[status][eq]", "gone"),
            ("filter[created_at][gte]", "2026-01-01"),
            ("filter[customer][eq]", "sub_1"),
            ("filter[email][is_null]", "maybe"),
            ("filter[email][eq]", &"x".repeat(501)),
        ] {
            let error = parsed(&[(name, value)]).unwrap_err();
            assert!(error.to_string().contains(&format!("'{name}'")), "{error}");
        }
    }

    #[test]
    fn the_last_of_a_repeated_condition_wins() {
        let conditions =
            parsed(&[("filter[status][eq]", "active"), ("filter[status][eq]", "ended")]).unwrap();
        assert_eq!(conditions.len(), 1);
        assert_eq!(conditions[0].value, Value::Text("ended".into()));
    }
}
