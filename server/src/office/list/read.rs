//! Finding the rows of a page and counting the queues, in the read model alone: no document is loaded.

use std::collections::BTreeMap;

use doorstep_domain::{ids::RecordId, record::SignPurpose};
use rusqlite::{Connection, Row, params_from_iter, types::Value};

use super::{
    question::{Moment, Page, Place, Question, Queue},
    search::{Hits, seen_by},
};
use crate::staff::Clerk;

/// Rows of one page.
pub(super) const PAGE_ROWS: usize = 50;

/// One record as the list shows it; codes as they stand in the database.
pub(super) struct ListRow {
    pub(super) record: RecordId,
    pub(super) place: Place,
    pub(super) number: String,
    pub(super) status: String,
    pub(super) next_step: Option<String>,
    pub(super) customer_name: String,
    pub(super) customer_phone: String,
    pub(super) customer_address: String,
    pub(super) unit_kind: String,
    pub(super) unit_model: String,
    pub(super) priority_hours: Option<i64>,
    pub(super) assignee: Option<String>,
    pub(super) appointment: Option<String>,
    pub(super) findings: i64,
    pub(super) conflicts: i64,
    pub(super) verdict: Option<String>,
    /// A device has sealed that somebody would not sign.
    pub(super) refused: bool,
}

/// One page.
pub(super) struct Found {
    pub(super) rows: Vec<ListRow>,
    pub(super) has_newer: bool,
    pub(super) has_older: bool,
}

/// How many of the records that have the words are in each queue.
#[derive(Default)]
pub(super) struct Counts {
    by_status: BTreeMap<String, i64>,
    all: i64,
    today: i64,
    soon: i64,
    late: i64,
    conflicts: i64,
    findings: i64,
    signatures: i64,
}

impl Counts {
    pub(super) fn of(&self, queue: Queue) -> i64 {
        match queue {
            Queue::All => self.all,
            Queue::Status(status) => self.by_status.get(status.code()).copied().unwrap_or(0),
            Queue::Today => self.today,
            Queue::Soon => self.soon,
            Queue::Late => self.late,
            Queue::Conflicts => self.conflicts,
            Queue::Findings => self.findings,
            Queue::Signatures => self.signatures,
        }
    }
}

/// A condition with its values, numbered in the order in which they are added.
#[derive(Default)]
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn and(&mut self, sql: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
    }

    fn and_with(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.and(sql);
        self.values.extend(values);
    }
}

const REFUSAL: &str = SignPurpose::Refusal.code();
const TODAY: &str = "appointment_at_ms >= ? AND appointment_at_ms < ? AND status NOT IN ('signed', 'reported', 'cancelled')";
const SOON: &str = "next_due_ms >= ? AND next_due_ms < ?";
const LATE: &str = "next_due_ms < ?";
const BROKEN_SIGNATURE: &str = "verdict IN ('changed', 'broken', 'unknown_device')";

/// The rows of a queue among what has the words.
fn matching(clerk: &Clerk, question: &Question, hits: &Hits, moment: Moment) -> Condition {
    let mut condition = among(clerk, hits);
    match question.queue {
        Queue::All => {}
        Queue::Status(status) => {
            condition.and_with("status = ?", [Value::from(status.code().to_owned())]);
        }
        Queue::Today => condition.and_with(TODAY, moment.day_ms.map(Value::from)),
        Queue::Soon => condition.and_with(SOON, [moment.now_ms, moment.soon_ms].map(Value::from)),
        Queue::Late => condition.and_with(LATE, [Value::from(moment.now_ms)]),
        Queue::Conflicts => condition.and("conflicts > 0"),
        Queue::Findings => condition.and("findings > 0"),
        Queue::Signatures => condition.and(BROKEN_SIGNATURE),
    }
    condition
}

/// What is read of each row.
fn columns() -> String {
    format!(
        "SELECT document, updated_ms, row, number, status, next_step, customer_name, customer_phone, customer_address,
                unit_kind, unit_model, priority_hours, assignee, appointment, findings, conflicts, verdict,
                EXISTS (SELECT 1 FROM evidence
                        WHERE evidence.document = record_row.document AND purpose = '{REFUSAL}')
         FROM record_row"
    )
}

/// All rows of a question, the one that changed last first, whatever page it asks for.
pub(super) fn read_all(
    connection: &Connection,
    clerk: &Clerk,
    question: &Question,
    hits: &Hits,
    moment: Moment,
) -> rusqlite::Result<Vec<ListRow>> {
    let condition = matching(clerk, question, hits, moment);
    let (columns, condition, values) = (columns(), condition.sql, condition.values);
    let sql = format!("{columns} WHERE true{condition} ORDER BY updated_ms DESC, row DESC");
    connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), list_row)?
        .collect()
}

/// The rows of a page.
pub(super) fn read(
    connection: &Connection,
    clerk: &Clerk,
    question: &Question,
    hits: &Hits,
    moment: Moment,
) -> rusqlite::Result<Found> {
    let mut condition = matching(clerk, question, hits, moment);
    let at = |place: Place| [Value::from(place.updated_ms), Value::from(place.row)];
    let order = match question.page {
        Page::Newest => "DESC",
        Page::After(place) => {
            condition.and_with("(updated_ms, row) < (?, ?)", at(place));
            "DESC"
        }
        Page::Before(place) => {
            condition.and_with("(updated_ms, row) > (?, ?)", at(place));
            "ASC"
        }
    };
    // One row more than a page has says that there is another page.
    let sql = format!(
        "{} WHERE true{} ORDER BY updated_ms {order}, row {order} LIMIT {}",
        columns(),
        condition.sql,
        PAGE_ROWS + 1,
    );
    let mut rows = connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(condition.values), list_row)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let is_more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let is_before = matches!(question.page, Page::Before(_));
    if is_before {
        rows.reverse();
    }
    Ok(Found {
        rows,
        has_newer: if is_before {
            is_more
        } else {
            question.page != Page::Newest
        },
        has_older: is_before || is_more,
    })
}

/// Counts the queues over all records that have the words.
pub(super) fn count(
    connection: &Connection,
    clerk: &Clerk,
    hits: &Hits,
    moment: Moment,
) -> rusqlite::Result<Counts> {
    let condition = among(clerk, hits);
    let sql = format!(
        "SELECT status, count(*), sum(conflicts > 0), sum(findings > 0), sum(ifnull({BROKEN_SIGNATURE}, 0))
         FROM record_row WHERE true{} GROUP BY status",
        condition.sql,
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(condition.values))?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        let count: i64 = row.get(1)?;
        counts.all += count;
        counts.by_status.insert(row.get(0)?, count);
        counts.conflicts += row.get::<_, i64>(2)?;
        counts.findings += row.get::<_, i64>(3)?;
        counts.signatures += row.get::<_, i64>(4)?;
    }
    let count_of = |sql: &str, values: &[i64]| {
        let mut condition = among(clerk, hits);
        condition.and_with(sql, values.iter().copied().map(Value::from));
        let sql = format!(
            "SELECT count(*) FROM record_row WHERE true{}",
            condition.sql
        );
        let mut statement = connection.prepare_cached(&sql)?;
        statement.query_row(params_from_iter(condition.values), |row| row.get(0))
    };
    counts.today = count_of(TODAY, &moment.day_ms)?;
    counts.soon = count_of(SOON, &[moment.now_ms, moment.soon_ms])?;
    counts.late = count_of(LATE, &[moment.now_ms])?;
    Ok(counts)
}

/// What the clerk may see of what has the words, if any were asked for.
fn among(clerk: &Clerk, hits: &Hits) -> Condition {
    let mut condition = Condition::default();
    if let Some((sql, stations)) = seen_by(clerk) {
        condition.and_with(&sql, stations);
    }
    if let Some(rows) = &hits.rows {
        condition.and_with(
            "row IN (SELECT value FROM json_each(?))",
            [Value::from(rows.clone())],
        );
    }
    condition
}

fn list_row(row: &Row<'_>) -> rusqlite::Result<ListRow> {
    Ok(ListRow {
        record: RecordId::from_slice(&row.get::<_, [u8; 16]>(0)?)
            .map_err(|_| rusqlite::Error::InvalidQuery)?,
        place: Place {
            updated_ms: row.get(1)?,
            row: row.get(2)?,
        },
        number: row.get(3)?,
        status: row.get(4)?,
        next_step: row.get(5)?,
        customer_name: row.get(6)?,
        customer_phone: row.get(7)?,
        customer_address: row.get(8)?,
        unit_kind: row.get(9)?,
        unit_model: row.get(10)?,
        priority_hours: row.get(11)?,
        assignee: row.get(12)?,
        appointment: row.get(13)?,
        findings: row.get(14)?,
        conflicts: row.get(15)?,
        verdict: row.get(16)?,
        refused: row.get(17)?,
    })
}
