//! `GET /devices`: every device that ever had a certificate, whose it is, when it was last heard of.

use axum::{extract::State, response::Response};
use doorstep_domain::rights::Role;
use maud::{Markup, html};
use rusqlite::Connection;

use super::{
    frame::{self, Place, Surroundings},
    language::Language,
    moment::noted_at,
    staff::Staff,
    told::{seen, told},
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    organisation::{Device, devices},
};

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    let read = state
        .store()
        .read(|connection| {
            Ok::<_, ApiError>((Surroundings::read(connection)?, content_of(connection)?))
        })
        .await;
    let page = read.map(|(surroundings, (staff, devices))| {
        let language = visitor.language;
        let content = content(language, &staff, &devices);
        let content = surroundings.live("/devices", &content);
        let title = language.say("设备", "Devices");
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
        h1 { (language.say("设备", "Devices")) }
        p.hint {
            (language.say(
                "停用的设备收不到任何数据；它还送来的内容进入隔离区，不会丢失。",
                "A revoked device is given nothing; what it still brings goes to quarantine and is not lost.",
            ))
        }
        table.stack {
            thead {
                tr {
                    th scope="col" { (language.say("设备", "Device")) }
                    th scope="col" { (language.say("人员", "Person")) }
                    th scope="col" { (language.say("最近联系", "Last contact")) }
                    th scope="col" { (language.say("登记", "Enrolled")) }
                    th scope="col" { (language.say("状态", "State")) }
                }
            }
            tbody { @for device in devices { (row(language, staff, device)) } }
        }
    }
}

fn row(language: Language, staff: &Staff, device: &Device) -> Markup {
    let role = match device.role {
        Role::Office => language.say("办公室", "office"),
        Role::Technician => language.say("维修人员", "technician"),
    };
    html! {
        tr {
            td data-label=(language.say("设备", "Device")) {
                div.main { (told(&device.name)) }
                div.side {
                    (language.say("第 ", "No. ")) (device.number) (language.say(" 号", "")) " · "
                    code { (device.device) }
                }
            }
            td data-label=(language.say("人员", "Person")) {
                div.main { (staff.person(language, &device.person)) }
                // The office has no other name than its role.
                @if device.role != Role::Office { div.side { (role) } }
            }
            td data-label=(language.say("最近联系", "Last contact")) {
                @match device.last_seen_ms {
                    Some(at_ms) => (noted_at(at_ms)),
                    None if device.number == 0 => { (language.say("服务器本身", "the server itself")) }
                    None => { (language.say("尚未联系", "none yet")) }
                }
                @if let Some(version) = &device.last_version {
                    div.side { (language.say("版本 ", "version ")) (seen(version)) }
                }
            }
            td data-label=(language.say("登记", "Enrolled")) { (noted_at(device.enrolled_at_ms)) }
            td data-label=(language.say("状态", "State")) { (standing(language, device)) }
        }
    }
}

fn standing(language: Language, device: &Device) -> Markup {
    html! {
        @match (device.revoked_at_ms, device.person_is_active) {
            (Some(at_ms), _) => {
                span.badge.bad { span.mark { "✖" } (language.say("已停用", "revoked")) }
                div.side { (noted_at(at_ms)) }
            }
            (None, false) => {
                span.badge.bad { span.mark { "✖" } (language.say("人员已离职", "person has left")) }
            }
            (None, true) => {
                span.badge.good { span.mark { "✔" } (language.say("在用", "in use")) }
            }
        }
    }
}
