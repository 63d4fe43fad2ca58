//! Lists and the search, from the read model alone: no document is loaded for them.

use doorstep_domain::{
    course::{Status, Step},
    ids::RecordId,
};
use rusqlite::{Connection, Row, ToSql, types::Value};

use super::{ListQuery, ListRow, Page};
use crate::{Device, Error};

const READING: &str = "reading the list";

/// The shortest word that trigrams find.
const TRIGRAM: usize = 3;

const COLUMNS: &str = "document, number, status, next_step, customer_name, customer_phone, customer_address, unit_kind,
    unit_model, unit_serial, assignee, appointment, priority_hours, missing_required, findings, conflicts, unsent,
    needs_attention, updated_s";

impl Device {
    /// A page of the list: what is open first, by when somebody should be there. No document is loaded for it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn list(&self, query: &ListQuery) -> Result<Page<ListRow>, Error> {
        self.inner.store.read(|connection| list(connection, query))
    }

    /// The records in which every word of `text` is found, the open ones first.
    ///
    /// # Errors
    /// What the disk says.
    pub fn search(&self, text: &str, limit: u32) -> Result<Vec<ListRow>, Error> {
        let query = ListQuery { text: text.to_owned(), limit, ..ListQuery::default() };
        Ok(self.list(&query)?.rows)
    }
}

fn list(connection: &Connection, query: &ListQuery) -> Result<Page<ListRow>, Error> {
    let (sql, values) = question(query);
    let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
    let mut rows: Vec<ListRow> = connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.query_map(values.as_slice(), list_row)?.collect())
        .map_err(Error::storage(READING))?;
    let limit = query.limit as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok(Page { rows, more })
}

/// The SQL of a query and its values. There are few shapes of it, so it stays prepared.
fn question(query: &ListQuery) -> (String, Vec<Value>) {
    let mut values = Vec::new();
    let mut conditions = Vec::new();
    if !query.status.is_empty() {
        let places = vec!["?"; query.status.len()].join(", ");
        conditions.push(format!("status IN ({places})"));
        values.extend(query.status.iter().map(|status| Value::Text(status.code().to_owned())));
    }
    let (long, short): (Vec<&str>, Vec<&str>) =
        query.text.split_whitespace().partition(|word| word.chars().count() >= TRIGRAM);
    if !long.is_empty() {
        conditions.push("row IN (SELECT rowid FROM record_search WHERE record_search MATCH ?)".to_owned());
        values.push(Value::Text(long.into_iter().map(quoted).collect::<Vec<_>>().join(" AND ")));
    }
    for word in short {
        conditions.push("row IN (SELECT rowid FROM record_search WHERE text LIKE ? ESCAPE '\\')".to_owned());
        values.push(Value::Text(format!("%{}%", escaped(word))));
    }
    let filter = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
    values.push(Value::Integer(i64::from(query.limit) + 1));
    values.push(Value::Integer(i64::from(query.offset)));
    (format!("SELECT {COLUMNS} FROM record_row {filter} ORDER BY done, due_ms, row LIMIT ? OFFSET ?"), values)
}

/// A word as an FTS5 string: found as it stands, whatever signs are in it.
fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

fn escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn list_row(row: &Row<'_>) -> rusqlite::Result<ListRow> {
    let status: String = row.get("status")?;
    let step: String = row.get("next_step")?;
    Ok(ListRow {
        record: RecordId(uuid::Uuid::from_bytes(row.get("document")?)),
        number: row.get("number")?,
        // The words are this program's own; a row of an older one is made anew with the next migration.
        status: Status::ALL.iter().copied().find(|known| known.code() == status).unwrap_or(Status::Received),
        next_step: Step::ALL.iter().copied().find(|known| known.code() == step).unwrap_or(Step::Assign),
        customer_name: row.get("customer_name")?,
        customer_phone: row.get("customer_phone")?,
        customer_address: row.get("customer_address")?,
        unit_kind: row.get("unit_kind")?,
        unit_model: row.get("unit_model")?,
        unit_serial: row.get("unit_serial")?,
        assignee: row.get("assignee")?,
        appointment: row.get("appointment")?,
        priority_hours: row.get("priority_hours")?,
        missing_required: row.get("missing_required")?,
        findings: row.get("findings")?,
        conflicts: row.get("conflicts")?,
        unsent: row.get("unsent")?,
        needs_attention: row.get("needs_attention")?,
        updated_s: row.get("updated_s")?,
    })
}
