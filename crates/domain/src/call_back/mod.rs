//! Follow-up calls (回访): when one is due, and what is asked.
//!
//! [`call_backs_of`] gives the calls that a record asks for; [`Question`] are the questions, [`Answers`] what the
//! customer said to them and what follows from it.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use doorstep_words::trade::call_back as words;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    deadline::{CALL_BACK_WORKING_DAYS, COMPLAINT_DAYS, Moment, Timeline, WorkingDays, end_of_day},
    named::named,
    record::{Field, Record, What},
};

/// By which rule a call is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallBackRule {
    /// Three working days after the work was reported.
    Report,
    /// Seven days after a complaint.
    Complaint,
}

named!(CallBackRule {
    Report "report" words::rule::REPORT;
    Complaint "complaint" words::rule::COMPLAINT;
});

impl CallBackRule {
    /// Reads [`CallBackRule::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.code() == code)
    }

    /// The last day in time for what began on a day; none where the calendar ends.
    #[must_use]
    pub fn due_on(self, began_on: NaiveDate, working_days: &WorkingDays) -> Option<NaiveDate> {
        match self {
            Self::Report => working_days.after(began_on, CALL_BACK_WORKING_DAYS),
            Self::Complaint => began_on.checked_add_days(Days::new(COMPLAINT_DAYS.into())),
        }
    }
}

/// A call that a record asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueCallBack {
    /// What it is about: the entry of the report or the complaint; the record itself where it was opened as a complaint.
    pub about: Uuid,
    /// By which rule.
    pub rule: CallBackRule,
    /// From when the time runs.
    pub began: Moment,
    /// The last day in time.
    pub due_on: NaiveDate,
    /// The last moment in time.
    pub due: Moment,
}

impl DueCallBack {
    /// A call about something that began at a moment; none where the calendar ends.
    #[must_use]
    pub fn new(
        about: Uuid,
        rule: CallBackRule,
        began: Moment,
        working_days: &WorkingDays,
    ) -> Option<Self> {
        let due_on = rule.due_on(began.date_naive(), working_days)?;
        Some(Self {
            about,
            rule,
            began,
            due_on,
            due: end_of_day(due_on, began)?,
        })
    }
}

/// The calls that a record asks for: one for each complaint; where there is none, one for the report that ended the job.
#[must_use]
pub fn call_backs_of(record: &Record, working_days: &WorkingDays) -> Vec<DueCallBack> {
    let timeline = Timeline::of(record, |_, entry| entry.corrected().at);
    let opened_as_one = timeline
        .received_at
        .filter(|_| record.words(Field::Request) == "complaint")
        .map(|at| (record.id.0, at));
    let taken = record
        .valid_entries()
        .filter(|(_, entry)| matches!(entry.what, What::ComplaintTaken(_)))
        .map(|(id, entry)| (id.0, entry.corrected().at));
    let complaints: Vec<_> = opened_as_one
        .into_iter()
        .chain(taken)
        .filter_map(|(about, at)| {
            DueCallBack::new(about, CallBackRule::Complaint, at, working_days)
        })
        .collect();
    if !complaints.is_empty() || timeline.cancelled.is_some() {
        return complaints;
    }
    timeline
        .reported
        .and_then(|reported| {
            let about = reported.entry?.0;
            DueCallBack::new(about, CallBackRule::Report, reported.at, working_days)
        })
        .into_iter()
        .collect()
}

/// What the customer is asked (domain.md, "Follow-up call").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Satisfied?
    Satisfied,
    /// Runs well?
    RunsWell,
    /// The technician showed his badge.
    BadgeShown,
    /// He left the place tidy.
    Tidy,
    /// He was polite.
    Polite,
    /// He charged by the rules.
    ChargedByTheRules,
    /// He explained use and care.
    CareExplained,
    /// He tested in the customer's presence.
    TestedInPresence,
    /// The opinion is the customer's own.
    OpinionOwn,
    /// The signature is the customer's own.
    SignatureOwn,
}

named!(Question {
    Satisfied "satisfied" words::question::SATISFIED;
    RunsWell "runs_well" words::question::RUNS_WELL;
    BadgeShown "badge_shown" words::question::BADGE_SHOWN;
    Tidy "tidy" words::question::TIDY;
    Polite "polite" words::question::POLITE;
    ChargedByTheRules "charged_by_the_rules" words::question::CHARGED_BY_THE_RULES;
    CareExplained "care_explained" words::question::CARE_EXPLAINED;
    TestedInPresence "tested_in_presence" words::question::TESTED_IN_PRESENCE;
    OpinionOwn "opinion_own" words::question::OPINION_OWN;
    SignatureOwn "signature_own" words::question::SIGNATURE_OWN;
});

/// What the customer said. A question that was not asked, or not answered, is not among them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<Question, bool>);

impl Answers {
    /// The answer to a question.
    #[must_use]
    pub fn to(&self, question: Question) -> Option<bool> {
        self.0.get(&question).copied()
    }

    /// The customer is not satisfied, or the unit does not run: a second service is due, free of charge.
    #[must_use]
    pub fn asks_for_second_service(&self) -> bool {
        [Question::Satisfied, Question::RunsWell]
            .into_iter()
            .any(|question| self.to(question) == Some(false))
    }

    /// The customer says that signature or opinion are not his own: altering or forging one is a dismissal offence, so
    /// this alone is a complaint.
    #[must_use]
    pub fn denies_signature(&self) -> bool {
        [Question::OpinionOwn, Question::SignatureOwn]
            .into_iter()
            .any(|question| self.to(question) == Some(false))
    }

    /// Whether the call counts: whoever was reached was at least asked whether he is satisfied.
    #[must_use]
    pub fn are_enough(&self) -> bool {
        self.to(Question::Satisfied).is_some()
    }
}

#[cfg(test)]
mod tests;
