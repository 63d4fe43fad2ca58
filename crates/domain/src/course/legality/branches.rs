//! What is legal off the straight course: who is let out of the area, units that change hands, the office's decisions,
//! dissatisfaction and compensation.

use super::{Refusal, open};
use crate::{
    course::{Approval, Claim},
    ids::EntryId,
    money::Money,
    record::{EntryKind, Field, Handover, Matter, Record, What},
};

pub(super) fn may_arrive(record: &Record) -> Result<(), Refusal> {
    open(record)?;
    if record.words(Field::Area) == "outside" && !may_go_outside(record) {
        Err(Refusal::NoApproval)
    } else {
        Ok(())
    }
}

/// Whether a visit outside the service area was asked for and not refused. Who is without coverage cannot wait for the
/// answer; as long as it is out, the visit is a finding.
pub(super) fn may_go_outside(record: &Record) -> bool {
    Approval::all_of(record)
        .iter()
        .any(|approval| approval.matter == Matter::OutsideArea && approval.granted != Some(false))
}

pub(super) fn may_take_unit(record: &Record, handover: &Handover) -> Result<(), Refusal> {
    may_receive(record)?;
    if open(record)?.brought_in && handover.promised_on.is_empty() {
        Err(Refusal::NoPromisedDate)
    } else {
        Ok(())
    }
}

/// Whether the customer's unit may be taken now, whatever the receipt will say.
pub(in crate::course) fn may_receive(record: &Record) -> Result<(), Refusal> {
    let facts = open(record)?;
    if facts.in_custody.is_some() {
        Err(Refusal::AlreadyInCustody)
    } else if !facts.brought_in && facts.visit.is_none() {
        Err(Refusal::NotArrived)
    } else {
        Ok(())
    }
}

pub(super) fn may_hand_back(
    record: &Record,
    handover: EntryId,
    kind: EntryKind,
) -> Result<(), Refusal> {
    let of = if kind == EntryKind::CustodyReturned {
        EntryKind::CustodyTaken
    } else {
        EntryKind::LoanerLent
    };
    let is_there = record
        .valid_entries()
        .any(|(id, entry)| id == handover && entry.what.kind() == of);
    let is_back = record.valid_entries().any(|(_, entry)| {
        matches!(
            &entry.what,
            What::CustodyReturned(back) | What::LoanerReturned(back) if back.handover == handover
        )
    });
    if !is_there {
        Err(Refusal::NoSuchEntry)
    } else if is_back {
        Err(Refusal::AlreadyHandedBack)
    } else {
        Ok(())
    }
}

pub(super) fn may_decide(record: &Record, request: EntryId) -> Result<(), Refusal> {
    let approvals = Approval::all_of(record);
    let asked = approvals
        .iter()
        .find(|approval| approval.request == request)
        .ok_or(Refusal::NoSuchEntry)?;
    if asked.is_decided {
        Err(Refusal::AlreadyDecided)
    } else {
        Ok(())
    }
}

/// The customer is dissatisfied with something finished, on this visit or an earlier one.
pub(super) fn finished(record: &Record) -> Result<(), Refusal> {
    let done = record
        .valid_entries()
        .any(|(_, entry)| matches!(entry.what, What::RepairDone { works: true }));
    if done {
        Ok(())
    } else {
        Err(Refusal::NothingFinished)
    }
}

pub(super) fn claimed(record: &Record, claim: EntryId) -> Result<Claim, Refusal> {
    Claim::find(record, claim).ok_or(Refusal::NoSuchEntry)
}

pub(super) fn may_compensate(
    record: &Record,
    claim: EntryId,
    amount: Money,
) -> Result<(), Refusal> {
    if claimed(record, claim)?.may_pay(amount) {
        Ok(())
    } else {
        Err(Refusal::MoreThanAgreed)
    }
}
