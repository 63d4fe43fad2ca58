//! `GET /tools?holder=…&place=…&due=1`: the register; `/tools.csv` the same as a file. `POST /tools` takes a new one.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, Say as _, office::tool as words};
use maud::{Markup, html};
use rusqlite::Connection;

use super::{kept, typed};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, moment},
    csv_file,
    office::{
        address::{asked, further, link},
        form::{Attempt, Form, Sent, done, said},
        frame::{self, Place, Surroundings},
        staff::Staff,
        taken::{Taken, give},
        told::{told, told_plain},
        visitor::Visitor,
    },
    rights::Action,
    staff::{Clerk, Station, stations},
    tool::{DUE_DAYS, Tool, ToolPlace, ToolQuestion, due_count, register, tools},
};

/// Rows of one page.
const PAGE_ROWS: usize = 50;

const COLUMNS: [&str; 7] = [
    "number",
    "name",
    "serial",
    "calibrated_until",
    "station",
    "place",
    "holder",
];

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    stations: Vec<Station>,
    question: ToolQuestion,
    due: usize,
    /// The last day on which a calibration still holds that has not ended today.
    today: String,
    rows: Vec<Tool>,
    is_first: bool,
    has_more: bool,
}

fn question(query: Option<&str>) -> ToolQuestion {
    let place = asked(query, "place");
    let mut places = ToolPlace::ALL.iter().copied();
    ToolQuestion {
        holder: asked(query, "holder"),
        place: place.and_then(|code| places.find(|place| place.code() == code)),
        only_due: asked(query, "due").is_some(),
    }
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Attempt::none()).await
}

pub(super) async fn register_one(State(state): State<AppState>, sent: Sent) -> Response {
    let request = typed(&sent.fields);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let work = state
        .writer()
        .submit(move |transaction| {
            register(transaction, &clerk, &request, now_ms).map_err(ApiError::from)
        })
        .await;
    match work {
        Ok(tool) => done(&format!("/tools/{tool}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, attempt).await
        }
    }
}

async fn answer(state: &AppState, visitor: &Visitor, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Tools.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let question = question(query);
    let after = asked(query, "after");
    let clerk = visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let read = state
        .store()
        .read(move |connection| {
            let part = (after.as_deref(), PAGE_ROWS + 1);
            let mut rows = tools(connection, &clerk, (&question, now_ms), part)?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                stations: stations(connection)?,
                due: due_count(connection, &clerk, now_ms)?,
                today: moment(now_ms).format("%Y-%m-%d").to_string(),
                question,
                rows,
                is_first: after.is_none(),
                has_more,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Tools,
            visitor.language.say(words::TOOLS),
            &page.content(visitor, attempt),
        )))
    })
}

/// `GET /tools.csv`, with the question of the page.
pub(super) async fn give_csv(State(state): State<AppState>, visitor: Visitor) -> Response {
    let question = question(visitor.address.query());
    let now_ms = state.environment().now_ms();
    let write = move |connection: &Connection, clerk: &Clerk| {
        let rows = tools(connection, clerk, (&question, now_ms), (None, usize::MAX))?;
        csv_file::write(&COLUMNS, rows.into_iter().map(cells)).map_err(ApiError::internal)
    };
    let taken = Taken {
        action: Action::KeepTools,
        deed: Deed::MeansTaken,
        subject: "tools".to_owned(),
        name: "tools.csv",
    };
    give(&state, visitor, taken, write).await
}

fn cells(tool: Tool) -> Vec<String> {
    vec![
        tool.number,
        tool.name,
        tool.serial,
        tool.calibrated_until.unwrap_or_default(),
        tool.station.map(|station| station.0).unwrap_or_default(),
        tool.place.code().to_owned(),
        tool.holder.map(|holder| holder.0).unwrap_or_default(),
    ]
}

/// Where a tool is, or who has it.
pub(super) fn whereabouts(language: Language, staff: &Staff, tool: &Tool) -> Markup {
    html! {
        (language.say(tool.place.words()))
        @if let Some(holder) = &tool.holder { div.side { (staff.person(language, holder)) } }
    }
}

/// The last day of the calibration, with a warning where it is over.
pub(super) fn calibration(language: Language, tool: &Tool, today: &str) -> Markup {
    html! {
        @if let Some(until) = &tool.calibrated_until {
            (until)
            @if until.as_str() < today {
                " " span.badge.bad { span.mark { "✖" } (language.say(words::IS_OVER)) }
            }
        }
    }
}

impl Page {
    fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut values = Vec::new();
        if let Some(holder) = &self.question.holder {
            values.push(("holder", holder.as_str()));
        }
        if let Some(place) = self.question.place {
            values.push(("place", place.code()));
        }
        if self.question.only_due {
            values.push(("due", "1"));
        }
        values.extend_from_slice(more);
        link(path, &values)
    }

    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let next = self.rows.last().filter(|_| self.has_more);
        let next = next.map(|tool| self.address("/tools", &[("after", &tool.number)]));
        let first = (!self.is_first).then(|| self.address("/tools", &[]));
        let form = Form::of(visitor, attempt);
        html! {
            h1 { (language.say(words::TOOLS)) }
            (said(language, visitor.address.query()))
            (self.queues(language))
            (self.filter(language))
            @if self.rows.is_empty() {
                p.empty { (language.say(words::NO_TOOLS)) }
            } @else {
                @if visitor.may(Action::Export) {
                    p { a href=(self.address("/tools.csv", &[])) download { (language.say(words::AS_CSV)) } }
                }
                (self.table(language))
            }
            (further(language, first, next))
            h2 { (language.say(words::NEW)) }
            (form.write("/tools", &html! { (kept(&form, &self.stations)) (form.button(words::REGISTER)) }))
        }
    }

    fn queues(&self, language: Language) -> Markup {
        let current = |is_here: bool| is_here.then_some("true");
        html! {
            nav.queues aria-label=(language.say(words::TOOLS)) {
                a href="/tools" aria-current=[current(!self.question.only_due)] { (language.say(words::ALL)) }
                a href="/tools?due=1" aria-current=[current(self.question.only_due)] {
                    (words::CalibrationDue { days: &DUE_DAYS }.say(language)) " " span.count { (self.due) }
                }
            }
        }
    }

    fn filter(&self, language: Language) -> Markup {
        let holder = self.question.holder.as_deref().unwrap_or_default();
        html! {
            form.filter action="/tools" method="get" {
                label {
                    span { (language.say(words::HOLDER_CODE)) }
                    input type="text" name="holder" maxlength="64" autocomplete="off" value=(told_plain(holder));
                }
                label {
                    span { (language.say(words::WHERE)) }
                    select name="place" {
                        option value="" { (language.say(words::EVERYWHERE)) }
                        @for place in ToolPlace::ALL {
                            option value=(place.code()) selected[self.question.place == Some(*place)] {
                                (language.say(place.words()))
                            }
                        }
                    }
                }
                button type="submit" { (language.say(words::SHOW)) }
            }
            @if !holder.is_empty() {
                p { (language.say(words::OF)) " " (self.staff.person(language, &PersonId(holder.to_owned()))) }
            }
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::NUMBER,
            words::NAME,
            words::SERIAL,
            words::CALIBRATED_UNTIL,
            words::WHERE,
        ]
        .map(|head| language.say(head));
        let [number, name, serial, calibrated, place] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for tool in &self.rows {
                        tr {
                            th scope="row" data-label=(number) { a href={ "/tools/" (tool.tool) } { (told(&tool.number)) } }
                            td data-label=(name) { (told(&tool.name)) }
                            td data-label=(serial) { (told(&tool.serial)) }
                            td data-label=(calibrated) { (calibration(language, tool, &self.today)) }
                            td data-label=(place) { (whereabouts(language, &self.staff, tool)) }
                        }
                    }
                }
            }
        }
    }
}
