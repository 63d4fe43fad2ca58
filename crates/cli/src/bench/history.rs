//! Records as a visit makes them: forty edits by three devices, in Chinese, each record with words of its own.

mod details;
mod intake;
mod visit;

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{Entry, TextName},
};
use doorstep_replica::{Actor, Edit, RecordDocument, TextEdit};

use self::details::Details;
use super::BenchError;
pub(super) use crate::sample_history::{dice::Dice, phrases::phrase};
use crate::sample_history::{dice::uuid_v7, rows::SampleRows};

/// Edits of a record, the creating change not counted.
pub(super) const EDITS: usize = 40;

/// 2026-11-23 08:00 in China, milliseconds since 1970.
const MORNING_MS: u64 = 1_795_392_000_000;
/// Between two edits of a record.
const STEP_MS: u64 = 170_000;

/// Who writes into the records.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    /// The office's device.
    pub(super) office: Actor,
    /// The technician's telephone.
    pub(super) phone: Actor,
    /// The same technician's tablet.
    pub(super) tablet: Actor,
    /// The technician.
    pub(super) technician: PersonId,
}

/// Which of them makes an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Office,
    Phone,
    Tablet,
}

/// One edit of a history.
type Step = (Who, Vec<Edit>);

/// The `place`-th history: the same at every call, and unlike any other.
pub(super) fn history(
    cast: &Cast,
    rows: &SampleRows,
    place: usize,
) -> Result<RecordDocument, BenchError> {
    let mut dice = Dice::of("history", place);
    let begun_ms = MORNING_MS - dice.below(400 * 86_400) * 1_000;
    let record = RecordId::from_slice(&uuid_v7(begun_ms, &mut dice))
        .map_err(|_| BenchError::Unexpected("an id"))?;
    let details = Details::draw(rows, &mut dice, place, begun_ms)?;
    let mut steps = intake::steps(&details, cast, &mut dice);
    steps.extend(visit::steps(&details, cast, &mut dice)?);
    if steps.len() != EDITS {
        return Err(BenchError::Unexpected("the number of edits of a history"));
    }
    let mut document = RecordDocument::create(record)?;
    for ((who, edits), count) in steps.into_iter().zip(0..) {
        let actor = match who {
            Who::Office => cast.office,
            Who::Phone => cast.phone,
            Who::Tablet => cast.tablet,
        };
        let at_s = i64::try_from((begun_ms + count * STEP_MS) / 1_000).unwrap_or_default();
        if document.edit(actor, at_s, &edits)?.is_some() {
            continue;
        }
        // Chance drew what stands there already: this step is a word of advice, so that every history has all its edits.
        let advice = Edit::Text(TextName::Advice, TextEdit::Append("复核无误。".to_owned()));
        if document.edit(actor, at_s, &[advice])?.is_none() {
            return Err(BenchError::Unexpected("an edit that changes nothing"));
        }
    }
    Ok(document)
}

/// An entry with a new id.
fn entry(dice: &mut Dice, entry: Entry) -> Result<Edit, BenchError> {
    let at_ms = u64::try_from(entry.at.timestamp_millis()).unwrap_or_default();
    let id = doorstep_domain::ids::EntryId::from_slice(&uuid_v7(at_ms, dice));
    Ok(Edit::Entry(
        id.map_err(|_| BenchError::Unexpected("an id"))?,
        entry,
    ))
}
