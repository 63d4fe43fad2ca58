//! A tool is put into the register, or what stands there is changed.

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ToolError, tool_of};
use crate::{
    audit::{self, Deed},
    rights::{Action, require},
    staff::{Clerk, StationCode},
};

/// The longest number, name and serial number, in characters.
const CHARACTERS_MAX: usize = 100;

/// What stands in the register of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepTool {
    /// The inventory number, as it stands on the tool.
    #[schema(max_length = 100)]
    pub number: String,
    /// What it is.
    #[schema(max_length = 100)]
    pub name: String,
    /// Its serial number; empty where it has none.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub serial: String,
    /// Of a measuring instrument the last day of its calibration, `YYYY-MM-DD`; empty: it measures nothing.
    #[serde(default)]
    #[schema(max_length = 10)]
    pub calibrated_until: String,
    /// The station's code; left out: the organisation's own.
    #[serde(default)]
    pub station: Option<StationCode>,
}

/// The same, from a version on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeTool {
    /// The version that was shown.
    pub version: i64,
    /// What stands there from now on.
    pub tool: KeepTool,
}

/// Puts a tool into the register. Gives what it goes by.
///
/// # Errors
/// [`ToolError`].
pub fn register(
    transaction: &Connection,
    clerk: &Clerk,
    request: &KeepTool,
    now_ms: i64,
) -> Result<i64, ToolError> {
    require(clerk, Action::KeepTools, request.station.as_ref())?;
    let fit = fit(transaction, request, None)?;
    transaction
        .prepare_cached(
            "INSERT INTO tool (number, name, serial, calibrated_until, station, version) VALUES (?1, ?2, ?3, ?4, ?5, 1)",
        )?
        .execute(params![
            fit.number,
            fit.name,
            fit.serial,
            fit.calibrated_until,
            fit.station
        ])?;
    let tool = transaction.last_insert_rowid();
    let subject = format!("tool:{tool}");
    audit::note(
        transaction,
        clerk,
        Deed::ToolKept,
        &subject,
        request,
        now_ms,
    )?;
    Ok(tool)
}

/// Changes what stands in the register.
///
/// # Errors
/// [`ToolError`].
pub fn change(
    transaction: &Connection,
    clerk: &Clerk,
    (tool, request): (i64, &ChangeTool),
    now_ms: i64,
) -> Result<(), ToolError> {
    let standing = tool_of(transaction, tool)?.ok_or(ToolError::NoTool)?;
    require(clerk, Action::KeepTools, standing.station.as_ref())?;
    require(clerk, Action::KeepTools, request.tool.station.as_ref())?;
    if standing.version != request.version {
        return Err(ToolError::ChangedMeanwhile);
    }
    let fit = fit(transaction, &request.tool, Some(tool))?;
    transaction
        .prepare_cached(
            "UPDATE tool SET number = ?2, name = ?3, serial = ?4, calibrated_until = ?5, station = ?6, version = version + 1
             WHERE tool = ?1",
        )?
        .execute(params![
            tool,
            fit.number,
            fit.name,
            fit.serial,
            fit.calibrated_until,
            fit.station
        ])?;
    let subject = format!("tool:{tool}");
    audit::note(
        transaction,
        clerk,
        Deed::ToolKept,
        &subject,
        &request.tool,
        now_ms,
    )?;
    Ok(())
}

/// What was asked for, without blanks, as it may stand.
struct Fit {
    number: String,
    name: String,
    serial: String,
    calibrated_until: Option<String>,
    station: Option<String>,
}

fn fit(connection: &Connection, request: &KeepTool, tool: Option<i64>) -> Result<Fit, ToolError> {
    let plain = |text: &str| {
        let text = text.trim();
        let is_plain =
            text.chars().count() <= CHARACTERS_MAX && !text.chars().any(char::is_control);
        is_plain.then(|| text.to_owned()).ok_or(ToolError::NoName)
    };
    let given = |text: &str| {
        plain(text).and_then(|text| {
            if text.is_empty() {
                Err(ToolError::NoName)
            } else {
                Ok(text)
            }
        })
    };
    let number = given(&request.number)?;
    let is_taken: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM tool WHERE number = ?1 AND tool IS NOT ?2)")?
        .query_row(params![number, tool], |row| row.get(0))?;
    if is_taken {
        return Err(ToolError::NumberTaken);
    }
    let calibrated_until = match request.calibrated_until.trim() {
        "" => None,
        day => Some(
            NaiveDate::parse_from_str(day, "%Y-%m-%d")
                .ok()
                .filter(|_| day.len() == 10)
                .ok_or(ToolError::BadDay)?
                .to_string(),
        ),
    };
    if let Some(station) = &request.station {
        let is_there: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM station WHERE station = ?1)")?
            .query_row([&station.0], |row| row.get(0))?;
        if !is_there {
            return Err(ToolError::NoStation);
        }
    }
    Ok(Fit {
        number,
        name: given(&request.name)?,
        serial: plain(&request.serial)?,
        calibrated_until,
        station: request.station.as_ref().map(|station| station.0.clone()),
    })
}
