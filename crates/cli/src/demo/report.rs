//! What the demo says: its progress, a table per device, the conflicts, and where to look next.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use doorstep_domain::record::Field;
use serde_json::{Value, json};

use super::proof::Proof;
use crate::{
    terminal::{self, BAD, DIM, GOOD, HEAD},
    text::{Language, moment::moment_or_words},
};

/// Says what is going on, in the user's language; keeps silent when JSON is wanted.
pub(super) struct Teller {
    language: Language,
    json: bool,
}

impl Teller {
    pub(super) const fn new(language: Language, json: bool) -> Self {
        Self { language, json }
    }

    const fn word(&self, chinese: &'static str, english: &'static str) -> &'static str {
        self.language.pick(chinese, english)
    }

    fn say(&self, line: &str) {
        if !self.json {
            terminal::line(line);
        }
    }

    fn step(&self, chinese: &str, english: &str) {
        let words = self.language.pick(chinese, english);
        for (line, place) in terminal::wrapped(words, 78).iter().zip(0..) {
            let lead = if place == 0 { "▸" } else { " " };
            self.say(&format!("{GOOD}{lead}{GOOD:#} {line}"));
        }
    }

    pub(super) fn founding(&self, folder: &Path) {
        self.say(&format!(
            "{HEAD}Doorstep 上门{HEAD:#} {DIM}{}{DIM:#}",
            folder.display()
        ));
        self.step(
            "建立组织、目录、当日派工……",
            "Founding the organisation, its catalogue and the day's jobs …",
        );
    }

    pub(super) fn enrolled(&self, devices: usize, jobs: usize) {
        self.step(
            &format!("{devices} 台设备已注册，{jobs} 单已派出"),
            &format!("{devices} devices enrolled, {jobs} jobs handed out"),
        );
    }

    pub(super) fn cut(&self) {
        self.step(
            "网络已断开；技师离线工作，办公室同时改约……",
            "The network is cut; the technicians work offline while the office moves appointments …",
        );
    }

    pub(super) fn worked(&self, killed: &str, edits: u64) {
        self.step(
            &format!("离线确认 {edits} 次修改；{killed} 中途被强制终止（SIGKILL）后重启"),
            &format!("{edits} edits confirmed offline; {killed} was killed (SIGKILL) in the middle and restarted"),
        );
    }

    pub(super) fn mended(&self) {
        self.step(
            "网络恢复，各设备与办公室同步……",
            "The network is back; the devices meet the office …",
        );
    }

    pub(super) fn proving(&self) {
        self.step(
            "由另一个进程仅凭文件与数据库核验……",
            "A separate process now proves it from the files and databases alone …",
        );
    }

    pub(super) fn waiting(&self) {
        self.say("");
        self.say(self.word(
            "服务器继续运行；按 Ctrl-C 结束。",
            "The server stays up; Ctrl-C ends it.",
        ));
    }
}

/// What one device did and what its contacts cost.
#[derive(Debug, Clone)]
pub(super) struct DeviceRow {
    name: String,
    person: String,
    pub(super) killed: bool,
    pub(super) edits: u64,
    pub(super) statements: u64,
    requests: u64,
    bytes_up: u64,
    bytes_down: u64,
    time: Duration,
}

impl DeviceRow {
    pub(super) fn new(name: &str, person: &str) -> Self {
        Self {
            name: name.to_owned(),
            person: person.to_owned(),
            killed: false,
            edits: 0,
            statements: 0,
            requests: 0,
            bytes_up: 0,
            bytes_down: 0,
            time: Duration::ZERO,
        }
    }

    pub(super) fn add(&mut self, sync: &Value, took: Duration) {
        let count = |name: &str| sync[name].as_u64().unwrap_or_default();
        self.requests += count("requests");
        self.bytes_up += count("bytes_up");
        self.bytes_down += count("bytes_down");
        self.time += took;
    }
}

/// The end of the demo.
pub(super) struct Report {
    pub(super) technicians: usize,
    pub(super) rows: Vec<DeviceRow>,
    pub(super) edits: u64,
    pub(super) proof: Proof,
    pub(super) wall_ms: u128,
    pub(super) office_url: String,
    pub(super) record: String,
    pub(super) folder: PathBuf,
}

impl Report {
    pub(super) fn holds(&self) -> bool {
        self.proof.holds() && self.proof.edits == self.edits
    }

    pub(super) fn print(&self, teller: &Teller) {
        if teller.json {
            terminal::line(&self.json().to_string());
            return;
        }
        teller.say("");
        self.table(teller);
        teller.say("");
        self.verdict(teller);
        self.conflicts(teller);
        self.next(teller);
    }

    fn json(&self) -> Value {
        let sum = |of: fn(&DeviceRow) -> u64| self.rows.iter().map(of).sum::<u64>();
        json!({
            "technicians": self.technicians,
            "devices": self.rows.len(),
            "records": self.proof.records,
            "edits": self.proof.edits,
            "statements": self.proof.statements,
            "lost": self.proof.lost,
            "converged": self.proof.converged,
            "verified": self.proof.verified,
            "conflicts": self.proof.conflicts.len(),
            "requests": sum(|row| row.requests),
            "bytes_up": sum(|row| row.bytes_up),
            "bytes_down": sum(|row| row.bytes_down),
            "wall_ms": self.wall_ms,
            "office_url": self.office_url,
        })
    }

    fn table(&self, teller: &Teller) {
        let word = |chinese, english| teller.word(chinese, english).to_owned();
        let mut rows = vec![[
            word("设备", "device"),
            word("人员", "person"),
            word("修改", "edits"),
            word("凭证", "signed"),
            word("请求", "requests"),
            word("上行", "up"),
            word("下行", "down"),
            word("用时", "time"),
        ]];
        rows.extend(self.rows.iter().map(|row| {
            let killed = if row.killed { " ✖↻" } else { "" };
            [
                format!("{}{killed}", row.name),
                row.person.clone(),
                row.edits.to_string(),
                row.statements.to_string(),
                row.requests.to_string(),
                kilobytes(row.bytes_up),
                kilobytes(row.bytes_down),
                format!("{} ms", row.time.as_millis()),
            ]
        }));
        terminal::table(&rows, 2)
            .iter()
            .zip(0..)
            .for_each(|(line, place)| {
                teller.say(&if place == 0 {
                    format!("{HEAD}{line}{HEAD:#}")
                } else {
                    line.clone()
                });
            });
    }

    fn verdict(&self, teller: &Teller) {
        let proof = &self.proof;
        let (style, mark) = if self.holds() {
            (GOOD, "✔")
        } else {
            (BAD, "✖")
        };
        let chinese = format!(
            "{} 单、{} 次已确认修改：丢失 {}；各副本{}；{} 份签字凭证，{} 份核验通过",
            proof.records,
            proof.edits,
            proof.lost,
            if proof.converged {
                "一致"
            } else {
                "不一致"
            },
            proof.statements,
            proof.verified,
        );
        let english = format!(
            "{} records, {} confirmed edits: {} lost; replicas {}; {} statements, {} verified",
            proof.records,
            proof.edits,
            proof.lost,
            if proof.converged {
                "equal"
            } else {
                "NOT equal"
            },
            proof.statements,
            proof.verified,
        );
        let words = teller.language.pick(&chinese, &english);
        for (line, place) in terminal::wrapped(words, 78).iter().zip(0..) {
            let lead = if place == 0 { mark } else { " " };
            teller.say(&format!("{style}{lead} {line}{style:#}"));
        }
        if proof.changed_since > 0 {
            let count = proof.changed_since;
            let chinese = format!("其中 {count} 份签字后，维修单又有改动；办公室页面指出改在何处");
            let english = format!(
                "{count} of them were signed before a later change of their record; the office page shows it"
            );
            let words = teller.language.pick(&chinese, &english);
            for line in terminal::indented(words, 2, 80) {
                teller.say(&format!("{DIM}{line}{DIM:#}"));
            }
        }
        for fault in &proof.faults {
            teller.say(&format!("{BAD}  {fault}{BAD:#}"));
        }
    }

    fn conflicts(&self, teller: &Teller) {
        if self.proof.conflicts.is_empty() {
            return;
        }
        teller.say("");
        teller.say(&format!(
            "{HEAD}{}{HEAD:#}",
            teller.word("冲突，及其所依规则", "Conflicts, and the rule that holds")
        ));
        for conflict in &self.proof.conflicts {
            let field = Field::from_key(&conflict.field).map_or(&*conflict.field, |field| {
                teller.word(field.rule().chinese, field.rule().english)
            });
            teller.say(&format!("  {} · {field}", conflict.number));
            for value in &conflict.values {
                let mark = if *value == conflict.in_force {
                    "●"
                } else {
                    "○"
                };
                teller.say(&format!("    {mark} {}", moment_or_words(value)));
            }
            let rule = teller.language.pick(&conflict.rule.0, &conflict.rule.1);
            teller.say(&format!("    {DIM}{rule}{DIM:#}"));
        }
    }

    fn next(&self, teller: &Teller) {
        teller.say("");
        teller.say(&format!(
            "{HEAD}{}{HEAD:#}",
            teller.word("接下来看", "Where to look next")
        ));
        let say = |chinese, english, what: &str| {
            teller.say(&format!("  {}", teller.word(chinese, english)));
            teller.say(&format!("    {what}"));
        };
        say(
            "办公室（一次性登录链接）",
            "The office (login link, good once)",
            &self.office_url,
        );
        let record = format!("{}  {}", self.record, self.folder.join("records").display());
        say("一张维修单", "One record", &record);
        let folder = self.folder.display();
        let verify = format!("doorstep verify {folder}/*.jws --trust {folder}/organisation.pem");
        say(
            "自行核验签字凭证",
            "Verify what was signed, yourself",
            &verify,
        );
        let copies =
            format!("doorstep verify {folder}/copies/*.pdf --trust {folder}/organisation.pem");
        say(
            "用户带走的用户联（PDF）",
            "The copies that the customers took home (PDF)",
            &copies,
        );
    }
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1_000, bytes % 1_000 / 100)
}

/// What is still to be paid, in minor units, as the record's view says it.
pub(super) fn owed_minor(view: &Value) -> i64 {
    view["payments"]["owed"]["minor"]
        .as_i64()
        .unwrap_or_default()
}
