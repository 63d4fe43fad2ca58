//! What the demo says: its progress, a table per device, the conflicts, and where to look next.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use doorstep_domain::record::Field;
use doorstep_words::{Phrase, Say, terminal::demo as words};
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

    const fn word(&self, phrase: Phrase) -> &'static str {
        self.language.say(phrase)
    }

    fn say(&self, line: &str) {
        if !self.json {
            terminal::line(line);
        }
    }

    fn step(&self, said: &dyn Say) {
        let words = said.say(self.language);
        for (line, place) in terminal::wrapped(&words, 78).iter().zip(0..) {
            let lead = if place == 0 { "▸" } else { " " };
            self.say(&format!("{GOOD}{lead}{GOOD:#} {line}"));
        }
    }

    pub(super) fn founding(&self, folder: &Path) {
        self.say(&format!(
            "{HEAD}Doorstep 上门{HEAD:#} {DIM}{}{DIM:#}",
            folder.display()
        ));
        self.step(&words::FOUNDING);
    }

    pub(super) fn enrolled(&self, devices: usize, jobs: usize) {
        self.step(&words::Enrolled {
            devices: &devices,
            jobs: &jobs,
        });
    }

    pub(super) fn cut(&self) {
        self.step(&words::NETWORK_IS_CUT);
    }

    pub(super) fn worked(&self, killed: &str, edits: u64) {
        self.step(&words::Worked {
            edits: &edits,
            killed: &killed,
        });
    }

    pub(super) fn mended(&self) {
        self.step(&words::NETWORK_IS_BACK);
    }

    pub(super) fn proving(&self) {
        self.step(&words::PROVING);
    }

    pub(super) fn waiting(&self) {
        self.say("");
        self.say(self.word(words::SERVER_STAYS_UP));
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
        let word = |phrase| teller.word(phrase).to_owned();
        let mut rows = vec![[
            word(words::DEVICE),
            word(words::PERSON),
            word(words::EDITS),
            word(words::SIGNED),
            word(words::REQUESTS),
            word(words::UP),
            word(words::DOWN),
            word(words::TIME),
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
        let replicas = if proof.converged {
            words::REPLICAS_EQUAL
        } else {
            words::REPLICAS_NOT_EQUAL
        };
        let said = words::Proof {
            records: &proof.records,
            edits: &proof.edits,
            lost: &proof.lost,
            replicas: &replicas,
            statements: &proof.statements,
            verified: &proof.verified,
        };
        for (line, place) in terminal::wrapped(&said.say(teller.language), 78)
            .iter()
            .zip(0..)
        {
            let lead = if place == 0 { mark } else { " " };
            teller.say(&format!("{style}{lead} {line}{style:#}"));
        }
        if proof.changed_since > 0 {
            let said = words::ChangedSince {
                count: &proof.changed_since,
            };
            for line in terminal::indented(&said.say(teller.language), 2, 80) {
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
            teller.word(words::CONFLICTS_RULE_HOLDS)
        ));
        for conflict in &self.proof.conflicts {
            let field = Field::from_key(&conflict.field)
                .map_or(&*conflict.field, |field| teller.word(field.rule().name));
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
            teller.word(words::WHERE_TO_LOOK_NEXT)
        ));
        let say = |phrase, what: &str| {
            teller.say(&format!("  {}", teller.word(phrase)));
            teller.say(&format!("    {what}"));
        };
        say(words::OFFICE_LOGIN_LINK, &self.office_url);
        let record = format!("{}  {}", self.record, self.folder.join("records").display());
        say(words::ONE_RECORD, &record);
        let folder = self.folder.display();
        let verify = format!("doorstep verify {folder}/*.jws --trust {folder}/organisation.pem");
        say(words::VERIFY_WHAT_SIGNED_YOURSELF, &verify);
        let copies =
            format!("doorstep verify {folder}/copies/*.pdf --trust {folder}/organisation.pem");
        say(words::CUSTOMERS_COPIES, &copies);
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
