//! `GET /parts/stock/part?store=…&part=…`: a part at a store, its movements, and what is done with it there. `POST
//! /parts/stock/{verb}`: `receive`, `count`, `correct` and `minimum`.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_words::office::parts as words;
use maud::{Markup, html};

use super::{
    PAGE_ROWS, asked, link,
    movements::moved_words,
    store::{part_link, stands, store_name},
};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    office::{
        form::{Attempt, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rights::{Action, can, require},
    stock::{
        KeepAtLeast, Level, MoveStore, StoreKind, StoreMoved, StorePlace, keep_at_least, levels,
        move_store, on_hand, station_of_store, store_moved, stores_of,
    },
};

/// Which of the page's forms was tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Receive,
    Count,
    Correct,
    Minimum,
}

impl Part {
    const ALL: [Self; 4] = [Self::Receive, Self::Count, Self::Correct, Self::Minimum];

    /// Tells the form's fields from those of the others; its address, too.
    const fn name(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Count => "count",
            Self::Correct => "correct",
            Self::Minimum => "minimum",
        }
    }
}

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    store: String,
    store_name: String,
    part: String,
    /// Nothing where the part never moved here.
    level: Option<Level>,
    on_hand: i64,
    rows: Vec<StoreMoved>,
    is_first: bool,
    has_more: bool,
    may_move: bool,
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    let query = visitor.address.query();
    let Some(part) = asked(query, "part") else {
        return visitor.nothing_here();
    };
    let of = (asked(query, "store").unwrap_or_default(), part);
    answer(&state, &visitor, of, (Part::Receive, Attempt::none())).await
}

pub(super) async fn change(
    State(state): State<AppState>,
    Path(verb): Path<String>,
    sent: Sent,
) -> Response {
    let Some(tried) = Part::ALL.into_iter().find(|part| part.name() == verb) else {
        return sent.visitor.nothing_here();
    };
    let fields = sent.fields.clone();
    let of = (
        fields.text("store").to_owned(),
        fields.text("part").to_owned(),
    );
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let done_there = state
        .writer()
        .submit(move |transaction| {
            if tried == Part::Minimum {
                keep_at_least(transaction, &clerk, &minimum(&fields), now_ms)?;
            } else {
                move_store(transaction, &clerk, &movement(tried, &fields), now_ms)?;
            }
            Ok::<_, ApiError>(())
        })
        .await;
    match done_there {
        Ok(()) => done(&format!("{}&done=1", part_link(&of.0, &of.1))),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, of, (tried, attempt)).await
        }
    }
}

fn movement(tried: Part, fields: &Fields) -> MoveStore {
    let text = |name: &str| fields.text(name).to_owned();
    MoveStore {
        store: text("store"),
        part: text("part"),
        kind: match tried {
            Part::Receive => StoreKind::Received,
            Part::Count => StoreKind::Counted,
            Part::Correct | Part::Minimum => StoreKind::Corrected,
        },
        // What is no number is none that can be.
        quantity: fields.text("quantity").parse().unwrap_or(i64::MIN),
        on_hand: fields.text("on_hand").parse().ok(),
        supplier: text("supplier"),
        reason: text("reason"),
    }
}

fn minimum(fields: &Fields) -> KeepAtLeast {
    KeepAtLeast {
        store: fields.text("store").to_owned(),
        part: fields.text("part").to_owned(),
        version: fields.text("version").parse().unwrap_or(-1),
        minimum: fields.text("minimum").parse().unwrap_or(-1),
        is_common: fields.text("common") == "yes",
    }
}

fn place(query: Option<&str>) -> Option<StorePlace> {
    let after = asked(query, "after")?;
    let (at_ms, key) = after.split_once('_')?;
    Some(StorePlace {
        at_ms: at_ms.parse().ok()?,
        key: key.to_owned(),
    })
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    (store, part): (String, String),
    (tried, attempt): (Part, Attempt),
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Parts.action()) {
        return refused;
    }
    let after = place(visitor.address.query());
    let clerk = visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let read = state
        .store()
        .read(move |connection| {
            let station = station_of_store(&store);
            require(&clerk, Action::ReadStock, station.as_ref())?;
            let stores = stores_of(connection, &clerk)?;
            let store_name = stores.get(&store).cloned().ok_or_else(not_found)?;
            let mut levels = levels(connection, &store, now_ms)?.into_iter();
            let after = after.as_ref();
            let mut rows = store_moved(connection, (&store, &part), (after, PAGE_ROWS + 1))?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                store_name,
                level: levels.find(|level| level.part == part),
                on_hand: on_hand(connection, &store, &part)?,
                rows,
                is_first: after.is_none(),
                has_more,
                may_move: can(&clerk, Action::MoveStock, station.as_ref()),
                store,
                part,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Parts,
            &page.part,
            &page.content(visitor, tried, attempt),
        )))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, tried: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let back = link("/parts/stock", &[("store", &self.store)]);
        html! {
            p { a href=(back) { "← " (language.say(words::STOCK)) } }
            h1 { (told(&self.part)) " · " (store_name(language, &self.store_name)) }
            (said(language, visitor.address.query()))
            p {
                (language.say(words::ON_HAND)) " "
                @match &self.level {
                    Some(level) => {
                        strong { (stands(language, level)) } " · "
                        (language.say(words::MINIMUM)) " " (level.minimum) " · "
                        (language.say(level.class.words())) " · " (told(&level.name))
                    },
                    None => strong { (self.on_hand) },
                }
            }
            h2 { (language.say(words::MOVEMENTS)) }
            @if self.rows.is_empty() {
                p.empty { (language.say(words::NO_MOVEMENTS)) }
            } @else {
                (self.table(visitor))
            }
            @if self.may_move { (self.forms(visitor, tried, attempt)) }
        }
    }

    fn table(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let heads = [
            words::WHEN,
            words::WHAT,
            words::PIECES,
            words::SUPPLIER_OR_REASON,
            words::WHO,
        ]
        .map(|head| language.say(head));
        let [when, what, pieces, why, who] = heads;
        let here = part_link(&self.store, &self.part);
        let next = self.rows.last().filter(|_| self.has_more);
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            th scope="row" data-label=(when) { (noted_text(&row.at)) }
                            td data-label=(what) {
                                @match StoreKind::ALL.iter().find(|kind| kind.code() == row.kind) {
                                    Some(kind) => (language.say(kind.words())),
                                    None => (language.say(moved_words(&row.kind))),
                                }
                                @if let Some(counted) = row.counted { " " (counted) }
                            }
                            td data-label=(pieces) { (row.quantity) }
                            td data-label=(why) {
                                (told(&row.supplier))
                                @if !row.reason.is_empty() { div.side { (told(&row.reason)) } }
                            }
                            td data-label=(who) { (self.staff.person(language, &row.person)) }
                        }
                    }
                }
            }
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::PAGES)) {
                    @if !self.is_first { a href=(here) { (language.say(words::FIRST_PAGE)) } }
                    @if let Some(last) = next {
                        a rel="next" href={ (here) "&after=" (last.place.at_ms) "_" (last.place.key) } {
                            (language.say(words::NEXT_PAGE))
                        }
                    }
                }
            }
        }
    }

    fn forms(&self, visitor: &Visitor, tried: Part, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let none = Attempt::none();
        let level = self.level.as_ref();
        let own_minimum = level.map_or(0, |level| level.own_minimum);
        let is_common = level.is_some_and(|level| level.is_common);
        let common = if is_common { "yes" } else { "no" };
        let standing = Attempt::standing(Fields::of([
            ("minimum", own_minimum.to_string()),
            ("common", common.to_owned()),
        ]));
        let form = |part: Part| {
            let is_tried = attempt.error.is_some() && part == tried;
            let before = match part {
                Part::Minimum => &standing,
                _ => &none,
            };
            Form::of(visitor, if is_tried { attempt } else { before }).named(part.name())
        };
        let is_stale = attempt.error.as_ref();
        let is_stale = is_stale.is_some_and(|error| error.code() == "changed_meanwhile");
        html! {
            @if is_stale { div.meanwhile { p { (language.say(words::MEANWHILE)) } } }
            h2 { (language.say(words::RECEIVE)) }
            (self.write(&form(Part::Receive), Part::Receive))
            h2 { (language.say(words::COUNT_STORE)) }
            (self.write(&form(Part::Count), Part::Count))
            h2 { (language.say(words::CORRECT)) }
            (self.write(&form(Part::Correct), Part::Correct))
            h2 { (language.say(words::KEEP_AT_LEAST)) }
            (self.write(&form(Part::Minimum), Part::Minimum))
        }
    }

    fn write(&self, form: &Form<'_>, part: Part) -> Markup {
        let fields = match part {
            Part::Receive => html! {
                (form.line("quantity", words::PIECES, Line::pieces().required()))
                (form.line("supplier", words::SUPPLIER, Line::words(100).required()))
                (form.line("reason", words::DELIVERY_NOTE, Line::words(500)))
                (form.button(words::RECEIVE_IT))
            },
            Part::Count => html! {
                (form.hidden("on_hand", &self.on_hand.to_string()))
                (form.line("quantity", words::COUNTED_PIECES, Line::pieces().required()))
                (form.line("reason", words::WHY_DIFFERS, Line::words(500)))
                (form.button(words::COUNT))
            },
            Part::Correct => html! {
                (form.line("quantity", words::CORRECT_PIECES, Line::words(6).required()))
                (form.line("reason", words::REASON, Line::words(500).required()))
                (form.button(words::CORRECT_IT))
            },
            Part::Minimum => html! {
                (form.hidden("version", &self.level.as_ref().map_or(0, |level| level.version).to_string()))
                (form.line("minimum", words::MINIMUM, Line::pieces().required()))
                (form.radios("common", words::COMMON_MODEL, &[("no", words::KEEP_NO), ("yes", words::KEEP_YES)]))
                (form.button(words::KEEP_IT))
            },
        };
        let content = html! {
            (form.hidden("store", &self.store))
            (form.hidden("part", &self.part))
            (fields)
        };
        form.write(&format!("/parts/stock/{}", part.name()), &content)
    }
}
