//! `docs/merge-rules.md`: what holds when a record was written by several while apart, printed from the tables the
//! program itself asks. A test compares the file; `DOORSTEP_UPDATE=1` with that test writes it anew.

use std::fmt::{self, Write};

use doorstep_words::Language;

use crate::{
    record::{EntryKind, FIELDS, MergeRule, TextName},
    rights::{Role, may_write_entry, may_write_text},
};

const RULES: [MergeRule; 5] = [
    MergeRule::Once,
    MergeRule::LastWriter,
    MergeRule::OfficeFirst,
    MergeRule::TechnicianFirst,
    MergeRule::MostUrgent,
];

const HEAD: &str = "\
# 合并规则 · Merge rules

<!-- Generated from the tables in crates/domain; do not edit.
     DOORSTEP_UPDATE=1 cargo test --release -p doorstep-domain merge_rules -->

多人离线写同一张维修单时，按本表合并，绝不凭运气。
When several people write one repair record while apart, it merges by this table, never by luck.

1. **字段**只有一个值。同时写下的不同值全部保留；按规则取其一生效，其余列为冲突，直到有人确认。相同的值不算冲突。
   A **field** is one value. Different values written at the same time are all kept; the rule picks the one in force, and
   the clash is shown until somebody settles it. Equal values do not clash.
2. **“后写为准”只用于无害的字段**，不显示冲突。“后写”指操作计数较大者，不是时钟较晚者，所以金额、排程与权限绝不用它。
   **The last writer wins only where it is harmless**, and no clash is shown. \"Last\" is the higher operation count,
   not the later clock, so it never decides money, schedule or rights.
3. **文本**逐字合并，谁的话都不会丢。
   A **text** merges character-wise: nobody's words are lost.
4. **条目**是发生过的事，只写一次，永不修改、永不删除；要撤销，另写一条“作废”，指明哪一条、为什么。
   An **entry** is something that happened. It is write-once: never edited, never removed; to undo it is one more
   entry, a void, which names it and says why. A void can be voided, but that no further.
5. 清空字段是写入空值，不是删除；只写一次的字段不能清空。
   To clear a field is to write the empty value, never to delete it; a field that is given once cannot be cleared.
6. 越权的写入由服务器拒收，即使它在合并中不会生效。
   The server refuses a write outside the role, even where it would lose the merge.
";

const FACTS: &str = "
状态、下一步、完整性、合计与异常都由以上内容推导，不另存，所以不会冲突。
Status, next step, completeness, totals and findings are derived from the above and not stored, so they cannot clash.

## 由条目推导时 · Where entries meet

| 情形 · What meets | 结果 · What holds |
|---|---|
| 两份并行报价 · two quotes made apart | 版本号高者有效；相同时依次取已接受者、未被拒绝者、编号小者；并列为异常 · the higher revision stands; of equal ones the accepted, then the not declined, then the lower id; shown as a finding |
| 两份都被接受 · both were accepted | 版本号高者有效，相同时取编号小者 · the higher revision is in force, of equal ones the lower id |
| 新版报价未获接受 · a revision not accepted | 先前的接受仍然有效 · the earlier acceptance stays in force |
| 一人登记修好，一人登记无法修复 · one recorded it repaired, one as not repairable | 按修好处理，须试机后签字 · it counts as repaired, and is tested before anybody signs |
| 两次收款 · two payments | 都保留；超出报价列为异常 · both are kept; what exceeds the quote is a finding |
| 两次退款 · two refunds | 都保留；超出收款列为异常 · both are kept; what exceeds the payment is a finding |
| 同一笔现金上交两次 · the same cash handed in twice | 只算一次：上交时指明是哪几笔 · it counts once: a hand-in names what it covers |
| 取消与维修同时发生 · cancelled while work went on | 按取消处理；维修列为异常 · it is cancelled; the work is a finding |
";

/// The whole of `docs/merge-rules.md`, in Chinese and English.
#[must_use]
pub fn merge_rules_markdown() -> String {
    let mut page = String::from(HEAD);
    // Writing into a `String` cannot fail.
    let _ = tables(&mut page);
    page.push_str(FACTS);
    page
}

fn tables(page: &mut String) -> fmt::Result {
    page.push_str("\n## 规则 · Rules\n\n| 规则 · Rule | 含义 · Meaning | 显示冲突 · Shows the clash |\n|---|---|---|\n");
    for rule in RULES {
        writeln!(
            page,
            "| `{rule:?}` | {} · {} | {} |",
            rule.words().chinese,
            rule.words().english,
            if rule.shows_clash() {
                "是 · yes"
            } else {
                "否 · no"
            },
        )?;
    }
    page.push_str("\n## 字段 · Fields\n\n| 键 · Key | 字段 · Field | 谁可写 · Who may write | 规则 · Rule | 原因 · Why |\n|---|---|---|---|---|\n");
    for row in FIELDS {
        writeln!(
            page,
            "| `{}` | {} · {} | {} · {} | `{:?}` | {} {} |",
            row.key,
            row.name.chinese,
            row.name.english,
            row.writers.words().chinese,
            row.writers.words().english,
            row.merge,
            row.why.chinese,
            row.why.english,
        )?;
    }
    page.push_str("\n## 文本 · Texts\n\n| 键 · Key | 文本 · Text | 谁可写 · Who may write | 规则 · Rule |\n|---|---|---|---|\n");
    for text in TextName::ALL {
        writeln!(
            page,
            "| `{}` | {} · {} | {} | 逐字合并 · character-wise |",
            text.key(),
            text.words().chinese,
            text.words().english,
            who(|role| may_write_text(role, text)),
        )?;
    }
    page.push_str("\n## 条目 · Entries\n\n| 类别 · Kind | 条目 · Entry | 谁可写 · Who may write | 规则 · Rule |\n|---|---|---|---|\n");
    for kind in EntryKind::ALL {
        writeln!(
            page,
            "| `{}` | {} · {} | {} | 只写一次 · write-once |",
            kind.code(),
            kind.words().chinese,
            kind.words().english,
            who(|role| may_write_entry(role, *kind)),
        )?;
    }
    Ok(())
}

fn who(may: impl Fn(Role) -> bool) -> String {
    let names = |language: Language, joint: &str| {
        let roles = Role::ALL.iter().filter(|role| may(**role));
        let names: Vec<_> = roles.map(|role| language.say(role.words())).collect();
        names.join(joint)
    };
    format!(
        "{} · {}",
        names(Language::Chinese, "、"),
        names(Language::English, " and ")
    )
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    use super::*;

    #[test]
    fn the_merge_rules_page_says_what_the_program_does() {
        let page = merge_rules_markdown();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/merge-rules.md");
        if env::var_os("DOORSTEP_UPDATE").is_some_and(|word| word == "1") {
            fs::write(&file, &page).expect("docs/merge-rules.md can be written");
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == page,
            "docs/merge-rules.md is not what the tables say; write it anew with\n\
             DOORSTEP_UPDATE=1 cargo test --release -p doorstep-domain merge_rules"
        );
    }

    #[test]
    fn every_row_of_every_table_has_its_line_and_each_table_its_columns() {
        let page = merge_rules_markdown();
        let rows = |under: &str| {
            let (_, rest) = page.split_once(under).expect("the table is there");
            rest.lines()
                .skip(2)
                .take_while(|line| line.starts_with('|'))
                .map(|line| line.matches('|').count())
                .collect::<Vec<_>>()
        };
        assert_eq!(rows("## 字段 · Fields"), vec![6; FIELDS.len() + 2]);
        assert_eq!(rows("## 文本 · Texts"), vec![5; TextName::ALL.len() + 2]);
        assert_eq!(rows("## 条目 · Entries"), vec![5; EntryKind::ALL.len() + 2]);
        assert!(
            page.contains("| `sign_off` | 验收签字 · acceptance signed | 维修人员 · technician |")
        );
        assert!(
            page.contains("| `void` | 作废 · void | 办公室、维修人员 · office and technician |")
        );
    }
}
