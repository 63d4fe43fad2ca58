//! Reading them, the latest first: by the day on which the earlier repair was closed.

use std::collections::BTreeMap;

use doorstep_domain::rates::Rate;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    rates::{Question, Scope, Show, count},
    staff::StationCode,
};

/// What a technician's repairs came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TechnicianCount {
    /// Whose; empty: nobody's.
    pub(crate) technician: String,
    /// Repairs that were closed in the days asked for.
    pub(crate) closed: i64,
    /// Second repairs of these that count against him.
    pub(crate) second_repairs: i64,
    /// Second repairs of these that are contested.
    pub(crate) contested: i64,
}

/// A second repair with the repair that did not last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SecondRepairLine {
    /// The second record.
    #[schema(value_type = String, format = "uuid")]
    pub(crate) record: Uuid,
    /// Its number.
    pub(crate) number: String,
    /// Its station.
    pub(crate) station: Option<StationCode>,
    /// The record of the repair that did not last.
    #[schema(value_type = String, format = "uuid")]
    pub(crate) first: Uuid,
    /// Its number.
    pub(crate) first_number: String,
    /// The day on which that was closed, in the customer's calendar.
    pub(crate) closed_on: String,
    /// Whose repair that was; empty: nobody's.
    pub(crate) technician: String,
    /// The model.
    pub(crate) model: String,
    /// The fault code of the second record; empty where there is none.
    pub(crate) cause: String,
    /// Why it should not count; empty where nobody contests it.
    pub(crate) contest: String,
    #[serde(skip)]
    closed_ms: i64,
}

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RepairPlace {
    pub(crate) closed_ms: i64,
    pub(crate) record: Uuid,
}

impl SecondRepairLine {
    /// Where it stands in the list.
    pub(crate) const fn place(&self) -> RepairPlace {
        RepairPlace {
            closed_ms: self.closed_ms,
            record: self.record,
        }
    }
}

// There are few second repairs: these are looked at first, and each has one measure.
const FROM: &str = "FROM second_repair CROSS JOIN rate_measure AS first
    ON first.document = second_repair.first AND first.rate = 'second_repairs'";

// The plus keeps SQLite from walking through all measures of the rate once for each second repair.
const ASKED: &str = "due_day BETWEEN ?1 AND ?2 AND +due_ms <= ?3 AND technician = ifnull(?4, technician)
    AND (?5 IS NULL OR first.station IS NULL OR first.station IN (SELECT value FROM json_each(?5)))";

const COLUMNS: &str =
    "second_repair.document, again.number, again.station, first.document, before.number, due_day,
    technician, again.unit_model, ifnull(failure.cause, ''), contest, due_ms";

const JOINED: &str = "JOIN record_row AS again ON again.document = second_repair.document
    JOIN record_row AS before ON before.document = first.document
    LEFT JOIN failure ON failure.document = second_repair.document";

/// What each technician's repairs came to, by his code.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn by_technician(
    connection: &Connection,
    question: &Question,
    scope: &Scope,
    now_ms: i64,
) -> rusqlite::Result<Vec<TechnicianCount>> {
    let counted = count(connection, Rate::SecondRepairs, question, scope, now_ms)?;
    let mut counts: BTreeMap<String, TechnicianCount> = BTreeMap::new();
    for (technician, count) in counted.by(|_, _, technician| technician.to_owned()) {
        let closed = count.denominator() + count.apart;
        let his = counts.entry(technician).or_default();
        his.closed = closed;
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT technician, sum(contest = ''), sum(contest <> '') {FROM} WHERE {ASKED} GROUP BY technician"
    ))?;
    let mut rows = statement.query(params![
        question.from.to_string(),
        question.to.to_string(),
        now_ms,
        question.person(),
        scope.value()
    ])?;
    while let Some(row) = rows.next()? {
        let his = counts.entry(row.get(0)?).or_default();
        his.second_repairs = row.get(1)?;
        his.contested = row.get(2)?;
    }
    let named = counts
        .into_iter()
        .map(|(technician, count)| TechnicianCount {
            technician,
            ..count
        });
    Ok(named.filter(|count| count.closed > 0).collect())
}

/// At most so many second repairs of the repairs that were closed in the days asked for, the latest first, those after a
/// place: those that count, those that are contested, or both, as is asked.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn second_repairs(
    connection: &Connection,
    (question, scope): (&Question, &Scope),
    (after, most): (Option<RepairPlace>, usize),
    now_ms: i64,
) -> rusqlite::Result<Vec<SecondRepairLine>> {
    let shown = match question.show {
        Show::Yes => " AND contest = ''",
        Show::Apart => " AND contest <> ''",
        _ => "",
    };
    let (closed_ms, record) = after.map_or((i64::MAX, Vec::new()), |place| {
        (place.closed_ms, place.record.as_bytes().to_vec())
    });
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} {FROM} {JOINED}
             WHERE {ASKED}{shown} AND (+due_ms, second_repair.document) < (?6, ?7)
             ORDER BY due_ms DESC, second_repair.document DESC LIMIT ?8"
        ))?
        .query_map(
            params![
                question.from.to_string(),
                question.to.to_string(),
                now_ms,
                question.person(),
                scope.value(),
                closed_ms,
                record,
                i64::try_from(most).unwrap_or(i64::MAX),
            ],
            line,
        )?
        .collect()
}

/// A record as the second repair that it is; nothing where it is none.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn second_repair(
    connection: &Connection,
    record: Uuid,
) -> rusqlite::Result<Option<SecondRepairLine>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} {FROM} {JOINED} WHERE second_repair.document = ?1"
        ))?
        .query_row([record.as_bytes()], line)
        .optional()
}

fn line(row: &Row<'_>) -> rusqlite::Result<SecondRepairLine> {
    Ok(SecondRepairLine {
        record: Uuid::from_bytes(row.get(0)?),
        number: row.get(1)?,
        station: row.get::<_, Option<String>>(2)?.map(StationCode),
        first: Uuid::from_bytes(row.get(3)?),
        first_number: row.get(4)?,
        closed_on: row.get(5)?,
        technician: row.get(6)?,
        model: row.get(7)?,
        cause: row.get(8)?,
        contest: row.get(9)?,
        closed_ms: row.get(10)?,
    })
}
