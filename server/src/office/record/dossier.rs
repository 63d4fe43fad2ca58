//! Everything that is known of one record at one moment of the database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, Offset as _, Utc};
use doorstep_domain::{
    ids::{DeviceId, EntryId, PersonId, RecordId},
    record::{Field, FieldValue, Record},
};
use doorstep_evidence::{
    certificate::TrustedOrganisation,
    statement::Difference,
    verdict::{self, Opened, Verdict},
};
use doorstep_replica::{
    ChangeHash, ParsedChange, RecordDocument, Roster,
    history::{Changed, HistoryItem},
    safe::ChangeLimits,
};
use rusqlite::Connection;

use super::base::bases;
use crate::{
    api_error::ApiError,
    files::Shelf,
    intake::station_of,
    intake::{self, FindError, TakenBy, taken_by},
    office::{kinds::Kinds, staff::Staff},
    replication::{ReplicationError, StoredStatement, roster, statements_of},
    rights::{Action, can},
    staff::{Clerk, Colleague, StationCode},
};

/// One record with all that hangs on it.
pub(super) struct Dossier {
    /// As this clerk sees it.
    pub(super) record: Record,
    /// All of it, for what is derived; never written out.
    pub(super) whole: Record,
    /// The entries that were taken back.
    pub(super) voided: BTreeSet<EntryId>,
    /// The newest first.
    pub(super) history: Vec<Step>,
    /// Who took its call in at the telephone.
    pub(super) taken_by: Option<TakenBy>,
    /// In the order in which they came.
    pub(super) statements: Vec<SealedStatement>,
    pub(super) staff: Staff,
    pub(super) kinds: Kinds,
    /// Of the contents that the record names, those that have arrived.
    pub(super) files_here: BTreeSet<String>,
    /// The station it belongs to.
    pub(super) station: Option<StationCode>,
    /// Of each field in conflict, what stood there before it was written apart.
    pub(super) bases: BTreeMap<Field, FieldValue>,
    /// Whom the clerk may send; read only where somebody is to be sent.
    pub(super) technicians: Vec<Colleague>,
    offsets: Offsets,
}

/// One change of the history and how it came.
pub(super) struct Step {
    pub(super) item: HistoryItem,
    pub(super) received_at_ms: i64,
    /// Who of the office made it, as far as its audit or its entries say.
    pub(super) person: Option<PersonId>,
    /// Who brought it: not always its author.
    pub(super) carrier: DeviceId,
    /// Its author was no longer in charge of the record.
    pub(super) late: bool,
}

/// One statement, opened as far as it can be.
pub(super) struct SealedStatement {
    pub(super) stored: StoredStatement,
    pub(super) opened: Option<Opened>,
    pub(super) verdict: Verdict,
    /// The changes that its signer had not seen; none if the server lacks what he saw.
    pub(super) unseen: Option<Vec<ChangeHash>>,
}

/// The offset in which each device showed its clock to people, as far as the record says.
#[derive(Default)]
struct Offsets {
    of_devices: BTreeMap<DeviceId, FixedOffset>,
    of_record: Option<FixedOffset>,
}

/// What stands at an address.
pub(super) enum Found {
    Nothing,
    One(RecordId),
    /// A number that several records claim.
    Several,
}

/// Finds a record by its id or its number, if the clerk may read it; one of another station is not there for him. The id
/// comes first: nobody hides a record by taking its id for a number.
pub(super) fn find(connection: &Connection, clerk: &Clerk, name: &str) -> Result<Found, ApiError> {
    match find_any(connection, name)? {
        Found::One(id) => {
            let station = station_of(connection, id)?;
            let may = can(clerk, Action::ReadRecords, station.as_ref());
            Ok(if may { Found::One(id) } else { Found::Nothing })
        }
        found => Ok(found),
    }
}

fn find_any(connection: &Connection, name: &str) -> Result<Found, ApiError> {
    if let Ok(id) = name.parse::<RecordId>() {
        let exists = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM document WHERE document = ?1 AND kind = 'record')",
            )?
            .query_row([id.as_bytes()], |row| row.get(0))?;
        if exists {
            return Ok(Found::One(id));
        }
    }
    match intake::find(connection, name) {
        Ok(id) => Ok(Found::One(id)),
        Err(FindError::None) => Ok(Found::Nothing),
        Err(FindError::Several) => Ok(Found::Several),
        Err(other) => Err(ApiError::internal(other)),
    }
}

impl Dossier {
    /// Reads a record that exists.
    pub(super) fn read(
        connection: &Connection,
        trusted: &TrustedOrganisation,
        shelf: &Shelf,
        id: RecordId,
    ) -> Result<Self, ApiError> {
        let roster = roster(connection)?;
        let (document, arrivals) = load(connection, id)?;
        let record = document.record(&roster);
        let statements = statements(connection, trusted, &document, &record, &roster)?;
        Ok(Self {
            history: history(&document, &roster, &arrivals, &made_by(connection, id)?),
            taken_by: taken_by(connection, id)?,
            offsets: Offsets::of(&record, &statements),
            staff: Staff::read(connection)?,
            kinds: Kinds::read(connection)?,
            voided: record.voided(),
            files_here: arrived(&record, shelf),
            statements,
            bases: bases(&document, &record, &roster),
            station: station_of(connection, id)?,
            whole: record.clone(),
            technicians: Vec::new(),
            record,
        })
    }

    /// A moment by a device's clock, in the offset in which that device showed it.
    pub(super) fn claimed(&self, device: DeviceId, time_s: i64) -> DateTime<FixedOffset> {
        let at = DateTime::<Utc>::from_timestamp(time_s, 0).unwrap_or_default();
        let of_device = self.offsets.of_devices.get(&device).copied();
        let offset = of_device.or(self.offsets.of_record);
        at.with_timezone(&offset.unwrap_or(Utc.fix()))
    }
}

fn arrived(record: &Record, shelf: &Shelf) -> BTreeSet<String> {
    let here = |digest: &str| digest.parse().is_ok_and(|digest| shelf.has(digest));
    let contents = record.contents().map(|content| content.digest);
    contents
        .filter(|digest| here(digest))
        .map(str::to_owned)
        .collect()
}

/// For every change its row, when it came, who brought it, and whether it was late.
pub(super) type Arrivals = BTreeMap<ChangeHash, (i64, i64, DeviceId, bool)>;

/// Loads the document from its changes, which are the truth, and keeps how each of them came.
pub(super) fn load(
    connection: &Connection,
    id: RecordId,
) -> Result<(RecordDocument, Arrivals), ApiError> {
    let stored = |what| ApiError::internal(ReplicationError::Stored(what));
    let mut statement = connection.prepare_cached(
        "SELECT id, bytes, received_at_ms, carrier, late FROM change WHERE document = ?1 ORDER BY log_seq, id",
    )?;
    let mut rows = statement.query([id.as_bytes()])?;
    let mut changes = Vec::new();
    let mut arrivals = Arrivals::new();
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(1)?;
        let change = ParsedChange::parse(&bytes, ChangeLimits::default());
        let change = change.map_err(|_| stored("change"))?;
        let arrival = (row.get(0)?, row.get(2)?, DeviceId(row.get(3)?), row.get(4)?);
        arrivals.insert(change.hash(), arrival);
        changes.push(change);
    }
    let document = RecordDocument::load(id, None, &changes).map_err(ApiError::internal)?;
    Ok((document, arrivals))
}

/// Who of the office made which change, by its hash: fields have no author but the office's device.
fn made_by(connection: &Connection, id: RecordId) -> rusqlite::Result<BTreeMap<String, PersonId>> {
    connection
        .prepare_cached(
            "SELECT json_extract(detail, '$.change'), person FROM audit
             WHERE subject = ?1 AND detail <> '' AND json_extract(detail, '$.change') IS NOT NULL",
        )?
        .query_map([id.to_string()], |row| {
            Ok((row.get(0)?, PersonId(row.get(1)?)))
        })?
        .collect()
}

/// Who of the office wrote it: the audit knows, or an entry of the change.
fn person_of(item: &HistoryItem, made_by: &BTreeMap<String, PersonId>) -> Option<PersonId> {
    let entries = item.what.iter().find_map(|changed| match changed {
        Changed::Entry {
            entry: Some(entry), ..
        } => Some(entry.by.clone()),
        _ => None,
    });
    made_by.get(&item.change.to_string()).cloned().or(entries)
}

fn history(
    document: &RecordDocument,
    roster: &Roster,
    arrivals: &Arrivals,
    made_by: &BTreeMap<String, PersonId>,
) -> Vec<Step> {
    let mut steps: Vec<(i64, Step)> = document
        .history(roster)
        .into_iter()
        .filter_map(|item| {
            let (order, received_at_ms, carrier, late) = *arrivals.get(&item.change)?;
            let step = Step {
                person: person_of(&item, made_by),
                item,
                received_at_ms,
                carrier,
                late,
            };
            Some((order, step))
        })
        .collect();
    // By admission: clocks of devices order nothing.
    steps.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
    steps.into_iter().map(|(_, step)| step).collect()
}

fn statements(
    connection: &Connection,
    trusted: &TrustedOrganisation,
    document: &RecordDocument,
    record: &Record,
    roster: &Roster,
) -> Result<Vec<SealedStatement>, ApiError> {
    let stored = statements_of(connection, record.id).map_err(ApiError::internal)?;
    let seal = |stored: StoredStatement| {
        let jws = stored.parse();
        let opened = jws
            .as_ref()
            .and_then(|jws| verdict::open(jws, Some(trusted)).ok());
        let verdict = match &jws {
            Some(jws) => verdict::verify_against(jws, Some(trusted), record),
            None => Verdict::Broken {
                why: "the statement cannot be read".to_owned(),
            },
        };
        let heads = opened.as_ref().map(|opened| heads(&opened.statement.heads));
        let unseen = heads.and_then(|heads| unseen(document, roster, &heads?));
        SealedStatement {
            stored,
            opened,
            verdict,
            unseen,
        }
    };
    Ok(stored.into_iter().map(seal).collect())
}

/// The heads as a statement writes them; nothing unless each is one.
fn heads(written: &[String]) -> Option<Vec<ChangeHash>> {
    let head = |text: &String| {
        let digest: doorstep_evidence::digest::Digest = text.parse().ok()?;
        Some(ChangeHash(digest.0))
    };
    written.iter().map(head).collect()
}

fn unseen(
    document: &RecordDocument,
    roster: &Roster,
    heads: &[ChangeHash],
) -> Option<Vec<ChangeHash>> {
    if !heads
        .iter()
        .all(|head| document.document().has_change(*head))
    {
        return None;
    }
    let items = document.history_since(heads, roster);
    Some(items.into_iter().map(|item| item.change).collect())
}

impl SealedStatement {
    /// What reads otherwise than when it was signed.
    pub(super) fn differences(&self) -> &[Difference] {
        match &self.verdict {
            Verdict::Changed { differences } => differences,
            _ => &[],
        }
    }
}

impl Offsets {
    fn of(record: &Record, statements: &[SealedStatement]) -> Self {
        let mut offsets = Self::default();
        for sealed in statements {
            if let Some(opened) = &sealed.opened
                && let Ok(at) = DateTime::parse_from_rfc3339(&opened.statement.moment.device_time)
            {
                offsets
                    .of_devices
                    .insert(opened.statement.device, *at.offset());
            }
        }
        for reading in record.entries.values() {
            offsets
                .of_devices
                .insert(reading.device, *reading.entry.at.offset());
        }
        let received = DateTime::parse_from_rfc3339(record.words(Field::ReceivedAt));
        offsets.of_record = received.ok().map(|at| *at.offset());
        offsets
    }
}
