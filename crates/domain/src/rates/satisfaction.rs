//! Satisfaction at acceptance: the score that the customer gave when he signed for the work.

use super::{Apart, Measure, Outcome, Rate, seen::Seen};
use crate::record::What;

/// A customer is satisfied who gives at least this, of 5.
pub const SATISFIED_FROM: i64 = 4;

/// What nobody signed is counted apart: an unsigned record has no score.
pub(super) fn measure(seen: &Seen<'_>) -> Option<Measure> {
    let closed = seen.closed()?;
    let of = |outcome| seen.when_closed(Rate::Satisfaction, closed, outcome);
    if seen.facts.sign_refused.is_some() {
        return Some(of(Outcome::Apart(Apart::RefusedToSign)));
    }
    let signed = seen.facts.sign_offs.last().and_then(|(id, _)| {
        let entry = &seen.record.entries.get(id)?.entry;
        match &entry.what {
            What::SignOff { score, .. } => Some((*score, entry.corrected().at)),
            _ => None,
        }
    });
    let Some((score, at)) = signed else {
        return Some(of(Outcome::Apart(Apart::NotSigned)));
    };
    Some(Measure {
        value: Some(score),
        done: Some(at),
        ..of(Outcome::of(score >= SATISFIED_FROM))
    })
}
