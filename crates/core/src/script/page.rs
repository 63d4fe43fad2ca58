//! The tables of `docs/device-script.md`, printed from the types that the lines are read into.

use std::fmt::{self, Write};

use super::{ERRORS, VERBS, member_rows};

/// Every verb with its members and an example, and every error code, as Markdown.
#[must_use]
pub fn device_script_tables() -> String {
    let mut page = String::new();
    // Writing into a `String` cannot fail.
    let _ = tables(&mut page);
    page
}

fn tables(page: &mut String) -> fmt::Result {
    page.push_str("## 动词 · Verbs\n");
    for verb in VERBS {
        writeln!(
            page,
            "\n### `{}`\n\n{} · {}\n",
            verb.name, verb.what.chinese, verb.what.english
        )?;
        let rows = member_rows(&verb.schema());
        if !rows.is_empty() {
            page.push_str("| member | type | required | meaning |\n|---|---|---|---|\n");
        }
        for row in rows {
            let required = if row.required { "yes" } else { "no" };
            writeln!(
                page,
                "| `{}` | {} | {required} | {} |",
                row.name, row.kind, row.meaning
            )?;
        }
        writeln!(page, "\n```json\n{}\n```", verb.example)?;
    }
    page.push_str("\n## 错误代码 · Error codes\n\n| code | 含义 | meaning |\n|---|---|---|\n");
    for row in ERRORS.iter() {
        writeln!(
            page,
            "| `{}` | {} | {} |",
            row.code, row.words.chinese, row.words.english
        )?;
    }
    Ok(())
}
