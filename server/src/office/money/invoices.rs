//! `GET /money/invoices`: what customers wait for an invoice for; with `?show=written` the invoices that were written.

use axum::{extract::State, response::Response};
use doorstep_words::{Language, office::money as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, Ways, asked, further, link};
use crate::{
    api_error::ApiError,
    app::AppState,
    money::{InvoiceDue, InvoicePlace, InvoiceWritten, invoices, written},
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rights::Action,
};

const HERE: &str = "/money/invoices";
const WRITTEN: &str = "/money/invoices?show=written";

/// Which of the two lists.
enum Rows {
    Due(Vec<InvoiceDue>),
    Written(Vec<InvoiceWritten>),
}

struct Page {
    surroundings: Surroundings,
    ways: Ways,
    staff: Staff,
    rows: Rows,
    is_first: bool,
    has_more: bool,
}

/// A place: two values joined by `_`.
fn place<A: std::str::FromStr, B: std::str::FromStr>(query: Option<&str>) -> Option<(A, B)> {
    let after = asked(query, "after")?;
    let (first, second) = after.split_once('_')?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Money.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let is_written = asked(query, "show").as_deref() == Some("written");
    let due_after: Option<InvoicePlace> = place(query).filter(|_| !is_written);
    let written_after: Option<(String, i64)> = place(query).filter(|_| is_written);
    let is_first = due_after.is_none() && written_after.is_none();
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let most = PAGE_ROWS + 1;
            let (rows, has_more) = if is_written {
                let mut rows = written(connection, &clerk, None, (written_after.as_ref(), most))?;
                let has_more = rows.len() > PAGE_ROWS;
                rows.truncate(PAGE_ROWS);
                (Rows::Written(rows), has_more)
            } else {
                let mut rows = invoices(connection, &clerk, (due_after.as_ref(), most))?;
                let has_more = rows.len() > PAGE_ROWS;
                rows.truncate(PAGE_ROWS);
                (Rows::Due(rows), has_more)
            };
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                ways: Ways::read(connection, &clerk)?,
                staff: Staff::read(connection)?,
                rows,
                is_first,
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Money,
            visitor.language.say(words::INVOICES),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let is_written = matches!(self.rows, Rows::Written(_));
        let same = if is_written { WRITTEN } else { HERE };
        let first = (!self.is_first).then(|| same.to_owned());
        html! {
            h1 { (language.say(words::INVOICES)) }
            (self.ways.write(language, HERE))
            (said(language, visitor.address.query()))
            h2 { (language.say(if is_written { words::WRITTEN } else { words::TO_WRITE })) }
            p.hint {
                (language.say(words::INVOICES_HOW)) " "
                @if is_written {
                    a href=(HERE) { (language.say(words::TO_WRITE)) }
                } @else {
                    a href=(WRITTEN) { (language.say(words::WRITTEN)) }
                }
            }
            @match &self.rows {
                Rows::Due(rows) if rows.is_empty() => p.empty { (language.say(words::NOTHING_TO_WRITE)) },
                Rows::Due(rows) => (due_table(language, rows)),
                Rows::Written(rows) if rows.is_empty() => p.empty { (language.say(words::NOTHING_WRITTEN)) },
                Rows::Written(rows) => {
                    @if visitor.may(Action::Export) {
                        p { a href="/money/invoices.csv" download { (language.say(words::AS_CSV)) } }
                    }
                    (written_table(language, rows, &self.staff))
                }
            }
            (further(language, first, self.next()))
        }
    }

    fn next(&self) -> Option<String> {
        let place = match &self.rows {
            _ if !self.has_more => return None,
            Rows::Due(rows) => rows
                .last()
                .map(|row| format!("{}_{}", row.asked_at_ms, row.record)),
            Rows::Written(rows) => rows
                .last()
                .map(|row| format!("{}_{}", row.written_on, row.invoice)),
        };
        let values = match self.rows {
            Rows::Due(_) => vec![],
            Rows::Written(_) => vec![("show", "written")],
        };
        let place = place?;
        Some(link(HERE, &[values, vec![("after", &place)]].concat()))
    }
}

fn due_table(language: Language, rows: &[InvoiceDue]) -> Markup {
    let heads = [
        words::ASKED,
        words::RECORD,
        words::TITLE,
        words::SEND_TO,
        words::AMOUNT,
        words::OPEN,
    ]
    .map(|head| language.say(head));
    let [asked, record, title, send_to, amount, open] = heads;
    html! {
        table.stack {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" data-label=(asked) { (noted_text(&row.asked_at)) }
                        td data-label=(record) { a href={ "/money/invoices/" (row.record) } { (told(&row.number)) } }
                        td data-label=(title) { (to_whom(language, row)) }
                        td data-label=(send_to) { (told(&row.email)) " " (told(&row.phone)) }
                        td data-label=(amount) { (row.amount) }
                        td data-label=(open) { (open_of(row)) }
                    }
                }
            }
        }
    }
}

/// To whom it is made out, with the tax number.
pub(super) fn to_whom(language: Language, row: &InvoiceDue) -> Markup {
    html! {
        @if row.title.is_empty() {
            span.badge.warn { span.mark { "!" } (language.say(words::NOBODY_SAID)) }
        } @else {
            (told(&row.title))
            @if !row.tax_number.is_empty() { div.side { (told(&row.tax_number)) } }
        }
    }
}

/// What is open of it.
pub(super) fn open_of(row: &InvoiceDue) -> doorstep_domain::money::Money {
    doorstep_domain::money::Money {
        minor: row.open_minor,
        ..row.amount
    }
}

/// Invoices, each with what it is over.
pub(super) fn written_table(language: Language, rows: &[InvoiceWritten], staff: &Staff) -> Markup {
    let heads = [
        words::INVOICE_NUMBER,
        words::WRITTEN_ON,
        words::RECORD,
        words::AMOUNT,
        words::WHO,
    ]
    .map(|head| language.say(head));
    let [number, day, record, amount, who] = heads;
    html! {
        table.stack {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" data-label=(number) {
                            (told(&row.number))
                            @if let Some(reason) = &row.voided_reason {
                                div.side {
                                    span.badge.bad { span.mark { "✖" } (language.say(words::IS_VOID)) } " " (told(reason))
                                }
                            }
                        }
                        td data-label=(day) { (row.written_on) }
                        td data-label=(record) { a href={ "/money/invoices/" (row.record) } { (told(&row.record_number)) } }
                        td data-label=(amount) { (row.amount) }
                        td data-label=(who) { (staff.person(language, &row.person)) }
                    }
                }
            }
        }
    }
}
