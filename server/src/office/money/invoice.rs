//! `GET /money/invoices/{record}`: what is to be invoiced of a record, and its invoices. `POST` notes one; `POST …/void` that
//! one does not stand.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::RecordId;
use doorstep_words::office::money as words;
use maud::{Markup, html};

use super::invoices::{open_of, to_whom, written_table};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    intake::station_of,
    money::{
        InvoiceDue, InvoiceWritten, MoneyError, VoidInvoice, WriteInvoice, invoice_due,
        void_invoice, write_invoice, written,
    },
    office::{
        form::{Attempt, Choice, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rights::{Action, can, require},
};

/// Invoices of one record that are shown.
const SHOWN: usize = 100;

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Write,
    Void,
}

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    due: InvoiceDue,
    written: Vec<InvoiceWritten>,
    may_write: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(record): Path<String>,
    visitor: Visitor,
) -> Response {
    let Ok(record) = record.parse() else {
        return visitor.nothing_here();
    };
    answer(&state, &visitor, record, (Part::Write, Attempt::none())).await
}

pub(super) async fn write_one(
    State(state): State<AppState>,
    Path(record): Path<String>,
    sent: Sent,
) -> Response {
    let Ok(record) = record.parse() else {
        return sent.visitor.nothing_here();
    };
    let request = to_write(record, &sent.fields);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let work = state
        .writer()
        .submit(move |transaction| {
            write_invoice(transaction, &clerk, &request?, now_ms).map_err(ApiError::from)
        })
        .await;
    after(&state, sent, record, (Part::Write, work.map(drop))).await
}

pub(super) async fn void_one(
    State(state): State<AppState>,
    Path(record): Path<String>,
    sent: Sent,
) -> Response {
    let Ok(record) = record.parse() else {
        return sent.visitor.nothing_here();
    };
    let invoice = sent.fields.text("invoice").parse();
    let reason = sent.fields.text("reason").to_owned();
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let work = state
        .writer()
        .submit(move |transaction| {
            let invoice = invoice.map_err(|_| MoneyError::NoInvoice)?;
            let request = VoidInvoice { reason };
            void_invoice(transaction, &clerk, (invoice, &request), now_ms).map_err(ApiError::from)
        })
        .await;
    after(&state, sent, record, (Part::Void, work)).await
}

fn to_write(record: RecordId, fields: &Fields) -> Result<WriteInvoice, MoneyError> {
    Ok(WriteInvoice {
        record,
        open_minor: fields
            .text("open_minor")
            .parse()
            .map_err(|_| MoneyError::ChangedMeanwhile)?,
        number: fields.text("number").to_owned(),
        written_on: fields.text("written_on").to_owned(),
    })
}

async fn after(
    state: &AppState,
    sent: Sent,
    record: RecordId,
    (tried, work): (Part, Result<(), ApiError>),
) -> Response {
    match work {
        Ok(()) => done(&format!("/money/invoices/{record}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(state, &sent.visitor, record, (tried, attempt)).await
        }
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    record: RecordId,
    (tried, attempt): (Part, Attempt),
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Money.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let station = station_of(connection, record)?;
            require(&clerk, Action::ReadMoney, station.as_ref())?;
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                due: invoice_due(connection, record)?.ok_or_else(not_found)?,
                written: written(connection, &clerk, Some(record), (None, SHOWN))?,
                may_write: can(&clerk, Action::KeepMoney, station.as_ref()),
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Money,
            visitor.language.say(words::INVOICES),
            &page.content(visitor, tried, attempt),
        )))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, tried: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let due = &self.due;
        let is_stale = attempt.error.as_ref();
        let is_stale = is_stale.is_some_and(|error| error.code() == "changed_meanwhile");
        let none = Attempt::none();
        let of = |part: Part| {
            if part == tried { attempt } else { &none }
        };
        html! {
            p { a href="/money/invoices" { "← " (language.say(words::INVOICES)) } }
            h1 { (language.say(words::INVOICES)) " · " (told(&due.number)) }
            (said(language, visitor.address.query()))
            dl.facts {
                div { dt { (language.say(words::RECORD)) } dd { a href={ "/records/" (due.record) } { (told(&due.number)) } } }
                div { dt { (language.say(words::ASKED)) } dd { (noted_text(&due.asked_at)) } }
                div { dt { (language.say(words::TITLE)) } dd { (to_whom(language, due)) } }
                div { dt { (language.say(words::SEND_TO)) } dd { (told(&due.email)) " " (told(&due.phone)) } }
                div { dt { (language.say(words::AMOUNT)) } dd { (due.amount) } }
                div { dt { (language.say(words::OPEN)) } dd { (open_of(due)) } }
            }
            @if is_stale { div.meanwhile { p { (language.say(words::MEANWHILE)) } } }
            @if !self.written.is_empty() {
                h2 { (language.say(words::WRITTEN)) }
                (written_table(language, &self.written, &self.staff))
            }
            @if self.may_write && due.open_minor != 0 {
                h2 { (language.say(words::WRITE)) }
                (self.write_form(visitor, of(Part::Write)))
            }
            @if self.may_write && self.written.iter().any(|one| one.voided_reason.is_none()) {
                h2 { (language.say(words::VOID)) }
                (self.void_form(visitor, of(Part::Void)))
            }
        }
    }

    fn write_form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let form = Form::of(visitor, attempt).named("write");
        let content = html! {
            (form.hidden("open_minor", &self.due.open_minor.to_string()))
            (form.line("number", words::INVOICE_NUMBER, Line::words(40).required()))
            (form.line("written_on", words::WRITTEN_ON, Line::day().required()))
            (form.button(words::NOTE_IT))
        };
        form.write(&format!("/money/invoices/{}", self.due.record), &content)
    }

    fn void_form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let form = Form::of(visitor, attempt).named("void");
        let standing = self
            .written
            .iter()
            .filter(|one| one.voided_reason.is_none());
        let choices: Vec<Choice> = standing
            .map(|one| Choice {
                value: one.invoice.to_string(),
                words: html! { (told(&one.number)) " · " (one.amount) },
            })
            .collect();
        let content = html! {
            (form.select("invoice", words::INVOICE_NUMBER, &choices))
            (form.line("reason", words::REASON, Line::words(500).required()))
            (form.button(words::VOID_IT))
        };
        form.write(
            &format!("/money/invoices/{}/void", self.due.record),
            &content,
        )
    }
}
