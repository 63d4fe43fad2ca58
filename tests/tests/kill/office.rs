//! An organisation and its server, which is killed and started again.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Stdio},
};

use serde_json::Value;

use crate::{Disk, disk::doorstep};

/// An organisation with one technician, and its server on a port that stays the same over all its lives.
pub(crate) struct Office {
    folder: PathBuf,
    address: String,
    server: Option<Child>,
}

impl Office {
    /// Makes the organisation and starts its server.
    pub(crate) fn found(folder: &Path) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut office = Self {
            folder: folder.to_owned(),
            address: format!("127.0.0.1:{port}"),
            server: None,
        };
        office.admin(&["create-organisation", "--name", "Kill"]);
        office.admin(&[
            "person",
            "add",
            "--code",
            "t-1",
            "--name",
            "Ana",
            "--role",
            "technician",
        ]);
        office.start(Disk::Own);
        office
    }

    fn admin(&self, words: &[&str]) -> Value {
        let output = doorstep(&["admin", "--json", "--data"])
            .arg(&self.folder)
            .args(words)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Its database.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("doorstep.db")
    }

    pub(crate) fn start(&mut self, disk: Disk) {
        let mut server = disk
            .server(&self.folder, &self.address)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut said)
            .unwrap();
        assert!(
            said.contains("listening"),
            "the server did not start: {said}"
        );
        self.server = Some(server);
    }

    pub(crate) fn kill(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// Makes a device of a folder.
    pub(crate) fn enrol(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        let invitation = self.admin(&["device", "invite", "--person", "t-1", "--name", "phone"]);
        let link = invitation["link"].as_str().unwrap();
        let enrolled = doorstep(&["device", "--data"])
            .arg(folder)
            .args(["enrol", link])
            .output()
            .unwrap();
        assert!(
            enrolled.status.success(),
            "{}",
            String::from_utf8_lossy(&enrolled.stderr)
        );
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.kill();
        }
    }
}
