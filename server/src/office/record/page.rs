//! The sections of a record in their order, and its head.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use doorstep_domain::{
    course::{Facts, Step, next_step, status},
    record::{Field, SignPurpose},
};
use doorstep_words::{
    Language,
    office::{evidence as evidence_words, record as words, record_forms as forms_words},
};
use maud::{Markup, html};

use super::{
    badges::{refused_badge, status_badge, verdict_badge},
    dossier::{Dossier, Found, find},
    download::{self, RECORD_FILE},
    sight::sees_all,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note_view},
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    rights::{Action, Sight, can, may_change, sees, sight_of},
    staff::Clerk,
};

/// One record as it is put on a page.
pub(super) struct RecordPage<'d> {
    pub(super) language: Language,
    pub(super) dossier: &'d Dossier,
    pub(super) clerk: &'d Clerk,
}

/// The page of a record; with `.automerge` after its name the record as a file.
pub(in crate::office) async fn show(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Response {
    if let Some(name) = name.strip_suffix(RECORD_FILE) {
        return download::record(&state, &visitor, name.to_owned()).await;
    }
    let trusted = state.replication().trusted().clone();
    let clerk = visitor.clerk().clone();
    let (asked, shelf) = (name.clone(), state.shelf().clone());
    let read = state
        .store()
        .read(move |connection| {
            let found = find(connection, &clerk, &asked)?;
            let Found::One(id) = found else {
                return Ok((found, None));
            };
            let dossier = Dossier::read(connection, &trusted, &shelf, id)?.for_clerk(&clerk);
            Ok((found, Some((Surroundings::read(connection)?, dossier))))
        })
        .await;
    match read {
        Ok((Found::Several, _)) => search_for(&name),
        Ok((_, None)) => visitor.nothing_here(),
        Ok((_, Some((around, dossier)))) => {
            let subject = dossier.record.id.to_string();
            let noted = note_view(&state, visitor.clerk(), Deed::RecordViewed, subject).await;
            let page = noted.map(|()| Some(whole(&visitor, &around, &dossier)));
            visitor.answer(page.map_err(ApiError::from))
        }
        Err(error) => visitor.answer(Err(error)),
    }
}

/// A number that several records claim: the list shows them.
fn search_for(number: &str) -> Response {
    let mut address = form_urlencoded::Serializer::for_suffix("/?".to_owned(), 2);
    let address = address.append_pair("q", number).finish();
    match HeaderValue::try_from(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Err(error) => ApiError::internal(error).into_response(),
    }
}

fn whole(visitor: &Visitor, surroundings: &Surroundings, dossier: &Dossier) -> Markup {
    let page = RecordPage::of(visitor, dossier);
    let record = &dossier.record;
    let address = format!("/records/{}", record.id);
    let content = surroundings.live(&address, &page.sections());
    let number = match record.words(Field::Number) {
        "" => page.language.say(words::NO_NUMBER),
        number => number,
    };
    let content = html! { (said(visitor.language, visitor.address.query())) (content) };
    frame::page(visitor, surroundings, Place::Records, number, &content)
}

impl<'d> RecordPage<'d> {
    /// A record as this visitor is shown it.
    pub(super) fn of(visitor: &'d Visitor, dossier: &'d Dossier) -> Self {
        Self {
            language: visitor.language,
            dossier,
            clerk: visitor.clerk(),
        }
    }

    /// Whether he may do this with this record.
    pub(super) fn may(&self, action: Action) -> bool {
        can(self.clerk, action, self.dossier.station.as_ref())
    }

    /// Whether he may give this field another value.
    pub(super) fn may_change(&self, field: Field) -> bool {
        may_change(self.clerk, field, self.dossier.station.as_ref())
    }

    /// Whether he sees this field.
    pub(super) fn sees_field(&self, field: Field) -> bool {
        sight_of(field).is_none_or(|sight| sees(self.clerk, sight))
    }
}

impl RecordPage<'_> {
    fn sections(&self) -> Markup {
        html! {
            (self.head())
            (self.summary())
            @if !sees_all(self.clerk) { p.hint { (self.language.say(forms_words::NOT_ALL_IS_SHOWN)) } }
            div.pair {
                @if sees(self.clerk, Sight::Customer) { (self.customer()) }
                (self.unit())
            }
            (self.request())
            (self.texts())
            (self.course())
            @if sees(self.clerk, Sight::Money) { (self.quotes()) }
            (self.parts())
            (self.tests())
            (self.photos())
            @if sees(self.clerk, Sight::Money) { (self.payments()) }
            @if sees_all(self.clerk) { (self.signatures()) } @else { (self.verdicts()) }
            (self.conflicts())
            (self.findings())
            (self.lacks())
            (self.history())
            @if sees_all(self.clerk) { (self.files()) }
            (self.what_to_do())
        }
    }

    fn head(&self) -> Markup {
        let language = self.language;
        let record = &self.dossier.record;
        let facts = Facts::of(&self.dossier.whole);
        let step = next_step(&facts);
        let accepted = self
            .dossier
            .statements
            .iter()
            .rev()
            .find(|sealed| sealed.stored.purpose == SignPurpose::WorkAcceptance);
        let mut purposes = self
            .dossier
            .statements
            .iter()
            .map(|sealed| sealed.stored.purpose);
        let refused = purposes.any(|purpose| purpose == SignPurpose::Refusal);
        html! {
            header.head {
                p.over { a #back href="/" { (language.say(words::RECORDS)) } }
                h1 {
                    @match record.words(Field::Number) {
                        "" => { (language.say(words::NO_NUMBER)) }
                        number => (told(number)),
                    }
                }
                p.badges {
                    (status_badge(language, status(&facts).code()))
                    @match accepted {
                        Some(sealed) => {
                            a #to-signatures href="#signatures" {
                                (verdict_badge(language, sealed.verdict.code()))
                            }
                        }
                        None if refused => {
                            a #to-signatures href="#signatures" { (refused_badge(language)) }
                        }
                        None => {
                            span.badge.none {
                                span.mark { "–" }
                                (language.say(words::NO_ACCEPTANCE_SIGNED_YET))
                            }
                        }
                    }
                }
                p.next {
                    (language.say(words::NEXT_STEP))
                    strong {
                        @if step == Step::Done && self.asks_for_somebody() {
                            (language.say(words::VISIT_IS_OVER))
                        } @else if step == Step::Done {
                            (language.say(words::NONE_ALL_IS_DONE))
                        } @else {
                            (language.say(step.words()))
                        }
                    }
                }
            }
        }
    }

    /// A section with its heading, by which links reach it.
    pub(super) fn section(&self, id: &str, heading: &str, content: &Markup) -> Markup {
        html! {
            section aria-labelledby={ (id) "-h" } {
                h2 #(id) { span id={ (id) "-h" } { (heading) } }
                (content)
            }
        }
    }

    /// What the office does with the record as a whole.
    fn what_to_do(&self) -> Markup {
        html! {
            @if self.may_cancel() {
                p.acts {
                    a #cancel href={ "/records/" (self.dossier.record.id) "/cancellation" } {
                        (self.language.say(forms_words::CANCEL_TITLE))
                    }
                }
            }
        }
    }

    fn files(&self) -> Markup {
        let language = self.language;
        let record = self.dossier.record.id;
        self.section(
            "files",
            language.say(words::FILES),
            &html! {
                p {
                    a #record-file href={ "/records/" (record) (RECORD_FILE) } download {
                        (language.say(words::DOWNLOAD))
                    }
                }
                @if self.may(Action::Export) {
                    p {
                        a #evidence href={ "/records/" (record) "/evidence.zip" } download {
                            (language.say(evidence_words::DOWNLOAD_BUNDLE))
                        }
                    }
                }
                p.hint {
                    (language.say(words::INTERNAL_ID)) code { (record) }
                }
            },
        )
    }
}
