//! The schema as people read it. Files of earlier versions are opened in `frozen.rs`.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::unwrap_used)]

mod support;

use std::{fmt::Write as _, fs, path::Path};

use rusqlite::Connection;
use support::Phone;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The tables as SQLite keeps them, comments and all, without those that a search index makes for itself.
fn schema(connection: &Connection) -> String {
    let mut statement = connection
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'record_search_%' AND name NOT LIKE 'library_search_%'
             ORDER BY CASE type WHEN 'table' THEN 0 ELSE 1 END, name",
        )
        .unwrap();
    let tables = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    let mut text = String::from(
        "-- The file of a device, as it is. Made by a test of crates/core; do not edit. How it came to be so stands in\n\
         -- crates/core/sql. DOORSTEP_UPDATE=1 makes it anew.\n",
    );
    for table in tables {
        write!(text, "\n{};\n", table.unwrap()).unwrap();
    }
    text
}

#[test]
fn the_schema_in_the_documents_is_the_real_one() {
    let phone = Phone::unenrolled(1);
    let real = schema(&Connection::open(phone.folder.database()).unwrap());
    let path = root().join("docs/schema-device.sql");
    if std::env::var_os("DOORSTEP_UPDATE").is_some() {
        fs::write(&path, &real).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        real,
        "run with DOORSTEP_UPDATE=1 to make it anew"
    );
}
