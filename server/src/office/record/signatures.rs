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
use maud::{Markup, html};

use super::{
    badges::{seal_badge, verdict_badge},
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
            language.say("签字", "Signatures"),
            &html! {
                (self.what_it_proves())
                @if statements.is_empty() {
                    p.none { (language.say("还没有签字。", "None yet.")) }
                }
                @for sealed in statements { (self.signature(sealed)) }
                (self.not_arrived())
            },
        )
    }

    fn what_it_proves(&self) -> Markup {
        let language = self.language;
        html! {
            p.hint {
                (language.say(
                    "封存的签字能证明：内容自签字起是否被改动、由哪台设备封存、该设备当时所报的时刻。它不能证明：执笔的是谁。",
                    "A sealed signature proves whether the contents are those that were signed, which device sealed them, and at which moment by that device's clock. It does not prove who held the pen.",
                ))
                " "
                (language.say("任何人都可离线核对：", "Anybody can check it offline: "))
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
        let purpose = language.say(stored.purpose.chinese(), stored.purpose.english());
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
                    p.bad { (language.say("损坏之处：", "What is broken: ")) (told(why)) }
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
                                    (self.language.say("所接受的报价", "The quote that it accepts"))
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
                        (language.say(
                            "维修单中没有条目提到这份凭证。",
                            "No entry of the record names this statement.",
                        ))
                    }
                }
                (self.differences(sealed))
                p {
                    a id={ "jws-" (digest) } download
                        href={ "/records/" (self.dossier.record.id) "/statements/" (digest) (STATEMENT_FILE) } {
                        (language.say("下载凭证（JWS）", "Download the statement (JWS)"))
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
            (self.fact(language.say("收到", "received"), &noted_at(stored.received_at_ms)))
            (self.fact(language.say("封存设备", "sealed by"), &device))
            (self.fact(language.say("设备凭证链", "device's chain"), &self.chain(sealed)))
            (self.fact(language.say("摘要", "digest"), &html! { code.digest { (digest) } }))
        }
    }

    fn drawn(&self, purpose: &str, signing: &Signing) -> Markup {
        let language = self.language;
        let words = format!(
            "{purpose}{}{}",
            language.say("：", ": "),
            told_plain(&signing.signer)
        );
        html! {
            @match &signing.ink {
                Some(ink) => figure { (picture(ink, &words)) },
                None => p.none { (language.say("没有笔迹", "no ink")) },
            }
        }
    }

    fn particulars(&self, statement: &Statement) -> Markup {
        let language = self.language;
        let signing = &statement.signing;
        let relation = language.say(signing.relation.chinese(), signing.relation.english());
        html! {
                (self.fact(language.say("签字人", "Signer"), &html! {
                    strong { (told(&signing.signer)) } (language.say("（", " (")) (relation) (language.say("）", ")"))
                }))
                @if let Some(score) = signing.score {
                    (self.fact(language.say("满意度", "Score"), &html! { (score) " / 5" }))
                }
                @if let Some(opinion) = &signing.opinion {
                    (self.fact(language.say("用户意见", "Opinion"), &told_lines(opinion)))
                }
                @if let Some(reason) = &signing.refusal_reason {
                    (self.fact(language.say("拒签原因", "Why not signed"), &told_lines(reason)))
                }
                @if let Some(receipt) = &signing.receipt {
                    (self.fact(language.say("收款", "Payment"), &self.receipt(receipt)))
                }
                @if !signing.consent.is_empty() {
                    (self.fact(language.say("同意的话", "Consented to"), &told_lines(&signing.consent)))
                }
                (self.fact(language.say("签字时刻（设备所报）", "Signed at (by the device's clock)"), &seen_text(&statement.moment.device_time)))
                @if !statement.place.is_empty() {
                    (self.fact(language.say("地点", "Place"), &told(&statement.place)))
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
            (self.language.say("，", ", ")) (self.choice(&receipt.method))
            @if !receipt.number.is_empty() {
                (self.language.say("，凭据 ", ", receipt ")) (told(&receipt.number))
            }
        }
    }

    fn chain(&self, sealed: &SealedStatement) -> Markup {
        let language = self.language;
        let (mark, words) = match sealed.stored.chain_flag.as_str() {
            "ok" => (
                "✔",
                language.say("与前一份相连", "follows the one before it"),
            ),
            "gap" => (
                "!",
                language.say("前一份尚缺", "the one before it is missing"),
            ),
            "fork" => (
                "!",
                language.say(
                    "同一位置另有一份（设备曾恢复或被复制）",
                    "another one has its place (the device was restored or copied)",
                ),
            ),
            other => ("?", other),
        };
        html! {
            (language.say("第 ", "no. ")) (sealed.stored.counter) (language.say(" 份，", ", "))
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
                        span.badge.warn { span.mark { "…" } (language.say("凭证尚未到达", "the statement has not come yet")) }
                    }
                    p { (self.gist(&reading.entry.what)) }
                    (self.by_line(*id, reading))
                }
            }
        }
    }
}
