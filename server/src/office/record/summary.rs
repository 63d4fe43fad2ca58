//! What of a record asks for somebody: conflicts, findings, what lacks. First as a line of links, then each with its
//! words.

use doorstep_domain::{
    course::{Completeness, Finding, Need},
    ids::EntryId,
    money::{Currency, Money},
    quote::Quotes,
};
use doorstep_evidence::verdict::Verdict;
use doorstep_words::{Say, office::record as words};
use maud::{Markup, html};

use super::page::RecordPage;
use crate::rights::{Sight, sees};

/// What asks for somebody: the section that tells of it, its mark, how often, and its words (Chinese, one, several).
type Ask = (&'static str, &'static str, usize, String);

impl RecordPage<'_> {
    /// What asks for somebody, with how often; some of it may be nothing.
    fn asks(&self) -> [Ask; 4] {
        let (language, record) = (self.language, &self.dossier.record);
        let conflicts = record.conflicts().len();
        let findings = Finding::of(&self.dossier.whole).len();
        let missing = Completeness::of(&self.dossier.whole).missing;
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
                words::ConflictCount { count: &conflicts }
                    .say(language)
                    .into_owned(),
            ),
            (
                "findings",
                "!",
                findings,
                words::FindingCount { count: &findings }
                    .say(language)
                    .into_owned(),
            ),
            (
                "signatures",
                "✎",
                not_intact,
                words::SignaturesNotFitting { count: &not_intact }
                    .say(language)
                    .into_owned(),
            ),
            (
                "lacks",
                "□",
                required,
                words::ItemsMissing { count: &required }
                    .say(language)
                    .into_owned(),
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
                nav.asks aria-label=(language.say(words::TO_SETTLE)) {
                    @for (section, mark, count, words) in asks {
                        @if count > 0 {
                            a id={ "ask-" (section) } href={ "#" (section) } {
                                span.mark { (mark) } strong { (count) } " "
                                (words)
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn findings(&self) -> Markup {
        let language = self.language;
        let findings = Finding::of(&self.dossier.whole);
        self.section(
            "findings",
            language.say(words::FINDINGS),
            &html! {
                @if findings.is_empty() {
                    p.none { (language.say(words::NO_FINDINGS)) }
                } @else {
                    ul.plain {
                        @for finding in &findings {
                            li {
                                span.mark { "!" } " "
                                (language.say(finding.words()))
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
            @if let Some(entry) = entry_of(finding).filter(|entry| self.dossier.record.entries.contains_key(entry)) {
                " " a href={ "#e-" (entry) } { (language.say(words::SEE_THE_ENTRY)) }
            }
            @if let Finding::PaidMoreThanQuoted { minor } = finding && sees(self.clerk, Sight::Money) {
                (language.say(words::TOO_MUCH))
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
        let missing = Completeness::of(&self.dossier.whole).missing;
        let of = |wanted: Need| {
            let items = missing.iter().filter(move |(_, need)| *need == wanted);
            let words = items.map(|(item, _)| language.say(item.words()));
            words
                .collect::<Vec<_>>()
                .join(language.say(words::LIST_COMMA))
        };
        self.section(
            "lacks",
            language.say(words::COMPLETENESS),
            &html! {
                @if missing.is_empty() {
                    p { span.mark { "✔" } " " (language.say(words::COMPLETE_NOTHING_LACKS)) }
                } @else {
                    dl.facts {
                        @for need in [Need::Required, Need::Recommended] {
                            @if missing.iter().any(|(_, of)| *of == need) {
                                div {
                                    dt {
                                        @if need == Need::Required { span.mark { "□" } " " }
                                        (language.say(need.words()))
                                    }
                                    dd { (of(need)) }
                                }
                            }
                        }
                    }
                }
            },
        )
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
