//! A device in a folder of its own, enrolled without a server, with the sample catalogue and a clock that a test sets;
//! and an office that writes beside it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use doorstep_domain::{
    consents,
    ids::{DeviceId, EntryId, PersonId, RecordId},
    library,
    record::Field,
    van::{Month, Movement, Pieces, VanEntry, van_id},
};
use doorstep_evidence::{
    certificate::{Authority, DeviceCertificate, Issue, Validity, certificate_request},
    digest::Digest,
    vault::SoftwareVault,
};
use doorstep_replica::{Actor, Edit, RecordDocument};
use rusqlite::params;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::Script;
use crate::{
    Clock, Device, Environment, OpenRequest, Random, RandomError, SystemSpace,
    catalogue::{REFERENCE, sample},
    enrolment::{EnrolAnswer, Invitation},
    store::documents::{ChangeState, insert_change},
};

/// The day of the example.
const MORNING: &str = "2026-11-23T08:30:00+08:00";

/// A clock that goes a second further each time it is asked.
struct SteppingClock(AtomicI64);

impl Clock for SteppingClock {
    fn now(&self) -> DateTime<FixedOffset> {
        let seconds = self.0.fetch_add(1, Ordering::Relaxed);
        DateTime::parse_from_rfc3339(MORNING).unwrap_or_default() + TimeDelta::seconds(seconds)
    }

    fn elapsed_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed) * 1_000
    }
}

/// Dice that fall the same way in every run.
struct LoadedDice(AtomicU64);

impl Random for LoadedDice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        for chunk in bytes.chunks_mut(32) {
            let throw = Digest::of(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk
                .iter_mut()
                .zip(throw.0)
                .for_each(|(to, from)| *to = from);
        }
        Ok(())
    }
}

/// A technician's device and somebody who types into it.
pub(crate) struct Example {
    _folder: TempDir,
    device: Device,
    office: DeviceId,
    script: Script,
    runtime: Runtime,
}

#[allow(clippy::unwrap_used)] // helpers of tests: if the example cannot be set up there is nothing to test
impl Example {
    /// A device of technician `t-li`.
    pub(crate) fn new() -> Self {
        Self::of("t-li", 7)
    }

    /// A device of another person of the same organisation.
    pub(crate) fn of(person: &str, key: u8) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::new(SoftwareVault::generate([key; 32]).unwrap());
        let clock = Arc::new(SteppingClock(AtomicI64::new(0)));
        let environment = Environment {
            clock,
            random: Arc::new(LoadedDice(AtomicU64::new(1 + (u64::from(key - 7) << 32)))),
            space: Arc::new(SystemSpace),
        };
        let request = OpenRequest {
            folder: folder.path().join("device"),
            vault: vault.clone(),
            environment,
            vfs: None,
            synchronous_for_tests: None,
        };
        let device = Device::open(request).unwrap();
        let now = DateTime::parse_from_rfc3339(MORNING)
            .unwrap()
            .with_timezone(&Utc);
        let authority = Authority::create([3; 32], "样例维修", now, [9; 16]).unwrap();
        let issue = |person: &str, role: &str, serial: u8| Issue {
            person: PersonId(person.into()),
            device_name: "李工的手机".into(),
            role: role.into(),
            validity: Validity {
                not_before: now,
                not_after: now + TimeDelta::days(730),
            },
            serial: [serial; 16],
        };
        let certify = |vault: &SoftwareVault, issue: &Issue| {
            authority
                .issue(&certificate_request(vault, "phone").unwrap(), issue)
                .unwrap()
        };
        let office = SoftwareVault::generate([8; 32]).unwrap();
        let office_certificate = certify(&office, &issue("office", "office", 6));
        let office = DeviceCertificate::parse(&office_certificate)
            .unwrap()
            .device_id();
        let answer = EnrolAnswer {
            certificate: BASE64_STANDARD
                .encode(certify(&vault, &issue(person, "technician", key - 2))),
            organisation_certificate: authority.certificate().to_pem().unwrap(),
            device_number: key.into(),
            office_device: office,
            office_certificate: BASE64_STANDARD.encode(office_certificate),
        };
        let invitation = Invitation {
            server_url: "https://office.example".into(),
            code: "none".into(),
            organisation: authority.fingerprint(),
        };
        device.take_enrolment(&invitation, &answer).unwrap();
        give_out(&device);
        Self {
            _folder: folder,
            script: Script::on(device.clone()),
            device,
            office,
            runtime: Builder::new_current_thread().build().unwrap(),
        }
    }

    /// The device itself.
    pub(crate) const fn device(&self) -> &Device {
        &self.device
    }

    /// The answer to a line as it stands.
    pub(crate) fn line(&self, line: &[u8]) -> Value {
        let answer = self.runtime.block_on(self.script.answer(line));
        serde_json::from_str(&answer.to_line()).unwrap()
    }

    /// The answer to a line.
    pub(crate) fn say(&self, line: Value) -> Value {
        self.line(line.to_string().as_bytes())
    }

    /// What a line that must be done answered.
    pub(crate) fn done(&self, line: Value) -> Value {
        let answer = self.say(line.clone());
        assert!(answer.get("ok").is_some(), "{line}: {answer}");
        answer.get("ok").cloned().unwrap_or_default()
    }

    /// The code with which a line was refused, `ok` if it was done.
    pub(crate) fn refused(&self, line: Value) -> String {
        let answer = self.say(line);
        let code = answer.pointer("/error/code").and_then(Value::as_str);
        code.unwrap_or("ok").to_owned()
    }

    /// The office hands the record to this device's technician.
    pub(crate) fn assign(&self, record: &str) {
        let id = self.device.find(&record.into()).unwrap();
        let base = self.device.document(id).unwrap();
        self.office_wrote(&base, &[Edit::Field(Field::Assignee, "t-li".into())]);
    }

    /// A record that the customer reported on the spot, and that the office handed to this technician; its number.
    pub(crate) fn open(&self) -> String {
        let opened = self.done(json!({
            "do": "record.open",
            "customer": {"name": "王小川", "phone": "139-0000-1001", "address": "样例市青禾区松风路 18 号"},
            "unit": {"kind": "refrigerator", "model": "YL-BCD326F"},
            "symptom": "冷藏室不凉",
        }));
        let number = opened
            .get("number")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        self.assign(&number);
        number
    }

    /// A record brought as far as the customer's signature under the quote of a damper motor and its labour.
    pub(crate) fn open_accepted(&self) -> String {
        let record = self.open();
        self.done(arrival(&record));
        self.done(json!({"do": "diagnosis.cause", "record": record, "text": "风门电机绕组开路"}));
        self.done(offer(&record));
        self.done(accept(&record));
        record
    }

    /// The store issues pieces to this technician's van; the entry.
    pub(crate) fn office_issues(&self, part: &str, quantity: i64) -> EntryId {
        let now = DateTime::parse_from_rfc3339(MORNING).unwrap();
        let technician = PersonId("t-li".into());
        let document = van_id(&technician, Month::of(now));
        if self.device.document(document).is_err() {
            // The office's change comes on top of a van that was begun here.
            self.done(json!({"do": "van.requisition", "part": part, "quantity": quantity}));
        }
        let base = self.device.document(document).unwrap();
        let id = EntryId(
            uuid::Builder::from_unix_timestamp_millis(1, &[quantity as u8; 10]).into_uuid(),
        );
        let entry = VanEntry {
            at: now,
            by: PersonId("office".into()),
            month: Month::of(now),
            technician,
            what: Movement::Issued {
                pieces: Pieces {
                    part: part.into(),
                    name: "风门电机".into(),
                    quantity,
                    serial: String::new(),
                },
                requisition: None,
            },
        };
        self.office_wrote(&base, &[Edit::Van(id, entry)]);
        id
    }

    /// What the office wrote meanwhile, on top of what `base` had, arrives.
    pub(crate) fn office_wrote(&self, base: &RecordDocument, edits: &[Edit]) {
        let mut theirs = base.clone();
        let made = theirs
            .edit(Actor::new(self.office, [1; 8]), 1_700_000_000, edits)
            .unwrap()
            .unwrap();
        let record: RecordId = base.id();
        let arrive = self.device.inner.store.write(|write| {
            insert_change(
                write.connection()?,
                record,
                &made.change,
                ChangeState::Acknowledged,
            )?;
            write.forget(record);
            Ok(())
        });
        arrive.unwrap();
    }
}

/// The office gave out its reference data.
fn give_out(device: &Device) {
    let given_out = device.inner.store.write(|write| {
        let sql = "INSERT INTO reference (name, version, bytes) VALUES (?1, 7, ?2)";
        let connection = write.connection()?;
        for (name, bytes) in [
            (REFERENCE, sample::reference()),
            (library::REFERENCE, sample::library()),
            (consents::REFERENCE, sample::consents()),
        ] {
            connection.execute(sql, params![name, bytes]).unwrap();
        }
        crate::library::rebuild(connection)
    });
    given_out.unwrap();
}

/// The technician is at the door of a unit bought long ago.
pub(crate) fn arrival(record: &str) -> Value {
    json!({"do": "visit.arrive", "record": record, "place": "30.66,104.06", "badge_shown": true, "unit_matches": true,
           "proof_of_purchase_seen": true, "opened_by_outsiders": false, "serial": "YLRF2604000312",
           "purchased_on": "2024-05-02"})
}

/// A damper motor and the labour for it.
pub(crate) fn offer(record: &str) -> Value {
    json!({"do": "quote.offer", "record": record, "lines": [{"code": "RF-109"}, {"code": "RF-FAN", "quantity": 1}]})
}

/// The customer signs the quote.
pub(crate) fn accept(record: &str) -> Value {
    json!({"do": "quote.accept", "record": record, "signer": "王小川", "relation": "customer", "strokes": strokes()})
}

/// The customer signs for the work.
pub(crate) fn sign_off(record: &str) -> Value {
    json!({"do": "sign.off", "record": record, "signer": "王小川", "relation": "customer", "opinion": "修得快，讲得清楚",
           "score": 5, "strokes": strokes()})
}

/// The repair and its test.
pub(crate) fn repaired_and_tested(record: &str) -> [Value; 2] {
    [
        json!({"do": "repair.done", "record": record, "works": true, "work": "更换风门电机，清理风道结冰"}),
        json!({"do": "test.record", "record": record, "customer_present": true,
               "items": [{"name": "冷藏室温度", "result": "4.5 °C", "passed": true}]}),
    ]
}

/// A signature of two strokes.
pub(crate) fn strokes() -> Value {
    let stroke = |from_ms: i64| -> Vec<Value> {
        let point = |step: i64| json!({"x": 600 + 40 * step, "y": 400 + (step % 3) * 30, "t_ms": from_ms + 8 * step, "pressure": 300});
        (0..12).map(point).collect()
    };
    json!([stroke(0), stroke(200)])
}
