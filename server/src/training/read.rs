//! How technicians stand.

use chrono::NaiveDate;
use doorstep_domain::{
    ids::PersonId,
    training::{TrainingLack, lacks},
};
use rusqlite::{Connection, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::{TrainingError, note::require_technician};
use crate::{
    rights::{Action, require, station_condition},
    staff::Clerk,
};

/// A technician against the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Standing {
    /// His code.
    pub person: String,
    /// His name.
    pub name: String,
    /// Minutes of training in the year.
    pub minutes: i64,
    /// The last day of the certificate that is valid longest, `YYYY-MM-DD`; null without one.
    pub valid_until: Option<String>,
    /// What he has not, or soon has no longer.
    #[schema(value_type = Vec<String>)]
    pub lacks: Vec<TrainingLack>,
}

impl Standing {
    /// Whether he has the hours and a valid certificate.
    #[must_use]
    pub fn meets_the_target(&self) -> bool {
        !self.lacks.iter().any(|lack| lack.misses_the_target())
    }
}

/// A technician with all that was noted of him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Trained {
    /// How he stands.
    pub standing: Standing,
    /// All hours, of every year, the newest first.
    pub hours: Vec<Hours>,
    /// All certificates, what is valid longest first.
    pub certificates: Vec<Certificate>,
}

/// Hours that somebody was taught.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hours {
    /// Their number.
    pub training: i64,
    /// The day.
    pub held_on: String,
    /// For how long.
    pub minutes: i64,
    /// What about.
    pub subject: String,
    /// Noted wrongly: they do not count.
    pub is_struck: bool,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Certificate {
    /// The office's number of it.
    pub certificate: i64,
    /// What it is for.
    pub name: String,
    /// The number on it.
    pub number: String,
    /// Its last day.
    pub valid_until: String,
    /// Noted wrongly or withdrawn: it does not count.
    pub is_struck: bool,
}

/// The technicians of the clerk's stations who have not left: whose certificate lacks, has ended or ends soon first, of these
/// what ends first; then who lacks hours, then by name.
///
/// # Errors
/// [`TrainingError::NotAllowed`], [`TrainingError::Statement`].
pub fn overview(
    connection: &Connection,
    clerk: &Clerk,
    year: i32,
    today: NaiveDate,
) -> Result<Vec<Standing>, TrainingError> {
    require(clerk, Action::KeepTraining, None)?;
    let (condition, values) = station_condition(
        clerk,
        "(SELECT min(station) FROM person_station WHERE person_station.person = person.person)",
    );
    let condition = format!("active = 1{condition}");
    let mut standings = standings(connection, &condition, values, (year, today))?;
    standings.sort_by(|one, other| key(one).cmp(&key(other)));
    Ok(standings)
}

/// What is to be seen to first.
fn key(standing: &Standing) -> (bool, bool, Option<&str>, &str) {
    let hours = TrainingLack::TooFewHours;
    let certificate_lacks = standing.lacks.iter().any(|lack| *lack != hours);
    let hours_lack = standing.lacks.contains(&hours);
    let until = standing
        .valid_until
        .as_deref()
        .filter(|_| certificate_lacks);
    (!certificate_lacks, !hours_lack, until, &standing.name)
}

/// One technician, also one who has left.
///
/// # Errors
/// [`TrainingError::NoTechnician`], [`TrainingError::NotAllowed`], [`TrainingError::Statement`].
pub fn trained(
    connection: &Connection,
    clerk: &Clerk,
    person: &PersonId,
    year: i32,
    today: NaiveDate,
) -> Result<Trained, TrainingError> {
    require_technician(connection, clerk, person)?;
    let values = vec![Value::from(person.0.clone())];
    let standing = standings(connection, "person.person = ?", values, (year, today))?;
    let hours = connection
        .prepare_cached(
            "SELECT training, held_on, minutes, subject, struck_at_ms IS NOT NULL FROM training_hours
             WHERE person = ?1 ORDER BY held_on DESC, training DESC",
        )?
        .query_map([&person.0], |row| {
            Ok(Hours {
                training: row.get(0)?,
                held_on: row.get(1)?,
                minutes: row.get(2)?,
                subject: row.get(3)?,
                is_struck: row.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let certificates = connection
        .prepare_cached(
            "SELECT certificate, name, number, valid_until, struck_at_ms IS NOT NULL FROM certificate
             WHERE person = ?1 ORDER BY valid_until DESC, certificate DESC",
        )?
        .query_map([&person.0], |row| {
            Ok(Certificate {
                certificate: row.get(0)?,
                name: row.get(1)?,
                number: row.get(2)?,
                valid_until: row.get(3)?,
                is_struck: row.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Trained {
        standing: standing
            .into_iter()
            .next()
            .ok_or(TrainingError::NoTechnician)?,
        hours,
        certificates,
    })
}

fn standings(
    connection: &Connection,
    condition: &str,
    values: Vec<Value>,
    (year, today): (i32, NaiveDate),
) -> rusqlite::Result<Vec<Standing>> {
    // A year is four digits: its days sort between these two.
    let days = [format!("{year:04}-01-01"), format!("{year:04}-12-31")];
    let values = days.into_iter().map(Value::from).chain(values);
    connection
        .prepare_cached(&format!(
            "SELECT person, name,
                    (SELECT ifnull(sum(minutes), 0) FROM training_hours AS hours
                     WHERE hours.person = person.person AND struck_at_ms IS NULL AND held_on BETWEEN ? AND ?),
                    (SELECT max(valid_until) FROM certificate
                     WHERE certificate.person = person.person AND struck_at_ms IS NULL)
             FROM person WHERE role = 'technician' AND {condition} ORDER BY name, person"
        ))?
        .query_map(params_from_iter(values), |row| {
            let minutes = row.get(2)?;
            let valid_until: Option<String> = row.get(3)?;
            let until = valid_until.as_deref().and_then(|day| day.parse().ok());
            Ok(Standing {
                person: row.get(0)?,
                name: row.get(1)?,
                minutes,
                lacks: lacks(minutes, until, today),
                valid_until,
            })
        })?
        .collect()
}
