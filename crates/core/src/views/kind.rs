//! Kinds of appliances in words and with their test sheets, as the office's catalogue has them, and records by the number
//! that people know.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use doorstep_domain::{
    catalogue::{Name, REFERENCE, TestSheetItem},
    ids::RecordId,
};
use rusqlite::OptionalExtension as _;
use serde::Serialize;

use super::Words;
use crate::{Device, Error};

const READING: &str = "reading the version of the catalogue";
const READING_NUMBER: &str = "reading a record's number";

/// The kinds of one version of the catalogue: every row of a list asks for one, and reading the catalogue takes long.
pub(crate) type KindsRead = Mutex<Option<(i64, Kinds)>>;

/// The kinds of appliances by their codes.
#[derive(Debug, Clone, Default)]
pub struct Kinds(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    names: BTreeMap<String, Name>,
    sheets: BTreeMap<String, Vec<TestSheetItem>>,
}

impl Kinds {
    /// A kind in words; of one that the catalogue does not name, the code itself; nothing where none is known.
    #[must_use]
    pub fn words(&self, code: &str) -> Option<Words> {
        let name = self.0.names.get(code);
        let words = name.map_or_else(
            || Words::new(code, code, code),
            |name| Words::new(code, &name.chinese, &name.english),
        );
        (!code.is_empty()).then_some(words)
    }

    /// What a kind's full-function test goes through, in its order; nothing for a kind without a sheet.
    pub(super) fn test_sheet(&self, code: &str) -> &[TestSheetItem] {
        self.0.sheets.get(code).map_or(&[], Vec::as_slice)
    }
}

/// A record by its id and by the number that people know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedRecordView {
    /// The record's id.
    pub record: String,
    /// Its number; empty where the record is not on this device.
    pub number: String,
}

impl Device {
    /// The kinds of appliances as the catalogue names them that the office gave out last.
    ///
    /// # Errors
    /// [`Error::Damaged`] or what the disk says.
    pub fn kinds(&self) -> Result<Kinds, Error> {
        let version: Option<i64> = self.inner.store.read(|connection| {
            connection
                .prepare_cached("SELECT version FROM reference WHERE name = ?1")
                .and_then(|mut statement| {
                    statement
                        .query_row([REFERENCE], |row| row.get(0))
                        .optional()
                })
                .map_err(Error::storage(READING))
        })?;
        let Some(version) = version else {
            return Ok(Kinds::default());
        };
        let read = || {
            self.inner
                .kinds
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some((_, kinds)) = read().as_ref().filter(|(known, _)| *known == version) {
            return Ok(kinds.clone());
        }
        let catalogue = self.catalogue()?;
        let mut known = Known::default();
        for (code, kind) in catalogue.kinds {
            known.names.insert(code, kind.name);
        }
        for item in catalogue.tests {
            known
                .sheets
                .entry(item.kind.clone())
                .or_default()
                .push(item);
        }
        let kinds = Kinds(Arc::new(known));
        *read() = Some((version, kinds.clone()));
        Ok(kinds)
    }

    /// Records with their numbers.
    pub(crate) fn named(&self, records: &[RecordId]) -> Result<Vec<NamedRecordView>, Error> {
        let view = |record: &RecordId| {
            Ok(NamedRecordView {
                record: record.to_string(),
                number: self.number_of(*record)?,
            })
        };
        records.iter().map(view).collect()
    }

    /// The number of a record by its id as a view shows it; empty where there is none.
    pub(super) fn number_by(&self, record: Option<&str>) -> Result<String, Error> {
        match record.and_then(|record| record.parse().ok()) {
            Some(record) => self.number_of(record),
            None => Ok(String::new()),
        }
    }

    /// The number of a record, as its row in the list says; empty where the record is not here.
    pub(crate) fn number_of(&self, record: RecordId) -> Result<String, Error> {
        self.inner.store.read(|connection| {
            connection
                .prepare_cached("SELECT number FROM record_row WHERE document = ?1")
                .and_then(|mut statement| {
                    statement
                        .query_row([record.as_bytes()], |row| row.get(0))
                        .optional()
                })
                .map(Option::unwrap_or_default)
                .map_err(Error::storage(READING_NUMBER))
        })
    }
}
