//! A device that is killed in the middle of its lines: the real program, `kill -9`, started again, and on.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::{Dice, ServerProcess, Talk, program};

/// Lines that are said again after a kill, however far they came: doing them twice does no harm.
const REPEATABLE: [&str; 6] = [
    "sync",
    "files.send",
    "exchange.offer",
    "exchange.hand_over",
    "exchange.take_over",
    "record.fetch",
];
/// A kill falls anywhere in this time after a line was said: before it is done, in the middle, or after its answer.
const STRIKE_US_MAX: u64 = 24_000;

/// The seed of all kills, `DOORSTEP_SEED` or always the same.
#[must_use]
pub fn seed() -> u64 {
    std::env::var("DOORSTEP_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_122)
}

/// The real program on a folder, with all that it confirmed.
pub struct KilledDevice {
    folder: PathBuf,
    talk: Option<Talk>,
    dice: Dice,
    confirmed: BTreeSet<String>,
    kills: u32,
}

impl KilledDevice {
    /// Enrols a device of a person in a new folder and starts it. `name` is its own among the devices of a story: it
    /// decides where the kills fall.
    #[must_use]
    pub fn enrol(office: &ServerProcess, folder: &Path, person: &str, name: &str) -> Self {
        let folder = folder.join(name);
        office.enrol_of(person, &folder);
        let own: u64 = name.bytes().map(u64::from).sum();
        Self {
            talk: Some(Self::program(&folder)),
            dice: Dice::of_seed(seed().wrapping_add(own)),
            confirmed: BTreeSet::new(),
            kills: 0,
            folder,
        }
    }

    /// The real program on a folder.
    #[must_use]
    pub fn program(folder: &Path) -> Talk {
        let mut device = Command::new(program());
        device
            .args(["device", "--data"])
            .arg(folder)
            .args(["run", "-"]);
        Talk::with(device)
    }

    /// Where its files lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How often it was killed.
    #[must_use]
    pub const fn kills(&self) -> u32 {
        self.kills
    }

    /// Says a line, which must be done: its answer.
    pub fn say(&mut self, line: &Value) -> Value {
        let answer = self.talk.as_mut().unwrap().ask(line);
        self.confirm(line, &answer);
        answer["ok"].clone()
    }

    /// Says a line and kills the program in the middle of it, then goes on as a person does: looks whether it was done,
    /// and does it if not. What was answered before the death must be there after it.
    pub fn struck(&mut self, line: &Value) {
        let before = self.unsent();
        let mut talk = self.talk.take().unwrap();
        talk.say(line);
        let delay = u64::from_be_bytes(self.dice.draw()) % STRIKE_US_MAX;
        // Not synchronised with what it meets, on purpose.
        thread::sleep(Duration::from_micros(delay));
        let heard = talk.kill_and_hear();
        self.kills += 1;
        self.talk = Some(Self::program(&self.folder));
        if let Some(answer) = &heard {
            self.confirm(line, answer);
        }
        if REPEATABLE.iter().any(|verb| line["do"] == *verb) {
            self.say(line);
        } else if self.unsent() == before {
            assert!(heard.is_none(), "confirmed and lost: {line}");
            self.say(line);
        }
    }

    /// Says some lines; one of them, wherever the dice fall, is struck.
    pub fn work(&mut self, lines: &[Value]) {
        let throw = u64::from_be_bytes(self.dice.draw());
        let struck = usize::try_from(throw % lines.len() as u64).unwrap();
        for (place, line) in lines.iter().enumerate() {
            if place == struck {
                self.struck(line);
            } else {
                self.say(line);
            }
        }
    }

    /// Everything goes to the office, and the device says so.
    pub fn send_all(&mut self) {
        self.say(&json!({ "do": "sync" }));
        self.talk.as_mut().unwrap().send_all();
    }

    /// Time passes while the program is off: its clock cannot be turned, so what is written is made older.
    pub fn let_days_pass(&mut self, days: i64) {
        self.talk.take().unwrap().end();
        let file = Connection::open(self.folder.join("device.db")).unwrap();
        let (seconds, milliseconds) = (days * 86_400, days * 86_400_000);
        file.execute(
            "UPDATE record_row SET updated_s = updated_s - ?1",
            [seconds],
        )
        .unwrap();
        file.execute(
            "UPDATE document SET keep_until_ms = keep_until_ms - ?1",
            [milliseconds],
        )
        .unwrap();
        file.close().unwrap();
        self.talk = Some(Self::program(&self.folder));
    }

    /// What this device ever confirmed is at the office: how many changes that is.
    ///
    /// # Panics
    /// When it is not.
    pub fn assert_nothing_is_lost(&self, office: &ServerProcess) -> usize {
        let file =
            Connection::open_with_flags(office.database(), OpenFlags::SQLITE_OPEN_READ_WRITE)
                .unwrap();
        let mut changes = file.prepare("SELECT lower(hex(hash)) FROM change").unwrap();
        let there: BTreeSet<String> = changes
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let lost: Vec<&String> = self.confirmed.difference(&there).collect();
        assert!(lost.is_empty(), "confirmed and lost: {lost:?}");
        self.confirmed.len()
    }

    /// What waits for the office: every line that writes makes it more.
    fn unsent(&mut self) -> [Value; 3] {
        let status = self.say(&json!({ "do": "status" }));
        ["unsent_changes", "unsent_statements", "unsent_files"].map(|what| status[what].clone())
    }

    fn confirm(&mut self, line: &Value, answer: &Value) {
        assert!(answer["ok"].is_object(), "{line}: {answer}");
        if let Some(change) = answer["ok"]["change"].as_str() {
            self.confirmed.insert(change.to_owned());
        }
    }
}
