//! Whether a device's statements are all there: every one carries the device's counter and the digest of
//! the one before.
//!
//! **Gaps and forks are flagged, never a reason to refuse.** A phone restored from a backup goes on from
//! an old counter (a fork), a lost phone leaves a hole (a gap), and statements may come in any order; in
//! each case what did arrive is still signed evidence. What a flag means is for people to find out.
//!
//! [`Chain::arrive`] says how a statement looked when it came; [`Chain::gaps`] and [`Chain::forks`] say
//! how things stand now, whatever the order was: a gap that a late statement fills is a gap no more.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use crate::digest::Digest;

/// The counter of a device's first statement, which names no previous one.
pub const FIRST: u64 = 1;

/// What the chain needs to know of one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainEntry {
    /// The device's counter, from [`FIRST`] on.
    pub counter: u64,
    /// The digest of the statement before; none in the first.
    pub previous: Option<Digest>,
    /// The digest of this statement.
    pub own: Digest,
}

/// How a statement looked when it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// The device's first statement.
    First,
    /// It follows the statement it names.
    Continues,
    /// The statements from `missing_from` up to and with `missing_to` have not arrived (yet).
    Gap {
        /// The first counter that is missing.
        missing_from: u64,
        /// The last counter that is missing.
        missing_to: u64,
    },
    /// More than one statement is said to have this counter: both are here, or one is only named by the
    /// next. The device's data was copied or set back. Counter 0 stands for "before the first": a
    /// statement there, or one that the first names.
    Fork {
        /// The counter that was used twice.
        counter: u64,
    },
    /// Exactly this statement is here already.
    Replayed,
}

/// The statements of one device that are known.
///
/// To judge one arrival it is enough to know its neighbours: the statements at its own counter, at the
/// next one, and at the greatest one below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    entries: BTreeMap<u64, BTreeSet<ChainEntry>>,
}

impl Chain {
    /// The chain of the statements that are known, given in any order.
    #[must_use]
    pub fn of_known(known: impl IntoIterator<Item = ChainEntry>) -> Self {
        let mut chain = Self::default();
        for entry in known {
            chain.arrive(entry);
        }
        chain
    }

    /// Takes a statement in and says how it fits those that came before it.
    pub fn arrive(&mut self, entry: ChainEntry) -> Link {
        let counter = entry.counter;
        let Some(before) = counter.checked_sub(FIRST) else {
            return Link::Fork { counter };
        };
        let forks =
            |versions: &BTreeSet<_>, version| !versions.is_empty() && !versions.contains(&version);
        let forks_here = forks(&self.versions(counter), Some(entry.own));
        let forks_before = forks(&self.versions(before), entry.previous);
        let below = self
            .entries
            .range(..counter)
            .next_back()
            .map(|(below, _)| *below);

        if !self.entries.entry(counter).or_default().insert(entry) {
            Link::Replayed
        } else if forks_here {
            Link::Fork { counter }
        } else if forks_before {
            Link::Fork { counter: before }
        } else if counter == FIRST {
            Link::First
        } else if below == Some(before) {
            Link::Continues
        } else {
            Link::Gap {
                missing_from: below.map_or(FIRST, |below| below + 1),
                missing_to: before,
            }
        }
    }

    /// The counters that are missing now, lowest first. What is missing after the last statement that
    /// arrived, nobody can know.
    #[must_use]
    pub fn gaps(&self) -> Vec<RangeInclusive<u64>> {
        let before = std::iter::once(FIRST - 1).chain(self.entries.keys().copied());
        before
            .zip(self.entries.keys())
            .filter(|(before, counter)| *counter - before > 1)
            .map(|(before, counter)| before + 1..=counter - 1)
            .collect()
    }

    /// The counters that more than one statement is said to have, lowest first.
    #[must_use]
    pub fn forks(&self) -> BTreeSet<u64> {
        self.entries
            .keys()
            .flat_map(|counter| [counter - 1, *counter])
            .filter(|counter| self.versions(*counter).len() > 1)
            .collect()
    }

    /// What is said to stand at a counter, by the statements there and by those that follow: one thing, if
    /// all is well. None is said by a statement that claims to be the first.
    fn versions(&self, counter: u64) -> BTreeSet<Option<Digest>> {
        let at = |counter| self.entries.get(&counter).into_iter().flatten();
        let here = at(counter).map(|entry| Some(entry.own));
        let next = counter.checked_add(1).map(at).into_iter().flatten();
        let nothing = (counter < FIRST).then_some(None);
        here.chain(next.map(|entry| entry.previous))
            .chain(nothing)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Statement `counter` of the history with this letter; it follows that of the history `after`.
    fn forked(counter: u64, letter: char, after: char) -> ChainEntry {
        let digest =
            |counter: u64, letter: char| Digest::of(format!("{letter}{counter}").as_bytes());
        ChainEntry {
            counter,
            previous: (counter > FIRST).then(|| digest(counter - 1, after)),
            own: digest(counter, letter),
        }
    }

    fn entry(counter: u64) -> ChainEntry {
        forked(counter, 'a', 'a')
    }

    fn gap(missing_from: u64, missing_to: u64) -> Link {
        Link::Gap {
            missing_from,
            missing_to,
        }
    }

    #[test]
    fn a_device_that_lost_nothing_has_nothing_flagged() {
        let mut chain = Chain::default();
        assert_eq!(chain.arrive(entry(1)), Link::First);
        assert_eq!(chain.arrive(entry(2)), Link::Continues);
        assert_eq!(chain.arrive(entry(3)), Link::Continues);
        assert_eq!(chain.arrive(entry(2)), Link::Replayed);
        assert_eq!((chain.gaps(), chain.forks()), (vec![], BTreeSet::new()));
    }

    #[test]
    fn a_gap_is_flagged_until_the_late_statements_arrive() {
        let mut chain = Chain::of_known([entry(1)]);
        assert_eq!(chain.arrive(entry(5)), gap(2, 4));
        assert_eq!(chain.gaps(), [2..=4]);
        assert_eq!(chain.arrive(entry(3)), gap(2, 2));
        assert_eq!(chain.gaps(), [2..=2, 4..=4]);
        assert_eq!(chain.arrive(entry(4)), Link::Continues);
        assert_eq!(chain.arrive(entry(2)), Link::Continues);
        assert_eq!((chain.gaps(), chain.forks()), (vec![], BTreeSet::new()));
    }

    #[test]
    fn a_chain_whose_beginning_never_came_is_a_gap() {
        let mut chain = Chain::default();
        assert_eq!(chain.arrive(entry(3)), gap(1, 2));
        assert_eq!(chain.arrive(entry(1)), Link::First);
        assert_eq!(chain.gaps(), [2..=2]);
    }

    #[test]
    fn a_phone_set_back_to_its_backup_forks_once_and_goes_on() {
        let mut chain = Chain::of_known([entry(1), entry(2), entry(3)]);
        assert_eq!(chain.arrive(forked(3, 'b', 'a')), Link::Fork { counter: 3 });
        // Both branches are evidence, and both go on unblamed.
        assert_eq!(chain.arrive(forked(4, 'b', 'b')), Link::Continues);
        assert_eq!(chain.arrive(forked(4, 'a', 'a')), Link::Fork { counter: 4 });
        assert_eq!(chain.forks(), BTreeSet::from([3, 4]));
        assert_eq!(chain.gaps(), []);
    }

    #[test]
    fn a_statement_that_only_its_successor_names_shows_the_fork_too() {
        let mut chain = Chain::of_known([entry(1), entry(2)]);
        assert_eq!(chain.arrive(forked(3, 'b', 'b')), Link::Fork { counter: 2 });
        // The other order: the successor first, then another statement than the one it names.
        let mut chain = Chain::of_known([entry(1), forked(3, 'b', 'b')]);
        assert_eq!(chain.arrive(entry(2)), Link::Fork { counter: 2 });
    }

    #[test]
    fn a_first_statement_has_nothing_before_it() {
        let previous = Some(Digest::of(b"?"));
        let mut chain = Chain::default();
        assert_eq!(
            chain.arrive(ChainEntry {
                previous,
                ..entry(1)
            }),
            Link::Fork { counter: 0 }
        );
        assert_eq!(
            chain.arrive(ChainEntry {
                counter: 0,
                ..entry(1)
            }),
            Link::Fork { counter: 0 }
        );
        let mut chain = Chain::of_known([entry(1)]);
        let starts_over = ChainEntry {
            previous: None,
            ..entry(2)
        };
        assert_eq!(chain.arrive(starts_over), Link::Fork { counter: 1 });
    }

    #[test]
    fn the_largest_counter_is_only_a_number() {
        let mut chain = Chain::of_known([entry(1)]);
        assert_eq!(chain.arrive(entry(u64::MAX)), gap(2, u64::MAX - 1));
        assert_eq!(chain.gaps(), [2..=u64::MAX - 1]);
        assert_eq!(chain.forks(), BTreeSet::new());
    }

    fn any_entry() -> impl Strategy<Value = ChainEntry> {
        let letter = || prop::sample::select(vec!['a', 'b']);
        (1_u64..8, letter(), letter()).prop_map(|(counter, own, after)| forked(counter, own, after))
    }

    /// A whole chain, some of it lost, the rest in any order.
    fn any_honest_arrival() -> impl Strategy<Value = Vec<ChainEntry>> {
        let whole: Vec<_> = (1..20).map(entry).collect();
        prop::sample::subsequence(whole, 0..=19).prop_shuffle()
    }

    proptest! {
        #[test]
        fn how_things_stand_does_not_depend_on_the_order(
            entries in prop::collection::vec(any_entry(), 0..20),
            order in any::<u64>(),
        ) {
            let mut shuffled = entries.clone();
            shuffled.sort_by_key(|entry| Digest::of(format!("{order}{entry:?}").as_bytes()));
            let (one, other) = (Chain::of_known(entries), Chain::of_known(shuffled));
            prop_assert_eq!(one.gaps(), other.gaps());
            prop_assert_eq!(one.forks(), other.forks());
        }

        #[test]
        fn a_fork_is_flagged_on_arrival_whenever_there_is_one(entries in prop::collection::vec(any_entry(), 0..20)) {
            let mut chain = Chain::default();
            let mut flagged = BTreeSet::new();
            for entry in entries {
                if let Link::Fork { counter } = chain.arrive(entry) {
                    flagged.insert(counter);
                }
                prop_assert_eq!(flagged.is_empty(), chain.forks().is_empty());
            }
            prop_assert!(flagged.is_subset(&chain.forks()));
        }

        #[test]
        fn an_honest_device_is_never_blamed_and_its_losses_are_all_told(entries in any_honest_arrival()) {
            let mut chain = Chain::default();
            for entry in &entries {
                let blamed = matches!(chain.arrive(*entry), Link::Fork { .. } | Link::Replayed);
                prop_assert!(!blamed);
            }
            let here: BTreeSet<u64> = entries.iter().map(|entry| entry.counter).collect();
            let last = here.last().copied().unwrap_or(0);
            let missing: Vec<u64> = chain.gaps().into_iter().flatten().collect();
            prop_assert_eq!(missing, (1..last).filter(|counter| !here.contains(counter)).collect::<Vec<_>>());
        }

        #[test]
        fn the_neighbours_are_enough_to_judge_an_arrival(
            entries in prop::collection::vec(any_entry(), 0..20),
            next in any_entry(),
        ) {
            let below = entries.iter().map(|entry| entry.counter).filter(|counter| *counter < next.counter).max();
            let neighbour = |entry: &&ChainEntry| {
                [Some(next.counter), next.counter.checked_add(1), below].contains(&Some(entry.counter))
            };
            let known = Chain::of_known(entries.iter().filter(neighbour).copied());
            let whole = Chain::of_known(entries.iter().copied());
            prop_assert_eq!(known.clone().arrive(next), whole.clone().arrive(next));
        }
    }
}
