//! A damaged file is set aside, never deleted, and what can be read of it goes into a new one: a signature may exist on
//! one phone only. A row is believed only if its hash or its signature fits; what does not is put aside as bytes.
//!
//! The new file is made whole under another name before anything is moved. That name is given to it when it is whole:
//! whoever finds a file so named goes on where a power cut has stopped.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use doorstep_domain::ids::RecordId;
use doorstep_evidence::{
    certificate::{DeviceCertificate, TrustedOrganisation},
    digest::Digest,
    jws::Jws,
};
use doorstep_replica::{ParsedChange, Roster, safe::ChangeLimits};
use rusqlite::{Connection, ToSql, params, types::Value};

use super::{
    documents::{self, Loaded},
    file::DatabaseFile,
    identity, read_model,
    rebuild::records,
    settings::{self, name},
    tolerant::each_row,
};
use crate::{Environment, Error};

const DOING: &str = "salvaging a damaged file";

/// The new file while it is made.
const PART_NAME: &str = "salvage.part";
/// Ends the name of the new file once it is whole; before it stands the name of the quarantine.
const WHOLE: &str = ".salvaged";

/// What SQLite keeps beside a file.
const SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

/// Finishes a salvage that was cut after its new file was whole.
pub(crate) fn finish_interrupted(file: &DatabaseFile, folder: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(Error::io(DOING))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    match names
        .filter_map(|name| Some(name.strip_suffix(WHOLE)?.to_owned()))
        .min()
    {
        Some(quarantine) => exchange(file, folder, &quarantine),
        None => Ok(()),
    }
}

/// Moves the damaged file away and the new one into its place. Done again after a cut, it goes on.
fn exchange(file: &DatabaseFile, folder: &Path, quarantine: &str) -> Result<(), Error> {
    let to = folder.join(quarantine);
    fs::create_dir_all(&to).map_err(Error::io(DOING))?;
    for suffix in SUFFIXES {
        move_if_there(&beside(file.path(), suffix), &to)?;
    }
    sync(folder);
    fs::rename(folder.join(format!("{quarantine}{WHOLE}")), file.path())
        .map_err(Error::io(DOING))?;
    sync(folder);
    tracing::warn!(%quarantine, "a damaged file was set aside");
    Ok(())
}

/// Sets the damaged file aside and opens a new one that holds what could be read.
pub(crate) fn set_aside(
    file: &DatabaseFile,
    folder: &Path,
    environment: &Environment,
) -> Result<Connection, Error> {
    let quarantine = free_name(folder, environment);
    let part = file.at(folder.join(PART_NAME));
    remove(part.path())?;
    fill(&part, file, &quarantine, environment)?;
    fs::rename(part.path(), folder.join(format!("{quarantine}{WHOLE}")))
        .map_err(Error::io(DOING))?;
    exchange(file, folder, &quarantine)?;
    file.create_or_open()
}

fn free_name(folder: &Path, environment: &Environment) -> String {
    let now = environment.clock.now().format("%Y%m%dT%H%M%S").to_string();
    let name = |count: u32| match count {
        0 => format!("quarantine-{now}"),
        _ => format!("quarantine-{now}-{count}"),
    };
    (0..)
        .map(name)
        .find(|name| !folder.join(name).exists())
        .unwrap_or_default()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), Error> {
    for suffix in SUFFIXES {
        match fs::remove_file(beside(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io(DOING)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn move_if_there(path: &Path, to: &Path) -> Result<(), Error> {
    let Some(name) = path.file_name() else {
        return Ok(());
    };
    match fs::rename(path, to.join(name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(DOING)(error)),
        _ => Ok(()),
    }
}

/// A rename is durable once its folder is. Not every system can do it; then the next start salvages again.
fn sync(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

fn fill(
    new: &DatabaseFile,
    old: &DatabaseFile,
    quarantine: &str,
    environment: &Environment,
) -> Result<(), Error> {
    let mut connection = new.create_or_open()?;
    let transaction = connection.transaction().map_err(Error::storage(DOING))?;
    let now_ms = environment.clock.now().timestamp_millis();
    match old.open_damaged() {
        Ok(old) => Salvage {
            from: &old,
            to: &transaction,
            now_ms,
        }
        .run()?,
        Err(error) => tracing::warn!(%error, "nothing of the damaged file can be read"),
    }
    settings::set(&transaction, name::QUARANTINED, quarantine)?;
    transaction.commit().map_err(Error::storage(DOING))?;
    // Closed before it is moved: its log goes into the file.
    connection
        .close()
        .map_err(|(_, error)| Error::storage(DOING)(error))
}

/// From one file into another, in one transaction.
struct Salvage<'c> {
    from: &'c Connection,
    to: &'c Connection,
    now_ms: i64,
}

impl Salvage<'_> {
    fn run(&self) -> Result<(), Error> {
        self.settings();
        // What the office gave is asked for again from the beginning, so that nothing that was lost stays lost.
        settings::remove(self.to, name::CURSOR)?;
        settings::remove(self.to, name::HALF_READ)?;
        let organisation: Option<String> = settings::get(self.to, name::ORGANISATION)?;
        let organisation = organisation.and_then(|pem| TrustedOrganisation::from_pem(&pem).ok());
        self.certificates(organisation.as_ref());
        self.changes();
        self.statements();
        self.copy(
            "author_proof",
            &["document", "actor", "actor_seq", "hash", "signature"],
        );
        self.copy("reference", &["name", "version", "bytes"]);
        self.copy("quote_draft", &["document", "bytes"]);
        self.copy(
            "put_aside",
            &["document", "kind", "code", "bytes", "at_ms", "seen"],
        );
        self.copy(
            "file",
            &[
                "digest",
                "media_type",
                "bytes",
                "preview",
                "state",
                "sent_bytes",
                "code",
                "at_ms",
            ],
        );
        self.copy(
            "earlier_record",
            &["document", "record", "unit_key", "summary"],
        );
        self.copy("chain", &["only_row", "counter", "digest"]);
        self.mend_chain()?;
        self.documents()
    }

    /// A setting is short and has no hash: what can be read is believed, except an identity that is none.
    fn settings(&self) {
        each_row(self.from, "setting", "name, value", |row| {
            let (name, value): (String, Value) = (row.get(1)?, row.get(2)?);
            let is_good = match (&value, name.as_str()) {
                (Value::Blob(der), name::CERTIFICATE) => DeviceCertificate::parse(der).is_ok(),
                (_, name::CERTIFICATE) => false,
                _ => true,
            };
            if is_good {
                self.insert(
                    "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                    params![name, value],
                );
            }
            Ok(())
        });
    }

    fn certificates(&self, organisation: Option<&TrustedOrganisation>) {
        each_row(self.from, "certificate", "der, revoked", |row| {
            let (der, revoked): (Vec<u8>, bool) = (row.get(1)?, row.get(2)?);
            let parsed = DeviceCertificate::parse(&der).ok();
            let issued =
                parsed.filter(|parsed| organisation.is_some_and(|by| parsed.verify(by).is_ok()));
            match issued {
                Some(certificate) => {
                    drop(identity::keep_certificate(self.to, &certificate, revoked))
                }
                None => self.put_aside(None, "certificate", &der),
            }
            Ok(())
        });
    }

    fn changes(&self) {
        let columns = "document, hash, state, code, why, seen, bytes";
        each_row(self.from, "change", columns, |row| {
            let (document, hash): ([u8; 16], [u8; 32]) = (row.get(1)?, row.get(2)?);
            let bytes: Vec<u8> = row.get(7)?;
            match ParsedChange::parse(&bytes, ChangeLimits::default()) {
                Ok(change) if change.hash().0 == hash => {
                    let sql = "INSERT OR IGNORE INTO change (document, hash, actor, actor_seq, time_s, state, code,
                                   why, seen, deps, bytes)
                               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
                    self.insert(
                        sql,
                        params![
                            document,
                            hash,
                            change.actor().0,
                            change.seq().cast_signed(),
                            change.time_s(),
                            row.get::<_, Value>(3)?,
                            row.get::<_, Value>(4)?,
                            row.get::<_, Value>(5)?,
                            row.get::<_, Value>(6)?,
                            documents::join(&change.deps()),
                            bytes,
                        ],
                    );
                }
                _ => self.put_aside(Some(document), "change", &bytes),
            }
            Ok(())
        });
    }

    fn statements(&self) {
        let columns = "document, digest, device, counter, previous, purpose, jws, at_ms, state, code, why, seen";
        each_row(self.from, "statement", columns, |row| {
            let (document, digest): ([u8; 16], [u8; 32]) = (row.get(1)?, row.get(2)?);
            let jws: String = row.get(7)?;
            let is_whole = Digest::of(jws.as_bytes()).0 == digest
                && Jws::parse(&jws).is_ok_and(|parsed| parsed.verify_signature().is_ok());
            if is_whole {
                let values: Vec<Value> = (1..=12)
                    .map(|column| row.get(column))
                    .collect::<rusqlite::Result<_>>()?;
                let sql = "INSERT OR IGNORE INTO statement (document, digest, device, counter, previous, purpose, jws,
                               at_ms, state, code, why, seen)
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
                self.insert(sql, rusqlite::params_from_iter(values));
            } else {
                self.put_aside(Some(document), "statement", jws.as_bytes());
            }
            Ok(())
        });
    }

    /// Rows that nothing checks but the schema of the new file.
    fn copy(&self, table: &str, columns: &[&str]) {
        let places: Vec<String> = (1..=columns.len())
            .map(|place| format!("?{place}"))
            .collect();
        let columns_sql = columns.join(", ");
        let sql = format!(
            "INSERT OR IGNORE INTO {table} ({columns_sql}) VALUES ({})",
            places.join(", ")
        );
        each_row(self.from, table, &columns_sql, |row| {
            let values: Vec<Value> = (1..=columns.len())
                .map(|column| row.get(column))
                .collect::<rusqlite::Result<_>>()?;
            self.insert(&sql, rusqlite::params_from_iter(values));
            Ok(())
        });
    }

    /// The chain goes on from this device's last statement that is left.
    fn mend_chain(&self) -> Result<(), Error> {
        let Some(identity) = identity::read(self.to).ok().flatten() else {
            return Ok(());
        };
        let sql = "INSERT INTO chain (only_row, counter, digest)
                   SELECT 1, counter, digest FROM statement WHERE device = ?1 AND counter IS NOT NULL
                       ORDER BY counter DESC LIMIT 1
                   ON CONFLICT (only_row) DO UPDATE SET counter = excluded.counter, digest = excluded.digest
                       WHERE excluded.counter > chain.counter";
        self.to
            .execute(sql, [identity.device.0])
            .map(drop)
            .map_err(Error::storage(DOING))
    }

    /// The documents of the changes that are left, and their rows of the list where they can be read.
    fn documents(&self) -> Result<(), Error> {
        let mut going = BTreeMap::new();
        each_row(self.from, "document", "document, state", |row| {
            let (document, state) = (row.get::<_, [u8; 16]>(1)?, row.get::<_, String>(2)?);
            if state != "visible" {
                going.insert(document, state);
            }
            Ok(())
        });
        let sql = "INSERT OR IGNORE INTO document (document, state)
                   SELECT document, CASE WHEN max(state <> 'refused') THEN 'visible' ELSE 'stub' END
                   FROM change GROUP BY document";
        self.to.execute(sql, []).map_err(Error::storage(DOING))?;
        for (document, state) in going {
            let sql = "UPDATE document SET state = ?2 WHERE document = ?1 AND state = 'visible'";
            self.insert(sql, params![document, state]);
        }
        let roster: Roster = identity::read(self.to)
            .and_then(|identity| identity::roster_of(self.to, identity.as_ref()))
            .unwrap_or_default();
        for record in records(self.to)? {
            self.row(record, &roster)?;
        }
        Ok(())
    }

    fn row(&self, record: RecordId, roster: &Roster) -> Result<(), Error> {
        match Loaded::read(self.to, record, roster) {
            Ok(Some(loaded)) => {
                read_model::write(self.to, &loaded, None, read_model::marks(self.to, record)?)
            }
            // It comes whole with the next contact; what is unsent goes up as it is.
            Ok(None) | Err(Error::Damaged { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn put_aside(&self, document: Option<[u8; 16]>, kind: &str, bytes: &[u8]) {
        let sql = "INSERT INTO put_aside (document, kind, code, bytes, at_ms) VALUES (?1, ?2, 'damaged', ?3, ?4)";
        self.insert(sql, params![document, kind, bytes, self.now_ms]);
    }

    /// A row that the new file does not take is not worth losing the others for; it stays in the old one.
    fn insert(&self, sql: &str, values: impl rusqlite::Params) {
        let inserted = self
            .to
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values));
        if let Err(error) = inserted {
            tracing::warn!(%error, "a row could not be salvaged");
        }
    }
}

/// Puts aside bytes that cannot be used.
pub(crate) fn put_aside(
    connection: &Connection,
    document: Option<RecordId>,
    kind: &str,
    code: &str,
    bytes: &dyn ToSql,
    now_ms: i64,
) -> Result<(), Error> {
    let sql =
        "INSERT INTO put_aside (document, kind, code, bytes, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement.execute(params![
                document.map(|document| *document.as_bytes()),
                kind,
                code,
                bytes,
                now_ms
            ])
        })
        .map(drop)
        .map_err(Error::storage("putting bytes aside"))
}
