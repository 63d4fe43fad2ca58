//! What is irregular off the straight course: hand-overs, approvals, compensations, and who sealed.

use super::{Facts, Finding};
use crate::{
    course::{Approval, Claim},
    ids::EntryId,
    record::{Field, Matter, Record, What},
};

pub(super) fn find(record: &Record, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    sealing(record, findings);
    approvals(record, facts, findings);
    hand_overs(record, facts, findings);
    for claim in Claim::all_of(record) {
        if claim.is_open() {
            findings.push(Finding::CompensationOpen { claim: claim.entry });
        }
        if claim.insurer_open() {
            findings.push(Finding::InsurerNotTold { claim: claim.entry });
        }
    }
}

fn sealing(record: &Record, findings: &mut Vec<Finding>) {
    let lead = record.words(Field::Lead);
    for (id, entry) in record.valid_entries() {
        let by_another = !lead.is_empty() && entry.by.0 != lead;
        match &entry.what {
            What::SignOff { covers, .. } => {
                if by_another {
                    findings.push(Finding::SealedByAnother { entry: id });
                }
                if unit_was_away(record, covers) {
                    findings.push(Finding::SignedWithoutUnit { sign_off: id });
                }
            }
            What::SignRefused { .. } | What::Report { .. } if by_another => {
                findings.push(Finding::SealedByAnother { entry: id });
            }
            _ => {}
        }
    }
}

/// Whether, by the entries that a signer was shown, his unit was in custody.
fn unit_was_away(record: &Record, covers: &[EntryId]) -> bool {
    let shown = || record.valid_entries().filter(|(id, _)| covers.contains(id));
    let is_back = |handover: EntryId| {
        shown().any(|(_, entry)| {
            matches!(&entry.what, What::CustodyReturned(back) if back.handover == handover)
        })
    };
    shown().any(|(id, entry)| matches!(entry.what, What::CustodyTaken(_)) && !is_back(id))
}

fn approvals(record: &Record, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let approvals = Approval::all_of(record);
    let outside = record.words(Field::Area) == "outside";
    let authorised = approvals
        .iter()
        .any(|approval| approval.matter == Matter::OutsideArea && approval.granted == Some(true));
    if outside && facts.visit.is_some() && !facts.brought_in && !authorised {
        findings.push(Finding::OutsideAreaUnapproved);
    }
    for approval in approvals {
        if approval.granted.is_some() && !approval.is_decided {
            findings.push(Finding::ApprovalUnconfirmed {
                request: approval.request,
            });
        }
    }
}

fn hand_overs(record: &Record, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, entry) in record.valid_entries() {
        if let What::CustodyReturned(back) | What::LoanerReturned(back) = &entry.what
            && !back.complete
        {
            findings.push(Finding::HandedBackIncomplete { handback: id });
        }
    }
    let job_over = facts.reported || facts.cancelled;
    if let Some(loan) = facts.loaner_out
        && facts.in_custody.is_none()
        && job_over
    {
        findings.push(Finding::LoanerOut { loan });
    }
}
