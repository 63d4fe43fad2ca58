//! Every change, the newest first: who, on which device, when by his clock and by ours, old → new.

use doorstep_replica::history::Changed;
use maud::{Markup, html};

use super::{difference::difference, dossier::Step, page::RecordPage};
use crate::office::moment::{noted_at, seen_at};

impl RecordPage<'_> {
    pub(super) fn history(&self) -> Markup {
        let language = self.language;
        self.section("history", language.say("历史", "History"), &html! {
            p.hint {
                (language.say(
                    "每一次改动，最新的在上。时间先写设备所报的（声称），再写服务器收到的。",
                    "Every change, the newest first. The first time is what the device's clock said (a claim), the second when the server received it.",
                ))
            }
            ol.history {
                @for step in &self.dossier.history {
                    li #{ "c-" (step.item.change) } {
                        (self.step_head(step))
                        ul { @for changed in &step.item.what { li { (self.changed(changed)) } } }
                    }
                }
            }
        })
    }

    fn step_head(&self, step: &Step) -> Markup {
        let language = self.language;
        html! {
            div.by {
                strong { (self.dossier.staff.device(language, step.item.device)) } " · "
                (seen_at(self.dossier.claimed(step.item.device, step.item.time_s))) " · "
                span.received { (language.say("收到 ", "received ")) (noted_at(step.received_at_ms)) }
                @if step.carrier != step.item.device {
                    " · " (language.say("由 ", "brought by "))
                    (self.dossier.staff.device(language, step.carrier)) (language.say(" 带来", ""))
                }
                @if step.late {
                    " " span.badge.warn {
                        span.mark { "!" }
                        (language.say("改派之后送达", "arrived after reassignment"))
                    }
                }
            }
        }
    }

    /// What a change did, old → new.
    pub(super) fn changed(&self, changed: &Changed) -> Markup {
        let language = self.language;
        html! {
            @match changed {
                Changed::Field { field, old, new } => {
                    span.label { (self.field_name(*field)) } " "
                    @if let Some(old) = old { span.old { (self.value(*field, old)) } " → " }
                    span.new { (self.value(*field, new)) }
                }
                Changed::Text { text, old, new } => {
                    span.label { (language.say(text.chinese(), text.english())) } " "
                    (difference(old, new))
                }
                Changed::Entry { entry: Some(entry), id } => {
                    span.label { a href={ "#e-" (id) } { (self.kind(&entry.what)) } } " "
                    (self.gist(&entry.what))
                }
                // An entry of a van stands in no record.
                Changed::Entry { entry: None, .. } | Changed::Van { .. } => {
                    (language.say("更新版本的程序写入的条目", "an entry that a newer program wrote"))
                }
            }
        }
    }
}
