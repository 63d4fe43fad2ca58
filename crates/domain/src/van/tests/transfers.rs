//! From one van into another: two entries in two documents that name one transfer.

use super::*;

fn gives(quantity: i64) -> Step {
    zhang(Movement::HandedOver {
        pieces: pieces(quantity),
        to: PersonId("li".into()),
    })
}

fn takes(number: u128, quantity: i64) -> Step {
    li(Movement::TakenOver {
        pieces: pieces(quantity),
        from: PersonId("zhang".into()),
        transfer: transfer_number(id(number)),
    })
}

#[track_caller]
fn both(what: &str, steps: &[Step], zhang: &str, li: &str) {
    let world = World::of(steps);
    assert_eq!(world.told("zhang", "2026-11"), zhang, "{what}: Zhang");
    assert_eq!(world.told("li", "2026-11"), li, "{what}: Li");
}

#[test]
fn what_one_hands_over_the_other_takes_over() {
    let gone = "P-1 0 + 0 + 0 + 0 = 0 + 0 + 2 + -2 · below_zero -2";
    both(
        "as it should be",
        &[gives(2), takes(1, 2)],
        gone,
        "P-1 0 + 0 + 2 + 0 = 0 + 0 + 0 + 2",
    );
    both(
        "nobody took it over",
        &[gives(2)],
        "P-1 0 + 0 + 0 + 0 = 0 + 0 + 2 + -2 · not_taken_over 2 · below_zero -2",
        "",
    );
    both(
        "one of two",
        &[gives(2), takes(1, 1)],
        "P-1 0 + 0 + 0 + 0 = 0 + 0 + 2 + -2 · taken_over_otherwise -1 · below_zero -2",
        "P-1 0 + 0 + 1 + 0 = 0 + 0 + 0 + 1",
    );
    both(
        "under another number",
        &[gives(2), takes(7, 2)],
        "P-1 0 + 0 + 0 + 0 = 0 + 0 + 2 + -2 · not_taken_over 2 · below_zero -2",
        "P-1 0 + 0 + 2 + 0 = 0 + 0 + 0 + 2 · taken_over_from_nobody 2",
    );
    both(
        "twice",
        &[gives(2), takes(1, 2), takes(1, 2)],
        gone,
        "P-1 0 + 0 + 4 + 0 = 0 + 0 + 0 + 4 · taken_over_from_nobody 2",
    );
    both(
        "taken back by who gave it",
        &[gives(2), takes(1, 2), zhang(void(1))],
        "",
        "P-1 0 + 0 + 2 + 0 = 0 + 0 + 0 + 2 · taken_over_from_nobody 2",
    );
    both(
        "taken over in the next month",
        &[gives(2), takes(1, 2).in_month("2026-12")],
        gone,
        "",
    );
}

#[test]
fn a_device_that_sees_one_van_accuses_nobody() {
    let mut world = World::of(&[gives(2)]);
    world.all_vans = false;
    let told = world.told("zhang", "2026-11");
    assert_eq!(told, "P-1 0 + 0 + 0 + 0 = 0 + 0 + 2 + -2 · below_zero -2");
    let balance = world.balance("zhang", "2026-11");
    let given = balance.handed_over.first().unwrap();
    assert_eq!(given.transfer, transfer_number(id(1)));
    assert_eq!(given.to.0, "li");
}

#[test]
fn a_transfers_number_is_short_enough_to_be_told() {
    let entry = "0192f0c1-2345-7abc-8def-0123456789ab".parse().unwrap();
    assert_eq!(transfer_number(entry), "456789AB");
}
