//! What really happens to the pieces, beside all programs.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::van::Row;

/// A person's place and a part's.
pub(crate) type Of = (usize, usize);

/// An issue of the store.
pub(crate) struct Issue {
    pub(crate) of: Of,
    pub(crate) entry: String,
    pub(crate) written: i64,
    pub(crate) really: i64,
    pub(crate) confirmed: bool,
}

/// A fitting on a record.
pub(crate) struct Fit {
    pub(crate) of: Of,
    pub(crate) entry: String,
    pub(crate) quantity: i64,
    pub(crate) from_van: bool,
    pub(crate) taken_back: bool,
}

/// An old part.
pub(crate) struct Old {
    pub(crate) of: Of,
    pub(crate) entry: String,
    pub(crate) serial: String,
    /// The device that took it out, whose technician returns it.
    pub(crate) device: usize,
    pub(crate) returned: bool,
    pub(crate) other_serial: bool,
}

/// A return by the technician's word, of new pieces or of an old part.
pub(crate) struct Return {
    pub(crate) of: Of,
    pub(crate) entry: String,
    pub(crate) quantity: i64,
    pub(crate) confirmed: bool,
}

/// Pieces on their way from one technician to another.
pub(crate) struct Transfer {
    pub(crate) of: Of,
    pub(crate) to: usize,
    pub(crate) number: String,
    pub(crate) quantity: i64,
    /// What was written by who took it over, device after device.
    pub(crate) taken: Vec<i64>,
}

/// What really happened.
#[derive(Default)]
pub(crate) struct Ledger {
    /// What is really on the vans.
    pub(crate) on_van: BTreeMap<Of, i64>,
    /// What people wrote, added up: the books as they must be.
    pub(crate) books: BTreeMap<Of, Row>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) fits: Vec<Fit>,
    pub(crate) olds: Vec<Old>,
    pub(crate) returns: Vec<Return>,
    pub(crate) transfers: Vec<Transfer>,
    /// Differences of counts that were explained.
    pub(crate) explained: Vec<(Of, i64)>,
    /// Of these a piece once went a way that nobody wrote down as it was.
    pub(crate) crooked: BTreeSet<Of>,
}

impl Ledger {
    pub(crate) fn book(&mut self, of: Of) -> &mut Row {
        self.books.entry(of).or_default()
    }

    pub(crate) fn moves(&mut self, of: Of, pieces: i64) {
        *self.on_van.entry(of).or_default() += pieces;
    }

    pub(crate) fn really_on_van(&self, of: Of) -> i64 {
        self.on_van.get(&of).copied().unwrap_or_default()
    }

    /// Every piece of a person that does not fit, with its cause, as the office must list it after everything was
    /// counted.
    pub(crate) fn findings(&self, person: usize) -> Vec<(usize, &'static str, i64)> {
        let mut findings = Vec::new();
        let his = |of: Of| of.0 == person;
        for issue in self.issues.iter().filter(|issue| his(issue.of)) {
            if !issue.confirmed {
                findings.push((issue.of.1, "issue_not_confirmed", issue.written));
            } else if issue.really != issue.written {
                let lacks = issue.really - issue.written;
                findings.push((issue.of.1, "issue_confirmed_otherwise", lacks));
            }
        }
        for back in self
            .returns
            .iter()
            .filter(|back| his(back.of) && !back.confirmed)
        {
            findings.push((back.of.1, "return_not_confirmed", back.quantity));
        }
        for old in self.olds.iter().filter(|old| his(old.of)) {
            if !old.returned {
                findings.push((old.of.1, "old_part_not_returned", -1));
            }
            if old.other_serial {
                findings.push((old.of.1, "old_part_other_serial", 1));
            }
        }
        for given in &self.transfers {
            if his(given.of) {
                // The store goes by the first of several: they say the same.
                match given.taken.first() {
                    None => findings.push((given.of.1, "not_taken_over", given.quantity)),
                    Some(taken) if *taken != given.quantity => {
                        let lacks = taken - given.quantity;
                        findings.push((given.of.1, "taken_over_otherwise", lacks));
                    }
                    Some(_) => {}
                }
            }
            if given.to == person {
                let again = given.taken.iter().skip(1);
                findings.extend(again.map(|taken| (given.of.1, "taken_over_from_nobody", *taken)));
            }
        }
        let explained = self.explained.iter().filter(|(of, _)| his(*of));
        findings.extend(explained.map(|(of, pieces)| (of.1, "difference_explained", *pieces)));
        for (of, row) in self.books.iter().filter(|(of, _)| his(**of)) {
            if row.on_van() < 0 {
                findings.push((of.1, "below_zero", row.on_van()));
            }
        }
        let parts = self
            .books
            .keys()
            .chain(self.on_van.keys())
            .filter(|of| his(**of));
        for of in parts.collect::<BTreeSet<_>>() {
            let books = self.books.get(of).map_or(0, Row::on_van);
            // Nobody can count fewer than none: what is really below zero was written by a hand ahead of the facts.
            let lacks = self.really_on_van(*of) - books;
            if lacks != 0 {
                findings.push((of.1, "counted_otherwise", lacks));
            }
        }
        findings.sort_unstable();
        findings
    }
}
