//! Every change, the newest first: who, on which device, when by his clock and by ours, old → new.

use doorstep_replica::history::Changed;
use doorstep_words::office::{calls, record as words};
use maud::{Markup, html};

use super::{difference::difference, dossier::Step, page::RecordPage};
use crate::{
    office::moment::{noted_at, seen_at},
    organisation::OFFICE,
};

impl RecordPage<'_> {
    pub(super) fn history(&self) -> Markup {
        let language = self.language;
        self.section("history", language.say(words::HISTORY), &html! {
            p.hint {
                (language.say(words::WHAT_THE_HISTORY_SHOWS))
            }
            @if let Some(taken) = &self.dossier.taken_by {
                p #taken-by {
                    (language.say(calls::TAKEN_IN_BY)) " "
                    strong { (self.dossier.staff.person(language, &taken.person)) } " · " (noted_at(taken.at_ms))
                }
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
                strong { (self.dossier.staff.device(language, step.item.device)) }
                @if let Some(person) = self.clerk_who(step) { " " strong { (person) } }
                " · "
                (seen_at(self.dossier.claimed(step.item.device, step.item.time_s))) " · "
                span.received { (language.say(words::RECEIVED)) (noted_at(step.received_at_ms)) }
                @if step.carrier != step.item.device {
                    " · " (language.say(words::BROUGHT_BY))
                    (self.dossier.staff.device(language, step.carrier)) (language.say(words::BROUGHT))
                }
                @if step.late {
                    " " span.badge.warn {
                        span.mark { "!" }
                        (language.say(words::ARRIVED_AFTER_REASSIGNMENT))
                    }
                }
            }
        }
    }

    /// Who of the office it was; a technician's device says that by itself.
    fn clerk_who(&self, step: &Step) -> Option<Markup> {
        let staff = &self.dossier.staff;
        let person = step.person.as_ref()?;
        let is_named = person.0 != OFFICE && staff.is_the_office(step.item.device);
        is_named.then(|| html! { "(" (staff.person(self.language, person)) ")" })
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
                    span.label { (language.say(text.words())) } " "
                    (difference(old, new))
                }
                Changed::Entry { entry: Some(entry), id } => {
                    span.label { a href={ "#e-" (id) } { (self.kind(&entry.what)) } } " "
                    (self.gist(&entry.what))
                }
                // An entry of a van stands in no record.
                Changed::Entry { entry: None, .. } | Changed::Van { .. } => {
                    (language.say(words::ENTRY_NEWER_PROGRAM_WROTE))
                }
            }
        }
    }
}
