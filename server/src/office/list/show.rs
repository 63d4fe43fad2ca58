//! Writing the list: the search box, the queues with their counts, the page.

use axum::{extract::State, response::Response};
use doorstep_words::{Language, Say as _, office::list as words};
use maud::{Markup, html};

use super::{
    elsewhere::Elsewhere,
    question::{Moment, Page, Question, Queue},
    read::{Counts, Found, PAGE_ROWS, count, read},
    row::{columns, row},
    search::{HITS_MAX, search},
};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        moment::on_the_wall,
        record::status_mark,
        staff::Staff,
        told::{told, told_plain},
        visitor::Visitor,
    },
    rights::Action,
    staff::Clerk,
};
use doorstep_domain::course::Status;

struct List {
    question: Question,
    surroundings: Surroundings,
    staff: Staff,
    kinds: Kinds,
    counts: Counts,
    elsewhere: Elsewhere,
    /// More was found than is looked at.
    is_cut: bool,
    found: Found,
    /// Who looks.
    clerk: Clerk,
}

/// The whole page.
pub(in crate::office) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    let page = look_up(&state, &visitor).await.map(|list| {
        let language = visitor.language;
        let content = html! {
            h1 { (language.say(words::REPAIR_RECORDS)) }
            (search_box(language, &list.question))
            (list.live(language))
            @if visitor.may(Action::Export) {
                p.acts {
                    a #as-csv href=(list.question.link("/records.csv")) download { (language.say(words::AS_CSV)) }
                    " · "
                    a #as-xlsx href=(list.question.link("/records.xlsx")) download { (language.say(words::AS_XLSX)) }
                }
            }
        };
        let title = language.say(words::RECORDS);
        Some(frame::page(
            &visitor,
            &list.surroundings,
            Place::Records,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

/// Only what changes.
pub(in crate::office) async fn show_fragment(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Response {
    let list = look_up(&state, &visitor).await;
    visitor.answer(list.map(|list| Some(list.live(visitor.language))))
}

async fn look_up(state: &AppState, visitor: &Visitor) -> Result<List, ApiError> {
    let mut question = Question::of(visitor.address.query());
    let clerk = visitor.clerk().clone();
    let moment = Moment::of(on_the_wall(state));
    state
        .store()
        .read(move |connection| {
            let hits = search(connection, &clerk, &question)?;
            let mut found = read(connection, &clerk, &question, &hits, moment)?;
            // What came before has moved up meanwhile: the first page shows it.
            if matches!(question.page, Page::Before(_)) && found.rows.len() < PAGE_ROWS {
                question.page = Page::Newest;
                found = read(connection, &clerk, &question, &hits, moment)?;
            }
            Ok(List {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                kinds: Kinds::read(connection)?,
                counts: count(connection, &clerk, &hits, moment)?,
                elsewhere: Elsewhere::count(connection, &clerk, moment.now_ms)?,
                is_cut: hits.is_cut,
                found,
                question,
                clerk,
            })
        })
        .await
}

fn search_box(language: Language, question: &Question) -> Markup {
    html! {
        form.search role="search" action="/" method="get" {
            label for="q" {
                (language.say(words::SEARCH))
            }
            input #q type="search" name="q" value=(told_plain(&question.words)) maxlength="200"
                autocomplete="off" aria-keyshortcuts="/"
                placeholder=(language.say(words::WHAT_IS_SEARCHED));
            @if question.queue != Queue::All {
                input type="hidden" name="queue" value=(question.queue.code());
            }
            button type="submit" { (language.say(words::FIND)) }
        }
    }
}

impl List {
    fn live(&self, language: Language) -> Markup {
        let address = self.question.link("/records.html");
        self.surroundings.live(&address, &html! {
            (self.queues(language))
            @if self.is_cut {
                p.hint { (words::OnlyNewestHits { count: &HITS_MAX }.say(language)) }
            }
            @if self.found.rows.is_empty() {
                (self.nothing(language))
            } @else {
                table.list.stack {
                    thead { tr { @for column in columns(language) { th scope="col" { (column) } } } }
                    tbody {
                        @for found in &self.found.rows { (row(language, &self.staff, &self.kinds, &self.clerk, found)) }
                    }
                }
                (self.pages(language))
            }
        })
    }

    fn queues(&self, language: Language) -> Markup {
        let statuses = Status::ALL.iter().copied().map(Queue::Status);
        html! {
            nav.queues aria-label=(language.say(words::FILTER_BY_STATUS)) {
                @for queue in std::iter::once(Queue::All).chain(statuses).chain([Queue::Today]).chain(Queue::ATTENTION) {
                    (self.queue(language, queue))
                }
                @if self.question.words.is_empty() { (self.elsewhere.links(language)) }
            }
        }
    }

    /// An empty queue is left out, unless one stands in it.
    fn queue(&self, language: Language, queue: Queue) -> Markup {
        let count = self.counts.of(queue);
        let is_here = self.question.queue == queue;
        let needs_somebody = Queue::ATTENTION.contains(&queue);
        html! {
            @if count > 0 || is_here || queue == Queue::All {
                a id={ "q-" (queue.code()) } href=(self.question.in_queue(queue).link("/"))
                    aria-current=[is_here.then_some("true")] class=[needs_somebody.then_some("attention")] {
                    @if let Some(mark) = queue_mark(queue) { span.mark { (mark) } }
                    (queue_words(language, queue)) span.count { (count) }
                }
            }
        }
    }

    fn nothing(&self, language: Language) -> Markup {
        html! {
            p.empty {
                @if self.question.words.is_empty() {
                    (language.say(words::THERE_NO_RECORDS_HERE))
                } @else {
                    (language.say(words::NOTHING_FOUND_FOR)) (told(&self.question.words))
                }
            }
        }
    }

    fn pages(&self, language: Language) -> Markup {
        let (first, last) = (self.found.rows.first(), self.found.rows.last());
        let newer = first
            .filter(|_| self.found.has_newer)
            .map(|row| Page::Before(row.place));
        let older = last
            .filter(|_| self.found.has_older)
            .map(|row| Page::After(row.place));
        let link = |page: Page| self.question.on_page(page).link("/");
        html! {
            nav.pages aria-label=(language.say(words::PAGES_OF_THE_LIST)) {
                @if newer.is_some() {
                    a #newest href=(link(Page::Newest)) { (language.say(words::NEWEST)) }
                }
                @if let Some(page) = newer {
                    a #newer href=(link(page)) rel="prev" { (language.say(words::NEWER)) }
                }
                @if let Some(page) = older {
                    a #older href=(link(page)) rel="next" { (language.say(words::OLDER)) }
                }
            }
        }
    }
}

const fn queue_mark(queue: Queue) -> Option<&'static str> {
    Some(match queue {
        Queue::All => return None,
        Queue::Status(status) => status_mark(status),
        Queue::Today => "◷",
        Queue::Soon => "△",
        Queue::Late => "✖",
        Queue::Conflicts => "⇄",
        Queue::Findings => "!",
        Queue::Signatures => "✎",
    })
}

const fn queue_words(language: Language, queue: Queue) -> &'static str {
    match queue {
        Queue::All => language.say(words::ALL),
        Queue::Status(status) => language.say(status.words()),
        Queue::Today => language.say(words::TODAY),
        Queue::Soon => language.say(words::SOON_LATE),
        Queue::Late => language.say(words::LATE),
        Queue::Conflicts => language.say(words::WITH_CONFLICTS),
        Queue::Findings => language.say(words::WITH_FINDINGS),
        Queue::Signatures => language.say(words::SIGNATURE_NOT_INTACT),
    }
}
