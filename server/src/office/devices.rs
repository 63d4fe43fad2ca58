//! `GET /devices`: every device that ever had a certificate, whose it is, when it was last heard of.

use axum::{extract::State, response::Response};
use doorstep_domain::rights::Role;
use doorstep_words::{Language, office::devices as words};
use maud::{Markup, html};
use rusqlite::Connection;

use super::{
    device::{choices, invitation},
    form::Attempt,
    frame::{self, Place, Surroundings},
    moment::noted_at,
    staff::Staff,
    told::{seen, told},
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    organisation::{Device, devices},
    rights::Action,
};

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Devices.action()) {
        return refused;
    }
    let read = state
        .store()
        .read(|connection| {
            let content = content_of(connection)?;
            let people = choices(connection)?;
            Ok::<_, ApiError>((Surroundings::read(connection)?, content, people))
        })
        .await;
    let page = read.map(|(surroundings, (staff, devices), people)| {
        let language = visitor.language;
        let content = content(language, &staff, &devices);
        let content = html! {
            (surroundings.live("/devices", &content))
            @if visitor.may(Action::KeepDevices) { (invitation(&visitor, &people, &Attempt::none())) }
        };
        let title = language.say(words::DEVICES);
        Some(frame::page(
            &visitor,
            &surroundings,
            Place::Devices,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

fn content_of(connection: &Connection) -> rusqlite::Result<(Staff, Vec<Device>)> {
    Ok((Staff::read(connection)?, devices(connection)?))
}

fn content(language: Language, staff: &Staff, devices: &[Device]) -> Markup {
    html! {
        h1 { (language.say(words::DEVICES)) }
        p.hint {
            (language.say(words::WHAT_REVOKING_DOES))
        }
        table.stack {
            thead {
                tr {
                    th scope="col" { (language.say(words::DEVICE)) }
                    th scope="col" { (language.say(words::PERSON)) }
                    th scope="col" { (language.say(words::LAST_CONTACT)) }
                    th scope="col" { (language.say(words::ENROLLED)) }
                    th scope="col" { (language.say(words::STATE)) }
                }
            }
            tbody { @for device in devices { (row(language, staff, device)) } }
        }
    }
}

fn row(language: Language, staff: &Staff, device: &Device) -> Markup {
    let role = match device.role {
        Role::Office => language.say(words::OFFICE),
        Role::Technician => language.say(words::TECHNICIAN),
    };
    html! {
        tr {
            td data-label=(language.say(words::DEVICE)) {
                div.main { a href={ "/devices/" (device.device) } { (told(&device.name)) } }
                div.side {
                    (language.say(words::NO)) (device.number) (language.say(words::DEVICE_NUMBER)) " · "
                    code { (device.device) }
                }
            }
            td data-label=(language.say(words::PERSON)) {
                div.main { (staff.person(language, &device.person)) }
                // The office has no other name than its role.
                @if device.role != Role::Office { div.side { (role) } }
            }
            td data-label=(language.say(words::LAST_CONTACT)) {
                @match device.last_seen_ms {
                    Some(at_ms) => (noted_at(at_ms)),
                    None if device.number == 0 => { (language.say(words::THE_SERVER_ITSELF)) }
                    None => { (language.say(words::NONE_YET)) }
                }
                @if let Some(version) = &device.last_version {
                    div.side { (language.say(words::VERSION)) (seen(version)) }
                }
            }
            td data-label=(language.say(words::ENROLLED)) { (noted_at(device.enrolled_at_ms)) }
            td data-label=(language.say(words::STATE)) { (standing(language, device)) }
        }
    }
}

fn standing(language: Language, device: &Device) -> Markup {
    html! {
        @match (device.revoked_at_ms, device.person_is_active) {
            (Some(at_ms), _) => {
                span.badge.bad { span.mark { "✖" } (language.say(words::REVOKED)) }
                div.side { (noted_at(at_ms)) }
            }
            (None, false) => {
                span.badge.bad { span.mark { "✖" } (language.say(words::PERSON_HAS_LEFT)) }
            }
            (None, true) => {
                span.badge.good { span.mark { "✔" } (language.say(words::IN_USE)) }
            }
        }
    }
}
