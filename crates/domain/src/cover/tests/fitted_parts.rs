//! A fitted part is warranted 36 months, or its own term, by serial: fails it again inside it, part and labour are free.
//! The earlier repair is long enough ago to be no second repair.

use super::{Given::*, *};

const FITTED: Earlier = Earlier {
    number: "K7-1",
    on: "2024-05-06",
    fitted: &["PUMP"],
    ..EARLIER
};
const LAST_DAY: Earlier = Earlier {
    on: "2023-11-23",
    ..FITTED
};
const DAY_AFTER: Earlier = Earlier {
    on: "2023-11-22",
    ..FITTED
};
const NUMBERED: Earlier = Earlier {
    fitted: &["BOARD#B-1"],
    ..FITTED
};
const TWO: Earlier = Earlier {
    fitted: &["PUMP×2"],
    ..FITTED
};
/// The first pump was taken out again and another one fitted.
const REPLACED: Earlier = Earlier {
    number: "K7-2",
    on: "2025-06-01",
    removed: &["PUMP"],
    fitted: &["PUMP"],
    ..EARLIER
};
const OLD: Given = Bought("2020-01-01");
const PAID: &str = "customer · expired · 2020-01-01 + 12 months = 2021-01-01";

#[test]
fn a_part_that_fails_again_inside_its_own_term_is_free_and_so_is_its_labour() {
    let free = "warranty · fitted_part · of K7-1 · 2024-05-06 + 36 months = 2027-05-06";
    table! {
        "the part" [OLD, After(FITTED)]
            "PUMP" => free;
        "its labour" [OLD, After(FITTED)]
            "labour for PUMP" => free;
        "labour that is for nothing of it" [OLD, After(FITTED)]
            "labour" => PAID;
        "another part on the same visit" [OLD, After(FITTED)]
            "GASKET" => PAID;
        "the labour of the other part" [OLD, After(FITTED)]
            "labour for GASKET" => PAID;
        "without papers" [OLD, After(FITTED), ProofNotSeen]
            "PUMP" => free;
        "not at the contract's cost" [Booked("contract"), After(FITTED)]
            "PUMP" => free;
        "booked as out of warranty" [Booked("out_of_warranty"), OLD, After(FITTED)]
            "PUMP" => free;
        "misused" [OLD, After(FITTED), Excluded("misuse")]
            "PUMP" => "customer · excluded · misuse";
        "opened by outsiders since" [OLD, After(FITTED), Opened]
            "PUMP" => "customer · excluded · opened";
        "opened already when it was fitted" [OLD, After(Earlier { how: How::RepairedOpened, ..FITTED }), Opened]
            "PUMP" => free;
        "inside the whole unit's term the part's own rule is named" [Bought("2026-01-01"), After(FITTED)]
            "PUMP" => free;
    }
}

#[test]
fn its_term_is_36_months_or_its_own_and_the_last_day_is_inside() {
    table! {
        "last day" [OLD, After(LAST_DAY)]
            "PUMP" => "warranty · fitted_part · of K7-1 · 2023-11-23 + 36 months = 2026-11-23";
        "labour on the last day" [OLD, After(LAST_DAY)]
            "labour for PUMP" => "warranty · fitted_part · of K7-1 · 2023-11-23 + 36 months = 2026-11-23";
        "the day after" [OLD, After(DAY_AFTER)]
            "PUMP" => PAID;
        "labour on the day after" [OLD, After(DAY_AFTER)]
            "labour for PUMP" => PAID;
        "a shorter term of its own, inside" [OLD, After(Earlier { on: "2026-05-23", fitted: &["PUMP+6"], ..FITTED })]
            "PUMP" => "warranty · fitted_part · of K7-1 · 2026-05-23 + 6 months = 2026-11-23";
        "a shorter term of its own, outside" [OLD, After(Earlier { on: "2026-05-22", fitted: &["PUMP+6"], ..FITTED })]
            "PUMP" => PAID;
        "a longer one" [OLD, After(Earlier { on: "2021-12-01", fitted: &["PUMP+60"], ..FITTED })]
            "PUMP" => "warranty · fitted_part · of K7-1 · 2021-12-01 + 60 months = 2026-12-01";
        "a part fitted without a warranty" [OLD, After(Earlier { fitted: &["PUMP+0"], ..FITTED })]
            "PUMP" => PAID;
        "fitted on a day after the visit, by a wrong clock" [OLD, After(Earlier { on: "2026-12-24", ..FITTED })]
            "PUMP" => PAID;
    }
}

#[test]
fn by_serial_number_it_is_that_piece_and_no_other() {
    let free = "warranty · fitted_part · B-1 of K7-1 · 2024-05-06 + 36 months = 2027-05-06";
    table! {
        "the number of the failed piece is ours" [OLD, After(NUMBERED)]
            "BOARD#B-1" => free;
        "typed in small letters" [OLD, After(NUMBERED)]
            "BOARD#b-1" => free;
        "nobody has read it yet: the piece in the unit is meant" [OLD, After(NUMBERED)]
            "BOARD" => free;
        "its labour" [OLD, After(NUMBERED)]
            "labour for BOARD#B-1" => free;
        "the number is another: somebody else fitted that one" [OLD, After(NUMBERED)]
            "BOARD#X-9" => PAID;
        "ours had no number written down" [OLD, After(Earlier { fitted: &["BOARD"], ..FITTED })]
            "BOARD#B-1" => "warranty · fitted_part · of K7-1 · 2024-05-06 + 36 months = 2027-05-06";
        "ours was taken out again, and the next one is not ours" [OLD, After(NUMBERED), After(Earlier { number: "K7-2", on: "2025-06-01", removed: &["BOARD#B-1"], ..EARLIER })]
            "BOARD" => PAID;
        "what was taken out was somebody else's" [OLD, After(NUMBERED), After(Earlier { number: "K7-2", on: "2025-06-01", removed: &["BOARD#X-9"], ..EARLIER })]
            "BOARD" => free;
    }
}

#[test]
fn only_as_many_pieces_as_are_in_the_unit() {
    table! {
        "one of two" [OLD, After(TWO)]
            "PUMP" => "warranty · fitted_part · of K7-1 · 2024-05-06 + 36 months = 2027-05-06";
        "both" [OLD, After(TWO)]
            "PUMP×2" => "warranty · fitted_part · of K7-1 · 2024-05-06 + 36 months = 2027-05-06";
        "three where two were fitted" [OLD, After(TWO)]
            "PUMP×3" => PAID;
        "the piece that took its place has its own term" [OLD, After(FITTED), After(REPLACED)]
            "PUMP" => "warranty · fitted_part · of K7-2 · 2025-06-01 + 36 months = 2028-06-01";
        "and it is one piece, not two" [OLD, After(FITTED), After(REPLACED)]
            "PUMP×2" => PAID;
        "one of two was replaced" [OLD, After(TWO), After(REPLACED)]
            "PUMP×2" => "warranty · fitted_part · of K7-2 · 2025-06-01 + 36 months = 2028-06-01";
        "the order in which the records came does not matter" [OLD, After(REPLACED), After(FITTED)]
            "PUMP×2" => PAID;
        "taken out and none put in" [OLD, After(FITTED), After(Earlier { fitted: &[], ..REPLACED })]
            "PUMP" => PAID;
        "the fitting was taken back" [OLD, After(Earlier { how: How::Voided, ..FITTED })]
            "PUMP" => PAID;
        "fitted at the installation" [OLD, After(Earlier { how: How::Installed, ..FITTED })]
            "PUMP" => "warranty · fitted_part · of K7-1 · 2024-05-06 + 36 months = 2027-05-06";
        "fitted on a record that is still open" [OLD, After(Earlier { how: How::Open, ..FITTED })]
            "PUMP" => "warranty · fitted_part · of K7-1 · 2024-05-06 + 36 months = 2027-05-06";
    }
}

#[test]
fn the_labour_of_a_quote_is_for_its_only_part() {
    let part = |code| AskedPart {
        code,
        pieces: 1,
        ..AskedPart::default()
    };
    assert_eq!(AskedPart::only([part("PUMP")]), Some(part("PUMP")));
    assert_eq!(AskedPart::only([part("PUMP"), part("GASKET")]), None);
    assert_eq!(AskedPart::only([]), None);
}
