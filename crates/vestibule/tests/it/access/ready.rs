//! The probe of load balancers.

use crate::on_both_databases;
use crate::support::{Backend, TestDb, World};
use vestibule_app::Ctx;
use vestibule_kernel::Error;

on_both_databases! {
    a_server_whose_database_answers_is_ready
}

/// An SQLite file stays readable for whoever has it open; how its damage reads is tested where its driver is.
#[test]
fn a_server_whose_tables_are_gone_is_not_ready() {
    let Some(database) = TestDb::create(Backend::Postgres) else { return };
    let db = database.db.clone();
    drop(database);
    World::run(Backend::Sqlite, |world| async move {
        let ctx = Ctx { db, ..world.ctx.clone() };
        assert!(matches!(vestibule_app::ready(&ctx).await, Err(Error::Unavailable(_))));
    });
}

mod rules {
    use crate::support::{World, get};
    use axum::http::StatusCode;

    pub async fn a_server_whose_database_answers_is_ready(world: World) {
        assert_eq!(vestibule_app::ready(&world.ctx).await, Ok(()));
        assert_eq!(get(&world, "", "/ready").await.status, StatusCode::OK);
    }
}
