//! A relay between device and server that counts what really goes over the wire, and keeps it where it is looked at.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// Bytes that are carried at once.
const ROOM: usize = 64 * 1024;

/// What went over the wire since the last [`Relay::begin`].
#[derive(Debug, Clone, Default)]
pub(super) struct Wire {
    /// Bytes to the server.
    pub(super) up: u64,
    /// Bytes to the device.
    pub(super) down: u64,
    /// The bytes to the server themselves, one connection after the other, if they are kept.
    pub(super) sent: Vec<u8>,
    keeps: bool,
}

/// A relay in front of a server.
#[derive(Clone)]
pub(super) struct Relay {
    address: SocketAddr,
    server: Arc<Mutex<Option<SocketAddr>>>,
    wire: Arc<Mutex<Wire>>,
}

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

impl Relay {
    /// Begins to listen on any free port, with no server behind it yet.
    pub(super) async fn listen() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let relay = Self {
            address: listener.local_addr()?,
            server: Arc::default(),
            wire: Arc::default(),
        };
        let at_work = relay.clone();
        tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                let relay = at_work.clone();
                tokio::spawn(async move { relay.connect(device).await });
            }
        });
        Ok(relay)
    }

    /// Where devices reach the server.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Puts a server behind the relay.
    pub(super) fn lead_to(&self, server: SocketAddr) {
        *lock(&self.server) = Some(server);
    }

    /// Counts from nothing; with `keeps` it also keeps what the device sends.
    pub(super) fn begin(&self, keeps: bool) {
        *lock(&self.wire) = Wire {
            keeps,
            ..Wire::default()
        };
    }

    /// What went over the wire since.
    pub(super) fn wire(&self) -> Wire {
        lock(&self.wire).clone()
    }

    async fn connect(&self, device: TcpStream) {
        let server = *lock(&self.server);
        let Some(server) = server else { return };
        let Ok(server) = TcpStream::connect(server).await else {
            return;
        };
        // Bytes go on as they come; a socket that keeps its delay only makes them late.
        drop(device.set_nodelay(true));
        drop(server.set_nodelay(true));
        let (from_device, to_device) = device.into_split();
        let (from_server, to_server) = server.into_split();
        tokio::join!(
            self.carry(from_device, to_server, Direction::Up),
            self.carry(from_server, to_device, Direction::Down)
        );
    }

    async fn carry(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf, direction: Direction) {
        let mut bytes = vec![0; ROOM];
        // An end that is gone ends the connection: the other side hears it when `to` is dropped.
        while let Ok(count) = from.read(&mut bytes).await {
            let Some(read) = bytes.get(..count).filter(|read| !read.is_empty()) else {
                return;
            };
            self.count(read, direction);
            if to.write_all(read).await.is_err() {
                return;
            }
        }
    }

    /// Before they are passed on, so that who has an answer finds it counted.
    fn count(&self, bytes: &[u8], direction: Direction) {
        let mut wire = lock(&self.wire);
        match direction {
            Direction::Up => {
                wire.up += bytes.len() as u64;
                if wire.keeps {
                    wire.sent.extend_from_slice(bytes);
                }
            }
            Direction::Down => wire.down += bytes.len() as u64,
        }
    }
}

fn lock<T>(guarded: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that can panic runs under the locks.
    guarded.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The bodies of the requests in what a device sent: HTTP/1.1, each with its length announced.
pub(super) fn bodies(mut sent: &[u8]) -> Option<Vec<&[u8]>> {
    let mut bodies = Vec::new();
    while !sent.is_empty() {
        let end = sent.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        let (head, rest) = sent.split_at_checked(end + 4)?;
        let length = std::str::from_utf8(head).ok()?.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>().ok())?
        })?;
        let (body, rest) = rest.split_at_checked(length)?;
        bodies.push(body);
        sent = rest;
    }
    Some(bodies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_on_one_connection_are_told_apart() {
        let sent = b"POST /v1/sync HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPOST / HTTP/1.1\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(bodies(sent), Some(vec![b"abc".as_slice(), b"".as_slice()]));
        assert_eq!(bodies(&sent[..50]), None, "cut off in its body");
        assert_eq!(bodies(b"POST / HTTP/1.1\r\n\r\n"), None, "without a length");
    }

    #[tokio::test]
    async fn what_goes_over_the_wire_is_counted_both_ways() {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Relay::listen().await.unwrap();
        relay.lead_to(server.local_addr().unwrap());
        relay.begin(true);
        let mut device = TcpStream::connect(relay.address).await.unwrap();
        device.write_all(b"question").await.unwrap();
        let (mut answering, _) = server.accept().await.unwrap();
        let mut heard = [0; 8];
        answering.read_exact(&mut heard).await.unwrap();
        answering.write_all(b"answer").await.unwrap();
        let mut heard = [0; 6];
        device.read_exact(&mut heard).await.unwrap();
        let wire = relay.wire();
        assert_eq!(
            (wire.up, wire.down, wire.sent.as_slice()),
            (8, 6, b"question".as_slice())
        );
    }
}
