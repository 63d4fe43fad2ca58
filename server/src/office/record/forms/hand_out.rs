//! `/records/{record}/dispatch`: who goes, when, and how soon.

use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, FixedOffset};
use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{Field, FieldValue, Shape},
};
use doorstep_words::{Say as _, office::record_forms as words};
use maud::{Markup, html};
use rusqlite::Connection;

use super::{super::dossier::load, Written, act, ask, typed};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::{Attempt, Choice, Fields, Form, Line, Sent},
        moment::{moment_typed, on_the_wall, wall_clock},
        record::page::RecordPage,
        told::told,
        visitor::Visitor,
    },
    record::{HandOut, ShownToDispatcher, hand_out, standing},
    replication::{OfficeDesk, roster},
    rights::Action,
    staff::Colleague,
};

pub(super) async fn show(
    State(state): State<AppState>,
    Path(record): Path<String>,
    visitor: Visitor,
) -> Response {
    let Ok(id) = record.parse::<RecordId>() else {
        return visitor.nothing_here();
    };
    let now = on_the_wall(&state);
    ask(&state, &visitor, id, Attempt::none(), |page, form| {
        page.handing_out(form, now)
    })
    .await
}

pub(super) async fn hand_one_out(
    State(state): State<AppState>,
    Path(record): Path<String>,
    sent: Sent,
) -> Response {
    let Ok(id) = record.parse::<RecordId>() else {
        return sent.visitor.nothing_here();
    };
    let now = on_the_wall(&state);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = asked(&sent.fields, *now.offset());
    let work = move |desk: &OfficeDesk<'_>| hand_out(desk, &clerk, id, &request, now_ms);
    act(&state, id, sent, "request", work, |page, form| {
        page.handing_out(form, now)
    })
    .await
}

/// What was typed, as the use case takes it. A window that was not touched is the one that stands, to the second.
pub(in crate::office) fn asked(fields: &Fields, offset: FixedOffset) -> HandOut {
    let standing = fields.text("window");
    let (start, end) = (fields.text("start"), fields.text("end"));
    let appointment = if on_the_clock(standing, offset) == [start, end] {
        standing.to_owned()
    } else if start.is_empty() && end.is_empty() {
        String::new()
    } else {
        format!(
            "{}/{}",
            moment_typed(start, offset),
            moment_typed(end, offset)
        )
    };
    let given = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    HandOut {
        shown: ShownToDispatcher {
            assignee: typed::shown_as(fields, "assignee_shown"),
            appointment: typed::shown_as(fields, "window_shown"),
            priority_hours: typed::shown_as(fields, "hours_shown"),
        },
        assignee: given(fields.text("assignee")),
        appointment: given(&appointment),
        // What is no number is none of the four.
        priority_hours: fields
            .given("hours")
            .map(|hours| hours.parse().unwrap_or_default()),
    }
}

/// What stands of a record that is to be handed out; its station is asked for elsewhere.
pub(in crate::office) fn standing_parts(
    connection: &Connection,
    id: RecordId,
) -> Result<ShownToDispatcher, ApiError> {
    let (document, _) = load(connection, id)?;
    let record = document.record(&roster(connection)?);
    Ok(ShownToDispatcher {
        assignee: standing(&record, Field::Assignee),
        appointment: standing(&record, Field::Appointment),
        priority_hours: standing(&record, Field::PriorityHours),
    })
}

/// The two ends of a window as the form's fields show them.
pub(in crate::office) fn on_the_clock(window: &str, offset: FixedOffset) -> [String; 2] {
    let end = |text: &str| {
        let at = DateTime::parse_from_rfc3339(text);
        at.map_or_else(
            |_| text.to_owned(),
            |at| wall_clock(at.with_timezone(&offset)),
        )
    };
    let (start, until) = window.split_once('/').unwrap_or((window, window));
    [end(start), end(until)]
}

impl RecordPage<'_> {
    /// The way to the dispatcher's form, for who may use it.
    pub(in crate::office::record) fn way_to_hand_out(&self) -> Markup {
        html! {
            @if self.may(Action::Dispatch) {
                p.acts {
                    a #dispatch href={ "/records/" (self.dossier.record.id) "/dispatch" } {
                        (self.language.say(words::HAND_OUT_TITLE))
                    }
                }
            }
        }
    }

    fn handing_out(&self, form: &Form<'_>, now: DateTime<FixedOffset>) -> Written {
        let language = self.language;
        let record = &self.dossier.record;
        let standing = |field: Field| typed::written(record.field(field));
        let window = standing(Field::Appointment);
        let [start, end] = on_the_clock(&window, *now.offset());
        // What stands is where the typing begins; what was typed and refused stays typed.
        let attempt = form.attempt.error.is_none().then(|| {
            Attempt::standing(Fields::of([
                ("assignee", standing(Field::Assignee)),
                ("start", start),
                ("end", end),
                ("hours", standing(Field::PriorityHours)),
            ]))
        });
        let form = &Form {
            attempt: attempt.as_ref().unwrap_or(form.attempt),
            ..*form
        };
        let offset = now.format("%:z").to_string();
        let clock = words::OfficeClock { offset: &offset };
        let content = html! {
            (self.shown_under(form, "assignee_shown", Field::Assignee))
            (self.shown_under(form, "window_shown", Field::Appointment))
            (self.shown_under(form, "hours_shown", Field::PriorityHours))
            (form.hidden("window", &window))
            (form.select("assignee", Field::Assignee.rule().name, &self.whom()))
            (form.line("start", words::APPOINTMENT_START, Line::wall_clock()))
            (form.line("end", words::APPOINTMENT_END, Line::wall_clock()))
            p.hint { (clock.say(language)) }
            (form.select("hours", Field::PriorityHours.rule().name, &self.hours()))
            (form.button(words::HAND_IT_OUT))
        };
        let address = format!("/records/{}/dispatch", record.id);
        Some((
            words::HAND_OUT_TITLE,
            html! {
                @if self.may(Action::Dispatch) {
                    p { (language.say(words::WHAT_HANDING_OUT_DOES)) }
                    (form.write(&address, &content))
                } @else {
                    (form.refusal())
                    p { (language.say(words::NOT_YOURS_TO_HAND_OUT)) }
                }
            },
        ))
    }

    /// Nobody, the technicians whom the clerk may send, and who has it now.
    fn whom(&self) -> Vec<Choice> {
        let said = |person: &Colleague| Choice {
            value: person.person.clone(),
            words: html! { (told(&person.name)) },
        };
        let mut choices = self.nothing_chosen();
        choices.extend(self.dossier.technicians.iter().map(said));
        let now = self.dossier.record.field(Field::Assignee);
        let now = now.and_then(FieldValue::words);
        let is_among = |now: &&str| choices.iter().any(|choice| choice.value == *now);
        if let Some(now) = now.filter(|now| !is_among(now)) {
            choices.push(Choice {
                value: now.to_owned(),
                words: self
                    .dossier
                    .staff
                    .person(self.language, &PersonId(now.to_owned())),
            });
        }
        choices
    }

    fn hours(&self) -> Vec<Choice> {
        let mut choices = self.nothing_chosen();
        if let Shape::Number(numbers) = Field::PriorityHours.rule().shape {
            choices.extend(numbers.iter().map(|hours| Choice {
                value: hours.to_string(),
                words: html! { (hours) },
            }));
        }
        choices
    }

    fn nothing_chosen(&self) -> Vec<Choice> {
        vec![Choice {
            value: String::new(),
            words: html! { (self.language.say(words::NO_VALUE)) },
        }]
    }
}
