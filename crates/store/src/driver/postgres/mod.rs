//! PostgreSQL: a thread per connection, each with a small runtime of its own.

mod connect;
mod listen;
mod replan;
mod session;
mod values;

use crate::db::{QUEUE, Queues};
use crate::group::{ReadJob, WriteJob};
use crate::memory::Memory;
use crate::migrate::{self, Schema};
use crate::unit::{Conn, Read, Tx};
use crossbeam_channel::{Receiver, bounded, select};
use std::sync::Arc;
use tokio::sync::oneshot;
use vestibule_kernel::{Error, Result};

pub(crate) use session::Session;

/// Connects once to migrate, then starts a thread per connection.
pub(crate) fn start(url: &str, connections: usize) -> Result<Queues> {
    let config = connect::configuration(url)?;
    let memory = Arc::new(Memory::default());
    let mut first = Session::new(config.clone(), Arc::clone(&memory))?;
    first.ensure_connected()?;
    migrate::postgres(&mut first)?;
    let (reads, asked) = bounded::<Box<dyn ReadJob>>(QUEUE);
    let (writes, taken) = bounded::<Box<dyn WriteJob>>(QUEUE);
    let mut session = Some(first);
    for _ in 0..connections.max(1) {
        let mut own = match session.take() {
            Some(session) => session,
            None => Session::new(config.clone(), Arc::clone(&memory))?,
        };
        let (asked, taken) = (asked.clone(), taken.clone());
        std::thread::Builder::new()
            .name("db".into())
            .spawn(move || work_loop(&mut own, &asked, &taken))
            .map_err(Error::internal)?;
    }
    let (in_use, alive) = oneshot::channel();
    listen::start(config, memory, alive)?;
    Ok(Queues { reads, writes, in_use: Some(Arc::new(in_use)) })
}

/// How far the schema at `url` is.
///
/// # Errors
/// `Unavailable` when the server does not answer or the schema is of a later program.
pub(crate) fn schema(url: &str) -> Result<Schema> {
    migrate::postgres_schema(&mut Session::connect(url)?)
}

fn work_loop(session: &mut Session, asked: &Receiver<Box<dyn ReadJob>>, taken: &Receiver<Box<dyn WriteJob>>) {
    loop {
        select! {
            recv(asked) -> job => match job {
                Ok(job) => run_read(session, job),
                Err(_) => return,
            },
            recv(taken) -> job => match job {
                Ok(job) => run_write(session, job),
                Err(_) => return,
            },
        }
    }
}

fn run_read(session: &mut Session, job: Box<dyn ReadJob>) {
    match session.ensure_connected() {
        Ok(()) => {
            let memory = session.memory();
            job.run(&mut Read::new(Conn::Postgres(session), &memory));
        }
        Err(error) => job.fail(error),
    }
}

fn run_write(session: &mut Session, mut job: Box<dyn WriteJob>) {
    if let Err(error) = session.ensure_connected() {
        job.settle(Err(error));
        return;
    }
    session.begin();
    let memory = session.memory();
    let keep = job.run(&mut Tx::new(Conn::Postgres(session), &memory));
    job.settle(session.finish(keep));
}
