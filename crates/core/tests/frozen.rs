//! Files of earlier versions: each opens with this program, nothing of it is lost, and it says what it said.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod freeze;
mod support;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use doorstep_core::{Error, ListQuery, environment::Clock as _};
use doorstep_domain::record::Field;
use doorstep_evidence::digest::Digest;
use freeze::{INVOICE, THEIRS, Tables, done, rows, tables};
use rusqlite::Connection;
use serde_json::json;
use support::{Folder, Phone, clock, id, typed, vault};

/// Where the frozen files are.
pub(crate) fn folder_of_frozen() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/frozen")
}

/// A folder with the file of a version as its program left it.
fn folder_of(version: usize) -> Folder {
    let folder = Folder::new();
    let files = folder.path().join("files");
    fs::create_dir_all(&files).unwrap();
    if version >= 5 {
        fs::write(files.join(Digest::of(INVOICE).to_string()), INVOICE).unwrap();
    }
    let frozen = fs::read_to_string(folder_of_frozen().join(format!("v{version}.sql")));
    Connection::open(folder.database())
        .unwrap()
        .execute_batch(&frozen.unwrap())
        .unwrap();
    folder
}

fn phone_of(version: usize) -> Phone {
    Phone::open_again(folder_of(version), clock(), vault(1), 2).unwrap()
}

/// Without those columns of the list that follow from the records by rules: newer rules may say otherwise.
fn told(mut tables: Tables) -> Tables {
    let is_told = |column: &String| {
        let own = ["document", "number", "updated_s"];
        column.starts_with("customer_") || column.starts_with("unit_") || own.contains(&&**column)
    };
    for (table, columns) in &mut tables {
        columns.retain(|column| table != "record_row" || is_told(column));
    }
    tables
}

/// Every row of these tables, but the one that says by which rules the list was made.
fn kept(folder: &Folder, tables: &Tables) -> BTreeSet<String> {
    let rows = rows(&Connection::open(folder.database()).unwrap(), tables);
    let is_kept = |row: &String| !row.contains("('derivation_version', ");
    rows.into_iter().filter(is_kept).collect()
}

#[test]
fn no_row_of_any_earlier_version_is_lost() {
    if let Ok(version) = std::env::var("DOORSTEP_FREEZE_DEVICE") {
        freeze::freeze(version.parse().unwrap());
    }
    let newest: i64 = Connection::open(Phone::unenrolled(1).folder.database())
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    // Whoever brings a version freezes the one before it.
    for version in 1..usize::try_from(newest).unwrap() {
        let folder = folder_of(version);
        let tables = told(tables(&Connection::open(folder.database()).unwrap()));
        let before = kept(&folder, &tables);
        let empty = tables
            .iter()
            .filter(|(table, _)| !before.iter().any(|row| row.contains(&format!(" {table} "))));
        let empty: Vec<_> = empty.map(|(table, _)| table.as_str()).collect();
        // Nothing was put aside: what came was in order.
        assert_eq!(empty, ["put_aside"], "version {version}");

        drop(Phone::open_again(folder.clone(), clock(), vault(1), 2).unwrap());
        let after = kept(&folder, &tables);
        let lost: Vec<_> = before.difference(&after).collect();
        assert!(lost.is_empty(), "version {version}: {lost:#?}");
    }
}

#[test]
fn a_file_of_version_1_opens_and_says_what_it_said() {
    let phone = phone_of(1);
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
        .change(record, |_, _| Ok::<_, Error>(vec![typed("接着做")]))
        .unwrap();
    assert_eq!(phone.clock.now().date_naive().to_string(), "2026-11-22");
}

#[test]
fn a_file_of_version_2_says_what_was_merged_and_what_the_office_settled() {
    for version in 2..=5 {
        let phone = phone_of(version);
        let device = &phone.device;
        let gone = device.search("二次报修", 9).unwrap()[0].record;
        let stays = device.search("王秀英", 9).unwrap();
        let stays = stays.iter().find(|row| row.record != gone).unwrap();
        let shown = done(device, json!({"do": "show", "record": gone.to_string()}));
        assert_eq!(
            shown["duplicates"]["stays"]["record"],
            stays.record.to_string()
        );

        let settled = device.settled_by_others().unwrap();
        assert_eq!(settled.len(), 1);
        assert_eq!(settled[0].reason, "已与用户再次确认");
        let record = device.record(id(5)).unwrap();
        assert_eq!(record.words(Field::Appointment), THEIRS);
    }
}

#[test]
fn a_file_of_version_3_finds_its_hard_case_and_its_draft_of_a_quote() {
    for version in 3..=5 {
        let phone = phone_of(version);
        let device = &phone.device;
        let found = done(device, json!({"do": "library.search", "text": "缝隙"}));
        assert_eq!(found["hits"][0]["document"], "HC-RF-01");
        let draft = json!({"do": "quote.draft", "record": id(5).to_string()});
        let draft = done(device, draft);
        assert_eq!(draft["options"][0]["lines"][0]["name"], "上门检查");
        assert_eq!(draft["options"][0]["total"]["minor"], 3_000);
    }
}

#[test]
fn a_file_of_version_4_knows_the_cash_in_hand_and_the_next_deadline() {
    for version in 4..=5 {
        let phone = phone_of(version);
        let device = &phone.device;
        let cash = device.cash_in_hand().unwrap();
        assert_eq!(cash.len(), 1);
        assert_eq!(cash[0].customer_name, "陈静");
        assert_eq!(cash[0].held[0].minor, 3_000);
        let rows = device.list(&ListQuery {
            limit: 9,
            ..ListQuery::default()
        });
        let rows = rows.unwrap().rows;
        let waiting = rows.iter().find(|row| row.record == id(7)).unwrap();
        assert!(waiting.next_clock.is_some());
    }
}

#[test]
fn a_file_of_version_5_has_its_photos_and_still_sends_them() -> Result<(), Error> {
    let phone = phone_of(5);
    let device = &phone.device;
    let files = device.files()?;
    assert_eq!(files.files.len(), 1);
    let digest = Digest::of(INVOICE);
    let invoice = &files.files[0];
    assert_eq!(invoice.digest, digest.to_string());
    assert_eq!(invoice.records[0].record, id(5).to_string());
    assert_eq!(
        (files.all_sent, files.unsent_bytes),
        (false, INVOICE.len() as u64)
    );
    assert_eq!(device.file_content(digest)?.as_deref(), Some(INVOICE));
    Ok(())
}
