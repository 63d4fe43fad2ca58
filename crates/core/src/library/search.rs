//! Finding documents, and reading one.

use doorstep_domain::library::{Document, Genre};
use rusqlite::{Connection, OptionalExtension as _, ToSql, types::Value};

use crate::{
    Device, Error,
    records::UseCaseError,
    store::{like_pattern, match_words, split_by_trigram},
    views::DocumentView,
};

const DOING: &str = "searching the library";

/// What is looked for; what is empty is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LibraryQuery {
    /// Words, each of which is found in the document.
    pub text: String,
    /// The kind of appliance.
    pub kind: String,
    /// The model: documents about it, and about any of its kind.
    pub model: String,
    /// The code of a fault.
    pub fault: String,
    /// Manuals or hard cases.
    pub genre: Option<Genre>,
    /// Documents at most.
    pub limit: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The documents: those about the very model first, then in the library's order.
    pub documents: Vec<Document>,
    /// There are more.
    pub more: bool,
}

impl Device {
    /// The documents of the library that fit a query.
    ///
    /// # Errors
    /// What the disk says.
    pub fn search_library(&self, query: &LibraryQuery) -> Result<Found, Error> {
        self.inner.store.read(|connection| find(connection, query))
    }

    /// One document of the library, whole.
    ///
    /// # Errors
    /// [`Error::Refused`] if this device has none with the code; otherwise what the disk says.
    pub fn library_document(&self, code: &str) -> Result<DocumentView, Error> {
        let bytes: Option<Vec<u8>> = self.inner.store.read(|connection| {
            connection
                .query_row(
                    "SELECT bytes FROM library_document WHERE code = ?1",
                    [code],
                    |row| row.get(0),
                )
                .optional()
                .map_err(Error::storage(DOING))
        })?;
        let bytes = bytes.ok_or(UseCaseError::NoSuchDocument)?;
        Ok(DocumentView::of(&read(&bytes)?, &self.kinds()?))
    }
}

fn find(connection: &Connection, query: &LibraryQuery) -> Result<Found, Error> {
    let (sql, values) = question(query);
    let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
    let rows: Vec<Vec<u8>> = connection
        .prepare_cached(&sql)
        .and_then(|mut statement| {
            statement
                .query_map(values.as_slice(), |row| row.get(0))?
                .collect()
        })
        .map_err(Error::storage(DOING))?;
    let limit = query.limit as usize;
    Ok(Found {
        more: rows.len() > limit,
        documents: rows
            .iter()
            .take(limit)
            .map(|bytes| read(bytes))
            .collect::<Result<_, _>>()?,
    })
}

fn question(query: &LibraryQuery) -> (String, Vec<Value>) {
    let mut conditions = vec!["1"];
    let mut values = Vec::new();
    let mut ask = |condition: &'static str, value: String| {
        conditions.push(condition);
        values.push(Value::Text(value));
    };
    if !query.kind.is_empty() {
        ask("kind = ?", query.kind.clone());
    }
    if !query.model.is_empty() {
        ask("model IN ('', ?)", query.model.clone());
    }
    if !query.fault.is_empty() {
        ask("instr(faults, ?) > 0", format!(" {} ", query.fault));
    }
    if let Some(genre) = query.genre {
        ask("genre = ?", genre.code().to_owned());
    }
    let (long, short) = split_by_trigram(&query.text);
    if !long.is_empty() {
        ask(
            "row IN (SELECT rowid FROM library_search WHERE library_search MATCH ?)",
            match_words(&long),
        );
    }
    for word in short {
        ask(
            "row IN (SELECT rowid FROM library_search WHERE text LIKE ? ESCAPE '\\')",
            like_pattern(word),
        );
    }
    values.push(Value::Integer(i64::from(query.limit) + 1));
    let conditions = conditions.join(" AND ");
    let sql = format!(
        "SELECT bytes FROM library_document WHERE {conditions} ORDER BY model = '', row LIMIT ?"
    );
    (sql, values)
}

fn read(bytes: &[u8]) -> Result<Document, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::damaged(DOING, error))
}
