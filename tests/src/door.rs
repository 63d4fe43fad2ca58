//! The port of a server that is stopped and started again: it stays ours meanwhile, and who knocks is turned away.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::serve::Listener;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A port of this machine.
#[derive(Clone)]
pub(crate) struct Door {
    listener: Arc<TcpListener>,
    address: SocketAddr,
}

impl Door {
    pub(crate) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        Ok(Self {
            listener: Arc::new(listener),
            address,
        })
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Hangs up on everybody until it is aborted.
    pub(crate) fn turn_away(&self) -> JoinHandle<()> {
        let listener = Arc::clone(&self.listener);
        tokio::spawn(async move { while listener.accept().await.is_ok() {} })
    }
}

impl Listener for Door {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            if let Ok((stream, address)) = self.listener.accept().await {
                let _ = stream.set_nodelay(true);
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
