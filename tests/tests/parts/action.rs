//! What can happen to pieces.

use proptest::prelude::*;

/// One thing that happens. Numbers choose among what is there.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// The store issues pieces; of a short issue one lacks in the technician's hand.
    Issue {
        person: usize,
        part: usize,
        quantity: i64,
        short: bool,
    },
    /// A technician confirms an issue that has come to his device, with what he really got.
    Confirm { device: usize, which: usize },
    /// A part is fitted, from the van (0), the customer's own (1) or from the store (2).
    Fit {
        device: usize,
        part: usize,
        quantity: i64,
        source: usize,
    },
    /// A fitting is taken back: the piece is in the van again.
    VoidFit { device: usize, which: usize },
    /// An old part is taken out for the store.
    Remove { device: usize, part: usize },
    /// An old part goes back, by the technician's word or over the counter, perhaps with another serial.
    ReturnOld {
        which: usize,
        by_store: bool,
        other_serial: bool,
    },
    /// Pieces go to a colleague.
    HandOver {
        device: usize,
        to: usize,
        part: usize,
        quantity: i64,
    },
    /// A colleague takes over what was handed to him; perhaps a piece less.
    TakeOver {
        device: usize,
        which: usize,
        short: bool,
    },
    /// New pieces go back by the technician's word, or over the counter.
    ReturnNew {
        device: usize,
        part: usize,
        quantity: i64,
        by_store: bool,
    },
    /// The store confirms what the technician says he gave back.
    StoreConfirms { which: usize },
    /// A piece falls off the van, and nobody writes anything.
    Lose { person: usize, part: usize },
    /// What is really there is counted.
    Count { device: usize, part: usize },
    /// The technician explains the last count of his that differs.
    Explain { device: usize },
    /// A whole contact.
    Contact { device: usize },
    /// Ten days go by for everybody: perhaps it is another month.
    Days,
    /// A device's program ends and starts again.
    Restart { device: usize },
}

fn device() -> impl Strategy<Value = usize> {
    0..4_usize
}

fn person() -> impl Strategy<Value = usize> {
    0..3_usize
}

fn part() -> impl Strategy<Value = usize> {
    0..2_usize
}

fn which() -> impl Strategy<Value = usize> {
    0..64_usize
}

fn seldom() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.2)
}

pub(crate) fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        6 => (person(), part(), 1..5_i64, seldom()).prop_map(|(person, part, quantity, short)| Action::Issue { person, part, quantity, short }),
        4 => (device(), which()).prop_map(|(device, which)| Action::Confirm { device, which }),
        6 => (device(), part(), 1..3_i64, 0..6_usize).prop_map(|(device, part, quantity, source)| Action::Fit { device, part, quantity, source }),
        2 => (device(), which()).prop_map(|(device, which)| Action::VoidFit { device, which }),
        2 => (device(), part()).prop_map(|(device, part)| Action::Remove { device, part }),
        2 => (which(), any::<bool>(), seldom()).prop_map(|(which, by_store, other_serial)| Action::ReturnOld { which, by_store, other_serial }),
        3 => (device(), person(), part(), 1..3_i64).prop_map(|(device, to, part, quantity)| Action::HandOver { device, to, part, quantity }),
        3 => (device(), which(), seldom()).prop_map(|(device, which, short)| Action::TakeOver { device, which, short }),
        2 => (device(), part(), 1..3_i64, any::<bool>()).prop_map(|(device, part, quantity, by_store)| Action::ReturnNew { device, part, quantity, by_store }),
        2 => which().prop_map(|which| Action::StoreConfirms { which }),
        1 => (person(), part()).prop_map(|(person, part)| Action::Lose { person, part }),
        4 => (device(), part()).prop_map(|(device, part)| Action::Count { device, part }),
        1 => device().prop_map(|device| Action::Explain { device }),
        6 => device().prop_map(|device| Action::Contact { device }),
        1 => Just(Action::Days),
        1 => device().prop_map(|device| Action::Restart { device }),
    ]
}
