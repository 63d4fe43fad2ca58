//! The course of the visits: calls, arrivals, diagnosis, what was done, reports, in the order of the entries.

use doorstep_domain::{
    ids::EntryId,
    record::{EntryReading, What},
};
use doorstep_words::office::{record as words, record_forms as forms_words};
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::{moment::seen_at, told::told};

impl RecordPage<'_> {
    pub(super) fn course(&self) -> Markup {
        let language = self.language;
        let record = &self.dossier.record;
        let mut entries = record
            .entries
            .iter()
            .filter(|(_, reading)| is_of_course(&reading.entry.what))
            .peekable();
        self.section("course", language.say(words::VISITS_AND_DIAGNOSIS), &html! {
            @if entries.peek().is_none() {
                p.none { (language.say(words::NOTHING_YET)) }
            } @else {
                ol.course {
                    @for (id, reading) in entries {
                        li #{ "e-" (id) } .void[self.is_voided(*id)] {
                            div.main {
                                strong.kind { (self.kind(&reading.entry.what)) }
                                div.gist { (self.gist(&reading.entry.what)) }
                            }
                            (self.by_line(*id, reading))
                        }
                    }
                }
            }
            @if !record.unreadable_entries.is_empty() {
                p.hint {
                    (language.say(words::A_NEWER_PROGRAM_WROTE)) (record.unreadable_entries.len())
                    (language.say(words::ENTRIES_NOT_SHOWN))
                }
            }
        })
    }

    pub(super) fn is_voided(&self, id: EntryId) -> bool {
        self.dossier.voided.contains(&id)
    }

    /// Who wrote an entry and when; and if it was taken back, by whom and why.
    pub(super) fn by_line(&self, id: EntryId, reading: &EntryReading) -> Markup {
        html! {
            div.by {
                (self.dossier.staff.device(self.language, reading.device)) " · " (seen_at(reading.entry.at))
                (self.way_to_take_back(id, reading))
                (self.way_to_decide(id))
            }
            @if self.is_voided(id) { (self.taken_back(id)) }
        }
    }

    fn way_to_decide(&self, id: EntryId) -> Markup {
        html! {
            @if self.may_decide(id) {
                " · " a.act href={ "/records/" (self.dossier.record.id) "/questions/" (id) } {
                    (self.language.say(forms_words::DECIDE_TITLE))
                }
            }
        }
    }

    fn way_to_take_back(&self, id: EntryId, reading: &EntryReading) -> Markup {
        let words = match reading.entry.what {
            What::Settled { .. } => forms_words::UNDO,
            _ => forms_words::TAKE_BACK,
        };
        html! {
            @if self.may_take_back(id) {
                span.act {
                    " · "
                    a href={ "/records/" (self.dossier.record.id) "/entries/" (id) } {
                        (self.language.say(words))
                    }
                }
            }
        }
    }

    fn taken_back(&self, id: EntryId) -> Markup {
        let language = self.language;
        let voids = self
            .dossier
            .record
            .entries
            .iter()
            .filter_map(|(void, reading)| match &reading.entry.what {
                What::Void { entry, reason } if *entry == id && !self.is_voided(*void) => {
                    Some((reading, reason))
                }
                _ => None,
            });
        html! {
            div.by {
                span.badge.warn { span.mark { "⊘" } (language.say(words::TAKEN_BACK)) }
                @for (reading, reason) in voids {
                    " " (self.dossier.staff.device(language, reading.device)) " · " (seen_at(reading.entry.at))
                    (language.say(words::BECAUSE)) (told(reason))
                }
            }
        }
    }
}

/// What no other section shows.
const fn is_of_course(what: &What) -> bool {
    match what {
        What::Call { .. }
        | What::Visit { .. }
        | What::DiagnosisStep { .. }
        | What::RepairDone { .. }
        | What::CannotRepair { .. }
        | What::AdviceGiven { .. }
        | What::Report { .. }
        | What::Cancelled { .. }
        | What::Void { .. }
        | What::Settled { .. }
        | What::CustomerAbsent { .. }
        | What::CustodyTaken(_)
        | What::CustodyReturned(_)
        | What::LoanerLent(_)
        | What::LoanerReturned(_)
        | What::ApprovalAsked(_)
        | What::ApprovalDecided(_)
        | What::NotSatisfied { .. }
        | What::ComplaintTaken(_)
        | What::ConsentGiven(_)
        | What::DamageRecorded(_)
        | What::CompensationPaid(_)
        | What::AgreementSigned(_)
        | What::InsurerTold(_)
        | What::PassedOn(_) => true,
        What::QuoteOffered { .. }
        | What::QuoteAccepted { .. }
        | What::QuoteDeclined { .. }
        | What::PartFitted { .. }
        | What::PartRemoved { .. }
        | What::TestResult { .. }
        | What::SignOff { .. }
        | What::SignRefused { .. }
        | What::Payment { .. }
        | What::PaymentRefunded(_)
        | What::InvoiceAsked(_)
        | What::CashHandedIn(_)
        | What::FileAdded(_) => false,
    }
}
