//! `/calendar`: the days that are not what their weekday says, and the form by which a year is changed.

use std::collections::{BTreeMap, BTreeSet};

use axum::{extract::State, response::Response};
use doorstep_words::{Language, office::calendar as words};
use maud::{Markup, html};

use super::{
    form::{Attempt, Fields, Form, Line, Sent, done, said},
    frame::{self, Place, Surroundings},
    told::told,
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    calendar::{Calendar, CalendarDay, CalendarError, ChangeCalendar, calendar, keep},
};

/// A year of lines has fewer characters.
const LINES_CHARACTERS_MAX: usize = 20_000;

struct Page {
    surroundings: Surroundings,
    calendar: Calendar,
}

/// `GET /calendar`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Attempt::none()).await
}

/// `POST /calendar`.
pub(super) async fn change(State(state): State<AppState>, sent: Sent) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let kept = match request(&sent.fields) {
        Ok(request) => {
            state
                .writer()
                .submit(move |transaction| {
                    Ok::<_, ApiError>(keep(transaction, &clerk, &request, now_ms)?)
                })
                .await
        }
        Err(error) => Err(error.into()),
    };
    match kept {
        Ok(()) => done("/calendar?done=1"),
        Err(error) => answer(&state, &sent.visitor, Attempt::refused(sent.fields, error)).await,
    }
}

fn request(fields: &Fields) -> Result<ChangeCalendar, CalendarError> {
    let bad = |_| CalendarError::BadDay;
    let lines = fields.text("days").lines();
    let days = lines
        .filter(|line| !line.trim().is_empty())
        .map(read_line)
        .collect::<Option<Vec<_>>>()
        .ok_or(CalendarError::BadDay)?;
    let count = days.len();
    let days: BTreeSet<CalendarDay> = days.into_iter().collect();
    if days.len() != count {
        return Err(CalendarError::BadDay);
    }
    Ok(ChangeCalendar {
        version: fields.text("version").parse().map_err(bad)?,
        year: fields.text("year").parse().map_err(bad)?,
        days,
    })
}

/// `2027-01-01,holiday,New Year`, with either language's words and commas.
fn read_line(line: &str) -> Option<CalendarDay> {
    let mut parts = line.splitn(3, [',', '，']).map(str::trim);
    let (day, kind) = (parts.next()?, parts.next()?);
    let says = |phrase: doorstep_words::Phrase| kind == phrase.chinese || kind == phrase.english;
    let is_worked = match kind {
        _ if says(words::HOLIDAY) => false,
        _ if says(words::WORKED) => true,
        _ => return None,
    };
    Some(CalendarDay {
        day: day.to_owned(),
        is_worked,
        name: parts.next().unwrap_or_default().to_owned(),
    })
}

async fn answer(state: &AppState, visitor: &Visitor, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Calendar.action()) {
        return refused;
    }
    let read = state
        .store()
        .read(|connection| {
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                calendar: calendar(connection)?,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Calendar,
            visitor.language.say(words::CALENDAR),
            &page.content(visitor, attempt),
        )))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let mut years: BTreeMap<&str, Vec<&CalendarDay>> = BTreeMap::new();
        for day in &self.calendar.days {
            let year = day.day.split('-').next().unwrap_or_default();
            years.entry(year).or_default().push(day);
        }
        html! {
            h1 { (language.say(words::CALENDAR)) }
            p.hint { (language.say(words::WHAT_IT_IS_FOR)) }
            p { (language.say(words::VERSION)) " " (self.calendar.version) }
            (said(language, visitor.address.query()))
            @for (year, days) in years.iter().rev() {
                h2 { (year) }
                (table(language, days))
            }
            h2 { (language.say(words::CHANGE_YEAR)) }
            (self.form(visitor, attempt))
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let form = Form::of(visitor, attempt);
        form.write(
            "/calendar",
            &html! {
                (form.hidden("version", &self.calendar.version.to_string()))
                (form.line("year", words::YEAR, Line::words(4).required()))
                (form.paragraph("days", words::DAYS, LINES_CHARACTERS_MAX, true))
                p.hint { (visitor.language.say(words::HOW_TO_WRITE_DAYS)) }
                (form.button(words::SAVE))
            },
        )
    }
}

fn table(language: Language, days: &[&CalendarDay]) -> Markup {
    let heads = [words::DAY, words::KIND, words::NAME];
    html! {
        table.stack {
            thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
            tbody {
                @for day in days {
                    tr {
                        th scope="row" data-label=(language.say(words::DAY)) { (day.day) }
                        td data-label=(language.say(words::KIND)) {
                            (language.say(if day.is_worked { words::WORKED } else { words::HOLIDAY }))
                        }
                        td data-label=(language.say(words::NAME)) { (told(&day.name)) }
                    }
                }
            }
        }
    }
}
