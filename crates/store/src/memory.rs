//! What every request reads and hardly anybody changes (tenants, portals, clients, tokens), kept in
//! memory until the database says that it changed.
//!
//! The database says so whoever changed it, a person with a shell included, because triggers do. On SQLite
//! they draw a new stamp, which each unit reads in its own snapshot; on PostgreSQL they notify, and a
//! connection that only listens hears it within milliseconds.

use crate::statement::Statement;
use crate::value::Value;
use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Rows that are kept at the most; past them everything is forgotten.
const ROWS: usize = 4096;

/// A kept row, whatever its type.
type Row = Arc<dyn Any + Send + Sync>;

/// Rows by the bytes of their key, each with when it was true.
type ByKey = HashMap<Box<[u8]>, (Moment, Row)>;

/// When what is kept was true: it is used only at that same moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) i64);

/// Rows by the statement that found them and by its one parameter.
#[derive(Default)]
pub(crate) struct Memory {
    rows: RwLock<HashMap<&'static str, ByKey>>,
    kept: AtomicUsize,
    changes: AtomicI64,
    listeners: AtomicUsize,
}

impl Memory {
    /// The row that `statement` finds by `key`, when it was kept at this `moment`.
    pub(crate) fn get<T>(
        &self,
        moment: Moment,
        statement: &'static Statement,
        key: &Value<'_>,
    ) -> Option<Arc<T>>
    where
        T: Any + Send + Sync,
    {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        let (kept_at, row) = rows.get(statement.text())?.get(key.bytes()?)?;
        if *kept_at != moment {
            return None;
        }
        Arc::clone(row).downcast().ok()
    }

    /// Keeps what `statement` found by `key` at this `moment`.
    pub(crate) fn put<T>(&self, moment: Moment, statement: &'static Statement, key: &Value<'_>, row: &Arc<T>)
    where
        T: Any + Send + Sync,
    {
        let Some(key) = key.bytes() else { return };
        let row: Row = Arc::<T>::clone(row);
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        if self.kept.load(Ordering::Relaxed) >= ROWS {
            rows.clear();
            self.kept.store(0, Ordering::Relaxed);
        }
        if rows.entry(statement.text()).or_default().insert(key.into(), (moment, row)).is_none() {
            self.kept.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The moment until the next notice; none while nobody listens for notices.
    pub(crate) fn now(&self) -> Option<Moment> {
        (self.listeners.load(Ordering::Acquire) > 0).then(|| Moment(self.changes.load(Ordering::Acquire)))
    }

    /// A notice came: what was kept is no longer used.
    pub(crate) fn forget(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
    }

    /// Notes that somebody listens for notices from now on. What came before may have been missed.
    pub(crate) fn listen(&self) {
        self.forget();
        self.listeners.fetch_add(1, Ordering::AcqRel);
    }

    /// Notes that they stopped.
    pub(crate) fn stop_listening(&self) {
        self.listeners.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static ONE: Statement = Statement::new("SELECT 1");
    static TWO: Statement = Statement::new("SELECT 2");

    #[test]
    fn a_row_is_known_by_statement_key_moment_and_type() {
        let memory = Memory::default();
        memory.put(Moment(1), &ONE, &Value::Text("a"), &Arc::new(7_u8));
        let at = |moment, statement, key| memory.get::<u8>(Moment(moment), statement, &Value::Text(key));
        assert_eq!(at(1, &ONE, "a").as_deref(), Some(&7));
        assert_eq!(at(2, &ONE, "a"), None);
        assert_eq!(at(1, &TWO, "a"), None);
        assert_eq!(at(1, &ONE, "b"), None);
        assert_eq!(memory.get::<u16>(Moment(1), &ONE, &Value::Text("a")), None);
    }

    #[test]
    fn notices_end_moments_and_nothing_is_kept_while_nobody_listens() {
        let memory = Memory::default();
        assert_eq!(memory.now(), None);
        memory.listen();
        let before = memory.now();
        memory.forget();
        assert!(before.is_some() && memory.now().is_some() && before != memory.now());
        memory.stop_listening();
        assert_eq!(memory.now(), None);
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let memory = Memory::default();
        for key in 0..2 * ROWS {
            memory.put(Moment(1), &ONE, &Value::Text(&key.to_string()), &Arc::new(key));
        }
        let kept: usize = memory.rows.read().unwrap().values().map(HashMap::len).sum();
        assert!(kept <= ROWS, "{kept}");
    }
}
