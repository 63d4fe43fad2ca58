//! Lists, status, history and verdicts for people.

use std::io::{self, Write};

use doorstep_core::views::{ChangedView, HistoryView, ListRowView, StatementVerdictView, StatusView, ValueView};
use unicode_width::UnicodeWidthStr as _;

use super::language::Language;

/// Rows of the list, one a line.
pub(super) fn write_rows(out: &mut dyn Write, rows: &[ListRowView], language: Language) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "{}", language.pick("没有维修单", "no records"));
    }
    for row in rows {
        let attention = if row.needs_attention { language.pick(" 须处理", " needs attention") } else { "" };
        let clash = if row.conflicts > 0 { language.pick(" 有冲突", " has a clash") } else { "" };
        let from = row.appointment.as_ref().map_or("", |window| window.from.as_str());
        writeln!(
            out,
            "{} {} {} {} {} [{}{attention}{clash}]",
            padded(&row.number, 20),
            padded(language.of(&row.status), 14),
            padded(language.of(&row.next_step), 14),
            padded(from, 25),
            row.customer_name,
            language.of(&row.sync),
        )?;
    }
    Ok(())
}

/// A text as wide as a column, by the width that a terminal gives each character.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

/// How things stand.
pub(super) fn write_status(out: &mut dyn Write, status: &StatusView, language: Language) -> io::Result<()> {
    let dash = "—".to_owned();
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| dash.clone());
    let sent = if status.all_sent {
        language.pick("全部已上传", "everything is sent")
    } else {
        language.pick("有内容待上传", "something waits to be sent")
    };
    let rows = [
        (language.pick("设备", "device"), text(&status.device)),
        (language.pick("人员", "person"), text(&status.person)),
        (language.pick("同步", "sync"), sent.to_owned()),
        (language.pick("待传更改", "unsent changes"), status.unsent_changes.to_string()),
        (language.pick("待传凭证", "unsent statements"), status.unsent_statements.to_string()),
        (language.pick("须处理", "needs attention"), status.needs_attention.to_string()),
        (language.pick("上次联系", "last contact"), text(&status.last_contact)),
    ];
    for (name, value) in rows {
        writeln!(out, "{} {value}", padded(name, 18))?;
    }
    for (is_so, chinese, english) in [
        (status.is_copy, "本机数据来自备份或副本", "the data came from a backup or a copy"),
        (status.revoked, "办公室已注销本设备", "the office revoked this device"),
        (status.quarantined.is_some(), "损坏的数据文件已另存", "a damaged file was set aside"),
    ] {
        if is_so {
            writeln!(out, "! {}", language.pick(chinese, english))?;
        }
    }
    Ok(())
}

/// Who changed what, from what to what.
pub(super) fn write_history(out: &mut dyn Write, changes: &[HistoryView], language: Language) -> io::Result<()> {
    for change in changes {
        let by = if change.by.is_empty() { &change.device } else { &change.by };
        writeln!(out, "{}  {by}", change.at)?;
        for what in &change.what {
            match what {
                ChangedView::Field { field, old, new } => {
                    let old = old.as_ref().map_or("—", |old| value(old, language));
                    writeln!(out, "    {}: {old} → {}", language.of(field), value(new, language))?;
                }
                ChangedView::Text { text, old, new } => {
                    writeln!(out, "    {}: {old:?} → {new:?}", language.of(text))?;
                }
                ChangedView::Entry { entry, what } => {
                    let what = what.as_ref().map_or("?", |what| language.of(what));
                    writeln!(out, "    + {what}  {entry}")?;
                }
            }
        }
    }
    Ok(())
}

/// A value in a language.
pub(super) fn value(value: &ValueView, language: Language) -> &str {
    language.pick(&value.zh, &value.en)
}

/// The verdicts, one a line, with what reads otherwise below.
pub(super) fn write_verdicts(
    out: &mut dyn Write,
    verdicts: &[StatementVerdictView],
    language: Language,
) -> io::Result<()> {
    if verdicts.is_empty() {
        return writeln!(out, "{}", language.pick("没有签字凭证", "no sealed statements"));
    }
    for found in verdicts {
        let purpose = found.purpose.as_ref().map_or("?", |purpose| language.of(purpose));
        let verdict = &found.verdict;
        writeln!(out, "{} {} {} {purpose}", verdict.mark, language.of(&verdict.words), found.number)?;
        for difference in &verdict.differences {
            writeln!(out, "    {}: {:?} → {:?}", difference.path, difference.signed, difference.now)?;
        }
        if let Some(why) = &verdict.why {
            writeln!(out, "    {why}")?;
        }
    }
    Ok(())
}
