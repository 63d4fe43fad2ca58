//! `GET /parts/claims`: what is to be claimed from suppliers, with its evidence; `/parts/claims.csv` all of it as a file, its
//! columns in English.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use doorstep_words::{Language, Say as _, office::parts as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, Ways, asked, link};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note_view},
    csv_file,
    office::{
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    rights::Action,
    stock::{ClaimLine, ClaimPlace, claims},
};

const COLUMNS: [&str; 17] = [
    "record",
    "number",
    "part",
    "name",
    "serial",
    "pieces",
    "unit_model",
    "unit_serial",
    "removed_on",
    "term",
    "term_from",
    "last_day",
    "removal",
    "acceptance",
    "statements",
    "verdict",
    "is_in_store",
];

struct Page {
    surroundings: Surroundings,
    ways: Ways,
    rows: Vec<ClaimLine>,
    is_first: bool,
    has_more: bool,
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Action::ClaimFromSuppliers) {
        return refused;
    }
    let after = asked(visitor.address.query(), "after").and_then(|after| {
        let (removed_on, removal) = after.split_once('_')?;
        Some(ClaimPlace {
            removed_on: removed_on.to_owned(),
            removal: removal.parse().ok()?,
        })
    });
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let mut rows = claims(connection, &clerk, (after.as_ref(), PAGE_ROWS + 1))?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                ways: Ways::read(connection, &clerk)?,
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
            Place::Parts,
            visitor.language.say(words::CLAIMS),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

pub(super) async fn give(State(state): State<AppState>, visitor: Visitor) -> Response {
    for action in [Action::ClaimFromSuppliers, Action::Export] {
        if let Some(refused) = visitor.refusal(action) {
            return refused;
        }
    }
    let clerk = visitor.clerk().clone();
    let written = state
        .store()
        .read(move |connection| {
            let rows = claims(connection, &clerk, (None, usize::MAX))?;
            csv_file::write(&COLUMNS, rows.into_iter().map(cells)).map_err(ApiError::internal)
        })
        .await;
    // He gets it only once it is noted that he took it.
    let noted = match written {
        Ok(bytes) => note_view(&state, visitor.clerk(), Deed::ClaimsTaken, String::new())
            .await
            .map(|()| bytes)
            .map_err(ApiError::from),
        Err(error) => Err(error),
    };
    match noted {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"claims.csv\"",
                ),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => visitor.answer(Err(error)),
    }
}

fn cells(row: ClaimLine) -> Vec<String> {
    vec![
        row.record.to_string(),
        row.number,
        row.part,
        row.name,
        row.serial,
        row.pieces.to_string(),
        row.unit_model,
        row.unit_serial,
        row.removed_on,
        row.term,
        row.term_from,
        row.last_day,
        row.removal,
        row.acceptance,
        row.statements.to_string(),
        row.verdict.unwrap_or_default(),
        if row.is_in_store { "yes" } else { "no" }.to_owned(),
    ]
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let next = self.rows.last().filter(|_| self.has_more).map(|row| {
            let place = format!("{}_{}", row.removed_on, row.removal);
            link("/parts/claims", &[("after", &place)])
        });
        html! {
            h1 { (language.say(words::CLAIMS)) }
            (self.ways.write(visitor, "/parts/claims"))
            p.hint { (language.say(words::CLAIMS_HOW)) }
            @if self.rows.is_empty() {
                p.empty { (language.say(words::NO_CLAIMS)) }
            } @else {
                @if visitor.may(Action::Export) {
                    p { a href="/parts/claims.csv" download { (language.say(words::AS_CSV)) } }
                }
                (self.table(language))
            }
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::PAGES)) {
                    @if !self.is_first { a href="/parts/claims" { (language.say(words::FIRST_PAGE)) } }
                    @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT_PAGE)) } }
                }
            }
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::REMOVED_ON,
            words::PART,
            words::PIECES,
            words::UNIT,
            words::TERM,
            words::EVIDENCE,
            words::OLD_PART,
        ]
        .map(|head| language.say(head));
        let [removed_on, part, pieces, unit, term, evidence, old_part] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            th scope="row" data-label=(removed_on) { (row.removed_on) }
                            td data-label=(part) {
                                (told(&row.part)) " " (told(&row.name))
                                div.side { (told(&row.serial)) }
                            }
                            td data-label=(pieces) { (row.pieces) }
                            td data-label=(unit) { (told(&row.unit_model)) div.side { (told(&row.unit_serial)) } }
                            td data-label=(term) { (told(&row.rule.words().say(language))) }
                            td data-label=(evidence) {
                                a href={ "/records/" (row.record) } { (told(&row.number)) }
                                div.side { (words::SignedStatements { count: &row.statements }.say(language)) }
                            }
                            td data-label=(old_part) {
                                @if row.is_in_store {
                                    span.badge.good { span.mark { "✔" } (language.say(words::IS_IN_STORE)) }
                                } @else {
                                    span.badge.bad { span.mark { "✖" } (language.say(words::IS_MISSING)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
