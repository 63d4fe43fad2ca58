//! Lists, status, history and verdicts for people.

use chrono::DateTime;
use doorstep_core::views::{
    ChangedView, HistoryView, ListRowView, StatementVerdictView, StatusView,
};
use doorstep_words::terminal::device as words;

use super::words::{said, value};
use crate::{
    terminal::{self, BAD, DIM, GOOD, WARN},
    text::{Language, moment::moment_or_words},
};

/// Columns of the list that hold words: all of them.
const WORDS: usize = 6;

/// The list, a row a record.
pub(super) fn print_rows(rows: &[ListRowView], language: Language) {
    if rows.is_empty() {
        return terminal::line(language.say(words::NO_RECORDS));
    }
    let head = [
        language.say(words::NUMBER),
        language.say(words::CUSTOMER),
        language.say(words::STATUS),
        language.say(words::NEXT_STEP),
        language.say(words::APPOINTMENT),
        language.say(words::SYNC),
    ];
    let mut table = vec![head.map(str::to_owned)];
    table.extend(rows.iter().map(|row| {
        let mut marks = said(&row.sync, language).to_owned();
        for (is_so, phrase) in [
            (row.needs_attention, words::ROW_NEEDS_ATTENTION),
            (row.conflicts > 0, words::ROW_CLASH),
        ] {
            if is_so {
                marks.push_str(language.say(phrase));
            }
        }
        [
            row.number.clone(),
            row.customer_name.clone(),
            said(&row.status, language).to_owned(),
            said(&row.next_step, language).to_owned(),
            row.appointment
                .as_ref()
                .map_or_else(String::new, |window| day_and_time(&window.from)),
            marks,
        ]
    }));
    terminal::print_table(&table, WORDS);
}

/// A moment as short as a list allows, by the clock of the customer's place.
fn day_and_time(moment: &str) -> String {
    let parsed = DateTime::parse_from_rfc3339(moment);
    parsed.map_or_else(
        |_| moment.to_owned(),
        |moment| moment.format("%m-%d %H:%M").to_string(),
    )
}

/// How things stand.
pub(super) fn print_status(status: &StatusView, language: Language) {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
    let sent = if status.all_sent {
        language.say(words::EVERYTHING_IS_SENT)
    } else {
        language.say(words::SOMETHING_WAITS_SENT)
    };
    let rows = [
        (language.say(words::DEVICE), text(&status.device)),
        (language.say(words::PERSON), text(&status.person)),
        (language.say(words::SYNC), sent.to_owned()),
        (
            language.say(words::UNSENT_CHANGES),
            status.unsent_changes.to_string(),
        ),
        (
            language.say(words::UNSENT_STATEMENTS),
            status.unsent_statements.to_string(),
        ),
        (
            language.say(words::UNSENT_PHOTOS_AND_FILES),
            status.unsent_files.to_string(),
        ),
        (
            language.say(words::NEEDS_ATTENTION),
            status.needs_attention.to_string(),
        ),
        (
            language.say(words::RECORDS),
            format!(
                "{} + {} {}",
                status.holding.records,
                status.holding.archived,
                language.say(words::ARCHIVED)
            ),
        ),
        (
            language.say(words::DATABASE),
            format!("{} KiB", status.holding.database_bytes / 1_024),
        ),
        (
            language.say(words::LAST_CONTACT),
            moment_or_words(&text(&status.last_contact)),
        ),
    ];
    let rows = rows.map(|(name, value)| [name.to_owned(), value]);
    terminal::table(&rows, 2)
        .iter()
        .for_each(|line| terminal::line(line));
    print_warnings(status, language);
}

/// What is not as it should be about this device.
fn print_warnings(status: &StatusView, language: Language) {
    for (is_so, phrase) in [
        (status.is_copy, words::IS_A_COPY),
        (status.revoked, words::OFFICE_REVOKED_DEVICE),
        (status.quarantined.is_some(), words::DAMAGED_FILE_SET_ASIDE),
    ] {
        if is_so {
            terminal::line(&format!("{WARN}!{WARN:#} {}", language.say(phrase)));
        }
    }
}

/// Who changed what, from what to what.
pub(super) fn print_history(changes: &[HistoryView], language: Language) {
    for change in changes {
        let by = if change.by.is_empty() {
            &change.device
        } else {
            &change.by
        };
        terminal::line(&format!(
            "{DIM}{}{DIM:#}  {}",
            moment_or_words(&change.at),
            terminal::plain(by)
        ));
        for what in &change.what {
            let text = match what {
                ChangedView::Field { field, old, new } => {
                    let old = old.as_ref().map_or("—", |old| value(old, language));
                    format!(
                        "{}: {} → {}",
                        said(field, language),
                        moment_or_words(old),
                        moment_or_words(value(new, language))
                    )
                }
                ChangedView::Text { text, old, new } => {
                    let one_line = |words: &str| match words {
                        "" => "—".to_owned(),
                        words => words.replace('\n', " / "),
                    };
                    format!(
                        "{}: {} → {}",
                        said(text, language),
                        one_line(old),
                        one_line(new)
                    )
                }
                ChangedView::Entry { entry, what, note } => {
                    let what = what.as_ref().map_or("?", |what| said(what, language));
                    let note = note.as_deref().unwrap_or_default();
                    format!("+ {what}  {entry}  {note}").trim_end().to_owned()
                }
            };
            indented(&text, 4);
        }
    }
}

/// The verdicts, one a line, with what reads otherwise below.
pub(super) fn print_verdicts(verdicts: &[StatementVerdictView], language: Language) {
    if verdicts.is_empty() {
        return terminal::line(language.say(words::NO_SEALED_STATEMENTS));
    }
    for found in verdicts {
        let purpose = found
            .purpose
            .as_ref()
            .map_or("?", |purpose| said(purpose, language));
        let verdict = &found.verdict;
        let style = match verdict.words.code.as_str() {
            "unchanged" => GOOD,
            "broken" => BAD,
            _ => WARN,
        };
        terminal::line(&format!(
            "{style}{} {}{style:#}  {} {purpose}",
            verdict.mark,
            said(&verdict.words, language),
            terminal::plain(&found.number),
        ));
        for difference in &verdict.differences {
            indented(said(&difference.place, language), 4);
            for (phrase, text) in [
                (words::AS_SIGNED, &difference.signed),
                (words::NOW, &difference.now),
            ] {
                let text = language.pick(&text.zh, &text.en);
                let text = if text.is_empty() { "—" } else { text };
                indented(&format!("{}{text}", language.say(phrase)), 6);
            }
        }
        if let Some(why) = &verdict.why {
            indented(said(why, language), 4);
        }
    }
}

fn indented(text: &str, blanks: usize) {
    // Line breaks of the text stay; whatever else would move the cursor does not.
    let text = text
        .split('\n')
        .map(terminal::plain)
        .collect::<Vec<_>>()
        .join("\n");
    terminal::indented(&text, blanks, terminal::COLUMNS)
        .iter()
        .for_each(|line| terminal::line(line));
}
