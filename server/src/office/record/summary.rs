//! What of a record asks for somebody: conflicts, findings, what lacks. First as a line of links, then each with its
//! words.

use doorstep_domain::{
    course::{Completeness, Finding, Need},
    ids::EntryId,
    money::{Currency, Money},
    quote::Quotes,
};
use doorstep_evidence::verdict::Verdict;
use maud::{Markup, html};

use super::page::RecordPage;

/// What asks for somebody: the section that tells of it, its mark, how often, and its words (Chinese, one, several).
type Ask = (&'static str, &'static str, usize, [&'static str; 3]);

impl RecordPage<'_> {
    /// What asks for somebody, with how often; some of it may be nothing.
    fn asks(&self) -> [Ask; 4] {
        let record = &self.dossier.record;
        let conflicts = record.conflicts().len();
        let findings = Finding::of(record).len();
        let missing = Completeness::of(record).missing;
        let required = missing
            .iter()
            .filter(|(_, need)| *need == Need::Required)
            .count();
        let statements = &self.dossier.statements;
        let not_intact = statements
            .iter()
            .filter(|sealed| sealed.verdict != Verdict::Unchanged)
            .count();
        [
            (
                "conflicts",
                "⇄",
                conflicts,
                ["处冲突", "field in conflict", "fields in conflict"],
            ),
            ("findings", "!", findings, ["项异常", "finding", "findings"]),
            (
                "signatures",
                "✎",
                not_intact,
                [
                    "份签字与现状不符",
                    "signature does not fit the record as it is",
                    "signatures do not fit the record as it is",
                ],
            ),
            (
                "lacks",
                "□",
                required,
                [
                    "项必填未填",
                    "required item is missing",
                    "required items are missing",
                ],
            ),
        ]
    }

    /// Whether anything waits for somebody.
    pub(super) fn asks_for_somebody(&self) -> bool {
        self.asks().iter().any(|(_, _, count, _)| *count > 0)
    }

    /// One line of links; nothing where nothing asks for anybody.
    pub(super) fn summary(&self) -> Markup {
        let language = self.language;
        let asks = self.asks();
        html! {
            @if self.asks_for_somebody() {
                nav.asks aria-label=(language.say("待处理", "To settle")) {
                    @for (section, mark, count, words) in asks {
                        @let [chinese, one, several] = words;
                        @if count > 0 {
                            a id={ "ask-" (section) } href={ "#" (section) } {
                                span.mark { (mark) } strong { (count) } " "
                                (language.say(chinese, if count == 1 { one } else { several }))
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn findings(&self) -> Markup {
        let language = self.language;
        let findings = Finding::of(&self.dossier.record);
        self.section(
            "findings",
            language.say("异常", "Findings"),
            &html! {
                @if findings.is_empty() {
                    p.none { (language.say("没有异常。", "None.")) }
                } @else {
                    ul.plain {
                        @for finding in &findings {
                            li {
                                span.mark { "!" } " "
                                (language.say(finding.chinese(), finding.english()))
                                (self.about(finding))
                            }
                        }
                    }
                }
            },
        )
    }

    fn about(&self, finding: &Finding) -> Markup {
        let language = self.language;
        html! {
            @if let Some(entry) = entry_of(finding) {
                " " a href={ "#e-" (entry) } { (language.say("见条目", "see the entry")) }
            }
            @if let Finding::PaidMoreThanQuoted { minor } = finding {
                (language.say("，多收 ", ", too much: "))
                (Money { minor: *minor, currency: self.currency() })
            }
        }
    }

    /// The currency of the accepted quote, and until there is one that of the trade's price lists.
    pub(super) fn currency(&self) -> Currency {
        let quotes = Quotes::of(&self.dossier.record);
        quotes
            .accepted()
            .map_or(Currency::Cny, |accepted| accepted.quote.currency)
    }

    pub(super) fn lacks(&self) -> Markup {
        let language = self.language;
        let missing = Completeness::of(&self.dossier.record).missing;
        let of = |wanted: Need| {
            let items = missing.iter().filter(move |(_, need)| *need == wanted);
            let words = items.map(|(item, _)| language.say(item.chinese(), item.english()));
            words.collect::<Vec<_>>().join(language.say("、", ", "))
        };
        self.section("lacks", language.say("完整性", "Completeness"), &html! {
            @if missing.is_empty() {
                p { span.mark { "✔" } " " (language.say("完整，没有缺项。", "Complete, nothing lacks.")) }
            } @else {
                dl.facts {
                    @for need in [Need::Required, Need::Recommended] {
                        @if missing.iter().any(|(_, of)| *of == need) {
                            div {
                                dt {
                                    @if need == Need::Required { span.mark { "□" } " " }
                                    (language.say(need.chinese(), need.english()))
                                }
                                dd { (of(need)) }
                            }
                        }
                    }
                }
            }
        })
    }
}

const fn entry_of(finding: &Finding) -> Option<EntryId> {
    match finding {
        Finding::SignedBeforeTest { sign_off }
        | Finding::SignedBeforeRepair { sign_off }
        | Finding::SignedTwice { sign_off }
        | Finding::SignedWithoutUnit { sign_off } => Some(*sign_off),
        Finding::SealedByAnother { entry } => Some(*entry),
        Finding::ApprovalUnconfirmed { request } => Some(*request),
        Finding::HandedBackIncomplete { handback } => Some(*handback),
        Finding::LoanerOut { loan } => Some(*loan),
        Finding::CompensationOpen { claim } | Finding::InsurerNotTold { claim } => Some(*claim),
        Finding::FittedWithoutAcceptedQuote { fitted }
        | Finding::FittedBeyondQuote { fitted }
        | Finding::OldPartMissing { fitted } => Some(*fitted),
        Finding::ParallelQuotes { offer } | Finding::DiscountUnapproved { offer } => Some(*offer),
        Finding::TwoOptionsAccepted { acceptance } => Some(*acceptance),
        Finding::WorkBeyondQuote { work } => Some(*work),
        Finding::TestFailed { test }
        | Finding::TestWithoutCustomer { test }
        | Finding::TestOutsideLimits { test } => Some(*test),
        Finding::SignatureTakenBack { signature } => Some(*signature),
        Finding::RefundedMoreThanPaid { refund } => Some(*refund),
        Finding::PaidWithoutReceipt { payment } | Finding::InvoiceUnaddressed { payment } => {
            Some(*payment)
        }
        Finding::HandedInOtherwise { handed_in } => Some(*handed_in),
        Finding::ClockWrong { entry, .. } | Finding::ClockJumped { entry, .. } => Some(*entry),
        Finding::PaidMoreThanQuoted { .. }
        | Finding::WorkAfterCancellation
        | Finding::OutsideAreaUnapproved
        | Finding::DiagnosisIncomplete => None,
    }
}
