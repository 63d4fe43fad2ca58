//! `GET /expenses?state=…&person=…&month=…`: the claims; `/expenses.csv` the same as a file. `POST /expenses` enters one.

use axum::{extract::State, response::Response};
use doorstep_domain::{expense::ExpenseState, money::minor_typed, van::Month};
use doorstep_words::{Language, office::expense as words};
use maud::{Markup, html};
use rusqlite::Connection;

use crate::{
    api_error::ApiError,
    app::AppState,
    audit::Deed,
    csv_file,
    expense::{
        ClaimExpense, Expense, ExpenseError, ExpenseKind, ExpensePlace, ExpenseQuestion,
        ExpenseSum, claim, expenses, open_count, sums,
    },
    office::{
        address::{asked, further, link},
        form::{Attempt, Choice, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        staff::Staff,
        taken::{Taken, give},
        told::{told, told_plain},
        visitor::Visitor,
    },
    rights::Action,
    staff::Clerk,
};

/// Rows of one page.
const PAGE_ROWS: usize = 50;

const COLUMNS: [&str; 12] = [
    "expense",
    "person",
    "day",
    "kind",
    "amount_minor",
    "words",
    "voucher",
    "record_number",
    "state",
    "claimed_by",
    "reason",
    "paid_on",
];

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    question: ExpenseQuestion,
    open: i64,
    sums: Vec<ExpenseSum>,
    rows: Vec<Expense>,
    is_first: bool,
    has_more: bool,
}

fn question(query: Option<&str>) -> ExpenseQuestion {
    let state = asked(query, "state");
    let mut states = ExpenseState::ALL.iter().copied();
    let month = asked(query, "month").and_then(|month| month.parse::<Month>().ok());
    ExpenseQuestion {
        state: state.and_then(|code| states.find(|state| state.code() == code)),
        person: asked(query, "person"),
        month: month.map(|month| month.to_string()),
    }
}

fn place(query: Option<&str>) -> Option<ExpensePlace> {
    let after = asked(query, "after")?;
    let (day, expense) = after.split_once('_')?;
    Some((day.to_owned(), expense.parse().ok()?))
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Attempt::none()).await
}

pub(super) async fn claim_one(State(state): State<AppState>, sent: Sent) -> Response {
    let request = typed(&sent.fields);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let work = state
        .writer()
        .submit(move |transaction| {
            claim(transaction, &clerk, &request?, now_ms).map_err(ApiError::from)
        })
        .await;
    match work {
        Ok(expense) => done(&format!("/expenses/{expense}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, attempt).await
        }
    }
}

fn typed(fields: &Fields) -> Result<ClaimExpense, ExpenseError> {
    let text = |name: &str| fields.text(name).to_owned();
    Ok(ClaimExpense {
        person: text("person"),
        day: text("day"),
        kind: ExpenseKind::from_code(fields.text("kind")).ok_or(ExpenseError::NoKind)?,
        amount_minor: minor_typed(fields.text("amount")).ok_or(ExpenseError::BadAmount)?,
        words: text("words"),
        voucher: text("voucher"),
        record_number: text("record_number"),
    })
}

async fn answer(state: &AppState, visitor: &Visitor, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Expenses.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let question = question(query);
    let after = place(query);
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let part = (after.as_ref(), PAGE_ROWS + 1);
            let mut rows = expenses(connection, &clerk, &question, part)?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                open: open_count(connection, &clerk)?,
                sums: sums(connection, &clerk, &question)?,
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
            Place::Expenses,
            visitor.language.say(words::EXPENSES),
            &page.content(visitor, attempt),
        )))
    })
}

/// `GET /expenses.csv`, with the question of the page.
pub(super) async fn give_csv(State(state): State<AppState>, visitor: Visitor) -> Response {
    let question = question(visitor.address.query());
    let write = move |connection: &Connection, clerk: &Clerk| {
        let rows = expenses(connection, clerk, &question, (None, usize::MAX))?;
        csv_file::write(&COLUMNS, rows.into_iter().map(cells)).map_err(ApiError::internal)
    };
    let taken = Taken {
        action: Action::ReadMoney,
        deed: Deed::MeansTaken,
        subject: "expenses".to_owned(),
        name: "expenses.csv",
    };
    give(&state, visitor, taken, write).await
}

fn cells(row: Expense) -> Vec<String> {
    vec![
        row.expense.to_string(),
        row.person.0,
        row.day,
        row.kind.code().to_owned(),
        row.amount.minor.to_string(),
        row.words,
        row.voucher,
        row.record_number,
        row.state.code().to_owned(),
        row.claimed_by.0,
        row.reason,
        row.paid_on.unwrap_or_default(),
    ]
}

impl Page {
    /// The address of the question with some of it otherwise.
    fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let state = self.question.state.map(ExpenseState::code);
        let standing = [
            ("state", state),
            ("person", self.question.person.as_deref()),
            ("month", self.question.month.as_deref()),
        ];
        let mut values: Vec<(&str, &str)> = standing
            .into_iter()
            .filter(|(name, _)| !more.iter().any(|(other, _)| other == name))
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        values.extend_from_slice(more);
        link(path, &values)
    }

    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let next = self.rows.last().filter(|_| self.has_more).map(|row| {
            let place = format!("{}_{}", row.day, row.expense);
            self.address("/expenses", &[("after", &place)])
        });
        let first = (!self.is_first).then(|| self.address("/expenses", &[]));
        html! {
            h1 {
                (language.say(words::EXPENSES))
                @if self.open > 0 { " " span.count { (self.open) } }
            }
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::FOUR_EYES)) }
            (self.filter(language))
            @if self.rows.is_empty() {
                p.empty { (language.say(words::NO_EXPENSES)) }
            } @else {
                (self.sums(language))
                @if visitor.may(Action::Export) {
                    p { a href=(self.address("/expenses.csv", &[])) download { (language.say(words::AS_CSV)) } }
                }
                (self.table(language))
            }
            (further(language, first, next))
            @if visitor.may(Action::KeepMoney) {
                h2 { (language.say(words::CLAIM)) }
                (claim_form(visitor, attempt))
            }
        }
    }

    fn filter(&self, language: Language) -> Markup {
        html! {
            form.filter action="/expenses" method="get" {
                label {
                    span { (language.say(words::MONTH)) }
                    input type="month" name="month" pattern="[0-9]{4}-[0-9]{2}"
                        value=(self.question.month.as_deref().unwrap_or_default());
                }
                label {
                    span { (language.say(words::PERSON_CODE)) }
                    input type="text" name="person" maxlength="64" autocomplete="off"
                        value=(told_plain(self.question.person.as_deref().unwrap_or_default()));
                }
                label {
                    span { (language.say(words::STATE)) }
                    select name="state" {
                        option value="" { (language.say(words::EVERY_STATE)) }
                        @for state in ExpenseState::ALL {
                            option value=(state.code()) selected[self.question.state == Some(*state)] {
                                (language.say(state.words()))
                            }
                        }
                    }
                }
                button type="submit" { (language.say(words::SHOW)) }
            }
        }
    }

    /// Each sum opens the claims behind it.
    fn sums(&self, language: Language) -> Markup {
        let heads =
            [words::WHO, words::STATE, words::SUM, words::ROWS].map(|head| language.say(head));
        let [who, state, sum, rows] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for line in &self.sums {
                        tr {
                            th scope="row" data-label=(who) { (self.staff.person(language, &line.person)) }
                            td data-label=(state) { (language.say(line.state.words())) }
                            td data-label=(sum) { (line.amount) }
                            td data-label=(rows) {
                                a href=(self.address("/expenses", &[("person", &line.person.0), ("state", line.state.code())])) {
                                    (line.rows)
                                }
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
            words::WHO,
            words::KIND,
            words::WHAT_FOR,
            words::AMOUNT,
            words::STATE,
        ]
        .map(|head| language.say(head));
        let [day, who, kind, what_for, amount, state] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            th scope="row" data-label=(day) { a href={ "/expenses/" (row.expense) } { (row.day) } }
                            td data-label=(who) { (self.staff.person(language, &row.person)) }
                            td data-label=(kind) { (language.say(row.kind.words())) }
                            td data-label=(what_for) { (told(&row.words)) }
                            td data-label=(amount) { (row.amount) }
                            td data-label=(state) { (language.say(row.state.words())) }
                        }
                    }
                }
            }
        }
    }
}

fn claim_form(visitor: &Visitor, attempt: &Attempt) -> Markup {
    let form = Form::of(visitor, attempt);
    let kinds: Vec<Choice> = ExpenseKind::ALL
        .iter()
        .map(|kind| Choice {
            value: kind.code().to_owned(),
            words: html! { (visitor.language.say(kind.words())) },
        })
        .collect();
    let content = html! {
        (form.line("person", words::PERSON_CODE, Line::words(64).required()))
        (form.line("day", words::DAY, Line::day().required()))
        (form.select("kind", words::KIND, &kinds))
        (form.line("amount", words::AMOUNT_YUAN, Line::words(12).required()))
        (form.line("words", words::WHAT_FOR, Line::words(500).required()))
        (form.line("voucher", words::VOUCHER, Line::words(64)))
        (form.line("record_number", words::RECORD_NUMBER, Line::words(64)))
        (form.button(words::CLAIM_IT))
    };
    form.write("/expenses", &content)
}
