//! Which calls a record asks for, and what the answers ask for.

use super::*;
use crate::{
    record::Field,
    story::{self, Story},
};

/// The calls of a record: the rule and the last day of each.
fn due(story: &Story, working_days: &WorkingDays) -> Vec<String> {
    call_backs_of(&story.record, working_days)
        .iter()
        .map(|call| format!("{} {}", call.rule.code(), call.due_on))
        .collect()
}

#[test]
fn a_call_is_due_after_the_report_or_after_each_complaint() {
    let plain = WorkingDays::default();
    let holiday = WorkingDays {
        holidays: ["2026-11-25".parse().expect("a day")].into(),
        ..WorkingDays::default()
    };
    assert!(
        due(&Story::accepted(), &plain).is_empty(),
        "nothing is reported yet"
    );
    let mut story = Story::finished();
    // Done on Monday the 23rd.
    assert_eq!(due(&story, &plain), ["report 2026-11-26"]);
    assert_eq!(due(&story, &holiday), ["report 2026-11-27"]);

    let first = story.does(story::complains());
    let about = call_backs_of(&story.record, &plain);
    assert_eq!(about.first().expect("a call").about, first.0);
    // Seven days, holidays or not; and it takes the report's place.
    assert_eq!(due(&story, &holiday), ["complaint 2026-11-30"]);
    story.does(story::complains());
    assert_eq!(due(&story, &plain).len(), 2);
    story.does(story::void(first));
    assert_eq!(due(&story, &plain).len(), 1, "it was taken back");
}

#[test]
fn a_record_that_is_a_complaint_asks_for_one_from_its_first_day() {
    let mut story = Story::repair();
    assert!(due(&story, &WorkingDays::default()).is_empty());
    story.set(Field::Request, "complaint");
    let calls = call_backs_of(&story.record, &WorkingDays::default());
    let call = calls.first().expect("a call");
    assert_eq!(
        (call.about, call.rule),
        (story.record.id.0, CallBackRule::Complaint)
    );
    assert_eq!(call.due.to_rfc3339(), "2026-11-30T23:59:59.999+08:00");
}

#[test]
fn what_the_answers_ask_for() {
    use Question as Q;
    for (answers, enough, second_service, denied) in [
        (vec![], false, false, false),
        (vec![(Q::RunsWell, true)], false, false, false),
        (vec![(Q::Satisfied, true)], true, false, false),
        (vec![(Q::Satisfied, false)], true, true, false),
        (
            vec![(Q::Satisfied, true), (Q::RunsWell, false)],
            true,
            true,
            false,
        ),
        (
            vec![(Q::Satisfied, true), (Q::Polite, false)],
            true,
            false,
            false,
        ),
        (
            vec![(Q::Satisfied, true), (Q::SignatureOwn, false)],
            true,
            false,
            true,
        ),
        (
            vec![(Q::Satisfied, true), (Q::OpinionOwn, false)],
            true,
            false,
            true,
        ),
        (
            vec![(Q::Satisfied, true), (Q::SignatureOwn, true)],
            true,
            false,
            false,
        ),
    ] {
        let answers = Answers(answers.into_iter().collect());
        assert_eq!(answers.are_enough(), enough, "{answers:?}");
        assert_eq!(
            answers.asks_for_second_service(),
            second_service,
            "{answers:?}"
        );
        assert_eq!(answers.denies_signature(), denied, "{answers:?}");
    }
}
