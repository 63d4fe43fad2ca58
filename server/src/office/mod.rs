//! The office's pages: the list of all records, one record whole, devices, and what the gate refused.
//!
//! Plain HTML from the server. Everything works without a script; with it the pages follow what devices send
//! ([`events`]). [`list`] and [`record`] read one moment of the database and write Markup; [`visitor::Visitor`] is
//! the browser that asks: logged in, and spoken to in Chinese or English. Whatever people or devices wrote goes
//! through [`told`], so that it can neither become markup nor reorder what stands beside it.

mod account;
mod address;
mod approval;
mod assets;
mod audit;
mod board;
mod browser;
mod calendar;
mod call_backs;
mod calls;
mod complaints;
mod contracts;
mod device;
mod devices;
mod events;
mod expenses;
mod form;
mod frame;
mod kinds;
mod language;
mod list;
mod moment;
mod money;
mod paragraph;
mod parts;
mod people;
mod programs;
mod qr;
mod quality;
mod quarantine;
mod questions;
mod rates;
mod record;
mod reviews;
mod set_up;
mod sign_in;
mod staff;
mod taken;
mod told;
mod tools;
mod training;
mod visitor;
mod workshop;

use axum::{
    Router,
    routing::{get, post},
};

pub(crate) use browser::speak_to_browsers;
pub(crate) use list::{RecordList, listed};
pub(crate) use moment::on_the_wall;
pub(crate) use record::{WholeRecord, whole_record};

use crate::app::AppState;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(list::show))
        .route("/records.html", get(list::show_fragment))
        .route("/records.csv", get(list::give_csv))
        .route("/records.xlsx", get(list::give_workbook))
        .route("/records/{record}", get(record::show))
        .route(
            "/records/{record}/statements/{file}",
            get(record::download_statement),
        )
        .route(
            "/records/{record}/copies/{file}",
            get(record::download_copy),
        )
        .route(
            "/records/{record}/evidence.zip",
            get(record::download_bundle),
        )
        .route("/records/{record}/files/{file}", get(record::give_file))
        .route("/devices", get(devices::show))
        .route("/quarantine", get(quarantine::show))
        .route("/events", get(events::follow))
        .route("/sign-in", get(sign_in::show).post(sign_in::try_it))
        .route("/set-up/{token}", get(set_up::show).post(set_up::take))
        .route("/account", get(account::show))
        .route("/account/password", post(account::set_password))
        .route("/account/code", post(account::set_code))
        .route(
            "/account/sessions/{session}/end",
            post(account::end_session),
        )
        .route("/audit", get(audit::show))
        .route("/programs", get(programs::show).post(programs::make_one))
        .route("/programs/{token}/revoke", post(programs::revoke_one))
        .route("/calendar", get(calendar::show).post(calendar::change))
        .route("/questions", get(questions::show))
        .route("/workshop", get(workshop::show))
        .merge(board::routes())
        .merge(call_backs::routes())
        .merge(complaints::routes())
        .merge(contracts::routes())
        .merge(calls::routes())
        .merge(device::routes())
        .merge(expenses::routes())
        .merge(money::routes())
        .merge(parts::routes())
        .merge(people::routes())
        .merge(quality::routes())
        .merge(record::routes())
        .merge(rates::routes())
        .merge(reviews::routes())
        .merge(tools::routes())
        .merge(training::routes())
        .merge(assets::routes())
}
