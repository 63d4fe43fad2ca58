//! `GET /expenses/{expense}`: a claim; `POST …/decision` and `…/payment` say a word on it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::expense::ExpenseState;
use doorstep_words::office::expense as words;
use maud::{Markup, html};

use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    expense::{
        DecideExpense, Expense, ExpenseError, ExpenseQuestion, PayExpense, decide, expense_of,
        expenses, pay,
    },
    office::{
        address::link,
        form::{Attempt, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rights::Action,
};

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Decide,
    Pay,
}

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    expense: Expense,
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(expense): Path<String>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, &expense, (Part::Decide, Attempt::none())).await
}

pub(super) async fn decide_one(
    State(state): State<AppState>,
    Path(expense): Path<String>,
    sent: Sent,
) -> Response {
    let id = expense.parse().map_err(|_| ExpenseError::NoExpense);
    let request = DecideExpense {
        is_approved: sent.fields.text("decision") == "approve",
        reason: sent.fields.text("reason").to_owned(),
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let work = state
        .writer()
        .submit(move |transaction| {
            decide(transaction, &clerk, (id?, &request), now_ms).map_err(ApiError::from)
        })
        .await;
    after(&state, sent, &expense, (Part::Decide, work)).await
}

pub(super) async fn pay_one(
    State(state): State<AppState>,
    Path(expense): Path<String>,
    sent: Sent,
) -> Response {
    let id = expense.parse().map_err(|_| ExpenseError::NoExpense);
    let request = PayExpense {
        paid_on: sent.fields.text("paid_on").to_owned(),
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let work = state
        .writer()
        .submit(move |transaction| {
            pay(transaction, &clerk, (id?, &request), now_ms).map_err(ApiError::from)
        })
        .await;
    after(&state, sent, &expense, (Part::Pay, work)).await
}

async fn after(
    state: &AppState,
    sent: Sent,
    expense: &str,
    (tried, work): (Part, Result<(), ApiError>),
) -> Response {
    match work {
        Ok(()) => done(&format!("/expenses/{expense}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(state, &sent.visitor, expense, (tried, attempt)).await
        }
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    expense: &str,
    (tried, attempt): (Part, Attempt),
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Expenses.action()) {
        return refused;
    }
    let Ok(id) = expense.parse() else {
        return visitor.nothing_here();
    };
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let found = expense_of(connection, id)?.ok_or_else(not_found)?;
            // Asked for as in the list, so that the stations are the same.
            let question = ExpenseQuestion {
                person: Some(found.person.0.clone()),
                ..ExpenseQuestion::default()
            };
            let place = (found.day.clone(), id.saturating_add(1));
            let seen = expenses(connection, &clerk, &question, (Some(&place), 1))?;
            let is_seen = seen.iter().any(|row| row.expense == id);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                expense: Some(found).filter(|_| is_seen).ok_or_else(not_found)?,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Expenses,
            visitor.language.say(words::EXPENSES),
            &page.content(visitor, tried, attempt),
        )))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, tried: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let row = &self.expense;
        let none = Attempt::none();
        let of = |part: Part| if part == tried { attempt } else { &none };
        let may_keep = visitor.may(Action::KeepMoney);
        html! {
            p { a href="/expenses" { "← " (language.say(words::EXPENSES)) } }
            h1 { (row.day) " · " (language.say(row.kind.words())) " · " (row.amount) }
            (said(language, visitor.address.query()))
            (self.facts(visitor))
            @if may_keep && row.state == ExpenseState::Claimed {
                h2 { (language.say(words::DECIDE)) }
                (self.decide_form(visitor, of(Part::Decide)))
            }
            @if may_keep && row.state == ExpenseState::Approved {
                h2 { (language.say(words::PAY)) }
                (self.pay_form(visitor, of(Part::Pay)))
            }
        }
    }

    fn facts(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let row = &self.expense;
        html! {
            dl.facts {
                div { dt { (language.say(words::WHO)) } dd { (self.staff.person(language, &row.person)) } }
                div { dt { (language.say(words::WHAT_FOR)) } dd { (told(&row.words)) } }
                div { dt { (language.say(words::VOUCHER)) } dd { (told(&row.voucher)) } }
                @if !row.record_number.is_empty() {
                    div {
                        dt { (language.say(words::RECORD_NUMBER)) }
                        dd { a href=(link("/", &[("q", &row.record_number)])) { (told(&row.record_number)) } }
                    }
                }
                div { dt { (language.say(words::STATE)) } dd { (language.say(row.state.words())) } }
                div { dt { (language.say(words::CLAIMED_BY)) } dd { (self.staff.person(language, &row.claimed_by)) } }
                @if let Some(person) = &row.decided_by {
                    div { dt { (language.say(words::DECIDED_BY)) } dd { (self.staff.person(language, person)) } }
                }
                @if !row.reason.is_empty() {
                    div { dt { (language.say(words::REASON)) } dd { (told(&row.reason)) } }
                }
                @if let Some(day) = &row.paid_on {
                    div { dt { (language.say(words::PAID_ON)) } dd { (day) } }
                }
            }
        }
    }

    fn decide_form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let form = Form::of(visitor, attempt).named("decide");
        let content = html! {
            (form.radios("decision", words::DECISION, &[("approve", words::APPROVE), ("refuse", words::REFUSE)]))
            (form.line("reason", words::REASON, Line::words(500)))
            (form.button(words::DECIDE_IT))
        };
        form.write(
            &format!("/expenses/{}/decision", self.expense.expense),
            &content,
        )
    }

    fn pay_form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let form = Form::of(visitor, attempt).named("pay");
        let content = html! {
            (form.line("paid_on", words::PAID_ON, Line::day().required()))
            (form.button(words::PAY_IT))
        };
        form.write(
            &format!("/expenses/{}/payment", self.expense.expense),
            &content,
        )
    }
}
