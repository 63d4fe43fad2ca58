//! A day of the board: every technician whom the clerk may send, with what he has to do.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params_from_iter, types::Value};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    BoardDay, DAY_MS, DAYS, PAGE_ROWS,
    job::{COLUMNS, Job, job},
    waiting::{WaitsFor, at, count_waiting},
};
use crate::{
    record::technicians,
    staff::{Clerk, Colleague, StationCode},
    technician::{Certificate, Profile, profiles},
};

/// Where the page after a technician begins: his name, by which the board is ordered, and his code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TechnicianPlace {
    /// His name.
    pub name: String,
    /// His code.
    pub person: String,
}

/// As it stands in links.
impl fmt::Display for TechnicianPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.person, self.name)
    }
}

impl TechnicianPlace {
    /// Reads what stands in a link: a code has no underscore.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let (person, name) = text.split_once('_')?;
        Some(Self {
            name: name.to_owned(),
            person: person.to_owned(),
        })
    }
}

/// A technician's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TechnicianDay {
    /// His code.
    pub person: String,
    /// His name.
    pub name: String,
    /// Where he works; nothing: everywhere.
    pub stations: BTreeSet<StationCode>,
    /// What is known of him.
    pub profile: Profile,
    /// What his certificate is worth on this day.
    pub certificate: Certificate,
    /// Appointments on this day and the days after: all of his, also those that the clerk does not see.
    pub load: [i64; DAYS],
    /// What he has to do on this day, by the clock; what was called off is not there.
    pub jobs: Vec<Job>,
    /// Windows of what he does on this day for stations that are not the clerk's.
    pub elsewhere: Vec<String>,
    /// Open records that he has without a date, of those that the clerk sees.
    pub undated: i64,
}

impl TechnicianDay {
    /// Where the page after him begins.
    #[must_use]
    pub fn place(&self) -> TechnicianPlace {
        TechnicianPlace {
            name: self.name.clone(),
            person: self.person.clone(),
        }
    }

    /// Appointments on this day.
    #[must_use]
    pub fn load_today(&self) -> i64 {
        let [first, ..] = self.load;
        first
    }
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// A page of the technicians, by name.
    pub technicians: Vec<TechnicianDay>,
    /// There are technicians after these.
    pub is_more: bool,
    /// Technicians on all pages.
    pub technicians_count: usize,
    /// Appointments on this day of the technicians on all pages.
    pub appointments_count: i64,
    /// What is on this day with somebody who is not on the board: who has left, or works where the clerk does not.
    pub others: Vec<Job>,
    /// Open records that such people have without a date.
    pub others_undated: i64,
}

/// Whose day is asked for, of all whom the clerk may send.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whose {
    /// Of a station, and who works everywhere.
    pub station: Option<StationCode>,
    /// One of them alone.
    pub person: Option<PersonId>,
}

impl Whose {
    fn takes(&self, person: &Colleague) -> bool {
        let is_here =
            |station: &StationCode| person.stations.is_empty() || person.stations.contains(station);
        let is_asked_for = |asked: &PersonId| asked.0 == person.person;
        self.station.as_ref().is_none_or(is_here) && self.person.as_ref().is_none_or(is_asked_for)
    }
}

/// Reads a day.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn day(
    connection: &Connection,
    clerk: &Clerk,
    day: BoardDay,
    whose: &Whose,
    after: Option<&TechnicianPlace>,
) -> rusqlite::Result<Board> {
    let everybody = technicians(connection, clerk)?;
    let station = whose.station.as_ref();
    let (others, others_undated) = match whose.person {
        Some(_) => (Vec::new(), 0),
        None => (
            others(connection, clerk, day, station, &everybody)?,
            count_waiting(
                connection,
                clerk,
                WaitsFor::DateOfOthers(&everybody),
                station,
            )?,
        ),
    };
    let mut loads = loads(connection, day)?;
    let here: Vec<Colleague> = everybody
        .into_iter()
        .filter(|person| whose.takes(person))
        .collect();
    let load_of = |person: &Colleague| loads.get(&person.person).map_or(0, |[first, ..]| *first);
    let appointments_count = here.iter().map(load_of).sum();
    let technicians_count = here.len();
    let mut page: Vec<Colleague> = here
        .into_iter()
        .filter(|person| {
            let place = (&person.name, &person.person);
            after.is_none_or(|after| place > (&after.name, &after.person))
        })
        .take(PAGE_ROWS + 1)
        .collect();
    let is_more = page.len() > PAGE_ROWS;
    page.truncate(PAGE_ROWS);
    let mut jobs = jobs(connection, clerk, day, &page)?;
    let mut profiles = profiles(connection)?;
    let mut technicians = Vec::new();
    for person in page {
        let code = PersonId(person.person.clone());
        let profile = profiles.remove(&person.person).unwrap_or_default();
        let all = jobs.remove(&person.person).unwrap_or_default();
        let (mine, elsewhere): (Vec<Job>, Vec<Job>) = all
            .into_iter()
            .partition(|job| clerk.works_for(job.station.as_ref()));
        let elsewhere = elsewhere.into_iter().filter_map(|job| job.appointment);
        technicians.push(TechnicianDay {
            certificate: profile.certificate_on(day.date),
            profile,
            load: loads.remove(&person.person).unwrap_or_default(),
            jobs: mine,
            elsewhere: elsewhere.collect(),
            undated: count_waiting(connection, clerk, WaitsFor::Date(&code), None)?,
            person: person.person,
            name: person.name,
            stations: person.stations,
        });
    }
    Ok(Board {
        technicians,
        is_more,
        technicians_count,
        appointments_count,
        others,
        others_undated,
    })
}

/// Whose they are: a list for `json_each`.
pub(super) fn codes(people: &[Colleague]) -> String {
    let codes: Vec<&str> = people.iter().map(|person| person.person.as_str()).collect();
    json!(codes).to_string()
}

/// How many appointments everybody has, a day each.
pub(super) fn loads(
    connection: &Connection,
    day: BoardDay,
) -> rusqlite::Result<BTreeMap<String, [i64; DAYS]>> {
    let mut loads: BTreeMap<String, [i64; DAYS]> = BTreeMap::new();
    let begins_ms = day.begins_ms();
    let ends_ms = begins_ms + DAYS as i64 * DAY_MS;
    let mut statement = connection.prepare_cached(
        "SELECT assignee, (appointment_at_ms - ?1) / ?3, count(*) FROM record_row
         WHERE appointment_at_ms >= ?1 AND appointment_at_ms < ?2 AND assignee IS NOT NULL AND status <> 'cancelled'
         GROUP BY 1, 2",
    )?;
    let mut rows = statement.query([begins_ms, ends_ms, DAY_MS])?;
    while let Some(row) = rows.next()? {
        let load = loads.entry(row.get(0)?).or_default();
        let place = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(DAYS);
        if let Some(count) = load.get_mut(place) {
            *count = row.get(2)?;
        }
    }
    Ok(loads)
}

/// What these people have to do on a day, by the clock; also what the clerk does not see.
pub(super) fn jobs(
    connection: &Connection,
    clerk: &Clerk,
    day: BoardDay,
    people: &[Colleague],
) -> rusqlite::Result<BTreeMap<String, Vec<Job>>> {
    let begins_ms = day.begins_ms();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM record_row
         WHERE assignee IN (SELECT value FROM json_each(?1)) AND appointment_at_ms >= ?2 AND appointment_at_ms < ?3
             AND status <> 'cancelled'
         ORDER BY appointment_at_ms, row",
    ))?;
    let values = rusqlite::params![codes(people), begins_ms, begins_ms + DAY_MS];
    let mut rows = statement.query(values)?;
    let mut jobs: BTreeMap<String, Vec<Job>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let job = job(clerk, row)?;
        let whose = job.assignee.clone().unwrap_or_default();
        jobs.entry(whose).or_default().push(job);
    }
    Ok(jobs)
}

fn others(
    connection: &Connection,
    clerk: &Clerk,
    day: BoardDay,
    station: Option<&StationCode>,
    everybody: &[Colleague],
) -> rusqlite::Result<Vec<Job>> {
    let begins_ms = day.begins_ms();
    let (condition, at) = at(clerk, station);
    let mut values = vec![
        Value::from(begins_ms),
        Value::from(begins_ms + DAY_MS),
        Value::from(codes(everybody)),
    ];
    values.extend(at);
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM record_row
             WHERE appointment_at_ms >= ? AND appointment_at_ms < ? AND assignee IS NOT NULL AND status <> 'cancelled'
                 AND assignee NOT IN (SELECT value FROM json_each(?)){condition}
             ORDER BY appointment_at_ms, row",
        ))?
        .query_map(params_from_iter(values), |row| job(clerk, row))?
        .collect()
}
