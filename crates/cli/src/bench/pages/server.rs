//! The server as a process of its own, so that its memory is its own.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use super::BenchError;
use crate::bench::device_process::peak_memory_bytes;

const DOING: &str = "running the server in a process of its own";

/// A server that listens.
pub(super) struct Server {
    child: Child,
    /// Kept open: what it says after the first line goes nowhere.
    _said: BufReader<ChildStdout>,
    pub(super) address: SocketAddr,
}

impl Server {
    /// Starts it on a folder and waits until it says where it listens.
    pub(super) fn start(folder: &Path) -> Result<Self, BenchError> {
        let program = std::env::current_exe().map_err(BenchError::io(DOING))?;
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(BenchError::io(DOING))?;
        let unexpected = || BenchError::Unexpected("the server's process");
        let mut said = BufReader::new(child.stdout.take().ok_or_else(unexpected)?);
        let mut line = String::new();
        said.read_line(&mut line).map_err(BenchError::io(DOING))?;
        let listens: serde_json::Value = serde_json::from_str(&line).map_err(|_| unexpected())?;
        let address = listens
            .get("listening")
            .and_then(|url| url.as_str()?.strip_prefix("http://")?.parse().ok())
            .ok_or_else(unexpected)?;
        Ok(Self {
            child,
            _said: said,
            address,
        })
    }

    /// Where browsers reach it.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The most memory that it has held at once; none on a system that does not say so.
    pub(super) fn peak_memory_bytes(&self) -> Option<u64> {
        peak_memory_bytes(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its folder is thrown away or was only read.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
