//! Van and record: two linked entries, and what is told when one stands alone.

use super::*;

fn on_record(part: &str, quantity: i64) -> What {
    What::PartFitted {
        part: part.into(),
        name: "风门电机".into(),
        serial: String::new(),
        quantity,
        warranty_months: 36,
    }
}

#[track_caller]
fn told(what: &str, steps: &[Step], record: &[(u128, &str, What)], told: &str) {
    let world = World::of(steps).with_record(record);
    assert_eq!(world.told("zhang", "2026-11"), told, "{what}");
}

#[test]
fn a_fitting_stands_in_the_record_and_in_the_van() {
    let van = [
        store(issued(5)),
        zhang(confirmed(1, 5)),
        zhang(fitted(1, 90)),
    ];
    let row = "P-1 0 + 5 + 0 + 0 = 1 + 0 + 0 + 4";
    told("both", &van, &[(90, "zhang", on_record("P-1", 1))], row);
    told(
        "only the van",
        &van,
        &[],
        &format!("{row} · not_on_record 1"),
    );
    told(
        "another number of pieces",
        &van,
        &[(90, "zhang", on_record("P-1", 2))],
        &format!("{row} · other_than_record 1"),
    );
    told(
        "another part",
        &van,
        &[(90, "zhang", on_record("P-2", 1))],
        &format!("{row} · other_than_record 0"),
    );
    let void = What::Void {
        entry: id(90),
        reason: "装错".into(),
    };
    told(
        "taken back on the record alone",
        &van,
        &[(90, "zhang", on_record("P-1", 1)), (91, "zhang", void)],
        &format!("{row} · not_on_record 1"),
    );
    told(
        "somebody else fitted it",
        &van,
        &[(90, "li", on_record("P-1", 1))],
        &format!("{row} · not_on_record 1"),
    );
}

#[test]
fn a_fitting_that_no_van_knows_is_told() {
    told(
        "only the record",
        &[],
        &[(90, "zhang", on_record("P-1", 1))],
        "not_in_van 1",
    );
    told(
        "a colleague's is in his own van",
        &[],
        &[(90, "li", on_record("P-1", 1))],
        "",
    );
    let own = zhang(Movement::Fitted {
        pieces: pieces(1),
        source: PartSource::Customer,
        record: record_id(),
        entry: id(90),
    });
    told(
        "the customer's own, and the van says so",
        &[own],
        &[(90, "zhang", on_record("P-1", 1))],
        "",
    );
    let removed = |kept_for_store| What::PartRemoved {
        part: "P-1".into(),
        name: "风门电机".into(),
        serial: String::new(),
        quantity: 1,
        kept_for_store,
    };
    told(
        "an old part that is owed and in no van",
        &[],
        &[(90, "zhang", removed(true))],
        "not_in_van 1",
    );
    told(
        "an old part that the customer keeps",
        &[],
        &[(90, "zhang", removed(false))],
        "",
    );
}

#[test]
fn one_piece_of_a_record_is_not_fitted_twice() {
    told(
        "two entries of the van name one of the record",
        &[
            store(issued(5)),
            zhang(confirmed(1, 5)),
            zhang(fitted(1, 90)),
            zhang(fitted(1, 90)),
        ],
        &[(90, "zhang", on_record("P-1", 1))],
        "P-1 0 + 5 + 0 + 0 = 2 + 0 + 0 + 3 · not_on_record 1",
    );
}
