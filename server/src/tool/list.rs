//! The register of tools, and the history of one.

use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::{DUE_DAYS, ToolError, ToolPlace};
use crate::{
    audit::moment,
    rights::station_condition,
    staff::{Clerk, StationCode},
};

/// A tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tool {
    /// What it goes by.
    pub tool: i64,
    /// The inventory number.
    pub number: String,
    /// What it is.
    pub name: String,
    /// Its serial number; empty where it has none.
    pub serial: String,
    /// The last day of its calibration, `YYYY-MM-DD`; null: it measures nothing.
    pub calibrated_until: Option<String>,
    /// Whose it is; null: the organisation's own.
    pub station: Option<StationCode>,
    /// Where it is.
    pub place: ToolPlace,
    /// Who has it: a person's code; null where nobody does.
    #[schema(value_type = Option<String>)]
    pub holder: Option<PersonId>,
    /// What a change or a movement names.
    pub version: i64,
}

/// Something that happened to a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ToolMovement {
    /// What.
    pub kind: ToolPlace,
    /// To whom it was issued: a person's code.
    #[schema(value_type = Option<String>)]
    pub holder: Option<PersonId>,
    /// In what state it came back, or why it is gone.
    pub words: String,
    /// Who noted it: a person's code.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
}

/// Which tools.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToolQuestion {
    /// Only what this person has.
    pub holder: Option<String>,
    /// Only what is there.
    pub place: Option<ToolPlace>,
    /// Only instruments whose calibration has ended or ends soon, and that are not gone.
    pub only_due: bool,
}

// A tool that never moved is in the store.
const TOOLS: &str = "SELECT tool.tool, number, name, serial, calibrated_until, station, version,
        coalesce(kind, 'returned') AS place, holder
    FROM tool LEFT JOIN tool_movement ON movement = (SELECT max(movement) FROM tool_movement WHERE tool_movement.tool = tool.tool)";

/// The last day on which a calibration that ends then is due.
fn due_until(now_ms: i64) -> String {
    let until = moment(now_ms) + TimeDelta::days(DUE_DAYS);
    until.format("%Y-%m-%d").to_string()
}

/// The tools of a clerk's stations by their numbers, at most so many, those after a number.
///
/// # Errors
/// [`ToolError`].
pub fn tools(
    connection: &Connection,
    clerk: &Clerk,
    (question, now_ms): (&ToolQuestion, i64),
    (after, most): (Option<&str>, usize),
) -> Result<Vec<Tool>, ToolError> {
    let (mut condition, mut values) = station_condition(clerk, "station");
    if let Some(holder) = &question.holder {
        condition.push_str(" AND holder = ?");
        values.push(Value::from(holder.clone()));
    }
    if let Some(place) = question.place {
        condition.push_str(" AND place = ?");
        values.push(Value::from(place.code().to_owned()));
    }
    if question.only_due {
        condition.push_str(" AND calibrated_until <= ? AND place NOT IN ('lost', 'scrapped')");
        values.push(Value::from(due_until(now_ms)));
    }
    if let Some(after) = after {
        condition.push_str(" AND number > ?");
        values.push(Value::from(after.to_owned()));
    }
    values.push(Value::from(i64::try_from(most).unwrap_or(i64::MAX)));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT * FROM ({TOOLS}) WHERE true{condition} ORDER BY number LIMIT ?"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(of_row(row)?);
    }
    Ok(found)
}

/// How many instruments are due.
///
/// # Errors
/// [`ToolError`].
pub fn due_count(connection: &Connection, clerk: &Clerk, now_ms: i64) -> Result<usize, ToolError> {
    let question = ToolQuestion {
        only_due: true,
        ..ToolQuestion::default()
    };
    Ok(tools(connection, clerk, (&question, now_ms), (None, usize::MAX))?.len())
}

/// One tool; nothing where there is none.
///
/// # Errors
/// [`ToolError`].
pub fn tool_of(connection: &Connection, tool: i64) -> Result<Option<Tool>, ToolError> {
    let found = connection
        .prepare_cached(&format!("{TOOLS} WHERE tool.tool = ?1"))?
        .query_row([tool], |row| Ok(of_row(row)))
        .optional()?;
    found.transpose()
}

fn of_row(row: &Row<'_>) -> Result<Tool, ToolError> {
    let place: String = row.get(7)?;
    Ok(Tool {
        tool: row.get(0)?,
        number: row.get(1)?,
        name: row.get(2)?,
        serial: row.get(3)?,
        calibrated_until: row.get(4)?,
        station: row.get::<_, Option<String>>(5)?.map(StationCode),
        version: row.get(6)?,
        place: place_of(&place)?,
        holder: row.get::<_, Option<String>>(8)?.map(PersonId),
    })
}

fn place_of(code: &str) -> Result<ToolPlace, ToolError> {
    let mut places = ToolPlace::ALL.iter().copied();
    places
        .find(|place| place.code() == code)
        .ok_or(ToolError::Noted("place"))
}

/// The history of a tool, the last first.
///
/// # Errors
/// [`ToolError`].
pub fn movements(connection: &Connection, tool: i64) -> Result<Vec<ToolMovement>, ToolError> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, holder, words, person, at_ms FROM tool_movement WHERE tool = ?1 ORDER BY movement DESC",
    )?;
    let mut rows = statement.query([tool])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        found.push(ToolMovement {
            kind: place_of(&kind)?,
            holder: row.get::<_, Option<String>>(1)?.map(PersonId),
            words: row.get(2)?,
            person: PersonId(row.get(3)?),
            at_ms: row.get(4)?,
        });
    }
    Ok(found)
}
