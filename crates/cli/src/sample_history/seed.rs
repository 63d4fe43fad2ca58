//! Laying a sample history into an organisation that is empty.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use doorstep_domain::ids::PersonId;
use doorstep_evidence::{certificate::certificate_request, vault::SoftwareVault};
use doorstep_replica::Actor;
use doorstep_server::{
    catalogue::{self, CatalogueError, Sources, parse, parse_consents, parse_library, publish},
    organisation::{EnrolmentRequest, OFFICE, Organisation},
    replication::{MadeRecord, Replication},
    staff::{AddPerson, AddStation, StaffError, StationCode, add, add_station, clerk},
};
use rusqlite::Connection;
use tokio::sync::mpsc;

use super::{
    HistoryError,
    calendar::Calendar,
    cast::{self, Cast, Technician},
    life::Plan,
    make::{Chains, make},
    pen::Studio,
    rows::SampleRows,
};
use crate::sample;

/// Records of one transaction.
const AT_ONCE: usize = 400;

/// What history is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    /// How many records; at least one.
    pub(crate) records: usize,
    /// With the same number everything is the same but what keys make.
    pub(crate) seed: u64,
    /// The last day.
    pub(crate) until: NaiveDate,
}

/// What was laid down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seeded {
    pub(crate) records: usize,
    pub(crate) technicians: usize,
    /// What customers signed, each sealed by the telephone of its technician.
    pub(crate) statements: usize,
}

/// Lays a sample history down. `tell` hears how many records are there after each transaction.
///
/// The sample catalogue is given out if there is none. The telephones' keys are drawn, used and forgotten: nobody can
/// write as one of them afterwards.
///
/// # Errors
/// [`HistoryError::NotEmpty`] before anything is written.
pub(crate) async fn seed(
    office: &Replication,
    ask: Ask,
    mut tell: impl FnMut(usize),
) -> Result<Seeded, HistoryError> {
    let organisation = office.organisation();
    let calendar = Calendar::until(ask.until, ask.records);
    let plan = Plan {
        seed: ask.seed,
        records: ask.records,
        calendar: calendar.ok_or(HistoryError::Lacks("such a day"))?,
        rows: SampleRows::read()?,
    };
    if !organisation.store().read(is_empty).await? {
        return Err(HistoryError::NotEmpty);
    }
    add_people(organisation, &plan).await?;
    give_out_sample(organisation).await?;
    let cast = enrol(organisation, &plan).await?;
    let technicians = cast.technicians.len();
    let (send, mut made) = mpsc::channel(1);
    let maker = {
        let office = office.clone();
        tokio::task::spawn_blocking(move || make_all(&plan, &cast, &office, &send))
    };
    let mut seeded = Seeded {
        records: 0,
        technicians,
        statements: 0,
    };
    while let Some(batch) = made.recv().await {
        let batch: Vec<MadeRecord> = batch;
        let contacts = batch.iter().flat_map(|made| &made.contacts);
        let statements: usize = contacts.map(|contact| contact.statements.len()).sum();
        let records = batch.len();
        office.lay_down(batch).await?;
        seeded.statements += statements;
        seeded.records += records;
        tell(seeded.records);
    }
    maker.await.map_err(|_| HistoryError::Thread)??;
    Ok(seeded)
}

/// Makes all records, a batch after the other, as long as somebody takes them.
fn make_all(
    plan: &Plan,
    cast: &Cast,
    office: &Replication,
    send: &mpsc::Sender<Vec<MadeRecord>>,
) -> Result<(), HistoryError> {
    let studio = Studio {
        cast,
        office_vault: office.organisation().office().vault(),
        roster: cast.roster(),
        end: plan.calendar.end(),
    };
    let chains = Chains::of(cast.technicians.len());
    for first in (0..plan.records).step_by(AT_ONCE) {
        let places = first..plan.records.min(first + AT_ONCE);
        let batch = make(plan, &studio, &chains, places)?;
        if send.blocking_send(batch).is_err() {
            // The other end has its own reason.
            break;
        }
    }
    Ok(())
}

/// Whether there is no record, no van, and nobody who could have one.
fn is_empty(connection: &Connection) -> Result<bool, HistoryError> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM document)
               AND NOT EXISTS (SELECT 1 FROM station)
               AND NOT EXISTS (SELECT 1 FROM person WHERE role = 'technician')";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Gives the sample catalogue out, with its sentences and manuals, unless the office has one of its own.
async fn give_out_sample(organisation: &Organisation) -> Result<(), HistoryError> {
    let standing = organisation.store().read(catalogue::newest);
    if standing.await?.is_some() {
        return Ok(());
    }
    let known = catalogue::FILES
        .into_iter()
        .chain(catalogue::OPTIONAL_FILES);
    let sources: Sources = known
        .filter_map(|name| {
            let (_, text) = sample::FILES.iter().find(|(file, _)| *file == name)?;
            Some((name, text.as_bytes().to_vec()))
        })
        .collect();
    let files = |error| HistoryError::Catalogue(CatalogueError::Files(error));
    let rows = parse(&sources).map_err(files)?;
    if let Some(consents) = parse_consents(&sources).map_err(files)? {
        publish(organisation, consents).await?;
    }
    if let Some(library) = parse_library(&sources, &rows).map_err(files)? {
        publish(organisation, library).await?;
    }
    publish(organisation, rows).await?;
    Ok(())
}

/// Opens the stations and adds their technicians, in one transaction.
async fn add_people(organisation: &Organisation, plan: &Plan) -> Result<(), HistoryError> {
    let now_ms = organisation.environment().now_ms();
    let stations = cast::STATIONS.iter().map(|(code, district)| AddStation {
        station: (*code).to_owned(),
        name: format!("{district}服务网点"),
    });
    let stations: Vec<AddStation> = stations.collect();
    let people = (0..cast::technicians(plan.records)).map(|place| AddPerson {
        person: cast::code(place).0,
        name: cast::name(plan.seed, place),
        technician: true,
        roles: BTreeSet::new(),
        stations: [StationCode(cast::station(place).to_owned())].into(),
    });
    let people: Vec<AddPerson> = people.collect();
    let added = organisation.writer().submit(move |transaction| {
        let office = clerk(transaction, &PersonId(OFFICE.to_owned()))?;
        let office = office.ok_or(StaffError::NoPerson)?;
        for station in &stations {
            add_station(transaction, &office, station, now_ms)?;
        }
        for person in &people {
            add(transaction, &office, person, now_ms)?;
        }
        Ok::<_, StaffError>(())
    });
    Ok(added.await?)
}

/// Enrols a telephone for each technician.
async fn enrol(organisation: &Organisation, plan: &Plan) -> Result<Cast, HistoryError> {
    let mut technicians = Vec::new();
    for place in 0..cast::technicians(plan.records) {
        let person = cast::code(place);
        let vault = SoftwareVault::generate(organisation.environment().draw()?)?;
        let device_name = format!("{person} 手机");
        let invitation = organisation.invite_device(person.clone(), None).await?;
        let request = EnrolmentRequest {
            code: invitation.code.as_text().to_owned(),
            certificate_request: certificate_request(&vault, &device_name)?,
            device_name,
        };
        let enrolment = organisation.enrol(request).await?;
        technicians.push(Technician {
            person,
            device: enrolment.device,
            actor: Actor::new(enrolment.device, [1; 8]),
            certificate: enrolment.certificate,
            vault,
        });
    }
    let office = organisation.office();
    let device = office.device();
    Ok(Cast {
        office: (device, Actor::new(device, office.run())),
        technicians,
    })
}
