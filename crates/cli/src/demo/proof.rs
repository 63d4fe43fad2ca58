//! The proof: a separate process that reads the files and databases the day left behind, and nothing else.
//!
//! It takes what each device was told to be confirmed (the ledger beside its folder), and asks the server's database
//! and every device's own file for exactly those changes. It loads every document on every side from the bytes of
//! its changes and compares heads and contents. It opens every statement with the organisation's public key alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use doorstep_domain::{
    ids::{DeviceId, RecordId},
    record::{Field, Record},
    rights::Role,
};
use doorstep_evidence::{
    certificate::TrustedOrganisation,
    jws::Jws,
    verdict::{Verdict, verify_against},
};
use doorstep_replica::{ParsedChange, RecordDocument, Roster, safe::ChangeLimits};
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

use super::{DemoError, device_process::LEDGER};

/// What the proof found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    /// Records on the server.
    pub(crate) records: u64,
    /// Changes that devices confirmed.
    pub(crate) edits: u64,
    /// Those that are not on the server.
    pub(crate) lost: u64,
    /// Statements on the server.
    pub(crate) statements: u64,
    /// Those whose seal holds and whose device the organisation vouches for.
    pub(crate) verified: u64,
    /// Those that say what the record no longer says.
    pub(crate) changed_since: u64,
    /// Every replica has equal heads and equal contents, and nothing is unsent.
    pub(crate) converged: bool,
    /// What is not as it should be, in words.
    pub(crate) faults: Vec<String>,
    /// Fields with several values, and the rule that holds.
    pub(crate) conflicts: Vec<ProvenConflict>,
}

/// A clash that the day left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProvenConflict {
    /// The record's number.
    pub(crate) number: String,
    /// The field's key.
    pub(crate) field: String,
    /// The values that differ.
    pub(crate) values: Vec<String>,
    /// The one in force.
    pub(crate) in_force: String,
    /// The rule in Chinese and English.
    pub(crate) rule: (String, String),
}

#[derive(Deserialize)]
struct Confirmed {
    record: RecordId,
    change: String,
}

type Documents = BTreeMap<RecordId, RecordDocument>;

/// Proves a day from what it left in its folder: `server/` and `devices/*/`.
pub(crate) fn prove(folder: &Path) -> Result<Proof, DemoError> {
    let server = open(&folder.join("server/doorstep.db"))?;
    let roster = roster(&server)?;
    let documents = documents(&server, "SELECT document, bytes FROM change ORDER BY id")?;
    let hashes = hashes(&server)?;
    let mut proof = Proof {
        records: documents.len() as u64,
        converged: true,
        ..Proof::default()
    };
    let mut held = BTreeSet::new();
    for device in devices(folder)? {
        proof.confirmed(&device, &hashes)?;
        proof.replica(&device, &documents, &roster, &mut held)?;
    }
    for id in documents.keys().filter(|id| !held.contains(*id)) {
        proof.fault(format!("record {id} is on no device"));
    }
    let records: BTreeMap<RecordId, Record> = documents
        .iter()
        .map(|(id, document)| (*id, document.record(&roster)))
        .collect();
    proof.statements(folder, &server, &records)?;
    records.values().for_each(|record| proof.clashes(record));
    Ok(proof)
}

impl Proof {
    /// Whether nothing is lost, everything is equal and every seal holds.
    pub(crate) fn holds(&self) -> bool {
        self.lost == 0 && self.converged && self.verified == self.statements && self.edits > 0
    }

    fn fault(&mut self, what: String) {
        self.converged = false;
        self.faults.push(what);
    }

    fn confirmed(
        &mut self,
        device: &Path,
        on_server: &BTreeSet<(RecordId, String)>,
    ) -> Result<(), DemoError> {
        let ledger = fs::read_to_string(device.join(LEDGER)).map_err(DemoError::Ledger)?;
        for line in ledger.lines() {
            let confirmed: Confirmed = serde_json::from_str(line).map_err(|_| DemoError::Answer)?;
            self.edits += 1;
            if !on_server.contains(&(confirmed.record, confirmed.change)) {
                self.lost += 1;
            }
        }
        Ok(())
    }

    fn replica(
        &mut self,
        device: &Path,
        on_server: &Documents,
        roster: &Roster,
        held: &mut BTreeSet<RecordId>,
    ) -> Result<(), DemoError> {
        let name = device
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let connection = open(&device.join("device.db"))?;
        let unsent: i64 = connection.query_row(
            "SELECT (SELECT count(*) FROM change WHERE state <> 'acknowledged')
                  + (SELECT count(*) FROM statement WHERE state <> 'acknowledged')",
            [],
            |row| row.get(0),
        )?;
        if unsent > 0 {
            self.fault(format!(
                "{name}: {unsent} changes or statements are not acknowledged"
            ));
        }
        let here = documents(
            &connection,
            "SELECT document, bytes FROM change ORDER BY place",
        )?;
        for (id, document) in &here {
            held.insert(*id);
            match on_server.get(id) {
                None => self.fault(format!("{name}: record {id} is not on the server")),
                Some(there) if there.heads() != document.heads() => {
                    self.fault(format!(
                        "{name}: record {id} has other heads than on the server"
                    ));
                }
                Some(there) if there.record(roster) != document.record(roster) => {
                    self.fault(format!(
                        "{name}: record {id} reads otherwise than on the server"
                    ));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn statements(
        &mut self,
        folder: &Path,
        server: &Connection,
        records: &BTreeMap<RecordId, Record>,
    ) -> Result<(), DemoError> {
        let pem = fs::read_to_string(folder.join("server/organisation.pem"))
            .map_err(DemoError::Ledger)?;
        let trusted = TrustedOrganisation::from_pem(&pem).map_err(|_| DemoError::Answer)?;
        let mut statement =
            server.prepare("SELECT document, jws FROM evidence ORDER BY log_seq")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.statements += 1;
            let id: [u8; 16] = row.get(0)?;
            let text: String = row.get(1)?;
            let record = RecordId::from_slice(&id)
                .ok()
                .and_then(|id| records.get(&id));
            let (Ok(jws), Some(record)) = (Jws::parse(&text), record) else {
                continue;
            };
            match verify_against(&jws, Some(&trusted), record) {
                Verdict::Unchanged => self.verified += 1,
                Verdict::Changed { .. } => {
                    self.verified += 1;
                    self.changed_since += 1;
                }
                Verdict::Broken { .. } | Verdict::UnknownDevice => {}
            }
        }
        Ok(())
    }

    fn clashes(&mut self, record: &Record) {
        let text = |value: &doorstep_domain::record::FieldValue| match value {
            doorstep_domain::record::FieldValue::Words(words) => words.clone(),
            other => serde_json::to_string(other).unwrap_or_default(),
        };
        self.conflicts
            .extend(record.conflicts().into_iter().map(|conflict| {
                ProvenConflict {
                    number: record.words(Field::Number).to_owned(),
                    field: conflict.field.key().to_owned(),
                    values: conflict
                        .candidates
                        .iter()
                        .map(|candidate| text(&candidate.value))
                        .collect(),
                    in_force: text(&conflict.in_force.value),
                    rule: (
                        conflict.rule.words().chinese.to_owned(),
                        conflict.rule.words().english.to_owned(),
                    ),
                }
            }));
    }
}

fn open(path: &Path) -> Result<Connection, DemoError> {
    Ok(Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?)
}

fn roster(server: &Connection) -> Result<Roster, DemoError> {
    let mut statement = server.prepare("SELECT device, role FROM device")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut roster = Roster::default();
    for row in rows {
        let (device, role) = row?;
        roster.insert(
            DeviceId(device),
            Role::from_code(&role).unwrap_or(Role::Technician),
        );
    }
    Ok(roster)
}

/// Every document, loaded from the bytes of its changes and from nothing that was derived.
fn documents(connection: &Connection, query: &str) -> Result<Documents, DemoError> {
    let mut changes: BTreeMap<RecordId, Vec<ParsedChange>> = BTreeMap::new();
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: [u8; 16] = row.get(0)?;
        let bytes: Vec<u8> = row.get(1)?;
        let id = RecordId::from_slice(&id).map_err(|_| DemoError::Answer)?;
        let change =
            ParsedChange::parse(&bytes, ChangeLimits::default()).map_err(|_| DemoError::Answer)?;
        changes.entry(id).or_default().push(change);
    }
    let load = |(id, changes): (RecordId, Vec<ParsedChange>)| {
        Ok((
            id,
            RecordDocument::load(id, None, &changes).map_err(|_| DemoError::Answer)?,
        ))
    };
    changes.into_iter().map(load).collect()
}

fn hashes(server: &Connection) -> Result<BTreeSet<(RecordId, String)>, DemoError> {
    let mut statement = server.prepare("SELECT document, lower(hex(hash)) FROM change")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut hashes = BTreeSet::new();
    for row in rows {
        let (document, hash) = row?;
        hashes.insert((
            RecordId::from_slice(&document).map_err(|_| DemoError::Answer)?,
            hash,
        ));
    }
    Ok(hashes)
}

fn devices(folder: &Path) -> Result<Vec<PathBuf>, DemoError> {
    let mut devices = Vec::new();
    for entry in fs::read_dir(folder.join("devices")).map_err(DemoError::Ledger)? {
        devices.push(entry.map_err(DemoError::Ledger)?.path());
    }
    devices.sort();
    Ok(devices)
}
