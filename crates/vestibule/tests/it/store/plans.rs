//! No statement walks along a whole tenant, from the first row on: as tables grow, its cost stays.

use crate::on_both_databases;

on_both_databases! {
    every_statement_finds_its_rows_by_a_key_of_their_own
}

mod rules {
    use crate::support::World;
    use vestibule_store::tables::all_statements;
    use vestibule_store::testing::plan;

    /// Statements that are meant to read along a tenant, and no further than a few rows.
    const SHORT_WALKS: [&str; 6] = [
        // The newest lines of the audit trail, or whether there is any row at all.
        " LIMIT ",
        // There are a handful of these.
        " FROM organizations ORDER BY slug",
        " FROM portals WHERE organization_id = $1 ORDER BY",
        " FROM plans WHERE organization_id = $1 ",
        " FROM api_clients WHERE organization_id = $1 ORDER BY",
        " FROM access_tokens WHERE organization_id = $1 ORDER BY",
    ];

    pub async fn every_statement_finds_its_rows_by_a_key_of_their_own(world: World) {
        let plans = world.ctx.db.read(|read| {
            all_statements().into_iter().map(|one| Ok((one.text(), plan(read, one)?))).collect()
        });
        let plans: Vec<(&str, Vec<String>)> = plans.await.unwrap();
        assert!(plans.len() > 50, "{}", plans.len());
        let walks =
            plans.iter().filter(|(text, lines)| lines.iter().any(|line| walks(line)) && !is_meant(text));
        let found: Vec<_> = walks.collect();
        assert!(found.is_empty(), "{found:#?}");
    }

    /// Whether a line of a plan reads a whole table, or everything of a tenant.
    fn walks(line: &str) -> bool {
        let line = line.trim();
        let table = |name: &str| name.len() > 1 && !["wanted", "newest", "open"].contains(&name);
        let scanned = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        scanned.is_some_and(|name| table(name) && name.parse::<u32>().is_err())
            || line.contains("Seq Scan on")
            || line.contains("(organization_id=?)")
            || line == "Index Cond: (organization_id = $1)"
    }

    /// A join is planned anew as its tables grow; while they are small, any way is as good as the other.
    /// What SQLite plans for an insert is a look at children that it skips while no constraint is broken.
    fn is_meant(text: &str) -> bool {
        let joins = text.contains(" JOIN ") || text.contains("EXISTS (SELECT");
        joins || text.starts_with("INSERT ") || SHORT_WALKS.iter().any(|part| text.contains(part))
    }
}
