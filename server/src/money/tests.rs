//! Random payments, refunds, hand-ins and counts on several records, noted in whatever order: what the tables say is what the
//! domain says of the records.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // helpers of tests: what fails here fails the test

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use doorstep_domain::{
    course::{Facts, cash},
    ids::{DeviceId, EntryId, PersonId, RecordId},
    money::{Currency, Money},
    record::{CashHandedIn, Entry, EntryReading, InvoiceAsked, PaymentRefunded, Record, What},
};
use proptest::prelude::*;
use rusqlite::Connection;
use uuid::Uuid;

use super::*;
use crate::{
    organisation::OFFICE,
    staff::{Clerk, clerk},
    store::{Store, StoreOptions},
};

const PEOPLE: [&str; 2] = ["t-zhang", "t-li"];
const METHODS: [&str; 3] = ["cash", "wechat", "invoice"];

/// One thing that is written. Numbers choose among what is there.
#[derive(Debug, Clone)]
struct Step {
    record: usize,
    person: usize,
    kind: usize,
    which: usize,
    method: usize,
    minor: i64,
    in_dollars: bool,
}

fn any_step() -> impl Strategy<Value = Step> {
    (
        (0..3_usize, 0..2_usize, 0..14_usize, 0..32_usize),
        (0..3_usize, 1..900_i64, prop::bool::weighted(0.1)),
    )
        .prop_map(
            |((record, person, kind, which), (method, minor, in_dollars))| Step {
                record,
                person,
                kind,
                which,
                method,
                minor,
                in_dollars,
            },
        )
}

/// What a step writes; nothing where there is nothing it could be about.
fn what(record: &Record, step: &Step, number: u128) -> Option<What> {
    let by = PersonId(PEOPLE[step.person].to_owned());
    let currency = if step.in_dollars {
        Currency::Hkd
    } else {
        Currency::Cny
    };
    let amount = Money {
        minor: step.minor,
        currency,
    };
    let method = METHODS[step.method].to_owned();
    Some(match step.kind {
        0..=3 => What::Payment {
            method,
            amount,
            receipt: format!("R-{number}"),
            acceptance: EntryId(Uuid::from_u128(1)),
            statement: String::new(),
        },
        4 | 5 => {
            let (payment, of) = any_payment(record, step.which)?;
            What::PaymentRefunded(PaymentRefunded {
                payment,
                method,
                amount: Money {
                    minor: step.minor.min(of.minor),
                    ..of
                },
                receipt: String::new(),
                reason: "多收".to_owned(),
            })
        }
        6 | 7 => {
            let mut pieces = cash::in_hand(record);
            pieces.retain(|piece| piece.person == by && piece.amount.currency == currency);
            pieces.first()?;
            What::CashHandedIn(CashHandedIn {
                slip: format!("J-{}", step.which % 3),
                covers: pieces.iter().map(|piece| piece.entry).collect(),
                amount: Money {
                    minor: pieces.iter().map(|piece| piece.amount.minor).sum(),
                    currency,
                },
            })
        }
        8 => What::InvoiceAsked(InvoiceAsked {
            title: "样例公司".to_owned(),
            tax_number: String::new(),
            email: String::new(),
            phone: "13900000000".to_owned(),
        }),
        _ => {
            // One of the last three: most mistakes are seen at once.
            let mut last = record.entries.keys().rev().take(3);
            What::Void {
                entry: *last.nth(step.which % record.entries.len().clamp(1, 3))?,
                reason: "误记".to_owned(),
            }
        }
    })
}

fn any_payment(record: &Record, which: usize) -> Option<(EntryId, Money)> {
    let payments: Vec<(EntryId, Money)> = record
        .valid_entries()
        .filter_map(|(id, entry)| match &entry.what {
            What::Payment { amount, .. } => Some((id, *amount)),
            _ => None,
        })
        .collect();
    payments.get(which % payments.len().max(1)).copied()
}

fn write(records: &mut [Record], step: &Step, number: u128) {
    let record = &mut records[step.record];
    let Some(what) = what(record, step, number) else {
        return;
    };
    let entry = Entry {
        at: DateTime::parse_from_rfc3339("2026-11-10T23:30:00+08:00").unwrap(),
        by: PersonId(PEOPLE[step.person].to_owned()),
        what,
        heard: None,
    };
    let reading = EntryReading {
        entry,
        device: DeviceId([1; 16]),
    };
    record
        .entries
        .insert(EntryId(Uuid::from_u128(number)), reading);
}

struct Books {
    _folder: tempfile::TempDir,
    connection: Connection,
    clerk: Clerk,
}

impl Books {
    fn open(records: &[Record]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("doorstep.db");
        drop(Store::open(&path, StoreOptions::default()).unwrap());
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;")
            .unwrap();
        for record in records {
            connection
                .execute(
                    "INSERT INTO record_row (document, number, status, next_step, customer_name, customer_phone,
                         customer_address, unit_kind, unit_model, unit_serial, findings, conflicts, updated_ms)
                     VALUES (?1, ?2, '', '', '', '', '', '', '', '', 0, 0, 0)",
                    rusqlite::params![record.id.as_bytes(), record.id.to_string()],
                )
                .unwrap();
        }
        let office = PersonId(OFFICE.to_owned());
        let clerk = clerk(&connection, &office).unwrap().unwrap_or(Clerk {
            person: office,
            name: String::new(),
            roles: [crate::staff::OfficeRole::Finance].into(),
            stations: BTreeSet::new(),
        });
        Self {
            _folder: folder,
            connection,
            clerk,
        }
    }

    fn note(&self, record: &Record) {
        note(&self.connection, record, &Facts::of(record), 7).unwrap();
    }
}

fn sums<'m>(
    pieces: impl Iterator<Item = (&'m PersonId, Money)>,
) -> BTreeMap<(String, Currency), i64> {
    let mut sums = BTreeMap::new();
    for (person, amount) in pieces {
        *sums.entry((person.0.clone(), amount.currency)).or_default() += amount.minor;
    }
    sums
}

/// The tables against the records, told apart by nothing but their entries.
fn compare(books: &Books, records: &[Record]) {
    let held = in_hand(&books.connection, &books.clerk).unwrap();
    let told = sums(held.iter().map(|line| (&line.person, line.amount)));
    let pieces: Vec<_> = records.iter().flat_map(cash::in_hand).collect();
    let expected = sums(pieces.iter().map(|piece| (&piece.person, piece.amount)));
    assert_eq!(told, expected, "cash in hand");

    let mut said: BTreeMap<(String, String, Currency), i64> = BTreeMap::new();
    for (_, entry) in records.iter().flat_map(Record::valid_entries) {
        if let What::CashHandedIn(is) = &entry.what {
            let name = (entry.by.0.clone(), is.slip.clone(), is.amount.currency);
            *said.entry(name).or_default() += is.amount.minor;
        }
    }
    let all = slips(&books.connection, &books.clerk, false, (None, 100)).unwrap();
    for slip in &all {
        let name = (
            slip.technician.0.clone(),
            slip.slip.clone(),
            slip.said.currency,
        );
        assert_eq!(said.remove(&name).unwrap_or(0), slip.said.minor, "{name:?}");
    }
    assert!(said.is_empty(), "slips that are not listed: {said:?}");
    let waiting = waiting_count(&books.connection, &books.clerk).unwrap();
    let open = all.iter().filter(|slip| slip.open_minor != 0).count();
    assert_eq!(usize::try_from(waiting), Ok(open));
}

fn count(books: &Books, step: &Step) {
    let open = slips(&books.connection, &books.clerk, true, (None, 100)).unwrap();
    let Some(slip) = open.get(step.which % open.len().max(1)) else {
        return;
    };
    let less = i64::from(step.in_dollars);
    let request = ReceiveCash {
        technician: slip.technician.0.clone(),
        slip: slip.slip.clone(),
        currency: slip.said.currency.code().to_owned(),
        open_minor: slip.open_minor,
        counted_minor: slip.open_minor - less,
        reason: if less == 0 {
            String::new()
        } else {
            "少一分".to_owned()
        },
    };
    receive_cash(&books.connection, &books.clerk, &request, 9).unwrap();
    let name = (
        slip.technician.clone(),
        slip.slip.clone(),
        request.currency.clone(),
    );
    let after = one_slip(&books.connection, &books.clerk, &name).unwrap();
    assert_eq!(after.open_minor, 0);
    assert_eq!(after.differs_minor, slip.differs_minor - less);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_books_say_what_the_records_say(steps in prop::collection::vec(any_step(), 1..40)) {
        let mut records: Vec<Record> =
            (1..=3).map(|id| Record::empty(RecordId(Uuid::from_u128(id)))).collect();
        let books = Books::open(&records);
        for (number, step) in (100..).zip(&steps) {
            if step.kind >= 12 {
                count(&books, step);
            } else {
                write(&mut records, step, number);
                books.note(&records[step.record]);
            }
            compare(&books, &records);
        }
    }
}
