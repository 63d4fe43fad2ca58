//! The timeline of a record: which of its fields and entries start, move and end the clocks.

use chrono::DateTime;

use super::{
    Agreed, Area, Because, Clock, Custody, Happened, Moment, NextClock, Promised, Round, Timeline,
    WorkingDays, clocks,
};
use crate::{
    course::{Approval, Facts, Step, next_step, past_entries},
    ids::EntryId,
    record::{CallOutcome, Entry, Field, FieldValue, Matter, Record, What},
    rights::Role,
};

/// The clocks of a record at a moment, by what its devices knew of the time.
#[must_use]
pub fn clocks_of(record: &Record, now: Moment, working_days: &WorkingDays) -> Vec<Clock> {
    let timeline = Timeline::of(record, |_, entry| entry.corrected().at);
    clocks(&timeline, now, working_days)
}

/// The next clock of a record, for lists.
#[must_use]
pub fn next_clock_of(record: &Record, working_days: &WorkingDays) -> Option<NextClock> {
    // Which clock is the next does not hang on the moment: what nothing has ended runs, late or not.
    let any = DateTime::UNIX_EPOCH.fixed_offset();
    NextClock::of(&clocks_of(record, any, working_days))
}

impl Timeline {
    /// What stands in a record, with `corrected` for the moment of an entry. The follow-up call, and a time that the
    /// office agreed anew after the customer had asked for one, are added by whoever knows them.
    #[must_use]
    pub fn of(record: &Record, corrected: impl Fn(EntryId, &Entry) -> Moment) -> Self {
        let received_at = moment(record.words(Field::ReceivedAt));
        let mut timeline = Self {
            received_at,
            is_complaint: record.words(Field::Request) == "complaint",
            priority_hours: record
                .field(Field::PriorityHours)
                .and_then(FieldValue::number),
            area: Area::from_code(record.words(Field::Area)),
            // Who opens the record at the door stands before the customer.
            first_contact: received_at
                .filter(|_| written_by_technician(record))
                .map(|at| Happened { entry: None, at }),
            ..Self::default()
        };
        let past = past_entries(record);
        let approvals = Approval::all_of(record);
        let (mut before, mut current) = (Round::default(), Round::default());
        for (id, entry) in record.valid_entries() {
            let happened = Happened {
                entry: Some(id),
                at: corrected(id, entry),
            };
            let round = if past.contains(&id) {
                &mut before
            } else {
                &mut current
            };
            round.note(&entry.what, happened);
            timeline.note(&entry.what, happened);
            let asked = approvals.iter().find(|approval| approval.request == id);
            if let Some(asked) = asked {
                timeline.extend(asked, happened);
            }
        }
        timeline.close(record, before, current);
        timeline
    }

    /// What counts whichever visit it was.
    fn note(&mut self, what: &What, happened: Happened) {
        match what {
            What::Call {
                outcome: CallOutcome::Confirmed | CallOutcome::Postponed,
                ..
            } => {
                self.first_contact.get_or_insert(happened);
            }
            What::RepairDone { works: true } => {
                self.repaired.get_or_insert(happened);
            }
            What::CustodyTaken(taken) => {
                let promised = taken.promised_on.parse().ok().map(|on| Promised {
                    on,
                    because: Because::First,
                });
                self.custody.push(Custody {
                    taken: happened,
                    back_on: promised.into_iter().collect(),
                    handed_back: None,
                });
            }
            What::CustodyReturned(back) => {
                let taken = self
                    .custody
                    .iter_mut()
                    .find(|custody| custody.taken.entry == Some(back.handover));
                if let Some(custody) = taken {
                    custody.handed_back.get_or_insert(happened);
                }
            }
            What::ComplaintTaken(_) => {
                self.complained.get_or_insert(happened);
            }
            What::Report { .. } => self.reported = Some(happened),
            What::Cancelled { .. } => {
                self.cancelled.get_or_insert(happened);
            }
            _ => {}
        }
    }

    /// A later day was asked for: for the return of a unit that is in custody, else for the repair.
    fn extend(&mut self, asked: &Approval<'_>, happened: Happened) {
        if asked.matter != Matter::Extension {
            return;
        }
        let Ok(on) = asked.until.parse() else {
            return;
        };
        let because = if asked.granted == Some(true) {
            Because::Approved
        } else {
            Because::NotApproved
        };
        let promised = Promised { on, because };
        let in_custody = self
            .custody
            .iter_mut()
            .rev()
            .find(|custody| custody.handed_back.is_none());
        if let Some(custody) = in_custody {
            custody.back_on.push(promised);
        } else {
            self.repair_agreed.get_or_insert(happened);
            self.repair_by.push(promised);
        }
    }

    /// The rounds of visits, and whether the last report was the end of the job.
    fn close(&mut self, record: &Record, before: Round, mut current: Round) {
        let facts = Facts::of(record);
        let goes_on = next_step(&facts) == Step::Revisit || facts.given_up();
        let window = window(record);
        let is_for_another_visit = facts.reported
            && goes_on
            && window
                .zip(self.reported)
                .is_some_and(|(window, reported)| window.from > reported.at);
        if before.arrived.is_some() {
            self.rounds.push(before);
        }
        if is_for_another_visit {
            self.rounds.push(current);
            current = Round::default();
        }
        current.agreed.extend(window);
        self.rounds.push(current);
        if !facts.reported || facts.absent || facts.in_custody.is_some() || facts.dissatisfied {
            self.reported = None;
        }
    }
}

impl Round {
    fn note(&mut self, what: &What, happened: Happened) {
        match what {
            What::Call { outcome, .. } => match outcome {
                CallOutcome::NoAnswer => {}
                CallOutcome::Confirmed => self.postponed = None,
                CallOutcome::Postponed => {
                    self.postponed.get_or_insert(happened);
                }
            },
            What::Visit { .. } => {
                self.arrived.get_or_insert(happened);
                self.nobody_home = false;
            }
            What::CustomerAbsent { .. } if self.arrived.is_none() => {
                self.arrived = Some(happened);
                self.nobody_home = true;
            }
            _ => {}
        }
    }
}

fn moment(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text).ok()
}

fn window(record: &Record) -> Option<Agreed> {
    let (from, to) = record.words(Field::Appointment).split_once('/')?;
    Some(Agreed {
        from: moment(from)?,
        to: moment(to)?,
        because: Because::First,
    })
}

/// Whether a technician made the record on the spot.
fn written_by_technician(record: &Record) -> bool {
    record
        .fields
        .get(&Field::ReceivedAt)
        .and_then(|reading| reading.in_force(Field::ReceivedAt.rule().merge))
        .is_some_and(|candidate| candidate.role == Role::Technician)
}
