//! PostgreSQL databases that belong to one run: made in the given cluster under names of their own, dropped at its
//! end. Nothing that was there before is touched.

use anyhow::{Context, Result, bail};
use std::time::Duration;
use tokio::time::timeout;
use tokio_postgres::{Client, NoTls};

/// What every name begins with, so that leftovers of a killed run are recognised.
const PREFIX: &str = "vestibule_bench_";

/// A cluster and the databases made in it.
#[derive(Debug)]
pub struct Cluster {
    url: String,
    made: Vec<String>,
}

impl Cluster {
    /// The cluster of this URL, whose own database only serves to connect.
    pub fn new(url: &str) -> Result<Self> {
        with_database(url, "check").map(|_| Self { url: url.to_owned(), made: Vec::new() })
    }

    /// Makes an empty database and returns its URL.
    pub async fn create(&mut self) -> Result<String> {
        let name = format!("{PREFIX}{}_{}", std::process::id(), self.made.len() + 1);
        self.run(&format!("CREATE DATABASE {name}")).await.with_context(|| format!("creating {name}"))?;
        self.made.push(name.clone());
        with_database(&self.url, &name)
    }

    /// Version and the settings without which a commit is not on disk.
    pub async fn settings(&self) -> Result<[(&'static str, String); 3]> {
        let client = self.connect().await?;
        let show = async |name: &'static str| -> Result<(&'static str, String)> {
            Ok((name, client.query_one(&format!("SHOW {name}"), &[]).await?.try_get(0)?))
        };
        Ok([show("server_version").await?, show("fsync").await?, show("synchronous_commit").await?])
    }

    /// Drops every database that was made. Says so when one stays.
    pub async fn clean_up(&mut self) {
        for name in std::mem::take(&mut self.made) {
            if let Err(error) = self.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await {
                eprintln!("the database {name} could not be dropped: {error:#}");
            }
        }
    }

    async fn run(&self, statement: &str) -> Result<()> {
        let client = self.connect().await?;
        timeout(Duration::from_secs(60), client.batch_execute(statement))
            .await
            .context("no answer for 60 s")??;
        Ok(())
    }

    async fn connect(&self) -> Result<Client> {
        let connecting = timeout(Duration::from_secs(10), tokio_postgres::connect(&self.url, NoTls));
        let (client, connection) =
            connecting.await.context("no connection for 10 s")?.context("PostgreSQL")?;
        tokio::spawn(connection);
        Ok(client)
    }
}

/// `url` with another database in it; everything else stays.
fn with_database(url: &str, database: &str) -> Result<String> {
    let Some((scheme, rest)) = url.split_once("://").filter(|(scheme, _)| scheme.starts_with("postgres"))
    else {
        bail!(
            "a PostgreSQL URL begins with postgres:// (given: {})",
            url.split(':').next().unwrap_or_default()
        );
    };
    let (before, parameters) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
    let authority = before.split('/').next().unwrap_or_default();
    Ok(format!("{scheme}://{authority}/{database}{parameters}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_of_a_url_changes() {
        let cases = [
            ("postgres://u:p@h:5/a?sslmode=disable", "postgres://u:p@h:5/b?sslmode=disable"),
            ("postgresql://h", "postgresql://h/b"),
            ("postgres://u@%2Ftmp%2Fsock/a", "postgres://u@%2Ftmp%2Fsock/b"),
            ("postgres:///a?host=/tmp/sock", "postgres:///b?host=/tmp/sock"),
            ("postgres://h?user=u", "postgres://h/b?user=u"),
        ];
        for (given, expected) in cases {
            assert_eq!(with_database(given, "b").unwrap(), expected);
        }
        assert!(with_database("host=localhost dbname=a", "b").is_err());
    }
}
