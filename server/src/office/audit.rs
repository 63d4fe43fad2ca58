//! `/audit`: who looked at what, changed what, took what out; the newest first.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, office::audit as words};
use maud::{Markup, html};

use super::{
    frame::{self, Place, Surroundings},
    moment::noted_text,
    staff::Staff,
    told::{seen, told},
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{AuditFilter, AuditRow, read},
};

/// Rows of one page.
const PAGE_ROWS: i64 = 100;

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    filter: AuditFilter,
    rows: Vec<AuditRow>,
}

/// `GET /audit?person=&subject=&before=`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Audit.action()) {
        return refused;
    }
    let filter = filter(visitor.address.query());
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                rows: read(connection, &filter)?,
                filter,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Audit,
            visitor.language.say(words::AUDIT),
            &page.content(visitor.language),
        ))
    });
    visitor.answer(page)
}

fn filter(query: Option<&str>) -> AuditFilter {
    let mut filter = AuditFilter {
        limit: PAGE_ROWS,
        ..AuditFilter::default()
    };
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let given = || Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        match name.as_ref() {
            "person" => filter.person = given(),
            "subject" => filter.subject = given(),
            "before" => filter.before = value.parse().ok(),
            _ => {}
        }
    }
    filter
}

impl Page {
    fn content(&self, language: Language) -> Markup {
        let heads = [words::WHEN, words::WHO, words::WHAT, words::TO_WHAT];
        html! {
            h1 { (language.say(words::AUDIT)) }
            p.hint { (language.say(words::WHAT_IS_KEPT)) }
            @if self.filter.person.is_some() || self.filter.subject.is_some() {
                p { a href="/audit" { (language.say(words::SHOW_ALL)) } }
            }
            @if self.rows.is_empty() {
                p.empty { (language.say(words::NOTHING_YET)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody { @for row in &self.rows { (self.row(language, row)) } }
                }
                @if let Some(last) = self.rows.last().filter(|_| self.rows.len() as i64 == PAGE_ROWS) {
                    nav.pages aria-label=(language.say(words::PAGES_OF_AUDIT)) {
                        a rel="next" href=(self.older(last.id)) { (language.say(words::OLDER)) }
                    }
                }
            }
        }
    }

    fn row(&self, language: Language, row: &AuditRow) -> Markup {
        html! {
            tr {
                td data-label=(language.say(words::WHEN)) { (noted_text(&row.at)) }
                td data-label=(language.say(words::WHO)) {
                    a href=(link(&[("person", &row.person)])) {
                        (self.staff.person(language, &PersonId(row.person.clone())))
                    }
                }
                td data-label=(language.say(words::WHAT)) {
                    @match row.deed() {
                        Some(deed) => (language.say(deed.words())),
                        None => (told(&row.deed)),
                    }
                    @if !row.detail.is_empty() {
                        details {
                            summary { (language.say(words::WHAT_CHANGED)) }
                            pre.detail { (seen(&row.detail)) }
                        }
                    }
                }
                td data-label=(language.say(words::TO_WHAT)) {
                    @if !row.subject.is_empty() {
                        a href=(link(&[("subject", &row.subject)])) { code { (told(&row.subject)) } }
                    }
                }
            }
        }
    }

    fn older(&self, before: i64) -> String {
        let before = before.to_string();
        let mut pairs = vec![("before", before.as_str())];
        if let Some(person) = &self.filter.person {
            pairs.push(("person", person));
        }
        if let Some(subject) = &self.filter.subject {
            pairs.push(("subject", subject));
        }
        link(&pairs)
    }
}

fn link(pairs: &[(&str, &str)]) -> String {
    let path = "/audit?".to_owned();
    let start = path.len();
    form_urlencoded::Serializer::for_suffix(path, start)
        .extend_pairs(pairs)
        .finish()
}
