//! Forms: what a browser sent, read once and checked to come from a page of ours; and how a form is written, with what
//! was typed and why it was refused.
//!
//! A page with a form follows one course: `GET` writes it from what stands in the database; `POST` takes [`Sent`], asks
//! the use case, and answers with [`done`] (the browser then gets the page anew, so that nothing is sent twice) or writes
//! the page again with [`Attempt::refused`].

use std::collections::BTreeMap;

use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use doorstep_words::{Language, Phrase, office::form as words};
use maud::{Markup, html};

use super::{told::told_plain, visitor::Visitor};
use crate::{
    api_error::{ApiError, FieldFault},
    app::AppState,
    session::{cross_site, is_from_our_page},
};

/// The largest form.
const LARGEST_FORM: usize = 64 * 1024;
/// The field in which every form carries its token.
const TOKEN: &str = "token";

/// What was typed: names and values, in the order sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// What stands in the database, to begin with.
    pub(super) fn of<'v>(values: impl IntoIterator<Item = (&'v str, String)>) -> Self {
        let mut fields = Self::default();
        for (name, value) in values {
            fields.0.entry(name.to_owned()).or_default().push(value);
        }
        fields
    }

    /// A value without blanks around it; empty if there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        let values = self.0.get(name).map_or(&[][..], Vec::as_slice);
        values.first().map_or("", |value| value.trim())
    }

    /// A value exactly as it was typed, for passwords.
    pub(super) fn exactly(&self, name: &str) -> &str {
        let values = self.0.get(name).map_or(&[][..], Vec::as_slice);
        values.first().map_or("", String::as_str)
    }

    /// A value, unless it is empty.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }

    /// All values of a name: of boxes that were ticked.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let values = self.0.get(name).map_or(&[][..], Vec::as_slice);
        values.iter().map(|value| value.trim())
    }

    /// Whether a box with this value was ticked.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|ticked| ticked == value)
    }
}

/// A form that somebody sent who is signed in, from a page of ours: it carries the token of his session.
pub(super) struct Sent {
    pub(super) visitor: Visitor,
    pub(super) fields: Fields,
}

impl FromRequest<AppState> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        use axum::extract::FromRequestParts as _;
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let fields = read(state, &parts.headers, body).await;
        let fields = fields.map_err(|error| visitor.refused(error))?;
        if fields.text(TOKEN) != visitor.signed_in.form_token {
            return Err(visitor.refused(cross_site()));
        }
        Ok(Self { visitor, fields })
    }
}

/// A form of somebody who is not signed in yet. That it came from a page of ours the browser says.
pub(super) struct SentByAnyone(pub(super) Fields);

impl FromRequest<AppState> for SentByAnyone {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        if !is_from_our_page(&parts.headers) {
            return Err(cross_site());
        }
        Ok(Self(read(state, &parts.headers, body).await?))
    }
}

async fn read(
    state: &AppState,
    headers: &axum::http::HeaderMap,
    body: Body,
) -> Result<Fields, ApiError> {
    let body = state.body_room().read(headers, body, LARGEST_FORM).await?;
    let pairs = form_urlencoded::parse(&body.bytes);
    let mut fields = Fields::default();
    for (name, value) in pairs {
        fields
            .0
            .entry(name.into_owned())
            .or_default()
            .push(value.into_owned());
    }
    Ok(fields)
}

/// What somebody tried with a form, and why it was refused.
#[derive(Debug, Default)]
pub(super) struct Attempt {
    /// What he typed, or what stands.
    pub(super) fields: Fields,
    /// Why it was refused.
    pub(super) error: Option<ApiError>,
}

impl Attempt {
    /// Nothing was tried yet.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// Not tried yet; this stands.
    pub(super) fn standing(fields: Fields) -> Self {
        Self {
            fields,
            error: None,
        }
    }

    /// Refused.
    pub(super) fn refused(fields: Fields, error: ApiError) -> Self {
        Self {
            fields,
            error: Some(error),
        }
    }

    /// The status of the page that says so.
    pub(super) fn status(&self) -> StatusCode {
        self.error.as_ref().map_or(StatusCode::OK, ApiError::status)
    }

    /// Whether the person at the screen can do something about it; all else is a page of its own.
    pub(super) fn is_for_people(&self) -> bool {
        self.error
            .as_ref()
            .is_none_or(|error| error.words().is_some())
    }
}

/// It was done: the browser gets this address.
pub(super) fn done(address: &str) -> Response {
    match HeaderValue::try_from(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Err(error) => ApiError::internal(error).into_response(),
    }
}

/// How a form is written.
pub(super) struct Form<'f> {
    pub(super) language: Language,
    /// Of who is signed in; empty before.
    pub(super) token: &'f str,
    pub(super) attempt: &'f Attempt,
    /// Tells this form's fields from those of the page's other forms; empty where there is only one.
    pub(super) name: &'static str,
}

/// A choice: what is sent, and what is read.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) words: Markup,
}

impl<'f> Form<'f> {
    pub(super) fn of(visitor: &'f Visitor, attempt: &'f Attempt) -> Self {
        Self {
            language: visitor.language,
            token: &visitor.signed_in.form_token,
            attempt,
            name: "",
        }
    }

    /// One of several forms of a page.
    pub(super) fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// The id of a field's element.
    pub(super) fn id(&self, field: &str) -> String {
        match self.name {
            "" => format!("f-{field}"),
            form => format!("f-{form}-{field}"),
        }
    }

    /// The form around its content. Why it was refused stands first, and is read out.
    pub(super) fn write(&self, action: &str, content: &Markup) -> Markup {
        html! {
            form.form action=(action) method="post" {
                @if !self.token.is_empty() { input type="hidden" name=(TOKEN) value=(self.token); }
                (self.refusal())
                (content)
            }
        }
    }

    /// Why it was refused.
    pub(super) fn refusal(&self) -> Markup {
        html! {
            @if let Some(phrase) = self.attempt.error.as_ref().and_then(ApiError::words) {
                p.refused role="alert" { span.mark { "✖" } (self.language.say(phrase)) }
            }
        }
    }

    /// A line of text. `more` are further attributes' names: `required`, and what else HTML has for a line.
    pub(super) fn line(&self, name: &str, label: Phrase, kind: Line) -> Markup {
        let id = self.id(name);
        let value = match kind.input_type {
            "password" => String::new(),
            _ => told_plain(self.attempt.fields.text(name)),
        };
        html! {
            div.field {
                label for=(id) { (self.language.say(label)) }
                input id=(id) name=(name) type=(kind.input_type) value=(value) required[kind.required]
                    maxlength=(kind.longest) autocomplete=(kind.autocomplete)
                    inputmode=[kind.inputmode] aria-invalid=[self.fault(name).map(|_| "true")]
                    aria-describedby=[self.described(name, kind.hint)];
                @if let Some(hint) = kind.hint {
                    div.hint id={ (id) "-hint" } { (self.language.say(hint)) }
                }
                (self.why_not(name))
            }
        }
    }

    /// One of several.
    pub(super) fn select(&self, name: &str, label: Phrase, choices: &[Choice]) -> Markup {
        let id = self.id(name);
        let chosen = self.attempt.fields.text(name);
        html! {
            div.field {
                label for=(id) { (self.language.say(label)) }
                select id=(id) name=(name) aria-invalid=[self.fault(name).map(|_| "true")]
                    aria-describedby=[self.described(name, None)] {
                    @for choice in choices {
                        option value=(choice.value) selected[choice.value == chosen] { (choice.words) }
                    }
                }
                (self.why_not(name))
            }
        }
    }

    /// Several lines of text, of at most so many characters.
    pub(super) fn lines(&self, name: &str, label: Phrase, longest: usize) -> Markup {
        let id = self.id(name);
        let typed = self.attempt.fields.text(name).lines().map(told_plain);
        let typed: Vec<String> = typed.collect();
        html! {
            div.field {
                label for=(id) { (self.language.say(label)) }
                textarea id=(id) name=(name) rows="3" maxlength=(longest)
                    aria-invalid=[self.fault(name).map(|_| "true")]
                    aria-describedby=[self.described(name, None)] { (typed.join("\n")) }
                (self.why_not(name))
            }
        }
    }

    fn fault(&self, field: &str) -> Option<&FieldFault> {
        let mut faults = self.attempt.error.as_ref()?.faults().iter();
        faults.find(|fault| fault.field == field)
    }

    /// The ids of what stands below a field.
    fn described(&self, field: &str, hint: Option<Phrase>) -> Option<String> {
        let id = self.id(field);
        let hint = hint.map(|_| format!("{id}-hint"));
        let fault = self.fault(field).map(|_| format!("{id}-fault"));
        let ids: Vec<String> = hint.into_iter().chain(fault).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Why a field was refused.
    fn why_not(&self, field: &str) -> Markup {
        html! {
            @if let Some(fault) = self.fault(field) {
                div.refused id={ (self.id(field)) "-fault" } {
                    span.mark { "✖" } (self.language.say(fault.words))
                }
            }
        }
    }

    /// Any of several.
    pub(super) fn boxes(&self, name: &str, legend: Phrase, choices: &[Choice]) -> Markup {
        html! {
            fieldset.field {
                legend { (self.language.say(legend)) }
                div.boxes {
                    @for choice in choices {
                        label {
                            input type="checkbox" name=(name) value=(choice.value)
                                checked[self.attempt.fields.has(name, &choice.value)];
                            " " (choice.words)
                        }
                    }
                }
            }
        }
    }

    /// A form that is only a button.
    pub(super) fn only_a_button(&self, action: &str, label: Phrase) -> Markup {
        let button = html! { button type="submit" { (self.language.say(label)) } };
        self.write(action, &button)
    }

    /// What is sent along unseen.
    pub(super) fn hidden(&self, name: &str, value: &str) -> Markup {
        html! { input type="hidden" name=(name) value=(value); }
    }

    /// The button of what the form is for.
    pub(super) fn button(&self, label: Phrase) -> Markup {
        html! { button.primary type="submit" { (self.language.say(label)) } }
    }
}

/// What a line of text takes.
#[derive(Clone, Copy)]
pub(super) struct Line {
    input_type: &'static str,
    longest: usize,
    required: bool,
    autocomplete: &'static str,
    inputmode: Option<&'static str>,
    hint: Option<Phrase>,
}

impl Line {
    /// Words of at most so many characters.
    pub(super) const fn words(longest: usize) -> Self {
        Self {
            input_type: "text",
            longest,
            required: false,
            autocomplete: "off",
            inputmode: None,
            hint: None,
        }
    }

    /// A password; `autocomplete` says whether the present or a new one.
    pub(super) const fn password(autocomplete: &'static str) -> Self {
        Self {
            input_type: "password",
            autocomplete,
            required: true,
            ..Self::words(128)
        }
    }

    /// A telephone number.
    pub(super) const fn telephone() -> Self {
        Self {
            input_type: "tel",
            ..Self::words(40)
        }
    }

    /// A day of the calendar.
    pub(super) const fn day() -> Self {
        Self {
            input_type: "date",
            ..Self::words(10)
        }
    }

    /// A day and a time by the clock on the wall, without an offset.
    pub(super) const fn wall_clock() -> Self {
        Self {
            input_type: "datetime-local",
            ..Self::words(16)
        }
    }

    /// A number of pieces.
    pub(super) const fn pieces() -> Self {
        Self {
            inputmode: Some("numeric"),
            ..Self::words(5)
        }
    }

    /// A one-time code.
    pub(super) const fn one_time_code() -> Self {
        Self {
            autocomplete: "one-time-code",
            inputmode: Some("numeric"),
            ..Self::words(10)
        }
    }

    pub(super) const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    pub(super) const fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete,
            ..self
        }
    }

    pub(super) const fn hint(self, hint: Phrase) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }
}

/// The address of a page with something that was just done, to be said there once.
pub(super) fn said(language: Language, query: Option<&str>) -> Markup {
    let was_done = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .any(|(name, value)| name == "done" && value == "1");
    html! {
        @if was_done {
            p.done role="status" { span.mark { "✔" } (language.say(words::DONE)) }
        }
    }
}
