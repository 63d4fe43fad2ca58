//! What must hold once nothing moves any more.

use doorstep_core::views::RecordView;
use doorstep_domain::{
    ids::RecordId,
    record::{Field, Record},
    unit_history::{EarlierRecord, is_same_unit},
};
use doorstep_evidence::digest::Digest;
use doorstep_replica::ChangeHash;
use serde_json::Value;

use crate::{FieldDevice, Fleet, Office};

impl Fleet {
    /// Every device with coverage holds exactly the records that its person may see, with the heads, the contents and
    /// the statements that the server has; nothing is unsent; and everything that any device ever confirmed is on the
    /// server.
    pub fn assert_agreed(&self) {
        let devices = self.all();
        for device in devices.iter().filter(|device| device.is_online()) {
            assert_device_agrees(device, &self.office);
            assert_confirmed_is_on_server(device, &self.office);
        }
        for (first, second) in devices.iter().zip(devices.iter().skip(1)) {
            if first.is_online() && second.is_online() {
                assert_same_views(first, second);
            }
        }
    }
}

/// One device holds what its person may see, as the server has it, and nothing is unsent.
///
/// # Panics
/// When it does not.
pub fn assert_device_agrees(device: &FieldDevice, office: &Office) {
    let name = device.name();
    let status = device.device().status().unwrap();
    let unsent = (
        status.unsent_changes,
        status.unsent_statements,
        status.unsent_records,
    );
    assert_eq!(unsent, (0, 0, 0), "{name}: the outbox must be empty");
    assert_eq!(
        device.records(),
        office.visible_to(device.person()),
        "{name}: the records that are here"
    );
    let mut vans = device.device().vans().unwrap();
    vans.retain(|van| van.technician.0 == device.person());
    assert_eq!(
        vans,
        office.vans(device.person()),
        "{name}: the van, month by month"
    );
    let there: Vec<Record> = office
        .records()
        .into_iter()
        .map(|record| office.record(record))
        .collect();
    for record in device.records() {
        assert_eq!(
            device.heads(record),
            office.heads(record),
            "{name}: the heads of {record}"
        );
        if device.archived().contains(&record) {
            assert_archived_agrees(device, office, record);
            continue;
        }
        assert_eq!(
            *device.record(record),
            office.record(record),
            "{name}: the contents of {record}"
        );
        assert_eq!(
            statements_here(device, record),
            statements_there(office, record),
            "{name}: the statements"
        );
        assert_row_agrees(device, record);
        assert_history_agrees(device, &there, record);
    }
}

/// With a job came all that the server knows of its unit, as it is now.
fn assert_history_agrees(device: &FieldDevice, there: &[Record], record: RecordId) {
    let job = there.iter().find(|other| other.id == record).unwrap();
    let same_unit = there
        .iter()
        .filter(|other| other.id != record && is_same_unit(job, other));
    let mut expected: Vec<_> = same_unit.map(EarlierRecord::of).collect();
    expected.sort_by_key(|earlier| earlier.record);
    let sql = "SELECT summary FROM earlier_record WHERE document = ?1 ORDER BY record";
    let here: Vec<EarlierRecord> = device.read(|connection| {
        let mut statement = connection.prepare(sql).unwrap();
        let summaries = statement.query_map([record.as_bytes()], |row| row.get::<_, String>(0));
        let read = |summary: rusqlite::Result<String>| serde_json::from_str(&summary.unwrap());
        summaries.unwrap().map(read).map(Result::unwrap).collect()
    });
    assert_eq!(here, expected, "{}: the history of {record}", device.name());
}

/// Only its row is here: closed, and with the digests of what the server has.
fn assert_archived_agrees(device: &FieldDevice, office: &Office, record: RecordId) {
    let digests = device.kept(record, "statements");
    let kept = sorted(digests.map(|digest| Digest(digest).to_string()));
    let there = office.statements(record).into_iter();
    let there = sorted(there.map(|statement| statement.digest.to_string()));
    assert_eq!(kept, there, "{}: the statements", device.name());
    let rows = device
        .device()
        .search(office.record(record).words(Field::Number), 1_000);
    let found = rows.unwrap().into_iter().find(|row| row.record == record);
    assert!(found.is_some(), "{}: it is still found", device.name());
}

fn statements_here(device: &FieldDevice, record: RecordId) -> Vec<String> {
    let statements = device.device().statements(record).unwrap();
    assert!(
        statements.iter().all(|statement| statement.acknowledged),
        "{}: sent is sent",
        device.name()
    );
    sorted(statements.into_iter().map(|statement| statement.jws))
}

fn statements_there(office: &Office, record: RecordId) -> Vec<String> {
    sorted(
        office
            .statements(record)
            .into_iter()
            .map(|statement| statement.jws),
    )
}

fn sorted(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = all.collect();
    all.sort_unstable();
    all
}

/// The list says what the record says.
fn assert_row_agrees(device: &FieldDevice, record: RecordId) {
    let rows = device
        .device()
        .list(&doorstep_core::ListQuery {
            limit: 100_000,
            ..Default::default()
        })
        .unwrap()
        .rows;
    let row = rows.into_iter().find(|row| row.record == record).unwrap();
    let view = device.view(record);
    let in_list = (
        row.number,
        row.status.code().to_owned(),
        row.conflicts as usize,
        row.findings as usize,
    );
    let in_view = (
        view.number.clone(),
        view.status.code.clone(),
        view.conflicts.len(),
        view.findings.len(),
    );
    assert_eq!(
        in_list,
        in_view,
        "{}: the list and the record",
        device.name()
    );
    assert!(!row.unsent, "{}: {record} is sent", device.name());
}

fn assert_confirmed_is_on_server(device: &FieldDevice, office: &Office) {
    let lost: Vec<(RecordId, ChangeHash)> = device
        .confirmed()
        .into_iter()
        .filter(|(record, change)| !office.has_change(*record, *change))
        .collect();
    assert!(
        lost.is_empty(),
        "{}: confirmed and lost: {lost:?}",
        device.name()
    );
}

/// Two devices that hold the same record show the same.
///
/// # Panics
/// When they do not.
pub fn assert_same_views(first: &FieldDevice, second: &FieldDevice) {
    let whole = |device: &FieldDevice| &device.records() - &device.archived();
    for record in whole(first).intersection(&whole(second)) {
        let (here, there) = (shown(first, *record), shown(second, *record));
        let differing: Vec<_> = here
            .iter()
            .filter(|(name, value)| there.get(*name) != Some(value))
            .collect();
        assert!(
            differing.is_empty(),
            "{} and {}: {differing:?}",
            first.name(),
            second.name()
        );
    }
}

fn shown(device: &FieldDevice, record: RecordId) -> serde_json::Map<String, Value> {
    let view = RecordView {
        needs_attention: false,
        ..device.view(record)
    };
    match serde_json::to_value(view).unwrap() {
        Value::Object(mut members) => {
            // Whose device it is, and which sentences it has, is its own matter.
            members.remove("to_sign");
            // Which bytes lie on which device is its own matter.
            for photo in members["photos"].as_array_mut().unwrap() {
                let photo = photo.as_object_mut().unwrap();
                for own in ["state", "sent_bytes", "refusal", "preview_here"] {
                    photo.remove(own);
                }
            }
            // Who leads may do what another may not.
            members.remove("actions");
            members
        }
        _ => serde_json::Map::new(),
    }
}
