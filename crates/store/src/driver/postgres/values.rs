//! Our values on PostgreSQL's wire.

use crate::value::{Cell, RowCells, Value};
use std::error::Error as StdError;
use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use vestibule_kernel::{Error, Result};

impl ToSql for Value<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Int(value) => out.extend_from_slice(&value.to_be_bytes()),
            Self::Bool(value) => out.extend_from_slice(&[u8::from(*value)]),
            Self::Text(value) => out.extend_from_slice(value.as_bytes()),
            Self::Bytes(value) => out.extend_from_slice(value),
            Self::Id(value) => out.extend_from_slice(value.as_bytes()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Self::Int(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Self::Int(i64::from(i32::from_be_bytes(raw.try_into()?))),
            Type::BOOL => Self::Bool(raw.first().is_some_and(|byte| *byte != 0)),
            Type::TEXT | Type::VARCHAR => Self::Text(std::str::from_utf8(raw)?),
            Type::UUID | Type::BYTEA => Self::Bytes(raw),
            _ => return Err(format!("unexpected column type {kind}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl RowCells for Row {
    fn cell(&self, index: usize) -> Result<Cell<'_>> {
        self.try_get(index).map_err(Error::internal)
    }
}
