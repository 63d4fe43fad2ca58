//! `/devices/{device}`: one device with what it lacks, and its revocation; `/devices/invite`: the code for another one, once.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use doorstep_domain::ids::{DeviceId, PersonId};
use doorstep_words::office::devices as words;
use maud::{Markup, html};
use rusqlite::{Connection, Savepoint};

use super::{
    form::{Attempt, Choice, Form, Line, Sent, done, said},
    frame::{self, Place, Surroundings},
    moment::noted_text,
    qr::qr_picture,
    staff::Staff,
    told::{seen, told},
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    device::{
        DeviceTold, InviteDevice, Invited, Misplaced, device_told, invite, misplaced, revoke,
    },
    organisation::people,
    rights::Action,
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/devices/invite", post(invite_one))
        .route("/devices/{device}", get(show))
        .route("/devices/{device}/revoke", post(revoke_one))
}

/// Who may be invited, as a choice.
pub(super) fn choices(connection: &Connection) -> Result<Vec<Choice>, ApiError> {
    let people = people(connection)?;
    let active = people.into_iter().filter(|person| person.active);
    let choice = active.map(|person| Choice {
        words: html! { (told(&person.name)) " (" (told(&person.person.0)) ")" },
        value: person.person.0,
    });
    Ok(choice.collect())
}

/// The form by which a device is invited.
pub(super) fn invitation(visitor: &Visitor, people: &[Choice], attempt: &Attempt) -> Markup {
    let form = Form::of(visitor, attempt).named("invite");
    let content = html! {
        (form.select("person", words::WHOSE, people))
        (form.line("name", words::DEVICE_NAME, Line::words(64).hint(words::NAME_HINT)))
        (form.button(words::INVITE))
    };
    html! {
        h2 { (visitor.language.say(words::INVITE_A_DEVICE)) }
        (form.write("/devices/invite", &content))
    }
}

async fn invite_one(State(state): State<AppState>, sent: Sent) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let request = InviteDevice {
        person: sent.fields.text("person").to_owned(),
        name: sent.fields.given("name").map(str::to_owned),
    };
    let environment = state.environment().clone();
    let fingerprint = state.replication().trusted().fingerprint();
    let url = state.public_url().to_owned();
    let invited = state
        .writer()
        .submit(move |transaction: &Savepoint<'_>| {
            let place = (&environment, fingerprint, url.as_str());
            Ok::<_, ApiError>(invite(transaction, &clerk, place, &request)?)
        })
        .await;
    let visitor = &sent.visitor;
    let (invited, attempt) = match invited {
        Ok(invited) => (Some(invited), Attempt::none()),
        Err(error) => (None, Attempt::refused(sent.fields, error)),
    };
    let read = state
        .store()
        .read(|connection| {
            Ok::<_, ApiError>((Surroundings::read(connection)?, choices(connection)?))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let (surroundings, people) = read?;
        let language = visitor.language;
        let content = html! {
            p.over { a #back href="/devices" { (language.say(words::DEVICES)) } }
            h1 { (language.say(words::INVITE_A_DEVICE)) }
            @match &invited {
                Some(invited) => (shown_once(visitor, invited)),
                None => (invitation(visitor, &people, attempt)),
            }
        };
        let title = language.say(words::INVITE_A_DEVICE);
        Ok(Some(frame::page(
            visitor,
            &surroundings,
            Place::Devices,
            title,
            &content,
        )))
    })
}

fn shown_once(visitor: &Visitor, invited: &Invited) -> Markup {
    let language = visitor.language;
    html! {
        p { (language.say(words::SHOWN_ONCE)) }
        @if let Some(picture) = qr_picture(&invited.link, language.say(words::SCAN_WITH_THE_DEVICE)) {
            figure { (picture) }
        }
        dl.facts {
            div { dt { (language.say(words::CODE)) } dd { code #code { (invited.code) } } }
            div { dt { (language.say(words::LINK)) } dd { code.digest #link { (invited.link) } } }
            div { dt { (language.say(words::ORGANISATIONS_FINGERPRINT)) } dd { code.digest { (invited.fingerprint) } } }
            div { dt { (language.say(words::GOOD_UNTIL)) } dd { (noted_text(&invited.expires_at)) } }
        }
    }
}

async fn show(
    State(state): State<AppState>,
    Path(device): Path<String>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, &device, Attempt::none()).await
}

async fn revoke_one(
    State(state): State<AppState>,
    Path(name): Path<String>,
    sent: Sent,
) -> Response {
    let Ok(id) = name.parse::<DeviceId>() else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let own = state.organisation().office().device();
    let now_ms = state.environment().now_ms();
    let revoked = state
        .writer()
        .submit(move |transaction: &Savepoint<'_>| {
            Ok::<_, ApiError>(revoke(transaction, &clerk, own, id, now_ms)?)
        })
        .await;
    match revoked {
        Ok(()) => done(&format!("/devices/{id}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, &name, attempt).await
        }
    }
}

struct Found {
    surroundings: Surroundings,
    staff: Staff,
    device: DeviceTold,
    misplaced: Vec<Misplaced>,
}

async fn answer(state: &AppState, visitor: &Visitor, name: &str, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Devices.action()) {
        return refused;
    }
    let Ok(id) = name.parse::<DeviceId>() else {
        return visitor.nothing_here();
    };
    let read = state
        .store()
        .read(move |connection| {
            let Some(device) = device_told(connection, id)? else {
                return Ok(None);
            };
            Ok::<_, ApiError>(Some(Found {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                misplaced: misplaced(connection, id)?,
                device,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|found| {
            let title = visitor.language.say(words::DEVICE);
            let content = found.content(visitor, attempt);
            frame::page(
                visitor,
                &found.surroundings,
                Place::Devices,
                title,
                &content,
            )
        }))
    })
}

impl Found {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let device = &self.device;
        let form = Form::of(visitor, attempt);
        let may_revoke =
            visitor.may(Action::KeepDevices) && device.revoked_at.is_none() && device.number != 0;
        let person = PersonId(device.person.clone());
        let fact =
            |name, value: Markup| html! { div { dt { (language.say(name)) } dd { (value) } } };
        let none = || html! { span.none { "—" } };
        let moment = |at: &Option<String>| at.as_deref().map_or_else(none, noted_text);
        html! {
            p.over { a #back href="/devices" { (language.say(words::DEVICES)) } }
            h1 { (told(&device.name)) }
            (said(language, visitor.address.query()))
            dl.facts {
                (fact(words::PERSON, self.staff.person(language, &person)))
                (fact(words::LAST_CONTACT, moment(&device.last_contact_at)))
                (fact(words::ENROLLED, noted_text(&device.enrolled_at)))
                (fact(words::REVOKED, moment(&device.revoked_at)))
                (fact(words::VERSION, device.version.as_deref().map_or_else(none, seen)))
                (fact(words::KEYS_FINGERPRINT, html! { code.digest { (device.fingerprint) } }))
            }
            h2 { (language.say(words::CHAIN)) }
            @if self.misplaced.is_empty() {
                p.none { (language.say(words::CHAIN_IS_WHOLE)) }
            } @else {
                ul.plain {
                    @for statement in &self.misplaced {
                        li {
                            a href={ "/records/" (statement.record) "#s-" (statement.statement) } {
                                (language.say(words::NO)) (statement.counter) (language.say(words::DEVICE_NUMBER))
                            }
                            " " span.mark { "!" }
                            (language.say(if statement.chain == "fork" { words::FORK } else { words::GAP }))
                        }
                    }
                }
            }
            @if may_revoke {
                h2 { (language.say(words::REVOKE)) }
                p { (language.say(words::WHAT_REVOKING_DOES)) }
                (form.only_a_button(&format!("/devices/{}/revoke", device.device), words::REVOKE_NOW))
            } @else { (form.refusal()) }
        }
    }
}
