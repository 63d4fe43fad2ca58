mod frozen;

use std::{fs, sync::mpsc, thread};

use rusqlite::Connection;
use tempfile::TempDir;

use super::{migrate::NEWEST, *};
use crate::{example, log};

const FROZEN_V1: &str = include_str!("../../sql/frozen/v1.sql");
const DOCUMENTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/schema-server.sql");

#[allow(clippy::unwrap_used)] // a folder for a test
fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn open(path: &Path) -> Result<(Store, Writer), StoreError> {
    Store::open(path, StoreOptions::default())
}

/// Every table and index as it was written, comments and all; without the tables that FTS5 makes for itself.
#[allow(clippy::unwrap_used)] // a query that is fixed
fn schema(store: &Store) -> Vec<String> {
    store
        .read_blocking(|connection| {
            let mut tables = connection.prepare(
                "SELECT sql FROM sqlite_schema
                 WHERE sql IS NOT NULL AND name NOT GLOB 'record_search_*' ORDER BY rowid",
            )?;
            let tables: rusqlite::Result<Vec<String>> =
                tables.query_map([], |row| row.get(0))?.collect();
            Ok::<_, StoreError>(tables?)
        })
        .unwrap()
}

#[test]
fn a_new_database_is_ours_and_of_the_newest_version() {
    let folder = folder();
    let path = folder.path().join("doorstep.db");
    let (store, _writer) = open(&path).unwrap();
    let header = |name: &'static str| {
        store
            .read_blocking(|connection| {
                Ok::<i64, StoreError>(connection.pragma_query_value(None, name, |r| r.get(0))?)
            })
            .unwrap()
    };
    assert_eq!(header("application_id"), APPLICATION_ID);
    assert_eq!(header("user_version"), NEWEST);
    drop(store);
    // Opened again it is the same, and nothing is made anew.
    let (store, _writer) = open(&path).unwrap();
    assert!(schema(&store).len() > 20);
}

#[test]
fn the_documented_schema_is_the_real_one() {
    let folder = folder();
    let (store, _writer) = open(&folder.path().join("doorstep.db")).unwrap();
    let text = format!(
        "-- The server's database as `doorstep serve` makes it: all migrations together.\n\
         -- Written by `DOORSTEP_UPDATE=1 cargo test --release -p doorstep-server schema`; do not edit.\n\n\
         {};\n",
        schema(&store).join(";\n\n")
    );
    if std::env::var_os("DOORSTEP_UPDATE").is_some() {
        fs::write(DOCUMENTED, &text).unwrap();
    }
    let documented = fs::read_to_string(DOCUMENTED).unwrap_or_default();
    assert!(
        documented == text,
        "docs/schema-server.sql is not the schema: run with DOORSTEP_UPDATE=1"
    );
}

#[test]
fn a_database_of_the_first_version_opens_with_everything_in_it() {
    let folder = folder();
    let path = folder.path().join("doorstep.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(FROZEN_V1).unwrap();
    old.close().unwrap();

    let (store, writer) = open(&path).unwrap();
    let (fresh, _writer) = open(&folder.path().join("fresh.db")).unwrap();
    let tables = |store: &Store| {
        let mut tables = schema(store);
        tables.sort();
        tables
    };
    assert_eq!(tables(&store), tables(&fresh));
    let (head, found) = store
        .read_blocking(|connection| {
            let found: String = connection.query_row(
                "SELECT record_row.customer_name FROM record_search
                 JOIN record_row ON record_row.row = record_search.rowid
                 WHERE record_search MATCH '\"和平路\"'",
                [],
                |row| row.get(0),
            )?;
            Ok::<_, StoreError>((log::head(connection)?.unwrap(), found))
        })
        .unwrap();
    assert_eq!((head.seq, found.as_str()), (4, "王秀英"));
    // The log goes on where it stood.
    let digest = doorstep_evidence::digest::Digest([1; 32]);
    let seq = writer.submit_blocking(move |transaction| {
        Ok::<_, AnyError>(log::append(
            transaction,
            log::Kind::Reference,
            b"price",
            &digest,
            1,
        )?)
    });
    assert_eq!(seq.unwrap(), 5);
}

#[derive(Debug, thiserror::Error)]
enum AnyError {
    #[error("statement")]
    Statement(#[from] rusqlite::Error),
    #[error("write")]
    Write(#[from] crate::writer::WriteError),
}

#[test]
fn a_newer_database_is_refused_and_stays_as_it_is() {
    let folder = folder();
    let path = folder.path().join("doorstep.db");
    drop(open(&path).unwrap());
    // Of a newer program that was killed: part of it is still in the write-ahead log.
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    newer
        .pragma_update(None, "user_version", NEWEST + 1)
        .unwrap();
    let killed = folder.path().join("killed.db");
    let killed_log = folder.path().join("killed.db-wal");
    fs::copy(&path, &killed).unwrap();
    fs::copy(folder.path().join("doorstep.db-wal"), &killed_log).unwrap();
    let before = (fs::read(&killed).unwrap(), fs::read(&killed_log).unwrap());
    assert!(!before.1.is_empty());

    let refusal = open(&killed).err();
    assert!(
        matches!(refusal, Some(StoreError::Newer { found, known }) if found == NEWEST + 1 && known == NEWEST),
        "{refusal:?}"
    );
    assert_eq!(
        (fs::read(&killed).unwrap(), fs::read(&killed_log).unwrap()),
        before
    );
}

#[test]
fn somebody_else_s_database_is_refused_and_stays_as_it_is() {
    let folder = folder();
    let path = folder.path().join("doorstep.db");
    let theirs = Connection::open(&path).unwrap();
    theirs
        .execute_batch("CREATE TABLE cake (name TEXT)")
        .unwrap();
    theirs.close().unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(open(&path).err(), Some(StoreError::NotOurs)));
    assert_eq!(fs::read(&path).unwrap(), before);

    fs::write(
        &path,
        "not a database at all, but long enough to look for a header ".repeat(20),
    )
    .unwrap();
    assert!(matches!(open(&path).err(), Some(StoreError::Open(_))));
}

#[test]
fn a_setting_that_does_not_take_is_an_error() {
    let folder = folder();
    // Without a file there is no write-ahead log: SQLite says "memory" and goes on.
    let memory = DatabaseFile::new(Path::new(":memory:"), StoreOptions::default());
    assert!(matches!(
        memory.connect_and_migrate().err(),
        Some(StoreError::Setting("journal_mode"))
    ));
    for synchronous in [Synchronous::Full, Synchronous::Normal, Synchronous::Off] {
        let options = StoreOptions {
            synchronous,
            vfs: None,
        };
        let file = DatabaseFile::new(&folder.path().join("doorstep.db"), options);
        let connection = file.connect_and_migrate().unwrap();
        let found: i64 = connection
            .pragma_query_value(None, "synchronous", |r| r.get(0))
            .unwrap();
        let expected = match synchronous {
            Synchronous::Off => 0,
            Synchronous::Normal => 1,
            Synchronous::Full => 2,
        };
        assert_eq!(found, expected);
    }
}

#[test]
fn readers_cannot_write() {
    let folder = folder();
    let (store, _writer) = open(&folder.path().join("doorstep.db")).unwrap();
    let outcome = store.read_blocking(|connection| {
        Ok::<_, StoreError>(connection.execute("DELETE FROM person", [])?)
    });
    assert!(outcome.is_err());
}

#[test]
fn a_query_sees_one_moment_however_long_it_takes() {
    let folder = folder();
    let (store, writer) = open(&folder.path().join("doorstep.db")).unwrap();
    let people = |connection: &Connection| {
        connection.query_row("SELECT count(*) FROM person", [], |row| {
            row.get::<_, i64>(0)
        })
    };
    let seen = store.read_blocking(|connection| {
        let before = people(connection)?;
        let added: Result<usize, AnyError> = writer.submit_blocking(|transaction| {
            Ok(transaction.execute(
                "INSERT INTO person VALUES ('t-li', '李', 'technician', 1)",
                [],
            )?)
        });
        Ok::<_, StoreError>((before, added.is_ok(), people(connection)?))
    });
    assert_eq!(seen.unwrap(), (0, true, 0));
    assert_eq!(
        store
            .read_blocking(|c| Ok::<_, StoreError>(people(c)?))
            .unwrap(),
        1
    );
}

#[test]
fn more_queries_than_readers_wait_for_their_turn() {
    let folder = folder();
    let (store, _writer) = open(&folder.path().join("doorstep.db")).unwrap();
    let (begun, begins) = mpsc::channel();
    let threads: Vec<_> = (0..12)
        .map(|_| {
            let (store, begun) = (store.clone(), begun.clone());
            let (go_on, may_go_on) = mpsc::channel();
            thread::spawn(move || {
                store.read_blocking(|connection| {
                    begun.send(go_on).unwrap();
                    may_go_on.recv().unwrap();
                    Ok::<_, StoreError>(log::head(connection)?.is_none())
                })
            })
        })
        .collect();
    // Four run at once and no fifth begins until one has ended.
    let mut running: Vec<mpsc::Sender<()>> = (0..4).map(|_| begins.recv().unwrap()).collect();
    for _ in 4..12 {
        assert!(begins.try_recv().is_err());
        running.pop().unwrap().send(()).unwrap();
        running.push(begins.recv().unwrap());
    }
    for go_on in running {
        go_on.send(()).unwrap();
    }
    for thread in threads {
        assert!(thread.join().unwrap().unwrap());
    }
}

#[test]
fn a_query_that_panics_takes_no_reader_with_it() {
    let folder = folder();
    let (store, _writer) = open(&folder.path().join("doorstep.db")).unwrap();
    for _ in 0..10 {
        let broken = store.clone();
        let query =
            move || broken.read_blocking(|_| -> Result<(), StoreError> { panic!("planted") });
        assert!(thread::spawn(query).join().is_err());
    }
    assert!(
        store
            .read_blocking(|c| Ok::<_, StoreError>(log::head(c)?))
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_query_that_panics_on_a_request_is_an_error() {
    let office = example::Office::open().await;
    let outcome = office
        .state
        .store()
        .read(|_| -> Result<(), StoreError> { panic!("planted") });
    assert!(matches!(outcome.await, Err(StoreError::Interrupted)));
}
