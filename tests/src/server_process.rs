//! The real program as a process that serves an office: for what only a process can show, its death and its memory.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// The program: where `tests/run` says it is, else beside the test that runs.
#[must_use]
pub fn program() -> PathBuf {
    std::env::var_os("DOORSTEP").map_or_else(
        || {
            let test = std::env::current_exe().unwrap();
            // In target/release/deps.
            test.ancestors().nth(2).unwrap().join("doorstep")
        },
        PathBuf::from,
    )
}

/// An organisation with one technician, `t-1`, and its server on a port that stays the same over all its lives.
pub struct ServerProcess {
    folder: PathBuf,
    address: SocketAddr,
    server: Option<Child>,
}

impl ServerProcess {
    /// A new organisation in a folder, with a server that runs.
    #[must_use]
    pub fn found(folder: &Path) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let mut office = Self {
            folder: folder.to_owned(),
            address: listener.local_addr().unwrap(),
            server: None,
        };
        drop(listener);
        office.admin(&["create-organisation", "--name", "Doors"]);
        office.add_technician("t-1", "Ana");
        office.start();
        office
    }

    /// `doorstep admin` on its data, which must be done: what it says.
    pub fn admin(&self, words: &[&str]) -> Value {
        let output = Command::new(program())
            .args(["admin", "--json", "--data"])
            .arg(&self.folder)
            .args(words)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {error}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Starts the server, after [`ServerProcess::kill`].
    pub fn start(&mut self) {
        let address = self.address.to_string();
        let mut command = Command::new(program());
        command
            .args(["serve", "--json", "--listen", &address, "--data"])
            .arg(&self.folder);
        self.start_as(command);
    }

    /// Starts another program in its place, which says in JSON that it is `listening`.
    pub fn start_as(&mut self, mut command: Command) {
        let mut server = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        output.read_line(&mut said).unwrap();
        assert!(
            said.contains("listening"),
            "the server did not start: {said}"
        );
        self.server = Some(server);
    }

    /// Kills the server as `kill -9` does.
    pub fn kill(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// Invites a device of a person: what its QR code holds.
    #[must_use]
    pub fn invitation_of(&self, person: &str) -> String {
        let invitation = self.admin(&["device", "invite", "--person", person, "--name", "phone"]);
        invitation["link"].as_str().unwrap().to_owned()
    }

    /// Invites a device of `t-1`: what its QR code holds.
    #[must_use]
    pub fn invitation(&self) -> String {
        self.invitation_of("t-1")
    }

    /// Adds another technician.
    pub fn add_technician(&self, code: &str, name: &str) {
        let person = ["person", "add", "--code", code, "--name", name];
        self.admin(&[&person[..], &["--role", "technician"]].concat());
    }

    /// Enrols a new device of `t-1` in a folder.
    pub fn enrol(&self, folder: &Path) {
        self.enrol_of("t-1", folder);
    }

    /// Enrols a new device of a person in a folder.
    pub fn enrol_of(&self, person: &str, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        let enrolled = Command::new(program())
            .args(["device", "--data"])
            .arg(folder)
            .args(["enrol", &self.invitation_of(person)])
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&enrolled.stderr);
        assert!(enrolled.status.success(), "{error}");
    }

    /// Where its data lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder.join("doorstep.db")
    }

    /// Where it serves.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The most memory that the running server has ever had, in bytes; nothing where the system does not tell.
    #[must_use]
    pub fn peak_bytes(&self) -> Option<u64> {
        let id = self.server.as_ref()?.id();
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kib * 1024)
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.kill();
        }
    }
}
