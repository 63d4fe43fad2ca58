//! Four devices of three technicians and the store, in one process, without sockets.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use chrono::TimeDelta;
use doorstep_core::replication::Contact;
use doorstep_domain::{
    ids::PersonId,
    record::What,
    van::{Balance, Cause, Finding, Month, Row},
};
use doorstep_server::stock::AtTheCounter;
use doorstep_testkit::workload::scratch_folder;
use doorstep_tests::{
    Dice, FieldDevice, Fleet, Office, assert_device_agrees, visit::strokes, visit::until_quote,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::{
    action::Action,
    ledger::{Fit, Issue, Ledger, Of, Old, Return, Transfer},
};

const PEOPLE: [&str; 3] = ["ana", "ben", "cai"];
/// A device and the place of its person.
const DEVICES: [(&str, usize); 4] = [("phone", 0), ("tablet", 0), ("ben", 1), ("cai", 2)];
const PARTS: [&str; 2] = ["RF-109", "RF-110"];
/// After everything that happens in a case.
const LAST_MONTH: &str = "2029-12";
const MESSAGES_MAX: usize = 1_500;
const ROUNDS_MAX: usize = 10;

/// An office, four enrolled devices and a record a technician whose quote is accepted, from which every case begins.
pub(crate) struct Template {
    folder: TempDir,
    keys: Vec<String>,
    records: Vec<String>,
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
        let mut devices = Vec::new();
        for (name, person) in DEVICES {
            devices.push(fleet.device(name, PEOPLE[person]).await);
        }
        let mut records = Vec::new();
        for person in PEOPLE {
            records.push(fleet.office.job(person).await.record.to_string());
        }
        fleet.settle().await;
        for device in [0, 2, 3] {
            let record = &records[DEVICES[device].1];
            for line in visit(record) {
                devices[device].say(line).await;
            }
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
        let keys = devices.iter().map(|device| device.key().to_owned());
        Self {
            keys: keys.collect(),
            folder,
            records,
            now_ms,
        }
    }
}

/// From the call to a quote of more pieces than any case fits, accepted.
fn visit(record: &str) -> Vec<Value> {
    let mut lines = until_quote(record);
    let part = |code: &str| {
        json!({ "kind": "part", "code": code, "name": "风门电机", "unit_price_minor": 100,
                "quantity": 900, "payer": "customer" })
    };
    lines.pop();
    lines.push(json!({ "do": "quote.offer", "record": record, "lines": PARTS.map(part) }));
    lines.push(
        json!({ "do": "quote.accept", "record": record, "signer": "王秀英", "relation": "customer",
                "strokes": strokes() }),
    );
    lines
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

/// A running case.
pub(crate) struct World {
    _folder: TempDir,
    office: Office,
    devices: Vec<FieldDevice>,
    records: Vec<String>,
    ledger: Ledger,
    serials: u32,
}

impl World {
    /// A copy of the template, with dice of its own.
    pub(crate) async fn begin(template: &Template, seed: u64) -> Self {
        let folder = scratch_folder().unwrap();
        copy(template.folder.path(), folder.path());
        let dice = Arc::new(Dice::of_seed(seed));
        let office = Office::without_a_port(folder.path(), &dice, template.now_ms).await;
        let device = |((name, person), key): ((&str, usize), &String)| {
            let folder = folder.path().join(name);
            FieldDevice::of_folder(name, PEOPLE[person], &folder, key, &dice, template.now_ms)
        };
        let devices = DEVICES.into_iter().zip(&template.keys).map(device);
        Self {
            devices: devices.collect(),
            _folder: folder,
            office,
            records: template.records.clone(),
            ledger: Ledger::default(),
            serials: 0,
        }
    }

    /// Lets something happen.
    pub(crate) async fn act(&mut self, action: &Action) {
        match *action {
            Action::Issue {
                person,
                part,
                quantity,
                short,
            } => self.issue((person, part), quantity, short).await,
            Action::Confirm { device, which } => self.confirm(device, which).await,
            Action::Fit {
                device,
                part,
                quantity,
                source,
            } => self.fit(device, part, quantity, source).await,
            Action::VoidFit { device, which } => self.void_fit(device, which).await,
            Action::Remove { device, part } => self.remove(device, part).await,
            Action::ReturnOld {
                which,
                by_store,
                other_serial,
            } => self.return_old(which, by_store, other_serial).await,
            Action::HandOver {
                device,
                to,
                part,
                quantity,
            } => self.hand_over(device, to, part, quantity).await,
            Action::TakeOver {
                device,
                which,
                short,
            } => self.take_over(device, which, short).await,
            Action::ReturnNew {
                device,
                part,
                quantity,
                by_store,
            } => self.return_new(device, part, quantity, by_store).await,
            Action::StoreConfirms { which } => self.store_confirms(which).await,
            Action::Lose { person, part } => {
                if self.ledger.really_on_van((person, part)) > 0 {
                    self.ledger.moves((person, part), -1);
                    self.ledger.crooked.insert((person, part));
                }
            }
            Action::Count { device, part } => {
                let of = (DEVICES[device].1, part);
                let quantity = self.ledger.really_on_van(of);
                let line = json!({ "do": "van.count", "part": PARTS[part], "quantity": quantity });
                self.devices[device].say(line).await;
            }
            Action::Explain { device } => self.explain(device).await,
            Action::Contact { device } => self.contact(device).await,
            Action::Days => {
                self.office.clock().pass(TimeDelta::days(10));
                for device in &self.devices {
                    device.clock().pass(TimeDelta::days(10));
                }
            }
            Action::Restart { device } => self.devices[device].restart(),
        }
    }

    async fn issue(&mut self, of: Of, quantity: i64, short: bool) {
        let does = AtTheCounter::Issue {
            part: PARTS[of.1].into(),
            quantity,
            serial: String::new(),
            requisition: None,
        };
        let handed = self.office.at_the_counter(PEOPLE[of.0], does).await;
        let really = quantity - i64::from(short);
        self.ledger.book(of).issued += quantity;
        self.ledger.moves(of, really);
        if short {
            self.ledger.crooked.insert(of);
        }
        self.ledger.issues.push(Issue {
            of,
            entry: handed.entry.to_string(),
            written: quantity,
            really,
            confirmed: false,
        });
    }

    async fn confirm(&mut self, device: usize, which: usize) {
        let person = DEVICES[device].1;
        // Phone and tablet may both confirm what is whole; half of it twice nobody could tell from two halves.
        let his = self.ledger.issues.iter_mut().filter(|issue| {
            issue.of.0 == person && (!issue.confirmed || issue.really == issue.written)
        });
        let mut his: Vec<_> = his.collect();
        let Some(place) = choose(his.len(), which) else {
            return;
        };
        let issue = &mut his[place];
        let line = json!({ "do": "van.confirm", "entry": issue.entry, "quantity": issue.really });
        match self.devices[device].try_say(&line).await {
            Ok(_) => issue.confirmed = true,
            Err(code) => assert_eq!(code, "no_such_movement", "it has not come here yet"),
        }
    }

    async fn fit(&mut self, device: usize, part: usize, quantity: i64, source: usize) {
        let of = (DEVICES[device].1, part);
        let source = match source {
            4 => "customer",
            5 => "store",
            _ => "van",
        };
        let from_van = source == "van";
        if from_van && self.ledger.really_on_van(of) < quantity {
            return;
        }
        let line = json!({ "do": "part.fit", "record": self.records[of.0], "part": PARTS[part],
                           "quantity": quantity, "source": source });
        let done = self.devices[device].say(line).await;
        if from_van {
            self.ledger.book(of).fitted += quantity;
            self.ledger.moves(of, -quantity);
        }
        self.ledger.fits.push(Fit {
            of,
            entry: first_entry(&done),
            quantity,
            from_van,
            taken_back: false,
        });
    }

    async fn void_fit(&mut self, device: usize, which: usize) {
        let person = DEVICES[device].1;
        let standing = |fit: &&mut Fit| fit.of.0 == person && !fit.taken_back;
        let mut his: Vec<_> = self.ledger.fits.iter_mut().filter(standing).collect();
        let Some(place) = choose(his.len(), which) else {
            return;
        };
        let fit = &mut *his[place];
        let line = json!({ "do": "entry.void", "record": self.records[person],
                           "entry": fit.entry, "reason": "装错" });
        // On the other device it may not have come yet.
        if self.devices[device].try_say(&line).await.is_err() {
            return;
        }
        fit.taken_back = true;
        let (of, quantity, from_van) = (fit.of, fit.quantity, fit.from_van);
        if from_van {
            self.ledger.book(of).fitted -= quantity;
            self.ledger.moves(of, quantity);
        }
    }

    async fn remove(&mut self, device: usize, part: usize) {
        let of = (DEVICES[device].1, part);
        self.serials += 1;
        let serial = format!("OLD-{}", self.serials);
        let line = json!({ "do": "part.remove", "record": self.records[of.0], "part": PARTS[part],
                           "serial": serial });
        let done = self.devices[device].say(line).await;
        self.ledger.olds.push(Old {
            of,
            entry: first_entry(&done),
            serial,
            device,
            returned: false,
            other_serial: false,
        });
    }

    async fn return_old(&mut self, which: usize, by_store: bool, other_serial: bool) {
        let owed = |old: &&mut Old| !old.returned;
        let mut owed: Vec<_> = self.ledger.olds.iter_mut().filter(owed).collect();
        let Some(place) = choose(owed.len(), which) else {
            return;
        };
        let old = &mut *owed[place];
        let serial = if other_serial {
            "ANOTHER".to_owned()
        } else {
            old.serial.clone()
        };
        if by_store {
            let does = AtTheCounter::TakeOld {
                removal: old.entry.parse().unwrap(),
                serial: Some(serial),
                quantity: None,
            };
            // Of what was taken out without coverage the store knows nothing yet.
            let taken = self.office.try_at_the_counter(PEOPLE[old.of.0], does).await;
            if taken.is_err() {
                return;
            }
        } else {
            let line = json!({ "do": "van.return_old", "removal": old.entry, "serial": serial });
            let done = self.devices[old.device].say(line).await;
            self.ledger.returns.push(Return {
                of: old.of,
                entry: first_entry(&done),
                quantity: 1,
                confirmed: false,
            });
        }
        old.returned = true;
        old.other_serial = other_serial;
    }

    async fn hand_over(&mut self, device: usize, to: usize, part: usize, quantity: i64) {
        let of = (DEVICES[device].1, part);
        if of.0 == to || self.ledger.really_on_van(of) < quantity {
            return;
        }
        let line = json!({ "do": "van.hand_over", "part": PARTS[part], "quantity": quantity,
                           "to": PEOPLE[to] });
        let done = self.devices[device].say(line).await;
        self.ledger.book(of).handed_over += quantity;
        self.ledger.moves(of, -quantity);
        self.ledger.transfers.push(Transfer {
            of,
            to,
            number: done["transfer"].as_str().unwrap().to_owned(),
            quantity,
            taken: Vec::new(),
        });
    }

    async fn take_over(&mut self, device: usize, which: usize, short: bool) {
        let person = DEVICES[device].1;
        let to_him = |transfer: &&mut Transfer| transfer.to == person && transfer.taken.len() < 2;
        let mut to_him: Vec<_> = self.ledger.transfers.iter_mut().filter(to_him).collect();
        let Some(place) = choose(to_him.len(), which) else {
            return;
        };
        let transfer = &mut *to_him[place];
        let again = transfer.taken.first().copied();
        // Who writes it a second time, on his other device, says the same; there is nothing to be had for it.
        let quantity =
            again.unwrap_or(transfer.quantity - i64::from(short && transfer.quantity > 1));
        let of = (person, transfer.of.1);
        let line = json!({ "do": "van.take_over", "transfer": transfer.number,
                           "from": PEOPLE[transfer.of.0], "part": PARTS[of.1], "quantity": quantity });
        self.devices[device].say(line).await;
        transfer.taken.push(quantity);
        self.ledger.book(of).taken_over += quantity;
        if again.is_none() {
            self.ledger.moves(of, quantity);
        } else {
            self.ledger.crooked.insert(of);
        }
    }

    async fn return_new(&mut self, device: usize, part: usize, quantity: i64, by_store: bool) {
        let of = (DEVICES[device].1, part);
        if self.ledger.really_on_van(of) < quantity {
            return;
        }
        if by_store {
            let does = AtTheCounter::TakeNew {
                part: PARTS[part].into(),
                quantity,
                serial: String::new(),
            };
            self.office.at_the_counter(PEOPLE[of.0], does).await;
        } else {
            let line = json!({ "do": "van.return_new", "part": PARTS[part], "quantity": quantity });
            let done = self.devices[device].say(line).await;
            self.ledger.returns.push(Return {
                of,
                entry: first_entry(&done),
                quantity,
                confirmed: false,
            });
        }
        self.ledger.book(of).returned += quantity;
        self.ledger.moves(of, -quantity);
    }

    async fn store_confirms(&mut self, which: usize) {
        let open = |back: &&mut Return| !back.confirmed;
        let mut open: Vec<_> = self.ledger.returns.iter_mut().filter(open).collect();
        let Some(place) = choose(open.len(), which) else {
            return;
        };
        let back = &mut *open[place];
        let does = AtTheCounter::Confirm {
            entry: back.entry.parse().unwrap(),
            quantity: None,
        };
        let confirmed = self
            .office
            .try_at_the_counter(PEOPLE[back.of.0], does)
            .await;
        back.confirmed = confirmed.is_ok();
    }

    async fn explain(&mut self, device: usize) {
        let person = DEVICES[device].1;
        let (_, balance) = self.devices[device].device().van_balance(None).unwrap();
        let differs = |finding: &&Finding| finding.cause == Cause::CountedOtherwise;
        let Some(finding) = balance.findings.iter().find(differs) else {
            return;
        };
        let of = (person, part(&finding.part));
        let line = json!({ "do": "van.explain", "count": finding.entry.unwrap().to_string(),
                           "reason": "运输破损" });
        self.devices[device].say(line).await;
        // It may explain what was no difference but a colleague's word on its way.
        self.ledger.crooked.insert(of);
        self.ledger.book(of).explained += finding.pieces;
        self.ledger.explained.push((of, finding.pieces));
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

    /// Everybody meets again, until nothing moves any more.
    pub(crate) async fn quieten(&self) {
        let mut before = String::new();
        for _ in 0..ROUNDS_MAX {
            for device in 0..self.devices.len() {
                self.contact(device).await;
            }
            let standing = |device: &FieldDevice| {
                let status = device.device().status().unwrap();
                format!("{:?} {}", status.cursor_seq, status.unsent_changes)
            };
            let standing: Vec<_> = self.devices.iter().map(standing).collect();
            let now = format!("{} {standing:?}", self.office.head_seq());
            if now == before {
                return;
            }
            before = now;
        }
        assert_eq!(before, "", "it never comes to rest");
    }

    /// Where every piece went the way that was written down, no count is called wrong, however apart they were.
    pub(crate) async fn assert_nobody_is_accused_for_nothing(&self) {
        let stock = self.office.stock(LAST_MONTH).await;
        for (technician, balance) in &stock {
            for finding in &balance.findings {
                let of = (person(technician), part(&finding.part));
                let is_accused = finding.cause == Cause::CountedOtherwise;
                assert!(
                    !is_accused || self.ledger.crooked.contains(&of),
                    "{technician} is accused for nothing: {finding:?}"
                );
            }
        }
    }

    /// Every technician counts every part.
    pub(crate) async fn count_everything(&mut self) {
        for device in [0, 2, 3] {
            for part in 0..PARTS.len() {
                self.act(&Action::Count { device, part }).await;
            }
        }
    }

    /// The books say what was written, the records say the same, and whatever does not fit is listed with its cause, at
    /// the office and on every device.
    pub(crate) async fn assert_to_the_piece(&self) {
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
        let stock = self.office.stock(LAST_MONTH).await;
        for (place, name) in PEOPLE.into_iter().enumerate() {
            let balance = &stock[&PersonId(name.into())];
            assert_eq!(
                told(balance),
                self.ledger.findings(place),
                "{name}: every cause"
            );
            self.assert_terms(place, name).await;
            for (number, code) in PARTS.into_iter().enumerate() {
                let of = (place, number);
                let books = balance.rows.get(code).map_or(0, Row::on_van);
                let counted: i64 = told(balance)
                    .iter()
                    .filter(|(part, cause, _)| *part == number && *cause == "counted_otherwise")
                    .map(|(_, _, pieces)| pieces)
                    .sum();
                assert_eq!(
                    books + counted,
                    self.ledger.really_on_van(of),
                    "{name} {code}: what is really there is what the books say and the causes add"
                );
                assert_eq!(
                    self.fitted_on_records(place, code),
                    self.ledger
                        .fits
                        .iter()
                        .filter(|fit| fit.of == of && !fit.taken_back)
                        .map(|fit| fit.quantity)
                        .sum::<i64>(),
                    "{name} {code}: the records"
                );
            }
        }
        self.assert_devices(&stock);
    }

    /// `opening + issued + taken over + explained = fitted + returned + handed over + on the van`, month after month.
    async fn assert_terms(&self, place: usize, name: &str) {
        let months: Vec<Month> = self.office.vans(name).iter().map(|van| van.month).collect();
        let mut sums: BTreeMap<String, Row> = BTreeMap::new();
        let mut closing: BTreeMap<String, i64> = BTreeMap::new();
        for month in sorted(months) {
            let stock = self.office.stock(&month.to_string()).await;
            for (part, row) in &stock[&PersonId(name.into())].rows {
                let opening = closing.get(part).copied().unwrap_or_default();
                assert_eq!(
                    row.opening, opening,
                    "{name} {part} {month}: the opening balance"
                );
                assert_eq!(
                    row.opening + row.issued + row.taken_over + row.explained,
                    row.fitted + row.returned + row.handed_over + row.on_van(),
                    "{name} {part} {month}"
                );
                closing.insert(part.clone(), row.on_van());
                let sum = sums.entry(part.clone()).or_default();
                sum.issued += row.issued;
                sum.taken_over += row.taken_over;
                sum.explained += row.explained;
                sum.fitted += row.fitted;
                sum.returned += row.returned;
                sum.handed_over += row.handed_over;
            }
        }
        for (number, code) in PARTS.into_iter().enumerate() {
            let written = self.ledger.books.get(&(place, number));
            let sum = sums.get(code).cloned().unwrap_or_default();
            assert_eq!(
                sum,
                written.cloned().unwrap_or_default(),
                "{name} {code}: every term"
            );
        }
    }

    fn fitted_on_records(&self, place: usize, code: &str) -> i64 {
        let record = self.office.record(self.records[place].parse().unwrap());
        let pieces = |what: &What| match what {
            What::PartFitted { part, quantity, .. } if part == code => *quantity,
            _ => 0,
        };
        record
            .valid_entries()
            .map(|(_, entry)| pieces(&entry.what))
            .sum()
    }

    fn assert_devices(&self, stock: &BTreeMap<PersonId, Balance>) {
        let last = LAST_MONTH.parse().unwrap();
        for device in &self.devices {
            assert_device_agrees(device, &self.office);
            let (_, here) = device.device().van_balance(Some(last)).unwrap();
            let there = &stock[&PersonId(device.person().into())];
            assert_eq!(here.rows, there.rows, "{}: part by part", device.name());
            assert_eq!(
                here.old_parts,
                there.old_parts,
                "{}: old parts",
                device.name()
            );
            // A device sees one van; whether a colleague took over is the office's to say.
            let of_two_vans = [
                Cause::NotTakenOver,
                Cause::TakenOverOtherwise,
                Cause::TakenOverFromNobody,
            ];
            let mut told = there.findings.clone();
            told.retain(|finding| !of_two_vans.contains(&finding.cause));
            assert_eq!(here.findings, told, "{}: every cause", device.name());
        }
    }
}

/// Part, cause and pieces of every finding.
fn told(balance: &Balance) -> Vec<(usize, &'static str, i64)> {
    let finding = |finding: &Finding| (part(&finding.part), finding.cause.code(), finding.pieces);
    let mut told: Vec<_> = balance.findings.iter().map(finding).collect();
    told.sort_unstable();
    told
}

fn sorted(mut months: Vec<Month>) -> Vec<Month> {
    months.sort_unstable();
    months
}

fn part(code: &str) -> usize {
    PARTS.iter().position(|part| *part == code).unwrap()
}

fn person(technician: &PersonId) -> usize {
    let place = PEOPLE.iter().position(|person| *person == technician.0);
    place.unwrap()
}

fn first_entry(done: &Value) -> String {
    done["entries"][0].as_str().unwrap().to_owned()
}

fn choose(length: usize, number: usize) -> Option<usize> {
    (length > 0).then(|| number % length)
}
