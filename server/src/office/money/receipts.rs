//! `GET /money/receipts?month=…&technician=…&method=…`: what came and went at the door in a month.

use axum::{extract::State, response::Response};
use doorstep_domain::{record::PAYMENT_METHODS, van::Month};
use doorstep_words::{Language, office::money as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, Ways, asked, further, link, method};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::moment,
    money::{MonthSum, Received, ReceivedPlace, ReceivedQuestion, month_sums, received},
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        staff::Staff,
        told::{told, told_plain},
        visitor::Visitor,
    },
    rights::Action,
};

struct Page {
    surroundings: Surroundings,
    ways: Ways,
    staff: Staff,
    question: ReceivedQuestion,
    sums: Vec<MonthSum>,
    rows: Vec<Received>,
    is_first: bool,
    has_more: bool,
}

/// The question of an address; the present month where it names none.
pub(super) fn question(query: Option<&str>, now_ms: i64) -> ReceivedQuestion {
    let named = asked(query, "month").and_then(|month| month.parse::<Month>().ok());
    let month = named.unwrap_or_else(|| Month::of(moment(now_ms).fixed_offset()));
    ReceivedQuestion {
        month: month.to_string(),
        technician: asked(query, "technician"),
        method: asked(query, "method"),
    }
}

fn place(query: Option<&str>) -> Option<ReceivedPlace> {
    let after = asked(query, "after")?;
    let (day, entry) = after.split_once('_')?;
    Some((day.to_owned(), entry.parse().ok()?))
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Money.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let question = question(query, state.environment().now_ms());
    let after = place(query);
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let part = (after.as_ref(), PAGE_ROWS + 1);
            let mut rows = received(connection, &clerk, &question, part)?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                ways: Ways::read(connection, &clerk)?,
                staff: Staff::read(connection)?,
                sums: month_sums(connection, &clerk, &question)?,
                question,
                rows,
                is_first: after.is_none(),
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Money,
            visitor.language.say(words::RECEIPTS),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

impl Page {
    /// The address of the question, with what else is asked.
    fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut values = vec![("month", self.question.month.as_str())];
        for (name, value) in [
            ("technician", &self.question.technician),
            ("method", &self.question.method),
        ] {
            if let Some(value) = value
                && !more.iter().any(|(other, _)| *other == name)
            {
                values.push((name, value));
            }
        }
        values.extend_from_slice(more);
        link(path, &values)
    }

    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let next = self.rows.last().filter(|_| self.has_more).map(|row| {
            let place = format!("{}_{}", row.day, row.entry);
            self.address("/money/receipts", &[("after", &place)])
        });
        let first = (!self.is_first).then(|| self.address("/money/receipts", &[]));
        html! {
            h1 { (language.say(words::RECEIPTS)) " " (self.question.month) }
            (self.ways.write(language, "/money/receipts"))
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::RECEIPTS_HOW)) }
            (self.filter(language))
            @if self.rows.is_empty() {
                p.empty { (language.say(words::NO_RECEIPTS)) }
            } @else {
                (self.sums(language))
                @if visitor.may(Action::Export) {
                    p { a href=(self.address("/money/receipts.csv", &[])) download { (language.say(words::AS_CSV)) } }
                }
                (self.table(language))
            }
            (further(language, first, next))
        }
    }

    fn filter(&self, language: Language) -> Markup {
        let chosen = self.question.method.as_deref();
        html! {
            form.filter action="/money/receipts" method="get" {
                label {
                    span { (language.say(words::MONTH)) }
                    input type="month" name="month" value=(self.question.month) pattern="[0-9]{4}-[0-9]{2}" required;
                }
                label {
                    span { (language.say(words::TECHNICIAN_CODE)) }
                    input type="text" name="technician" maxlength="64" autocomplete="off"
                        value=(told_plain(self.question.technician.as_deref().unwrap_or_default()));
                }
                label {
                    span { (language.say(words::METHOD)) }
                    select name="method" {
                        option value="" { (language.say(words::EVERY_METHOD)) }
                        @for code in PAYMENT_METHODS {
                            option value=(code) selected[chosen == Some(*code)] { (method(language, code)) }
                        }
                    }
                }
                button type="submit" { (language.say(words::SHOW)) }
            }
        }
    }

    /// Each sum opens the rows behind it.
    fn sums(&self, language: Language) -> Markup {
        let heads = [words::METHOD, words::SUM, words::ROWS].map(|head| language.say(head));
        let [how, sum, rows] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for line in &self.sums {
                        tr {
                            th scope="row" data-label=(how) { (method(language, &line.method)) }
                            td data-label=(sum) { (line.amount) }
                            td data-label=(rows) {
                                a href=(self.address("/money/receipts", &[("method", &line.method)])) { (line.rows) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::DAY,
            words::RECORD,
            words::WHAT,
            words::AMOUNT,
            words::METHOD,
            words::RECEIPT_NUMBER,
            words::WHO,
        ]
        .map(|head| language.say(head));
        let [day, record, what, amount, how, receipt, who] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            th scope="row" data-label=(day) { (row.day) }
                            td data-label=(record) { a href={ "/records/" (row.record) } { (told(&row.number)) } }
                            td data-label=(what) { (language.say(row.kind.words())) }
                            td data-label=(amount) { (row.amount) }
                            td data-label=(how) {
                                (method(language, &row.method))
                                @if row.is_in_hand { div.side { (language.say(words::IS_IN_HAND)) } }
                            }
                            td data-label=(receipt) { (told(&row.receipt)) }
                            td data-label=(who) { (self.staff.person(language, &row.person)) }
                        }
                    }
                }
            }
        }
    }
}
