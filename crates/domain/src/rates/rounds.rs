//! The rounds of visits with every time that was agreed for each, so that a time which was moved without leave does not
//! take the place of the one before.

use super::{Known, Written};
use crate::{
    deadline::{Because, Happened, Round},
    ids::EntryId,
    record::{CallOutcome, What},
    rights::Role,
};

/// The rounds in the order in which they came to the office. An arrival ends a round; what is agreed after it is for the
/// next one.
pub(super) fn of(known: &Known<'_>) -> Vec<Round> {
    let voided = known.record.voided();
    let mut rounds = Vec::new();
    let mut round = Round::default();
    for written in known.written {
        match written {
            Written::Appointment(appointment) => {
                let because = because(&round, appointment.role);
                let is_new = round
                    .agreed
                    .last()
                    .is_none_or(|last| (last.from, last.to) != (appointment.from, appointment.to));
                if is_new {
                    round.agreed.push(appointment.agreed(because));
                }
                if because.counts() {
                    round.postponed = None;
                }
            }
            Written::Entry(id) if voided.contains(id) => {}
            Written::Entry(id) => {
                if note(&mut round, known, *id) {
                    rounds.push(std::mem::take(&mut round));
                }
            }
        }
    }
    rounds.push(round);
    rounds.retain(|round| !round.agreed.is_empty());
    rounds
}

/// Why a time takes the place of the one before: the office agreed to it by writing it; a technician only passes on
/// what the customer asked for.
fn because(round: &Round, role: Role) -> Because {
    match role {
        _ if round.agreed.is_empty() => Because::First,
        Role::Office => Because::Approved,
        Role::Technician if round.postponed.is_some() => Because::CustomerAsked,
        Role::Technician => Because::NotApproved,
    }
}

/// Whether the entry ends the round.
fn note(round: &mut Round, known: &Known<'_>, id: EntryId) -> bool {
    let Some(reading) = known.record.entries.get(&id) else {
        return false;
    };
    let happened = Happened {
        entry: Some(id),
        at: reading.entry.corrected().at,
    };
    match &reading.entry.what {
        What::Call { outcome, .. } => {
            match outcome {
                CallOutcome::NoAnswer => {}
                CallOutcome::Confirmed => round.postponed = None,
                CallOutcome::Postponed => {
                    round.postponed.get_or_insert(happened);
                }
            }
            false
        }
        what @ (What::Visit { .. } | What::CustomerAbsent { .. }) => {
            round.nobody_home = matches!(what, What::CustomerAbsent { .. });
            round.arrived = Some(happened);
            true
        }
        _ => false,
    }
}
