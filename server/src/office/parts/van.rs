//! `GET /parts/balance/{technician}?month=…&findings=…`: one van in a month, part by part, and every piece that does not
//! fit. `POST …/count` enters a count.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{
    ids::PersonId,
    van::{Balance, Cause, Finding, Month, Row},
};
use doorstep_words::{Language, office::parts as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, asked, balance::month_form, link, month_of};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    office::{
        form::{Attempt, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    rights::{Action, can, require},
    stock::{CountVan, StockError, balance_of, count, technician_of},
};

struct Page {
    surroundings: Surroundings,
    technician: PersonId,
    name: String,
    month: Month,
    balance: Balance,
    /// How many findings stand before this page.
    skipped: usize,
    may_move: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(technician): Path<String>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, technician, Attempt::none()).await
}

/// `POST /parts/balance/{technician}/count`.
pub(super) async fn count_one(
    State(state): State<AppState>,
    Path(technician): Path<String>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let person = PersonId(technician.clone());
    let request = CountVan {
        part: sent.fields.text("part").to_owned(),
        quantity: sent.fields.text("quantity").parse().unwrap_or(-1),
    };
    let now_ms = state.environment().now_ms();
    let counted = state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| {
            count(desk, &clerk, &person, &request, now_ms)
        })
        .await;
    match counted {
        Ok(_) => done(&format!("/parts/balance/{technician}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error.into());
            answer(&state, &sent.visitor, technician, attempt).await
        }
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    technician: String,
    attempt: Attempt,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Parts.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let month = month_of(query, state.environment().now_ms());
    let skipped = asked(query, "findings").and_then(|skipped| skipped.parse().ok());
    let clerk = visitor.clerk().clone();
    let technician = PersonId(technician);
    let read = state
        .store()
        .read(move |connection| {
            let found = technician_of(connection, &technician)?.ok_or_else(not_found)?;
            let station = found.station.as_ref();
            require(&clerk, Action::ReadStock, station)?;
            let balance = balance_of(connection, &technician, month).map_err(StockError::from)?;
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                name: found.name,
                month,
                balance,
                skipped: skipped.unwrap_or_default(),
                may_move: can(&clerk, Action::MoveStock, station),
                technician,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Parts,
            &page.name,
            &page.content(visitor, attempt),
        )))
    })
}

impl Page {
    fn address(&self) -> String {
        format!("/parts/balance/{}", self.technician.0)
    }

    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        html! {
            p { a href="/parts/balance" { "← " (language.say(words::BALANCE_TITLE)) } }
            h1 { (told(&self.name)) " · " (self.month) }
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::WHAT_MUST_FIT)) }
            (month_form(language, &self.address(), self.month))
            @if self.balance.rows.is_empty() {
                p.empty { (language.say(words::NOTHING_ON_VAN)) }
            } @else {
                (self.rows(language))
            }
            h2 { (language.say(words::WHAT_DOES_NOT_FIT)) }
            @if self.balance.findings.is_empty() {
                p.done { span.mark { "✔" } (language.say(words::EVERYTHING_FITS)) }
            } @else {
                (self.findings(language))
            }
            @if self.may_move {
                h2 { (language.say(words::COUNT_IT)) }
                (self.count_form(&Form::of(visitor, attempt)))
            }
        }
    }

    fn rows(&self, language: Language) -> Markup {
        let heads = [
            words::PART,
            words::OPENING,
            words::ISSUED,
            words::TAKEN_OVER,
            words::EXPLAINED,
            words::FITTED,
            words::RETURNED,
            words::HANDED_OVER,
            words::ON_VAN,
        ]
        .map(|head| language.say(head));
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for (part, row) in &self.balance.rows { (self.row(heads, part, row)) } }
            }
        }
    }

    /// A part's line; every number opens the entries that it counts.
    fn row(&self, heads: [&'static str; 9], part: &str, row: &Row) -> Markup {
        let [
            part_head,
            opening,
            issued,
            taken_over,
            explained,
            fitted,
            returned,
            handed_over,
            on_van,
        ] = heads;
        let month = self.month.to_string();
        let path = format!("{}/movements", self.address());
        let of_month = link(&path, &[("month", month.as_str()), ("part", part)]);
        let until = link(
            &path,
            &[("month", month.as_str()), ("part", part), ("before", "1")],
        );
        let terms = [
            (opening, row.opening, &until),
            (issued, row.issued, &of_month),
            (taken_over, row.taken_over, &of_month),
            (explained, row.explained, &of_month),
            (fitted, row.fitted, &of_month),
            (returned, row.returned, &of_month),
            (handed_over, row.handed_over, &of_month),
        ];
        html! {
            tr {
                th scope="row" data-label=(part_head) { (told(part)) div.side { (told(&row.name)) } }
                @for (head, pieces, address) in terms {
                    td data-label=(head) {
                        @if pieces == 0 { "0" } @else { a href=(address) { (pieces) } }
                    }
                }
                td data-label=(on_van) {
                    a href=(until) {
                        @if row.on_van() < 0 {
                            span.badge.bad { span.mark { "✖" } (row.on_van()) }
                        } @else { strong { (row.on_van()) } }
                    }
                }
            }
        }
    }

    fn findings(&self, language: Language) -> Markup {
        let heads = [
            words::CAUSE,
            words::PART,
            words::PIECES,
            words::NOTE,
            words::RECORD,
        ]
        .map(|head| language.say(head));
        let [cause, part, pieces, note, record] = heads;
        let rest = self
            .balance
            .findings
            .get(self.skipped..)
            .unwrap_or_default();
        let shown = rest.get(..PAGE_ROWS).unwrap_or(rest);
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for finding in shown {
                        tr {
                            th scope="row" data-label=(cause) {
                                (weight(language, finding.cause)) " " (language.say(finding.cause.words()))
                                (self.way_to_explain(language, finding))
                            }
                            td data-label=(part) { (told(&finding.part)) }
                            td data-label=(pieces) { (finding.pieces) }
                            td data-label=(note) { (told(&finding.note)) }
                            td data-label=(record) {
                                @match finding.record {
                                    Some(record) => a href={ "/records/" (record) } { (language.say(words::OPEN_RECORD)) },
                                    None => "–",
                                }
                            }
                        }
                    }
                }
            }
            (self.pages(language, rest.len() > PAGE_ROWS))
        }
    }

    fn pages(&self, language: Language, has_more: bool) -> Markup {
        let month = self.month.to_string();
        let next = (self.skipped + PAGE_ROWS).to_string();
        html! {
            @if self.skipped > 0 || has_more {
                nav.pages aria-label=(language.say(words::WHAT_DOES_NOT_FIT)) {
                    @if self.skipped > 0 {
                        a href=(link(&self.address(), &[("month", &month)])) { (language.say(words::FIRST_PAGE)) }
                    }
                    @if has_more {
                        a rel="next" href=(link(&self.address(), &[("month", &month), ("findings", &next)])) {
                            (language.say(words::NEXT_PAGE))
                        }
                    }
                }
            }
        }
    }

    fn way_to_explain(&self, language: Language, finding: &Finding) -> Markup {
        let count = finding
            .entry
            .filter(|_| self.may_move && finding.cause == Cause::CountedOtherwise);
        html! {
            @if let Some(count) = count {
                div.side {
                    a href={ (self.address()) "/counts/" (count) } { (language.say(words::EXPLAIN)) }
                }
            }
        }
    }

    fn count_form(&self, form: &Form<'_>) -> Markup {
        let content = html! {
            (form.line("part", words::PART, Line::words(64).required()))
            (form.line("quantity", words::COUNTED_PIECES, Line::pieces().required()))
            (form.button(words::COUNT))
        };
        form.write(&format!("{}/count", self.address()), &content)
    }
}

/// How much a finding weighs: pieces that wait for the other side's word, that are explained, or that do not fit.
fn weight(language: Language, cause: Cause) -> Markup {
    html! {
        @if cause == Cause::DifferenceExplained {
            span.badge.calm { (language.say(words::IS_EXPLAINED)) }
        } @else if cause.is_open_question() {
            span.badge.calm { (language.say(words::IS_WAITING)) }
        } @else {
            span.badge.bad { span.mark { "✖" } (language.say(words::IS_DIFFERENCE)) }
        }
    }
}
