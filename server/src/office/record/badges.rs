//! Where a record stands and what its signature is worth, each as a mark and words: colour is never alone.

use doorstep_domain::course::Status;
use doorstep_evidence::verdict::Verdict;
use doorstep_words::{Language, office::record as words};
use maud::{Markup, html};

use crate::office::told::told;

/// The mark before a status: fuller with every step of the visit.
pub(in crate::office) const fn status_mark(status: Status) -> &'static str {
    match status {
        Status::Received => "○",
        Status::Assigned => "◔",
        Status::OnSite => "◑",
        Status::Quoted => "◇",
        Status::InRepair => "◕",
        Status::ToSign => "◉",
        Status::Signed => "●",
        Status::Reported => "■",
        Status::Declined => "⊘",
        Status::CannotRepair => "△",
        Status::Cancelled => "×",
        Status::Absent => "◌",
        Status::InWorkshop => "⌂",
        Status::SecondService => "↻",
        Status::Complaint => "!",
    }
}

const fn status_tone(status: Status) -> &'static str {
    match status {
        Status::Received | Status::Assigned => "calm",
        Status::OnSite | Status::Quoted | Status::InRepair | Status::ToSign => "busy",
        Status::Signed | Status::Reported => "good",
        Status::Declined
        | Status::CannotRepair
        | Status::Absent
        | Status::InWorkshop
        | Status::SecondService => "warn",
        Status::Complaint => "bad",
        Status::Cancelled => "none",
    }
}

/// A status by its code.
pub(in crate::office) fn status_badge(language: Language, code: &str) -> Markup {
    let status = Status::ALL
        .iter()
        .copied()
        .find(|status| status.code() == code);
    html! {
        @match status {
            Some(status) => {
                span class={ "badge " (status_tone(status)) } {
                    span.mark { (status_mark(status)) }
                    (language.say(status.words()))
                }
            }
            None => (told(code)),
        }
    }
}

/// A verdict by its code.
pub(in crate::office) fn verdict_badge(language: Language, code: &str) -> Markup {
    let verdicts = [
        Verdict::Unchanged,
        Verdict::Changed {
            differences: Vec::new(),
        },
        Verdict::Broken { why: String::new() },
        Verdict::UnknownDevice,
    ];
    html! {
        @match verdicts.iter().find(|verdict| verdict.code() == code) {
            Some(verdict) => {
                span class={ "badge " (verdict_tone(verdict)) } {
                    span.mark { (verdict.mark()) }
                    (language.say(verdict.words()))
                }
            }
            None => (told(code)),
        }
    }
}

/// Stands where a verdict would: there is no signature, and this is why.
pub(in crate::office) fn refused_badge(language: Language) -> Markup {
    html! {
        span.badge.warn {
            span.mark { "⊘" } (language.say(words::CUSTOMER_REFUSED_TO_SIGN))
        }
    }
}

/// A verdict on what nobody signed: the device's own statement that somebody would not.
pub(super) fn seal_badge(language: Language, verdict: &Verdict) -> Markup {
    html! {
        @match verdict {
            Verdict::Unchanged => {
                span.badge.good {
                    span.mark { (verdict.mark()) } (language.say(words::UNCHANGED_SINCE_SEALED))
                }
            }
            Verdict::Changed { .. } => {
                span.badge.warn {
                    span.mark { (verdict.mark()) } (language.say(words::CHANGED_SINCE_SEALED))
                }
            }
            other => (verdict_badge(language, other.code())),
        }
    }
}

const fn verdict_tone(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Unchanged => "good",
        Verdict::Changed { .. } | Verdict::UnknownDevice => "warn",
        Verdict::Broken { .. } => "bad",
    }
}
