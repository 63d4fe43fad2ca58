//! Who could take one record: all whom the clerk may send, who fits best first.

use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    BoardDay,
    day::{jobs, loads},
    job::{COLUMNS, Job, job},
};
use crate::{
    record::technicians,
    staff::{Clerk, Colleague},
    technician::{Certificate, Profile, profiles},
};
use doorstep_domain::ids::RecordId;

/// Somebody who could take a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Candidate {
    /// His code.
    pub person: String,
    /// His name.
    pub name: String,
    /// What is known of him.
    pub profile: Profile,
    /// Whether he repairs this kind; null: not said.
    pub repairs: Option<bool>,
    /// What his certificate is worth on the day.
    pub certificate: Certificate,
    /// Whether he goes to this address; null: not said.
    pub goes_there: Option<bool>,
    /// Appointments on the day, without this record's own.
    pub load: i64,
    /// Windows of his that overlap this record's.
    pub clashes: Vec<String>,
    /// He has it now.
    pub has_it: bool,
}

/// Who could take a record, on the day of its appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// The record.
    pub job: Job,
    /// The day: its appointment's, or the one asked for where there is none.
    pub day: BoardDay,
    /// Who fits best first.
    pub people: Vec<Candidate>,
}

/// Reads who could take a record; nothing where there is no such record for this clerk.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn candidates(
    connection: &Connection,
    clerk: &Clerk,
    record: RecordId,
    without_date: BoardDay,
) -> rusqlite::Result<Option<Candidates>> {
    let found = connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM record_row WHERE document = ?1"
        ))?
        .query_row([record.as_bytes()], |row| job(clerk, row))
        .optional()?;
    let Some(wanted) = found.filter(|job| clerk.works_for(job.station.as_ref())) else {
        return Ok(None);
    };
    let window = wanted.window();
    let day = window.map_or(without_date, |[start, _]| {
        BoardDay::of(start.with_timezone(&without_date.offset))
    });
    let everybody = technicians(connection, clerk)?;
    let loads = loads(connection, day)?;
    let jobs = jobs(connection, clerk, day, &everybody)?;
    let profiles = profiles(connection)?;
    let mut people: Vec<Candidate> = everybody
        .into_iter()
        .map(|person| {
            let load = loads.get(&person.person).map_or(0, |[first, ..]| *first);
            let jobs = jobs.get(&person.person).map_or(&[][..], Vec::as_slice);
            let profile = profiles.get(&person.person).cloned().unwrap_or_default();
            candidate(person, &wanted, day, (load, jobs), profile)
        })
        .collect();
    people.sort_by(|one, other| one.rank().cmp(&other.rank()));
    Ok(Some(Candidates {
        job: wanted,
        day,
        people,
    }))
}

fn candidate(
    person: Colleague,
    wanted: &Job,
    day: BoardDay,
    (load, jobs): (i64, &[Job]),
    profile: Profile,
) -> Candidate {
    let own = jobs.iter().any(|job| job.record == wanted.record);
    let clashing = jobs
        .iter()
        .filter(|job| job.record != wanted.record && overlap(job, wanted));
    Candidate {
        repairs: profile.repairs(&wanted.unit_kind),
        certificate: profile.certificate_on(day.date),
        goes_there: profile.goes_to(&wanted.customer_address),
        load: load - i64::from(own),
        clashes: clashing.filter_map(|job| job.appointment.clone()).collect(),
        has_it: wanted.assignee.as_ref() == Some(&person.person),
        person: person.person,
        name: person.name,
        profile,
    }
}

fn overlap(one: &Job, other: &Job) -> bool {
    match (one.window(), other.window()) {
        (Some([start, end]), Some([other_start, other_end])) => {
            start < other_end && other_start < end
        }
        _ => false,
    }
}

impl Candidate {
    /// By what they are ordered: who repairs it, is certified, goes there, has the time, and has the least to do.
    fn rank(&self) -> (u8, Certificate, u8, bool, i64, &str, &str) {
        let known = |answer: Option<bool>| match answer {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        };
        (
            known(self.repairs),
            self.certificate,
            known(self.goes_there),
            !self.clashes.is_empty(),
            self.load,
            &self.name,
            &self.person,
        )
    }
}
