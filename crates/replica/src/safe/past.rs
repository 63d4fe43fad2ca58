//! Whether changes name only what their authors saw.
//!
//! Automerge takes an operation at its word. A value put under one key may name the value of another key as the one
//! that it replaces, and the other is gone: a technician could wipe the office's word, or a signed entry, by way of a
//! field that is his to write. A character may be typed beside one that its author's past does not hold: a replica
//! that gets the changes in another order cannot apply them. So every reference is compared with the change's own
//! past.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    Automerge, ReadDoc as _,
    legacy::{ElementId, Key, ObjectId, Op, OpId, OpType},
};

use super::{
    Actor, ChangeHash, ParsedChange, actor_of, heads,
    layout::{Container, GENESIS_ACTOR},
};

/// How many changes and actors one push may make us look at here: a second's work, and hundreds of times what the
/// longest honest record takes.
const STEPS_MAX: usize = 4_000_000;

/// For some actors a counter of operations.
type Counters = BTreeMap<Actor, u64>;

/// The past of a change, as far as it is not simply everything.
#[derive(Clone, Default)]
struct Seen {
    /// Of the changes that were there before: where the first one starts that the author had not seen.
    missing: Counters,
    /// Of the new changes: the last operation that the author had seen.
    fresh: Counters,
}

/// Whether each of the `fresh` changes names only what its author saw. `base` is the document without them, `after`
/// with them; each change stands after those it depends on.
pub(super) fn names_only_the_past(
    base: &Automerge,
    after: &Automerge,
    fresh: &[ParsedChange],
) -> bool {
    let mut pasts = Pasts {
        base,
        first: Counters::new(),
        seen: BTreeMap::new(),
        missing: BTreeMap::new(),
        steps: 0,
    };
    fresh.iter().all(|change| {
        pasts
            .enter(change)
            .is_some_and(|seen| names_only(after, change, &pasts.first, &seen))
    })
}

struct Pasts<'d> {
    base: &'d Automerge,
    /// Where an actor's new changes start.
    first: Counters,
    seen: BTreeMap<ChangeHash, (Seen, Actor, u64)>,
    /// Known by the changes that were depended on.
    missing: BTreeMap<Vec<ChangeHash>, Counters>,
    steps: usize,
}

impl Pasts<'_> {
    /// The past of the next change; nothing if that takes more steps than are given.
    fn enter(&mut self, change: &ParsedChange) -> Option<Seen> {
        self.first
            .entry(change.actor())
            .or_insert(change.start_op());
        let (fresh_deps, known_deps): (Vec<_>, Vec<_>) = change
            .deps()
            .into_iter()
            .partition(|dep| self.seen.contains_key(dep));
        let mut missing: Option<Counters> = None;
        if !known_deps.is_empty() {
            missing = Some(self.missing_at(known_deps)?);
        }
        let mut fresh = Counters::new();
        for dep in fresh_deps {
            let (seen, actor, max_op) = self.seen.get(&dep)?;
            self.steps += 1 + seen.missing.len() + seen.fresh.len();
            missing = Some(match missing {
                None => seen.missing.clone(),
                Some(missing) => missing_in_both(&missing, &seen.missing),
            });
            for (actor, last) in seen.fresh.iter().chain([(actor, max_op)]) {
                let counter = fresh.entry(*actor).or_default();
                *counter = (*counter).max(*last);
            }
        }
        let seen = Seen {
            missing: missing.unwrap_or_default(),
            fresh,
        };
        self.seen.insert(
            change.hash(),
            (seen.clone(), change.actor(), change.max_op()),
        );
        (self.steps <= STEPS_MAX).then_some(seen)
    }

    fn missing_at(&mut self, deps: Vec<ChangeHash>) -> Option<Counters> {
        if let Some(missing) = self.missing.get(&deps) {
            return Some(missing.clone());
        }
        let mut missing = Counters::new();
        for change in self.base.get_changes_meta(&heads(&deps)) {
            self.steps += 1;
            let actor = Actor(change.actor.to_bytes().try_into().ok()?);
            let first = missing.entry(actor).or_insert(change.start_op);
            *first = (*first).min(change.start_op);
        }
        self.missing.insert(deps, missing.clone());
        Some(missing)
    }
}

/// What is missing in both of two pasts.
fn missing_in_both(one: &Counters, other: &Counters) -> Counters {
    let both = one.iter().filter_map(|(actor, first)| {
        let first = *other.get(actor)?.max(first);
        Some((*actor, first))
    });
    both.collect()
}

fn names_only(after: &Automerge, change: &ParsedChange, first: &Counters, seen: &Seen) -> bool {
    let Some(expanded) = change.decode() else {
        return false;
    };
    let past = heads(&change.deps());
    // What stands under a key as the author goes through his change.
    let mut standing: BTreeMap<&str, BTreeSet<(u64, Actor)>> = BTreeMap::new();
    let operations = (change.start_op()..).zip(&expanded.operations);
    for (counter, op) in operations {
        let named = match (container_of(op), &op.key, &op.action) {
            (Some(Container::Fields), Key::Map(key), OpType::Put(_)) => {
                let standing = standing
                    .entry(key)
                    .or_insert_with(|| standing_at(after, key, &past));
                let overwritten = op.pred.iter().map(identity).collect::<Option<_>>();
                let saw_all = overwritten.as_ref() == Some(standing);
                *standing = BTreeSet::from([(counter, change.actor())]);
                saw_all
            }
            (Some(Container::Text(_)), Key::Seq(ElementId::Id(element)), action) => {
                let erases_it = op.pred.iter().eq([element]);
                let is_seen = identity(element).is_some_and(|(element, actor)| {
                    if actor == change.actor() && element >= change.start_op() {
                        element < counter
                    } else if first.get(&actor).is_some_and(|first| element >= *first) {
                        seen.fresh.get(&actor).is_some_and(|last| element <= *last)
                    } else {
                        seen.missing
                            .get(&actor)
                            .is_none_or(|missing| element < *missing)
                    }
                });
                is_seen && (*action != OpType::Delete || erases_it)
            }
            // Everything else names nothing, or has no place in a record, which is judged elsewhere.
            _ => true,
        };
        if !named {
            return false;
        }
    }
    true
}

fn container_of(op: &Op) -> Option<Container> {
    match &op.obj {
        ObjectId::Id(object) if object.actor().to_bytes() == GENESIS_ACTOR => {
            Container::from_counter(object.counter())
        }
        _ => None,
    }
}

fn standing_at(
    after: &Automerge,
    key: &str,
    past: &[automerge::ChangeHash],
) -> BTreeSet<(u64, Actor)> {
    let standing = after.get_all_at(Container::Fields.object(), key, past);
    standing
        .unwrap_or_default()
        .iter()
        .filter_map(|(_, id)| match id {
            automerge::ObjId::Id(counter, ..) => Some((*counter, actor_of(id)?)),
            automerge::ObjId::Root => None,
        })
        .collect()
}

fn identity(id: &OpId) -> Option<(u64, Actor)> {
    let actor = id.actor().to_bytes().try_into().ok()?;
    Some((id.counter(), Actor(actor)))
}
