//! `GET /parts/stock?store=…&low=1`: the stock of a store, part by part.

use std::collections::BTreeMap;

use axum::{extract::State, response::Response};
use doorstep_words::{Language, office::parts as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, Ways, asked, link};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        told::{told, told_plain},
        visitor::Visitor,
    },
    rights::{Action, require},
    stock::{Level, levels, station_of_store, stores_of},
};

struct Page {
    surroundings: Surroundings,
    ways: Ways,
    stores: BTreeMap<String, String>,
    store: String,
    only_low: bool,
    levels: Vec<Level>,
    is_first: bool,
    has_more: bool,
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Parts.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let store = asked(query, "store");
    let only_low = asked(query, "low").is_some();
    let after = asked(query, "after").unwrap_or_default();
    let clerk = visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let read = state
        .store()
        .read(move |connection| {
            let stores = stores_of(connection, &clerk)?;
            // Somebody of a station begins with his own.
            let own = clerk
                .stations
                .iter()
                .next()
                .map(|station| station.0.clone());
            let store = store.or(own).unwrap_or_default();
            require(&clerk, Action::ReadStock, station_of_store(&store).as_ref())?;
            let mut levels = levels(connection, &store, now_ms)?;
            levels.retain(|level| level.part > after && (level.is_low || !only_low));
            let has_more = levels.len() > PAGE_ROWS;
            levels.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                ways: Ways::read(connection, &clerk)?,
                stores,
                store,
                only_low,
                levels,
                is_first: after.is_empty(),
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Parts,
            visitor.language.say(words::STOCK),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

/// What a store is called.
pub(super) fn store_name(language: Language, name: &str) -> Markup {
    html! {
        @if name.is_empty() { (language.say(words::OWN_STORE)) } @else { (told(name)) }
    }
}

/// The address of a part at a store.
pub(super) fn part_link(store: &str, part: &str) -> String {
    link("/parts/stock/part", &[("store", store), ("part", part)])
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let store = ("store", self.store.as_str());
        let low = ("low", "1");
        let same: Vec<(&str, &str)> = match self.only_low {
            true => vec![store, low],
            false => vec![store],
        };
        let next = self.levels.last().filter(|_| self.has_more);
        let next = next.map(|level| {
            let place = ("after", level.part.as_str());
            link("/parts/stock", &[same.as_slice(), &[place]].concat())
        });
        html! {
            h1 { (language.say(words::STOCK)) }
            (self.ways.write(visitor, "/parts/stock"))
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::ABC_HOW)) }
            (self.filter(language))
            @if self.levels.is_empty() {
                p.empty {
                    (language.say(if self.only_low { words::NOTHING_LOW } else { words::NO_PARTS }))
                }
            } @else {
                (self.table(language))
            }
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::PAGES)) {
                    @if !self.is_first { a href=(link("/parts/stock", &same)) { (language.say(words::FIRST_PAGE)) } }
                    @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT_PAGE)) } }
                }
            }
            @if visitor.may(Action::MoveStock) {
                h2 { (language.say(words::NEW_PART)) }
                form.filter action="/parts/stock/part" method="get" {
                    input type="hidden" name="store" value=(self.store);
                    label {
                        span { (language.say(words::PART)) }
                        input type="text" name="part" maxlength="64" autocomplete="off" required;
                    }
                    button type="submit" { (language.say(words::SHOW)) }
                }
            }
        }
    }

    fn filter(&self, language: Language) -> Markup {
        html! {
            form.filter action="/parts/stock" method="get" {
                label {
                    span { (language.say(words::STORE)) }
                    select name="store" {
                        @for (code, name) in &self.stores {
                            option value=(code) selected[*code == self.store] {
                                @if name.is_empty() { (language.say(words::OWN_STORE)) } @else { (told_plain(name)) }
                            }
                        }
                    }
                }
                label {
                    input type="checkbox" name="low" value="1" checked[self.only_low];
                    " " (language.say(words::ONLY_LOW))
                }
                button type="submit" { (language.say(words::SHOW)) }
            }
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::PART,
            words::ON_HAND,
            words::MINIMUM,
            words::USED_IN_A_YEAR,
            words::CLASS,
        ]
        .map(|head| language.say(head));
        let [part, on_hand, minimum, used, class] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for level in &self.levels {
                        tr {
                            th scope="row" data-label=(part) {
                                a href=(part_link(&self.store, &level.part)) { (told(&level.part)) }
                                div.side { (told(&level.name)) }
                            }
                            td data-label=(on_hand) { (stands(language, level)) }
                            td data-label=(minimum) {
                                (level.minimum)
                                @if level.is_common { div.side { (language.say(words::COMMON_MODEL)) } }
                            }
                            td data-label=(used) { (level.used) }
                            td data-label=(class) { (language.say(level.class.words())) }
                        }
                    }
                }
            }
        }
    }
}

/// The stock of a part, with a warning where it is too little.
pub(super) fn stands(language: Language, level: &Level) -> Markup {
    html! {
        (level.on_hand)
        @if level.is_low {
            " " span.badge.bad { span.mark { "✖" } (language.say(words::IS_LOW)) }
        }
    }
}
