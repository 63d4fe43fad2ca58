//! Which program is killed, on which disk, and what is on the disk after it.

use std::{collections::BTreeSet, fs, net::SocketAddr, path::Path, process::Command};

use doorstep_testkit::workload::scratch_folder;
use doorstep_tests::program;
use rusqlite::{Connection, OpenFlags};

/// Where a killed program has its database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disk {
    /// On the machine's own disk: the program that users have.
    Own,
    /// On one that keeps what was not synced in the process: the same device or server in a program of the tests, with
    /// SQLite's `synchronous` at `full`, `normal` or `off`.
    Held(&'static str),
}

impl Disk {
    /// A device that answers lines.
    pub(crate) fn device(self, folder: &Path) -> Command {
        let mut command = match self {
            Self::Own => doorstep(&["device", "--data"]),
            Self::Held(_) => Command::new(env!("CARGO_BIN_EXE_held-device")),
        };
        command.arg(folder);
        match self {
            Self::Own => command.args(["run", "-"]),
            Self::Held(synchronous) => command.arg(synchronous),
        };
        command
    }

    /// A server that says in JSON where it listens.
    pub(crate) fn server(self, folder: &Path, address: SocketAddr) -> Command {
        let address = &address.to_string();
        match self {
            Self::Own => {
                let mut command = doorstep(&["serve", "--json", "--listen", address, "--data"]);
                command.arg(folder);
                command
            }
            Self::Held(synchronous) => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_held-server"));
                command.arg(folder).args([address, synchronous]);
                command
            }
        }
    }
}

/// The program with these words.
fn doorstep(words: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(words);
    command
}

/// What a query finds in a database, which must be sound. Others may have it open.
pub(crate) fn hashes(database: &Path, query: &str) -> BTreeSet<String> {
    let connection =
        Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    let sound: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok", "{}", database.display());
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// As [`hashes`], of a database that was left by a killed process. Looks at a copy, so that the next process finds the
/// files as they were left and not as this look has tidied them.
pub(crate) fn hashes_left(database: &Path, query: &str) -> BTreeSet<String> {
    let folder = scratch_folder().unwrap();
    let copy = folder.path().join("copy.db");
    fs::copy(database, &copy).unwrap();
    let log = database.with_extension("db-wal");
    if log.exists() {
        fs::copy(log, copy.with_extension("db-wal")).unwrap();
    }
    hashes(&copy, query)
}
