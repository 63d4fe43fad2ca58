//! `/money`: what finance works through.
//!
//! [`receipts`] is what came and went at the door in a month, [`cash`] who holds cash and what was handed in, [`slip`] is one
//! slip of it, [`invoices`] what is to be invoiced or was, [`invoice`] the invoices of one record. [`file`] gives the lists as
//! files.

mod cash;
mod file;
mod invoice;
mod invoices;
mod receipts;
mod slip;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};
use doorstep_domain::record::choice_words;
use doorstep_words::{Language, Phrase, office::money as words};
use maud::{Markup, html};
use rusqlite::Connection;

use super::address::{asked, further, link};
use crate::{app::AppState, money::waiting_count, office::told::told, staff::Clerk};

/// Rows of one page.
const PAGE_ROWS: usize = 50;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/money", get(async || Redirect::to("/money/receipts")))
        .route("/money/receipts", get(receipts::show))
        .route("/money/receipts.csv", get(file::give_receipts))
        .route("/money/cash", get(cash::show))
        .route("/money/cash/{technician}", get(cash::show_one))
        .route("/money/slip", get(slip::show).post(slip::receive))
        .route("/money/invoices", get(invoices::show))
        .route("/money/invoices.csv", get(file::give_invoices))
        .route(
            "/money/invoices/{record}",
            get(invoice::show).post(invoice::write_one),
        )
        .route("/money/invoices/{record}/void", post(invoice::void_one))
}

/// The pages of money, and how much waits on each.
struct Ways {
    slips: i64,
}

impl Ways {
    fn read(connection: &Connection, clerk: &Clerk) -> rusqlite::Result<Self> {
        Ok(Self {
            slips: waiting_count(connection, clerk)?,
        })
    }

    fn write(&self, language: Language, here: &str) -> Markup {
        html! {
            nav.queues aria-label=(language.say(words::MONEY)) {
                (way(language, "/money/receipts", words::RECEIPTS, 0, here))
                (way(language, "/money/cash", words::CASH, self.slips, here))
                (way(language, "/money/invoices", words::INVOICES, 0, here))
            }
        }
    }
}

fn way(language: Language, address: &str, phrase: Phrase, count: i64, here: &str) -> Markup {
    html! {
        a href=(address) aria-current=[(address == here).then_some("true")] {
            (language.say(phrase))
            @if count > 0 { " " span.count { (count) } }
        }
    }
}

/// How something was paid.
fn method(language: Language, code: &str) -> Markup {
    html! {
        @match choice_words(code) {
            Some(phrase) => (language.say(phrase)),
            None => (told(code)),
        }
    }
}
