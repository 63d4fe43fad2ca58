//! Old parts (旧件): owed to the store until they are back, matched by entry and serial number.

use super::*;

fn removed(serial: &str, quantity: i64) -> Step {
    zhang(Movement::Removed {
        pieces: pieces_of("P-1", serial, quantity),
        record: record_id(),
        entry: id(80),
    })
}

fn back(removal: u128, serial: &str, quantity: i64) -> Step {
    store(Movement::ReturnedOld {
        pieces: pieces_of("P-1", serial, quantity),
        removal: id(removal),
    })
}

#[test]
fn an_old_part_is_owed_until_the_very_piece_is_back() {
    table! {
        "taken out" [removed("S-1", 1)] => "old_part_not_returned -1";
        "back with its serial" [removed("S-1", 1), back(80, "S-1", 1)] => "";
        "another serial came" [removed("S-1", 1), back(80, "S-2", 1)] => "old_part_other_serial 1";
        "it could not be read in the unit" [removed("", 1), back(80, "S-1", 1)] => "";
        "it could not be read at the store" [removed("S-1", 1), back(80, "", 1)] => "";
        "one of two" [removed("", 2), back(80, "", 1)] => "old_part_not_returned -1";
        "both, one after the other" [removed("", 2), back(80, "", 1), back(80, "", 1)] => "";
        "twice" [removed("S-1", 1), back(80, "S-1", 1), back(80, "S-1", 1)] => "old_part_unknown 1";
        "nobody took it out" [back(80, "S-1", 1)] => "old_part_unknown 1";
        "back for another removal" [removed("S-1", 1), back(81, "S-1", 1)]
            => "old_part_not_returned -1 · old_part_unknown 1";
        "taken in by the technician's word alone" [removed("S-1", 1), zhang(Movement::ReturnedOld { pieces: pieces_of("P-1", "S-1", 1), removal: id(80) })]
            => "return_not_confirmed 1";
        "the removal was taken back" [removed("S-1", 1), zhang(void(1))] => "";
        "the next month it is still owed" [removed("S-1", 1).in_month("2026-10")] => "old_part_not_returned -1";
    }
}

/// Zhang's device took an old part out of the record.
fn taken_out(
    number: u128,
    by: &'static str,
    serial: &str,
    quantity: i64,
) -> (u128, &'static str, What) {
    let what = What::PartRemoved {
        part: "P-1".into(),
        name: "风门电机".into(),
        serial: serial.into(),
        quantity,
        kept_for_store: true,
    };
    (number, by, what)
}

/// The same in his van.
fn removed_by(number: u128, serial: &str, quantity: i64) -> Step {
    zhang(Movement::Removed {
        pieces: pieces_of("P-1", serial, quantity),
        record: record_id(),
        entry: id(number),
    })
}

fn still_with_zhang(record: &[(u128, &str, What)], steps: &[Step]) -> String {
    let world = World::of(steps).with_record(record);
    let vans: Vec<VanMonth> = world.vans.values().cloned().collect();
    let zhang = PersonId("zhang".into());
    let papers = OldPartPapers::of(&zhang, &vans);
    let record = world.records.first().unwrap();
    let still = crate::course::OldPart::still_with(&zhang, record, &papers);
    let told = |old: &crate::course::OldPart| {
        format!(
            "{} {} {}",
            old.removed.0.as_u128(),
            old.serial,
            old.quantity
        )
    };
    still.iter().map(told).collect::<Vec<_>>().join(" · ")
}

#[test]
fn which_old_parts_of_a_record_are_still_with_the_technician_who_leaves() {
    macro_rules! table {
        ($($situation:literal $record:expr, $steps:expr => $says:literal;)*) => {
            $(assert_eq!(still_with_zhang(&$record, &$steps), $says, "{}", $situation);)*
        };
    }
    let of_another_record = || {
        zhang(Movement::Removed {
            pieces: pieces_of("P-1", "S-9", 1),
            record: RecordId(Uuid::from_u128(0xdef)),
            entry: id(90),
        })
    };
    let by_li = |serial| {
        li(Movement::Removed {
            pieces: pieces_of("P-1", serial, 1),
            record: record_id(),
            entry: id(81),
        })
    };
    table! {
        "nothing was taken out" [], [] => "";
        "taken out" [taken_out(80, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1)] => "80 S-1 1";
        "back in the store" [taken_out(80, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1), back(80, "S-1", 1)] => "";
        "one of two is back" [taken_out(80, "zhang", "", 2)], [removed_by(80, "", 2), back(80, "", 1)] => "80  1";
        "another piece came back in its place" [taken_out(80, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1), back(80, "S-2", 1)] => "80 S-1 1";
        "the store could not read it" [taken_out(80, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1), back(80, "", 1)] => "";
        "only the store could read it" [taken_out(80, "zhang", "", 1)], [removed_by(80, "", 1), back(80, "S-1", 1)] => "";
        "back, matched with another entry" [taken_out(80, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1), back(85, "S-1", 1)] => "";
        "the return was taken back" [taken_out(80, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1), back(80, "S-1", 1), store(void(2))] => "80 S-1 1";
        "taken out last month" [taken_out(80, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1).in_month("2026-10")] => "80 S-1 1";
        "taken out last month, and back" [taken_out(80, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1).in_month("2026-10"), back(80, "S-1", 1)] => "";
        "the papers are not here" [taken_out(80, "zhang", "S-1", 1)], [] => "80 S-1 1";
        "the record's entry is not here" [], [removed_by(80, "S-1", 1)] => "80 S-1 1";
        "written on phone and tablet apart" [taken_out(80, "zhang", "S-1", 1), taken_out(81, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1), removed_by(81, "S-1", 1)] => "80 S-1 1";
        "and one of them given back" [taken_out(80, "zhang", "S-1", 1), taken_out(81, "zhang", "S-1", 1)], [removed_by(80, "S-1", 1), removed_by(81, "S-1", 1), back(81, "S-1", 1)] => "";
        "two pieces without a number" [taken_out(80, "zhang", "", 1), taken_out(81, "zhang", "", 1)], [removed_by(80, "", 1), removed_by(81, "", 1), back(81, "", 1)] => "80  1";
        "a colleague took it out" [taken_out(81, "li", "S-1", 1)], [by_li("S-1")] => "";
        "each took one out" [taken_out(80, "zhang", "S-1", 1), taken_out(81, "li", "S-2", 1)], [removed_by(80, "S-1", 1), by_li("S-2")] => "80 S-1 1";
        "out of another record" [], [of_another_record()] => "";
    }
}
