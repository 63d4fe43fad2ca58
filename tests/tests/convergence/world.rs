//! Three devices and a server in one process, without sockets: every message goes through the hands of the test.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fs,
    path::Path,
    sync::Arc,
};

use chrono::TimeDelta;
use doorstep_core::{exchange::HandOver, replication::Contact};
use doorstep_domain::{
    ids::{DeviceId, RecordId},
    record::{Field, FieldValue, TextName},
};
use doorstep_replica::{ChangeHash, Edit, TextEdit};
use doorstep_testkit::workload::scratch_folder;
use doorstep_tests::{Dice, FieldDevice, Fleet, Office, assert_device_agrees, assert_same_views};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::action::{Action, Deed, Fate, OfficeDeed};

/// Who takes part: two devices of one technician, one of another.
const DEVICES: [(&str, &str); 3] = [("phone", "ana"), ("tablet", "ana"), ("other", "ben")];
const PEOPLE: [&str; 2] = ["ana", "ben"];
const MORNING: &str = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";
/// How many messages the longest honest contact has.
const MESSAGES_MAX: usize = 1_500;
/// How many rounds of contacts it may take until nothing moves any more.
const ROUNDS_MAX: usize = 10;
const BACKUP: &str = "backup";
/// Days after which work that comes late is no longer taken, less one: nobody is away for longer here.
const DAYS_MAX: u32 = 12;

/// An office with three enrolled devices, three jobs and two closed records, from which every case begins.
pub(crate) struct Template {
    folder: TempDir,
    keys: Vec<String>,
    now_ms: i64,
}

impl Template {
    /// Made once.
    pub(crate) async fn of_this_process() -> &'static Self {
        static TEMPLATE: OnceCell<Template> = OnceCell::const_new();
        TEMPLATE.get_or_init(Self::make).await
    }

    async fn make() -> Self {
        let fleet = Fleet::open().await;
        // Closed records go after the shortest time there is, so that it happens often.
        Connection::open(fleet.office.database())
            .unwrap()
            .execute("UPDATE organisation SET closed_days = 1", [])
            .unwrap();
        let mut devices = Vec::new();
        for (name, person) in DEVICES {
            devices.push(fleet.device(name, person).await);
        }
        for person in ["ana", "ana", "ben"] {
            fleet.office.job(person).await;
        }
        // One of each was closed before the case begins, and the units of two are the same.
        for (device, person) in [(&devices[0], "ana"), (&devices[2], "ben")] {
            let job = fleet.office.job(person).await;
            device.sync().await;
            let name = job.record.to_string();
            device
                .say(json!({ "do": "record.field", "record": name, "field": "unit_serial", "value": "S-1" }))
                .await;
            device
                .say(json!({ "do": "record.cancel", "record": name, "reason": "已自行解决" }))
                .await;
            device
                .say(json!({ "do": "report.send", "record": name }))
                .await;
        }
        fleet.settle().await;
        let now_ms = fleet.office.clock().shown_ms();
        fleet.office.stop().await;
        let folder = scratch_folder().unwrap();
        copy(&fleet.office.data(), &folder.path().join("server"));
        for device in &devices {
            device.stop();
            copy(device.folder(), &folder.path().join(device.name()));
        }
        let keys = devices
            .iter()
            .map(|device| device.key().to_owned())
            .collect();
        Self {
            folder,
            keys,
            now_ms,
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &name);
        } else {
            fs::copy(entry.path(), name).unwrap();
        }
    }
}

/// Something that was confirmed and is still to be found in the end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Confirmed {
    Change(RecordId, ChangeHash),
    Statement(String),
}

/// A running case.
pub(crate) struct World {
    _folder: TempDir,
    office: Office,
    devices: Vec<FieldDevice>,
    /// What is under way between a device and the server.
    contacts: Vec<Option<Contact>>,
    late: VecDeque<(DeviceId, Vec<u8>)>,
    /// What one device packed for another.
    files: Vec<(usize, Vec<u8>)>,
    /// Confirmed by a device, each with the words that it typed, if any.
    expected: BTreeMap<Confirmed, Option<(RecordId, String)>>,
    backups: u32,
    /// The first backup of this day: older ones are not gone back to, for what was put away since may be nowhere else.
    backups_before_today: u32,
    days: u32,
    restored: bool,
    words: u32,
}

impl World {
    /// A copy of the template, with dice of its own.
    pub(crate) async fn begin(template: &Template, seed: u64) -> Self {
        let folder = scratch_folder().unwrap();
        copy(template.folder.path(), folder.path());
        let dice = Arc::new(Dice::of_seed(seed));
        let office = Office::without_a_port(folder.path(), &dice, template.now_ms).await;
        let device = |((name, person), key): ((&str, &str), &String)| {
            FieldDevice::of_folder(
                name,
                person,
                &folder.path().join(name),
                key,
                &dice,
                template.now_ms,
            )
        };
        let devices = DEVICES
            .into_iter()
            .zip(&template.keys)
            .map(device)
            .collect();
        Self {
            _folder: folder,
            office,
            devices,
            contacts: (0..DEVICES.len()).map(|_| None).collect(),
            late: VecDeque::new(),
            files: Vec::new(),
            expected: BTreeMap::new(),
            backups: 0,
            backups_before_today: 0,
            days: 0,
            restored: false,
            words: 0,
        }
    }

    /// Lets something happen.
    pub(crate) async fn act(&mut self, action: &Action) {
        match action {
            Action::Work {
                device,
                record,
                deed,
            } => self.work(*device, *record, *deed).await,
            Action::Open { device } => {
                let line = json!({ "do": "record.open", "customer": { "name": "李明" }, "unit": { "kind": "washer" } });
                self.say(*device, &line, None).await;
            }
            Action::Office { record, deed } => self.office_works(*record, *deed).await,
            Action::Lead {
                device,
                record,
                person,
            } => self.lead(*device, *record, *person).await,
            Action::OfficeLead { record, person } => {
                let records: Vec<_> = self.office.records().into_iter().collect();
                if let Some(place) = choose(records.len(), *record) {
                    let office = &self.office;
                    office
                        .write(records[place], Field::Lead, PEOPLE[*person])
                        .await;
                }
            }
            Action::Job { person } => {
                self.office.job(PEOPLE[*person]).await;
            }
            Action::Message {
                device,
                fate,
                want_bytes,
            } => self.message(*device, *fate, *want_bytes).await,
            Action::Contact { device } => {
                self.contacts[*device] = None;
                self.contact(*device).await;
            }
            Action::HandOver { from, to, record } => self.hand_over(*from, *to, *record),
            Action::OldFile { which } => {
                if let Some(which) = choose(self.files.len(), *which) {
                    let (to, file) = &self.files[which];
                    let taken = self.devices[*to].device().take_over(file);
                    let refused = taken.err().map(|error| error.code());
                    assert!(matches!(refused, None | Some("exchange_not_for_us")));
                }
            }
            Action::LateRequest { which } => {
                if let Some((sender, request)) =
                    choose(self.late.len(), *which).and_then(|which| self.late.remove(which))
                {
                    self.office.answer(sender, &request, 0).await;
                }
            }
            Action::RestartDevice { device } => {
                self.contacts[*device] = None;
                self.devices[*device].restart();
            }
            Action::Fetch { device, record } => self.fetch(*device, *record).await,
            Action::Day => self.day(),
            Action::RestartServer => self.office.restart().await,
            Action::BackUp => {
                self.backups += 1;
                self.office
                    .back_up(&format!("{BACKUP} {}", self.backups))
                    .await;
            }
            Action::Restore => self.restore().await,
        }
    }

    async fn lead(&mut self, device: usize, record: usize, person: usize) {
        let records: Vec<_> = self.devices[device].records().into_iter().collect();
        if let Some(place) = choose(records.len(), record) {
            let line = json!({ "do": "record.field", "record": records[place].to_string(), "field": "lead",
                               "value": PEOPLE[person] });
            self.say(device, &line, None).await;
        }
    }

    async fn work(&mut self, device: usize, record: usize, deed: Deed) {
        let records: Vec<_> = self.devices[device].records().into_iter().collect();
        let Some(record) = choose(records.len(), record).map(|place| records[place]) else {
            return;
        };
        self.words += 1;
        let name = record.to_string();
        let words = format!("〔{}〕", self.words);
        let line = match deed {
            Deed::Note => {
                json!({ "do": "record.text", "record": name, "text": "plan", "append": words })
            }
            Deed::Phone => {
                json!({ "do": "record.field", "record": name, "field": "customer_phone", "value": words })
            }
            Deed::Appointment => {
                json!({ "do": "record.field", "record": name, "field": "appointment", "value": MORNING })
            }
            Deed::Step => {
                json!({ "do": "diagnosis.step", "record": name, "step": "ask", "finding": words })
            }
            Deed::Serial => {
                let serial = if self.words.is_multiple_of(2) {
                    "S-1"
                } else {
                    "s-2 "
                };
                json!({ "do": "record.field", "record": name, "field": "unit_serial", "value": serial })
            }
            Deed::Cancel => {
                let line = json!({ "do": "record.cancel", "record": name, "reason": words });
                self.say(device, &line, None).await;
                json!({ "do": "report.send", "record": name })
            }
            Deed::Seal => {
                let line = json!({ "do": "visit.arrive", "record": name, "place": "", "badge_shown": true,
                                   "unit_matches": true, "proof_of_purchase_seen": true,
                                   "opened_by_outsiders": false, "serial": "S-1" });
                self.say(device, &line, None).await;
                let line = json!({ "do": "repair.cannot", "record": name, "reason": "缺件", "plan": words });
                self.say(device, &line, None).await;
                json!({ "do": "sign.refuse", "record": name, "reason": words })
            }
        };
        let typed = matches!(deed, Deed::Note).then_some((record, words));
        self.say(device, &line, typed).await;
    }

    async fn fetch(&self, device: usize, record: usize) {
        let records: Vec<_> = self.devices[device].records().into_iter().collect();
        if let Some(place) = choose(records.len(), record) {
            let line = json!({ "do": "record.fetch", "record": records[place].to_string() });
            self.devices[device].say(line).await;
        }
    }

    fn day(&mut self) {
        if self.days < DAYS_MAX {
            self.days += 1;
            self.backups_before_today = self.backups;
            let day = TimeDelta::hours(25);
            self.office.clock().pass(day);
            self.devices
                .iter()
                .for_each(|device| device.clock().pass(day));
        }
    }

    /// Does a line; what the rules forbid is not done. What is confirmed has to be there in the end.
    async fn say(&mut self, device: usize, line: &Value, typed: Option<(RecordId, String)>) {
        let Ok(shown) = self.devices[device].try_say(line).await else {
            return;
        };
        if let Some((record, change)) = self.devices[device].take_confirmed() {
            self.expected
                .insert(Confirmed::Change(record, change), typed);
        }
        if let Some(statement) = shown["statement"].as_str() {
            self.expected
                .insert(Confirmed::Statement(statement.to_owned()), None);
        }
    }

    fn hand_over(&mut self, from: usize, to: usize, record: usize) {
        let records: Vec<_> = self.devices[from].records().into_iter().collect();
        let chosen = choose(records.len(), record).map(|place| records[place]);
        let Some(chosen) = chosen.filter(|_| from != to) else {
            return;
        };
        let is_same_person = DEVICES[from].1 == DEVICES[to].1;
        let wanted = HandOver {
            offer: self.devices[to].device().offer().unwrap(),
            records: if is_same_person {
                Vec::new()
            } else {
                vec![chosen.to_string().as_str().into()]
            },
            reason: "帮忙".into(),
        };
        let Ok(made) = self.devices[from].device().hand_over(&wanted) else {
            return;
        };
        let device = self.devices[to].device();
        let taken = device.take_over(&made.file).unwrap();
        assert_eq!(taken.not_taken, [], "honest work is taken");
        self.files.push((to, made.file));
    }

    async fn office_works(&mut self, record: usize, deed: OfficeDeed) {
        let records: Vec<_> = self.office.records().into_iter().collect();
        let Some(record) = choose(records.len(), record).map(|place| records[place]) else {
            return;
        };
        self.words += 1;
        let words = format!("〔{}〕", self.words);
        let edit = match deed {
            OfficeDeed::Note => Edit::Text(TextName::Plan, TextEdit::Append(words)),
            OfficeDeed::Appointment => Edit::Field(Field::Appointment, FieldValue::from(MORNING)),
            OfficeDeed::Assign(person) => {
                let person = PEOPLE
                    .get(person)
                    .map_or(FieldValue::Empty, |person| FieldValue::from(*person));
                Edit::Field(Field::Assignee, person)
            }
        };
        self.office.edit(record, vec![edit]).await;
    }

    async fn message(&mut self, device: usize, fate: Fate, want_bytes: u32) {
        let mut contact = match self.contacts[device].take() {
            Some(contact) => contact,
            None => Contact::new(&self.devices[device].device()),
        };
        let Some(question) = contact.request().unwrap() else {
            return;
        };
        let sender = self.devices[device].id();
        match fate {
            Fate::RequestLost => {}
            Fate::Late => self.late.push_back((sender, question)),
            Fate::AnswerLost => {
                self.office.answer(sender, &question, want_bytes).await;
            }
            Fate::AnswerCut => {
                let answer = self.office.answer(sender, &question, want_bytes).await;
                assert!(
                    contact.receive(&answer[..answer.len() / 2]).is_err(),
                    "half an answer is none"
                );
            }
            Fate::Arrives | Fate::Twice => {
                let answer = self.office.answer(sender, &question, want_bytes).await;
                if matches!(fate, Fate::Twice) {
                    self.office.answer(sender, &question, want_bytes).await;
                }
                let received = contact.receive(&answer);
                // A server that was restored in the middle may not fit what was asked.
                assert!(self.restored || received.is_ok(), "{received:?}");
                if received.is_ok() {
                    self.contacts[device] = Some(contact);
                }
            }
        }
    }

    async fn contact(&self, device: usize) {
        let device = &self.devices[device];
        let mut contact = Contact::new(&device.device());
        for _ in 0..MESSAGES_MAX {
            let Some(question) = contact.request().unwrap() else {
                return;
            };
            let answer = self.office.answer(device.id(), &question, 0).await;
            let received = contact.receive(&answer);
            assert!(received.is_ok(), "{}: {received:?}", device.name());
        }
        assert_eq!(device.name(), "", "its contact never ends");
    }

    /// The server wakes up with the last copy. What nobody else holds is lost, and nobody was promised otherwise.
    async fn restore(&mut self) {
        if self.backups == self.backups_before_today {
            return;
        }
        self.restored = true;
        self.office
            .restore(&format!("{BACKUP} {}", self.backups))
            .await;
        let mut held = self
            .office
            .read(|connection| held(connection, "SELECT document, hash FROM change", "evidence"));
        for device in &self.devices {
            let file = device.folder().join("device.db");
            let connection =
                Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
            let changes = "SELECT document, hash FROM change WHERE state <> 'refused'";
            held.extend(self::held(&connection, changes, "statement"));
        }
        self.expected
            .retain(|confirmed, _| held.contains(confirmed));
    }

    /// From here on everything goes well, until nothing moves any more.
    pub(crate) async fn quieten(&mut self) {
        self.contacts.fill_with(|| None);
        let mut before = String::new();
        for _ in 0..ROUNDS_MAX {
            for device in 0..self.devices.len() {
                self.contact(device).await;
            }
            let standing = |device: &FieldDevice| {
                let status = device.device().status().unwrap();
                format!(
                    "{:?} {} {:?}",
                    status.cursor_seq,
                    status.unsent_changes,
                    device.records()
                )
            };
            let now = format!(
                "{} {:?}",
                self.office.head_seq(),
                self.devices.iter().map(standing).collect::<Vec<_>>()
            );
            if now == before {
                return;
            }
            before = now;
        }
        assert_eq!(before, "", "it never comes to rest");
    }

    /// Equal heads, equal contents, equal views, empty outboxes, nothing refused, nothing twice, nothing missing.
    pub(crate) fn assert_agreed(&self) {
        for device in &self.devices {
            assert_device_agrees(device, &self.office);
            assert_eq!(
                device.device().status().unwrap().needs_attention,
                0,
                "{}: nothing was refused",
                device.name()
            );
        }
        assert_same_views(&self.devices[0], &self.devices[1]);
        let quarantined: Vec<_> = self
            .office
            .quarantined()
            .into_iter()
            .map(|kept| kept.code)
            .collect();
        assert!(
            quarantined.is_empty(),
            "honest work was refused: {quarantined:?}"
        );
        let there = self
            .office
            .read(|connection| held(connection, "SELECT document, hash FROM change", "evidence"));
        for (confirmed, typed) in &self.expected {
            assert!(
                there.contains(confirmed),
                "confirmed and not there: {confirmed:?}"
            );
            if let Some((record, words)) = typed {
                let times = self
                    .office
                    .record(*record)
                    .text(TextName::Plan)
                    .matches(words.as_str())
                    .count();
                assert_eq!(times, 1, "typed once: {words}");
            }
        }
    }
}

fn choose(length: usize, number: usize) -> Option<usize> {
    (length > 0).then(|| number % length)
}

fn held(connection: &Connection, changes: &str, statements: &str) -> BTreeSet<Confirmed> {
    let mut changes = connection.prepare(changes).unwrap();
    let change = |row: &rusqlite::Row<'_>| {
        let document = RecordId::from_slice(&row.get::<_, [u8; 16]>(0)?).unwrap();
        Ok(Confirmed::Change(document, ChangeHash(row.get(1)?)))
    };
    let mut held: BTreeSet<_> = changes
        .query_map([], change)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut statements = connection
        .prepare(&format!("SELECT lower(hex(digest)) FROM {statements}"))
        .unwrap();
    let statement = |row: &rusqlite::Row<'_>| Ok(Confirmed::Statement(row.get(0)?));
    held.extend(
        statements
            .query_map([], statement)
            .unwrap()
            .map(Result::unwrap),
    );
    held
}
