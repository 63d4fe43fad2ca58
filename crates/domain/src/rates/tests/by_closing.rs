//! What is counted when the job was closed.

use super::*;
use crate::{ids::RecordId, unit_history::UnitHistory};
use uuid::Uuid;

#[test]
fn problems_solved() {
    table! { Solved:
        "repaired and accepted" assigned ["24 09:00" arrive, "24 10:00" whole, "24 11:00" report] => "11-24 11:00 yes t-zhang";
        "a refusal is not solved" assigned ["24 09:00" arrive, "24 09:30" up_to_the_quote, "24 10:00" refuse, "24 11:00" report] => "11-24 11:00 no t-zhang";
        "nor is a declined quote" assigned ["24 09:00" arrive, "24 09:30" decline, "24 11:00" report] => "11-24 11:00 no t-zhang";
        "called off is apart" assigned ["24 09:00" cancel] => "11-24 09:00 cancelled t-zhang";
        "open: overdue when the last clock has run out" appointed ["23 09:00" call] => "11-24 13:00 no t-zhang";
        "the customer asked for another day" appointed ["23 09:00" postpones] => "11-24 13:00 postponed t-zhang";
        "not satisfied after the report: it is open again" appointed ["24 09:00" arrive, "24 10:00" whole, "24 11:00" report, "25 09:00" not_satisfied] => "11-24 13:00 no t-zhang";
        "nothing was broken" installation ["24 09:00" arrive] => "";
    }
}

#[test]
fn fixed_at_the_first_visit() {
    table! { FirstVisitFix:
        "one visit: provisional for ninety days" assigned ["24 09:00" arrive, "24 10:00" whole, "24 11:00" report] => "11-24 11:00 yes (1) until 02-22 t-zhang";
        "nobody at home is no visit" assigned ["23 09:00" absent, "23 09:10" report, "24 09:00" arrive, "24 10:00" whole, "24 11:00" report] => "11-24 11:00 yes (1) until 02-22 t-zhang";
        "a second visit" assigned ["23 09:00" arrive, "23 09:10" give_up, "23 09:20" report, "24 09:00" arrive, "24 10:00" bring_the_part, "24 11:00" report] => "11-24 11:00 no (2) t-zhang";
        "a second service" assigned ["23 09:00" arrive, "23 10:00" whole, "23 11:00" report, "24 09:00" not_satisfied, "25 09:00" serve_again, "25 11:00" report] => "11-25 11:00 no (2) t-zhang";
        "given up" assigned ["23 09:00" arrive, "23 09:10" give_up, "23 09:20" report] => "11-23 09:20 no (1) t-zhang";
        "not wanted" assigned ["24 09:00" arrive, "24 09:30" decline, "24 11:00" report] => "11-24 11:00 not_wanted t-zhang";
        "not closed yet" assigned ["24 09:00" arrive, "24 10:00" whole] => "";
        "called off" assigned ["24 09:00" cancel, "24 10:00" report] => "";
        "nothing was broken" installation ["24 09:00" arrive, "24 10:00" whole, "24 11:00" report] => "";
    }
}

/// The part came with the second visit.
fn bring_the_part(story: &mut Story) {
    for act in [story::quote, story::accept] {
        act(story);
    }
    up_to_the_payment(story);
}

#[test]
fn satisfaction_at_acceptance() {
    table! { Satisfaction:
        "five of five" assigned ["24 09:00" arrive, "24 10:00" whole, "24 11:00" report] => "11-24 11:00 yes (5) t-zhang";
        "three of five" assigned ["24 09:00" arrive, "24 10:00" three_points, "24 11:00" report] => "11-24 11:00 no (3) t-zhang";
        "refused: apart, and counted there" assigned ["24 09:00" arrive, "24 09:30" up_to_the_quote, "24 10:00" refuse, "24 11:00" report] => "11-24 11:00 refused_to_sign t-zhang";
        "nobody signed" assigned ["24 09:00" arrive, "24 09:30" decline, "24 11:00" report] => "11-24 11:00 not_signed t-zhang";
        "an installation is signed for too" installation ["24 09:00" arrive, "24 10:00" whole, "24 11:00" report] => "11-24 11:00 yes (5) t-zhang";
        "not closed yet" assigned ["24 09:00" arrive, "24 10:00" whole] => "";
    }
}

fn later(number: u128, is_contested: bool) -> LaterRepair {
    LaterRepair {
        record: RecordId(Uuid::from_u128(number)),
        is_contested,
    }
}

#[test]
fn second_repairs_count_on_the_first_record() {
    let first = told(
        assigned,
        &[
            ("24 09:00", arrive),
            ("24 10:00", whole),
            ("24 11:00", report),
        ],
    );
    for (situation, later, second, fix) in [
        (
            "it has lasted so far",
            vec![],
            "11-24 11:00 no (0) until 02-22 t-zhang",
            "11-24 11:00 yes (1) until 02-22 t-zhang",
        ),
        (
            "done again",
            vec![later(1, false)],
            "11-24 11:00 yes (1) t-zhang",
            "11-24 11:00 no (1) t-zhang",
        ),
        (
            "done again, and contested: apart, and the fix stands",
            vec![later(1, true)],
            "11-24 11:00 contested (0) until 02-22 t-zhang",
            "11-24 11:00 yes (1) until 02-22 t-zhang",
        ),
        (
            "twice, one contested",
            vec![later(1, true), later(2, false)],
            "11-24 11:00 yes (1) t-zhang",
            "11-24 11:00 no (1) t-zhang",
        ),
    ] {
        let measures = first.measures(&later, &[]);
        assert_eq!(says(Rate::SecondRepairs, &measures), second, "{situation}");
        assert_eq!(says(Rate::FirstVisitFix, &measures), fix, "{situation}");
    }
}

#[test]
fn which_record_is_the_second_repair_of_which() {
    let first = told(
        assigned,
        &[
            ("24 09:00", arrive),
            ("24 10:00", whole),
            ("24 11:00", report),
        ],
    );
    let mut second = Story::repair();
    second.record.id = RecordId(Uuid::from_u128(8));
    second.set(Field::ReceivedAt, "2026-12-10T08:00:00+08:00");
    let judged = |second: &Story| {
        let history = UnitHistory::of(&second.record, [&first.story.record]);
        second_repair_of(&second.record, &history).map(|second| second.technician)
    };
    assert_eq!(judged(&second), None, "another fault, no part yet");
    second.happens(story::visit());
    second.happens(story::fitted("P-PUMP", 1));
    for reading in second.record.entries.values_mut() {
        reading.entry.at = moment("12-11 09:00");
    }
    assert_eq!(judged(&second).as_deref(), Some("t-zhang"), "the same part");
    for reading in second.record.entries.values_mut() {
        reading.entry.at += chrono::TimeDelta::days(80);
    }
    assert_eq!(judged(&second), None, "the window is over");
}
