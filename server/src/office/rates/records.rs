//! `GET /rates/{rate}/records`: the records behind a number.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{
    ids::{PersonId, RecordId},
    rates::{Apart, Rate},
};
use doorstep_words::{Language, Phrase, Say as _, office::rates as words};
use maud::{Markup, html};

use super::figures;
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place as Page, Surroundings},
        moment::noted_at,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rates::{Count, Listed, Place, Question, Scope, Show, count, list},
};

/// Rows of one page.
const PAGE_ROWS: usize = 100;

/// The records of one question, read.
struct Records {
    rate: Rate,
    question: Question,
    now_ms: i64,
    staff: Staff,
    total: Count,
    rows: Vec<Listed>,
    has_more: bool,
    is_first: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(rate): Path<String>,
    visitor: Visitor,
) -> Response {
    let Some(rate) = Rate::from_code(&rate) else {
        return visitor.nothing_here();
    };
    if let Some(refused) = visitor.refusal(Page::Rates.action()) {
        return refused;
    }
    let scope = Scope::of(visitor.clerk());
    let now = state.environment().now();
    let now_ms = now.timestamp_millis();
    let question = Question::of(visitor.address.query(), now.date_naive());
    let after = after(visitor.address.query());
    let read = state
        .store()
        .read(move |connection| {
            // One row more than a page has says that there is another page.
            let mut rows = list(
                connection,
                rate,
                (&question, &scope),
                (after, PAGE_ROWS + 1),
                now_ms,
            )?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            let records = Records {
                rate,
                now_ms,
                staff: Staff::read(connection)?,
                total: count(connection, rate, &question, &scope, now_ms)?.total(),
                rows,
                has_more,
                is_first: after.is_none(),
                question,
            };
            Ok::<_, ApiError>((Surroundings::read(connection)?, records))
        })
        .await;
    let page = read.map(|(surroundings, records)| {
        let language = visitor.language;
        let title = language.say(words::RECORDS_BEHIND);
        let content = records.content(language);
        Some(frame::page(
            &visitor,
            &surroundings,
            Page::Rates,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

/// The place after which a page begins: `moment.record.visit`.
fn after(query: Option<&str>) -> Option<Place> {
    let mut pairs = form_urlencoded::parse(query?.as_bytes());
    let (_, value) = pairs.find(|(name, _)| name == "after")?;
    let mut parts = value.split('.');
    Some(Place {
        due_ms: parts.next()?.parse().ok()?,
        record: parts.next()?.parse::<RecordId>().ok()?,
        visit: parts.next()?.parse().ok()?,
    })
}

const fn show_words(show: Show) -> Phrase {
    match show {
        Show::All => words::show_records::ALL,
        Show::Counted => words::show_records::COUNTED,
        Show::Yes => words::show_records::YES,
        Show::No => words::show_records::NO,
        Show::Apart => words::show_records::APART,
        Show::Provisional => words::show_records::PROVISIONAL,
        Show::Running => words::show_records::RUNNING,
    }
}

impl Records {
    fn content(&self, language: Language) -> Markup {
        let rate = self.rate.code();
        let csv = self.question.link(&format!("/rates/{rate}/records.csv"));
        html! {
            p {
                a href=(self.question.showing(Show::All).link(&format!("/rates/{rate}"))) {
                    "← " (language.say(self.rate.words()))
                }
            }
            h1 { (language.say(words::RECORDS_BEHIND)) }
            p.formula { (self.rate.formula().say(language)) }
            p {
                (self.question.from) " – " (self.question.to)
                @if let Some(person) = self.question.person() { " · " (self.person(language, person)) }
                @if let Some(tenths) = figures::tenths(self.total) {
                    " · " strong { (figures::percent(tenths)) } " "
                    (words::Of { numerator: &self.total.yes, denominator: &self.total.denominator() }.say(language))
                }
            }
            (self.choices(language))
            p { a href=(csv) download { (language.say(words::AS_CSV)) } }
            @if self.rows.is_empty() {
                p.empty { (language.say(words::NO_RECORDS)) }
            } @else {
                (self.table(language))
            }
            (self.pages(language))
        }
    }

    fn person(&self, language: Language, person: &str) -> Markup {
        html! {
            @if person.is_empty() {
                (language.say(words::NOBODY))
            } @else {
                (self.staff.person(language, &PersonId(person.to_owned())))
            }
        }
    }

    fn choices(&self, language: Language) -> Markup {
        let path = format!("/rates/{}/records", self.rate.code());
        html! {
            nav.queues aria-label=(language.say(words::WHICH_RECORDS)) {
                @for show in Show::ALL {
                    @let is_here = show == self.question.show;
                    a href=(self.question.showing(show).link(&path)) aria-current=[is_here.then_some("true")] {
                        (language.say(show_words(show))) span.count { (self.count_of(show)) }
                    }
                }
            }
        }
    }

    const fn count_of(&self, show: Show) -> i64 {
        let total = &self.total;
        match show {
            Show::All => total.denominator() + total.apart + total.running,
            Show::Counted => total.denominator(),
            Show::Yes => total.yes,
            Show::No => total.no,
            Show::Apart => total.apart,
            Show::Provisional => total.provisional,
            Show::Running => total.running,
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::RECORD,
            words::TECHNICIAN,
            words::DUE,
            words::DONE,
            words::VALUE,
            words::COUNTS_AS,
        ]
        .map(|head| language.say(head));
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for row in &self.rows { (self.row(language, heads, row)) } }
            }
        }
    }

    fn row(&self, language: Language, heads: [&str; 6], row: &Listed) -> Markup {
        let [record, technician, due, done, value, counts_as] = heads;
        html! {
            tr {
                th scope="row" data-label=(record) {
                    a.record href={ "/records/" (row.record) } {
                        @if row.number.is_empty() { (language.say(words::NO_NUMBER)) } @else { (told(&row.number)) }
                    }
                    @if row.visit > 1 { div.side { (language.say(words::VISIT)) (row.visit) } }
                }
                td data-label=(technician) {
                    (self.person(language, &row.technician))
                }
                td data-label=(due) { (row.due_day) div.side { (noted_at(row.due_ms)) } }
                td data-label=(done) {
                    @match row.done_ms { Some(at_ms) => (noted_at(at_ms)), None => "–" }
                }
                td data-label=(value) {
                    @match row.value { Some(value) => (value), None => "–" }
                }
                td data-label=(counts_as) { (self.counts_as(language, row)) }
            }
        }
    }

    fn counts_as(&self, language: Language, row: &Listed) -> Markup {
        let is_running = row.due_ms > self.now_ms;
        let show = match row.outcome.as_str() {
            _ if is_running => Show::Running,
            "yes" => Show::Yes,
            "no" => Show::No,
            _ => Show::Apart,
        };
        let apart = Apart::ALL
            .iter()
            .find(|apart| Some(apart.code()) == row.apart.as_deref());
        let until = row
            .provisional_until_ms
            .filter(|until| !is_running && *until >= self.now_ms && show != Show::Apart);
        html! {
            span.badge { (language.say(show_words(show))) }
            @if let Some(apart) = apart { div.side { (language.say(apart.words())) } }
            @if let Some(until) = until {
                div.side {
                    (language.say(words::PROVISIONAL)) " " (language.say(words::UNTIL)) " " (noted_at(until))
                }
            }
        }
    }

    fn pages(&self, language: Language) -> Markup {
        let path = format!("/rates/{}/records", self.rate.code());
        let here = self.question.link(&path);
        let next = self.rows.last().filter(|_| self.has_more).map(|row| {
            let place = row.place();
            format!(
                "{here}&after={}.{}.{}",
                place.due_ms, place.record, place.visit
            )
        });
        html! {
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::RECORDS_BEHIND)) {
                    @if !self.is_first { a href=(here) { (language.say(words::FIRST)) } }
                    @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT)) } }
                }
            }
        }
    }
}
