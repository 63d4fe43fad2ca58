//! A record for other programs: what its page shows, with codes where the page has words.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use doorstep_domain::{
    course::{Completeness, Facts, Finding, next_step, status},
    ids::{DeviceId, RecordId},
    record::{Field, FieldValue, TextName, What},
};
use doorstep_evidence::{statement::Difference, verdict::Verdict};
use doorstep_replica::history::Changed;
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    dossier::{Dossier, Found, SealedStatement, Step, find},
    sight::sees_all,
};
use crate::{api_error::ApiError, app::AppState, staff::Clerk};

/// The members of entries that name a customer.
const SIGNERS: [&str; 2] = ["signer", "relation"];

/// One record as its page shows it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeRecord {
    #[schema(value_type = String, format = "uuid")]
    pub(crate) record: RecordId,
    /// The code of where it stands.
    status: &'static str,
    /// The code of what comes next.
    next_step: &'static str,
    /// The station it belongs to.
    station: Option<String>,
    /// The customer, money and what was signed are left out: the asker does not see them.
    is_cut: bool,
    /// Fields that were ever written, by their keys.
    fields: BTreeMap<&'static str, FieldTold>,
    /// The texts by their names.
    texts: BTreeMap<String, String>,
    /// What happened, in the order of the ids.
    entries: Vec<EntryTold>,
    /// What was signed or sealed, in the order in which it came.
    statements: Vec<StatementTold>,
    /// Codes of what does not fit.
    findings: Vec<&'static str>,
    /// Codes of what a complete record still lacks, with whether it must be there.
    missing: Vec<MissingTold>,
    /// Every change, the newest first.
    history: Vec<ChangeTold>,
}

/// A field with all values that stand.
#[derive(Debug, Serialize, ToSchema)]
struct FieldTold {
    /// The value in force.
    #[schema(value_type = serde_json::Value)]
    value: FieldValue,
    /// Several values stand that differ.
    is_in_conflict: bool,
    /// What stood before they were written apart; only of a conflict.
    #[schema(value_type = Option<serde_json::Value>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<FieldValue>,
    /// All values: `shown` of a correction or settlement.
    values: Vec<CandidateTold>,
}

/// One of a field's values.
#[derive(Debug, Serialize, ToSchema)]
struct CandidateTold {
    #[schema(value_type = serde_json::Value)]
    value: FieldValue,
    /// `office` or `technician`.
    role: &'static str,
    device: String,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct EntryTold {
    entry: String,
    device: String,
    is_taken_back: bool,
    /// By the device's clock: a claim.
    at: String,
    /// The person's code.
    by: String,
    /// What happened as it stands in the record: its `kind`, and what belongs to that.
    #[schema(value_type = serde_json::Value)]
    what: serde_json::Value,
}

/// A statement and its verdict.
#[derive(Debug, Serialize, ToSchema)]
struct StatementTold {
    digest: String,
    purpose: &'static str,
    device: String,
    /// Its place in its device's chain, and whether that fits: `ok`, `gap`, `fork`.
    counter: u64,
    chain: String,
    verdict: &'static str,
    received_at: String,
    /// The paths of what reads otherwise now; not where the asker does not see what was signed.
    differs: Vec<String>,
}

/// What a complete record lacks.
#[derive(Debug, Serialize, ToSchema)]
struct MissingTold {
    item: &'static str,
    is_required: bool,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
struct ChangeTold {
    change: String,
    device: String,
    /// Who of the office made it; null for a technician's, which is told by the device.
    person: Option<String>,
    /// By the device's clock: a claim.
    claimed_at: String,
    /// By the server's clock.
    received_at: String,
    /// The device that brought it.
    carrier: String,
    /// Its author was no longer in charge of the record.
    is_late: bool,
    what: Vec<ChangedTold>,
}

/// What a change did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "changed")]
enum ChangedTold {
    /// A field got another value.
    Field {
        field: &'static str,
        #[schema(value_type = Option<serde_json::Value>)]
        old: Option<FieldValue>,
        #[schema(value_type = serde_json::Value)]
        new: FieldValue,
    },
    /// A text was edited.
    Text {
        text: String,
        old: String,
        new: String,
    },
    /// An entry was added.
    Entry { entry: String },
    /// Something that this program is too old to read.
    Unreadable,
}

/// Reads a record for a clerk; nothing where he has none of this id or number.
pub(crate) fn whole_record(
    connection: &Connection,
    state: &AppState,
    clerk: &Clerk,
    name: &str,
) -> Result<Option<WholeRecord>, ApiError> {
    let Found::One(id) = find(connection, clerk, name)? else {
        return Ok(None);
    };
    let trusted = state.replication().trusted();
    let dossier = Dossier::read(connection, trusted, state.shelf(), id)?.for_clerk(clerk);
    Ok(Some(WholeRecord::of(&dossier, clerk)))
}

impl WholeRecord {
    pub(super) fn of(dossier: &Dossier, clerk: &Clerk) -> Self {
        let (record, whole) = (&dossier.record, &dossier.whole);
        let facts = Facts::of(whole);
        let texts = TextName::ALL.into_iter();
        let missing = Completeness::of(whole).missing.into_iter();
        let missing = missing.map(|(item, need)| MissingTold {
            item: item.code(),
            is_required: need == doorstep_domain::course::Need::Required,
        });
        let statements = dossier.statements.iter();
        let is_cut = !sees_all(clerk);
        Self {
            record: record.id,
            status: status(&facts).code(),
            next_step: next_step(&facts).code(),
            station: dossier.station.as_ref().map(|station| station.0.clone()),
            is_cut,
            fields: fields(dossier),
            texts: texts
                .map(|text| (text.key().to_owned(), record.text(text).to_owned()))
                .collect(),
            entries: entries(dossier, is_cut),
            statements: statements.map(|sealed| statement(sealed, is_cut)).collect(),
            findings: Finding::of(whole).iter().map(Finding::code).collect(),
            missing: missing.collect(),
            history: dossier
                .history
                .iter()
                .map(|step| change(dossier, step))
                .collect(),
        }
    }
}

fn fields(dossier: &Dossier) -> BTreeMap<&'static str, FieldTold> {
    let conflicts = dossier.record.conflicts();
    let told = dossier.record.fields.iter().filter_map(|(field, reading)| {
        let in_force = reading.in_force(field.rule().merge)?;
        let values = reading.candidates.iter().map(|candidate| CandidateTold {
            value: candidate.value.clone(),
            role: candidate.role.code(),
            device: candidate.device.to_string(),
        });
        let told = FieldTold {
            value: in_force.value.clone(),
            is_in_conflict: conflicts.iter().any(|clash| clash.field == *field),
            before: dossier.bases.get(field).cloned(),
            values: values.collect(),
        };
        Some((Field::key(*field), told))
    });
    told.collect()
}

fn entries(dossier: &Dossier, is_cut: bool) -> Vec<EntryTold> {
    let entries = dossier.record.entries.iter();
    let told = entries.map(|(id, reading)| EntryTold {
        entry: id.to_string(),
        device: reading.device.to_string(),
        is_taken_back: dossier.voided.contains(id),
        at: reading.entry.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        by: reading.entry.by.0.clone(),
        what: what(&reading.entry.what, is_cut),
    });
    told.collect()
}

/// What happened as it stands; without who signed for it where customers are not seen.
fn what(what: &What, is_cut: bool) -> serde_json::Value {
    let mut what = serde_json::to_value(what).unwrap_or_default();
    if is_cut && let Some(members) = what.as_object_mut() {
        for name in SIGNERS {
            members.remove(name);
        }
    }
    what
}

fn statement(sealed: &SealedStatement, is_cut: bool) -> StatementTold {
    let stored = &sealed.stored;
    let differs = match &sealed.verdict {
        Verdict::Changed { differences } if !is_cut => differences
            .iter()
            .map(|Difference { path, .. }| path.clone())
            .collect(),
        _ => Vec::new(),
    };
    StatementTold {
        digest: stored.digest.to_string(),
        purpose: stored.purpose.code(),
        device: stored.device.to_string(),
        counter: stored.counter,
        chain: stored.chain_flag.clone(),
        verdict: sealed.verdict.code(),
        received_at: at_ms(stored.received_at_ms),
        differs,
    }
}

fn change(dossier: &Dossier, step: &Step) -> ChangeTold {
    let what = step.item.what.iter().map(|changed| match changed {
        Changed::Field { field, old, new } => ChangedTold::Field {
            field: field.key(),
            old: old.clone(),
            new: new.clone(),
        },
        Changed::Text { text, old, new } => ChangedTold::Text {
            text: text.key().to_owned(),
            old: old.clone(),
            new: new.clone(),
        },
        Changed::Entry { id, entry: Some(_) } => ChangedTold::Entry {
            entry: id.to_string(),
        },
        Changed::Entry { entry: None, .. } | Changed::Van { .. } => ChangedTold::Unreadable,
    });
    let device = step.item.device;
    let claimed = dossier.claimed(device, step.item.time_s);
    ChangeTold {
        change: step.item.change.to_string(),
        device: DeviceId::to_string(&device),
        person: step.person.as_ref().map(|person| person.0.clone()),
        claimed_at: claimed.to_rfc3339_opts(SecondsFormat::Secs, true),
        received_at: at_ms(step.received_at_ms),
        carrier: step.carrier.to_string(),
        is_late: step.late,
        what: what.collect(),
    }
}

fn at_ms(at_ms: i64) -> String {
    let at = DateTime::<Utc>::from_timestamp_millis(at_ms).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
