//! `GET /tools/{tool}`: a tool, who had it, and what is done with it. `POST` changes the register, `POST …/movements` moves it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_words::{Language, office::tool as words};
use maud::{Markup, html};

use super::{
    kept,
    list::{calibration, whereabouts},
    typed,
};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    audit::moment,
    office::{
        form::{Attempt, Choice, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_at,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rights::{Action, require},
    staff::{Station, stations},
    tool::{
        ChangeTool, MoveTool, Tool, ToolError, ToolMovement, ToolPlace, change, move_tool,
        movements, tool_of,
    },
};

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Move,
    Change,
}

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    stations: Vec<Station>,
    today: String,
    tool: Tool,
    movements: Vec<ToolMovement>,
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(tool): Path<String>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, &tool, (Part::Move, Attempt::none())).await
}

pub(super) async fn change_one(
    State(state): State<AppState>,
    Path(tool): Path<String>,
    sent: Sent,
) -> Response {
    let id = tool.parse().map_err(|_| ToolError::NoTool);
    let request = ChangeTool {
        version: version(&sent.fields),
        tool: typed(&sent.fields),
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let work = state
        .writer()
        .submit(move |transaction| {
            change(transaction, &clerk, (id?, &request), now_ms).map_err(ApiError::from)
        })
        .await;
    after(&state, sent, &tool, (Part::Change, work)).await
}

pub(super) async fn move_one(
    State(state): State<AppState>,
    Path(tool): Path<String>,
    sent: Sent,
) -> Response {
    let id = tool.parse().map_err(|_| ToolError::NoTool);
    let kind = sent.fields.text("kind").to_owned();
    let (holder, words) = (
        sent.fields.text("holder").to_owned(),
        sent.fields.text("words").to_owned(),
    );
    let version = version(&sent.fields);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let work = state
        .writer()
        .submit(move |transaction| {
            let mut kinds = ToolPlace::ALL.iter().copied();
            let request = MoveTool {
                version,
                kind: kinds
                    .find(|known| known.code() == kind)
                    .ok_or(ToolError::NotThere)?,
                holder,
                words,
            };
            move_tool(transaction, &clerk, (id?, &request), now_ms).map_err(ApiError::from)
        })
        .await;
    after(&state, sent, &tool, (Part::Move, work)).await
}

fn version(fields: &Fields) -> i64 {
    fields.text("version").parse().unwrap_or(-1)
}

async fn after(
    state: &AppState,
    sent: Sent,
    tool: &str,
    (tried, work): (Part, Result<(), ApiError>),
) -> Response {
    match work {
        Ok(()) => done(&format!("/tools/{tool}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(state, &sent.visitor, tool, (tried, attempt)).await
        }
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    tool: &str,
    (tried, attempt): (Part, Attempt),
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Tools.action()) {
        return refused;
    }
    let Ok(tool) = tool.parse() else {
        return visitor.nothing_here();
    };
    let clerk = visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let read = state
        .store()
        .read(move |connection| {
            let found = tool_of(connection, tool)?.ok_or_else(not_found)?;
            require(&clerk, Action::KeepTools, found.station.as_ref())?;
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                stations: stations(connection)?,
                today: moment(now_ms).format("%Y-%m-%d").to_string(),
                tool: found,
                movements: movements(connection, tool)?,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Tools,
            &page.tool.number,
            &page.content(visitor, tried, attempt),
        )))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, tried: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let tool = &self.tool;
        let is_stale = attempt.error.as_ref();
        let is_stale = is_stale.is_some_and(|error| error.code() == "changed_meanwhile");
        html! {
            p { a href="/tools" { "← " (language.say(words::TOOLS)) } }
            h1 { (told(&tool.number)) " · " (told(&tool.name)) }
            (said(language, visitor.address.query()))
            dl.facts {
                div { dt { (language.say(words::SERIAL)) } dd { (told(&tool.serial)) } }
                div { dt { (language.say(words::CALIBRATED_UNTIL)) } dd { (calibration(language, tool, &self.today)) } }
                div { dt { (language.say(words::WHERE)) } dd { (whereabouts(language, &self.staff, tool)) } }
            }
            @if is_stale { div.meanwhile { p { (language.say(words::MEANWHILE)) } } }
            h2 { (language.say(words::HISTORY)) }
            @if self.movements.is_empty() {
                p.empty { (language.say(words::NEVER_MOVED)) }
            } @else {
                (self.history(language))
            }
            @if tool.place != ToolPlace::Scrapped {
                h2 { (language.say(words::MOVE)) }
                (self.move_form(visitor, tried, attempt))
            }
            h2 { (language.say(words::CHANGE)) }
            (self.change_form(visitor, tried, attempt))
        }
    }

    fn history(&self, language: Language) -> Markup {
        let heads = [
            words::WHEN,
            words::WHAT,
            words::HOLDER,
            words::WORDS,
            words::WHO,
        ]
        .map(|head| language.say(head));
        let [when, what, holder, note, who] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for movement in &self.movements {
                        tr {
                            th scope="row" data-label=(when) { (noted_at(movement.at_ms)) }
                            td data-label=(what) { (language.say(movement.kind.words())) }
                            td data-label=(holder) {
                                @if let Some(person) = &movement.holder { (self.staff.person(language, person)) }
                            }
                            td data-label=(note) { (told(&movement.words)) }
                            td data-label=(who) { (self.staff.person(language, &movement.person)) }
                        }
                    }
                }
            }
        }
    }

    /// What may happen to it from where it is.
    fn next(&self) -> Vec<ToolPlace> {
        match self.tool.place {
            ToolPlace::Issued => vec![ToolPlace::Returned, ToolPlace::Lost, ToolPlace::Scrapped],
            ToolPlace::Returned => vec![ToolPlace::Issued, ToolPlace::Lost, ToolPlace::Scrapped],
            ToolPlace::Lost => vec![ToolPlace::Returned],
            ToolPlace::Scrapped => Vec::new(),
        }
    }

    fn move_form(&self, visitor: &Visitor, tried: Part, attempt: &Attempt) -> Markup {
        let none = Attempt::none();
        let attempt = if tried == Part::Move { attempt } else { &none };
        let form = Form::of(visitor, attempt).named("move");
        let next = self.next();
        let kinds: Vec<Choice> = next
            .iter()
            .map(|place| Choice {
                value: place.code().to_owned(),
                words: html! { (visitor.language.say(place.words())) },
            })
            .collect();
        let content = html! {
            (form.hidden("version", &self.tool.version.to_string()))
            (form.select("kind", words::WHAT, &kinds))
            @if next.contains(&ToolPlace::Issued) {
                (form.line("holder", words::HOLDER_CODE, Line::words(64)))
            }
            (form.line("words", words::STATE_OR_REASON, Line::words(500)))
            (form.button(words::NOTE_IT))
        };
        form.write(&format!("/tools/{}/movements", self.tool.tool), &content)
    }

    fn change_form(&self, visitor: &Visitor, tried: Part, attempt: &Attempt) -> Markup {
        let tool = &self.tool;
        let station = tool.station.as_ref();
        let standing = Attempt::standing(Fields::of([
            ("number", tool.number.clone()),
            ("name", tool.name.clone()),
            ("serial", tool.serial.clone()),
            (
                "calibrated_until",
                tool.calibrated_until.clone().unwrap_or_default(),
            ),
            (
                "station",
                station.map(|station| station.0.clone()).unwrap_or_default(),
            ),
        ]));
        let is_tried = attempt.error.is_some() && tried == Part::Change;
        let form = Form::of(visitor, if is_tried { attempt } else { &standing }).named("change");
        let content = html! {
            (form.hidden("version", &tool.version.to_string()))
            (kept(&form, &self.stations))
            (form.button(words::CHANGE_IT))
        };
        form.write(&format!("/tools/{}", tool.tool), &content)
    }
}
