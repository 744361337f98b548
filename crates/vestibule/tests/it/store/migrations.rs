//! What reviewers read of the schema, and proof that every statement fits it.

use crate::support::{Backend, TestDb};
use vestibule_store::tables::all_statements;
use vestibule_store::{Dialect, rendered_migrations};

#[test]
fn the_schema_of_both_databases_is_as_reviewed() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        for (name, script) in rendered_migrations(dialect) {
            insta::assert_snapshot!(format!("{name}@{dialect:?}"), script);
        }
    }
}

fn every_statement_can_be_prepared(backend: Backend) {
    let Some(database) = TestDb::create(backend) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let checked = runtime.block_on(database.db.read(|read| {
        let statements = all_statements();
        let count = statements.len();
        for statement in statements {
            read.prepare(statement)?;
        }
        Ok(count)
    }));
    assert!(checked.unwrap() > 50);
}

#[test]
fn every_statement_can_be_prepared_on_sqlite() {
    every_statement_can_be_prepared(Backend::Sqlite);
}

#[test]
fn every_statement_can_be_prepared_on_postgres() {
    every_statement_can_be_prepared(Backend::Postgres);
}
