//! Units of work: all or nothing, whatever happens inside.

use crate::on_both_databases;

on_both_databases! {
    an_error_undoes_the_unit_and_leaves_its_neighbours
    a_panic_undoes_the_unit_and_the_database_goes_on
    an_answer_comes_after_the_commit
    a_unit_that_goes_on_after_a_failed_statement_is_all_or_nothing
    what_nobody_waits_for_any_more_is_not_begun
}

mod rules {
    use crate::support::{CONNECTIONS, World};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;
    use tokio::sync::RwLock;
    use vestibule_kernel::Error;
    use vestibule_kernel::asset::Digest32;
    use vestibule_kernel::id::PortalId;
    use vestibule_store::tables::{customers, organizations, plans};
    use vestibule_store::{Dialect, Tx};

    pub async fn an_error_undoes_the_unit_and_leaves_its_neighbours(world: World) {
        let names = || {
            let db = world.ctx.db.clone();
            async move {
                db.read(|read| Ok(organizations::list(read)?.into_iter().map(|o| o.name).collect::<Vec<_>>()))
                    .await
                    .unwrap()
            }
        };
        let lumen = world.lumen.clone();
        let writes = (0..40).map(|n| {
            let (db, mut changed) = (world.ctx.db.clone(), lumen.clone());
            changed.name = format!("name {n}");
            async move {
                db.write(move |tx| {
                    organizations::update(tx, &changed)?;
                    if n % 2 == 0 { Err(Error::NotFound("x")) } else { Ok(()) }
                })
                .await
            }
        });
        let mut handles = Vec::new();
        for write in writes {
            handles.push(tokio::spawn(write));
        }
        for (n, handle) in handles.into_iter().enumerate() {
            assert_eq!(handle.await.unwrap().is_ok(), n % 2 == 1);
        }
        let kept = names().await;
        let number: u32 = kept[0].strip_prefix("name ").unwrap().parse().unwrap();
        assert_eq!(number % 2, 1, "{kept:?}");
    }

    pub async fn a_panic_undoes_the_unit_and_the_database_goes_on(world: World) {
        let mut changed = world.lumen.clone();
        changed.name = "gone".into();
        let answer: Result<(), Error> = world
            .ctx
            .db
            .write(move |tx| {
                organizations::update(tx, &changed)?;
                panic!("in the middle");
            })
            .await;
        assert!(matches!(answer, Err(Error::Internal(text)) if text.contains("in the middle")));
        let id = world.lumen.id;
        let found = world.ctx.db.read(move |read| organizations::find(read, id)).await.unwrap().unwrap();
        assert_eq!(found.name, "lumen");
    }

    pub async fn an_answer_comes_after_the_commit(world: World) {
        let id = world.customer(world.lumen.id, "K-1").await;
        let organization = world.lumen.id;
        let found = world.ctx.db.read(move |read| customers::find(read, organization, id)).await.unwrap();
        assert_eq!(found.unwrap().external_id.as_deref(), Some("K-1"));
    }

    pub async fn a_unit_that_goes_on_after_a_failed_statement_is_all_or_nothing(world: World) {
        // A plan of a portal that does not exist breaks a foreign key.
        let plan = world.plan(world.lumen.id, "plan", None).await;
        let portal = PortalId::new(world.ctx.now(), &world.ctx.rng);
        let mut changed = world.lumen.clone();
        changed.name = "changed".into();
        let id = world.lumen.id;
        let unit = world.ctx.db.write(move |tx| {
            organizations::update(tx, &changed)?;
            let mut broken = plans::find(tx, id, plan)?.unwrap();
            broken.portal = Some(portal);
            assert!(plans::upsert(tx, &broken, Digest32::of(b"broken")).is_err());
            Ok(())
        });
        let kept = unit.await.is_ok();
        let found = world.ctx.db.read(move |read| organizations::find(read, id)).await.unwrap().unwrap();
        assert_eq!(found.name == "changed", kept);
        // PostgreSQL takes nothing more in such a transaction, and would answer its commit with a rollback.
        assert_eq!(kept, world.ctx.db.dialect() == Dialect::Sqlite);
    }

    pub async fn what_nobody_waits_for_any_more_is_not_begun(world: World) {
        // As many units as a test's database has connections hold them all up.
        let gate = Arc::new(RwLock::new(()));
        let closed = gate.write().await;
        let held: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let (db, gate) = (world.ctx.db.clone(), Arc::clone(&gate));
                let wait = move |_: &mut Tx<'_>| {
                    drop(gate.blocking_read());
                    Ok(())
                };
                tokio::spawn(async move { db.write(wait).await })
            })
            .collect();
        let begun = Arc::new(AtomicBool::new(false));
        let (db, mark) = (world.ctx.db.clone(), Arc::clone(&begun));
        tokio::time::sleep(Duration::from_millis(50)).await;
        let unit = db.write(move |_| {
            mark.store(true, Ordering::SeqCst);
            Ok(())
        });
        // Asked, waiting behind the others, and then given up.
        assert!(tokio::time::timeout(Duration::from_millis(100), unit).await.is_err());
        drop(closed);
        for unit in held {
            unit.await.unwrap().unwrap();
        }
        world.ctx.db.write(|_| Ok(())).await.unwrap();
        assert!(!begun.load(Ordering::SeqCst));
    }
}
