//! An entry is taken back. It stays, and so does the reason. Where it settled a clash, the value that held before holds again.

use doorstep_domain::{
    ids::{EntryId, RecordId},
    record::{Field, FieldValue, Record, What},
};
use doorstep_replica::{Edit, history::Changed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RecordError, given, note, readable, standing};
use crate::{
    replication::OfficeDesk,
    rights::{Action, NotAllowed, may_change, require},
    staff::Clerk,
};

/// An entry is to be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Whether the office takes back such an entry. Not what a customer signed or answered: that is his; not what has its other
/// half in a van or in somebody's purse: that is taken back on the device that holds it.
#[must_use]
pub fn may_be_taken_back(record: &Record, entry: EntryId) -> bool {
    let Some(reading) = record.entries.get(&entry) else {
        return false;
    };
    match &reading.entry.what {
        What::Void { entry: target, .. } => match record.entries.get(target) {
            // To give a settlement its force again is to settle anew.
            Some(target) => {
                let what = &target.entry.what;
                is_the_offices(what) && !matches!(what, What::Settled { .. })
            }
            None => false,
        },
        what => is_the_offices(what),
    }
}

fn is_the_offices(what: &What) -> bool {
    let is_elsewhere = matches!(
        what,
        What::QuoteAccepted { .. }
            | What::QuoteDeclined { .. }
            | What::SignOff { .. }
            | What::SignRefused { .. }
            | What::ConsentGiven(_)
            | What::AgreementSigned(_)
            | What::PartFitted { .. }
            | What::PartRemoved { .. }
            | What::Payment { .. }
            | What::PaymentRefunded(_)
            | What::CompensationPaid(_)
            | What::CashHandedIn(_)
            | What::PassedOn(_)
            | What::Void { .. }
    );
    !is_elsewhere && what.statement().is_none()
}

/// Takes an entry back.
///
/// # Errors
/// [`RecordError::TakenBackBefore`]; [`RecordError::ChangedMeanwhile`] where a clash was settled and the field has another
/// value since; others of [`RecordError`].
pub fn take_back(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: RecordId,
    entry: EntryId,
    request: &TakeBack,
    now_ms: i64,
) -> Result<(), RecordError> {
    let (record, station) = readable(desk, clerk, id)?;
    require(clerk, Action::Settle, station.as_ref())?;
    if !may_be_taken_back(&record, entry) {
        return Err(RecordError::NotTakenBackHere);
    }
    if record.voided().contains(&entry) {
        return Err(RecordError::TakenBackBefore);
    }
    let reason = given(&request.reason)?;
    let what = record
        .entries
        .get(&entry)
        .map(|reading| &reading.entry.what);
    let (field, edits) = match what {
        Some(What::Settled { field, value, .. }) => {
            if !may_change(clerk, *field, station.as_ref()) {
                return Err(NotAllowed.into());
            }
            if standing(&record, *field) != [value.clone()] {
                return Err(RecordError::ChangedMeanwhile);
            }
            let before = before_settling(desk, id, entry, *field)?;
            (Some(*field), vec![Edit::Field(*field, before)])
        }
        _ => (None, Vec::new()),
    };
    desk.happened_with(id, What::Void { entry, reason }, edits)?;
    note(desk.connection(), clerk, id, ("took_back", field), now_ms)
}

/// What was in force when a clash was settled: the settlement and the value it gave are one change.
fn before_settling(
    desk: &OfficeDesk<'_>,
    id: RecordId,
    settled: EntryId,
    field: Field,
) -> Result<FieldValue, RecordError> {
    let history = desk.history(id)?;
    let settling = history.iter().find(|item| {
        let is_it =
            |changed: &Changed| matches!(changed, Changed::Entry { id, .. } if *id == settled);
        item.what.iter().any(is_it)
    });
    let before = settling.and_then(|item| {
        item.what.iter().find_map(|changed| match changed {
            Changed::Field { field: of, old, .. } if *of == field => {
                Some(old.clone().unwrap_or(FieldValue::Empty))
            }
            _ => None,
        })
    });
    before.ok_or(RecordError::NotTakenBackHere)
}
