//! Lists whose filters are known only at run time, put together with sea-query and run like any
//! other statement.

use crate::value::Owned;
use sea_query::{
    Alias, Cond, Expr, ExprTrait, LikeExpr, Order, PostgresQueryBuilder, Query, SelectStatement,
    SqliteQueryBuilder, Values,
};
use uuid::Uuid;
use vestibule_kernel::filter::{Condition, Operator, Value};
use vestibule_kernel::id::OrganizationId;
use vestibule_kernel::list::{PageRequest, Position};
use vestibule_kernel::{Error, Result};

/// A statement put together at run time.
pub(crate) struct Built(SelectStatement);

impl Built {
    pub(crate) fn for_sqlite(&self) -> Result<(String, Vec<Owned>)> {
        let (text, values) = self.0.build(SqliteQueryBuilder);
        Ok((text, owned(values)?))
    }

    pub(crate) fn for_postgres(&self) -> Result<(String, Vec<Owned>)> {
        let (text, values) = self.0.build(PostgresQueryBuilder);
        Ok((text, owned(values)?))
    }
}

/// What a list shows and how it is sorted.
pub(crate) struct ListSpec {
    /// The table.
    pub(crate) table: &'static str,
    /// Its columns, separated by commas, in the order that the row reader takes them.
    pub(crate) columns: &'static str,
    /// What it is sorted by, newest first.
    pub(crate) sort: Sort,
}

/// How a list is sorted. Both have an index behind them.
pub(crate) enum Sort {
    /// By id, which is by creation: ids begin with their instant.
    Id,
    /// By this instant; the id decides between equals.
    Instant(&'static str),
}

/// A page of one organization's rows: those that meet every condition, newest first, one more than
/// the page holds so that the caller sees whether there is a next one.
pub(crate) fn page(
    spec: &ListSpec,
    organization: OrganizationId,
    conditions: &[Condition],
    request: &PageRequest,
) -> Built {
    let mut select = Query::select();
    for column in spec.columns.split(',') {
        select.column(Alias::new(column.trim()));
    }
    select
        .from(Alias::new(spec.table))
        .and_where(Expr::col(Alias::new("organization_id")).eq(bytes(organization.uuid())))
        .cond_where(conditions.iter().fold(Cond::all(), |all, condition| all.add(expression(condition))))
        .limit(u64::from(request.limit) + 1);
    if let Sort::Instant(column) = spec.sort {
        select.order_by(Alias::new(column), Order::Desc);
    }
    select.order_by(Alias::new("id"), Order::Desc);
    if let Some(after) = request.after {
        select.cond_where(beyond(&spec.sort, after));
    }
    Built(select)
}

/// The rows that come after `position`.
fn beyond(sort: &Sort, position: Position) -> Cond {
    let older = Expr::col(Alias::new("id")).lt(bytes(position.id));
    match sort {
        Sort::Id => Cond::all().add(older),
        Sort::Instant(column) => {
            let (instant, at) = (Expr::col(Alias::new(*column)), position.at.as_micros());
            Cond::any().add(instant.clone().lt(at)).add(Cond::all().add(instant.eq(at)).add(older))
        }
    }
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn expression(condition: &Condition) -> Expr {
    let column = || Expr::col(Alias::new(condition.column));
    match condition.operator {
        Operator::Eq => column().eq(single(&condition.value)),
        Operator::Ne => column().ne(single(&condition.value)),
        Operator::Gte => column().gte(single(&condition.value)),
        Operator::Lte => column().lte(single(&condition.value)),
        Operator::In => column().is_in(several(&condition.value)),
        Operator::IsNull if condition.value == Value::Flag(true) => column().is_null(),
        Operator::IsNull => column().is_not_null(),
        Operator::Contains => column().like(pattern("%", &condition.value, "%")),
        Operator::StartsWith => column().like(pattern("", &condition.value, "%")),
        Operator::EndsWith => column().like(pattern("%", &condition.value, "")),
    }
}

fn single(value: &Value) -> sea_query::Value {
    match value {
        Value::Text(text) => text.clone().into(),
        Value::Instant(at) => at.as_micros().into(),
        Value::Id(id) => bytes(*id).into(),
        Value::Flag(flag) => (*flag).into(),
        Value::Several(values) => values.first().map_or_else(|| String::new().into(), single),
    }
}

fn several(value: &Value) -> Vec<sea_query::Value> {
    match value {
        Value::Several(values) => values.iter().map(single).collect(),
        Value::Text(_) | Value::Instant(_) | Value::Id(_) | Value::Flag(_) => vec![single(value)],
    }
}

/// A `LIKE` pattern in which the caller's own wildcards are plain characters.
fn pattern(before: &str, value: &Value, after: &str) -> LikeExpr {
    let text = if let Value::Text(text) = value { text.as_str() } else { "" };
    let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("{before}{plain}{after}")).escape('\\')
}

fn owned(values: Values) -> Result<Vec<Owned>> {
    values.0.into_iter().map(own).collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "sea-query's enumeration, of which we make these alone")]
fn own(value: sea_query::Value) -> Result<Owned> {
    use sea_query::Value as Sea;
    match value {
        Sea::BigInt(Some(number)) => Ok(Owned::Int(number)),
        Sea::BigUnsigned(Some(number)) => i64::try_from(number).map(Owned::Int).map_err(Error::internal),
        Sea::Bool(Some(flag)) => Ok(Owned::Bool(flag)),
        Sea::String(Some(text)) => Ok(Owned::Text(text)),
        Sea::Bytes(Some(bytes)) => Ok(Owned::Bytes(bytes)),
        other => Err(Error::internal(format_args!("a list bound {other:?}"))),
    }
}
