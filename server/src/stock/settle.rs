//! What of a technician's noted entries was taken back, what the store has yet to see to, and what moved in its stock:
//! by the rules of [`doorstep_domain::van`], whenever one of his documents becomes another.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    ids::{EntryId, PersonId},
    van::{VanEntry, received, taken_back},
};
use rusqlite::{Connection, Row, params};

use super::note::FITTED_FROM_STORE;

struct Noted {
    document: [u8; 16],
    entry: EntryId,
    kind: String,
    quantity: i64,
    by_technician: bool,
    about: Option<EntryId>,
    stands: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Standing {
    is_valid: bool,
    waiting: i64,
    store_effect: i64,
}

/// Works all of it out again for a technician and writes what is otherwise.
pub(super) fn settle(transaction: &Connection, technician: &PersonId) -> rusqlite::Result<()> {
    let noted: Vec<Noted> = transaction
        .prepare_cached(
            "SELECT document, entry, kind, quantity, by_technician, about, is_valid, waiting, store_effect
             FROM van_entry WHERE technician = ?1 ORDER BY entry",
        )?
        .query_map([&technician.0], noted)?
        .collect::<rusqlite::Result<_>>()?;
    let invalid = invalid(transaction, technician, &noted)?;
    let sums = Sums::of(&noted, &invalid);
    let mut owed: BTreeSet<EntryId> = BTreeSet::new();
    for row in &noted {
        // Of an old part that two entries took out the first is the one that is owed.
        let is_first = row.kind != "removed"
            || invalid.contains(&row.entry)
            || row.about.is_none_or(|removal| owed.insert(removal));
        let now = sums.standing(row, !invalid.contains(&row.entry), is_first);
        if now == row.stands {
            continue;
        }
        transaction
            .prepare_cached(
                "UPDATE van_entry SET is_valid = ?3, waiting = ?4, store_effect = ?5 WHERE document = ?1 AND entry = ?2",
            )?
            .execute(params![
                row.document,
                row.entry.as_bytes(),
                now.is_valid,
                now.waiting,
                now.store_effect
            ])?;
    }
    Ok(())
}

fn noted(row: &Row<'_>) -> rusqlite::Result<Noted> {
    Ok(Noted {
        document: row.get(0)?,
        entry: entry_id(row.get(1)?),
        kind: row.get(2)?,
        quantity: row.get(3)?,
        by_technician: row.get(4)?,
        about: row.get::<_, Option<[u8; 16]>>(5)?.map(entry_id),
        stands: Standing {
            is_valid: row.get(6)?,
            waiting: row.get(7)?,
            store_effect: row.get(8)?,
        },
    })
}

pub(super) const fn entry_id(bytes: [u8; 16]) -> EntryId {
    EntryId(uuid::Uuid::from_bytes(bytes))
}

/// What was taken back. Only voids and what they name are read whole: nothing else says so.
fn invalid(
    connection: &Connection,
    technician: &PersonId,
    noted: &[Noted],
) -> rusqlite::Result<BTreeSet<EntryId>> {
    let voids = noted.iter().filter(|row| row.kind == "void");
    let named: BTreeSet<EntryId> = voids.clone().filter_map(|row| row.about).collect();
    let mut entries: BTreeMap<EntryId, VanEntry> = BTreeMap::new();
    for row in voids.chain(noted.iter().filter(|row| named.contains(&row.entry))) {
        let body: String = connection
            .prepare_cached("SELECT body FROM van_entry WHERE document = ?1 AND entry = ?2")?
            .query_row(params![row.document, row.entry.as_bytes()], |row| {
                row.get(0)
            })?;
        if let Ok(entry) = serde_json::from_str(&body) {
            entries.insert(row.entry, entry);
        }
    }
    let entries = entries.iter().map(|(id, entry)| (*id, entry)).collect();
    Ok(taken_back(technician, &entries).0.into_keys().collect())
}

/// What was said of the pieces of other entries.
#[derive(Default)]
struct Sums {
    /// By requisition.
    issued: BTreeMap<EntryId, i64>,
    /// By the record's entry that took the old part out.
    returned_old: BTreeMap<EntryId, i64>,
    /// What the store had in hand of a return.
    confirmed: BTreeMap<EntryId, Vec<i64>>,
}

impl Sums {
    fn of(noted: &[Noted], invalid: &BTreeSet<EntryId>) -> Self {
        let mut sums = Self::default();
        for row in noted.iter().filter(|row| !invalid.contains(&row.entry)) {
            let Some(about) = row.about else { continue };
            match row.kind.as_str() {
                "issued" => *sums.issued.entry(about).or_default() += row.quantity,
                "returned_old" => *sums.returned_old.entry(about).or_default() += row.quantity,
                "confirmed" if !row.by_technician => {
                    sums.confirmed.entry(about).or_default().push(row.quantity);
                }
                _ => {}
            }
        }
        sums
    }

    fn standing(&self, row: &Noted, is_valid: bool, is_first: bool) -> Standing {
        let mut standing = Standing {
            is_valid,
            waiting: 0,
            store_effect: 0,
        };
        if !is_valid {
            return standing;
        }
        let sum = |sums: &BTreeMap<EntryId, i64>, of: Option<EntryId>| {
            of.and_then(|of| sums.get(&of).copied()).unwrap_or_default()
        };
        match row.kind.as_str() {
            "requisitioned" => {
                standing.waiting = (row.quantity - sum(&self.issued, Some(row.entry))).max(0);
            }
            "issued" => standing.store_effect = -row.quantity,
            FITTED_FROM_STORE => standing.store_effect = -row.quantity,
            "removed" => {
                let back = if is_first {
                    sum(&self.returned_old, row.about)
                } else {
                    0
                };
                standing.waiting = (row.quantity - back).max(0);
            }
            "returned_new" | "returned_old" => {
                let said = self.confirmed.get(&row.entry);
                let came = match said {
                    // What the store took in itself needs no second word of it.
                    _ if !row.by_technician => row.quantity,
                    Some(said) => received(said, row.quantity),
                    None => 0,
                };
                if row.kind == "returned_new" {
                    standing.store_effect = came;
                }
                if row.by_technician && said.is_none() {
                    standing.waiting = row.quantity;
                }
            }
            _ => {}
        }
        standing
    }
}
