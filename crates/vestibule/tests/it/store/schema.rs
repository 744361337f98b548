//! Looking at how far a schema is changes nothing.

use crate::support::{Backend, EmptyDb};
use vestibule_store::{Db, Options, Schema};

#[test]
fn a_database_is_missing_until_it_is_opened_on_sqlite() {
    missing_until_opened(Backend::Sqlite);
}

#[test]
fn a_database_is_missing_until_it_is_opened_on_postgres() {
    missing_until_opened(Backend::Postgres);
}

fn missing_until_opened(backend: Backend) {
    let Some(place) = EmptyDb::create(backend) else { return };
    let options = Options { url: place.url, connections: 1 };
    for _ in 0..2 {
        assert_eq!(Db::schema(&options), Ok(Schema::Missing), "looking makes nothing");
    }
    drop(Db::open(&options).unwrap());
    assert_eq!(Db::schema(&options), Ok(Schema::Current));
}
