//! The quality notice (质量信息单): what goes to quality at once, whatever the count, and what quality makes of it.
//!
//! [`raise`] is called with every record and asks [`doorstep_domain::quality::Sighting`]; [`tell_quality`] is somebody who
//! saw a safety defect, [`answer_notice`] what quality makes of a notice. Which causes are safety defects quality says by
//! [`call_safety_defect`].

mod answer;
mod causes;
mod raise;
mod read;
mod tell;

pub(crate) use self::{
    answer::{AnswerNotice, answer_notice},
    causes::{call_safe, call_safety_defect, safety_causes},
    read::{Notice, Show, notice, notices},
    tell::{TellQuality, tell_quality},
};
pub(super) use raise::raise;

/// The longest text of a notice, in characters.
pub(crate) const NOTICE_WORDS_MAX: usize = 2_000;
