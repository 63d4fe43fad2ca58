//! Clashes: every value that stands, who wrote it and when, the rule in force in words, and the value that holds.

use doorstep_domain::ids::DeviceId;
use doorstep_domain::record::{Candidate, Conflict, Field, FieldValue, What};
use doorstep_domain::rights::Role;
use doorstep_replica::history::Changed;
use doorstep_words::office::{record as words, record_forms as forms_words};
use maud::{Markup, html};

use super::{dossier::Step, page::RecordPage};
use crate::{
    office::moment::{noted_at, seen_at},
    rights::Action,
};

impl RecordPage<'_> {
    pub(super) fn conflicts(&self) -> Markup {
        let language = self.language;
        let conflicts = self.dossier.record.conflicts();
        self.section(
            "conflicts",
            language.say(words::CONFLICTS),
            &html! {
                @if conflicts.is_empty() {
                    p.none { (language.say(words::NONE)) }
                } @else {
                    p.hint {
                        (language.say(words::WHAT_A_CONFLICT_IS))
                    }
                    @for conflict in &conflicts {
                        (self.conflict(conflict))
                        @if self.may(Action::Settle) && self.may_change(conflict.field) {
                            p.acts {
                                a id={ "settle-" (conflict.field.key()) }
                                    href={ "/records/" (self.dossier.record.id) "/conflicts/" (conflict.field.key()) } {
                                    (language.say(forms_words::SETTLE_TITLE))
                                }
                            }
                        }
                    }
                }
                (self.settled())
            },
        )
    }

    pub(super) fn conflict(&self, conflict: &Conflict<'_>) -> Markup {
        let language = self.language;
        let rule = conflict.field.rule();
        html! {
            article.clash #{ "clash-" (conflict.field.key()) } {
                h3 { span.mark { "⇄" } " " span.kind { (self.field_name(conflict.field)) } }
                table.stack {
                    thead {
                        tr {
                            th scope="col" { (language.say(words::VALUE)) }
                            th scope="col" { (language.say(words::WRITTEN_BY)) }
                            th scope="col" { (language.say(words::WHEN)) }
                            th scope="col" { (language.say(words::NOW)) }
                        }
                    }
                    tbody {
                        (self.candidate(conflict.field, conflict.in_force, true))
                        @for candidate in conflict.candidates {
                            @if candidate != conflict.in_force {
                                (self.candidate(conflict.field, candidate, false))
                            }
                        }
                    }
                }
                p {
                    strong { (language.say(forms_words::BEFORE_THAT)) }
                    @match self.dossier.bases.get(&conflict.field) {
                        Some(base) => (self.value(conflict.field, base)),
                        None => span.none { (language.say(words::EMPTY)) },
                    }
                }
                p {
                    strong { (language.say(words::RULE)) }
                    (language.say(conflict.rule.words()))
                    (language.say(words::STOP))
                    span.why { (language.say(rule.why)) }
                }
            }
        }
    }

    /// What was settled, by whom and why; each can be undone.
    fn settled(&self) -> Markup {
        let entries = self.dossier.record.entries.iter();
        let settled: Vec<_> = entries
            .filter(|(_, reading)| matches!(reading.entry.what, What::Settled { .. }))
            .collect();
        html! {
            @if !settled.is_empty() {
                h3 { (self.language.say(forms_words::SETTLED_BEFORE)) }
                ul.plain {
                    @for (id, reading) in settled {
                        li.void[self.is_voided(*id)] {
                            (self.gist(&reading.entry.what))
                            (self.by_line(*id, reading))
                        }
                    }
                }
            }
        }
    }

    fn candidate(&self, field: Field, candidate: &Candidate, holds: bool) -> Markup {
        let language = self.language;
        let written = self.written(field, candidate.device, &candidate.value);
        html! {
            tr.holds[holds] {
                td data-label=(language.say(words::VALUE)) {
                    div.main { (self.value(field, &candidate.value)) }
                }
                td data-label=(language.say(words::WRITTEN_BY)) {
                    (self.dossier.staff.device(language, candidate.device))
                    // The office has no other name than its role.
                    @if candidate.role != Role::Office {
                        div.side { (language.say(candidate.role.words())) }
                    }
                }
                td data-label=(language.say(words::WHEN)) {
                    @if let Some(step) = written {
                        (seen_at(self.dossier.claimed(step.item.device, step.item.time_s)))
                        div.side { (language.say(words::RECEIVED)) (noted_at(step.received_at_ms)) }
                    }
                }
                td data-label=(language.say(words::NOW)) {
                    @if holds {
                        span.badge.good { span.mark { "✔" } (language.say(words::HOLDS)) }
                    } @else {
                        span.badge.none { span.mark { "–" } (language.say(words::KEPT_NOT_IN_FORCE)) }
                    }
                }
            }
        }
    }

    /// The last change by which a device gave a field this value.
    fn written(&self, wanted: Field, device: DeviceId, value: &FieldValue) -> Option<&Step> {
        self.dossier.history.iter().find(|step| {
            step.item.device == device
                && step.item.what.iter().any(|changed| {
                    matches!(changed, Changed::Field { field, new, .. } if *field == wanted && new == value)
                })
        })
    }
}
