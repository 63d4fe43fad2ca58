//! What lies off the straight course, read aloud.

use doorstep_core::views::RecordView;
use doorstep_words::terminal::device as words;

use super::Page;
use crate::device::words::said;

impl Page {
    pub(super) fn branches(&mut self, view: &RecordView) {
        let language = self.language;
        for handover in &view.handovers {
            let back = match &handover.back {
                None => language.say(words::STILL_OUT),
                Some(back) if back.complete => language.say(words::IS_BACK),
                Some(_) => language.say(words::BACK_SOMETHING_MISSING),
            };
            let text = format!(
                "{} {} {} {}  {back}",
                handover.number, handover.model, handover.serial, handover.promised_on
            );
            self.line(
                self.language.pick(&handover.kind.zh, &handover.kind.en),
                &text,
            );
        }
        for approval in &view.approvals {
            let text = format!(
                "{} {} {}  {}",
                said(&approval.matter, language),
                approval.wanted,
                approval.until,
                said(&approval.answer, language)
            );
            self.line(words::APPROVAL, &text);
        }
        for passed in &view.passed_on {
            let text = format!("{} → {}  {}", passed.head.by, passed.to, passed.reason);
            self.line(words::PASSED_ON, &text);
        }
        for consent in &view.consents {
            let text = format!(
                "{} {} ({})",
                said(&consent.to, language),
                consent.words,
                consent.given_by
            );
            self.line(words::CONSENT, &text);
        }
        for photo in &view.photos {
            let text = format!(
                "{} {}  {}",
                said(&photo.stage, language),
                photo.caption,
                said(&photo.state.state, language)
            );
            self.line(words::PHOTO_OR_FILE, &text);
        }
        for complaint in &view.complaints {
            let text = format!("{} {}", said(&complaint.gravity, language), complaint.about);
            self.line(words::COMPLAINT, &text);
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
                language.say(words::PAID),
                if paid.is_empty() {
                    "-".to_owned()
                } else {
                    paid.join(" + ")
                }
            );
            self.line(self.language.pick(&claim.kind.zh, &claim.kind.en), &text);
        }
    }
}
