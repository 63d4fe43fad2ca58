//! The schema as people read it, and files of earlier versions.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::unwrap_used)]

mod support;

use std::{fmt::Write as _, fs, path::Path};

use doorstep_core::{ListQuery, environment::Clock as _};
use doorstep_domain::record::Field;
use rusqlite::Connection;
use support::{Office, Phone, clock, new_record, set, typed, vault};

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

/// Every row of a file as SQL, for a frozen one.
fn dump(connection: &Connection) -> String {
    let mut text = String::new();
    for table in [
        "setting",
        "document",
        "change",
        "author_proof",
        "statement",
        "chain",
        "certificate",
        "reference",
        "put_aside",
        "record_row",
        "record_search",
    ] {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table} ORDER BY rowid"))
            .unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..columns)
                .map(|column| match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Null => "NULL".to_owned(),
                    rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                    rusqlite::types::ValueRef::Real(number) => number.to_string(),
                    rusqlite::types::ValueRef::Text(words) => {
                        format!(
                            "'{}'",
                            String::from_utf8(words.to_vec())
                                .unwrap()
                                .replace('\'', "''")
                        )
                    }
                    rusqlite::types::ValueRef::Blob(bytes) => {
                        format!(
                            "x'{}'",
                            bytes
                                .iter()
                                .map(|byte| format!("{byte:02x}"))
                                .collect::<String>()
                        )
                    }
                })
                .collect();
            writeln!(text, "INSERT INTO {table} VALUES ({});", values.join(", ")).unwrap();
        }
    }
    text
}

/// Makes the frozen file of the version that is the newest now. Once released it is never made again.
fn freeze(path: &Path) {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    phone
        .device
        .change(record, |_, scope| {
            scope.seal(doorstep_domain::record::SignPurpose::WorkAcceptance, |_| {
                Ok::<_, doorstep_core::Error>(b"{}".to_vec())
            })?;
            Ok::<_, doorstep_core::Error>(vec![support::note(scope, "签字")])
        })
        .unwrap();
    phone.meet(
        &mut office,
        vec![doorstep_sync::message::PageItem::Reference {
            name: "catalogue".into(),
            version: 3,
            bytes: b"{\"v\":3}".to_vec(),
        }],
    );
    set(&phone.device, record, Field::UnitModel, "BCD-215").unwrap();
    let connection = Connection::open(phone.folder.database()).unwrap();
    let header = "-- A file of version 1 with its rows, frozen: it opens with every later program. Never edited.\n\
                  PRAGMA application_id = 1148142710;\nPRAGMA user_version = 1;\n";
    let tables = include_str!("../sql/0001_init.sql");
    fs::write(path, format!("{header}{tables}\n{}", dump(&connection))).unwrap();
}

#[test]
fn a_file_of_version_1_opens_and_says_what_it_said() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/frozen/v1.sql");
    if std::env::var_os("DOORSTEP_FREEZE_DEVICE_V1").is_some() {
        freeze(&path);
    }
    let folder = support::Folder::new();
    fs::create_dir_all(folder.path()).unwrap();
    Connection::open(folder.database())
        .unwrap()
        .execute_batch(&fs::read_to_string(path).unwrap())
        .unwrap();
    let phone = Phone::open_again(folder, clock(), vault(1), 2).unwrap();
    let rows = phone
        .device
        .list(&ListQuery {
            limit: 9,
            ..ListQuery::default()
        })
        .unwrap()
        .rows;
    assert_eq!(
        (
            rows.len(),
            rows[0].customer_name.as_str(),
            rows[0].unit_model.as_str()
        ),
        (1, "王秀英", "BCD-215")
    );
    let record = rows[0].record;
    assert_eq!(phone.device.search("冷藏室", 9).unwrap()[0].record, record);
    assert_eq!(phone.device.record(record).unwrap().entries.len(), 1);
    assert_eq!(phone.device.history(record).unwrap().len(), 3);
    let statements = phone.device.statements(record).unwrap();
    assert_eq!((statements.len(), statements[0].acknowledged), (1, true));
    assert_eq!(
        phone.device.reference("catalogue").unwrap().as_deref(),
        Some(&b"{\"v\":3}"[..])
    );
    let status = phone.device.status().unwrap();
    assert_eq!(
        (status.unsent_changes, status.device, status.cursor_seq),
        (1, Some(phone.id), Some(2))
    );
    assert_eq!(phone.device.identity().unwrap().person.0, support::PERSON);

    // It is not only read: work goes on, and the list made anew is the same.
    phone.device.rebuild_read_model().unwrap();
    assert_eq!(
        phone
            .device
            .list(&ListQuery {
                limit: 9,
                ..ListQuery::default()
            })
            .unwrap()
            .rows,
        rows
    );
    phone
        .device
        .change(record, |_, _| {
            Ok::<_, doorstep_core::Error>(vec![typed("接着做")])
        })
        .unwrap();
    assert_eq!(phone.clock.now().date_naive().to_string(), "2026-11-22");
}
