//! Clashes: every value that stands, who wrote it and when, the rule in force in words, and the value that holds.

use doorstep_domain::ids::DeviceId;
use doorstep_domain::record::{Candidate, Conflict, Field, FieldValue};
use doorstep_domain::rights::Role;
use doorstep_replica::history::Changed;
use maud::{Markup, html};

use super::{dossier::Step, page::RecordPage};
use crate::office::moment::{noted_at, seen_at};

impl RecordPage<'_> {
    pub(super) fn conflicts(&self) -> Markup {
        let language = self.language;
        let conflicts = self.dossier.record.conflicts();
        self.section("conflicts", language.say("冲突", "Conflicts"), &html! {
            @if conflicts.is_empty() {
                p.none { (language.say("没有冲突。", "None.")) }
            } @else {
                p.hint {
                    (language.say(
                        "多人离线时写下了不同的值。全部保留，按规则暂以其一为准，直到有人确认。",
                        "Several people wrote different values while apart. All are kept; by the rule one holds for now, until somebody settles it.",
                    ))
                }
                @for conflict in &conflicts { (self.conflict(conflict)) }
            }
        })
    }

    fn conflict(&self, conflict: &Conflict<'_>) -> Markup {
        let language = self.language;
        let rule = conflict.field.rule();
        html! {
            article.clash #{ "clash-" (conflict.field.key()) } {
                h3 { span.mark { "⇄" } " " span.kind { (self.field_name(conflict.field)) } }
                table.stack {
                    thead {
                        tr {
                            th scope="col" { (language.say("值", "Value")) }
                            th scope="col" { (language.say("谁写的", "Written by")) }
                            th scope="col" { (language.say("何时", "When")) }
                            th scope="col" { (language.say("现在", "Now")) }
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
                    strong { (language.say("规则：", "Rule: ")) }
                    (language.say(conflict.rule.chinese(), conflict.rule.english()))
                    (language.say("。", ". "))
                    span.why { (language.say(rule.why_chinese, rule.why)) }
                }
            }
        }
    }

    fn candidate(&self, field: Field, candidate: &Candidate, holds: bool) -> Markup {
        let language = self.language;
        let written = self.written(field, candidate.device, &candidate.value);
        html! {
            tr.holds[holds] {
                td data-label=(language.say("值", "Value")) {
                    div.main { (self.value(field, &candidate.value)) }
                }
                td data-label=(language.say("谁写的", "Written by")) {
                    (self.dossier.staff.device(language, candidate.device))
                    // The office has no other name than its role.
                    @if candidate.role != Role::Office {
                        div.side { (language.say(candidate.role.chinese(), candidate.role.english())) }
                    }
                }
                td data-label=(language.say("何时", "When")) {
                    @if let Some(step) = written {
                        (seen_at(self.dossier.claimed(step.item.device, step.item.time_s)))
                        div.side { (language.say("收到 ", "received ")) (noted_at(step.received_at_ms)) }
                    }
                }
                td data-label=(language.say("现在", "Now")) {
                    @if holds {
                        span.badge.good { span.mark { "✔" } (language.say("以此为准", "holds")) }
                    } @else {
                        span.badge.none { span.mark { "–" } (language.say("保留，未采用", "kept, not in force")) }
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
