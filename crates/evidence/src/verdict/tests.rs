//! What a customer's copy tells, and what it tells after somebody changed something.

use std::collections::BTreeMap;

use chrono::DateTime;
use doorstep_domain::{
    ids::{DeviceId, EntryId, PersonId, RecordId},
    money::Currency,
    quote::{LineKind, Payer, Quote, QuoteLine},
    record::{
        Candidate, Entry, EntryReading, Field, FieldReading, Record, Relation, SignPurpose, Stamp,
        TestItem, TextName, What,
    },
    rights::Role,
};

use super::*;
use crate::{
    example::{authority, certificate, vault},
    jws::seal,
    statement::{
        Asked, BadInk, BadStatement, Ink, Moment, Paper, STATEMENT_VERSION, Signing, StrokePoint,
    },
    vault::{DeviceVault as _, SoftwareVault},
};

mod versions;

fn id(byte: u8) -> EntryId {
    EntryId::from_slice(&[byte; 16]).unwrap()
}

fn field(value: &str) -> FieldReading {
    let candidate = Candidate {
        value: value.into(),
        device: DeviceId([1; 16]),
        role: Role::Technician,
    };
    FieldReading {
        candidates: vec![candidate],
    }
}

fn entry(what: What) -> EntryReading {
    let at = DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap();
    EntryReading {
        entry: Entry {
            at,
            heard: None,
            by: PersonId("t-zhang".into()),
            what,
        },
        device: DeviceId([1; 16]),
    }
}

fn quote() -> Quote {
    let line = QuoteLine {
        discount_minor: 0,
        kind: LineKind::Part,
        code: "RF-103".into(),
        name: "启动器".into(),
        quantity: 1,
        unit_price_minor: 4_500,
        amount_minor: 4_500,
        payer: Payer::Customer,
        rule: "保外".into(),
        decided_by: None,
        override_reason: None,
    };
    Quote {
        options: Vec::new(),
        discount_limit_percent: None,
        revision: 1,
        replaces: None,
        catalogue_version: 1,
        currency: Currency::Cny,
        lines: vec![line],
    }
}

/// A record at the moment before the customer signs for the work.
fn repaired() -> Record {
    let mut record = Record::empty(RecordId::from_slice(&[7; 16]).unwrap());
    for (name, value) in [
        (Field::Number, "261123-A1-0001"),
        (Field::CustomerName, "王小川"),
        (Field::CustomerPhone, "139-0000-1001"),
        (Field::CustomerAddress, "松风路 18 号"),
        (Field::UnitSerial, "YLRF2604000312"),
    ] {
        record.fields.insert(name, field(value));
    }
    record.texts.insert(TextName::Cause, "启动器烧坏".into());
    record.texts.insert(TextName::Work, "更换启动器".into());
    record.entries = BTreeMap::from([
        (id(1), entry(What::QuoteOffered { quote: quote() })),
        (
            id(2),
            entry(What::QuoteAccepted {
                choice: None,
                offer: id(1),
                statement: "a".repeat(64),
            }),
        ),
        (
            id(3),
            entry(What::PartFitted {
                part: "RF-103".into(),
                name: "启动器".into(),
                serial: String::new(),
                quantity: 1,
                warranty_months: 36,
            }),
        ),
        (id(4), entry(What::RepairDone { works: true })),
        (
            id(5),
            entry(What::TestResult {
                items: vec![TestItem {
                    limits: None,
                    name: "冷藏室温度".into(),
                    result: "4.5 °C".into(),
                    passed: true,
                }],
                passed: true,
                customer_present: true,
            }),
        ),
    ]);
    record
}

fn ink() -> Ink {
    let point = |place: i32| StrokePoint {
        x: place * 40,
        y: 300 + place % 3,
        t_ms: place.unsigned_abs() * 9,
        pressure: 400,
    };
    Ink {
        strokes: vec![(0..12).map(point).collect()],
    }
}

fn acceptance(record: &Record, vault: &SoftwareVault) -> Statement {
    Statement {
        version: STATEMENT_VERSION,
        purpose: SignPurpose::WorkAcceptance,
        record: record.id,
        device: vault.public_key().unwrap().device_id(),
        technician: PersonId("t-zhang".into()),
        shown: Shown::of(record, SignPurpose::WorkAcceptance, asked(None)),
        offer: None,
        choice: None,
        signing: Signing {
            stamp: None,
            consent_source: None,
            paper: None,
            signer: "王小川".into(),
            relation: Relation::Customer,
            consent: "本人确认以上内容".into(),
            opinion: Some("满意".into()),
            score: Some(5),
            refusal_reason: None,
            receipt: None,
            ink: Some(ink()),
        },
        place: String::new(),
        moment: Moment {
            device_time: "2026-11-23T10:00:00+08:00".into(),
            last_server_time_ms: None,
            elapsed_since_ms: None,
            counter: 1,
            previous: None,
        },
        heads: vec!["0".repeat(64)],
        nonce: "ab".repeat(16),
    }
}

fn asked(offer: Option<EntryId>) -> Asked {
    Asked {
        version: STATEMENT_VERSION,
        offer,
        choice: None,
    }
}

fn sealed(statement: &Statement, vault: &SoftwareVault) -> Jws {
    let jws = seal(&statement.to_payload().unwrap(), vault, &certificate(vault)).unwrap();
    Jws::parse(&jws).unwrap()
}

#[test]
fn an_untouched_record_reads_unchanged_and_without_a_trusted_key_nothing_is_called_unchanged() {
    let (record, vault) = (repaired(), vault(1));
    let jws = sealed(&acceptance(&record, &vault), &vault);
    let trusted = authority().certificate().clone();
    assert_eq!(
        verify_against(&jws, Some(&trusted), &record),
        Verdict::Unchanged
    );
    assert_eq!(verify(&jws, Some(&trusted)), Verdict::Unchanged);
    assert_eq!(verify(&jws, None), Verdict::UnknownDevice);
    assert_eq!(verify_against(&jws, None, &record), Verdict::UnknownDevice);
    let stranger =
        crate::certificate::Authority::create([4; 32], "other", crate::example::now(), [1; 16])
            .unwrap();
    assert_eq!(
        verify(&jws, Some(stranger.certificate())),
        Verdict::UnknownDevice
    );
}

type Alteration = fn(&mut Record);

/// What somebody may change after the signature, and where it must show.
fn alterations() -> [(Alteration, &'static str); 5] {
    [
        (
            |record| drop(record.fields.insert(Field::UnitSerial, field("OTHER"))),
            "unit.serial",
        ),
        (
            |record| drop(record.texts.insert(TextName::Work, "什么也没做".into())),
            "work",
        ),
        (
            |record| {
                let dearer = Quote {
                    lines: vec![QuoteLine {
                        unit_price_minor: 9_000,
                        amount_minor: 9_000,
                        ..quote().lines[0].clone()
                    }],
                    ..quote()
                };
                record
                    .entries
                    .insert(id(1), entry(What::QuoteOffered { quote: dearer }));
            },
            "quote.customer_pays_minor",
        ),
        (
            |record| {
                drop(record.entries.insert(
                    id(9),
                    entry(What::Void {
                        entry: id(3),
                        reason: "错".into(),
                    }),
                ))
            },
            "fitted.0.part",
        ),
        (
            |record| {
                let items = vec![TestItem {
                    limits: None,
                    name: "冷藏室温度".into(),
                    result: "14 °C".into(),
                    passed: false,
                }];
                let what = What::TestResult {
                    items,
                    passed: false,
                    customer_present: true,
                };
                record.entries.insert(id(8), entry(what));
            },
            "tests.0.result",
        ),
    ]
}

#[test]
fn whatever_the_customer_saw_and_now_reads_otherwise_is_named() {
    let (record, vault) = (repaired(), vault(1));
    let jws = sealed(&acceptance(&record, &vault), &vault);
    let trusted = authority().certificate().clone();
    for (alter, path) in alterations() {
        let mut altered = record.clone();
        alter(&mut altered);
        let Verdict::Changed { differences } = verify_against(&jws, Some(&trusted), &altered)
        else {
            panic!("{path}: not seen");
        };
        let paths: Vec<_> = differences
            .iter()
            .map(|difference| difference.path.as_str())
            .collect();
        assert!(paths.contains(&path), "{path} not among {paths:?}");
    }
}

#[test]
fn what_the_customer_did_not_see_changes_no_verdict() {
    let (mut record, vault) = (repaired(), vault(1));
    let jws = sealed(&acceptance(&record, &vault), &vault);
    record.fields.insert(Field::OfficeNote, field("下次带备件"));
    record.entries.insert(
        id(9),
        entry(What::Report {
            covers: Vec::new(),
            note: "完成".into(),
        }),
    );
    let trusted = authority().certificate().clone();
    assert_eq!(
        verify_against(&jws, Some(&trusted), &record),
        Verdict::Unchanged
    );
}

#[test]
fn a_signature_is_not_carried_to_another_record_nor_to_another_device() {
    let (record, vault_of_phone) = (repaired(), vault(1));
    let statement = acceptance(&record, &vault_of_phone);
    let trusted = authority().certificate().clone();
    let mut other = record.clone();
    other.id = RecordId::from_slice(&[8; 16]).unwrap();
    let jws = sealed(&statement, &vault_of_phone);
    assert!(matches!(
        verify_against(&jws, Some(&trusted), &other),
        Verdict::Broken { .. }
    ));
    let tablet = vault(2);
    let resealed = sealed(&statement, &tablet);
    assert!(
        matches!(verify(&resealed, Some(&trusted)), Verdict::Broken { .. }),
        "names another device than its seal"
    );
}

#[test]
fn a_statement_has_one_spelling_and_lacks_nothing() {
    let (record, vault) = (repaired(), vault(1));
    let statement = acceptance(&record, &vault);
    let payload = statement.to_payload().unwrap();
    assert_eq!(Statement::from_payload(&payload).unwrap(), statement);
    let mut spaced = payload.clone();
    spaced.push(b' ');
    assert!(matches!(
        Statement::from_payload(&spaced),
        Err(BadStatement::Form)
    ));
    let newer = Statement {
        version: STATEMENT_VERSION + 1,
        ..statement.clone()
    };
    assert!(matches!(
        Statement::from_payload(&newer.to_payload().unwrap()),
        Err(BadStatement::Version)
    ));
    // Version 1 is read as ever; what it did not know may not stand under its name.
    let first = Statement {
        version: 1,
        ..statement.clone()
    };
    assert_eq!(
        Statement::from_payload(&first.to_payload().unwrap()).unwrap(),
        first
    );
    let stamp = Stamp {
        photo: "a".repeat(64),
        name: "王经理".into(),
        post: "行政主管".into(),
    };
    let mut stamped = statement.clone();
    stamped.signing.ink = None;
    stamped.signing.stamp = Some(stamp);
    assert_eq!(
        Statement::from_payload(&stamped.to_payload().unwrap()).unwrap(),
        stamped,
        "a company sets its stamp in the place of ink"
    );
    stamped.version = 1;
    assert!(matches!(stamped.check(), Err(BadStatement::Form)));
    let mut papered = statement.clone();
    papered.signing.paper = Some(Paper::Agreement {
        terms: "双方再无争议".into(),
        amount: None,
    });
    assert!(
        matches!(papered.check(), Err(BadStatement::Form)),
        "under an acceptance of the work no agreement is signed"
    );
    papered.purpose = SignPurpose::Agreement;
    papered.check().unwrap();
    papered.signing.ink = None;
    assert!(matches!(papered.check(), Err(BadStatement::Lacks("ink"))));
    let mut blank = statement.clone();
    blank.signing.ink = None;
    assert!(matches!(blank.check(), Err(BadStatement::Lacks("ink"))));
    let mut silent = statement;
    silent.signing.score = Some(6);
    assert!(matches!(silent.check(), Err(BadStatement::Lacks("score"))));
}

#[test]
fn a_blank_pad_a_dot_and_time_going_back_are_no_signature() {
    let dot = Ink {
        strokes: vec![vec![
            StrokePoint {
                x: 5,
                y: 5,
                t_ms: 0,
                pressure: 1
            };
            40
        ]],
    };
    assert_eq!(dot.check(), Err(BadInk::TooShort));
    assert_eq!(Ink { strokes: vec![] }.check(), Err(BadInk::TooShort));
    let mut backwards = ink();
    backwards.strokes[0].reverse();
    assert_eq!(backwards.check(), Err(BadInk::Order));
    let mut pressed = ink();
    pressed.strokes[0][3].pressure = 1_001;
    assert_eq!(pressed.check(), Err(BadInk::Order));
    let endless = Ink {
        strokes: vec![ink().strokes.concat(); 2_000],
    };
    assert_eq!(endless.check(), Err(BadInk::TooLong));
    let far = Ink {
        strokes: vec![
            (0..10)
                .map(|n| StrokePoint {
                    x: if n % 2 == 0 { i32::MIN } else { i32::MAX },
                    y: 0,
                    t_ms: n,
                    pressure: 0,
                })
                .collect(),
        ],
    };
    assert_eq!(far.check(), Ok(()), "extremes do not overflow");
}

#[test]
fn a_quote_is_accepted_as_it_was_before_the_work() {
    let record = repaired();
    let shown = Shown::of(&record, SignPurpose::QuoteAcceptance, asked(Some(id(1))));
    assert_eq!(
        shown.quote.as_ref().map(|quote| quote.customer_pays_minor),
        Some(4_500)
    );
    assert!(shown.fitted.is_empty() && shown.work.is_empty() && shown.tests.is_empty());
    let mut before_work = record.clone();
    before_work.texts.insert(TextName::Work, String::new());
    before_work.entries.retain(|entry, _| *entry < id(3));
    assert_eq!(
        Shown::of(
            &before_work,
            SignPurpose::QuoteAcceptance,
            asked(Some(id(1)))
        ),
        shown,
        "work done later is no change"
    );
}
