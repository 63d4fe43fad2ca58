//! What a technician has without a date: it stands on no day of the board.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Say as _, office::board as words};
use maud::html;

use super::job::card;
use crate::{
    api_error::ApiError,
    app::AppState,
    board::{JobPlace, PAGE_ROWS, WaitsFor, count_waiting, waiting},
    office::{
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        staff::Staff,
        visitor::Visitor,
    },
    record::technicians,
};

/// `GET /board/undated/{person}?further=…`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, Some(PersonId(person))).await
}

/// `GET /board/undated?further=…`: of those who are not on the board.
pub(super) async fn show_others(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, None).await
}

async fn answer(state: &AppState, visitor: &Visitor, person: Option<PersonId>) -> Response {
    if let Some(refused) = visitor.refusal(Place::Board.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let whose = person.clone();
    let after = further(visitor.address.query());
    let read = state
        .store()
        .read(move |connection| {
            let everybody = technicians(connection, &clerk)?;
            let waits_for = match &whose {
                Some(person) => WaitsFor::Date(person),
                None => WaitsFor::DateOfOthers(&everybody),
            };
            Ok::<_, ApiError>((
                Surroundings::read(connection)?,
                Staff::read(connection)?,
                Kinds::read(connection)?,
                waiting(connection, &clerk, waits_for, None, after)?,
                count_waiting(connection, &clerk, waits_for, None)?,
            ))
        })
        .await;
    let language = visitor.language;
    let page = read.map(|(surroundings, staff, kinds, jobs, count)| {
        let shown = jobs.get(..PAGE_ROWS).unwrap_or(&jobs);
        let last = shown.last().filter(|_| jobs.len() > PAGE_ROWS);
        let title = words::Undated { count: &count };
        let title = title.say(language);
        let path = person
            .as_ref()
            .map_or("/board/undated".to_owned(), |person| {
                format!("/board/undated/{person}")
            });
        let content = html! {
            p { a #back href="/board" { (language.say(words::TO_THE_BOARD)) } }
            h1 {
                @match &person {
                    Some(person) => (staff.person(language, person)),
                    None => (language.say(words::OTHERS)),
                }
                " · " (title)
            }
            ul.jobs {
                @for job in shown {
                    @let has_it = job.assignee.clone().filter(|_| person.is_none()).map(PersonId);
                    (card(language, &kinds, job, html! {
                        @if let Some(whom) = has_it { div { (staff.person(language, &whom)) } }
                    }))
                }
            }
            @if let Some(last) = last {
                nav.pages aria-label=(language.say(words::PAGES_OF_UNASSIGNED)) {
                    a #further rel="next" href={ (path) "?further=" (last.place()) } {
                        (language.say(words::NEXT_PAGE))
                    }
                }
            }
        };
        Some(frame::page(
            visitor,
            &surroundings,
            Place::Board,
            &title,
            &content,
        ))
    });
    visitor.answer(page)
}

fn further(query: Option<&str>) -> Option<JobPlace> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "further")
        .and_then(|(_, place)| place.parse().ok())
}
