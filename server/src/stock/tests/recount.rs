//! Random movements of two technicians and the store in three months, noted bit by bit in whatever order the documents
//! come: every balance out of the notes is the domain's own out of the documents.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use doorstep_domain::{
    ids::{DeviceId, EntryId, PersonId, RecordId},
    record::{Entry, EntryReading, Record, What},
    van::{
        Balance, Cause, CountPast, Known, Month, Movement, PartSource, Pieces, VanEntry, VanMonth,
        VanReading, balance, transfer_number, van_id,
    },
};
use proptest::prelude::*;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::super::*;
use crate::store::{Store, StoreOptions};

const MONTHS: [&str; 3] = ["2026-09", "2026-10", "2026-11"];
const TECHNICIANS: [&str; 2] = ["zhang", "li"];
const PARTS: [&str; 2] = ["P-1", "P-2"];

/// One thing that is written. Numbers choose among what is there.
#[derive(Debug, Clone)]
struct Step {
    technician: usize,
    by_store: bool,
    month: usize,
    part: usize,
    quantity: i64,
    kind: usize,
    /// Which of the entries before it is about.
    which: usize,
    /// Whether the other side says the same: the record of the van, the van of the record.
    alike: bool,
    /// Whether who wrote it had the entries before.
    knows: bool,
}

fn any_step() -> impl Strategy<Value = Step> {
    (
        (0..2_usize, any::<bool>(), 0..3_usize, 0..2_usize),
        (1..4_i64, 0..20_usize, 0..64_usize),
        (any::<bool>(), prop::bool::weighted(0.8)),
    )
        .prop_map(
            |((technician, by_store, month, part), (quantity, kind, which), (alike, knows))| Step {
                technician,
                by_store,
                month,
                part,
                quantity,
                kind,
                which,
                alike,
                knows,
            },
        )
}

#[derive(Default)]
struct World {
    vans: BTreeMap<(PersonId, Month), VanMonth>,
    records: BTreeMap<RecordId, Record>,
    written: Vec<(EntryId, PersonId, Movement)>,
}

fn entry_id(number: usize) -> EntryId {
    EntryId(Uuid::from_u128(number as u128 + 1))
}

fn at() -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339("2026-10-10T09:00:00+08:00").unwrap()
}

impl World {
    fn of(steps: &[Step]) -> Self {
        let mut world = Self::default();
        for (number, step) in steps.iter().enumerate() {
            world.write(number, step);
        }
        world
    }

    /// An entry before that is of one of these kinds.
    fn earlier(&self, step: &Step, wanted: &[&str]) -> Option<(EntryId, PersonId, Movement)> {
        let fits: Vec<_> = self
            .written
            .iter()
            .filter(|(.., what)| wanted.contains(&what.code()))
            .collect();
        let place = step.which.checked_rem(fits.len())?;
        fits.get(place).copied().cloned()
    }

    #[allow(clippy::too_many_lines)] // an arm for each movement
    fn write(&mut self, number: usize, step: &Step) {
        let technician = PersonId(TECHNICIANS[step.technician].to_owned());
        let other = PersonId(TECHNICIANS[1 - step.technician].to_owned());
        let pieces = Pieces {
            part: PARTS[step.part].to_owned(),
            name: String::new(),
            quantity: step.quantity,
            serial: if step.alike {
                String::new()
            } else {
                format!("S{}", step.which % 3)
            },
        };
        let record = RecordId(Uuid::from_u128(0xabc0 + (step.which % 3) as u128));
        let named = entry_id(1_000 + step.which);
        let what = match step.kind {
            0 => Movement::Requisitioned {
                pieces,
                note: String::new(),
            },
            1 | 2 => Movement::Issued {
                pieces,
                requisition: self
                    .earlier(step, &["requisitioned"])
                    .filter(|_| step.alike)
                    .map(|found| found.0),
            },
            3 => match self.earlier(step, &["issued", "returned_new", "returned_old"]) {
                Some((entry, ..)) => Movement::Confirmed {
                    entry,
                    quantity: step.quantity,
                },
                None => return,
            },
            4 => Movement::HandedOver { pieces, to: other },
            5 => match self.earlier(step, &["handed_over"]) {
                Some((given, from, _)) if from != technician => Movement::TakenOver {
                    pieces,
                    from,
                    transfer: transfer_number(given),
                },
                _ => return,
            },
            6 | 7 => {
                self.tell_record(record, named, &technician, step, &pieces, true);
                let source = [
                    PartSource::Van,
                    PartSource::Van,
                    PartSource::Customer,
                    PartSource::Store,
                ];
                Movement::Fitted {
                    pieces,
                    source: source[step.which % 4],
                    record,
                    entry: named,
                }
            }
            8 => {
                self.tell_record(record, named, &technician, step, &pieces, false);
                Movement::Removed {
                    pieces,
                    record,
                    entry: named,
                }
            }
            9 => Movement::ReturnedNew { pieces },
            10 => match self.earlier(step, &["removed"]) {
                Some((.., Movement::Removed { entry, .. })) => Movement::ReturnedOld {
                    pieces,
                    removal: entry,
                },
                _ => Movement::ReturnedOld {
                    pieces,
                    removal: named,
                },
            },
            11 | 14..=16 => Movement::Counted {
                part: pieces.part,
                quantity: step.quantity,
            },
            12 => match self.earlier(step, &["counted"]) {
                Some((count, _, Movement::Counted { part, .. })) => Movement::DifferenceExplained {
                    count,
                    part,
                    quantity: step.quantity - 2,
                    reason: "盘点".to_owned(),
                },
                _ => return,
            },
            _ => match self.earlier(
                step,
                &[
                    "issued",
                    "fitted",
                    "handed_over",
                    "returned_new",
                    "counted",
                    "void",
                    "removed",
                ],
            ) {
                Some((entry, ..)) => Movement::Void {
                    entry,
                    reason: "登记错误".to_owned(),
                },
                None => return,
            },
        };
        let by = if step.by_store {
            PersonId("office".to_owned())
        } else {
            technician.clone()
        };
        self.put(entry_id(number), technician, by, step, what);
    }

    fn put(
        &mut self,
        id: EntryId,
        technician: PersonId,
        by: PersonId,
        step: &Step,
        what: Movement,
    ) {
        let month: Month = MONTHS[step.month].parse().unwrap();
        let van = self
            .vans
            .entry((technician.clone(), month))
            .or_insert_with(|| VanMonth {
                technician: technician.clone(),
                month,
                entries: BTreeMap::new(),
                unreadable: BTreeSet::new(),
                counts: BTreeMap::new(),
            });
        if step.knows {
            van.counts.values_mut().for_each(|past| {
                past.after.insert(id);
            });
        }
        if matches!(what, Movement::Counted { .. }) {
            let before = van.entries.keys().copied().filter(|_| step.knows).collect();
            let after = BTreeSet::new();
            van.counts.insert(id, CountPast { before, after });
        }
        self.written.push((id, technician.clone(), what.clone()));
        let entry = VanEntry {
            at: at(),
            by,
            month,
            technician,
            what,
        };
        let device = DeviceId([0; 16]);
        van.entries.insert(id, VanReading { entry, device });
    }

    /// What the record says of a fitting: the same, another number of pieces, or nothing.
    fn tell_record(
        &mut self,
        record: RecordId,
        named: EntryId,
        by: &PersonId,
        step: &Step,
        pieces: &Pieces,
        fitted: bool,
    ) {
        let (part, name, serial) = (pieces.part.clone(), String::new(), pieces.serial.clone());
        let quantity = pieces.quantity + i64::from(!step.alike);
        let what = if fitted {
            What::PartFitted {
                part,
                name,
                serial,
                quantity,
                warranty_months: 36,
            }
        } else {
            let kept_for_store = step.knows;
            What::PartRemoved {
                part,
                name,
                serial,
                quantity,
                kept_for_store,
            }
        };
        let standing = self
            .records
            .entry(record)
            .or_insert_with(|| Record::empty(record));
        let device = DeviceId([0; 16]);
        let mut tell = |id: EntryId, what: What| {
            let entry = Entry {
                at: at(),
                by: by.clone(),
                what,
                heard: None,
            };
            standing.entries.insert(id, EntryReading { entry, device });
        };
        if step.by_store {
            // Written, and taken back in the record alone.
            let reason = "登记错误".to_owned();
            tell(
                entry_id(3_000 + step.which),
                What::Void {
                    entry: named,
                    reason,
                },
            );
        }
        tell(named, what);
    }

    fn by_the_domain(&self, technician: &PersonId, month: Month) -> Balance {
        let known = Known {
            vans: self.vans.values().collect(),
            records: self
                .records
                .iter()
                .map(|(id, record)| (*id, record))
                .collect(),
            all_vans: true,
        };
        balance(technician, month, &known)
    }

    /// A van as it was when it had only the first of its entries.
    fn only_first(van: &VanMonth, entries: usize) -> VanMonth {
        let mut van = van.clone();
        let keep: BTreeSet<EntryId> = van.entries.keys().take(entries).copied().collect();
        van.entries.retain(|id, _| keep.contains(id));
        van.counts.retain(|id, _| keep.contains(id));
        for past in van.counts.values_mut() {
            past.before.retain(|id| keep.contains(id));
            past.after.retain(|id| keep.contains(id));
        }
        van
    }

    fn note(&self, connection: &Connection, backwards: bool) {
        let document = |id: RecordId, kind: &str| {
            connection
                .execute(
                    "INSERT OR IGNORE INTO document (document, kind, heads, created_seq, changed_seq) VALUES (?1, ?2, x'', 1, 1)",
                    params![id.as_bytes(), kind],
                )
                .unwrap();
        };
        for record in self.records.values() {
            document(record.id, "record");
            note_record(connection, &Record::empty(record.id)).unwrap();
            note_record(connection, record).unwrap();
        }
        let mut vans: Vec<&VanMonth> = self.vans.values().collect();
        if backwards {
            vans.reverse();
        }
        for half in [true, false] {
            for van in &vans {
                let id = van_id(&van.technician, van.month);
                document(id, "van");
                let entries = if half {
                    van.entries.len() / 2
                } else {
                    usize::MAX
                };
                note_van(connection, id, &Self::only_first(van, entries)).unwrap();
            }
        }
    }
}

/// What waits of a kind: entry and pieces.
fn waiting(connection: &Connection, technician: &str, kind: &str) -> Vec<(EntryId, i64)> {
    connection
        .prepare("SELECT entry, waiting FROM van_entry WHERE technician = ?1 AND kind = ?2 AND waiting > 0 ORDER BY entry")
        .unwrap()
        .query_map([technician, kind], |row| {
            Ok((EntryId(Uuid::from_bytes(row.get(0)?)), row.get(1)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn by_sql(connection: &Connection, technician: &str, month: &str) -> BTreeMap<String, i64> {
    connection
        .prepare(
            "SELECT part, sum(effect) FROM van_entry
             WHERE technician = ?1 AND is_valid = 1 AND effect <> 0 AND month <= ?2 GROUP BY part",
        )
        .unwrap()
        .query_map([technician, month], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn every_balance_out_of_the_notes_is_the_domains_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("doorstep.db");
    drop(Store::open(&path, StoreOptions::default()).unwrap());
    let connection = Connection::open(&path).unwrap();
    let runner_config = ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(runner_config, |(steps in prop::collection::vec(any_step(), 0..60), backwards: bool)| {
        let world = World::of(&steps);
        // What a case wrote goes with it.
        let case = connection.unchecked_transaction().unwrap();
        world.note(&connection, backwards);
        let mut different = None;
        for technician in TECHNICIANS {
            let person = PersonId(technician.to_owned());
            for month in MONTHS {
                let expected = world.by_the_domain(&person, month.parse().unwrap());
                let noted = balance_of(&connection, &person, month.parse().unwrap()).unwrap();
                let sums = by_sql(&connection, technician, month);
                let rows = expected.rows.iter().filter(|(_, row)| row.on_van() != 0);
                let rows: BTreeMap<String, i64> = rows.map(|(part, row)| (part.clone(), row.on_van())).collect();
                let sums: BTreeMap<String, i64> = sums.into_iter().filter(|(_, sum)| *sum != 0).collect();
                if noted != expected || rows != sums {
                    different = Some((technician, month, expected, noted, sums));
                }
            }
            // What waits is what the last month says is still to come.
            let last = world.by_the_domain(&person, MONTHS[2].parse().unwrap());
            let asked: Vec<_> = last.requisitions.iter().map(|open| (open.entry, open.wanted - open.issued)).collect();
            prop_assert_eq!(waiting(&connection, technician, "requisitioned"), asked);
            let owed: Vec<_> = last.old_parts.iter().filter(|old| old.owed() > 0).map(|old| (old.entry, old.owed())).collect();
            prop_assert_eq!(waiting(&connection, technician, "removed"), owed);
            let not_confirmed = last.findings.iter().filter(|finding| finding.cause == Cause::ReturnNotConfirmed);
            let mut not_confirmed: Vec<_> = not_confirmed.map(|finding| (finding.entry.unwrap(), finding.pieces)).collect();
            not_confirmed.sort_unstable();
            let mut returns = waiting(&connection, technician, "returned_new");
            returns.extend(waiting(&connection, technician, "returned_old"));
            returns.sort_unstable();
            prop_assert_eq!(returns, not_confirmed);
        }
        case.rollback().unwrap();
        prop_assert!(different.is_none(), "{:?}", different);
    });
}
