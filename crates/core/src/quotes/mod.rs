//! Use cases of the quote (报价): offered line by line, accepted with a signature, or declined with a reason.

mod accept;
mod decline;
mod draft;
mod line;
mod offer;

pub use accept::AcceptQuote;
pub use decline::DeclineQuote;
pub use draft::DraftQuote;
pub(crate) use draft::offer;
pub use line::OfferedLine;
pub use offer::{OfferQuote, OfferedOption};

use doorstep_domain::{course::Refusal, ids::EntryId, quote::Quotes, record::Record};

use crate::Error;

/// The offer that an answer is about: the one named, else the one that stands.
fn offer_of(record: &Record, named: Option<EntryId>) -> Result<EntryId, Error> {
    let standing = || Quotes::of(record).standing().map(|standing| standing.offer);
    named
        .or_else(standing)
        .ok_or_else(|| Refusal::NoSuchOffer.into())
}
