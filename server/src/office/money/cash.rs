//! `GET /money/cash`: who holds how much cash, and the slips that nobody has counted; with `?all=1` every slip.
//! `GET /money/cash/{technician}`: the pieces behind a number.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{ids::PersonId, money::Money};
use doorstep_words::{Language, office::money as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, Ways, asked, further, link};
use crate::{
    api_error::ApiError,
    app::AppState,
    money::{CashLine, CashPiece, Slip, SlipPlace, in_hand, in_hand_of, slips},
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
};

/// Pieces of one technician that a page shows at most; more are a matter for a conversation, not for a list.
const PIECES_SHOWN: usize = 500;

struct Page {
    surroundings: Surroundings,
    ways: Ways,
    staff: Staff,
    lines: Vec<CashLine>,
    only_open: bool,
    slips: Vec<Slip>,
    is_first: bool,
    has_more: bool,
}

fn place(query: Option<&str>) -> Option<SlipPlace> {
    Some(SlipPlace {
        at_ms: asked(query, "at")?.parse().ok()?,
        technician: asked(query, "technician")?,
        slip: asked(query, "slip")?,
        currency: asked(query, "currency")?,
    })
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Money.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let only_open = asked(query, "all").is_none();
    let after = place(query);
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let part = (after.as_ref(), PAGE_ROWS + 1);
            let mut slips = slips(connection, &clerk, only_open, part)?;
            let has_more = slips.len() > PAGE_ROWS;
            slips.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                ways: Ways::read(connection, &clerk)?,
                staff: Staff::read(connection)?,
                lines: in_hand(connection, &clerk)?,
                only_open,
                slips,
                is_first: after.is_none(),
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Money,
            visitor.language.say(words::CASH),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

/// Where a slip is looked at and counted.
pub(super) fn slip_link(slip: &Slip) -> String {
    let values = [
        ("technician", slip.technician.0.as_str()),
        ("slip", &slip.slip),
        ("currency", slip.said.currency.code()),
    ];
    link("/money/slip", &values)
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let all = ("all", "1");
        let next = self.slips.last().filter(|_| self.has_more).map(|slip| {
            let place = slip.place();
            let at = place.at_ms.to_string();
            let mut values = vec![
                ("at", at.as_str()),
                ("technician", &place.technician),
                ("slip", &place.slip),
                ("currency", &place.currency),
            ];
            if !self.only_open {
                values.push(all);
            }
            link("/money/cash", &values)
        });
        let same = if self.only_open {
            "/money/cash"
        } else {
            "/money/cash?all=1"
        };
        let first = (!self.is_first).then(|| same.to_owned());
        html! {
            h1 { (language.say(words::CASH)) }
            (self.ways.write(language, "/money/cash"))
            (said(language, visitor.address.query()))
            h2 { (language.say(words::IN_HAND)) }
            p.hint { (language.say(words::IN_HAND_HOW)) }
            @if self.lines.is_empty() {
                p.empty { (language.say(words::NOBODY_HOLDS_CASH)) }
            } @else {
                (self.holders(language))
            }
            h2 { (language.say(if self.only_open { words::SLIPS_TO_COUNT } else { words::ALL_SLIPS })) }
            p.hint {
                @if self.only_open {
                    (language.say(words::SLIPS_HOW)) " "
                    a href="/money/cash?all=1" { (language.say(words::ALL_SLIPS)) }
                } @else {
                    a href="/money/cash" { (language.say(words::SLIPS_TO_COUNT)) }
                }
            }
            @if self.slips.is_empty() {
                p.empty { (language.say(words::NO_SLIPS)) }
            } @else {
                (self.slips(language))
            }
            (further(language, first, next))
        }
    }

    fn holders(&self, language: Language) -> Markup {
        let heads =
            [words::WHO, words::AMOUNT, words::PIECES, words::SINCE].map(|head| language.say(head));
        let [who, amount, pieces, since] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for line in &self.lines {
                        tr {
                            th scope="row" data-label=(who) { (self.staff.person(language, &line.person)) }
                            td data-label=(amount) { (line.amount) }
                            td data-label=(pieces) {
                                a href={ "/money/cash/" (percent(&line.person)) } { (line.pieces) }
                            }
                            td data-label=(since) { (noted_text(&line.since)) }
                        }
                    }
                }
            }
        }
    }

    fn slips(&self, language: Language) -> Markup {
        let heads = [
            words::SLIP,
            words::WHO,
            words::SAID,
            words::OPEN,
            words::DIFFERS,
            words::WHEN,
        ]
        .map(|head| language.say(head));
        let [number, who, said, open, differs, when] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for slip in &self.slips {
                        tr {
                            th scope="row" data-label=(number) { a href=(slip_link(slip)) { (told(&slip.slip)) } }
                            td data-label=(who) { (self.staff.person(language, &slip.technician)) }
                            td data-label=(said) { (slip.said) }
                            td data-label=(open) { (amount_of(slip, slip.open_minor)) }
                            td data-label=(differs) { (difference(slip)) }
                            td data-label=(when) { (noted_text(&slip.at)) }
                        }
                    }
                }
            }
        }
    }
}

/// Minor units in the slip's currency.
pub(super) fn amount_of(slip: &Slip, minor: i64) -> Money {
    Money { minor, ..slip.said }
}

/// What was counted more or less than was said, where it was.
pub(super) fn difference(slip: &Slip) -> Markup {
    html! {
        @if slip.differs_minor != 0 {
            span.badge.bad { span.mark { "✖" } (amount_of(slip, slip.differs_minor)) }
        }
    }
}

/// A person's code as part of an address.
fn percent(person: &PersonId) -> String {
    form_urlencoded::byte_serialize(person.0.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

pub(super) async fn show_one(
    State(state): State<AppState>,
    Path(technician): Path<String>,
    visitor: Visitor,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Money.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let person = PersonId(technician);
    let read = state
        .store()
        .read(move |connection| {
            let pieces = in_hand_of(connection, &clerk, &person, PIECES_SHOWN)?;
            Ok::<_, ApiError>((
                Surroundings::read(connection)?,
                Staff::read(connection)?,
                person,
                pieces,
            ))
        })
        .await;
    let page = read.map(|(surroundings, staff, person, pieces)| {
        let language = visitor.language;
        let content = html! {
            p { a href="/money/cash" { "← " (language.say(words::CASH)) } }
            h1 { (language.say(words::IN_HAND)) " · " (staff.person(language, &person)) }
            @if pieces.is_empty() {
                p.empty { (language.say(words::NOTHING_IN_HAND)) }
            } @else {
                (pieces_table(language, &pieces))
            }
        };
        let title = language.say(words::IN_HAND);
        Some(frame::page(
            &visitor,
            &surroundings,
            Place::Money,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

fn pieces_table(language: Language, pieces: &[CashPiece]) -> Markup {
    let heads = [
        words::DAY,
        words::RECORD,
        words::RECEIPT_NUMBER,
        words::AMOUNT,
    ]
    .map(|head| language.say(head));
    let [day, record, receipt, amount] = heads;
    html! {
        table.stack {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for piece in pieces {
                    tr {
                        th scope="row" data-label=(day) { (piece.day) }
                        td data-label=(record) { a href={ "/records/" (piece.record) } { (told(&piece.number)) } }
                        td data-label=(receipt) { (told(&piece.receipt)) }
                        td data-label=(amount) { (piece.amount) }
                    }
                }
            }
        }
    }
}
