//! The records behind a number, in the order in which they were due.

use doorstep_domain::{ids::RecordId, rates::Rate};
use rusqlite::{Connection, Row, params};

use super::{Question, Scope, Show};

/// One measure with its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) record: RecordId,
    pub(crate) number: String,
    pub(crate) visit: i64,
    pub(crate) technician: String,
    /// `YYYY-MM-DD` in the customer's calendar.
    pub(crate) due_day: String,
    pub(crate) due_ms: i64,
    pub(crate) done_ms: Option<i64>,
    pub(crate) value: Option<i64>,
    /// `yes`, `no` or `apart`.
    pub(crate) outcome: String,
    /// The code of the reason.
    pub(crate) apart: Option<String>,
    pub(crate) provisional_until_ms: Option<i64>,
}

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) due_ms: i64,
    pub(crate) record: RecordId,
    pub(crate) visit: i64,
}

impl Listed {
    /// Where it stands in the list.
    pub(crate) const fn place(&self) -> Place {
        Place {
            due_ms: self.due_ms,
            record: self.record,
            visit: self.visit,
        }
    }
}

/// At most so many of the records behind a number, those after a place.
pub(crate) fn list(
    connection: &Connection,
    rate: Rate,
    (question, scope): (&Question, &Scope),
    (after, most): (Option<Place>, usize),
    now_ms: i64,
) -> rusqlite::Result<Vec<Listed>> {
    let shown = match question.show {
        Show::All => "true",
        Show::Counted => "outcome <> 'apart' AND due_ms <= ?5",
        Show::Yes => "outcome = 'yes' AND due_ms <= ?5",
        Show::No => "outcome = 'no' AND due_ms <= ?5",
        Show::Apart => "outcome = 'apart' AND due_ms <= ?5",
        Show::Provisional => "outcome <> 'apart' AND due_ms <= ?5 AND provisional_until_ms >= ?5",
        Show::Running => "due_ms > ?5",
    };
    // A day of whatever calendar lies inside these three of UTC; the index is sorted by moments.
    let sql = format!(
        "SELECT rate_measure.document, number, visit, technician, due_day, due_ms, done_ms, value, outcome, apart,
                provisional_until_ms
         FROM rate_measure JOIN record_row USING (document)
         WHERE rate = ?1 AND due_day BETWEEN ?2 AND ?3 AND technician = ifnull(?4, technician) AND ?5 = ?5
           AND due_ms BETWEEN (unixepoch(?2) - 86400) * 1000 AND (unixepoch(?3) + 172800) * 1000
           AND (due_ms, rate_measure.document, visit) > (?6, ?7, ?8) AND {shown}
           AND ifnull(rate_measure.station, '') = ifnull(?10, ifnull(rate_measure.station, ''))
           AND (?11 IS NULL OR rate_measure.station IS NULL
                OR rate_measure.station IN (SELECT value FROM json_each(?11)))
         ORDER BY due_ms, rate_measure.document, visit LIMIT ?9"
    );
    let (due_ms, record, visit) = after.map_or((i64::MIN, Vec::new(), 0), |place| {
        (place.due_ms, place.record.as_bytes().to_vec(), place.visit)
    });
    connection
        .prepare_cached(&sql)?
        .query_map(
            params![
                rate.code(),
                question.from.to_string(),
                question.to.to_string(),
                question.person(),
                now_ms,
                due_ms,
                record,
                visit,
                i64::try_from(most).unwrap_or(i64::MAX),
                question.of_station(),
                scope.value(),
            ],
            listed,
        )?
        .collect()
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    Ok(Listed {
        record: RecordId::from_slice(&row.get::<_, [u8; 16]>(0)?)
            .map_err(|_| rusqlite::Error::InvalidQuery)?,
        number: row.get(1)?,
        visit: row.get(2)?,
        technician: row.get(3)?,
        due_day: row.get(4)?,
        due_ms: row.get(5)?,
        done_ms: row.get(6)?,
        value: row.get(7)?,
        outcome: row.get(8)?,
        apart: row.get(9)?,
        provisional_until_ms: row.get(10)?,
    })
}
