//! Pieces come back over the counter: what a technician said that he gave back is confirmed, old parts are taken in, and
//! the serial number on the piece is compared with the one that was read when it was taken out.

use doorstep_domain::ids::{EntryId, PersonId};
use doorstep_words::{Language, office::parts as words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AtTheCounter, Queue, StockError, Waiting,
    difference::{PIECES_MAX, allowed, on_a_van},
    waiting_one,
};
use crate::{replication::OfficeDesk, staff::Clerk};

/// What void entries say where another piece came than was written: it stays in the van's document, for every reader.
fn other_serial() -> String {
    let say = |language: Language| language.say(words::ANOTHER_SERIAL_CAME);
    format!("{} / {}", say(Language::Chinese), say(Language::English))
}

/// Pieces came over the counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeIn {
    /// How many pieces waited when it was looked at.
    pub waiting: i64,
    /// How many there really are.
    #[schema(minimum = 0, maximum = 10000)]
    pub quantity: i64,
    /// The serial number on the piece; empty where none can be read.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub serial: String,
}

/// Confirms a return. Where the piece has another serial number than was written, the return is taken back and the piece
/// that really came is taken in: an old one then stands as a difference wherever it is not the one that was taken out.
///
/// # Errors
/// [`StockError`].
pub fn confirm_return(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    entry: EntryId,
    request: &TakeIn,
    now_ms: i64,
) -> Result<(), StockError> {
    let (back, technician) = found(desk, clerk, Queue::Returns, (entry, request))?;
    let serial = request.serial.trim();
    if serial.is_empty() || serial == back.serial {
        let does = AtTheCounter::Confirm {
            entry,
            quantity: Some(request.quantity),
        };
        on_a_van(desk, clerk, &technician, does, now_ms)?;
        return Ok(());
    }
    if request.quantity == 0 {
        return Err(StockError::BadQuantity);
    }
    let really = if back.kind == "returned_old" {
        AtTheCounter::TakeOld {
            removal: back.about.ok_or(StockError::NoSuchMovement)?,
            serial: Some(serial.to_owned()),
            quantity: Some(request.quantity),
        }
    } else {
        AtTheCounter::TakeNew {
            part: back.part,
            quantity: request.quantity,
            serial: serial.to_owned(),
        }
    };
    let taken_back = AtTheCounter::Void {
        entry,
        reason: other_serial(),
    };
    on_a_van(desk, clerk, &technician, taken_back, now_ms)?;
    on_a_van(desk, clerk, &technician, really, now_ms)?;
    Ok(())
}

/// Takes an old part in that was missing.
///
/// # Errors
/// [`StockError`].
pub fn take_old_part(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    entry: EntryId,
    request: &TakeIn,
    now_ms: i64,
) -> Result<(), StockError> {
    let (old, technician) = found(desk, clerk, Queue::OldParts, (entry, request))?;
    if request.quantity == 0 {
        return Err(StockError::BadQuantity);
    }
    let serial = request.serial.trim();
    let does = AtTheCounter::TakeOld {
        removal: old.about.ok_or(StockError::NoSuchMovement)?,
        // What cannot be read is not said to be the one that was taken out.
        serial: Some(serial.to_owned()),
        quantity: Some(request.quantity),
    };
    on_a_van(desk, clerk, &technician, does, now_ms)?;
    Ok(())
}

fn found(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    queue: Queue,
    (entry, request): (EntryId, &TakeIn),
) -> Result<(Waiting, PersonId), StockError> {
    let connection = desk.connection();
    let waiting = waiting_one(connection, queue, entry)?.ok_or(StockError::NoSuchMovement)?;
    let technician = PersonId(waiting.technician.clone());
    allowed(connection, clerk, &technician)?;
    if waiting.waiting == 0 || waiting.waiting != request.waiting {
        return Err(StockError::ChangedMeanwhile);
    }
    if !(0..=PIECES_MAX).contains(&request.quantity) {
        return Err(StockError::BadQuantity);
    }
    Ok((waiting, technician))
}
