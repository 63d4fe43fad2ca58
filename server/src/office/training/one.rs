//! One technician: his hours and certificates, and the forms for more.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, office::training as words};
use maud::{Markup, html};
use rusqlite::Connection;

use super::{duration, lacks, year};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::{Attempt, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::on_the_wall,
        told::told,
        visitor::Visitor,
    },
    staff::Clerk,
    training::{
        NoteCertificate, NoteHours, Noted, Trained, TrainingError, note_certificate, note_hours,
        strike, trained,
    },
};

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A button of a row: said at the page's head.
    Head,
    Hours,
    Certificate,
}

struct Page {
    surroundings: Surroundings,
    trained: Trained,
    year: i32,
}

/// `GET /training/{person}?year=…`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, person, Part::Head, Attempt::none()).await
}

/// `POST /training/{person}/hours`.
pub(super) async fn note_hours_of(
    State(state): State<AppState>,
    Path(person): Path<String>,
    sent: Sent,
) -> Response {
    let request = NoteHours {
        held_on: sent.fields.text("held_on").to_owned(),
        // What is no duration is none that the use case takes.
        minutes: minutes(sent.fields.text("minutes")).unwrap_or_default(),
        subject: sent.fields.text("subject").to_owned(),
    };
    let today = on_the_wall(&state).date_naive();
    let whom = PersonId(person.clone());
    act(
        &state,
        person,
        sent,
        Part::Hours,
        move |transaction, clerk, now_ms| {
            note_hours(transaction, clerk, &whom, &request, today, now_ms)
        },
    )
    .await
}

/// `POST /training/{person}/certificates`.
pub(super) async fn note_certificate_of(
    State(state): State<AppState>,
    Path(person): Path<String>,
    sent: Sent,
) -> Response {
    let text = |name: &str| sent.fields.text(name).to_owned();
    let request = NoteCertificate {
        name: text("name"),
        number: text("number"),
        valid_until: text("valid_until"),
    };
    let whom = PersonId(person.clone());
    act(
        &state,
        person,
        sent,
        Part::Certificate,
        move |transaction, clerk, now_ms| {
            note_certificate(transaction, clerk, &whom, &request, now_ms)
        },
    )
    .await
}

/// `POST /training/{person}/hours/{number}/strike`.
pub(super) async fn strike_hours(
    State(state): State<AppState>,
    Path((person, number)): Path<(String, i64)>,
    sent: Sent,
) -> Response {
    act(
        &state,
        person,
        sent,
        Part::Head,
        move |transaction, clerk, now_ms| {
            strike(transaction, clerk, Noted::Hours(number), now_ms).map(|_| ())
        },
    )
    .await
}

/// `POST /training/{person}/certificates/{number}/strike`.
pub(super) async fn strike_certificate(
    State(state): State<AppState>,
    Path((person, number)): Path<(String, i64)>,
    sent: Sent,
) -> Response {
    act(
        &state,
        person,
        sent,
        Part::Head,
        move |transaction, clerk, now_ms| {
            strike(transaction, clerk, Noted::Certificate(number), now_ms).map(|_| ())
        },
    )
    .await
}

/// `2`, `1.5` hours in minutes; never through a float.
fn minutes(hours: &str) -> Option<i64> {
    let (whole, part) = hours.split_once('.').unwrap_or((hours, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 1 {
        return None;
    }
    let tenths: i64 = part.parse().ok()?;
    let whole = whole.parse::<i64>().ok()?.checked_mul(60)?;
    whole.checked_add(tenths * 6)
}

/// Does it; then the browser gets the page anew, or with what was typed and why it was refused.
async fn act(
    state: &AppState,
    person: String,
    sent: Sent,
    part: Part,
    work: impl FnOnce(&Connection, &Clerk, i64) -> Result<(), TrainingError> + Send + 'static,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let acted = state
        .writer()
        .submit(move |transaction| Ok::<_, ApiError>(work(transaction, &clerk, now_ms)?))
        .await;
    match acted {
        Ok(()) => done(&format!("/training/{person}?done=1")),
        Err(error) => {
            let fields = match part {
                Part::Head => Fields::default(),
                Part::Hours | Part::Certificate => sent.fields,
            };
            let attempt = Attempt::refused(fields, error);
            answer(state, &sent.visitor, person, part, attempt).await
        }
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    person: String,
    part: Part,
    attempt: Attempt,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Training.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let today = on_the_wall(state).date_naive();
    let year = year(visitor.address.query(), today);
    let read = state
        .store()
        .read(move |connection| {
            let person = PersonId(person);
            let trained = match trained(connection, &clerk, &person, year, today) {
                Ok(trained) => trained,
                Err(TrainingError::NoTechnician) => return Ok(None),
                Err(error) => return Err(ApiError::from(error)),
            };
            Ok(Some(Page {
                surroundings: Surroundings::read(connection)?,
                trained,
                year,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            frame::page(
                visitor,
                &page.surroundings,
                Place::Training,
                &page.trained.standing.name,
                &page.content(visitor, part, attempt),
            )
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, part: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let standing = &self.trained.standing;
        let path = format!("/training/{}", standing.person);
        let none = Attempt::none();
        let of = |this: Part| if this == part { attempt } else { &none };
        let hours = Form::of(visitor, of(Part::Hours)).named("hours");
        let certificate = Form::of(visitor, of(Part::Certificate)).named("certificate");
        let button = Form::of(visitor, &none);
        html! {
            p { a href="/training" { (language.say(words::BACK_TO_ALL)) } }
            h1 { (told(&standing.name)) }
            (said(language, visitor.address.query()))
            @if part == Part::Head { (Form::of(visitor, attempt).refusal()) }
            p {
                (self.year) " · " (language.say(words::HOURS)) " " (duration(language, standing.minutes))
            }
            (lacks(language, standing))
            h2 { (language.say(words::CERTIFICATES)) }
            (self.certificates(language, &button, &path))
            (certificate.write(&format!("{path}/certificates"), &html! {
                (certificate.line("name", words::CERTIFICATE_NAME, Line::words(200).required()))
                (certificate.line("number", words::NUMBER, Line::words(200).required()))
                (certificate.line("valid_until", words::VALID_UNTIL, Line::day().required()))
                (certificate.button(words::NOTE_CERTIFICATE))
            }))
            h2 { (language.say(words::HOURS)) }
            (self.hours(language, &button, &path))
            (hours.write(&format!("{path}/hours"), &html! {
                (hours.line("held_on", words::DAY, Line::day().required()))
                (hours.line("minutes", words::HOW_MANY_HOURS, Line::words(5).required()))
                (hours.line("subject", words::SUBJECT, Line::words(200).required()))
                (hours.button(words::NOTE_HOURS))
            }))
        }
    }

    fn certificates(&self, language: Language, button: &Form<'_>, path: &str) -> Markup {
        let heads = [
            words::VALID_UNTIL,
            words::CERTIFICATE_NAME,
            words::NUMBER,
            words::STATE,
        ];
        html! {
            @if self.trained.certificates.is_empty() {
                p.empty { (language.say(words::NO_CERTIFICATES)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody {
                        @for certificate in &self.trained.certificates {
                            tr {
                                th scope="row" data-label=(language.say(words::VALID_UNTIL)) {
                                    time datetime=(certificate.valid_until) { (certificate.valid_until) }
                                }
                                td data-label=(language.say(words::CERTIFICATE_NAME)) { (told(&certificate.name)) }
                                td data-label=(language.say(words::NUMBER)) { (told(&certificate.number)) }
                                td data-label=(language.say(words::STATE)) {
                                    @let to = format!("{path}/certificates/{}/strike", certificate.certificate);
                                    (state(language, button, certificate.is_struck, &to))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn hours(&self, language: Language, button: &Form<'_>, path: &str) -> Markup {
        let heads = [words::DAY, words::SUBJECT, words::HOURS, words::STATE];
        html! {
            @if self.trained.hours.is_empty() {
                p.empty { (language.say(words::NO_HOURS)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody {
                        @for hours in &self.trained.hours {
                            tr {
                                th scope="row" data-label=(language.say(words::DAY)) {
                                    time datetime=(hours.held_on) { (hours.held_on) }
                                }
                                td data-label=(language.say(words::SUBJECT)) { (told(&hours.subject)) }
                                td data-label=(language.say(words::HOURS)) { (duration(language, hours.minutes)) }
                                td data-label=(language.say(words::STATE)) {
                                    @let to = format!("{path}/hours/{}/strike", hours.training);
                                    (state(language, button, hours.is_struck, &to))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether it counts; and if so the button by which it counts no longer.
fn state(language: Language, button: &Form<'_>, is_struck: bool, to: &str) -> Markup {
    html! {
        @if is_struck {
            span.badge.calm { (language.say(words::STRUCK)) }
        } @else {
            (button.only_a_button(to, words::STRIKE))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn hours_are_read_to_the_tenth() {
        for (typed, expected) in [
            ("2", Some(120)),
            ("1.5", Some(90)),
            ("0.1", Some(6)),
            ("", None),
            (".5", None),
            ("1.", None),
            ("1.25", None),
            ("-1", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(minutes(typed), expected, "{typed}");
        }
    }
}
