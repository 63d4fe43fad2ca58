//! What an entry says, in one line.

use doorstep_domain::{
    ids::RecordId,
    record::{Measurement, What, choice_words},
};
use maud::{Markup, html};

use super::page::RecordPage;
use crate::office::told::{seen, told, told_lines};

impl RecordPage<'_> {
    /// The name of an entry's kind.
    pub(super) fn kind(&self, what: &What) -> &'static str {
        let kind = what.kind();
        self.language.say(kind.chinese(), kind.english())
    }

    /// The contents of an entry, without its kind.
    pub(super) fn gist(&self, what: &What) -> Markup {
        let language = self.language;
        match what {
            What::Call { outcome, note } => {
                self.with_note(language.say(outcome.chinese(), outcome.english()), note)
            }
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
                (self.with_note(language.say(step.chinese(), step.english()), finding))
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
                html! { (language.say(file.stage.chinese(), file.stage.english())) }
            }
        }
    }

    /// What was taken back or settled, and why.
    fn gist_of_correction(&self, what: &What) -> Markup {
        let language = self.language;
        let because = language.say("，原因：", ", because: ");
        match what {
            What::Void { entry, reason } => html! {
                (self.claim(*entry)) (because) (told(reason))
            },
            What::Settled {
                field,
                value,
                reason,
            } => html! {
                (self.field_name(*field)) (language.say("：", ": ")) (self.value(*field, value))
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
                    (language.say("并入", "Merged into "))
                    a href={ "/records/" (stays) } {
                        (language.say("同一次报修的另一张单", "the other record of the same visit"))
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
                (language.say("第 ", "revision ")) (quote.revision) (language.say(" 版，", ", "))
                @for (bill, place) in quote.bills().zip(0..) {
                    @if place > 0 { (language.say("；", "; ")) }
                    @if !quote.options.is_empty() {
                        (language.say(bill.choice.chinese(), bill.choice.english())) (language.say("：", ": "))
                    }
                    (bill.lines.len()) (language.say(" 行", " lines"))
                    @if let Ok(totals) = bill.totals() {
                        (language.say("，合计 ", ", total ")) (totals.total)
                        (language.say("，用户应付 ", ", customer pays ")) (totals.customer_pays)
                    }
                }
            },
            What::QuoteAccepted { offer, .. } => html! {
                a href={ "#e-" (offer) } { (language.say("所接受的报价", "the quote")) }
            },
            What::SignOff {
                signer,
                relation,
                opinion,
                score,
                stamp,
                ..
            } => html! {
                (told(signer)) (language.say("（", " ("))
                (language.say(relation.chinese(), relation.english())) (language.say("），", "), "))
                (language.say("满意度 ", "score ")) (score) " / 5"
                @if !opinion.trim().is_empty() { (language.say("，", ", ")) "“" (told(opinion)) "”" }
                @if let Some(stamp) = stamp {
                    div {
                        (language.say("单位盖章：", "Company's stamp: ")) (told(&stamp.name)) " · " (told(&stamp.post))
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
                (amount) (language.say("，", ", ")) (self.choice(method))
                @if !receipt.is_empty() { (language.say("，凭据 ", ", receipt ")) (told(receipt)) }
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
                (language.say("，保修 ", ", warranty ")) (warranty_months) (language.say(" 个月", " months"))
            },
            What::PartRemoved {
                part,
                name,
                serial,
                quantity,
                kept_for_store,
            } => html! {
                (self.piece(part, name, serial, *quantity))
                @if *kept_for_store { (language.say("，留存交回", ", kept for the store")) }
                @else { (language.say("，未留存", ", not kept")) }
            },
            What::RepairDone { works } => html! {
                @if *works { (language.say("已能正常工作", "it works again")) }
                @else { (language.say("仍不能正常工作", "it does not work yet")) }
            },
            What::CannotRepair { reason, plan } => html! {
                (told_lines(reason))
                div { (language.say("安排：", "Plan: ")) (told(plan)) }
            },
            What::TestResult {
                items,
                passed,
                customer_present,
            } => html! {
                (items.len()) (language.say(" 项，", " items, "))
                (self.passed(*passed)) (language.say("，", ", ")) (self.present(*customer_present))
            },
            What::AdviceGiven {
                explained,
                site_tidied,
            } => self.ticks(&[
                (
                    *explained,
                    language.say("已讲解使用与保养", "use and care explained"),
                ),
                (*site_tidied, language.say("已清理现场", "site tidied")),
            ]),
            _ => html! {},
        }
    }

    pub(super) fn with_note(&self, words: &str, note: &str) -> Markup {
        let is_blank = note.trim().is_empty();
        html! {
            (words)
            @if !words.is_empty() && !is_blank { (self.language.say("：", ": ")) }
            @if words.is_empty() && is_blank {
                span.none { (self.language.say("（无说明）", "(without a note)")) }
            }
            (seen(note))
        }
    }

    fn visit(&self, place: &str, [badge, unit, proof]: [bool; 3]) -> Markup {
        let language = self.language;
        html! {
            (self.ticks(&[
                (badge, language.say("出示工牌", "badge shown")),
                (unit, language.say("产品与单相符", "unit matches the record")),
                (proof, language.say("已看购机凭证", "proof of purchase seen")),
            ]))
            @if !place.is_empty() { (language.say("地点 ", "at ")) (told(place)) }
        }
    }

    pub(super) fn ticks(&self, points: &[(bool, &str)]) -> Markup {
        html! {
            @for (done, words) in points {
                span.tick {
                    span.mark { (if *done { "✔" } else { "✖" }) }
                    @if !done { (self.language.say("未：", "not: ")) }
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
            @if !serial.is_empty() { (self.language.say("，序列号 ", ", serial ")) (told(serial)) }
        }
    }

    pub(super) fn passed(&self, passed: bool) -> Markup {
        let language = self.language;
        html! {
            span.mark { (if passed { "✔" } else { "✖" }) }
            (if passed { language.say("通过", "in order") } else { language.say("未通过", "not in order") })
        }
    }

    pub(super) fn present(&self, present: bool) -> &'static str {
        if present {
            self.language.say("用户在场", "customer present")
        } else {
            self.language.say("用户不在场", "customer absent")
        }
    }

    /// The words of a code that is chosen from a list.
    pub(super) fn choice(&self, code: &str) -> Markup {
        match choice_words(code) {
            Some(words) => html! { (self.language.say(words.chinese, words.english)) },
            None => told(code),
        }
    }
}
