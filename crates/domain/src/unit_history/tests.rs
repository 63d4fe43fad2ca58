//! What is kept of an earlier record, and against whom a second repair counts.

use super::*;
use crate::{
    cover::tests::{EARLIER, Earlier, Given, How, Situation, earlier},
    story::{Story, candidate},
};

const PUMP: Earlier = Earlier {
    fault: "F-E2",
    fitted: &["PUMP#P-1", "HOSE×2+6"],
    removed: &["PUMP#P-0"],
    ..EARLIER
};
const SAME_FAULT: Given = Given::Says(Field::FaultCode, "F-E2");

fn judge(given: &[Given], parts: &[&str]) -> Option<SecondRepair> {
    let situation = Situation::of(given);
    SecondRepair::judge(
        &situation.story.record,
        &situation.history,
        parts.iter().copied(),
        situation.day,
        &situation.catalogue,
    )
}

#[test]
fn a_summary_keeps_what_warranty_and_second_repair_hang_on() {
    let mut record = earlier(&PUMP);
    record.texts.insert(TextName::Cause, "叶轮卡死".into());
    let summary = EarlierRecord::of(&record);
    assert_eq!(
        (
            summary.number.as_str(),
            summary.fault_code.as_str(),
            summary.cause.as_str()
        ),
        ("K7-1", "F-E2", "叶轮卡死")
    );
    assert_eq!(summary.closed_on, "2026-10-24".parse().ok());
    assert_eq!(
        summary.technician, "t-wang",
        "who repaired it, not whom it was handed to"
    );
    let fitted: Vec<_> = summary
        .fitted
        .iter()
        .map(|part| {
            (
                part.part.as_str(),
                part.serial.as_str(),
                part.pieces,
                part.months,
            )
        })
        .collect();
    assert_eq!(fitted, [("PUMP", "P-1", 1, 36), ("HOSE", "", 2, 6)]);
    assert_eq!(summary.removed[0].serial, "P-0");
    let json = serde_json::to_string(&summary).unwrap();
    assert_eq!(
        serde_json::from_str::<EarlierRecord>(&json).unwrap(),
        summary
    );
}

#[test]
fn when_an_earlier_record_was_closed_and_whether_it_was_a_repair() {
    for (how, closed, repaired) in [
        (How::Repaired, true, true),
        (How::RefusedToSign, true, true),
        (How::OnlyReported, true, true),
        (How::Open, false, true),
        (How::CannotRepair, true, false),
        (How::Cancelled, true, false),
        (How::Installed, true, false),
    ] {
        let summary = EarlierRecord::of(&earlier(&Earlier { how, ..PUMP }));
        assert_eq!(
            (summary.closed_on.is_some(), summary.repaired),
            (closed, repaired),
            "{how:?}"
        );
    }
}

#[test]
fn it_is_the_same_unit_by_its_serial_number() {
    let with = |serial: &str, kind: &str| {
        let mut story = Story::blank();
        for (field, words) in [(Field::UnitSerial, serial), (Field::UnitKind, kind)] {
            if !words.is_empty() {
                story.clash(field, vec![candidate(crate::rights::Role::Office, words)]);
            }
        }
        story.record
    };
    for (left, right, same) in [
        (("S-1", "fridge"), ("S-1", "fridge"), true),
        (("S-1", "fridge"), ("s-1", "fridge"), true),
        (("S-1", "fridge"), (" S-1 ", "fridge"), true),
        (("S-1", "fridge"), ("S-1", ""), true),
        (("S-1", "fridge"), ("S-1", "stove"), false),
        (("S-1", "fridge"), ("S-2", "fridge"), false),
        (("", "fridge"), ("", "fridge"), false),
    ] {
        let found = is_same_unit(&with(left.0, left.1), &with(right.0, right.1));
        assert_eq!(found, same, "{left:?} {right:?}");
    }
}

#[test]
fn a_record_is_not_in_its_own_history_and_the_oldest_comes_first() {
    let (old, new) = (
        earlier(&Earlier {
            number: "K7-2",
            on: "2025-01-01",
            ..PUMP
        }),
        earlier(&PUMP),
    );
    let history = UnitHistory::of(&new, [&new, &old, &old]);
    assert_eq!(
        history.earlier.len(),
        2,
        "whoever passes a record twice gets it twice"
    );
    let history = UnitHistory::of(&Situation::of(&[]).story.record, [&new, &old]);
    let numbers: Vec<_> = history
        .earlier
        .iter()
        .map(|earlier| earlier.number.as_str())
        .collect();
    assert_eq!(numbers, ["K7-2", "K7-1"]);
}

#[test]
fn what_was_received_later_is_not_earlier() {
    // Received, and whether each has the other one in its history: the first of the two, the second.
    for (situation, first, second, has_second, has_first) in [
        ("on another day", "2026-10-20", "2026-11-23", false, true),
        ("the day after", "2026-11-22", "2026-11-23", false, true),
        ("on one day", "2026-11-23", "2026-11-23", true, true),
        ("nobody wrote when", "2026-10-20", "", true, true),
        ("nobody wrote either", "", "", true, true),
    ] {
        let received = |record: Record, on: &str| {
            let mut story = Story::blank();
            story.record = record;
            match on {
                "" => drop(story.record.fields.remove(&Field::ReceivedAt)),
                on => story.set(Field::ReceivedAt, &*format!("{on}T08:10:00+08:00")),
            }
            story.record
        };
        let first = received(earlier(&PUMP), first);
        let later = earlier(&Earlier {
            number: "K7-2",
            on: "2026-11-24",
            ..PUMP
        });
        let second = received(later, second);
        let found = |own: &Record, other: &Record| {
            let whole = UnitHistory::of(own, [other]);
            let sent = UnitHistory::with_summaries(own, [], [EarlierRecord::of(other)]);
            assert_eq!(whole, sent, "{situation}");
            let day = "2026-11-24".parse().unwrap();
            let judged = SecondRepair::judge(
                own,
                &whole,
                [],
                day,
                &crate::catalogue::Catalogue::default(),
            );
            assert_eq!(judged.is_some(), !whole.earlier.is_empty(), "{situation}");
            !whole.earlier.is_empty()
        };
        assert_eq!(
            (found(&first, &second), found(&second, &first)),
            (has_second, has_first),
            "{situation}"
        );
    }
}

#[test]
fn a_summary_that_was_sent_counts_like_the_record_itself_and_once() {
    let first = earlier(&PUMP);
    let job = Situation::of(&[SAME_FAULT, Given::After(PUMP)])
        .story
        .record;
    let sent = || EarlierRecord::of(&first);
    let whole = UnitHistory::of(&job, [&first]);
    assert_eq!(UnitHistory::with_summaries(&job, [], [sent()]), whole);
    assert_eq!(
        UnitHistory::with_summaries(&job, [], [sent(), sent()]),
        whole,
        "it came with two jobs on the unit"
    );
    let outdated = EarlierRecord {
        fault_code: "F-E9".into(),
        ..sent()
    };
    assert_eq!(
        UnitHistory::with_summaries(&job, [&first], [outdated]),
        whole,
        "what is here itself is read as it stands"
    );
    for (what, other) in [
        (
            "another number",
            EarlierRecord {
                unit_serial: "S-OTHER".into(),
                ..sent()
            },
        ),
        (
            "no number",
            EarlierRecord {
                unit_serial: " ".into(),
                ..sent()
            },
        ),
        (
            "another kind of appliance",
            EarlierRecord {
                unit_kind: "stove".into(),
                ..sent()
            },
        ),
        (
            "itself",
            EarlierRecord {
                record: job.id,
                ..sent()
            },
        ),
    ] {
        let history = UnitHistory::with_summaries(&job, [], [other]);
        assert_eq!(history, UnitHistory::default(), "{what}");
    }
}

#[test]
fn a_summary_names_no_customer() {
    let mut record = earlier(&PUMP);
    let mut story = Story::blank();
    for (field, words) in [
        (Field::CustomerName, "王秀英"),
        (Field::CustomerPhone, "139-0000-7777"),
        (Field::CustomerAddress, "松风路 18 号"),
    ] {
        story.clash(field, vec![candidate(crate::rights::Role::Office, words)]);
    }
    record.fields.extend(story.record.fields);
    let json = serde_json::to_string(&EarlierRecord::of(&record)).unwrap();
    for words in ["王秀英", "139-0000-7777", "松风路"] {
        assert!(!json.contains(words), "{words}");
    }
}

#[test]
fn it_counts_against_who_did_the_first_repair_unless_it_is_contested_with_a_reason() {
    let contest = Given::Says(Field::SecondRepairContest, "异物由用户放入");
    for (situation, given, parts, expected) in [
        (
            "same fault",
            &[SAME_FAULT, Given::After(PUMP)][..],
            &[][..],
            Some((Same::Fault, true)),
        ),
        (
            "same part",
            &[Given::After(PUMP)],
            &["HOSE"],
            Some((Same::Part, true)),
        ),
        (
            "both",
            &[SAME_FAULT, Given::After(PUMP)],
            &["HOSE"],
            Some((Same::Fault, true)),
        ),
        (
            "contested",
            &[SAME_FAULT, contest, Given::After(PUMP)],
            &[],
            Some((Same::Fault, false)),
        ),
        (
            "another fault",
            &[Given::Says(Field::FaultCode, "F-E3"), Given::After(PUMP)],
            &["BOARD"],
            None,
        ),
        (
            "a contest of nothing",
            &[contest, Given::After(PUMP)],
            &[],
            None,
        ),
        ("no earlier record", &[SAME_FAULT], &["HOSE"], None),
    ] {
        let found = judge(given, parts);
        let says = found.as_ref().map(|second| (second.same, second.counts()));
        assert_eq!(says, expected, "{situation}");
        if let Some(second) = found {
            assert_eq!(
                (second.technician.as_str(), second.number.as_str()),
                ("t-wang", "K7-1")
            );
            assert_eq!(second.last_day(), "2027-01-22".parse().unwrap());
        }
    }
}

#[test]
fn a_contested_second_repair_stays_free_for_the_customer() {
    let given = [
        SAME_FAULT,
        Given::Says(Field::SecondRepairContest, "异物由用户放入"),
        Given::After(PUMP),
    ];
    let situation = Situation::of(&given);
    let labour = crate::cover::Asked::default();
    assert_eq!(situation.case().who_pays(&labour).code(), "second_repair");
}

#[test]
fn which_pieces_are_still_in_the_unit() {
    // Fitted on the first record and on the second, taken out on the third; what is left.
    type Texts = &'static [&'static str];
    let rows: &[(&str, Texts, Texts, Texts, &str)] = &[
        ("nothing was taken out", &["B#1"], &["B#2"], &[], "1×1 2×1"),
        ("by its number", &["B#1"], &["B#2"], &["B#2"], "1×1"),
        (
            "without a number the oldest",
            &["B#1"],
            &["B#2"],
            &["B"],
            "2×1",
        ),
        (
            "by its number before what has none",
            &["B"],
            &["B#2"],
            &["B#2"],
            "×1",
        ),
        (
            "a number that we did not write down",
            &["B"],
            &[],
            &["B#7"],
            "",
        ),
        (
            "a number of somebody else's",
            &["B#1"],
            &[],
            &["B#7"],
            "1×1",
        ),
        ("two at once", &["B×2"], &["B"], &["B×2"], "×1"),
        ("more than there are", &["B"], &["B"], &["B×5"], ""),
        ("another part", &["B#1"], &[], &["C"], "1×1"),
    ];
    for (situation, first, second, taken, left) in rows {
        let on = |number, on, fitted: Texts, removed: Texts| {
            earlier(&Earlier {
                number,
                on,
                fitted,
                removed,
                ..EARLIER
            })
        };
        let records = [
            on("K7-1", "2025-01-01", first, &[]),
            on("K7-2", "2025-02-01", second, &[]),
            on("K7-3", "2025-03-01", &[], taken),
        ];
        let history = UnitHistory::of(&Situation::of(&[]).story.record, &records);
        let pieces: Vec<_> = history
            .in_place("B", "")
            .iter()
            .map(|piece| format!("{}×{}", piece.serial, piece.pieces))
            .collect();
        assert_eq!(pieces.join(" "), *left, "{situation}");
    }
}

#[test]
fn whoever_takes_a_call_is_told_of_a_repair_that_is_still_warranted() {
    let history = |how: How| UnitHistory {
        earlier: vec![EarlierRecord::of(&earlier(&Earlier { how, ..PUMP }))],
    };
    let closed_on = history(How::Repaired).earlier[0].closed_on.unwrap();
    let last_day = closed_on + chrono::Days::new(SECOND_REPAIR_DAYS.into());
    let catalogue = crate::catalogue::Catalogue::default();
    for (situation, how, request, day, expected) in [
        ("on its day", How::Repaired, "repair", closed_on, true),
        ("on the last day", How::Repaired, "repair", last_day, true),
        ("a complaint", How::Repaired, "complaint", last_day, true),
        (
            "a day later",
            How::Repaired,
            "repair",
            last_day + chrono::Days::new(1),
            false,
        ),
        (
            "an installation",
            How::Repaired,
            "installation",
            closed_on,
            false,
        ),
    ] {
        let mut story = Story::blank();
        story.set(Field::Request, request);
        let history = history(how);
        let possible = SecondRepair::possible(&story.record, &history, day, &catalogue);
        let told = possible.map(|(first, last_day)| (first.number.as_str(), last_day));
        assert_eq!(told, expected.then_some(("K7-1", last_day)), "{situation}");
    }
}
