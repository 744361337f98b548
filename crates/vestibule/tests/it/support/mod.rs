//! What tests share: databases, a small world of customers, browsers and API clients.

mod actors;
mod database;
mod world;

pub use actors::{Answer, Browser, bearer, get, mint, post_json};
pub use database::{Backend, CONNECTIONS, EmptyDb, TestDb};
pub use world::{Person, World};

/// Declares tests that run on SQLite and on PostgreSQL from one body: `async fn(World)`.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident)+) => { $(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::World::run($crate::support::Backend::Sqlite, super::rules::$name);
            }

            #[test]
            fn postgres() {
                $crate::support::World::run($crate::support::Backend::Postgres, super::rules::$name);
            }
        }
    )+ };
}
