//! One record for people, in the order in which it is read aloud.

mod branches;

use doorstep_core::views::{QuoteView, RecordView, Words};
use doorstep_words::{Phrase, Say, terminal::device as words};

use super::words::{said, value};
use crate::{
    terminal,
    text::{Language, moment::moment_or_words},
};

struct Page {
    lines: Vec<String>,
    language: Language,
}

/// The lines of the whole record.
pub(super) fn record_lines(view: &RecordView, language: Language) -> Vec<String> {
    let mut page = Page {
        lines: Vec::new(),
        language,
    };
    page.head(view);
    page.course(view);
    for quote in &view.quotes {
        page.quote(quote);
    }
    page.work(view);
    page.branches(view);
    page.evidence(view);
    page.open_points(view);
    page.lines
}

impl Page {
    fn line(&mut self, name: impl Say, text: &str) {
        if text.is_empty() {
            return;
        }
        let name = name.say(self.language).into_owned();
        self.push(&format!("{name}: {}", text.replace('\n', " / ")));
    }

    fn push(&mut self, text: &str) {
        let text = terminal::plain(text);
        self.lines
            .extend(terminal::hanging(&text, terminal::COLUMNS));
    }

    fn words(&mut self, name: Phrase, words: Option<&Words>) {
        let text = words
            .map_or("", |words| said(words, self.language))
            .to_owned();
        self.line(name, &text)
    }

    fn head(&mut self, view: &RecordView) {
        let language = self.language;
        let status = format!(
            "{}  {} → {}  [{}]",
            view.number,
            said(&view.status, language),
            said(&view.next_step, language),
            said(&view.sync, language)
        );
        self.push(&status);
        let customer = [
            &view.customer.name,
            &view.customer.phone,
            &view.customer.address,
        ];
        self.line(words::CUSTOMER, &joined(customer));
        let kind = view.unit.kind.as_ref();
        let kind = kind.map_or("", |kind| said(kind, language)).to_owned();
        let unit = [
            &kind,
            &view.unit.model,
            &view.unit.serial,
            &view.unit.purchased_on,
        ];
        self.line(words::UNIT, &joined(unit));
        self.words(words::REQUEST, view.request.as_ref());
        self.words(words::WHO_PAYS, view.payer_class.as_ref());
        let window = view
            .appointment
            .as_ref()
            .map(|window| moment_or_words(&format!("{}/{}", window.from, window.to)));
        self.line(words::APPOINTMENT, &window.unwrap_or_default());
        self.line(words::OFFICES_NOTE, &view.office_note);
        self.line(words::SYMPTOM, &view.texts.symptom);
        self.line(words::CAUSE, &view.texts.cause)
    }

    fn course(&mut self, view: &RecordView) {
        for call in &view.calls {
            let text = format!(
                "{} {} {}",
                moment_or_words(&call.head.at),
                said(&call.outcome, self.language),
                call.note
            );
            self.line(words::CALL, text.trim_end());
        }
        for visit in &view.visits {
            let at = moment_or_words(&visit.head.at);
            let text = format!("{at} {} {}", visit.head.by, visit.place);
            self.line(words::ARRIVAL, text.trim_end());
        }
        for step in &view.diagnosis {
            let measured = step
                .measurements
                .iter()
                .map(|m| format!(" {} {}{}", m.name, m.value, m.unit));
            let text = format!(
                "{} {}{}",
                said(&step.step, self.language),
                step.finding,
                measured.collect::<String>()
            );
            self.line(words::DIAGNOSIS, &text);
        }
    }

    fn quote(&mut self, quote: &QuoteView) {
        let language = self.language;
        let became = match (
            quote.in_force,
            quote.accepted,
            quote.declined,
            quote.standing,
        ) {
            (true, ..) => language.say(words::ACCEPTED_IN_FORCE),
            (_, true, ..) => language.say(words::WAS_ACCEPTED),
            (_, _, true, _) => language.say(words::DECLINED),
            (.., true) => language.say(words::WAITS_FOR_AN_ANSWER),
            _ => language.say(words::REPLACED),
        };
        let pays = quote
            .customer_pays
            .as_ref()
            .map_or("", |money| money.text.as_str());
        let total = quote.total.as_ref().map_or("", |money| money.text.as_str());
        let (name, sum, own) = (
            language.say(words::QUOTE),
            language.say(words::TOTAL),
            language.say(words::THE_CUSTOMER_PAYS),
        );
        self.push(&format!(
            "{name} {} ({became}): {sum} {total}, {own} {pays}",
            quote.revision
        ));
        for line in &quote.lines {
            self.push(&format!(
                "    {} × {} {} = {}  {}: {}",
                line.name,
                line.quantity,
                line.unit_price.text,
                line.amount.text,
                said(&line.payer, language),
                line.rule,
            ));
        }
    }

    fn work(&mut self, view: &RecordView) {
        for (parts, name) in [
            (&view.parts_fitted, words::PART_FITTED),
            (&view.parts_removed, words::PART_REMOVED),
        ] {
            for part in parts {
                let text = format!(
                    "{} {} × {} {}",
                    part.part, part.name, part.quantity, part.serial
                );
                self.line(name, text.trim_end());
            }
        }
        self.line(words::WORK_DONE, &view.texts.work);
        for cannot in &view.cannot_repair {
            self.line(
                words::CANNOT_REPAIRED_SITE,
                &format!("{} → {}", cannot.reason, cannot.plan),
            );
        }
        for test in &view.tests {
            for item in &test.items {
                let mark = if item.passed { "✔" } else { "✖" };
                self.line(
                    words::TEST,
                    &format!("{mark} {} {}", item.name, item.result),
                );
            }
        }
        self.line(words::CARE_ADVICE, &view.texts.advice);
        for payment in &view.payments.taken {
            let text = format!(
                "{} {} {}",
                payment.amount.text,
                said(&payment.method, self.language),
                payment.receipt
            );
            self.line(words::PAYMENT, text.trim_end());
        }
        let owed = view.payments.owed.as_ref().filter(|owed| owed.minor > 0);
        self.line(
            words::STILL_OWED,
            owed.map_or("", |owed| owed.text.as_str()),
        )
    }

    fn evidence(&mut self, view: &RecordView) {
        for signature in &view.signatures {
            let language = self.language;
            let purpose = signature
                .purpose
                .as_ref()
                .map_or("?", |purpose| said(purpose, language))
                .to_owned();
            let verdict = &signature.verdict;
            let text = format!(
                "{} {}  {purpose} {} {}",
                verdict.mark,
                said(&verdict.words, language),
                signature.signer.as_deref().unwrap_or_default(),
                moment_or_words(signature.at.as_deref().unwrap_or_default()),
            );
            self.line(words::SEALED, text.trim_end());
            if let (Some(opinion), Some(score)) = (&signature.opinion, signature.score) {
                self.line(words::OPINION, &format!("{score}/5 {opinion}"));
            }
        }
        for note in &view.notes {
            let kind = note.kind.clone();
            self.line(
                self.language.pick(&kind.zh, &kind.en),
                &format!("{} {}", moment_or_words(&note.head.at), note.note),
            );
        }
    }

    fn open_points(&mut self, view: &RecordView) {
        if let Some(deadline) = &view.next_deadline {
            let text = format!(
                "{} {}  {} ({})",
                said(&deadline.clock, self.language),
                moment_or_words(&deadline.due),
                said(&deadline.state, self.language),
                said(&deadline.rule, self.language)
            );
            self.line(words::DEADLINE, &text);
        }
        for missing in &view.missing {
            let text = format!(
                "{} ({})",
                said(&missing.item, self.language),
                said(&missing.need, self.language)
            );
            self.line(words::LACKS, &text);
        }
        for finding in &view.findings {
            let words = finding.detail.as_ref().unwrap_or(&finding.words);
            self.words(words::FINDING, Some(words));
        }
        for conflict in &view.conflicts {
            let language = self.language;
            let text = format!(
                "{}; {}",
                said(&conflict.field, language),
                said(&conflict.rule, language)
            );
            self.line(words::CLASH, &text);
            for found in &conflict.values {
                let mark = if found.in_force { "●" } else { "○" };
                self.push(&format!(
                    "    {mark} {} ({} {})",
                    moment_or_words(value(&found.value, language)),
                    said(&found.role, language),
                    found.by
                ));
            }
        }
    }
}

fn joined<'t>(parts: impl IntoIterator<Item = &'t String>) -> String {
    let parts: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("  ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use unicode_width::UnicodeWidthStr as _;

    use super::*;
    use crate::device::example::{enrolled, said};

    #[test]
    fn a_record_is_read_aloud_in_both_languages() {
        let folder = tempfile::tempdir().unwrap();
        let device = enrolled(folder.path());
        let open = json!({"do": "record.open", "customer": {"name": "王小川", "phone": "139-0000-1001"},
                          "unit": {"kind": "refrigerator", "model": "YL-BCD326F"}, "symptom": "不凉\n漏水"});
        let number = said(&device, &[open])[0]["number"]
            .as_str()
            .unwrap()
            .to_owned();
        let stroke: Vec<_> = (0..20)
            .map(|n| json!({"x": 40 * n, "y": 30, "t_ms": 8 * n, "pressure": 300}))
            .collect();
        said(
            &device,
            &[
                json!({"do": "visit.arrive", "record": number, "badge_shown": true, "unit_matches": true,
                   "proof_of_purchase_seen": false, "place": "30.66,104.06"}),
                json!({"do": "quote.offer", "record": number, "lines": [
                {"kind": "part", "code": "X-1", "name": "风门电机", "unit_price_minor": 6800, "quantity": 2}]}),
                json!({"do": "quote.accept", "record": number, "signer": "王小川", "relation": "customer",
                   "strokes": [stroke]}),
                json!({"do": "part.fit", "record": number, "part": "X-1", "quantity": 2}),
            ],
        );
        let view = device
            .view(device.find(&number.as_str().into()).unwrap())
            .unwrap();
        let text = |language: Language| record_lines(&view, language).join("\n") + "\n";
        let chinese = text(Language::Chinese);
        for line in [
            &*format!("{number}  维修中 → 诊断  [已存本机]\n"),
            "用户: 王小川  139-0000-1001\n",
            "故障现象: 不凉 / 漏水\n",
            "报价 1 (已接受，执行中): 合计 ¥136.00, 用户付 ¥136.00\n",
            "    风门电机 × 2 ¥68.00 = ¥136.00  用户付费: 无保修卡或发票，不属三包，按价目表\n",
            "装用配件: X-1 风门电机 × 2\n",
            "未收: ¥136.00\n",
            "签字凭证: ✔ 签字后未改动  接受报价 王小川",
            "缺: 试机结果 (必填)\n",
            "异常: 四步诊断不全\n",
        ] {
            assert!(chinese.contains(line), "{line}\n{chinese}");
        }
        let english = text(Language::English);
        for line in [
            "sealed: ✔ unchanged since signing  acceptance of the quote",
            "lacks: test result (required)\n",
        ] {
            assert!(english.contains(line), "{line}\n{english}");
        }
    }
    #[test]
    fn long_words_stay_on_the_screen_and_moments_are_for_people() {
        let folder = tempfile::tempdir().unwrap();
        let device = enrolled(folder.path());
        let window = "2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00";
        let open = json!({"do": "record.open", "appointment": window, "symptom": "一直滴水，".repeat(30),
                          "customer": {"name": "王小川", "address": "Flat 1203, 8 Riverside Road, ".repeat(9)},
                          "unit": {"kind": "refrigerator", "model": "YL-BCD326F"}});
        let opened = said(&device, &[open]);
        let number = opened[0]["number"].as_str().unwrap().to_owned();
        let found = device.find(&number.as_str().into()).unwrap();
        let lines = record_lines(&device.view(found).unwrap(), Language::Chinese);
        assert!(lines.iter().all(|line| line.width() <= 80), "{lines:#?}");
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with("    ") && line.contains("滴水"))
        );
        assert!(lines.contains(&"预约: 2026-11-23 09:00–11:00 +08:00".to_owned()));
    }
}
