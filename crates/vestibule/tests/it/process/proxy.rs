//! A network between a server and its database that a test can cut, freeze and mend.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const OPEN: u8 = 0;
const CUT: u8 = 1;
const FROZEN: u8 = 2;

/// Passes bytes on to a database for as long as it lives.
pub struct Proxy {
    state: Arc<AtomicU8>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    /// A network before the PostgreSQL at `url`, and the URL behind which it lies.
    pub fn before(url: &str) -> (Self, String) {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (authority, path) = rest.split_once('/').unwrap();
        let (user, target) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Self { state: Arc::default(), streams: Arc::default() };
        let (state, streams, target) = (proxy.state.clone(), proxy.streams.clone(), target.to_owned());
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if state.load(Ordering::SeqCst) != CUT {
                    connect(client, &target, &state, &streams);
                }
            }
        });
        (proxy, format!("{scheme}://{user}@127.0.0.1:{port}/{path}"))
    }

    /// Ends every connection and refuses new ones.
    pub fn cut(&self) {
        self.state.store(CUT, Ordering::SeqCst);
        for stream in self.streams.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Accepts everything and passes nothing on.
    pub fn freeze(&self) {
        self.state.store(FROZEN, Ordering::SeqCst);
    }

    /// Passes everything on again.
    pub fn mend(&self) {
        self.state.store(OPEN, Ordering::SeqCst);
    }
}

fn connect(client: TcpStream, target: &str, state: &Arc<AtomicU8>, streams: &Mutex<Vec<TcpStream>>) {
    let Ok(server) = TcpStream::connect(target) else { return };
    let clone = |stream: &TcpStream| stream.try_clone().unwrap();
    streams.lock().unwrap().extend([clone(&client), clone(&server)]);
    for (from, to) in [(clone(&client), clone(&server)), (server, client)] {
        let state = Arc::clone(state);
        std::thread::spawn(move || pass_on(from, to, &state));
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, state: &AtomicU8) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        while state.load(Ordering::SeqCst) == FROZEN {
            std::thread::sleep(Duration::from_millis(5));
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
