//! Who holds a record: whom the office named, who leads it, and whom the holders passed it on to while there was no office
//! to ask.
//!
//! The office's word is the office's alone: passing on adds a holder and takes none away, and it counts only as long as
//! the office has named nobody else since. `docs/adr/0017-passing-on.md` says why.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::{
    ids::{DeviceId, PersonId},
    record::{Candidate, Field, PassedOn, Record, What},
    rights::Role,
};

/// Everybody who holds a record. `opened_by` opened it, and holds it as long as the office has named nobody;
/// `lead_named_by` are the people of the devices of [`lead_named_on`].
///
/// The lead (临时负责人) holds it, too, if the office named him, or somebody who holds it otherwise: the field may be written
/// by everybody, and who names himself gains nothing.
#[must_use]
pub fn holders(
    record: &Record,
    opened_by: Option<&PersonId>,
    lead_named_by: &BTreeSet<PersonId>,
) -> BTreeSet<PersonId> {
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
    hand_on(&mut holders, &passings);
    let lead = record.words(Field::Lead);
    let by_office = leads(record).any(|named| named.role == Role::Office);
    if !lead.is_empty() && (by_office || !holders.is_disjoint(lead_named_by)) {
        holders.insert(PersonId(lead.to_owned()));
        hand_on(&mut holders, &passings);
    }
    holders
}

/// The technicians' devices that named the lead who is in force: several, if they did so while apart.
pub fn lead_named_on(record: &Record) -> impl Iterator<Item = DeviceId> {
    leads(record)
        .filter(|named| named.role == Role::Technician)
        .map(|named| named.device)
}

/// The candidates that name the lead who is in force.
fn leads(record: &Record) -> impl Iterator<Item = &Candidate> {
    let lead = record.words(Field::Lead);
    let candidates = record.fields.get(&Field::Lead).into_iter();
    candidates
        .flat_map(|reading| &reading.candidates)
        .filter(move |named| !lead.is_empty() && named.value.words() == Some(lead))
}

/// Adds everybody to whom somebody who holds it passed it on.
fn hand_on(holders: &mut BTreeSet<PersonId>, passings: &[Passing<'_>]) {
    // In the order of the entries' ids a passing on may stand before the one it rests on.
    while let Some(next) = passings
        .iter()
        .find(|passing| holders.contains(passing.by) && !holders.contains(&passing.what.to))
    {
        holders.insert(next.what.to.clone());
    }
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
