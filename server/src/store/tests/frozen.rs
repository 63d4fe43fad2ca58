//! Databases of earlier versions: each opens with this program, no row of it is lost, and it says what it said.
#![allow(clippy::unwrap_used)] // helpers of tests: what fails here fails the test

use std::collections::BTreeMap;

use doorstep_domain::{ids::PersonId, record::MediaType};
use doorstep_evidence::digest::Digest;
use rusqlite::types::Value;

use super::*;
use crate::files::named::named_for;

/// Upon each other: version n is the first n of them.
const FROZEN: [&str; 18] = [
    FROZEN_V1,
    include_str!("../../../sql/frozen/v2.sql"),
    include_str!("../../../sql/frozen/v3.sql"),
    include_str!("../../../sql/frozen/v4.sql"),
    include_str!("../../../sql/frozen/v5.sql"),
    include_str!("../../../sql/frozen/v6.sql"),
    include_str!("../../../sql/frozen/v7.sql"),
    include_str!("../../../sql/frozen/v8.sql"),
    include_str!("../../../sql/frozen/v9.sql"),
    include_str!("../../../sql/frozen/v10.sql"),
    include_str!("../../../sql/frozen/v11.sql"),
    include_str!("../../../sql/frozen/v12.sql"),
    include_str!("../../../sql/frozen/v13.sql"),
    include_str!("../../../sql/frozen/v14.sql"),
    include_str!("../../../sql/frozen/v15.sql"),
    include_str!("../../../sql/frozen/v16.sql"),
    include_str!("../../../sql/frozen/v17.sql"),
    include_str!("../../../sql/frozen/v18.sql"),
];

/// Who was signed in before version 5 signs in again: a session of that time says nobody's name.
const SIGNED_IN_UNTIL_5: [&str; 2] = ["session", "login_link"];

/// The rows of a table by the names of their columns.
type Rows = Vec<BTreeMap<String, Value>>;

/// Every table with its rows.
fn everything(connection: &Connection) -> BTreeMap<String, Rows> {
    let tables =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'record_search_*'";
    let mut tables = connection.prepare(tables).unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let rows = |table: &str| {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let row = |row: &rusqlite::Row<'_>| {
            let value = |(place, column): (usize, &String)| Ok((column.clone(), row.get(place)?));
            columns.iter().enumerate().map(value).collect()
        };
        let rows = statement.query_map([], row).unwrap();
        rows.collect::<rusqlite::Result<Rows>>().unwrap()
    };
    tables
        .map(|table| table.unwrap())
        .map(|table| (table.clone(), rows(&table)))
        .collect()
}

/// A database as the program of this version left it, and everything in it.
fn left_by(version: usize, path: &Path) -> BTreeMap<String, Rows> {
    let old = Connection::open(path).unwrap();
    for frozen in &FROZEN[..version] {
        old.execute_batch(frozen).unwrap();
    }
    let left = everything(&old);
    old.close().unwrap();
    left
}

#[test]
fn no_row_of_any_earlier_version_is_lost() {
    // Whoever brings a version freezes the one before it.
    assert_eq!(i64::try_from(FROZEN.len()).unwrap(), NEWEST - 1);
    for version in 1..=FROZEN.len() {
        let folder = folder();
        let path = folder.path().join("doorstep.db");
        let before = left_by(version, &path);
        drop(open(&path).unwrap());
        let after = everything(&Connection::open(&path).unwrap());
        for (table, rows) in before {
            if version < 5 && SIGNED_IN_UNTIL_5.contains(&table.as_str()) {
                continue;
            }
            assert!(!rows.is_empty(), "{table} of version {version}");
            for row in rows {
                // Later versions may have added columns, never taken one or changed what stands there.
                let is_kept = |new: &BTreeMap<String, Value>| {
                    row.iter()
                        .all(|(column, value)| new.get(column) == Some(value))
                };
                let is_kept = after
                    .get(&table)
                    .is_some_and(|rows| rows.iter().any(is_kept));
                assert!(is_kept, "{table} of version {version}: {row:?}");
            }
        }
    }
}

#[test]
fn a_database_of_the_second_version_knows_which_rules_made_its_list() {
    for version in 2..=FROZEN.len() {
        let folder = folder();
        let path = folder.path().join("doorstep.db");
        left_by(version, &path);
        let (store, _writer) = open(&path).unwrap();
        let made_by = store.read_blocking(|connection| {
            let sql = "SELECT derivation_version FROM organisation";
            Ok::<_, StoreError>(connection.query_row(sql, [], |row| row.get::<_, i64>(0))?)
        });
        assert_eq!(usize::try_from(made_by.unwrap()), Ok(version));
    }
}

#[test]
fn a_database_of_the_third_version_gives_its_files_to_whoever_has_their_record() {
    let folder = folder();
    let path = folder.path().join("doorstep.db");
    left_by(3, &path);
    let (store, _writer) = open(&path).unwrap();
    for (digest, media_type, bytes) in [
        (Digest([0x0b; 32]), MediaType::Jpeg, 204_800),
        (Digest([0x0c; 32]), MediaType::Pdf, 4_096),
    ] {
        let named = |person: &str| {
            let person = PersonId(person.to_owned());
            store.read_blocking(|connection| {
                named_for(connection, digest, &person, 1_790_000_002_000)
                    .map_err(|_| StoreError::NotOurs)
            })
        };
        let his = named("t-zhang").unwrap();
        assert_eq!(his.len(), 1);
        assert_eq!((his[0].media_type, his[0].bytes), (media_type, bytes));
        assert!(his[0].is_visible);
        assert!(named("t-li").unwrap().is_empty());
    }
}
