//! One person: name, roles, stations; an invitation to set a password; letting him go.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::PersonId;
use doorstep_words::office::people as words;
use maud::{Markup, html};

use super::{role_choices, station_choices};
use crate::{
    api_error::ApiError,
    app::AppState,
    board::BoardDay,
    office::{
        board::profile_section,
        form::{Attempt, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        moment::on_the_wall,
        told::told,
        visitor::Visitor,
    },
    secret::Secret,
    staff::{
        ChangePerson, Colleague, OfficeRole, Station, StationCode, change, colleague, dismiss,
        invite, stations,
    },
    technician::{Profile, profile},
};

struct Person {
    surroundings: Surroundings,
    colleague: Colleague,
    stations: Vec<Station>,
    kinds: Kinds,
    profile: Profile,
    today: BoardDay,
}

/// `GET /people/{person}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, PersonId(person), Attempt::none(), None).await
}

/// `POST /people/{person}`.
pub(super) async fn change_one(
    State(state): State<AppState>,
    Path(person): Path<String>,
    sent: Sent,
) -> Response {
    let person = PersonId(person);
    let fields = &sent.fields;
    let request = ChangePerson {
        version: fields.text("version").to_owned(),
        name: fields.text("name").to_owned(),
        roles: fields
            .all("role")
            .filter_map(OfficeRole::from_code)
            .collect(),
        stations: fields
            .all("at")
            .map(|station| StationCode(station.to_owned()))
            .collect(),
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let whom = person.clone();
    let changed = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(change(transaction, &clerk, &whom, &request, now_ms)?)
        })
        .await;
    match changed {
        Ok(()) => done(&format!("/people/{}?done=1", person.0)),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, person, attempt, None).await
        }
    }
}

/// `POST /people/{person}/invite`: the link is shown once, on the page that answers.
pub(super) async fn invite_one(
    State(state): State<AppState>,
    Path(person): Path<String>,
    sent: Sent,
) -> Response {
    let person = PersonId(person);
    match try_to_invite(&state, &sent, person.clone()).await {
        Ok(link) => answer(&state, &sent.visitor, person, Attempt::none(), Some(link)).await,
        Err(error) => {
            let attempt = Attempt::refused(Fields::default(), error);
            answer(&state, &sent.visitor, person, attempt, None).await
        }
    }
}

async fn try_to_invite(
    state: &AppState,
    sent: &Sent,
    person: PersonId,
) -> Result<String, ApiError> {
    let clerk = sent.visitor.clerk().clone();
    let link = Secret::draw(state.environment())?;
    let address = format!("{}/set-up/{}", state.public_url(), link.as_text());
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(invite(transaction, &clerk, &person, &link, now_ms)?)
        })
        .await?;
    Ok(address)
}

/// `POST /people/{person}/dismiss`.
pub(super) async fn dismiss_one(
    State(state): State<AppState>,
    Path(person): Path<String>,
    sent: Sent,
) -> Response {
    let person = PersonId(person);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let own = state.organisation().office().device();
    let whom = person.clone();
    let dismissed = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(dismiss(transaction, &clerk, &whom, own, now_ms)?)
        })
        .await;
    match dismissed {
        Ok(()) => done("/people?done=1"),
        Err(error) => {
            let attempt = Attempt::refused(Fields::default(), error);
            answer(&state, &sent.visitor, person, attempt, None).await
        }
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    person: PersonId,
    attempt: Attempt,
    link: Option<String>,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::People.action()) {
        return refused;
    }
    let today = BoardDay::of(on_the_wall(state));
    let read = state
        .store()
        .read(move |connection| {
            let Some(colleague) = colleague(connection, &person)? else {
                return Ok(None);
            };
            Ok::<_, ApiError>(Some(Person {
                surroundings: Surroundings::read(connection)?,
                kinds: Kinds::read(connection)?,
                profile: profile(connection, &person)?,
                today,
                colleague,
                stations: stations(connection)?,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|person| {
            frame::page(
                visitor,
                &person.surroundings,
                Place::People,
                &person.colleague.name,
                &person.content(visitor, attempt, link.as_deref()),
            )
        }))
    })
}

impl Person {
    fn content(&self, visitor: &Visitor, attempt: &Attempt, link: Option<&str>) -> Markup {
        let language = visitor.language;
        let colleague = &self.colleague;
        let path = format!("/people/{}", colleague.person);
        let none = Attempt::none();
        let button = Form::of(visitor, &none);
        html! {
            p { a href="/people" { (language.say(words::BACK_TO_PEOPLE)) } }
            h1 { (told(&colleague.name)) }
            p { code { (colleague.person) } }
            (said(language, visitor.address.query()))
            @if let Some(link) = link {
                div.done role="status" {
                    p { (language.say(words::HAND_OVER_THIS_LINK)) }
                    p { code.secret { (link) } }
                }
            }
            @if colleague.active {
                (self.form(visitor, attempt, &path))
                @if colleague.technician {
                    (profile_section(visitor, &self.kinds, &colleague.person, &self.profile, self.today))
                } @else {
                    h2 { (language.say(words::PASSWORD)) }
                    p.hint { (language.say(words::WHAT_AN_INVITATION_DOES)) }
                    (button.only_a_button(&format!("{path}/invite"), words::INVITE))
                }
                h2 { (language.say(words::LEAVING)) }
                p.hint { (language.say(words::WHAT_LEAVING_DOES)) }
                (button.only_a_button(&format!("{path}/dismiss"), words::DISMISS))
            } @else {
                p { (language.say(words::HAS_LEFT)) }
            }
            p { a href={ "/audit?subject=" (colleague.person) } { (language.say(words::WHAT_WAS_CHANGED)) } }
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt, path: &str) -> Markup {
        let language = visitor.language;
        let colleague = &self.colleague;
        let roles = colleague
            .roles
            .iter()
            .map(|role| ("role", role.code().to_owned()));
        let at = colleague
            .stations
            .iter()
            .map(|station| ("at", station.0.clone()));
        let name = [("name", colleague.name.clone())];
        let standing = Attempt::standing(Fields::of(name.into_iter().chain(roles).chain(at)));
        let was_typed = attempt.fields.given("version").is_some();
        let shown = if was_typed { attempt } else { &standing };
        let form = Form::of(visitor, shown);
        html! {
            // Refused elsewhere on the page: said at its head.
            @if !was_typed && attempt.error.is_some() {
                (Form::of(visitor, attempt).refusal())
            }
            @if was_typed && attempt.error.as_ref().is_some_and(|error| error.code() == "changed_meanwhile") {
                (self.meanwhile(visitor))
            }
            (form.write(path, &html! {
                (form.hidden("version", &colleague.version()))
                (form.line("name", words::NAME, Line::words(64).required()))
                @if !colleague.technician { (form.boxes("role", words::ROLES, &role_choices(language))) }
                @if self.stations.iter().any(|station| station.active) {
                    (form.boxes("at", words::WORKS_AT, &station_choices(&self.stations)))
                }
                (form.button(words::SAVE))
            }))
        }
    }

    /// What stands now, beside what was typed: nothing is overwritten unseen.
    fn meanwhile(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        html! {
            div.meanwhile {
                p { (language.say(words::STANDS_NOW)) (told(&self.colleague.name)) }
                ul.plain {
                    @for role in &self.colleague.roles { li { (language.say(role.words())) } }
                    @for station in &self.colleague.stations { li { (told(&station.0)) } }
                }
            }
        }
    }
}
