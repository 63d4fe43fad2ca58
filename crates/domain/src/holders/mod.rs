//! Who holds a record: whom the office named, and whom the holders passed it on to while there was no office to ask.
//!
//! The office's word is the office's alone: passing on adds a holder and takes none away, and it counts only as long as
//! the office has named nobody else since. `docs/adr/0017-passing-on.md` says why.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::{
    ids::PersonId,
    record::{Field, PassedOn, Record, What},
};

/// Everybody who holds a record. `opened_by` opened it, and holds it as long as the office has named nobody.
#[must_use]
pub fn holders(record: &Record, opened_by: Option<&PersonId>) -> BTreeSet<PersonId> {
    let assignee = record.words(Field::Assignee);
    let first = match assignee {
        // Once the office has named somebody and taken him back, it is nobody's.
        "" if record.fields.contains_key(&Field::Assignee) => None,
        "" => opened_by.cloned(),
        named => Some(PersonId(named.to_owned())),
    };
    let in_force = |passing: &Passing<'_>| passing.what.assignee == assignee;
    let passings: Vec<_> = passings(record).filter(in_force).collect();
    let mut holders: BTreeSet<PersonId> = first.into_iter().collect();
    // In the order of the entries' ids a passing on may stand before the one it rests on.
    while let Some(next) = passings
        .iter()
        .find(|passing| holders.contains(passing.by) && !holders.contains(&passing.what.to))
    {
        holders.insert(next.what.to.clone());
    }
    holders
}

/// Everybody from whom a record came to a person, directly or over others, whatever the office has said since.
#[must_use]
pub fn passed_on_by(record: &Record, person: &PersonId) -> BTreeSet<PersonId> {
    let passings: Vec<_> = passings(record).collect();
    let mut givers = BTreeSet::new();
    while let Some(next) = passings.iter().find(|passing| {
        let reaches = passing.what.to == *person || givers.contains(&passing.what.to);
        reaches && !givers.contains(passing.by)
    }) {
        givers.insert(next.by.clone());
    }
    givers.remove(person);
    givers
}

struct Passing<'r> {
    by: &'r PersonId,
    what: &'r PassedOn,
}

fn passings(record: &Record) -> impl Iterator<Item = Passing<'_>> {
    record
        .valid_readings()
        .filter_map(|(_, reading)| match &reading.entry.what {
            What::PassedOn(what) => Some(Passing {
                by: &reading.entry.by,
                what,
            }),
            _ => None,
        })
}
