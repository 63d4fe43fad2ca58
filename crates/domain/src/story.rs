//! Builder for tests: a record that grows entry by entry, as it does at the customer's door, with ids that are the
//! same in every run.

mod branches;

use chrono::DateTime;
use uuid::Uuid;

use crate::{
    course::{Facts, Finding, Refusal, Status, Step, may_add_entry, next_step, status},
    ids::{DeviceId, EntryId, PersonId, RecordId},
    money::{Currency, Money},
    quote::{LineKind, Payer, Quote, QuoteLine, Quotes},
    record::{
        CallOutcome, Candidate, DiagnosisStep, Entry, EntryReading, Field, FieldReading,
        FieldValue, Record, Relation, TestItem, TextName, What,
    },
    rights::Role,
};

pub(crate) use branches::*;

/// A record and the number of its next entry.
pub(crate) struct Story {
    pub(crate) record: Record,
    next: u128,
}

pub(crate) fn entry_id(number: u128) -> EntryId {
    EntryId(Uuid::from_u128(number))
}

pub(crate) fn candidate(role: Role, value: impl Into<FieldValue>) -> Candidate {
    Candidate {
        value: value.into(),
        device: DeviceId([role as u8; 16]),
        role,
    }
}

impl Story {
    /// A record of which nothing is known yet.
    pub(crate) fn blank() -> Self {
        Self {
            record: Record::empty(RecordId(Uuid::from_u128(7))),
            next: 1,
        }
    }

    /// A customer reported a fault; nobody is named yet.
    pub(crate) fn repair() -> Self {
        let mut story = Self::blank();
        for (field, words) in [
            (Field::Number, "K7-20261123-001"),
            (Field::ReceivedAt, "2026-11-23T08:10:00+08:00"),
            (Field::Request, "repair"),
            (Field::CustomerName, "王秀英"),
            (Field::CustomerPhone, "13900000001"),
            (Field::CustomerAddress, "解放路 8 号 3 单元 502"),
            (Field::UnitKind, "washer"),
            (Field::UnitModel, "WM-80"),
            (Field::UnitSerial, "WM80-0001"),
            (Field::PurchasedOn, "2024-05-01"),
        ] {
            story.set(field, words);
        }
        story.write(TextName::Symptom, "不排水");
        story
    }

    /// The same with nothing broken: a unit is to be installed.
    pub(crate) fn installation() -> Self {
        let mut story = Self::repair();
        story.set(Field::Request, "installation");
        story.write(TextName::Symptom, "");
        story
    }

    /// A repair that was brought so far that the customer has accepted the first quote.
    pub(crate) fn accepted() -> Self {
        let mut story = Self::repair();
        for act in [assign, call, arrive, diagnose, quote, accept] {
            act(&mut story);
        }
        story
    }

    /// A repair that was brought to its very end.
    pub(crate) fn finished() -> Self {
        let mut story = Self::accepted();
        for act in [repair, test, advise, sign, pay, report] {
            act(&mut story);
        }
        story
    }

    pub(crate) fn set(&mut self, field: Field, value: impl Into<FieldValue>) {
        self.clash(field, vec![candidate(Role::Office, value)]);
    }

    /// Several wrote a field while apart; automerge's winner is the last.
    pub(crate) fn clash(&mut self, field: Field, candidates: Vec<Candidate>) {
        for candidate in &candidates {
            assert_eq!(field.check(&candidate.value), Ok(()), "{candidate:?}");
        }
        self.record
            .fields
            .insert(field, FieldReading { candidates });
    }

    pub(crate) fn write(&mut self, text: TextName, words: &str) {
        self.record.texts.insert(text, words.to_owned());
    }

    /// Whether the device would let it be done now.
    pub(crate) fn asks(&self, what: &What) -> Result<(), Refusal> {
        may_add_entry(&self.record, what)
    }

    /// It is done on a device, which was asked first.
    pub(crate) fn does(&mut self, what: What) -> EntryId {
        assert_eq!(self.asks(&what), Ok(()), "{what:?}");
        self.happens(what)
    }

    /// It comes in from somewhere else, where nobody could be asked.
    pub(crate) fn happens(&mut self, what: What) -> EntryId {
        let id = entry_id(self.next);
        self.happens_as(id, what);
        id
    }

    /// The same with an id of the test's choice.
    pub(crate) fn happens_as(&mut self, id: EntryId, what: What) {
        let entry = entry(what);
        assert_eq!(entry.check(), Ok(()), "{entry:?}");
        let device = DeviceId([1; 16]);
        let before = self
            .record
            .entries
            .insert(id, EntryReading { entry, device });
        assert_eq!(before, None, "an entry is written once");
        self.next = self.next.max(id.0.as_u128()) + 1;
    }

    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts::of(&self.record)
    }

    pub(crate) fn status(&self) -> Status {
        status(&self.facts())
    }

    pub(crate) fn next_step(&self) -> Step {
        next_step(&self.facts())
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        Finding::of(&self.record)
    }

    pub(crate) fn quotes(&self) -> Quotes<'_> {
        Quotes::of(&self.record)
    }

    /// The entries that count: what a signer is shown.
    pub(crate) fn all_valid(&self) -> Vec<EntryId> {
        self.record.valid_entries().map(|(id, _)| id).collect()
    }
}

pub(crate) fn entry(what: What) -> Entry {
    Entry {
        at: DateTime::parse_from_rfc3339("2026-11-23T09:30:00+08:00").expect("a moment"),
        heard: None,
        by: PersonId("t-zhang".into()),
        what,
    }
}

// What one does, each in a word. Two arguments are the record and what is needed; `what` is only the entry.

pub(crate) fn assign(story: &mut Story) {
    story.set(Field::Assignee, "t-zhang");
}

pub(crate) fn call(story: &mut Story) {
    story.does(called(CallOutcome::Confirmed));
}

pub(crate) fn arrive(story: &mut Story) {
    story.does(visit());
}

pub(crate) fn diagnose(story: &mut Story) {
    for step in DiagnosisStep::ALL {
        story.does(diagnosis(step));
    }
    story.write(TextName::Cause, "排水泵烧毁");
}

pub(crate) fn quote(story: &mut Story) {
    story.does(offer(1, None, pump_lines()));
}

pub(crate) fn accept(story: &mut Story) {
    let standing = story.quotes().standing().expect("an offer stands").offer;
    story.does(accepts(standing));
}

pub(crate) fn decline(story: &mut Story) {
    let standing = story.quotes().standing().expect("an offer stands").offer;
    story.does(declines(standing));
}

/// The pump is changed and the work is described.
pub(crate) fn repair(story: &mut Story) {
    story.does(removed("P-PUMP", 1));
    story.does(fitted("P-PUMP", 1));
    finish(story);
}

/// The work is done without a part.
pub(crate) fn finish(story: &mut Story) {
    story.does(What::RepairDone { works: true });
    story.write(TextName::Work, "更换排水泵，清理滤网");
}

pub(crate) fn cannot(story: &mut Story) {
    story.does(cannot_repair());
}

pub(crate) fn test(story: &mut Story) {
    story.does(tested(true, true));
}

pub(crate) fn advise(story: &mut Story) {
    story.does(What::AdviceGiven {
        explained: true,
        site_tidied: true,
    });
}

pub(crate) fn sign(story: &mut Story) {
    let covers = story.all_valid();
    story.does(sign_off(covers));
}

pub(crate) fn refuse_to_sign(story: &mut Story) {
    story.does(sign_refused());
}

/// Pays what is still owed.
pub(crate) fn pay(story: &mut Story) {
    let acceptance = story.quotes().accepted().expect("accepted").acceptance;
    let owed = story.facts().owed_minor();
    story.does(payment(acceptance, owed));
}

pub(crate) fn report(story: &mut Story) {
    let covers = story.all_valid();
    story.does(reported(covers));
}

pub(crate) fn cancel(story: &mut Story) {
    story.does(cancelled());
}

// The entries, each with only what the test is about.

pub(crate) fn reported(covers: Vec<EntryId>) -> What {
    let note = String::new();
    What::Report { note, covers }
}

pub(crate) fn called(outcome: CallOutcome) -> What {
    let note = String::new();
    What::Call { outcome, note }
}

pub(crate) fn visit() -> What {
    What::Visit {
        place: String::new(),
        badge_shown: true,
        unit_matches: true,
        proof_of_purchase_seen: true,
    }
}

pub(crate) fn diagnosis(step: DiagnosisStep) -> What {
    What::DiagnosisStep {
        step,
        finding: "泵无声".into(),
        measurements: Vec::new(),
    }
}

pub(crate) fn line(kind: LineKind, code: &str, quantity: i64, unit_price_minor: i64) -> QuoteLine {
    QuoteLine {
        kind,
        code: code.into(),
        name: format!("name of {code}"),
        quantity,
        unit_price_minor,
        amount_minor: unit_price_minor.saturating_mul(quantity),
        discount_minor: 0,
        payer: Payer::Customer,
        rule: "price list".into(),
        decided_by: None,
        override_reason: None,
    }
}

/// A pump for ¥80 and an hour of labour for ¥40.
pub(crate) fn pump_lines() -> Vec<QuoteLine> {
    vec![
        line(LineKind::Part, "P-PUMP", 1, 8_000),
        line(LineKind::Labour, "L-1", 1, 4_000),
    ]
}

pub(crate) fn offer(revision: i64, replaces: Option<EntryId>, lines: Vec<QuoteLine>) -> What {
    What::QuoteOffered {
        quote: Quote {
            revision,
            replaces,
            catalogue_version: 1,
            currency: Currency::Cny,
            lines,
            options: Vec::new(),
            discount_limit_percent: None,
        },
    }
}

pub(crate) fn accepts(offer: EntryId) -> What {
    What::QuoteAccepted {
        offer,
        statement: "a".repeat(64),
        choice: None,
    }
}

pub(crate) fn declines(offer: EntryId) -> What {
    What::QuoteDeclined {
        offer,
        reason: "太贵".into(),
    }
}

pub(crate) fn fitted(part: &str, quantity: i64) -> What {
    What::PartFitted {
        part: part.into(),
        name: "排水泵".into(),
        serial: String::new(),
        quantity,
        warranty_months: 36,
    }
}

pub(crate) fn removed(part: &str, quantity: i64) -> What {
    What::PartRemoved {
        part: part.into(),
        name: "旧排水泵".into(),
        serial: String::new(),
        quantity,
        kept_for_store: true,
    }
}

pub(crate) fn cannot_repair() -> What {
    What::CannotRepair {
        reason: "主板缺货".into(),
        plan: "三日内带件二次上门".into(),
    }
}

pub(crate) fn tested(passed: bool, customer_present: bool) -> What {
    let item = |name: &str, passed: bool| TestItem {
        name: name.into(),
        result: "见记录".into(),
        passed,
        limits: None,
    };
    What::TestResult {
        items: vec![item("排水", passed), item("脱水", true)],
        passed,
        customer_present,
    }
}

pub(crate) fn sign_off(covers: Vec<EntryId>) -> What {
    What::SignOff {
        statement: "b".repeat(64),
        stamp: None,
        signer: "王秀英".into(),
        relation: Relation::Customer,
        opinion: "师傅很细心".into(),
        score: 5,
        covers,
    }
}

pub(crate) fn sign_refused() -> What {
    What::SignRefused {
        statement: "c".repeat(64),
        reason: "嫌贵".into(),
    }
}

pub(crate) const fn yuan(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::Cny,
    }
}

pub(crate) fn payment(acceptance: EntryId, minor: i64) -> What {
    What::Payment {
        method: "wechat".into(),
        amount: yuan(minor),
        receipt: "R-1".into(),
        acceptance,
        statement: String::new(),
    }
}

pub(crate) fn cancelled() -> What {
    What::Cancelled {
        reason: "用户另请他人".into(),
        duplicate_of: None,
    }
}

pub(crate) fn void(entry: EntryId) -> What {
    What::Void {
        entry,
        reason: "记错了".into(),
    }
}
