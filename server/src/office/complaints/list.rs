//! The complaints, and the form for a new one.

use axum::{extract::State, response::Response};
use doorstep_domain::{approval_chain::Post, complaint::Complainant, record::Gravity};
use doorstep_words::{Language, Say as _, office::complaint as words};
use maud::{Markup, html};

use crate::{
    api_error::ApiError,
    app::AppState,
    complaint::{
        ComplaintLine, ComplaintPlace, PAGE_ROWS, Show, TakeComplaint, gravity, list, new_id, take,
    },
    office::{
        form::{Attempt, Choice, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        told::told,
        visitor::Visitor,
    },
    staff::{Station, StationCode, stations},
};

struct Page {
    surroundings: Surroundings,
    show: Show,
    complaints: Vec<ComplaintLine>,
    stations: Vec<Station>,
    /// `YYYY-MM-DD`, by the server's clock.
    today: String,
}

/// `GET /complaints?show=all&after=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    answer(&state, &visitor, Attempt::none()).await
}

/// `POST /complaints`.
pub(super) async fn take_one(State(state): State<AppState>, sent: Sent) -> Response {
    match try_to_take(&state, &sent).await {
        Ok(address) => done(&address),
        Err(error) => answer(&state, &sent.visitor, Attempt::refused(sent.fields, error)).await,
    }
}

async fn try_to_take(state: &AppState, sent: &Sent) -> Result<String, ApiError> {
    let request = request(&sent.fields);
    let clerk = sent.visitor.clerk().clone();
    let fresh = new_id(state.environment())?;
    let now_ms = state.environment().now_ms();
    let by = clerk.person.clone();
    let taken = state
        .replication()
        .on_behalf_of(by, move |desk| {
            Ok::<_, ApiError>(take(desk, &clerk, fresh, &request, now_ms)?)
        })
        .await?;
    Ok(format!("/complaints/{}?done=1", taken.0))
}

fn request(fields: &Fields) -> TakeComplaint {
    let text = |name: &str| fields.text(name).to_owned();
    TakeComplaint {
        record: text("record"),
        complainant: Complainant::from_code(fields.text("complainant"))
            .unwrap_or(Complainant::Customer),
        gravity: gravity(fields.text("gravity")).unwrap_or(Gravity::Ordinary),
        about: text("about"),
        wish: text("wish"),
        name: text("name"),
        phone: text("phone"),
        station: fields
            .given("station")
            .map(|code| StationCode(code.to_owned())),
    }
}

async fn answer(state: &AppState, visitor: &Visitor, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Complaints.action()) {
        return refused;
    }
    let (show, after) = asked(visitor.address.query());
    let clerk = visitor.clerk().clone();
    let today = state.environment().now().date_naive().to_string();
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                show,
                complaints: list(connection, &clerk, show, after.as_ref())?,
                stations: stations(connection)?,
                today,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Complaints,
            visitor.language.say(words::COMPLAINTS),
            &page.content(visitor, attempt),
        )))
    })
}

fn asked(query: Option<&str>) -> (Show, Option<ComplaintPlace>) {
    let (mut show, mut after) = (Show::Open, None);
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "show" if value == "all" => show = Show::All,
            "after" => {
                after = value.split_once('_').and_then(|(key, complaint)| {
                    Some(ComplaintPlace {
                        key: key.to_owned(),
                        complaint: complaint.parse().ok()?,
                    })
                });
            }
            _ => {}
        }
    }
    (show, after)
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let ways = [
            ("/complaints", words::OPEN_ONES, Show::Open),
            ("/complaints?show=all", words::ALL_OF_THEM, Show::All),
        ];
        let here = match self.show {
            Show::Open => "/complaints",
            Show::All => "/complaints?show=all",
        };
        html! {
            h1 { (language.say(words::COMPLAINTS)) }
            (said(language, visitor.address.query()))
            nav.queues aria-label=(language.say(words::COMPLAINTS)) {
                @for (address, phrase, show) in ways {
                    a href=(address) aria-current=[(show == self.show).then_some("true")] { (language.say(phrase)) }
                }
            }
            (self.surroundings.live(here, &self.table(language)))
            h2 { (language.say(words::TAKE_ONE)) }
            (self.form(&Form::of(visitor, attempt)))
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::DUE,
            words::WHO,
            words::ABOUT,
            words::STATE,
            words::TAKEN,
        ];
        let shown = self.complaints.get(..PAGE_ROWS).unwrap_or(&self.complaints);
        html! {
            @if self.complaints.is_empty() {
                p.empty { (language.say(words::NOTHING_HERE)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody { @for line in shown { (self.row(language, line)) } }
                }
                @if let Some(last) = shown.last().filter(|_| self.complaints.len() > PAGE_ROWS) {
                    nav.pages aria-label=(language.say(words::PAGES_OF_COMPLAINTS)) {
                        a #further rel="next" href=(self.after(last)) { (language.say(words::NEXT_PAGE)) }
                    }
                }
            }
        }
    }

    fn after(&self, last: &ComplaintLine) -> String {
        let place = last.place(self.show);
        let show = if self.show == Show::All {
            "show=all&"
        } else {
            ""
        };
        format!("/complaints?{show}after={}_{}", place.key, place.complaint)
    }

    fn row(&self, language: Language, line: &ComplaintLine) -> Markup {
        let due = line.due_on.map(|day| day.to_string()).unwrap_or_default();
        let is_over = line.is_closed || line.is_withdrawn;
        html! {
            tr {
                th scope="row" data-label=(language.say(words::DUE)) {
                    a #{ "complaint-" (line.complaint.0) } href={ "/complaints/" (line.complaint.0) } { time datetime=(due) { (due) } }
                    @if !is_over && due < self.today {
                        " " span.badge.bad { span.mark { "✖" } (language.say(words::TOO_LATE)) }
                    }
                }
                td data-label=(language.say(words::WHO)) {
                    (told(&line.name))
                    @if let Some(record) = line.record {
                        div.side {
                            a #{ "record-" (line.complaint.0) } href={ "/records/" (record) } { (told(&line.number)) }
                        }
                    }
                }
                td data-label=(language.say(words::ABOUT)) {
                    (told(&line.about))
                    @if line.gravity.is_major() {
                        div.side {
                            span.badge.bad { span.mark { "✖" } (language.say(words::MAJOR)) }
                            " " (language.say(line.gravity.words()))
                        }
                    }
                    @if line.denies_signature {
                        div.side { span.badge.bad { span.mark { "✖" } (language.say(words::SIGNATURE_DENIED)) } }
                    }
                }
                td data-label=(language.say(words::STATE)) { (state_of(language, line)) }
                td data-label=(language.say(words::TAKEN)) { (noted_text(&line.taken_at)) }
            }
        }
    }

    fn form(&self, form: &Form<'_>) -> Markup {
        let language = form.language;
        let who: Vec<(&str, _)> = Complainant::ALL
            .iter()
            .map(|who| (who.code(), who.words()))
            .collect();
        let gravities: Vec<Choice> = Gravity::ALL
            .iter()
            .map(|gravity| Choice {
                value: gravity.code().to_owned(),
                words: html! { (language.say(gravity.words())) },
            })
            .collect();
        let none = Choice {
            value: String::new(),
            words: html! { (language.say(words::NO_STATION)) },
        };
        let open = self.stations.iter().filter(|station| station.active);
        let stations: Vec<Choice> = [none]
            .into_iter()
            .chain(open.map(|station| Choice {
                value: station.station.0.clone(),
                words: told(&station.name),
            }))
            .collect();
        let content = html! {
            (form.line("record", words::RECORD_NUMBER, Line::words(64).hint(words::WITHOUT_RECORD)))
            (form.radios("complainant", words::COMPLAINANT, &who))
            (form.select("gravity", words::GRAVITY, &gravities))
            (form.paragraph("about", words::ABOUT, 2_000, true))
            (form.paragraph("wish", words::WISH, 2_000, false))
            (form.line("name", words::NAME, Line::words(64)))
            (form.line("phone", words::PHONE, Line::words(64)))
            @if stations.len() > 1 { (form.select("station", words::STATION, &stations)) }
            (form.button(words::TAKE))
        };
        form.write("/complaints", &content)
    }
}

fn state_of(language: Language, line: &ComplaintLine) -> Markup {
    let post = line.next_post.as_deref();
    let post = post.and_then(|code| Post::ALL.iter().find(|post| post.code() == code));
    html! {
        @if line.is_withdrawn {
            span.badge.calm { (language.say(words::WITHDRAWN)) }
        } @else if line.is_closed {
            span.badge.good { span.mark { "✔" } (language.say(words::IS_CLOSED)) }
        } @else if let Some(post) = post {
            (words::WaitsFor { post: &post.words() }.say(language))
        } @else {
            span.none { (language.say(words::OPEN_ONES)) }
        }
    }
}
