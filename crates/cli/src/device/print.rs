//! Lists, status, history and verdicts for people.

use chrono::DateTime;
use doorstep_core::views::{
    ChangedView, HistoryView, ListRowView, StatementVerdictView, StatusView,
};

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
        return terminal::line(language.pick("没有维修单", "no records"));
    }
    let head = [
        language.pick("单号", "number"),
        language.pick("用户", "customer"),
        language.pick("状态", "status"),
        language.pick("下一步", "next step"),
        language.pick("预约", "appointment"),
        language.pick("同步", "sync"),
    ];
    let mut table = vec![head.map(str::to_owned)];
    table.extend(rows.iter().map(|row| {
        let mut marks = said(&row.sync, language).to_owned();
        for (is_so, chinese, english) in [
            (row.needs_attention, " 须处理", " needs attention"),
            (row.conflicts > 0, " 有冲突", " clash"),
        ] {
            if is_so {
                marks.push_str(language.pick(chinese, english));
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
        language.pick("全部已上传", "everything is sent")
    } else {
        language.pick("有内容待上传", "something waits to be sent")
    };
    let rows = [
        (language.pick("设备", "device"), text(&status.device)),
        (language.pick("人员", "person"), text(&status.person)),
        (language.pick("同步", "sync"), sent.to_owned()),
        (
            language.pick("待传更改", "unsent changes"),
            status.unsent_changes.to_string(),
        ),
        (
            language.pick("待传凭证", "unsent statements"),
            status.unsent_statements.to_string(),
        ),
        (
            language.pick("待传照片与文件", "unsent photos and files"),
            status.unsent_files.to_string(),
        ),
        (
            language.pick("须处理", "needs attention"),
            status.needs_attention.to_string(),
        ),
        (
            language.pick("维修单", "records"),
            format!(
                "{} + {} {}",
                status.holding.records,
                status.holding.archived,
                language.pick("张已归档", "archived")
            ),
        ),
        (
            language.pick("占用空间", "database"),
            format!("{} KiB", status.holding.database_bytes / 1_024),
        ),
        (
            language.pick("上次联系", "last contact"),
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
    for (is_so, chinese, english) in [
        (
            status.is_copy,
            "本机数据来自备份或副本",
            "the data came from a backup or a copy",
        ),
        (
            status.revoked,
            "办公室已注销本设备",
            "the office revoked this device",
        ),
        (
            status.quarantined.is_some(),
            "损坏的数据文件已另存",
            "a damaged file was set aside",
        ),
    ] {
        if is_so {
            terminal::line(&format!(
                "{WARN}!{WARN:#} {}",
                language.pick(chinese, english)
            ));
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
        return terminal::line(language.pick("没有签字凭证", "no sealed statements"));
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
            for (chinese, english, text) in [
                ("签字时：", "as signed: ", &difference.signed),
                ("现在：", "now: ", &difference.now),
            ] {
                let text = language.pick(&text.zh, &text.en);
                let text = if text.is_empty() { "—" } else { text };
                indented(&format!("{}{text}", language.pick(chinese, english)), 6);
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
