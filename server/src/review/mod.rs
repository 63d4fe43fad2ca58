//! Reports are reviewed, then archived (审批后存档).
//!
//! [`note`] keeps what is due whenever a record becomes another: what is reported, and not reviewed as it stands. [`judge`]
//! is the review, [`archive`] what comes after it. A report that changes afterwards is due again: a review is of the very
//! document that was shown.

mod archive;
mod error;
mod judge;
mod note;
mod read;

pub(crate) use self::{
    archive::{ArchiveReport, archive},
    error::ReviewError,
    judge::{JudgeReport, REVIEW_WORDS_MAX, judge},
    note::note,
    read::{Report, ReportPlace, Show, State, report, reports},
};
