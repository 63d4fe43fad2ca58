//! Complaints (投诉) as the office works on them.
//!
//! A complaint comes with a record ([`note`], from a technician's entry or from a record that was opened as one) or is
//! [`take`]n here. Somebody [`offer`]s a remedy, which passes an [`crate::approval`]; [`speak`] is a word on it;
//! [`second_service`] and [`tell_insurer`] do what is to be done meanwhile, and [`close`] ends it with the customer's word.
//! What stands in the way of the end is [`doorstep_domain::complaint::Case::lacks`].

mod close;
mod error;
mod list;
mod note;
mod offer;
mod read;
mod second_service;
mod step;
mod take;
mod tell_insurer;

use doorstep_domain::record::Gravity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::environment::Environment;

pub(crate) use self::{close::reopen, note::note, take::of_record as take_of_record};
pub use self::{
    close::{CloseComplaint, close},
    error::ComplaintError,
    list::{ComplaintLine, ComplaintPlace, PAGE_ROWS, Show, count_open, list},
    offer::{OfferRemedy, offer, speak},
    read::{Complaint, Step, complaint},
    second_service::{AskSecondService, second_service},
    step::Deed,
    take::{TakeComplaint, take},
    tell_insurer::{TellInsurer, tell_insurer},
};

/// The longest text of a complaint, in characters.
const TEXT_CHARACTERS_MAX: usize = 2_000;

/// A complaint's id.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[schema(value_type = String, format = "uuid")]
#[serde(transparent)]
pub struct ComplaintId(pub uuid::Uuid);

/// Reads the code of a gravity back.
#[must_use]
pub fn gravity(code: &str) -> Option<Gravity> {
    Gravity::ALL
        .iter()
        .copied()
        .find(|gravity| gravity.code() == code)
}

/// An id for a complaint that no record gives one.
///
/// # Errors
/// [`ComplaintError::Random`].
pub fn new_id(environment: &Environment) -> Result<uuid::Uuid, ComplaintError> {
    let since_1970_ms = u64::try_from(environment.now_ms()).unwrap_or_default();
    let random = environment.draw()?;
    Ok(uuid::Builder::from_unix_timestamp_millis(since_1970_ms, &random).into_uuid())
}

fn text(text: &str) -> Result<&str, ComplaintError> {
    let text = text.trim();
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        Err(ComplaintError::TooLong)
    } else {
        Ok(text)
    }
}

fn given(words: &str) -> Result<&str, ComplaintError> {
    match text(words)? {
        "" => Err(ComplaintError::Empty),
        words => Ok(words),
    }
}
