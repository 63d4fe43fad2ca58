//! Everything that is on a device, as JSON Lines: what may not be lost can always be carried away, whatever state the
//! file, the enrolment or the office's mind is in.
//!
//! The first line says what it is (`{"kind":"black_box","format":1,…}`), then each file is a line
//! `{"kind":"file","name":…}` followed by its rows, one a line, each with the table as its `kind`. Ids, hashes and
//! digests are lower-case hex, other bytes base64 (standard alphabet, padded). A line `{"kind":"left_out",…}` says that
//! something of a table could not be read, and the last line is `{"kind":"end"}`: without it the box was cut. Files that
//! were set aside as damaged are in it, too. No private key is, for the file has none.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use doorstep_evidence::vault::DeviceVault;
use rusqlite::{Row, types::ValueRef};
use serde_json::{Map, Value, json};

use crate::{
    Device, Environment, Error, Synchronous,
    store::{FILE_NAME, file::DatabaseFile, tolerant::each_row},
};

const WRITING: &str = "writing the black box";

/// The tables and what is written of them. Left out is what is only made of the rest: snapshots, lists, search.
const TABLES: [(&str, &[&str]); 10] = [
    ("setting", &["name", "value"]),
    (
        "certificate",
        &["device", "der", "person", "role", "revoked"],
    ),
    ("document", &["document", "state"]),
    (
        "change",
        &[
            "place",
            "document",
            "hash",
            "actor",
            "actor_seq",
            "time_s",
            "state",
            "code",
            "why",
            "bytes",
        ],
    ),
    (
        "author_proof",
        &["document", "actor", "actor_seq", "hash", "signature"],
    ),
    (
        "statement",
        &[
            "digest", "document", "device", "counter", "previous", "purpose", "jws", "at_ms",
            "state", "code", "why",
        ],
    ),
    ("chain", &["counter", "digest"]),
    ("reference", &["name", "version", "bytes"]),
    ("put_aside", &["document", "kind", "code", "bytes", "at_ms"]),
    ("settlement", &["document", "entry", "seen"]),
];

/// Columns that are names of things.
const IN_HEX: [&str; 6] = ["document", "hash", "actor", "device", "digest", "previous"];

impl Device {
    /// Writes everything that is on this device as JSON Lines: see [`crate::black_box`].
    ///
    /// # Errors
    /// What the writer says. What cannot be read is left out and said so.
    pub fn black_box(&self, out: &mut dyn Write) -> Result<(), Error> {
        write(
            &self.inner.folder,
            self.inner.store.file(),
            &self.inner.environment,
            out,
        )
    }
}

/// The same for a folder that cannot be opened as a device: damaged, of a newer version, or without its key's owner.
///
/// # Errors
/// [`Error::Vault`] if the file is encrypted and its key cannot be had, or what the writer says.
pub fn of_folder(
    folder: &Path,
    vault: &dyn DeviceVault,
    environment: &Environment,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let key = vault.database_key()?;
    let file = DatabaseFile::new(folder.join(FILE_NAME), None, Synchronous::Full, key);
    write(folder, &file, environment, out)
}

fn write(
    folder: &Path,
    file: &DatabaseFile,
    environment: &Environment,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let made_at = environment.clock.now().to_rfc3339();
    line(
        out,
        &json!({ "kind": "black_box", "format": 1, "made_at": made_at }),
    )?;
    for (name, path) in files(folder) {
        line(out, &json!({ "kind": "file", "name": name }))?;
        if let Err(error) = write_file(&file.at(path), out)? {
            line(
                out,
                &json!({ "kind": "left_out", "table": Value::Null, "why": error.to_string() }),
            )?;
        }
    }
    line(out, &json!({ "kind": "end" }))?;
    out.flush().map_err(Error::io(WRITING))
}

/// The device's file and those that were set aside, oldest first.
fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = vec![(FILE_NAME.to_owned(), folder.join(FILE_NAME))];
    let Ok(entries) = std::fs::read_dir(folder) else {
        return found;
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("quarantine-") && folder.join(name).is_dir())
        .collect();
    names.sort_unstable();
    found.extend(names.into_iter().map(|name| {
        let path = folder.join(&name).join(FILE_NAME);
        (format!("{name}/{FILE_NAME}"), path)
    }));
    found
}

/// `Ok(Err(…))`: the file cannot be opened at all.
fn write_file(file: &DatabaseFile, out: &mut dyn Write) -> Result<Result<(), Error>, Error> {
    let connection = match file.open_damaged() {
        Ok(connection) => connection,
        Err(error) => return Ok(Err(error)),
    };
    for (table, columns) in TABLES {
        let mut written = Ok(());
        let left_out = each_row(&connection, table, &columns.join(", "), |row| {
            let object = object(table, columns, row)?;
            if written.is_ok() {
                written = line(out, &Value::Object(object));
            }
            Ok(())
        });
        written?;
        if left_out > 0 {
            line(
                out,
                &json!({ "kind": "left_out", "table": table, "times": left_out }),
            )?;
        }
    }
    Ok(Ok(()))
}

fn object(table: &str, columns: &[&str], row: &Row<'_>) -> rusqlite::Result<Map<String, Value>> {
    let mut object = Map::new();
    object.insert("kind".to_owned(), table.into());
    for (place, column) in (1..).zip(columns) {
        // `put_aside` has a column of that name.
        let member = if *column == "kind" { "of_kind" } else { column };
        object.insert(member.to_owned(), value(column, row.get_ref(place)?));
    }
    Ok(object)
}

fn value(column: &str, stored: ValueRef<'_>) -> Value {
    match stored {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.to_string().into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) if IN_HEX.contains(&column) => bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            .into(),
        ValueRef::Blob(bytes) => BASE64_STANDARD.encode(bytes).into(),
    }
}

fn line(out: &mut dyn Write, value: &Value) -> Result<(), Error> {
    writeln!(out, "{value}").map_err(Error::io(WRITING))
}
