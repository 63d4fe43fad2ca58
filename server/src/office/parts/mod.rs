//! `/parts`: what is on the vans and what of it does not fit.
//!
//! [`balance`] lists the vans, [`van`] is one of them in a month, [`movements`] are the entries behind a number, and
//! [`explain`] is the difference of a count. [`queue`] lists what waits for the store (requisitions, returns, old parts), and
//! [`one`] sees to one of them. [`store`] is the stock of the store itself, [`store_part`] a part of it, and
//! [`claims`] what is to be claimed from suppliers.

mod balance;
mod claims;
mod explain;
mod movements;
mod one;
mod queue;
mod store;
mod store_part;
mod van;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};
use doorstep_domain::van::Month;
use doorstep_words::{Language, Phrase, office::parts as words};
use maud::{Markup, html};
use rusqlite::Connection;

use super::address::{asked, link};
use crate::{
    app::AppState,
    audit::moment,
    office::visitor::Visitor,
    rights::Action,
    staff::Clerk,
    stock::{Queue, waiting_count},
};

/// Rows of one page.
const PAGE_ROWS: usize = 50;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/parts", get(async || Redirect::to("/parts/balance")))
        .route("/parts/balance", get(balance::show))
        .route("/parts/balance/{technician}", get(van::show))
        .route("/parts/balance/{technician}/count", post(van::count_one))
        .route(
            "/parts/balance/{technician}/movements",
            get(movements::show),
        )
        .route(
            "/parts/balance/{technician}/counts/{entry}",
            get(explain::show).post(explain::explain_one),
        )
        .route("/parts/stock", get(store::show))
        .route("/parts/stock/part", get(store_part::show))
        .route("/parts/stock/{verb}", post(store_part::change))
        .route("/parts/claims", get(claims::show))
        .route("/parts/claims.csv", get(claims::give))
        .route("/parts/requisitions", get(queue::requisitions))
        .route("/parts/returns", get(queue::returns))
        .route("/parts/old-parts", get(queue::old_parts))
        .route(
            "/parts/{queue}/{entry}",
            get(one::show).post(one::see_to_one),
        )
}

/// The month that an address names; else the present one.
fn month_of(query: Option<&str>, now_ms: i64) -> Month {
    let named = asked(query, "month").and_then(|month| month.parse().ok());
    named.unwrap_or_else(|| Month::of(moment(now_ms).fixed_offset()))
}

/// The pages of parts, and how much waits on each.
struct Ways([(Queue, i64); 3]);

impl Ways {
    fn read(connection: &Connection, clerk: &Clerk) -> rusqlite::Result<Self> {
        let count = |queue| waiting_count(connection, clerk, queue).map(|count| (queue, count));
        Ok(Self([
            count(Queue::Requisitions)?,
            count(Queue::Returns)?,
            count(Queue::OldParts)?,
        ]))
    }

    fn write(&self, visitor: &Visitor, here: &str) -> Markup {
        let language = visitor.language;
        html! {
            nav.queues aria-label=(language.say(words::PARTS)) {
                (way(language, "/parts/balance", words::BALANCE, 0, here))
                (way(language, "/parts/stock", words::STOCK, 0, here))
                @for (queue, count) in self.0 {
                    (way(language, &format!("/parts/{}", queue.code()), queue.words(), count, here))
                }
                @if visitor.may(Action::ClaimFromSuppliers) {
                    (way(language, "/parts/claims", words::CLAIMS, 0, here))
                }
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
