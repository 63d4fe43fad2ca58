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
