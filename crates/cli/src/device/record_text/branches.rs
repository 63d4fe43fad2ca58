//! What lies off the straight course, read aloud.

use doorstep_core::views::RecordView;

use super::Page;
use crate::device::words::said;

impl Page {
    pub(super) fn branches(&mut self, view: &RecordView) {
        let language = self.language;
        for handover in &view.handovers {
            let back = match &handover.back {
                None => language.pick("尚未归还", "still out"),
                Some(back) if back.complete => language.pick("已归还", "is back"),
                Some(_) => language.pick("已归还，有缺件", "is back, something was missing"),
            };
            let text = format!(
                "{} {} {} {}  {back}",
                handover.number, handover.model, handover.serial, handover.promised_on
            );
            self.line(&handover.kind.zh, &handover.kind.en, &text);
        }
        for approval in &view.approvals {
            let text = format!(
                "{} {} {}  {}",
                said(&approval.matter, language),
                approval.wanted,
                approval.until,
                said(&approval.answer, language)
            );
            self.line("请示", "approval", &text);
        }
        for passed in &view.passed_on {
            let text = format!("{} → {}  {}", passed.head.by, passed.to, passed.reason);
            self.line("转交", "passed on", &text);
        }
        for consent in &view.consents {
            let text = format!(
                "{} {} ({})",
                said(&consent.to, language),
                consent.words,
                consent.given_by
            );
            self.line("征得同意", "consent", &text);
        }
        for photo in &view.photos {
            let text = format!(
                "{} {}  {}",
                said(&photo.stage, language),
                photo.caption,
                said(&photo.state.state, language)
            );
            self.line("照片与文件", "photo or file", &text);
        }
        for complaint in &view.complaints {
            let text = format!("{} {}", said(&complaint.gravity, language), complaint.about);
            self.line("投诉", "complaint", &text);
        }
        for claim in &view.claims {
            let amount = claim
                .amount
                .as_ref()
                .map_or("", |amount| amount.text.as_str());
            let paid: Vec<&str> = claim.paid.iter().map(|paid| paid.text.as_str()).collect();
            let text = format!(
                "{} {amount} ({} {})",
                claim.about,
                language.pick("已付", "paid"),
                if paid.is_empty() {
                    "-".to_owned()
                } else {
                    paid.join(" + ")
                }
            );
            self.line(&claim.kind.zh, &claim.kind.en, &text);
        }
    }
}
