//! Reading the audit trail.

use crate::on_both_databases;

on_both_databases! {
    an_organization_reads_its_own_lines_newest_first
    a_customers_lines_are_found_by_either_id
    since_counts_itself_and_until_does_not
    a_line_is_found_beneath_pages_of_others
    a_search_that_walks_too_far_says_how_far_it_looked
    an_id_that_nobody_has_is_told
}

mod rules {
    use crate::support::{World, mint};
    use std::time::Duration;
    use vestibule_app::access::CustomerRef;
    use vestibule_app::audit::{Entry, Found, Search, search};
    use vestibule_kernel::id::{AuditId, CustomerId};
    use vestibule_kernel::{Error, Result};
    use vestibule_store::Tx;
    use vestibule_store::tables::audit_entries;

    /// Everything.
    fn all() -> Search {
        Search { customer: None, since: None, until: None, limit: 100_000, patience: 100_000 }
    }

    fn about(customer: CustomerId) -> Search {
        Search { customer: Some(CustomerRef::Id(customer.to_string())), ..all() }
    }

    async fn find(world: &World, wanted: Search) -> Found {
        search(&world.ctx, world.lumen.id, wanted).await.unwrap()
    }

    fn actions(found: &Found) -> Vec<&str> {
        found.lines.iter().map(|line| line.action.as_str()).collect()
    }

    /// Lines about nobody in particular, a second apart.
    async fn others(world: &World, count: u32) {
        let lumen = world.lumen.id;
        let rows: Vec<Entry> = (0..count)
            .map(|n| {
                let at = world.ctx.now().plus(Duration::from_secs(u64::from(n)));
                Entry {
                    organization: lumen,
                    id: AuditId::new(at, &world.ctx.rng),
                    at,
                    action: "records.import".into(),
                    result: "ok".into(),
                    actor: "shell".into(),
                    customer: None,
                    subject: None,
                    ip: String::new(),
                    user_agent: String::new(),
                    request_id: String::new(),
                }
            })
            .collect();
        let insert = move |tx: &mut Tx<'_>| rows.iter().try_for_each(|row| audit_entries::insert(tx, row));
        world.ctx.db.write(insert).await.unwrap();
        world.later(u64::from(count));
    }

    pub async fn an_organization_reads_its_own_lines_newest_first(world: World) {
        let person = world.person("a").await;
        world.later(1);
        mint(&world, person.id).await;
        world.later(1);
        others(&world, 1).await;
        let found = find(&world, all()).await;
        assert_eq!(actions(&found)[..2], ["records.import", "link.mint"]);
        assert!(found.lines.iter().all(|line| line.organization == world.lumen.id));
        assert!(found.lines.is_sorted_by_key(|line| std::cmp::Reverse(line.at)));
        let one = find(&world, Search { limit: 1, ..all() }).await;
        assert_eq!((actions(&one), one.gave_up_at), (vec!["records.import"], None));
    }

    pub async fn a_customers_lines_are_found_by_either_id(world: World) {
        let (one, other) = (world.person("a").await, world.person("b").await);
        mint(&world, one.id).await;
        mint(&world, other.id).await;
        let by_ours = find(&world, about(one.id)).await;
        let external = Search { customer: Some(CustomerRef::External("a".into())), ..all() };
        let by_theirs = find(&world, external).await;
        assert_eq!(actions(&by_ours), ["link.mint"]);
        assert_eq!(by_ours.lines[0].customer, Some(one.id));
        assert_eq!(by_ours, by_theirs);
    }

    pub async fn since_counts_itself_and_until_does_not(world: World) {
        world.later(10);
        let start = world.ctx.now();
        others(&world, 5).await;
        let at = |second| Some(start.plus(Duration::from_secs(second)));
        let found = find(&world, Search { since: at(1), until: at(4), ..all() }).await;
        let seconds: Vec<u64> = found.lines.iter().map(|line| line.at.since(start).as_secs()).collect();
        assert_eq!(seconds, [3, 2, 1]);
    }

    pub async fn a_line_is_found_beneath_pages_of_others(world: World) {
        let person = world.person("a").await;
        mint(&world, person.id).await;
        world.later(1);
        others(&world, 2500).await;
        let found = find(&world, about(person.id)).await;
        assert_eq!((actions(&found), found.gave_up_at), (vec!["link.mint"], None));
        let everything = find(&world, all()).await;
        assert!(everything.lines.len() > 2500);
        assert!(everything.lines.windows(2).all(|pair| pair[0].id > pair[1].id), "no line comes twice");
    }

    pub async fn a_search_that_walks_too_far_says_how_far_it_looked(world: World) {
        let person = world.person("a").await;
        mint(&world, person.id).await;
        world.later(1);
        others(&world, 2500).await;
        let short = find(&world, Search { patience: 1500, ..about(person.id) }).await;
        let at = short.gave_up_at.unwrap();
        assert!(short.lines.is_empty());
        assert_eq!(world.ctx.now().since(at).as_secs(), 2000, "two pages of a thousand");
        let on = find(&world, Search { patience: 1500, until: Some(at), ..about(person.id) }).await;
        assert_eq!((actions(&on), on.gave_up_at), (vec!["link.mint"], None));
    }

    pub async fn an_id_that_nobody_has_is_told(world: World) {
        let stranger = world.person_of(world.other.id, "b").await;
        let refused = async |who| -> Result<Found> {
            search(&world.ctx, world.lumen.id, Search { customer: Some(who), ..all() }).await
        };
        for who in [CustomerRef::Id("K-1".into()), CustomerRef::External("b".into())] {
            assert_eq!(refused(who).await, Err(Error::NotFound("Customer")));
        }
        let found = refused(CustomerRef::Id(stranger.id.to_string())).await.unwrap();
        assert!(found.lines.is_empty(), "another organization's customer is in no line here");
    }
}
