//! The board of a day.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, Say as _, office::board as words};
use maud::{Markup, html};

use super::{asked::Asked, certificate, district, job::card, named_day, skills};
use crate::{
    api_error::ApiError,
    app::AppState,
    board::{
        Board, BoardDay, Job, PAGE_ROWS, TechnicianDay, WaitsFor, Whose, count_waiting, day,
        waiting,
    },
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        moment::{on_the_wall, window},
        staff::Staff,
        told::{told, told_plain},
        visitor::Visitor,
    },
    rights::Action,
    staff::{Station, stations},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    kinds: Kinds,
    stations: Vec<Station>,
    asked: Asked,
    today: BoardDay,
    board: Board,
    unassigned: Vec<Job>,
    unassigned_count: i64,
}

/// `GET /board?day=…&station=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Board.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let today = BoardDay::of(on_the_wall(&state));
    let asked = Asked::of(visitor.address.query(), today);
    let read = state
        .store()
        .read(move |connection| {
            let mut stations = stations(connection)?;
            stations.retain(|station| station.active && clerk.works_for(Some(&station.station)));
            let (station, after) = (asked.whose.station.as_ref(), asked.after.as_ref());
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                kinds: Kinds::read(connection)?,
                stations,
                today,
                board: day(connection, &clerk, asked.day, &asked.whose, after)?,
                unassigned: waiting(
                    connection,
                    &clerk,
                    WaitsFor::Somebody,
                    station,
                    asked.further,
                )?,
                unassigned_count: count_waiting(connection, &clerk, WaitsFor::Somebody, station)?,
                asked,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Board,
            visitor.language.say(words::BOARD),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        html! {
            h1 { (language.say(words::BOARD)) }
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::WHAT_IT_SHOWS)) }
            (self.days(language))
            (self.filter(language))
            (self.surroundings.live(&self.asked.link(), &self.whole(visitor)))
        }
    }

    /// The days around this one.
    fn days(&self, language: Language) -> Markup {
        let day = self.asked.day;
        let ways = [
            ("earlier", words::EARLIER_DAY, day.earlier(1)),
            ("today", words::TODAY, self.today),
            ("later", words::LATER_DAY, day.later(1)),
        ];
        html! {
            nav.queues aria-label=(language.say(words::DAYS)) {
                @for (name, phrase, way) in ways {
                    a id=(name) href=(self.asked.on(way).link()) aria-current=[(way == day).then_some("true")] {
                        (language.say(phrase))
                    }
                }
            }
        }
    }

    fn filter(&self, language: Language) -> Markup {
        html! {
            form.filter action="/board" method="get" {
                label {
                    span { (language.say(words::DAY)) }
                    input type="date" name="day" value=(self.asked.day.date) required;
                }
                @if !self.stations.is_empty() {
                    label {
                        span { (language.say(words::STATION)) }
                        select name="station" {
                            option value="" { (language.say(words::ALL_STATIONS)) }
                            @for station in &self.stations {
                                option value=(station.station.0)
                                    selected[self.asked.whose.station.as_ref() == Some(&station.station)] {
                                    (told_plain(&station.name))
                                }
                            }
                        }
                    }
                }
                button type="submit" { (language.say(words::SHOW)) }
            }
        }
    }

    fn whole(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let board = &self.board;
        let sum = words::InSum {
            appointments: &board.appointments_count,
            technicians: &board.technicians_count,
        };
        html! {
            div.board {
                div {
                    h2 { (named_day(language, self.asked.day.date)) }
                    p #sum { (sum.say(language)) }
                    @if board.technicians.is_empty() {
                        p.empty { (language.say(words::NOBODY_TO_SEND)) }
                    } @else { (self.technicians(visitor)) }
                    @if self.asked.whose.person.is_some() {
                        p { a #everybody href=(self.everybody().link()) { (language.say(words::EVERYBODY)) } }
                    }
                    @if !board.others.is_empty() || board.others_undated > 0 { (self.others(language)) }
                }
                div #unassigned {
                    h2 { (language.say(words::UNASSIGNED)) " " span.count { (self.unassigned_count) } }
                    (self.nobodys(language))
                }
            }
        }
    }

    fn nobodys(&self, language: Language) -> Markup {
        let shown = self.unassigned.get(..PAGE_ROWS).unwrap_or(&self.unassigned);
        let further = shown
            .last()
            .filter(|_| self.unassigned.len() > PAGE_ROWS)
            .map(|last| Asked {
                further: Some(last.place()),
                ..self.asked.clone()
            });
        html! {
            @if shown.is_empty() { p.empty { (language.say(words::NONE_UNASSIGNED)) } }
            ul.jobs { @for job in shown { (card(language, &self.kinds, job, html! {})) } }
            @if let Some(further) = further {
                nav.pages aria-label=(language.say(words::PAGES_OF_UNASSIGNED)) {
                    a #further rel="next" href=(further.link()) { (language.say(words::NEXT_PAGE)) }
                }
            }
        }
    }

    /// The same day of all.
    fn everybody(&self) -> Asked {
        let whose = Whose {
            person: None,
            ..self.asked.whose.clone()
        };
        Asked {
            whose,
            ..self.asked.on(self.asked.day)
        }
    }

    fn others(&self, language: Language) -> Markup {
        let board = &self.board;
        html! {
            h2 #others { (language.say(words::OTHERS)) " " span.count { (board.others.len()) } }
            ul.jobs { @for job in &board.others { (self.others_card(language, job)) } }
            @if board.others_undated > 0 {
                p {
                    a #others-undated href="/board/undated" {
                        (words::Undated { count: &board.others_undated }.say(language))
                    }
                }
            }
        }
    }

    fn others_card(&self, language: Language, job: &Job) -> Markup {
        let whom = PersonId(job.assignee.clone().unwrap_or_default());
        let whom = html! { div { (self.staff.person(language, &whom)) } };
        card(language, &self.kinds, job, whom)
    }

    fn technicians(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let heads = [words::TECHNICIAN, words::ABLE, words::LOAD, words::WORK];
        let last = self.board.technicians.last();
        let next = last.filter(|_| self.board.is_more).map(|last| Asked {
            after: Some(last.place()),
            ..self.asked.clone()
        });
        html! {
            table.stack.technicians {
                thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                tbody { @for technician in &self.board.technicians { (self.technician(visitor, technician)) } }
            }
            @if let Some(next) = next {
                nav.pages aria-label=(language.say(words::PAGES_OF_TECHNICIANS)) {
                    a #next rel="next" href=(next.link()) { (language.say(words::NEXT_PAGE)) }
                }
            }
        }
    }

    fn technician(&self, visitor: &Visitor, technician: &TechnicianDay) -> Markup {
        let language = visitor.language;
        let person = &technician.person;
        let station = |code: &crate::staff::StationCode| {
            let known = self.stations.iter().find(|known| known.station == *code);
            told(known.map_or(code.0.as_str(), |known| known.name.as_str()))
        };
        html! {
            tr #{ "t-" (person) } {
                th scope="row" data-label=(language.say(words::TECHNICIAN)) {
                    @if visitor.may(Action::KeepTraining) {
                        a href={ "/people/" (person) "/profile" } { (told(&technician.name)) }
                    } @else { (told(&technician.name)) }
                    @for code in &technician.stations { div.side { (station(code)) } }
                    div.side { (district(language, &technician.profile)) }
                }
                td data-label=(language.say(words::ABLE)) {
                    div { (skills(language, &self.kinds, &technician.profile)) }
                    div.side { (certificate(language, &technician.profile, technician.certificate)) }
                }
                td data-label=(language.say(words::LOAD)) { (self.load(language, technician)) }
                td.work data-label=(language.say(words::WORK)) { (self.work(language, technician)) }
            }
        }
    }

    /// How much he has to do on this day and the next ones; each number opens its day.
    fn load(&self, language: Language, technician: &TechnicianDay) -> Markup {
        let name = words::WEEK;
        html! {
            ol.week aria-label=(language.say(name)) {
                @for (days, load) in (0..).zip(technician.load) {
                    @let day = self.asked.day.later(days);
                    li {
                        a href={ (self.asked.at(day).link()) "#t-" (technician.person) }
                            aria-current=[(days == 0).then_some("date")] {
                            span.side { (day.date.format("%m-%d")) } " " b { (load) }
                        }
                    }
                }
            }
        }
    }

    fn work(&self, language: Language, technician: &TechnicianDay) -> Markup {
        let is_free = technician.load_today() == 0;
        html! {
            @if is_free { span.none { (language.say(words::NO_APPOINTMENT)) } }
            @if !technician.jobs.is_empty() {
                ul.jobs { @for job in &technician.jobs { (card(language, &self.kinds, job, html! {})) } }
            }
            @for elsewhere in &technician.elsewhere {
                div.side { (language.say(words::AT_OTHER_STATIONS)) " " (window(elsewhere)) }
            }
            @if technician.undated > 0 {
                div.side {
                    a href={ "/board/undated/" (technician.person) } {
                        (words::Undated { count: &technician.undated }.say(language))
                    }
                }
            }
        }
    }
}
