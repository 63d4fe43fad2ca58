//! The network between the devices and the server, as something that can be cut: a TCP relay on this machine.

use std::{io, net::SocketAddr, sync::Arc};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A relay in front of the server. While it is cut, standing connections end and new ones are closed at once.
#[derive(Clone)]
pub(crate) struct Network {
    address: SocketAddr,
    open: Arc<watch::Sender<bool>>,
    server: Arc<watch::Sender<Option<SocketAddr>>>,
}

impl Network {
    /// Begins to listen on any free port, open, with no server behind it yet.
    pub(crate) async fn listen() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let network = Self {
            address: listener.local_addr()?,
            open: Arc::new(watch::Sender::new(true)),
            server: Arc::new(watch::Sender::new(None)),
        };
        let relay = network.clone();
        tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                let relay = relay.clone();
                tokio::spawn(async move { relay.carry(device).await });
            }
        });
        Ok(network)
    }

    /// Where devices reach the server.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Puts a server behind the relay.
    pub(crate) fn lead_to(&self, server: SocketAddr) {
        self.server.send_replace(Some(server));
    }

    /// Cuts the network, standing connections included.
    pub(crate) fn cut(&self) {
        self.open.send_replace(false);
    }

    /// Mends it.
    pub(crate) fn mend(&self) {
        self.open.send_replace(true);
    }

    async fn carry(&self, mut device: TcpStream) {
        let mut open = self.open.subscribe();
        let server = *self.server.borrow();
        let (true, Some(server)) = (*open.borrow_and_update(), server) else {
            return;
        };
        let Ok(mut server) = TcpStream::connect(server).await else {
            return;
        };
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut device, &mut server) => {}
            _ = open.wait_for(|open| !*open) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn a_cut_network_ends_what_stands_and_takes_nothing_new() {
        let echo = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let network = Network::listen().await.unwrap();
        network.lead_to(echo.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = echo.accept().await {
                tokio::spawn(async move {
                    let (mut read, mut write) = stream.split();
                    tokio::io::copy(&mut read, &mut write).await
                });
            }
        });
        let mut device = TcpStream::connect(network.address).await.unwrap();
        device.write_all(b"hello").await.unwrap();
        let mut back = [0; 5];
        device.read_exact(&mut back).await.unwrap();
        assert_eq!(&back, b"hello");

        network.cut();
        assert_eq!(
            device.read(&mut back).await.unwrap_or(0),
            0,
            "the standing connection ended"
        );
        let mut late = TcpStream::connect(network.address).await.unwrap();
        assert_eq!(
            late.read(&mut back).await.unwrap_or(0),
            0,
            "a new one is closed at once"
        );

        network.mend();
        let mut again = TcpStream::connect(network.address).await.unwrap();
        again.write_all(b"again").await.unwrap();
        again.read_exact(&mut back).await.unwrap();
        assert_eq!(&back, b"again");
    }
}
