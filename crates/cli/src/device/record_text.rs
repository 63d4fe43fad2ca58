//! One record for people, in the order in which it is read aloud.

use std::io::{self, Write};

use doorstep_core::views::{QuoteView, RecordView, Words};

use super::{language::Language, print::value};

struct Page<'w> {
    out: &'w mut dyn Write,
    language: Language,
}

/// The whole record.
///
/// # Errors
/// What the writer says.
pub(super) fn write_record(out: &mut dyn Write, view: &RecordView, language: Language) -> io::Result<()> {
    let mut page = Page { out, language };
    page.head(view)?;
    page.course(view)?;
    for quote in &view.quotes {
        page.quote(quote)?;
    }
    page.work(view)?;
    page.evidence(view)?;
    page.open_points(view)
}

impl Page<'_> {
    fn line(&mut self, chinese: &str, english: &str, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let name = self.language.pick(chinese, english);
        writeln!(self.out, "{name}: {}", text.replace('\n', " / "))
    }

    fn words(&mut self, chinese: &str, english: &str, words: Option<&Words>) -> io::Result<()> {
        let text = words.map_or("", |words| self.language.of(words)).to_owned();
        self.line(chinese, english, &text)
    }

    fn head(&mut self, view: &RecordView) -> io::Result<()> {
        let language = self.language;
        let status = format!(
            "{}  {} → {}  [{}]",
            view.number,
            language.of(&view.status),
            language.of(&view.next_step),
            language.of(&view.sync)
        );
        writeln!(self.out, "{status}")?;
        let customer = [&view.customer.name, &view.customer.phone, &view.customer.address];
        self.line("用户", "customer", &joined(customer))?;
        let unit = [&view.unit.kind, &view.unit.model, &view.unit.serial, &view.unit.purchased_on];
        self.line("产品", "unit", &joined(unit))?;
        self.words("服务类别", "request", view.request.as_ref())?;
        self.words("付费类别", "who pays", view.payer_class.as_ref())?;
        let window = view.appointment.as_ref().map(|window| format!("{} – {}", window.from, window.to));
        self.line("预约", "appointment", &window.unwrap_or_default())?;
        self.line("派工说明", "office's note", &view.office_note)?;
        self.line("故障现象", "symptom", &view.texts.symptom)?;
        self.line("故障原因", "cause", &view.texts.cause)
    }

    fn course(&mut self, view: &RecordView) -> io::Result<()> {
        for call in &view.calls {
            let text = format!("{} {} {}", call.head.at, self.language.of(&call.outcome), call.note);
            self.line("电话", "call", text.trim_end())?;
        }
        for visit in &view.visits {
            let text = format!("{} {} {}", visit.head.at, visit.head.by, visit.place);
            self.line("到达", "arrival", text.trim_end())?;
        }
        for step in &view.diagnosis {
            let measured = step.measurements.iter().map(|m| format!(" {} {}{}", m.name, m.value, m.unit));
            let text = format!("{} {}{}", self.language.of(&step.step), step.finding, measured.collect::<String>());
            self.line("诊断", "diagnosis", &text)?;
        }
        Ok(())
    }

    fn quote(&mut self, quote: &QuoteView) -> io::Result<()> {
        let language = self.language;
        let became = match (quote.in_force, quote.accepted, quote.declined, quote.standing) {
            (true, ..) => language.pick("已接受，执行中", "accepted, in force"),
            (_, true, ..) => language.pick("曾接受", "was accepted"),
            (_, _, true, _) => language.pick("被拒绝", "declined"),
            (.., true) => language.pick("待答复", "waits for an answer"),
            _ => language.pick("已被取代", "replaced"),
        };
        let pays = quote.customer_pays.as_ref().map_or("", |money| money.text.as_str());
        let total = quote.total.as_ref().map_or("", |money| money.text.as_str());
        let (name, sum, own) = (
            language.pick("报价", "quote"),
            language.pick("合计", "total"),
            language.pick("用户付", "the customer pays"),
        );
        writeln!(self.out, "{name} {} ({became}): {sum} {total}, {own} {pays}", quote.revision)?;
        for line in &quote.lines {
            writeln!(
                self.out,
                "    {} × {} {} = {}  {}: {}",
                line.name,
                line.quantity,
                line.unit_price.text,
                line.amount.text,
                language.of(&line.payer),
                line.rule,
            )?;
        }
        Ok(())
    }

    fn work(&mut self, view: &RecordView) -> io::Result<()> {
        for (parts, chinese, english) in
            [(&view.parts_fitted, "装用配件", "part fitted"), (&view.parts_removed, "拆下旧件", "part removed")]
        {
            for part in parts {
                let text = format!("{} {} × {} {}", part.part, part.name, part.quantity, part.serial);
                self.line(chinese, english, text.trim_end())?;
            }
        }
        self.line("维修过程", "work done", &view.texts.work)?;
        for cannot in &view.cannot_repair {
            self.line("现场无法修复", "cannot be repaired on site", &format!("{} → {}", cannot.reason, cannot.plan))?;
        }
        for test in &view.tests {
            for item in &test.items {
                let mark = if item.passed { "✔" } else { "✖" };
                self.line("试机", "test", &format!("{mark} {} {}", item.name, item.result))?;
            }
        }
        self.line("保养建议", "care advice", &view.texts.advice)?;
        for payment in &view.payments.taken {
            let text = format!("{} {} {}", payment.amount.text, self.language.of(&payment.method), payment.receipt);
            self.line("收款", "payment", text.trim_end())?;
        }
        let owed = view.payments.owed.as_ref().filter(|owed| owed.minor > 0);
        self.line("未收", "still owed", owed.map_or("", |owed| owed.text.as_str()))
    }

    fn evidence(&mut self, view: &RecordView) -> io::Result<()> {
        for signature in &view.signatures {
            let language = self.language;
            let purpose = signature.purpose.as_ref().map_or("?", |purpose| language.of(purpose)).to_owned();
            let verdict = &signature.verdict;
            let text = format!(
                "{} {}  {purpose} {} {}",
                verdict.mark,
                language.of(&verdict.words),
                signature.signer.as_deref().unwrap_or_default(),
                signature.at.as_deref().unwrap_or_default(),
            );
            self.line("签字凭证", "sealed", text.trim_end())?;
            if let (Some(opinion), Some(score)) = (&signature.opinion, signature.score) {
                self.line("用户意见", "opinion", &format!("{score}/5 {opinion}"))?;
            }
        }
        for note in &view.notes {
            let kind = note.kind.clone();
            self.line(&kind.zh, &kind.en, &format!("{} {}", note.head.at, note.note))?;
        }
        Ok(())
    }

    fn open_points(&mut self, view: &RecordView) -> io::Result<()> {
        for missing in &view.missing {
            let text = format!("{} ({})", self.language.of(&missing.item), self.language.of(&missing.need));
            self.line("缺", "lacks", &text)?;
        }
        for finding in &view.findings {
            self.words("异常", "finding", Some(&finding.words))?;
        }
        for conflict in &view.conflicts {
            let language = self.language;
            let values = conflict.values.iter().map(|found| {
                let mark = if found.in_force { "*" } else { "" };
                format!("{mark}{} ({} {})", value(&found.value, language), language.of(&found.role), found.by)
            });
            let text = format!(
                "{}: {}; {}",
                language.of(&conflict.field),
                values.collect::<Vec<_>>().join(" | "),
                language.of(&conflict.rule)
            );
            self.line("冲突", "clash", &text)?;
        }
        Ok(())
    }
}

fn joined<'t>(parts: impl IntoIterator<Item = &'t String>) -> String {
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join("  ")
}
