//! Signatures and other sealed statements: the picture, who signed what, and whether it still is what was signed.

use doorstep_domain::{
    ids::EntryId,
    money::{Currency, Money},
    record::{EntryReading, SignPurpose, What},
};
use doorstep_evidence::{
    statement::{Receipt, Signing, Statement},
    verdict::Verdict,
};
use doorstep_words::office::{evidence as evidence_words, signature as words};
use maud::{Markup, html};

use super::{
    badges::{seal_badge, verdict_badge},
    copies::COPY_FILE,
    dossier::SealedStatement,
    download::STATEMENT_FILE,
    ink::picture,
    page::RecordPage,
};
use crate::office::{
    moment::{noted_at, seen_text},
    told::{told, told_lines, told_plain},
};

impl RecordPage<'_> {
    pub(super) fn signatures(&self) -> Markup {
        let language = self.language;
        let statements = &self.dossier.statements;
        self.section(
            "signatures",
            language.say(words::SIGNATURES),
            &html! {
                (self.what_it_proves())
                @if statements.is_empty() {
                    p.none { (language.say(words::NONE_YET)) }
                }
                @for sealed in statements { (self.signature(sealed)) }
                (self.not_arrived())
            },
        )
    }

    /// What was signed and whether it still stands, for who does not see what was signed.
    pub(super) fn verdicts(&self) -> Markup {
        let language = self.language;
        self.section(
            "signatures",
            language.say(words::SIGNATURES),
            &html! {
                @if self.dossier.statements.is_empty() {
                    p.none { (language.say(words::NONE_YET)) }
                }
                ul.plain {
                    @for sealed in &self.dossier.statements {
                        li {
                            (language.say(sealed.stored.purpose.words())) " "
                            (verdict_badge(language, sealed.verdict.code()))
                        }
                    }
                }
            },
        )
    }

    fn what_it_proves(&self) -> Markup {
        let language = self.language;
        html! {
            p.hint {
                (language.say(words::WHAT_A_SEAL_PROVES))
                " "
                (language.say(words::ANYBODY_CAN_CHECK_OFFLINE))
                code { "doorstep verify …" (STATEMENT_FILE) " --trust organisation.pem" }
            }
        }
    }

    fn signature(&self, sealed: &SealedStatement) -> Markup {
        let language = self.language;
        let stored = &sealed.stored;
        let digest = stored.digest.to_string();
        let naming = self.naming(&digest);
        // A receipt stands for itself; all else is named by an entry.
        let is_named = !naming.is_empty() || stored.purpose == SignPurpose::PaymentReceipt;
        let purpose = language.say(stored.purpose.words());
        html! {
            article.signature #{ "s-" (digest) } {
                h3 {
                    span.kind { (purpose) } " "
                    @if stored.purpose == SignPurpose::Refusal {
                        (seal_badge(language, &sealed.verdict))
                    } @else {
                        (verdict_badge(language, sealed.verdict.code()))
                    }
                }
                @if let Verdict::Broken { why } = &sealed.verdict {
                    p.bad { (language.say(words::WHAT_IS_BROKEN)) (told(why)) }
                }
                div.sheet {
                    @if let Some(opened) = &sealed.opened {
                        (self.drawn(purpose, &opened.statement.signing))
                    }
                    dl.facts {
                        @if let Some(opened) = &sealed.opened {
                            (self.particulars(&opened.statement))
                        }
                        (self.seal(sealed, &digest))
                    }
                }
                @for (id, reading) in &naming {
                    @match &reading.entry.what {
                        // Its entry stands with the quote that it accepts.
                        What::QuoteAccepted { offer, .. } => {
                            p.by {
                                a href={ "#e-" (offer) } {
                                    (self.language.say(words::QUOTE_ACCEPTS))
                                }
                            }
                        }
                        _ => {
                            div #{ "e-" (id) } .void[self.is_voided(*id)] {
                                (self.by_line(*id, reading))
                            }
                        }
                    }
                }
                @if !is_named {
                    p.hint {
                        (language.say(words::NAMED_BY_NO_ENTRY))
                    }
                }
                (self.differences(sealed))
                p {
                    a id={ "jws-" (digest) } download
                        href={ "/records/" (self.dossier.record.id) "/statements/" (digest) (STATEMENT_FILE) } {
                        (language.say(words::DOWNLOAD_THE_STATEMENT_JWS))
                    }
                    @if sealed.opened.is_some() {
                        " · "
                        a id={ "pdf-" (digest) } download
                            href={ "/records/" (self.dossier.record.id) "/copies/" (digest) (COPY_FILE) } {
                            (language.say(evidence_words::DOWNLOAD_COPY))
                        }
                        " (" (language.say(evidence_words::COPY_IS_UNSIGNED)) ")"
                    }
                }
            }
        }
    }

    /// Device, times and place in the device's chain.
    fn seal(&self, sealed: &SealedStatement, digest: &str) -> Markup {
        let language = self.language;
        let stored = &sealed.stored;
        let device = self.dossier.staff.device(language, stored.device);
        html! {
            (self.fact(language.say(words::RECEIVED_STATEMENT), &noted_at(stored.received_at_ms)))
            (self.fact(language.say(words::SEALED_BY), &device))
            (self.fact(language.say(words::DEVICES_CHAIN), &self.chain(sealed)))
            (self.fact(language.say(words::DIGEST), &html! { code.digest { (digest) } }))
        }
    }

    fn drawn(&self, purpose: &str, signing: &Signing) -> Markup {
        let language = self.language;
        let words = format!(
            "{purpose}{}{}",
            language.say(words::COLON),
            told_plain(&signing.signer)
        );
        html! {
            @match &signing.ink {
                Some(ink) => figure { (picture(ink, &words)) },
                None => p.none { (language.say(words::NO_INK)) },
            }
        }
    }

    fn particulars(&self, statement: &Statement) -> Markup {
        let language = self.language;
        let signing = &statement.signing;
        let relation = language.say(signing.relation.words());
        html! {
                (self.fact(language.say(words::SIGNER), &html! {
                    strong { (told(&signing.signer)) } (language.say(words::OPEN)) (relation) (language.say(words::CLOSE))
                }))
                @if let Some(score) = signing.score {
                    (self.fact(language.say(words::SCORE), &html! { (score) " / 5" }))
                }
                @if let Some(opinion) = &signing.opinion {
                    (self.fact(language.say(words::OPINION), &told_lines(opinion)))
                }
                @if let Some(reason) = &signing.refusal_reason {
                    (self.fact(language.say(words::WHY_NOT_SIGNED), &told_lines(reason)))
                }
                @if let Some(receipt) = &signing.receipt {
                    (self.fact(language.say(words::PAYMENT), &self.receipt(receipt)))
                }
                @if !signing.consent.is_empty() {
                    (self.fact(language.say(words::CONSENTED_TO), &told_lines(&signing.consent)))
                }
                (self.fact(language.say(words::SIGNED_DEVICES_CLOCK), &seen_text(&statement.moment.device_time)))
                @if !statement.place.is_empty() {
                    (self.fact(language.say(words::PLACE), &told(&statement.place)))
                }
        }
    }

    fn fact(&self, name: &str, value: &Markup) -> Markup {
        html! { div { dt { (name) } dd { (value) } } }
    }

    fn receipt(&self, receipt: &Receipt) -> Markup {
        let currencies = [Currency::Cny, Currency::Hkd];
        let currency = currencies
            .into_iter()
            .find(|currency| currency.code() == receipt.currency);
        html! {
            @match currency {
                Some(currency) => (Money { minor: receipt.amount_minor, currency }),
                None => { (receipt.amount_minor) " " (told(&receipt.currency)) }
            }
            (self.language.say(words::COMMA)) (self.choice(&receipt.method))
            @if !receipt.number.is_empty() {
                (self.language.say(words::RECEIPT)) (told(&receipt.number))
            }
        }
    }

    fn chain(&self, sealed: &SealedStatement) -> Markup {
        let language = self.language;
        let (mark, words) = match sealed.stored.chain_flag.as_str() {
            "ok" => ("✔", language.say(words::FOLLOWS_ONE_BEFORE)),
            "gap" => ("!", language.say(words::ONE_BEFORE_MISSING)),
            "fork" => ("!", language.say(words::PLACE_IS_TAKEN)),
            other => ("?", other),
        };
        html! {
            (language.say(words::NUMBER_SIGN)) (sealed.stored.counter) (language.say(words::COPIES_COMMA))
            span.mark { (mark) } (words)
        }
    }

    fn naming(&self, digest: &str) -> Vec<(EntryId, &EntryReading)> {
        let entries = self.dossier.record.entries.iter();
        let naming = entries.filter(|(_, reading)| {
            let named = reading.entry.what.statement();
            named.is_some_and(|(_, statement)| statement == digest)
        });
        naming.map(|(id, reading)| (*id, reading)).collect()
    }

    /// Entries that name a statement which has not come yet.
    fn not_arrived(&self) -> Markup {
        let language = self.language;
        let has = |digest: &str| {
            self.dossier
                .statements
                .iter()
                .any(|sealed| sealed.stored.digest.to_string() == *digest)
        };
        let entries = self.dossier.record.entries.iter();
        let waiting = entries.filter(|(_, reading)| {
            let named = reading.entry.what.statement();
            named.is_some_and(|(_, statement)| !has(statement))
        });
        html! {
            @for (id, reading) in waiting {
                article.signature id=[(!matches!(reading.entry.what, What::QuoteAccepted { .. })).then(|| format!("e-{id}"))] {
                    h3 {
                        (self.kind(&reading.entry.what)) " "
                        span.badge.warn { span.mark { "…" } (language.say(words::NOT_COME_YET)) }
                    }
                    p { (self.gist(&reading.entry.what)) }
                    (self.by_line(*id, reading))
                }
            }
        }
    }
}
