//! What may be done with a record now, verb by verb, and why the rest may not: the rule that the use case itself asks.

use doorstep_domain::{
    course::{
        Facts, Refusal, may_accept_quote, may_add_entry, may_do, may_pay, may_repair, may_sign_off,
    },
    ids::PersonId,
    record::{CallOutcome, Record, What},
};
use serde::Serialize;

use super::Words;
use crate::script::VERBS;

/// Something that a person may want to do with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionView {
    /// What, in words; its code is the verb.
    #[serde(flatten)]
    pub verb: Words,
    /// It may be done now.
    pub may: bool,
    /// Why not, where it may not.
    pub why_not: Option<Words>,
}

impl ActionView {
    /// All that hang on how far a record is, in the order of a visit; what is always open (a photo, a complaint, a question
    /// to the office) and what only comes back (a unit, a loaner) where nothing is out is not among them.
    pub(super) fn all_of(record: &Record, facts: &Facts<'_>, by: Option<&PersonId>) -> Vec<Self> {
        let mut all = before_the_work(record, facts);
        all.extend(at_work(record));
        all.extend(units_that_change_hands(record, facts));
        all.extend(after_the_work(record, by));
        all.into_iter()
            .filter_map(|(verb, outcome)| Self::of(verb, outcome))
            .collect()
    }

    fn of(verb: &str, outcome: Result<(), Refusal>) -> Option<Self> {
        let verb = VERBS.iter().find(|one| one.name == verb)?;
        let why_not = outcome
            .err()
            .map(|refusal| Words::of(refusal.code(), refusal.words()));
        Some(Self {
            verb: Words::of(verb.name, verb.what),
            may: why_not.is_none(),
            why_not,
        })
    }
}

type Judged = (&'static str, Result<(), Refusal>);

/// Whether the unit was seen, which a quote asks for, too.
fn seen(record: &Record) -> Result<(), Refusal> {
    let (reason, plan) = (String::new(), String::new());
    may_add_entry(record, &What::CannotRepair { reason, plan })
}

fn open(record: &Record) -> Result<(), Refusal> {
    let (outcome, note) = (CallOutcome::Confirmed, String::new());
    may_add_entry(record, &What::Call { outcome, note })
}

fn before_the_work(record: &Record, facts: &Facts<'_>) -> Vec<Judged> {
    let arrival = What::Visit {
        place: String::new(),
        badge_shown: true,
        unit_matches: true,
        proof_of_purchase_seen: true,
    };
    let answer = facts
        .standing_offer
        .as_ref()
        .map_or(Err(Refusal::NoSuchOffer), |offer| {
            may_accept_quote(record, offer.offer)
        });
    vec![
        ("record.call", open(record)),
        ("visit.arrive", may_add_entry(record, &arrival)),
        ("visit.absent", open(record)),
        ("diagnosis.step", open(record)),
        ("quote.offer", seen(record)),
        ("quote.accept", answer),
        ("quote.decline", answer),
    ]
}

fn at_work(record: &Record) -> Vec<Judged> {
    let test = What::TestResult {
        items: Vec::new(),
        passed: true,
        customer_present: true,
    };
    vec![
        ("part.fit", may_repair(record)),
        ("part.remove", may_repair(record)),
        ("repair.done", may_repair(record)),
        ("repair.cannot", seen(record)),
        ("test.record", may_add_entry(record, &test)),
        ("advice.give", open(record)),
    ]
}

fn units_that_change_hands(record: &Record, facts: &Facts<'_>) -> Vec<Judged> {
    let take = match facts.in_custody {
        Some(_) => Err(Refusal::AlreadyInCustody),
        // Who brings his unit in was not called on.
        None if facts.brought_in => open(record),
        None => seen(record),
    };
    let mut all = vec![("custody.take", take), ("loaner.lend", seen(record))];
    all.extend(facts.in_custody.map(|_| ("custody.return", Ok(()))));
    all.extend(facts.loaner_out.map(|_| ("loaner.return", Ok(()))));
    all
}

fn after_the_work(record: &Record, by: Option<&PersonId>) -> Vec<Judged> {
    // Of several technicians only one seals and reports: asked of the report, which nothing else holds back.
    let report = What::Report {
        note: String::new(),
        covers: Vec::new(),
    };
    let leads = by.map_or(Ok(()), |by| may_do(record, by, &report));
    let sign = leads.and_then(|()| may_sign_off(record));
    let not_satisfied = What::NotSatisfied {
        reason: String::new(),
    };
    vec![
        ("sign.off", sign),
        ("sign.refuse", sign),
        ("payment.take", may_pay(record, 1)),
        ("report.send", leads),
        (
            "customer.not_satisfied",
            may_add_entry(record, &not_satisfied),
        ),
        ("record.cancel", open(record)),
    ]
}
