//! The stock of a van, as tables that read beside domain.md: what happened, then the equation and the causes.
//!
//! `opening + issued + taken over + explained = fitted + returned + handed over + on the van` is one line of numbers.

mod counts;
mod equation;
mod ids;
mod old_parts;
mod records;
mod rights;
mod transfers;

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use uuid::Uuid;

use super::*;
use crate::{
    ids::RecordId,
    record::{Entry, EntryReading, Record, What},
};

/// What somebody did; the entry's number in the row is its id.
#[derive(Debug, Clone)]
pub(super) struct Step {
    by: &'static str,
    van: &'static str,
    month: &'static str,
    what: Movement,
}

pub(super) fn id(number: u128) -> EntryId {
    EntryId(Uuid::from_u128(number))
}

pub(super) fn record_id() -> RecordId {
    RecordId(Uuid::from_u128(0xabc))
}

pub(super) fn pieces(quantity: i64) -> Pieces {
    pieces_of("P-1", "", quantity)
}

pub(super) fn pieces_of(part: &str, serial: &str, quantity: i64) -> Pieces {
    Pieces {
        part: part.into(),
        name: "风门电机".into(),
        quantity,
        serial: serial.into(),
    }
}

/// In November, by Zhang in his own van.
pub(super) fn zhang(what: Movement) -> Step {
    step("zhang", "zhang", "2026-11", what)
}

/// In November, by Li in his own van.
pub(super) fn li(what: Movement) -> Step {
    step("li", "li", "2026-11", what)
}

/// In November, by the store in Zhang's van.
pub(super) fn store(what: Movement) -> Step {
    step("office", "zhang", "2026-11", what)
}

pub(super) const fn step(
    by: &'static str,
    van: &'static str,
    month: &'static str,
    what: Movement,
) -> Step {
    Step {
        by,
        van,
        month,
        what,
    }
}

impl Step {
    pub(super) const fn in_month(mut self, month: &'static str) -> Self {
        self.month = month;
        self
    }
}

pub(super) fn issued(quantity: i64) -> Movement {
    Movement::Issued {
        pieces: pieces(quantity),
        requisition: None,
    }
}

pub(super) fn confirmed(entry: u128, quantity: i64) -> Movement {
    Movement::Confirmed {
        entry: id(entry),
        quantity,
    }
}

pub(super) fn fitted(quantity: i64, entry: u128) -> Movement {
    Movement::Fitted {
        pieces: pieces(quantity),
        source: PartSource::Van,
        record: record_id(),
        entry: id(entry),
    }
}

pub(super) fn returned(quantity: i64) -> Movement {
    Movement::ReturnedNew {
        pieces: pieces(quantity),
    }
}

pub(super) fn counted(quantity: i64) -> Movement {
    Movement::Counted {
        part: "P-1".into(),
        quantity,
    }
}

pub(super) fn explained(count: u128, quantity: i64) -> Movement {
    Movement::DifferenceExplained {
        count: id(count),
        part: "P-1".into(),
        quantity,
        reason: "运输破损".into(),
    }
}

pub(super) fn void(entry: u128) -> Movement {
    Movement::Void {
        entry: id(entry),
        reason: "登记错误".into(),
    }
}

/// What is known: the steps as one device after the other wrote them, each having all before, and no record.
pub(super) struct World {
    pub(super) vans: BTreeMap<(&'static str, &'static str), VanMonth>,
    pub(super) records: Vec<Record>,
    pub(super) all_vans: bool,
}

impl World {
    pub(super) fn of(steps: &[Step]) -> Self {
        let mut vans: BTreeMap<_, VanMonth> = BTreeMap::new();
        for (number, step) in (1..).zip(steps) {
            let month: Month = step.month.parse().unwrap();
            let technician = PersonId(step.van.into());
            let van = vans
                .entry((step.van, step.month))
                .or_insert_with(|| VanMonth {
                    technician: technician.clone(),
                    month,
                    entries: BTreeMap::new(),
                    unreadable: BTreeSet::new(),
                    counts: BTreeMap::new(),
                });
            if matches!(step.what, Movement::Counted { .. }) {
                let before = van.entries.keys().copied().collect();
                let after = BTreeSet::new();
                van.counts.insert(id(number), CountPast { before, after });
            } else {
                for past in van.counts.values_mut() {
                    past.after.insert(id(number));
                }
            }
            let entry = VanEntry {
                at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
                by: PersonId(step.by.into()),
                month,
                technician,
                what: step.what.clone(),
            };
            let device = DeviceId([1; 16]);
            van.entries.insert(id(number), VanReading { entry, device });
        }
        let mut world = Self {
            vans,
            records: Vec::new(),
            all_vans: true,
        };
        world.counts_after_counts();
        world
    }

    /// A later count has the earlier ones before it.
    fn counts_after_counts(&mut self) {
        for van in self.vans.values_mut() {
            let ids: Vec<EntryId> = van.counts.keys().copied().collect();
            for (earlier, past) in &mut van.counts {
                past.after
                    .extend(ids.iter().filter(|later| *later > earlier));
            }
        }
    }

    /// Two entries were written by devices that were apart.
    pub(super) fn apart(mut self, count: u128, other: u128) -> Self {
        for past in self
            .vans
            .values_mut()
            .flat_map(|van| van.counts.get_mut(&id(count)))
        {
            past.before.remove(&id(other));
            past.after.remove(&id(other));
        }
        self
    }

    pub(super) fn with_record(mut self, entries: &[(u128, &str, What)]) -> Self {
        let mut record = Record::empty(record_id());
        for (number, by, what) in entries {
            let entry = Entry {
                at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
                by: PersonId((*by).into()),
                what: what.clone(),
                heard: None,
            };
            let device = DeviceId([1; 16]);
            record
                .entries
                .insert(id(*number), EntryReading { entry, device });
        }
        self.records.push(record);
        self
    }

    pub(super) fn balance(&self, technician: &str, month: &str) -> Balance {
        let known = Known {
            vans: self.vans.values().collect(),
            records: self
                .records
                .iter()
                .map(|record| (record.id, record))
                .collect(),
            all_vans: self.all_vans,
        };
        balance(&PersonId(technician.into()), month.parse().unwrap(), &known)
    }

    /// `opening + issued + taken over + explained = fitted + returned + handed over + on van`, and the causes with
    /// their pieces.
    pub(super) fn told(&self, technician: &str, month: &str) -> String {
        let balance = self.balance(technician, month);
        let row = |(part, row): (&String, &Row)| {
            format!(
                "{part} {} + {} + {} + {} = {} + {} + {} + {}",
                row.opening,
                row.issued,
                row.taken_over,
                row.explained,
                row.fitted,
                row.returned,
                row.handed_over,
                row.on_van(),
            )
        };
        let mut told: Vec<String> = balance.rows.iter().map(row).collect();
        told.extend(
            balance
                .findings
                .iter()
                .map(|finding| format!("{} {}", finding.cause.code(), finding.pieces)),
        );
        told.join(" · ")
    }
}

/// Rows of a table: what it is, the steps in their order, and what Zhang's November says.
macro_rules! table {
    ($($what:literal [$($step:expr),* $(,)?] => $told:literal;)*) => {
        $(assert_eq!(World::of(&[$($step),*]).told("zhang", "2026-11"), $told, "{}", $what);)*
    };
}
pub(super) use table;
