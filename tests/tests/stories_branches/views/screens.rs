//! A busy day of one technician: two devices, a colleague, the store and the office, and every screen that shows it.

use std::{io::Cursor, path::Path, sync::Arc};

use chrono::TimeDelta;
use doorstep_domain::record::{Field, FieldValue};
use doorstep_replica::Edit;
use doorstep_server::{
    catalogue::{self, parse, parse_consents, parse_library, read_folder},
    stock::AtTheCounter,
};
use doorstep_tests::{FieldDevice, Fleet, Job, visit};
use image::{ImageFormat, RgbImage};
use serde_json::{Value, json};

use super::Shown;

const MORNING: &str = "2026-12-13T13:00:00+08:00/2026-12-13T15:00:00+08:00";
const NOON: &str = "2026-12-13T14:00:00+08:00/2026-12-13T16:00:00+08:00";
const EVENING: &str = "2026-12-13T18:00:00+08:00/2026-12-13T20:00:00+08:00";

const TOMORROW: &str = "2026-12-14T09:00:00+08:00/2026-12-14T11:00:00+08:00";

struct Day {
    fleet: Fleet,
    phone: Arc<FieldDevice>,
    tablet: Arc<FieldDevice>,
    ben: Arc<FieldDevice>,
    /// The job at the door; its unit was repaired by Ben three weeks ago.
    job: Job,
    /// A later job on another unit.
    next: Job,
    /// A job of the next day, which goes to Ben meanwhile.
    tomorrow: Job,
    /// The number of a record that was merged into the job's.
    merged: String,
    shown: Vec<Shown>,
}

/// Every line that shows something, with what it showed.
pub(super) async fn of_a_busy_day() -> Vec<Shown> {
    let mut day = Day::begin().await;
    day.without_coverage().await;
    day.hands_over().await;
    day.in_coverage().await;
    day.in_the_evening().await;
    day.shown
}

impl Day {
    async fn begin() -> Self {
        let fleet = Fleet::open().await;
        let phone = fleet.device("phone", "ana").await;
        let tablet = fleet.device("tablet", "ana").await;
        let ben = fleet.device("ben", "ben").await;
        let first = fleet.office.job("ben").await;
        ben.sync().await;
        let mut lines = visit::whole(&first.number);
        add(&mut lines, "diagnosis.cause", "fault_code", "RF-F06");
        add(&mut lines, "part.fit", "serial", "M-20260817");
        ben.work(lines).await;
        ben.sync().await;
        fleet.pass(TimeDelta::days(20));
        publish_samples(&fleet).await;

        let job = fleet.office.job("ana").await;
        let next = fleet.office.job("ana").await;
        let tomorrow = fleet.office.job("ana").await;
        let words = |field, words: &str| Edit::Field(field, FieldValue::from(words));
        let booked = vec![
            words(Field::UnitSerial, &visit::serial(&first.number)),
            words(Field::Area, "city"),
            words(Field::Reception, "on_site"),
            words(Field::Lead, "ana"),
            words(Field::Appointment, MORNING),
            words(Field::OfficeNote, "三楼无电梯，先电话"),
            Edit::Field(Field::PriorityHours, FieldValue::Number(24)),
        ];
        fleet.office.edit(job.record, booked).await;
        let booked = vec![
            words(Field::PayerClass, "in_warranty"),
            words(Field::CustomerName, "李明"),
            words(Field::CustomerPhone, "139-0000-1009"),
            words(Field::CustomerAddress, "样例市云桥区桥北里 7 号院"),
            words(Field::Appointment, EVENING),
        ];
        fleet.office.edit(next.record, booked).await;
        fleet
            .office
            .write(tomorrow.record, Field::Appointment, TOMORROW)
            .await;
        fleet.settle().await;
        Self {
            fleet,
            phone,
            tablet,
            ben,
            job,
            next,
            tomorrow,
            merged: String::new(),
            shown: Vec::new(),
        }
    }

    /// Says a line, and keeps what it shows in a file.
    async fn keep(&mut self, file: &str, device: &Arc<FieldDevice>, line: Value) -> Value {
        let view = device.say(line.clone()).await;
        let verb = line["do"].as_str().unwrap();
        self.shown.push(Shown::new(file, verb, view.clone()));
        view
    }

    fn at_the_door(&self) -> Vec<Value> {
        let record = &self.job.number;
        let picture = self.phone.folder().join("nameplate.jpg");
        let mut bytes = Cursor::new(Vec::new());
        let pixels = RgbImage::from_fn(64, 48, |across, down| {
            image::Rgb([across as u8, down as u8, 90])
        });
        pixels.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        std::fs::write(&picture, bytes.into_inner()).unwrap();
        let until_quote = visit::until_quote(record);
        let mut lines = until_quote[..5].to_vec();
        lines[1]["serial"] = Value::Null;
        lines[1].as_object_mut().unwrap().remove("serial");
        lines[1]["purchased_on"] = json!("2026-01-20");
        lines.extend([
            json!({ "do": "diagnosis.step", "record": record, "step": "measure", "finding": "风门电机不通",
                    "measurements": [{ "name": "绕组电阻", "value": "12.5", "unit": "Ω" }] }),
            json!({ "do": "diagnosis.cause", "record": record, "text": "风门电机绕组开路", "fault_code": "RF-F06" }),
            json!({ "do": "photo.take", "record": record, "stage": "nameplate", "caption": "铭牌", "path": picture }),
            json!({ "do": "consent.give", "record": record, "to": "move_furniture", "words": "移开右侧橱柜",
                    "given_by": "王秀英" }),
            json!({ "do": "record.field", "record": record, "field": "second_repair_contest",
                    "value": "用户自行移机后损坏" }),
        ]);
        lines
    }

    async fn without_coverage(&mut self) {
        let (phone, tablet) = (self.phone.clone(), self.tablet.clone());
        let record = self.job.number.clone();
        phone.go_offline();
        tablet.go_offline();
        for line in self.at_the_door() {
            phone.say(line).await;
            self.fleet.pass(TimeDelta::minutes(5));
        }
        let draft = json!({ "do": "quote.draft", "record": record, "options": [
            { "choice": "repair", "lines": [{ "code": "RF-109", "discount_minor": 600 }, { "code": "VISIT-CITY" }] },
            { "choice": "leave", "lines": [{ "code": "CHECK" }] } ] });
        self.keep("money", &phone, draft).await;
        phone
            .say(json!({ "do": "quote.offer", "record": record }))
            .await;
        phone.say(signed(json!({ "do": "damage.record", "record": record, "thing": "地砖一块", "how": "移柜时滑落",
                                 "price_minor": 8_000 }))).await;
        let field = |field: &str, value: &str| json!({ "do": "record.field", "record": record, "field": field, "value": value });
        phone.say(field("exclusion", "misuse")).await;
        phone.say(field("appointment", NOON)).await;
        phone.say(field("customer_phone", "139-0000-2001")).await;
        tablet.say(field("customer_phone", "139-0000-2002")).await;
        let twin = json!({ "do": "record.open", "symptom": "冰箱不凉了",
            "customer": { "name": "王秀英", "phone": "139-0000-1001", "address": "样例市青禾区松风路 18 号" },
            "unit": { "kind": "refrigerator", "model": "YL-BCD326F" } });
        phone.say(twin.clone()).await;
        let twin = tablet.say(twin).await;
        self.merged = twin["number"].as_str().unwrap().to_owned();
        let merged = json!({ "do": "record.merge", "record": twin["number"], "into": record, "reason": "同一次报修" });
        tablet.say(merged).await;
        self.library().await;
        self.van().await;
    }

    async fn library(&mut self) {
        let phone = self.phone.clone();
        let search = json!({ "do": "library.search", "text": "风门", "kind": "refrigerator", "model": "YL-BCD326F", "limit": 3 });
        self.keep("library", &phone, search).await;
        let show = json!({ "do": "library.show", "document": "HC-RF-01" });
        self.keep("library", &phone, show).await;
    }

    async fn van(&mut self) {
        let phone = self.phone.clone();
        let motor = |verb: &str, quantity: i64| json!({ "do": verb, "part": "RF-109", "quantity": quantity });
        let mut handed = motor("van.hand_over", 1);
        handed["to"] = json!("ben");
        phone.say(motor("van.requisition", 4)).await;
        phone.say(handed).await;
        let counted = phone.say(motor("van.count", 2)).await;
        let explained = json!({ "do": "van.explain", "count": counted["entries"][0], "reason": "上月漏记一件" });
        phone.say(explained).await;
    }

    /// Jobs go from the phone to Ben's, by a file; one of them he has already.
    async fn hands_over(&mut self) {
        let (phone, ben) = (self.phone.clone(), self.ben.clone());
        let out = phone.folder().join("for-ben.doorstep");
        for records in [
            json!([self.job.number]),
            json!([self.job.number, self.next.number]),
        ] {
            let offer = self
                .keep("exchange", &ben, json!({ "do": "exchange.offer" }))
                .await;
            let hand_over = json!({ "do": "exchange.hand_over", "offer": offer["offer"], "records": records,
                                    "reason": "车坏在半路，由同事继续", "out": out });
            self.keep("exchange", &phone, hand_over).await;
            let take_over = json!({ "do": "exchange.take_over", "file": out });
            self.keep("exchange", &ben, take_over).await;
        }
    }

    /// The office has written meanwhile; the store has issued.
    async fn in_coverage(&mut self) {
        let (phone, tablet) = (self.phone.clone(), self.tablet.clone());
        self.fleet
            .office
            .write(self.job.record, Field::Appointment, EVENING)
            .await;
        let issue = AtTheCounter::Issue {
            part: "RF-109".into(),
            quantity: 3,
            serial: "M-31".into(),
            requisition: None,
        };
        self.fleet.office.at_the_counter("ana", issue).await;
        self.keep("status", &phone, json!({ "do": "status" })).await;
        phone.go_online();
        tablet.go_online();
        self.keep("status", &phone, json!({ "do": "sync" })).await;
        self.fleet.settle().await;
        self.fleet
            .office
            .settle(
                self.job.record,
                Field::Appointment,
                EVENING,
                "用户只有晚上在家",
            )
            .await;
        self.fleet.settle().await;
        let show = |record: &str| json!({ "do": "show", "record": record });
        self.keep(
            "record.second_repair",
            &phone,
            show(&self.job.number.clone()),
        )
        .await;
        let merged = self.merged.clone();
        self.keep("record.merged", &phone, show(&merged)).await;
        self.keep("lists", &phone, json!({ "do": "list" })).await;
        let assigned = json!({ "do": "list", "status": ["assigned"], "limit": 1 });
        self.keep("lists", &phone, assigned).await;
        self.keep("lists", &phone, json!({ "do": "search", "text": "李明" }))
            .await;
        self.files().await;
    }

    async fn files(&mut self) {
        let (phone, ben) = (self.phone.clone(), self.ben.clone());
        phone.room().leave(400 * 1024 * 1024);
        self.keep("files", &phone, json!({ "do": "files.list" }))
            .await;
        self.keep(
            "files",
            &phone,
            json!({ "do": "files.wifi_only", "on": true }),
        )
        .await;
        self.keep(
            "files",
            &phone,
            json!({ "do": "files.send", "metered": true }),
        )
        .await;
        self.keep(
            "files",
            &phone,
            json!({ "do": "files.wifi_only", "on": false }),
        )
        .await;
        self.keep("files", &phone, json!({ "do": "files.send" }))
            .await;
        let photo = &phone.view(self.job.record).photos[0];
        let fetch = json!({ "do": "files.fetch", "record": self.job.number, "digest": photo.digest,
                             "out": ben.folder().join("nameplate.jpg") });
        self.fleet.settle().await;
        self.keep("files", &ben, fetch).await;
    }

    /// The next job, to its report; the clock of the phone goes wrong on the way.
    async fn in_the_evening(&mut self) {
        let phone = self.phone.clone();
        let next = self.next.number.clone();
        let about = |verb: &str, record: &str| json!({ "do": verb, "record": record });
        for line in of_the_evening(&next) {
            if line["do"] == "test.record" {
                phone.clock().set_wrong(TimeDelta::days(1));
            }
            phone.say(line).await;
            self.fleet.pass(TimeDelta::minutes(5));
        }
        self.keep("leaving", &phone, about("leave", &next)).await;
        phone
            .say(json!({ "do": "report.send", "record": next, "note": "已修复" }))
            .await;
        phone.note(&next, "十日后回访").await;
        self.keep(
            "history",
            &phone,
            about("history", &self.job.number.clone()),
        )
        .await;
        let work = json!({ "do": "record.text", "record": next, "text": "work", "append": "另清理冷凝器" });
        phone.say(work).await;
        self.keep("record.evening", &phone, about("show", &next))
            .await;
        self.keep("verdicts", &phone, about("verify", &next)).await;
        let out = phone.folder().join("copy.pdf");
        let copy = json!({ "do": "copy.make", "record": next, "out": out });
        self.keep("verdicts", &phone, copy).await;
        self.keep("money", &phone, json!({ "do": "cash" })).await;
        self.keep(
            "money",
            &phone,
            json!({ "do": "cash.hand_in", "slip": "S-0001" }),
        )
        .await;
        self.keep("van", &phone, json!({ "do": "van.stock" })).await;
        self.keep("van", &phone, json!({ "do": "van.old_parts" }))
            .await;
        self.keep("status", &phone, json!({ "do": "size" })).await;
        self.keep("lists", &phone, about("record.fetch", &next))
            .await;
        self.comes_too_late().await;
    }

    /// What she writes about tomorrow's job comes two weeks after it went to Ben.
    async fn comes_too_late(&mut self) {
        let phone = self.phone.clone();
        phone.go_offline();
        phone.note(&self.tomorrow.number, "在地下室写的").await;
        self.fleet.office.assign(self.tomorrow.record, "ben").await;
        self.fleet.pass(TimeDelta::days(15));
        phone.go_online();
        phone.sync().await;
        self.keep("attention", &phone, json!({ "do": "attention" }))
            .await;
        let seen = json!({ "do": "attention.seen", "record": self.job.number });
        self.keep("attention", &phone, seen).await;
    }
}

fn of_the_evening(record: &str) -> Vec<Value> {
    let mut lines = visit::whole(record);
    lines.pop();
    lines.retain(|line| line["do"] != "advice.give");
    add(&mut lines, "visit.arrive", "purchased_on", "2023-05-02");
    add(&mut lines, "part.fit", "serial", "M-20261101");
    add(&mut lines, "part.remove", "serial", "M-20240212");
    for line in &mut lines {
        match line["do"].as_str() {
            Some("quote.offer") => {
                line["lines"] = json!([{ "code": "VISIT-CITY" }, { "code": "RF-109" }])
            }
            Some("test.record") => {
                line["items"] = json!([{ "name": "fridge_temperature", "result": "4.5 °C" }])
            }
            Some("payment.take") => line["amount_minor"] = json!(5_000),
            _ => {}
        }
    }
    lines.push(signed(
        json!({ "do": "loaner.lend", "record": record, "model": "YL-BCD210", "serial": "LOAN-0007",
                              "condition": "九成新" }),
    ));
    lines.push(json!({ "do": "invoice.ask", "record": record, "title": "样例餐饮有限公司",
                       "tax_number": "91510100MA6XXXXX1A", "email": "finance@example.com", "phone": "139-0000-1009" }));
    lines
}

/// A member more in the lines of one verb.
fn add(lines: &mut [Value], verb: &str, member: &str, words: &str) {
    for line in lines.iter_mut().filter(|line| line["do"] == verb) {
        line[member] = json!(words);
    }
}

/// A line with the customer's signature.
fn signed(mut line: Value) -> Value {
    line["signer"] = json!("王秀英");
    line["relation"] = json!("customer");
    line["strokes"] = visit::strokes();
    line
}

/// The office gives out its price list, sentences, manuals and hard cases.
async fn publish_samples(fleet: &Fleet) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/sample");
    let sources = read_folder(&folder).unwrap();
    let state = fleet.office.state();
    let organisation = state.organisation();
    let prices = parse(&sources).unwrap();
    let library = parse_library(&sources, &prices).unwrap().unwrap();
    let consents = parse_consents(&sources).unwrap().unwrap();
    catalogue::publish(organisation, library).await.unwrap();
    catalogue::publish(organisation, consents).await.unwrap();
    catalogue::publish(organisation, prices).await.unwrap();
}
