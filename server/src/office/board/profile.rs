//! What the dispatcher knows of a technician, and the form that changes it.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::NaiveDate;
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, Say as _, office::board as words};
use maud::{Markup, html};

use super::{certificate, district, skills};
use crate::{
    api_error::ApiError,
    app::AppState,
    board::BoardDay,
    office::{
        form::{Attempt, Choice, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        moment::on_the_wall,
        told::told,
        visitor::Visitor,
    },
    rights::Action,
    staff::{Colleague, colleague},
    technician::{DISTRICT_CHARACTERS_MAX, KeepProfile, Profile, ProfileError, keep, profile},
};

/// The longest line of codes, in characters.
const KINDS_CHARACTERS_MAX: usize = 1_000;

struct Page {
    surroundings: Surroundings,
    kinds: Kinds,
    colleague: Colleague,
    profile: Profile,
}

/// `GET /people/{person}/profile`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, PersonId(person), Attempt::none()).await
}

/// `POST /people/{person}/profile`.
pub(super) async fn keep_one(
    State(state): State<AppState>,
    Path(person): Path<String>,
    sent: Sent,
) -> Response {
    let person = PersonId(person);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let whom = person.clone();
    let kept = match request(&sent.fields) {
        Ok(request) => {
            let work = move |transaction: &rusqlite::Savepoint<'_>| {
                Ok::<_, ApiError>(keep(transaction, &clerk, &whom, &request, now_ms)?)
            };
            state.writer().submit(work).await
        }
        Err(error) => Err(error.into()),
    };
    match kept {
        Ok(()) => done(&format!("/people/{person}/profile?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, person, attempt).await
        }
    }
}

fn request(fields: &Fields) -> Result<KeepProfile, ProfileError> {
    let codes = fields.text("kinds").split([',', '，', '、']);
    let ticked = fields.all("skill").map(str::to_owned);
    let typed = codes.map(|code| code.trim().to_owned());
    let until = fields.given("until").map(str::parse::<NaiveDate>);
    Ok(KeepProfile {
        // A form of ours always names one; without it nothing fits.
        version: fields.text("version").parse().unwrap_or(-1),
        skills: ticked
            .chain(typed)
            .filter(|code| !code.is_empty())
            .collect(),
        district: fields.text("district").to_owned(),
        certificate_until: until.transpose().map_err(|_| ProfileError::BadDay)?,
    })
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    person: PersonId,
    attempt: Attempt,
) -> Response {
    if let Some(refused) = visitor.refusal(Action::KeepTraining) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let today = BoardDay::of(on_the_wall(state));
    let read = state
        .store()
        .read(move |connection| {
            let found = colleague(connection, &person)?;
            let mine = |whom: &Colleague| {
                let mut stations = whom.stations.iter();
                whom.technician && stations.all(|station| clerk.works_for(Some(station)))
            };
            let Some(colleague) = found.filter(mine) else {
                return Ok(None);
            };
            Ok::<_, ApiError>(Some(Page {
                surroundings: Surroundings::read(connection)?,
                kinds: Kinds::read(connection)?,
                profile: profile(connection, &person)?,
                colleague,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            let language = visitor.language;
            let name = &page.colleague.name;
            let title = words::ProfileOf { name };
            let title = title.say(language);
            let content = page.content(visitor, attempt, today);
            frame::page(visitor, &page.surroundings, Place::Board, &title, &content)
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt, today: BoardDay) -> Markup {
        let language = visitor.language;
        let is_stale = attempt
            .error
            .as_ref()
            .is_some_and(|error| error.code() == "changed_meanwhile");
        html! {
            p {
                @if visitor.may(Place::People.action()) {
                    a href={ "/people/" (self.colleague.person) } { (told(&self.colleague.name)) }
                } @else {
                    a href="/board" { (language.say(words::TO_THE_BOARD)) }
                }
            }
            h1 { (told(&self.colleague.name)) }
            h2 { (language.say(words::PROFILE)) }
            (said(language, visitor.address.query()))
            @if is_stale {
                div.meanwhile {
                    p { (language.say(words::STANDS_NOW)) }
                    (lines(language, &self.kinds, &self.profile, today))
                }
            }
            @if self.colleague.active {
                (self.form(visitor, attempt))
            } @else {
                (lines(language, &self.kinds, &self.profile, today))
            }
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let profile = &self.profile;
        let until = profile.certificate_until.map(|day| day.to_string());
        let of_catalogue: BTreeSet<&str> = self.kinds.codes().collect();
        let all = profile.skills.iter().map(String::as_str);
        let others: Vec<&str> = all.filter(|skill| !of_catalogue.contains(skill)).collect();
        let ticked = profile.skills.iter().map(|skill| ("skill", skill.clone()));
        let standing = Attempt::standing(Fields::of(
            [
                ("district", profile.district.clone()),
                ("until", until.unwrap_or_default()),
                ("kinds", others.join(", ")),
            ]
            .into_iter()
            .chain(ticked),
        ));
        let tried = if attempt.error.is_some() {
            attempt
        } else {
            &standing
        };
        let form = Form::of(visitor, tried);
        let choices: Vec<Choice> = self.kinds.choices(language);
        let content = html! {
            (form.hidden("version", &profile.version.to_string()))
            @if !choices.is_empty() { (form.boxes("skill", words::SKILLS, &choices)) }
            // Kinds that the catalogue does not name.
            @if choices.is_empty() || !others.is_empty() {
                (form.line("kinds", words::SKILLS, Line::words(KINDS_CHARACTERS_MAX).hint(words::KINDS_BY_CODE)))
            }
            (form.line("district", words::DISTRICT,
                Line::words(DISTRICT_CHARACTERS_MAX).hint(words::WHAT_A_DISTRICT_IS)))
            (form.line("until", words::CERTIFICATE_UNTIL, Line::day()))
            (form.button(words::SAVE))
        };
        form.write(
            &format!("/people/{}/profile", self.colleague.person),
            &content,
        )
    }
}

fn lines(language: Language, kinds: &Kinds, profile: &Profile, today: BoardDay) -> Markup {
    html! {
        ul.plain {
            li { (skills(language, kinds, profile)) }
            li { (district(language, profile)) }
            li { (certificate(language, profile, profile.certificate_on(today.date))) }
        }
    }
}

/// The same on the person's own page, with the way to change it.
pub(in crate::office) fn section(
    visitor: &Visitor,
    kinds: &Kinds,
    person: &str,
    profile: &Profile,
    today: BoardDay,
) -> Markup {
    let language = visitor.language;
    html! {
        h2 { (language.say(words::PROFILE)) }
        (lines(language, kinds, profile, today))
        @if visitor.may(Action::KeepTraining) {
            p { a #describe href={ "/people/" (person) "/profile" } { (language.say(words::DESCRIBE)) } }
        }
    }
}
