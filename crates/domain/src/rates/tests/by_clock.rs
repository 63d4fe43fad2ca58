//! What is counted on the day on which it was due.

use super::*;
use crate::record::ServerHeard;

#[test]
fn response_in_time() {
    table! { Response:
        "spoken with in time: counts on the day it was due" assigned ["23 09:00" call] => "11-24 08:10 yes t-zhang";
        "a call that nobody answered is no response" assigned ["23 09:00" no_answer] => "11-24 08:10 no t-zhang";
        "too late" assigned ["24 08:11" call] => "11-24 08:10 no t-zhang";
        "never: not before it is due" nothing [] => "11-24 08:10 no nobody";
        "closed weeks later, it counts by its due day all the same" assigned ["23 09:00" call, "12-20 09:00" arrive, "12-20 10:00" whole, "12-20 11:00" report] => "11-24 08:10 yes t-zhang";
        "called off before" assigned ["23 09:00" cancel] => "11-24 08:10 cancelled t-zhang";
        "called off after it was too late" assigned ["25 09:00" cancel] => "11-24 08:10 no t-zhang";
        "the technician opened it before the customer" at_the_door [] => "11-24 08:10 opened_at_the_door nobody";
        "an urgent one is not among them" urgent ["23 09:00" call] => "";
    }
    table! { UrgentResponse:
        "urgent" urgent ["23 12:10" call] => "11-23 12:10 yes t-zhang";
        "urgent, a minute late" urgent ["23 12:11" call] => "11-23 12:10 no t-zhang";
    }
    table! { FarAnswer:
        "answered within twelve hours" outside ["23 20:10" call] => "11-23 20:10 yes t-zhang";
        "in a day, which is not enough here" outside ["23 20:11" call] => "11-23 20:10 no t-zhang";
        "inside the area nobody asks" assigned ["23 20:10" call] => "";
    }
}

#[test]
fn on_site_in_time() {
    table! { OnSite:
        "four hours in the city" appointed ["24 13:00" arrive] => "11-24 13:00 yes t-zhang";
        "a minute more" appointed ["24 13:01" arrive] => "11-24 13:00 no t-zhang";
        "he moved it himself: the first time counts" appointed ["24 08:00" he_moves, "26 09:30" arrive] => "11-24 13:00 no t-zhang";
        "the customer had asked for it" appointed ["24 08:00" postpones, "24 08:01" he_moves, "26 09:30" arrive] => "11-26 13:00 yes t-zhang";
        "the office agreed to it" appointed ["24 08:00" office_moves, "26 09:30" arrive] => "11-26 13:00 yes t-zhang";
        "postponed and no other time" appointed ["24 08:00" postpones] => "11-24 13:00 postponed t-zhang";
        "postponed when it was already too late" appointed ["24 14:00" postpones] => "11-24 13:00 no t-zhang";
        "called off" appointed ["24 08:00" cancel] => "11-24 13:00 cancelled t-zhang";
        "he was there, the customer was not" appointed ["24 09:30" absent] => "11-24 13:00 yes t-zhang";
        "a second visit is one of its own" appointed ["24 13:01" arrive, "24 13:10" give_up, "24 13:20" report, "25 09:00" office_moves, "26 09:30" arrive] => "11-24 13:00 no t-zhang, 11-26 13:00 yes t-zhang";
        "nothing was agreed" assigned ["24 09:30" arrive] => "";
        "outside the area an answer is due instead" outside ["24 08:00" office_moves] => "";
    }
}

#[test]
fn complex_faults() {
    table! { ComplexFault:
        "solved on the third working day" assigned ["23 09:00" arrive, "23 09:10" give_up, "23 10:00" report, "26 09:00" arrive, "26 10:00" bring_the_part] => "11-26 23:59 yes t-zhang";
        "a weekend between" assigned ["26 09:00" arrive, "26 09:10" give_up] => "12-01 23:59 no t-zhang";
        "called off meanwhile" assigned ["23 09:00" arrive, "23 09:10" give_up, "24 10:00" cancel] => "11-26 23:59 cancelled t-zhang";
        "repaired at once, it was none" assigned ["23 09:00" arrive, "23 09:10" whole] => "";
    }
}

/// The second visit brings the part.
fn bring_the_part(story: &mut Story) {
    for act in [story::quote, story::accept, story::repair] {
        act(story);
    }
}

#[test]
fn a_wrong_clock_makes_nobody_punctual() {
    let mut told = told(appointed, &[("24 09:30", arrive)]);
    let reading = told
        .story
        .record
        .entries
        .values_mut()
        .next()
        .expect("the arrival");
    // The device says half past nine; by the server's time and what has elapsed it is half past two.
    reading.entry.heard = Some(ServerHeard {
        at_ms: moment("24 08:30").timestamp_millis(),
        elapsed_ms: Some(6 * 3_600_000),
    });
    assert_eq!(
        says(Rate::OnSite, &told.measures(&[], &[])),
        "11-24 13:00 no t-zhang"
    );
}

#[test]
fn a_clock_out_of_every_calendar_breaks_nothing_and_counts_nothing() {
    for at_ms in [
        i64::MAX,
        8_210_266_876_799_999,
        -62_135_596_800_000,
        253_402_300_800_000,
    ] {
        let mut told = told(appointed, &[("23 09:00", call), ("24 09:30", arrive)]);
        for reading in told.story.record.entries.values_mut() {
            reading.entry.heard = Some(ServerHeard {
                at_ms,
                elapsed_ms: Some(0),
            });
        }
        let measures = told.measures(&[], &[]);
        // What is beyond all moments was not heard at all: then the device's own word counts.
        assert_eq!(measures.is_empty(), at_ms != i64::MAX, "{at_ms}");
    }
}

#[test]
fn every_rate_of_records_has_its_rule_and_no_rule_writes_another() {
    let mut rates: Vec<Rate> = OF_RECORDS.to_vec();
    rates.sort();
    rates.dedup();
    assert_eq!(rates.len(), OF_RECORDS.len());
    let acts: &[Act] = &[
        ("24 09:00", arrive),
        ("24 10:00", whole),
        ("24 11:00", report),
    ];
    for measure in told(appointed, acts).measures(&[], &[]) {
        assert!(OF_RECORDS.contains(&measure.rate), "{measure:?}");
    }
}
