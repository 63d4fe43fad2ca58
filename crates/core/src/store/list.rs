//! Lists and the search, from the read model alone: no document is loaded for them.

use chrono::DateTime;
use doorstep_domain::{
    course::{Status, Step},
    ids::RecordId,
};
use rusqlite::{Connection, Row, ToSql, params, types::Value};

use super::{
    ListQuery, ListRow, Page,
    words_searched::{like_pattern, match_words, split_by_trigram},
};
use crate::{Device, Error};

const READING: &str = "reading the list";

const COLUMNS: &str = "document, number, status, next_step, customer_name, customer_phone, customer_address, unit_kind,
    unit_model, unit_serial, assignee, appointment, priority_hours, missing_required, findings, conflicts, unsent,
    needs_attention, updated_s, clock, archived";

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
        let query = ListQuery {
            text: text.to_owned(),
            limit,
            ..ListQuery::default()
        };
        Ok(self.list(&query)?.rows)
    }
}

impl Device {
    /// The technician's next appointment beside a record: the earliest of today or later to which nobody has come yet.
    ///
    /// # Errors
    /// What the disk says.
    pub fn next_job(&self, beside: RecordId) -> Result<Option<ListRow>, Error> {
        let Ok(identity) = self.identity() else {
            return Ok(None);
        };
        let today = self.corrected_now()?.date_naive();
        let rows: Vec<ListRow> = self.inner.store.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM record_row WHERE assignee = ?1 AND document <> ?2 AND NOT done
                    AND appointment <> '' AND next_step IN ('call', 'arrive', 'take_in', 'revisit')
                    ORDER BY due_ms, row"
            );
            let values = params![identity.person.0, beside.as_bytes()];
            connection
                .prepare_cached(&sql)
                .and_then(|mut statement| statement.query_map(values, list_row)?.collect())
                .map_err(Error::storage(READING))
        })?;
        let is_to_come = |row: &ListRow| {
            let from = row.appointment.split_once('/').map_or("", |(from, _)| from);
            DateTime::parse_from_rfc3339(from).is_ok_and(|from| from.date_naive() >= today)
        };
        Ok(rows.into_iter().find(is_to_come))
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
        values.extend(
            query
                .status
                .iter()
                .map(|status| Value::Text(status.code().to_owned())),
        );
    }
    let (long, short) = split_by_trigram(&query.text);
    if !long.is_empty() {
        conditions.push(
            "row IN (SELECT rowid FROM record_search WHERE record_search MATCH ?)".to_owned(),
        );
        values.push(Value::Text(match_words(&long)));
    }
    for word in short {
        conditions.push(
            "row IN (SELECT rowid FROM record_search WHERE text LIKE ? ESCAPE '\\')".to_owned(),
        );
        values.push(Value::Text(like_pattern(word)));
    }
    let filter = if conditions.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", conditions.join(" AND "))
    };
    values.push(Value::Integer(i64::from(query.limit) + 1));
    values.push(Value::Integer(i64::from(query.offset)));
    (
        format!(
            "SELECT {COLUMNS} FROM record_row {filter} ORDER BY done, due_ms, row LIMIT ? OFFSET ?"
        ),
        values,
    )
}

fn list_row(row: &Row<'_>) -> rusqlite::Result<ListRow> {
    // In the order of COLUMNS: looking a column up by its name costs more than reading it.
    let mut places = 0..;
    let mut next = || places.next().unwrap_or(usize::MAX);
    let record = RecordId(uuid::Uuid::from_bytes(row.get(next())?));
    let number = row.get(next())?;
    let status = row.get_ref(next())?.as_str()?;
    // The words are this program's own; a row of an older one is made anew with the next migration.
    let status = Status::ALL
        .iter()
        .copied()
        .find(|known| known.code() == status)
        .unwrap_or(Status::Received);
    let step = row.get_ref(next())?.as_str()?;
    let next_step = Step::ALL
        .iter()
        .copied()
        .find(|known| known.code() == step)
        .unwrap_or(Step::Assign);
    let next_clock = |clock: &str| match clock {
        // Not worth a parser's error in every row.
        "" => None,
        // What this program wrote; a row of an older one is made anew before anybody reads it.
        clock => serde_json::from_str(clock).ok(),
    };
    Ok(ListRow {
        record,
        number,
        status,
        next_step,
        customer_name: row.get(next())?,
        customer_phone: row.get(next())?,
        customer_address: row.get(next())?,
        unit_kind: row.get(next())?,
        unit_model: row.get(next())?,
        unit_serial: row.get(next())?,
        assignee: row.get(next())?,
        appointment: row.get(next())?,
        priority_hours: row.get(next())?,
        missing_required: row.get(next())?,
        findings: row.get(next())?,
        conflicts: row.get(next())?,
        unsent: row.get(next())?,
        needs_attention: row.get(next())?,
        updated_s: row.get(next())?,
        next_clock: next_clock(row.get_ref(next())?.as_str()?),
        archived: row.get(next())?,
    })
}
