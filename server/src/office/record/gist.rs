//! What an entry says, in one line.

use doorstep_domain::{
    ids::RecordId,
    record::{Measurement, What, choice_words},
};
use doorstep_words::office::entry as words;
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::told::{seen, told, told_lines};

impl RecordPage<'_> {
    /// The name of an entry's kind.
    pub(super) fn kind(&self, what: &What) -> &'static str {
        let kind = what.kind();
        self.language.say(kind.words())
    }

    /// The contents of an entry, without its kind.
    pub(super) fn gist(&self, what: &What) -> Markup {
        let language = self.language;
        match what {
            What::Call { outcome, note } => self.with_note(language.say(outcome.words()), note),
            What::Visit {
                place,
                badge_shown,
                unit_matches,
                proof_of_purchase_seen,
            } => self.visit(
                place,
                [*badge_shown, *unit_matches, *proof_of_purchase_seen],
            ),
            What::DiagnosisStep {
                step,
                finding,
                measurements,
            } => html! {
                (self.with_note(language.say(step.words()), finding))
                (self.measured(measurements))
            },
            What::QuoteDeclined { reason, .. } | What::SignRefused { reason, .. } => {
                self.with_note("", reason)
            }
            What::Cancelled {
                reason,
                duplicate_of,
            } => self.called_off(reason, *duplicate_of),
            What::Report { note, .. } => self.with_note("", note),
            What::Void { .. } | What::Settled { .. } => self.gist_of_correction(what),
            What::QuoteOffered { .. }
            | What::QuoteAccepted { .. }
            | What::SignOff { .. }
            | What::Payment { .. } => self.gist_of_agreement(what),
            What::PartFitted { .. }
            | What::PartRemoved { .. }
            | What::RepairDone { .. }
            | What::CannotRepair { .. }
            | What::TestResult { .. }
            | What::AdviceGiven { .. } => self.gist_of_work(what),
            What::CustomerAbsent { .. }
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
            | What::PassedOn(_) => self.gist_of_branch(what),
            What::PaymentRefunded(_) | What::InvoiceAsked(_) | What::CashHandedIn(_) => {
                self.gist_of_money(what)
            }
            What::FileAdded(file) => {
                html! { (language.say(file.stage.words())) }
            }
        }
    }

    /// What was taken back or settled, and why.
    fn gist_of_correction(&self, what: &What) -> Markup {
        let language = self.language;
        let because = language.say(words::FOR_THE_REASON);
        match what {
            What::Void { entry, reason } => html! {
                (self.claim(*entry)) (because) (told(reason))
            },
            What::Settled {
                field,
                value,
                reason,
            } => html! {
                (self.field_name(*field)) (language.say(words::COLON)) (self.value(*field, value))
                (because) (told(reason))
            },
            _ => html! {},
        }
    }

    /// Why it was called off, and the record that stays where it was merged into one.
    fn called_off(&self, reason: &str, stays: Option<RecordId>) -> Markup {
        let language = self.language;
        html! {
            (told_lines(reason))
            @if let Some(stays) = stays {
                div {
                    (language.say(words::MERGED_INTO))
                    a href={ "/records/" (stays) } {
                        (language.say(words::OTHER_RECORD_SAME_VISIT))
                    }
                }
            }
        }
    }

    /// Quotes, signatures, payments.
    fn gist_of_agreement(&self, what: &What) -> Markup {
        let language = self.language;
        match what {
            What::QuoteOffered { quote } => html! {
                (language.say(words::REVISION)) (quote.revision) (language.say(words::REVISION_COMMA))
                @for (bill, place) in quote.bills().zip(0..) {
                    @if place > 0 { (language.say(words::SEMICOLON)) }
                    @if !quote.options.is_empty() {
                        (language.say(bill.choice.words())) (language.say(words::COLON))
                    }
                    (bill.lines.len()) (language.say(words::LINES))
                    @if let Ok(totals) = bill.totals() {
                        (language.say(words::TOTAL)) (totals.total)
                        (language.say(words::CUSTOMER_PAYS)) (totals.customer_pays)
                    }
                }
            },
            What::QuoteAccepted { offer, .. } => html! {
                a href={ "#e-" (offer) } { (language.say(words::THE_QUOTE)) }
            },
            What::SignOff {
                signer,
                relation,
                opinion,
                score,
                stamp,
                ..
            } => html! {
                (told(signer)) (language.say(words::OPEN))
                (language.say(relation.words())) (language.say(words::CLOSE_COMMA))
                (language.say(words::SCORE)) (score) " / 5"
                @if !opinion.trim().is_empty() { (language.say(words::COMMA)) "“" (told(opinion)) "”" }
                @if let Some(stamp) = stamp {
                    div {
                        (language.say(words::COMPANYS_STAMP)) (told(&stamp.name)) " · " (told(&stamp.post))
                        " · " (self.stamp_photo(&stamp.photo))
                    }
                }
            },
            What::Payment {
                method,
                amount,
                receipt,
                ..
            } => html! {
                (amount) (language.say(words::COMMA)) (self.choice(method))
                @if !receipt.is_empty() { (language.say(words::AGAINST_RECEIPT)) (told(receipt)) }
            },
            _ => html! {},
        }
    }

    /// Repair, test, advice.
    fn gist_of_work(&self, what: &What) -> Markup {
        let language = self.language;
        match what {
            What::PartFitted {
                part,
                name,
                serial,
                quantity,
                warranty_months,
            } => html! {
                (self.piece(part, name, serial, *quantity))
                (language.say(words::WARRANTY)) (warranty_months) (language.say(words::MONTHS))
            },
            What::PartRemoved {
                part,
                name,
                serial,
                quantity,
                kept_for_store,
            } => html! {
                (self.piece(part, name, serial, *quantity))
                @if *kept_for_store { (language.say(words::KEPT_FOR_THE_STORE)) }
                @else { (language.say(words::NOT_KEPT)) }
            },
            What::RepairDone { works } => html! {
                @if *works { (language.say(words::IT_WORKS_AGAIN)) }
                @else { (language.say(words::DOES_NOT_WORK_YET)) }
            },
            What::CannotRepair { reason, plan } => html! {
                (told_lines(reason))
                div { (language.say(words::PLAN)) (told(plan)) }
            },
            What::TestResult {
                items,
                passed,
                customer_present,
            } => html! {
                (items.len()) (language.say(words::ITEMS))
                (self.passed(*passed)) (language.say(words::COMMA)) (self.present(*customer_present))
            },
            What::AdviceGiven {
                explained,
                site_tidied,
            } => self.ticks(&[
                (*explained, language.say(words::USE_AND_CARE_EXPLAINED)),
                (*site_tidied, language.say(words::SITE_TIDIED)),
            ]),
            _ => html! {},
        }
    }

    pub(super) fn with_note(&self, words: &str, note: &str) -> Markup {
        let is_blank = note.trim().is_empty();
        html! {
            (words)
            @if !words.is_empty() && !is_blank { (self.language.say(words::COLON)) }
            @if words.is_empty() && is_blank {
                span.none { (self.language.say(words::WITHOUT_A_NOTE)) }
            }
            (seen(note))
        }
    }

    fn visit(&self, place: &str, [badge, unit, proof]: [bool; 3]) -> Markup {
        let language = self.language;
        html! {
            (self.ticks(&[
                (badge, language.say(words::BADGE_SHOWN)),
                (unit, language.say(words::UNIT_MATCHES_THE_RECORD)),
                (proof, language.say(words::PROOF_OF_PURCHASE_SEEN)),
            ]))
            @if !place.is_empty() { (language.say(words::AT)) (told(place)) }
        }
    }

    pub(super) fn ticks(&self, points: &[(bool, &str)]) -> Markup {
        html! {
            @for (done, words) in points {
                span.tick {
                    span.mark { (if *done { "✔" } else { "✖" }) }
                    @if !done { (self.language.say(words::NOT)) }
                    (words)
                }
            }
        }
    }

    fn measured(&self, measurements: &[Measurement]) -> Markup {
        html! {
            @if !measurements.is_empty() {
                ul.measured {
                    @for one in measurements { li { (told(&one.name)) " " (told(&one.value)) " " (told(&one.unit)) } }
                }
            }
        }
    }

    /// A part with its code, serial number and pieces.
    pub(super) fn piece(&self, part: &str, name: &str, serial: &str, quantity: i64) -> Markup {
        html! {
            (told(name)) " " code { (seen(part)) } " × " (quantity)
            @if !serial.is_empty() { (self.language.say(words::WITH_SERIAL)) (told(serial)) }
        }
    }

    pub(super) fn passed(&self, passed: bool) -> Markup {
        let language = self.language;
        html! {
            span.mark { (if passed { "✔" } else { "✖" }) }
            (if passed { language.say(words::IN_ORDER) } else { language.say(words::NOT_IN_ORDER) })
        }
    }

    pub(super) fn present(&self, present: bool) -> &'static str {
        if present {
            self.language.say(words::CUSTOMER_PRESENT)
        } else {
            self.language.say(words::CUSTOMER_ABSENT)
        }
    }

    /// The words of a code that is chosen from a list.
    pub(super) fn choice(&self, code: &str) -> Markup {
        match choice_words(code) {
            Some(words) => html! { (self.language.say(words)) },
            None => told(code),
        }
    }
}
