//! Quality on the server: the units of each batch, what has failed of them, and the alert when a batch passes its limit.
//!
//! The rule is [`doorstep_domain::quality`]. [`note`] is called whenever a record becomes another and writes its row of
//! `failure`; it raises the alert in the same transaction. [`import`] brings units by batch in and counts again. The alert's
//! key is model, batch and cause, and a row that stands is never written again: so it is raised exactly once. [`notice`] is
//! what goes to quality at once, whatever the count.

mod alert;
mod batch;
mod check;
mod error;
mod failures;
mod import;
mod note;
mod notice;
mod report;
mod second_repair;

pub(crate) use self::{
    alert::{Alert, alert, alerts, ask_again, speak},
    check::{
        CHECK_WORDS_MAX, Check, CheckShow, Finding, SettleCheck, TakeCheck, check, checks,
        settle_check, take_check,
    },
    failures::{Failed, FailureCount, Group, UnitPlace, count_of, failure_counts, failures_of},
    note::note,
    notice::{
        AnswerNotice, NOTICE_WORDS_MAX, Notice, Show, TellQuality, answer_notice, call_safe,
        call_safety_defect, notice, notices, safety_causes, tell_quality,
    },
    report::{
        ComplaintBehind, ComplaintGroup, ComplaintSums, Month, MonthFailure, MonthGroup, Raised,
        SumPlace, complaint_sums, complaints_behind, month_failures, raised, records_behind,
    },
    second_repair::{
        CONTEST_MAX, ContestSecondRepair, RepairPlace, SecondRepairLine, TechnicianCount,
        by_technician, contest, second_repair, second_repairs,
    },
};
pub use self::{
    batch::Batch,
    error::QualityError,
    import::{Imported, import, preview},
};

/// Words that somebody wrote, without blanks around them, of at most so many characters.
fn text(words: &str, longest: usize) -> Result<&str, QualityError> {
    let words = words.trim();
    if words.chars().count() > longest {
        Err(QualityError::TooLong)
    } else {
        Ok(words)
    }
}

/// As [`text`], and not empty.
fn given(words: &str, longest: usize) -> Result<&str, QualityError> {
    match text(words, longest)? {
        "" => Err(QualityError::Empty),
        words => Ok(words),
    }
}

#[cfg(test)]
mod tests;
