//! The form that checks units by batch and takes them in: first it says what the rows would bring, then they are sent again.

use axum::{extract::State, http::StatusCode, response::Response};
use doorstep_words::{Language, Say as _, office::quality as words};
use maud::{Markup, html};

use super::overview;
use crate::{
    api_error::ApiError,
    app::AppState,
    csv_file::{CsvError, Faults},
    office::{
        form::{Attempt, Form, Sent, done},
        told::{told, told_plain},
        visitor::Visitor,
    },
    quality::{Batch, Imported, QualityError, import, preview},
    rights::Action,
};

/// What the rows of the form are called in faults and in the audit.
const NAME: &str = "batches.csv";

/// What was tried with the form.
#[derive(Default)]
pub(super) struct Tried {
    csv: String,
    would_bring: Option<(Imported, Vec<Batch>)>,
    faults: Option<Faults>,
}

pub(super) async fn check_or_take(State(state): State<AppState>, sent: Sent) -> Response {
    if let Some(refused) = sent.visitor.refusal(Action::WorkOnQuality) {
        return refused;
    }
    let csv = sent.fields.exactly("csv").to_owned();
    let clerk = sent.visitor.clerk().clone();
    let text = csv.clone();
    let is_taken = sent.fields.has("do", "take");
    let now_ms = state.environment().now_ms();
    let tried = if is_taken {
        let job = move |transaction: &rusqlite::Savepoint<'_>| {
            import(transaction, &clerk, (NAME, text.as_bytes()), now_ms).map(|_| None)
        };
        state.writer().submit(job).await
    } else {
        let read = move |connection: &rusqlite::Connection| {
            Ok::<_, ApiError>(preview(connection, &clerk, NAME, text.as_bytes()).map(Some))
        };
        match state.store().read(read).await {
            Ok(checked) => checked,
            Err(error) => return sent.visitor.refused(error),
        }
    };
    let mut shown = Tried {
        csv,
        ..Tried::default()
    };
    match tried {
        Ok(None) => return done("/quality?done=1"),
        Ok(would_bring) => shown.would_bring = would_bring,
        Err(QualityError::File(CsvError::Rows(faults))) => shown.faults = Some(faults),
        Err(error) => return sent.visitor.refused(error.into()),
    }
    overview::answer(&state, &sent.visitor, shown).await
}

impl Tried {
    /// The status of the page that shows it.
    pub(super) fn status(&self) -> StatusCode {
        if self.faults.is_some() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }

    /// The form, and what came of it.
    pub(super) fn form(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let none = Attempt::none();
        let form = Form::of(visitor, &none);
        let content = html! {
            @if let Some(faults) = &self.faults { (fault_table(language, faults)) }
            div.field {
                label for="f-csv" { (language.say(words::CSV)) }
                textarea id="f-csv" name="csv" rows="8" required spellcheck="false" aria-describedby="f-csv-hint" {
                    // The first line break of a text area is not of its text.
                    "\n" (told_lines_of(&self.csv))
                }
                div.hint id="f-csv-hint" { (language.say(words::IMPORT_HINT)) }
            }
            (form.button(words::CHECK))
        };
        html! {
            h2 #import { (language.say(words::IMPORT)) }
            @if let Some((imported, batches)) = &self.would_bring {
                (self.preview(visitor, imported, batches))
            }
            (form.write("/quality/batches", &content))
        }
    }

    fn preview(&self, visitor: &Visitor, imported: &Imported, batches: &[Batch]) -> Markup {
        let language = visitor.language;
        let none = Attempt::none();
        let form = Form::of(visitor, &none);
        let bring = words::WouldBring {
            new: &imported.new,
            changed: &imported.changed,
            unchanged: &imported.unchanged,
        };
        let heads = [words::MODEL, words::BATCH, words::SERIALS, words::UNITS]
            .map(|head| language.say(head));
        let [model, name, serials, units] = heads;
        let take = html! {
            (form.hidden("csv", &self.csv))
            (form.hidden("do", "take"))
            (form.button(words::TAKE))
        };
        html! {
            p role="status" {
                (bring.say(language)) " · " (language.say(words::NOTHING_WRITTEN_YET))
            }
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for batch in batches {
                        tr {
                            th scope="row" data-label=(model) { (told(&batch.model)) }
                            td data-label=(name) { (told(&batch.batch)) }
                            td data-label=(serials) {
                                (told(&batch.serials.first().to_ascii_uppercase()))
                                @match batch.serials.last() {
                                    Some(last) => { " – " (told(&last.to_ascii_uppercase())) }
                                    None => "…",
                                }
                            }
                            td data-label=(units) { (batch.units) }
                        }
                    }
                }
            }
            (form.write("/quality/batches", &take))
        }
    }
}

/// What was typed, line by line.
fn told_lines_of(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(told_plain).collect();
    lines.join("\n")
}

fn fault_table(language: Language, faults: &Faults) -> Markup {
    let heads = [words::LINE, words::COLUMN, words::WRONG].map(|head| language.say(head));
    let [line, column, wrong] = heads;
    html! {
        p.refused role="alert" { span.mark { "✖" } (language.say(words::refused::BAD_FILE)) }
        table.stack {
            caption { (language.say(words::FAULTS)) " (" (faults.count()) ")" }
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for fault in faults.kept() {
                    tr {
                        th scope="row" data-label=(line) { (fault.line) }
                        td data-label=(column) { (told(&fault.column)) }
                        td data-label=(wrong) { (language.say(fault.wrong.words())) }
                    }
                }
            }
        }
    }
}
