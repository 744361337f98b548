//! A connection that only listens: it hears when anybody changed what is kept in memory.

use super::connect::connect;
use crate::memory::Memory;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tokio_postgres::Config;
use vestibule_kernel::{Error, Result};

/// How often the connection is asked whether it is still there, and how long it may take to answer: for
/// so long at the most a change may go unheard when the network swallows everything.
const ASKED_EVERY: Duration = Duration::from_secs(3);
/// Pause before another attempt to connect.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens on a thread of its own until the other end of `alive` is gone.
pub(super) fn start(config: Config, memory: Arc<Memory>, alive: oneshot::Receiver<Infallible>) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::internal)?;
    let listen = async move {
        tokio::select! {
            () = listen_again_and_again(&config, &memory) => {}
            _ = alive => {}
        }
    };
    std::thread::Builder::new()
        .name("db-listen".into())
        .spawn(move || runtime.block_on(listen))
        .map(|_| ())
        .map_err(Error::internal)
}

async fn listen_again_and_again(config: &Config, memory: &Arc<Memory>) {
    loop {
        if let Err(error) = listen(config, memory).await {
            tracing::debug!(%error, "nobody listens for changes of the configuration");
        }
        sleep(PAUSE).await;
    }
}

/// Listens for as long as the connection answers. Meanwhile, and only then, memory may be used.
async fn listen(config: &Config, memory: &Arc<Memory>) -> Result<(), tokio_postgres::Error> {
    let client = connect(config, memory).await?;
    let _listening = Listening::begin(memory);
    while let Ok(answer) = timeout(ASKED_EVERY, client.batch_execute("")).await {
        answer?;
        sleep(ASKED_EVERY).await;
    }
    Ok(())
}

/// Somebody listens for as long as this lives, however it ends.
struct Listening<'m>(&'m Memory);

impl<'m> Listening<'m> {
    fn begin(memory: &'m Memory) -> Self {
        memory.listen();
        Self(memory)
    }
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        self.0.stop_listening();
    }
}
