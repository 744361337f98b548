//! Work on its way to a database thread: what is asked, and the way back to who asked.

use crate::unit::{Read, Tx};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::oneshot;
use vestibule_kernel::{Error, Result};

/// A read on its way.
pub(crate) trait ReadJob: Send {
    /// Runs it and answers.
    fn run(self: Box<Self>, read: &mut Read<'_>);
    /// Answers that it could not be run.
    fn fail(self: Box<Self>, error: Error);
}

/// A unit of work on its way. Its answer waits for the commit.
pub(crate) trait WriteJob: Send {
    /// Runs it, keeps its answer, and tells whether its changes are to stay.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Sends the answer: its own when its changes are on disk, else the error.
    fn settle(self: Box<Self>, committed: Result<()>);
}

struct Ask<F, T> {
    work: Option<F>,
    answer: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

/// Packs a read; the receiver gets its answer.
pub(crate) fn read_job<F, T>(work: F) -> (Box<dyn ReadJob>, oneshot::Receiver<Result<T>>)
where
    F: FnOnce(&mut Read<'_>) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    let (reply, receiver) = oneshot::channel();
    (Box::new(Ask { work: Some(work), answer: None, reply }), receiver)
}

/// Packs a unit of work; the receiver gets its answer after the commit.
pub(crate) fn write_job<F, T>(work: F) -> (Box<dyn WriteJob>, oneshot::Receiver<Result<T>>)
where
    F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    let (reply, receiver) = oneshot::channel();
    (Box::new(Ask { work: Some(work), answer: None, reply }), receiver)
}

/// Runs `work` and turns a panic into an error, so that one defect does not end a database thread.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Error::internal(format_args!("panic in a unit of work: {}", text.unwrap_or_default())))
    })
}

impl<F, T> ReadJob for Ask<F, T>
where
    F: FnOnce(&mut Read<'_>) -> Result<T> + Send,
    T: Send,
{
    fn run(mut self: Box<Self>, read: &mut Read<'_>) {
        let Some(work) = self.work.take().filter(|_| !self.reply.is_closed()) else { return };
        // Whoever asked may be gone by then; nobody misses the answer.
        let _ = self.reply.send(guarded(|| work(read)));
    }

    fn fail(self: Box<Self>, error: Error) {
        let _ = self.reply.send(Err(error));
    }
}

impl<F, T> WriteJob for Ask<F, T>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let Some(work) = self.work.take().filter(|_| !self.reply.is_closed()) else { return false };
        let answer = guarded(|| work(tx));
        let keep = answer.is_ok();
        self.answer = Some(answer);
        keep
    }

    fn settle(self: Box<Self>, committed: Result<()>) {
        let answer = match (committed, self.answer) {
            (Ok(()), Some(answer)) | (Err(_), Some(answer @ Err(_))) => answer,
            (Err(error), _) => Err(error),
            (Ok(()), None) => Err(Error::internal("a unit of work was settled before it ran")),
        };
        let _ = self.reply.send(answer);
    }
}
