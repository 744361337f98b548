//! What is kept in memory never outlives what it was read from.

use crate::on_both_databases;

on_both_databases! {
    a_change_is_seen_by_the_next_request
    a_change_by_another_process_is_seen
    a_change_that_was_undone_leaves_nothing
    what_is_not_there_is_not_kept
    a_changed_plan_is_seen_in_its_contracts
}

mod rules {
    use crate::support::World;
    use std::time::Duration;
    use vestibule_kernel::asset::Digest32;
    use vestibule_kernel::organization::{Organization, OrganizationStatus};
    use vestibule_kernel::plan::Plan;
    use vestibule_kernel::{Error, Result};
    use vestibule_store::tables::{access_tokens, organizations, plans, portals, subscriptions};
    use vestibule_store::{Db, Options, Tx};

    /// The organization's name as every request reads it.
    async fn recalled(db: &Db, of: &Organization) -> String {
        let id = of.id;
        db.read(move |read| organizations::recall(read, id)).await.unwrap().unwrap().name.clone()
    }

    async fn rename(db: &Db, of: &Organization, name: &str) {
        let mut changed = of.clone();
        changed.name = name.into();
        db.write(move |tx| organizations::update(tx, &changed)).await.unwrap();
    }

    pub async fn a_change_is_seen_by_the_next_request(world: World) {
        let db = &world.ctx.db;
        for n in 0..50 {
            let name = format!("name {n}");
            rename(db, &world.lumen, &name).await;
            assert_eq!(recalled(db, &world.lumen).await, name);
        }
        let lumen = world.lumen.id;
        let suspend =
            move |tx: &mut Tx<'_>| organizations::set_status(tx, lumen, OrganizationStatus::Suspended);
        assert!(db.write(suspend).await.unwrap());
        let portal = world.portal(world.other.id, "elsewhere").await;
        let at = |slug: &'static str| db.read(move |read| portals::at_slug(read, slug));
        assert!(at("elsewhere").await.unwrap().unwrap().0.enabled);
        world.set_enabled(world.other.id, portal, false).await;
        assert!(!at("elsewhere").await.unwrap().unwrap().0.enabled);
    }

    pub async fn a_change_by_another_process_is_seen(world: World) {
        let db = &world.ctx.db;
        assert_eq!(recalled(db, &world.lumen).await, "lumen");
        let url = world.database_url.clone();
        let elsewhere = Db::open(&Options { url, connections: 1 }).unwrap();
        rename(&elsewhere, &world.lumen, "renamed").await;
        // Embedded at once, on a server as soon as its notice is here.
        for _ in 0..500 {
            if recalled(db, &world.lumen).await == "renamed" {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("still {}", recalled(db, &world.lumen).await);
    }

    pub async fn a_change_that_was_undone_leaves_nothing(world: World) {
        let db = &world.ctx.db;
        assert_eq!(recalled(db, &world.lumen).await, "lumen");
        let mut changed = world.lumen.clone();
        changed.name = "never".into();
        let undone: Result<()> = db
            .write(move |tx| {
                organizations::update(tx, &changed)?;
                let own = organizations::recall(tx, changed.id)?.unwrap();
                assert_eq!(own.name, "never", "a unit sees its own change");
                Err(Error::NotFound("x"))
            })
            .await;
        assert_eq!(undone, Err(Error::NotFound("x")));
        assert_eq!(recalled(db, &world.lumen).await, "lumen");
        rename(db, &world.other, "changed").await;
        assert_eq!(recalled(db, &world.lumen).await, "lumen");
    }

    pub async fn a_changed_plan_is_seen_in_its_contracts(world: World) {
        let (person, id) = (world.person("a").await, world.lumen.id);
        let contract =
            || world.ctx.db.read(move |read| subscriptions::contract(read, id, person.subscription));
        assert_eq!(contract().await.unwrap().unwrap().plan.name, "Plan a");
        let rename = move |tx: &mut Tx<'_>| {
            let changed = Plan { name: "Plan b".into(), ..plans::find(tx, id, person.plan)?.unwrap() };
            plans::upsert(tx, &changed, Digest32::of(b"changed"))
        };
        world.ctx.db.write(rename).await.unwrap();
        assert_eq!(contract().await.unwrap().unwrap().plan.name, "Plan b");
    }

    pub async fn what_is_not_there_is_not_kept(world: World) {
        let db = &world.ctx.db;
        let unknown = vestibule_kernel::TokenHash::of("nobody's");
        assert_eq!(db.read(move |read| access_tokens::recall(read, &unknown)).await.unwrap(), None);
        let known = vestibule_kernel::TokenHash::of(world.token.token.expose());
        let found = db.read(move |read| access_tokens::recall(read, &known)).await.unwrap();
        assert_eq!(found.unwrap().organization, world.lumen.id);
    }
}
