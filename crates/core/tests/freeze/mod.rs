//! Making the frozen files of `sql/frozen`: a store of an earlier version with the rows that its program wrote.
//!
//! `DOORSTEP_FREEZE_DEVICE=5` with the test of frozen files writes that of version 5. Once released it is never made
//! again. A new version adds its doings to [`live`], for what it brought.

use std::{fmt::Write as _, fs};

use doorstep_core::{Device, Error, files::TakePhoto, records::MergeRecord, script::Script};
use doorstep_domain::{
    ids::PersonId,
    record::{Entry, Field, FileStage, SignPurpose, What},
};
use doorstep_replica::Edit;
use doorstep_sync::message::PageItem;
use rusqlite::{Connection, types::ValueRef};
use serde_json::{Value, json};

use crate::{
    folder_of_frozen,
    support::{Office, PERSON, Phone, entry_id, id, intake, new_record, note, set, words},
};

const STEPS: [&str; 5] = [
    include_str!("../../sql/0001_init.sql"),
    include_str!("../../sql/0002_duplicates.sql"),
    include_str!("../../sql/0003_library.sql"),
    include_str!("../../sql/0004_clock_and_cash.sql"),
    include_str!("../../sql/0005_files.sql"),
];

/// By which rules the program of each version made its list; none before there was a second version of them.
const DERIVATIONS: [Option<i64>; 5] = [None, Some(2), Some(3), Some(3), Some(3)];

/// What the customer agreed with the technician, and what the office agreed with him meanwhile.
pub(crate) const MINE: &str = "2026-11-23T14:00:00+08:00/2026-11-23T16:00:00+08:00";
pub(crate) const THEIRS: &str = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";

/// A document whose bytes need no encoder, so that they are the same for ever.
pub(crate) const INVOICE: &[u8] = b"%PDF-1.7\n% an invoice that nobody opens\n%%EOF";

/// A table, and its columns in their order.
pub(crate) type Tables = Vec<(String, Vec<String>)>;

/// The tables of a file that hold rows of their own. A search index has its row's number first.
pub(crate) fn tables(connection: &Connection) -> Tables {
    let mut names = connection
        .prepare(
            "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_schema
             WHERE type = 'table' AND name NOT LIKE 'record_search_%' AND name NOT LIKE 'library_search_%'
             ORDER BY rowid",
        )
        .unwrap();
    let names = names
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    names
        .map(|table| {
            let (name, is_index): (String, bool) = table.unwrap();
            let mut columns = connection
                .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")
                .unwrap();
            let own = columns.query_map([&name], |row| row.get(0)).unwrap();
            let hidden = is_index.then(|| "rowid".to_owned());
            let columns = hidden.into_iter().chain(own.map(Result::unwrap)).collect();
            (name, columns)
        })
        .collect()
}

/// Every row of these tables as SQL, a statement each.
pub(crate) fn rows(connection: &Connection, tables: &Tables) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, columns) in tables {
        let columns = columns.join(", ");
        let mut statement = connection
            .prepare(&format!("SELECT {columns} FROM {table} ORDER BY rowid"))
            .unwrap();
        let count = statement.column_count();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values: Vec<_> = (0..count)
                .map(|column| literal(row.get_ref(column).unwrap()))
                .collect();
            let values = values.join(", ");
            rows.push(format!(
                "INSERT INTO {table} ({columns}) VALUES ({values});"
            ));
        }
    }
    rows
}

fn literal(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(words) => {
            let words = std::str::from_utf8(words).unwrap();
            format!("'{}'", words.replace('\'', "''"))
        }
        ValueRef::Blob(bytes) => {
            let mut text = String::from("x'");
            for byte in bytes {
                write!(text, "{byte:02x}").unwrap();
            }
            text + "'"
        }
    }
}

/// Makes the frozen file of a version.
pub(crate) fn freeze(version: usize) {
    let mut office = Office::new();
    let phone = office.phone(1);
    for version in 1..=version {
        live(version, &mut office, &phone);
    }
    let made = Connection::open(phone.folder.database()).unwrap();
    let steps = &STEPS[..version];
    let empty = Connection::open_in_memory().unwrap();
    empty.execute_batch(&steps.concat()).unwrap();
    let mut text = format!(
        "-- A file of version {version} with its rows, frozen: it opens with every later program. Never edited.\n\
         PRAGMA application_id = 1148142710;\nPRAGMA user_version = {version};\n{}\n",
        steps.join("\n")
    );
    for row in rows(&made, &tables(&empty)) {
        if !row.contains("('derivation_version', ") {
            text.push_str(&row);
            text.push('\n');
        } else if let Some(rules) = DERIVATIONS[version - 1] {
            let row = "INSERT INTO setting (name, value) VALUES ('derivation_version'";
            writeln!(text, "{row}, {rules});").unwrap();
        }
    }
    fs::write(folder_of_frozen().join(format!("v{version}.sql")), text).unwrap();
}

/// What a technician does who has the program of this version, for the tables and columns that it brought.
fn live(version: usize, office: &mut Office, phone: &Phone) {
    match version {
        1 => signed_and_sent(office, phone),
        2 => merged_and_settled(office, phone),
        3 => looked_up_and_drafted(office, phone),
        4 => paid_in_cash(office, phone),
        5 => took_a_file(phone),
        _ => {}
    }
}

fn signed_and_sent(office: &mut Office, phone: &Phone) {
    let record = new_record(&phone.device, "王秀英");
    phone
        .device
        .change(record, |_, scope| {
            scope.seal(SignPurpose::WorkAcceptance, |_| {
                Ok::<_, Error>(b"{}".to_vec())
            })?;
            Ok::<_, Error>(vec![note(scope, "签字")])
        })
        .unwrap();
    let catalogue = PageItem::Reference {
        name: "catalogue".into(),
        version: 3,
        bytes: b"{\"v\":3}".to_vec(),
    };
    phone.meet(office, vec![catalogue]);
    set(&phone.device, record, Field::UnitModel, "BCD-215").unwrap();
}

/// His record was opened a second time, and the office settles what he and it agreed apart.
fn merged_and_settled(office: &mut Office, phone: &Phone) {
    let first = phone.device.search("王秀英", 1).unwrap()[0].record;
    let second = new_record(&phone.device, "王秀英（二次报修）");
    let merge = MergeRecord {
        record: second.to_string().as_str().into(),
        into: first.to_string().as_str().into(),
        reason: "同一次上门".into(),
    };
    phone.device.merge_record(&merge).unwrap();

    let enter = office.record(id(5), &job("李大明"));
    let catalogue = reference("catalogue", &json!({"version": 4}));
    phone.meet(office, vec![enter, catalogue]);
    set(&phone.device, id(5), Field::Appointment, MINE).unwrap();
    let clash = office.edit(id(5), &[words(Field::Appointment, THEIRS)]);
    phone.meet(office, vec![clash]);
    let what = What::Settled {
        field: Field::Appointment,
        value: THEIRS.into(),
        reason: "已与用户再次确认".into(),
    };
    let settled = Entry {
        at: doorstep_core::Clock::now(&*phone.clock),
        heard: None,
        by: PersonId("office".into()),
        what,
    };
    let value = words(Field::Appointment, THEIRS);
    let settled = office.edit(id(5), &[value, Edit::Entry(entry_id(9), settled)]);
    phone.meet(office, vec![settled]);
}

fn looked_up_and_drafted(office: &mut Office, phone: &Phone) {
    let library = json!({"version": 4, "documents": [
        {"code": "HC-RF-01", "genre": "hard_case", "kind": "refrigerator", "model": "BCD-215", "faults": ["RF-F07"],
         "title": {"zh": "风门板边缘结冰", "en": "Ice on the edge of the damper flap"},
         "sections": [{"heading": {"zh": "原因", "en": "Cause"},
                       "text": {"zh": "水汽从风道缝隙渗入", "en": "Moist air came through a gap of the duct"}}]}]});
    phone.meet(office, vec![reference("library", &library)]);
    done(&phone.device, arrival(5));
    done(&phone.device, quote("quote.draft", 5));
}

fn paid_in_cash(office: &mut Office, phone: &Phone) {
    let mut waiting = job("周敏");
    waiting.push(words(Field::ReceivedAt, "2026-11-22T08:00:00+08:00"));
    let jobs = [(6, job("陈静")), (7, waiting)];
    let jobs = jobs.map(|(record, edits)| office.record(id(record), &edits));
    phone.meet(office, jobs.into());
    let record = id(6).to_string();
    done(&phone.device, arrival(6));
    done(&phone.device, quote("quote.offer", 6));
    let points: Vec<Value> = (0..12)
        .map(|step| json!({"x": 600 + 40 * step, "y": 400, "t_ms": 8 * step, "pressure": 300}))
        .collect();
    done(
        &phone.device,
        json!({"do": "quote.accept", "record": record, "signer": "陈静", "relation": "customer", "strokes": [points]}),
    );
    done(
        &phone.device,
        json!({"do": "payment.take", "record": record, "method": "cash", "amount_minor": 3_000}),
    );
}

fn took_a_file(phone: &Phone) {
    let invoice = TakePhoto {
        record: id(5).to_string().as_str().into(),
        stage: FileStage::Invoice,
        caption: "发票".into(),
        content: INVOICE.to_vec(),
    };
    phone.device.take_photo(invoice).unwrap();
}

fn reference(name: &str, value: &Value) -> PageItem {
    PageItem::Reference {
        name: name.into(),
        version: 4,
        bytes: serde_json::to_vec(value).unwrap(),
    }
}

/// A job that the office gives to this technician.
fn job(customer: &str) -> Vec<Edit> {
    let mut edits = intake(customer);
    edits.push(words(Field::Assignee, PERSON));
    edits
}

fn arrival(record: u8) -> Value {
    json!({"do": "visit.arrive", "record": id(record).to_string(), "place": "30.66,104.06", "badge_shown": true,
           "unit_matches": true, "proof_of_purchase_seen": true, "opened_by_outsiders": false,
           "serial": format!("YLRF260400031{record}"), "purchased_on": "2024-05-02"})
}

/// The visit for ¥30.
pub(crate) fn quote(verb: &str, record: u8) -> Value {
    json!({"do": verb, "record": id(record).to_string(), "lines": [
        {"kind": "labour", "name": "上门检查", "unit_price_minor": 3_000}]})
}

/// What a line that must be done answered.
pub(crate) fn done(device: &Device, line: Value) -> Value {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let answer = runtime.block_on(Script::on(device.clone()).answer(line.to_string().as_bytes()));
    let answer: Value = serde_json::from_str(&answer.to_line()).unwrap();
    assert!(answer.get("ok").is_some(), "{line}: {answer}");
    answer["ok"].clone()
}
