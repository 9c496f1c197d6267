//! Owns a proxy in front of a server that can cut connections and refuse new ones. Does not look at what passes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A proxy on loopback.
#[derive(Debug)]
pub struct Cut {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    refuses: bool,
    ended: bool,
    /// Both ends of each connection.
    open: Vec<TcpStream>,
}

impl Cut {
    /// A proxy in front of a port on loopback.
    pub fn before(server_port: u16) -> Cut {
        let port = crate::process::free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        std::thread::spawn(move || accept(&listener, server_port, &shared));
        Cut { port, state }
    }

    /// The port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// An address of the server, led through the proxy: the same with another port.
    pub fn through(&self, url: &str, server_port: u16) -> String {
        url.replacen(&format!(":{server_port}"), &format!(":{}", self.port), 1)
    }

    /// Cuts every connection; new ones pass.
    pub fn cut(&self) {
        cut_all(&mut lock(&self.state));
    }

    /// Cuts every connection and ends new ones at once, until healed.
    pub fn refuse(&self) {
        let mut state = lock(&self.state);
        state.refuses = true;
        cut_all(&mut state);
    }

    /// Lets connections pass again.
    pub fn heal(&self) {
        lock(&self.state).refuses = false;
    }
}

impl Drop for Cut {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        state.ended = true;
        cut_all(&mut state);
        drop(state);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn accept(listener: &TcpListener, server_port: u16, shared: &Arc<Mutex<State>>) {
    for client in listener.incoming().flatten() {
        let mut state = lock(shared);
        if state.ended {
            return;
        }
        if state.refuses {
            continue;
        }
        // A server that is stopped refuses here as it would without a proxy.
        let Ok(server) = TcpStream::connect(("127.0.0.1", server_port)) else { continue };
        let copies = (client.try_clone(), server.try_clone());
        let (Ok(client_copy), Ok(server_copy)) = copies else { continue };
        state.open.retain(|stream| stream.peer_addr().is_ok());
        state.open.extend([client_copy, server_copy]);
        pass(&client, &server);
        pass(&server, &client);
    }
}

/// Passes on what one end says, in a thread of its own, until either ends.
fn pass(from: &TcpStream, to: &TcpStream) {
    let (Ok(mut from), Ok(mut to)) = (from.try_clone(), to.try_clone()) else { return };
    std::thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        while let Ok(count) = from.read(&mut buffer) {
            if count == 0 || to.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    });
}

fn cut_all(state: &mut State) {
    for stream in state.open.drain(..) {
        // It may have ended by itself.
        let _ = stream.shutdown(Shutdown::Both);
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
