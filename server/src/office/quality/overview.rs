//! `GET /quality`.

use axum::{extract::State, response::Response};
use doorstep_domain::{approval_chain::Post, quality::BatchLimit};
use doorstep_words::{
    Language, Say as _,
    office::{approval, quality as words},
};
use maud::{Markup, html};

use super::{PAGE_ROWS, asked, batches::Tried, group, group_link, link, report::month_of, ways};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        moment::noted_at,
        told::told,
        visitor::Visitor,
    },
    quality::{Alert, FailureCount, Month, alerts, failure_counts},
    rates::Scope,
    rights::Action,
};

/// The page, read.
struct Overview {
    surroundings: Surroundings,
    alerts: Vec<Alert>,
    more_alerts: bool,
    failures: Vec<FailureCount>,
    more_failures: bool,
    is_first: bool,
    /// Only the alerts of this one.
    month: Option<Month>,
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Tried::default()).await
}

/// The page, with what was tried with its form.
pub(super) async fn answer(state: &AppState, visitor: &Visitor, tried: Tried) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let scope = Scope::of(visitor.clerk());
    let query = visitor.address.query();
    let (before, after, month) = (before(query), group(query), month_of(query));
    let read = state
        .store()
        .read(move |connection| {
            // One row more than a page has says that there is another page.
            let mut alerts = alerts(connection, month, before, PAGE_ROWS + 1)?;
            let mut failures = failure_counts(connection, &scope, after.as_ref(), PAGE_ROWS + 1)?;
            let (more_alerts, more_failures) =
                (alerts.len() > PAGE_ROWS, failures.len() > PAGE_ROWS);
            alerts.truncate(PAGE_ROWS);
            failures.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Overview {
                surroundings: Surroundings::read(connection)?,
                alerts,
                more_alerts,
                failures,
                more_failures,
                is_first: before.is_none() && after.is_none() && month.is_none(),
                month,
            })
        })
        .await;
    let page = |tried: &Tried| {
        let overview = read?;
        Ok(Some(frame::page(
            visitor,
            &overview.surroundings,
            Place::Quality,
            visitor.language.say(words::QUALITY),
            &overview.content(visitor, tried),
        )))
    };
    let status = tried.status();
    let mut response = visitor.answer(page(&tried));
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    response
}

/// The number of the alert before which the page begins.
fn before(query: Option<&str>) -> Option<i64> {
    asked(query, "before")?.parse().ok()
}

impl Overview {
    fn content(&self, visitor: &Visitor, tried: &Tried) -> Markup {
        let language = visitor.language;
        html! {
            h1 { (language.say(words::QUALITY)) }
            (ways(language, "/quality"))
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::WHAT_IS_AN_ALERT)) }
            h2 { (language.say(words::ALERTS)) @if let Some(month) = self.month { " · " (month.name()) } }
            @if self.alerts.is_empty() {
                p.empty { (language.say(words::NO_ALERTS)) }
            } @else {
                (self.alert_table(language))
            }
            h2 { (language.say(words::FAILURES)) }
            @if self.failures.is_empty() {
                p.empty { (language.say(words::NO_FAILURES)) }
            } @else {
                (self.failure_table(language))
            }
            (self.pages(language))
            @if visitor.may(Action::WorkOnQuality) { (tried.form(visitor)) }
        }
    }

    fn alert_table(&self, language: Language) -> Markup {
        let heads = [
            words::MODEL,
            words::BATCH,
            words::CAUSE,
            words::LIMIT,
            words::FAILED_THEN,
            words::RAISED,
            words::alert::STATE,
        ]
        .map(|head| language.say(head));
        let [model, batch, cause, limit, failed, raised, state] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for alert in &self.alerts {
                        tr {
                            th scope="row" data-label=(model) {
                                a #{ "alert-" (alert.alert) } href={ "/quality/alerts/" (alert.alert) } { (told(&alert.model)) }
                            }
                            td data-label=(batch) { (told(&alert.batch)) }
                            td data-label=(cause) { (told(&alert.cause)) }
                            td data-label=(limit) { (limit_words(language, &alert.passed)) }
                            td data-label=(failed) {
                                a href=(group_link("/quality/records", &alert.model, &alert.batch, &alert.cause)) {
                                    (words::OfKnown { failed: &alert.failed, units: &alert.units }.say(language))
                                }
                            }
                            td data-label=(raised) { (noted_at(alert.raised_at_ms)) }
                            td data-label=(state) { (state_of(language, alert)) }
                        }
                    }
                }
            }
        }
    }

    fn failure_table(&self, language: Language) -> Markup {
        let heads = [
            words::MODEL,
            words::BATCH,
            words::CAUSE,
            words::RECORDS,
            words::FAILED,
            words::KNOWN_UNITS,
        ]
        .map(|head| language.say(head));
        let [model, batch, cause, records, failed, units] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.failures {
                        tr {
                            th scope="row" data-label=(model) { (told(&row.model)) }
                            td data-label=(batch) {
                                @if row.batch.is_empty() {
                                    span.none { (language.say(words::NO_BATCH)) }
                                } @else { (told(&row.batch)) }
                            }
                            td data-label=(cause) { (told(&row.cause)) }
                            td data-label=(records) {
                                a href=(group_link("/quality/records", &row.model, &row.batch, &row.cause)) {
                                    (row.records)
                                }
                            }
                            td data-label=(failed) { (row.failed) }
                            td data-label=(units) {
                                @match row.units { Some(units) => (units), None => "–" }
                            }
                        }
                    }
                }
            }
        }
    }

    fn pages(&self, language: Language) -> Markup {
        let older = self.alerts.last().filter(|_| self.more_alerts);
        let older = older.map(|alert| {
            let before = alert.alert.to_string();
            let month = self.month.map(Month::name);
            let month = month.iter().map(|name| ("month", name.as_str()));
            let values: Vec<_> = month.chain([("before", before.as_str())]).collect();
            link("/quality", &values)
        });
        let next = self.failures.last().filter(|_| self.more_failures);
        let next = next.map(|row| group_link("/quality", &row.model, &row.batch, &row.cause));
        html! {
            @if !self.is_first || older.is_some() || next.is_some() {
                nav.pages aria-label=(language.say(words::QUALITY)) {
                    @if !self.is_first { a href="/quality" { (language.say(words::FIRST)) } }
                    @if let Some(older) = older { a href=(older) { (language.say(words::OLDER)) } }
                    @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT)) } }
                }
            }
        }
    }
}

pub(super) fn limit_words(language: Language, code: &str) -> &'static str {
    match BatchLimit::from_code(code) {
        Some(BatchLimit::Share) => language.say(words::passed::SHARE),
        Some(BatchLimit::Units) => language.say(words::passed::UNITS),
        None => "",
    }
}

fn state_of(language: Language, alert: &Alert) -> Markup {
    let post = alert.next_post.as_deref();
    let post = post.and_then(|code| Post::ALL.iter().find(|post| post.code() == code));
    html! {
        @match (post, alert.is_granted) {
            (Some(post), _) => (words::alert::WaitsFor { post: &post.words() }.say(language)),
            (None, Some(true)) => {
                span.badge.good { span.mark { "✔" } (language.say(approval::GRANTED)) }
            }
            (None, Some(false)) => {
                span.badge.bad { span.mark { "✖" } (language.say(approval::NOT_GRANTED)) }
            }
            (None, None) => "–",
        }
    }
}
