//! What stands around every page: its head, the way to the other pages, and the pages that say why there is none.

use axum::http::Uri;
use doorstep_words::{Language, Phrase, office::frame as words};
use maud::{DOCTYPE, Markup, html};
use rusqlite::Connection;

use super::{
    assets::{SCRIPT_ADDRESS, STYLE_ADDRESS},
    form::Attempt,
    language, sign_in,
    told::{told, told_plain},
    visitor::Visitor,
};
use crate::{log, rights::Action};

/// Which of the pages one is on; each stands in the bar of who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Records,
    Board,
    Calls,
    Questions,
    CallBacks,
    Complaints,
    Contracts,
    Workshop,
    Parts,
    Money,
    Expenses,
    Tools,
    Devices,
    Quarantine,
    Rates,
    Quality,
    Reviews,
    Training,
    People,
    Audit,
    Programs,
    Calendar,
    /// One's own page, which is not in the bar but behind one's name.
    Account,
}

impl Place {
    /// In the bar, in their order.
    const ALL: [Self; 22] = [
        Self::Records,
        Self::Board,
        Self::Calls,
        Self::Questions,
        Self::CallBacks,
        Self::Complaints,
        Self::Contracts,
        Self::Workshop,
        Self::Parts,
        Self::Money,
        Self::Expenses,
        Self::Tools,
        Self::Devices,
        Self::Quarantine,
        Self::Rates,
        Self::Quality,
        Self::Reviews,
        Self::Training,
        Self::People,
        Self::Audit,
        Self::Programs,
        Self::Calendar,
    ];

    pub(super) const fn address(self) -> &'static str {
        match self {
            Self::Records => "/",
            Self::Board => "/board",
            Self::CallBacks => "/call-backs",
            Self::Complaints => "/complaints",
            Self::Contracts => "/contracts",
            Self::Workshop => "/workshop",
            Self::Parts => "/parts/balance",
            Self::Money => "/money/receipts",
            Self::Expenses => "/expenses",
            Self::Tools => "/tools",
            Self::Calendar => "/calendar",
            Self::Calls => "/calls/new",
            Self::Questions => "/questions",
            Self::Devices => "/devices",
            Self::Quarantine => "/quarantine",
            Self::Rates => "/rates",
            Self::Quality => "/quality",
            Self::Reviews => "/reviews",
            Self::Training => "/training",
            Self::People => "/people",
            Self::Audit => "/audit",
            Self::Programs => "/programs",
            Self::Account => "/account",
        }
    }

    pub(super) const fn words(self) -> Phrase {
        match self {
            Self::Records => words::RECORDS,
            Self::Board => words::BOARD,
            Self::CallBacks => words::CALL_BACKS,
            Self::Complaints => words::COMPLAINTS,
            Self::Contracts => words::CONTRACTS,
            Self::Workshop => words::WORKSHOP,
            Self::Parts => words::PARTS,
            Self::Money => words::MONEY,
            Self::Expenses => words::EXPENSES,
            Self::Tools => words::TOOLS,
            Self::Calendar => words::CALENDAR,
            Self::Calls => words::CALLS,
            Self::Questions => words::QUESTIONS,
            Self::Devices => words::DEVICES,
            Self::Quarantine => words::QUARANTINE,
            Self::Rates => words::RATES,
            Self::Quality => words::QUALITY,
            Self::Reviews => words::REVIEWS,
            Self::Training => words::TRAINING,
            Self::People => words::PEOPLE,
            Self::Audit => words::AUDIT,
            Self::Programs => words::PROGRAMS,
            Self::Account => words::ACCOUNT,
        }
    }

    const fn room(self) -> Option<Room> {
        match self {
            Self::Records
            | Self::Board
            | Self::Calls
            | Self::Questions
            | Self::CallBacks
            | Self::Complaints
            | Self::Contracts
            | Self::Workshop
            | Self::Parts => Some(Room::Service),
            Self::Money | Self::Expenses | Self::Tools => Some(Room::Money),
            Self::Rates | Self::Quality | Self::Reviews | Self::Training => Some(Room::Quality),
            Self::Devices
            | Self::Quarantine
            | Self::People
            | Self::Audit
            | Self::Programs
            | Self::Calendar => Some(Room::Management),
            Self::Account => None,
        }
    }

    /// What one must be allowed to do to see it.
    pub(super) const fn action(self) -> Action {
        match self {
            Self::Records | Self::Account => Action::ReadRecords,
            Self::Board => Action::Dispatch,
            Self::CallBacks => Action::CallBack,
            Self::Complaints => Action::HandleComplaints,
            Self::Contracts => Action::KeepContracts,
            Self::Workshop => Action::KeepCustody,
            Self::Parts => Action::ReadStock,
            Self::Money | Self::Expenses => Action::ReadMoney,
            Self::Tools => Action::KeepTools,
            Self::Calendar => Action::PublishCatalogue,
            Self::Calls => Action::TakeCalls,
            Self::Questions => Action::Approve,
            Self::Devices => Action::ReadDevices,
            Self::Quarantine => Action::ReadQuarantine,
            Self::Rates => Action::ReadRates,
            Self::Quality => Action::ReadQuality,
            Self::Reviews => Action::Review,
            Self::Training => Action::KeepTraining,
            Self::People => Action::KeepPeople,
            Self::Audit => Action::ReadAudit,
            Self::Programs => Action::KeepServer,
        }
    }
}

/// Where pages of one kind of work stand together; the bar shows the rooms, and of one's own room the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Service,
    Quality,
    Money,
    Management,
}

impl Room {
    const ALL: [Self; 4] = [Self::Service, Self::Quality, Self::Money, Self::Management];

    const fn words(self) -> Phrase {
        match self {
            Self::Service => words::room::SERVICE,
            Self::Quality => words::room::QUALITY,
            Self::Money => words::room::MONEY,
            Self::Management => words::room::MANAGEMENT,
        }
    }

    /// The pages in it that this clerk may see.
    fn places(self, visitor: &Visitor) -> impl Iterator<Item = Place> {
        let mine = move |place: &Place| place.room() == Some(self) && visitor.may(place.action());
        Place::ALL.into_iter().filter(mine)
    }
}

/// What the frame says of the organisation at the moment of the page.
pub(super) struct Surroundings {
    organisation: String,
    quarantined: i64,
    head: i64,
}

impl Surroundings {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let organisation = connection
            .prepare_cached("SELECT name FROM organisation")?
            .query_row([], |row| row.get(0))?;
        let quarantined = connection
            .prepare_cached("SELECT count(*) FROM quarantine")?
            .query_row([], |row| row.get(0))?;
        let head = log::head(connection)?.map_or(0, |head| head.seq);
        Ok(Self {
            organisation,
            quarantined,
            head,
        })
    }

    /// What the organisation is called.
    pub(super) fn organisation(&self) -> &str {
        &self.organisation
    }

    /// The part of a page that the script fetches again from `address` whenever the log moves past this moment.
    pub(super) fn live(&self, address: &str, content: &Markup) -> Markup {
        html! { div #live data-live=(address) data-head=(self.head) { (content) } }
    }
}

/// A whole page.
pub(super) fn page(
    visitor: &Visitor,
    surroundings: &Surroundings,
    place: Place,
    title: &str,
    content: &Markup,
) -> Markup {
    let language = visitor.language;
    let title = format!("{title} · {}", surroundings.organisation);
    let body = html! {
        a.skip href="#content" { (language.say(words::SKIP_TO_THE_CONTENT)) }
        header.bar {
            a.brand href="/" { (told(&surroundings.organisation)) }
            nav aria-label=(language.say(words::ROOMS)) { (rooms(visitor, surroundings, place)) }
            div.tools {
                span #live-state role="status" hidden
                    data-live-words=(language.say(words::LIVE))
                    data-updated-words=(language.say(words::UPDATED))
                    data-lost-words=(language.say(words::CONNECTION_LOST_RELOAD)) {}
                (other_language(language, &visitor.address))
                a href=(Place::Account.address()) aria-current=[(place == Place::Account).then_some("page")]
                    title=(language.say(Place::Account.words())) { (told(&visitor.clerk().name)) }
                form action="/logout" method="post" {
                    button type="submit" { (language.say(words::LOG_OUT)) }
                }
            }
        }
        @if let Some(room) = place.room() {
            nav.places aria-label=(language.say(words::PAGES)) { (ways(visitor, surroundings, room, place)) }
        }
        main #content tabindex="-1" { (content) }
    };
    document(language, &title, &body)
}

/// The rooms in which this clerk may see something; each opens with its first page.
fn rooms(visitor: &Visitor, surroundings: &Surroundings, place: Place) -> Markup {
    let language = visitor.language;
    html! {
        @for room in Room::ALL {
            @if let Some(first) = room.places(visitor).next() {
                a href=(first.address()) aria-current=[(place.room() == Some(room)).then_some("true")] {
                    (language.say(room.words()))
                    @if room.places(visitor).any(|place| place == Place::Quarantine) { (waiting(surroundings)) }
                }
            }
        }
    }
}

/// The pages of a room that this clerk may see.
fn ways(visitor: &Visitor, surroundings: &Surroundings, room: Room, place: Place) -> Markup {
    let language = visitor.language;
    html! {
        @for way in room.places(visitor) {
            a href=(way.address()) aria-current=[(way == place).then_some("page")] {
                (language.say(way.words()))
                @if way == Place::Quarantine { (waiting(surroundings)) }
            }
        }
    }
}

/// How much waits in quarantine.
fn waiting(surroundings: &Surroundings) -> Markup {
    html! { @if surroundings.quarantined > 0 { span.count { (surroundings.quarantined) } } }
}

/// The page for an error, by its code.
pub(super) fn for_error(language: Language, address: &Uri, code: &str) -> Markup {
    match code {
        "login_required" => log_in(language, address),
        "login_link_invalid" => link_used(language, address),
        "not_found" => nothing_here(language, address),
        "not_allowed" => {
            let title = language.say(words::NOT_ALLOWED);
            let words = language.say(words::ASK_THE_ADMINISTRATOR);
            notice(language, address, title, words, Some(to_the_list(language)))
        }
        _ => went_wrong(language, address),
    }
}

/// For who is not signed in: he can, here.
fn log_in(language: Language, address: &Uri) -> Markup {
    let words = language.say(words::HOW_TO_LOG_IN);
    let title = language.say(words::PLEASE_LOG_IN);
    let to = address
        .path_and_query()
        .map_or("/", axum::http::uri::PathAndQuery::as_str);
    let form = sign_in::form(language, to, &Attempt::none());
    let content = html! {
        p { (words) }
        (form)
    };
    plain(language, address, title, &content)
}

/// For who follows a login link that is none any more. He may be signed in all the same.
fn link_used(language: Language, address: &Uri) -> Markup {
    let words = language.say(words::LINK_IS_SPENT);
    let title = language.say(words::LINK_NOT_VALID);
    notice(language, address, title, words, Some(to_the_list(language)))
}

/// For what does not exist.
pub(super) fn nothing_here(language: Language, address: &Uri) -> Markup {
    let words = language.say(words::NO_SUCH_PAGE);
    let title = language.say(words::THERE_IS_NOTHING_HERE);
    notice(language, address, title, words, Some(to_the_list(language)))
}

/// For what failed inside the server.
fn went_wrong(language: Language, address: &Uri) -> Markup {
    let words = language.say(words::TRY_AGAIN_LATER);
    let title = language.say(words::SOMETHING_WENT_WRONG);
    notice(language, address, title, words, Some(to_the_list(language)))
}

fn to_the_list(language: Language) -> Markup {
    html! { p { a href="/" { (language.say(words::LIST_RECORDS)) } } }
}

fn notice(
    language: Language,
    address: &Uri,
    title: &str,
    words: &str,
    way_on: Option<Markup>,
) -> Markup {
    let content = html! {
        p { (words) }
        @if let Some(way_on) = way_on { (way_on) }
    };
    plain(language, address, title, &content)
}

/// A page with nothing around it, for who is not signed in or has nowhere to go.
pub(super) fn plain(language: Language, address: &Uri, title: &str, content: &Markup) -> Markup {
    let body = html! {
        main #content.notice {
            h1 { (title) }
            (content)
            p { (other_language(language, address)) }
        }
    };
    document(language, title, &body)
}

/// The link to the same page in the other language, in that language.
fn other_language(language: Language, address: &Uri) -> Markup {
    let other = language::other(language);
    html! {
        a href=(language::page_in(other, address)) lang=(other.tag()) hreflang=(other.tag()) {
            (other.say(words::ENGLISH))
        }
    }
}

fn document(language: Language, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (told_plain(title)) }
                // Without a picture of our own browsers would ask for one.
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(*STYLE_ADDRESS);
                script src=(*SCRIPT_ADDRESS) defer {}
            }
            body { (body) }
        }
    }
}
