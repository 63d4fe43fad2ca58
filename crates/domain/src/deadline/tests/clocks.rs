//! What each clock says in a situation.

use super::*;
use crate::{
    deadline::{Because::*, ClockKind as Kind},
    record::{CallOutcome, Field, What},
    story::{self, Story, entry_id},
};

/// What happened, each with its moment.
#[derive(Debug, Clone, Copy)]
enum Given {
    Received(&'static str),
    Complaint,
    /// He complained at the door.
    Complained(&'static str),
    /// The technician was there, and nobody opened.
    NobodyHome(&'static str),
    Priority(i64),
    In(Area),
    /// Somebody spoke with the customer.
    Spoke(&'static str),
    /// A window from, to, and why.
    Time(&'static str, &'static str, Because),
    /// The customer asked for another time.
    OtherTime(&'static str),
    Arrived(&'static str),
    /// It was agreed to be repaired by a day.
    RepairBy(&'static str, Because),
    Repaired(&'static str),
    /// The unit was taken, and is promised back on a day.
    Taken(&'static str),
    BackOn(&'static str, Because),
    HandedBack(&'static str),
    Reported(&'static str),
    CalledBack(&'static str),
    Cancelled(&'static str),
}

use Given::*;

fn at(text: &str) -> Option<Happened> {
    Some(Happened {
        entry: None,
        at: moment(text),
    })
}

fn timeline(given: &[Given]) -> Timeline {
    let mut timeline = Timeline {
        received_at: Some(moment("23 08:10")),
        ..Timeline::default()
    };
    let mut round = Round::default();
    let mut custody: Option<Custody> = None;
    for given in given {
        match *given {
            Received(text) => timeline.received_at = Some(moment(text)),
            Complaint => timeline.is_complaint = true,
            Complained(text) => timeline.complained = at(text),
            NobodyHome(text) => {
                round.arrived = at(text);
                round.nobody_home = true;
            }
            Priority(hours) => timeline.priority_hours = Some(hours),
            In(area) => timeline.area = Some(area),
            Spoke(text) => timeline.first_contact = at(text),
            Time(from, to, because) => round.agreed.push(Agreed {
                from: moment(from),
                to: moment(to),
                because,
            }),
            OtherTime(text) => round.postponed = at(text),
            Arrived(text) => round.arrived = at(text),
            RepairBy(on, because) => {
                timeline.repair_agreed = at("23 10:00");
                timeline.repair_by.push(Promised {
                    on: day(on),
                    because,
                });
            }
            Repaired(text) => timeline.repaired = at(text),
            Taken(text) => {
                let taken = Happened {
                    entry: None,
                    at: moment(text),
                };
                custody = Some(Custody {
                    taken,
                    back_on: Vec::new(),
                    handed_back: None,
                });
            }
            BackOn(on, because) => {
                let custody = custody.as_mut().expect("taken first");
                custody.back_on.push(Promised {
                    on: day(on),
                    because,
                });
            }
            HandedBack(text) => custody.as_mut().expect("taken first").handed_back = at(text),
            Reported(text) => timeline.reported = at(text),
            CalledBack(text) => timeline.called_back = at(text),
            Cancelled(text) => timeline.cancelled = at(text),
        }
    }
    timeline.rounds.push(round);
    timeline.custody.extend(custody);
    timeline
}

/// The state of a clock, with the last moment in time; `none` if there is no such clock.
fn says(kind: Kind, given: &[Given], now: &str) -> String {
    let clocks = clocks(&timeline(given), moment(now), &WorkingDays::default());
    clocks.iter().find(|clock| clock.kind == kind).map_or_else(
        || "none".to_owned(),
        |clock| format!("{} {}", clock.state.code(), clock.due.format("%d %H:%M")),
    )
}

/// A decision table: the situation, what happened, at what moment it is asked => state and the last moment in time.
macro_rules! table {
    ($kind:expr; $($situation:literal [$($given:expr),*] $now:literal => $says:literal;)*) => {
        $(assert_eq!(says($kind, &[$($given),*], $now), $says, "{}", $situation);)*
    };
}

#[test]
fn the_first_response_by_priority_from_receipt() {
    table! { Kind::FirstResponse;
        "urgent, time left" [Priority(4)] "23 12:09" => "running 23 12:10";
        "urgent, to the minute" [Priority(4)] "23 12:10" => "running 23 12:10";
        "urgent, a second later" [Priority(4)] "23 12:10:01" => "missed 23 12:10";
        "urgent, spoken with in time" [Priority(4), Spoke("23 12:10")] "25 08:00" => "met 23 12:10";
        "urgent, spoken with too late" [Priority(4), Spoke("23 12:11")] "25 08:00" => "missed 23 12:10";
        "24 hours" [Priority(24)] "24 08:10" => "running 24 08:10";
        "48 hours" [Priority(48), Spoke("25 08:10")] "26 08:00" => "met 25 08:10";
        "72 hours over a weekend are hours, not working days" [Received("27 17:00"), Priority(72)] "30 17:01" => "missed 30 17:00";
        "no priority is an ordinary one" [] "24 08:11" => "missed 24 08:10";
        "who stands before a closed door has not" [Priority(4), NobodyHome("23 11:00")] "23 12:00" => "running 23 12:10";
        "who stands at the door has responded" [Priority(4), Arrived("23 11:00")] "25 08:00" => "met 23 12:10";
        "cancelled in time" [Priority(4), Cancelled("23 09:00")] "25 08:00" => "cancelled 23 12:10";
        "cancelled when it was already too late" [Priority(4), Cancelled("23 13:00")] "25 08:00" => "missed 23 12:10";
        "spoken with, then cancelled" [Priority(4), Spoke("23 09:00"), Cancelled("23 10:00")] "25 08:00" => "met 23 12:10";
        "cancelled, and called about it afterwards" [Priority(4), Cancelled("23 09:00"), Spoke("23 10:00")] "25 08:00" => "cancelled 23 12:10";
    }
}

const AGREED: Given = Time("24 09:00", "24 11:00", First);

#[test]
fn on_site_after_the_agreed_time_by_area() {
    table! { Kind::OnSite;
        "city, four hours" [In(Area::City), AGREED] "24 13:00" => "running 24 13:00";
        "city, too late" [In(Area::City), AGREED] "24 13:01" => "missed 24 13:00";
        "suburb, six hours" [In(Area::Suburb), AGREED, Arrived("24 15:00")] "25 08:00" => "met 24 15:00";
        "suburb, too late" [In(Area::Suburb), AGREED, Arrived("24 15:01")] "25 08:00" => "missed 24 15:00";
        "within 100 km, 24 hours" [In(Area::Remote), AGREED, Arrived("25 09:00")] "25 10:00" => "met 25 09:00";
        "within 100 km, too late" [In(Area::Remote), AGREED] "25 09:01" => "missed 25 09:00";
        "nobody said how far: the strictest" [AGREED] "24 13:01" => "missed 24 13:00";
        "nothing is agreed yet" [In(Area::City)] "24 13:00" => "none";
        "early is in time" [In(Area::City), AGREED, Arrived("24 08:00")] "25 08:00" => "met 24 13:00";
        "before the agreed time it runs" [In(Area::City), AGREED] "23 20:00" => "running 24 13:00";
        "cancelled the evening before" [In(Area::City), AGREED, Cancelled("23 20:00")] "25 08:00" => "cancelled 24 13:00";
        "the customer asked for another time" [In(Area::City), AGREED, OtherTime("24 08:00")] "25 08:00" => "postponed 24 13:00";
        "he asked when it was too late already" [In(Area::City), AGREED, OtherTime("24 14:00")] "25 08:00" => "missed 24 13:00";
        "and the other time is agreed" [In(Area::City), AGREED, Time("25 09:00", "25 11:00", CustomerAsked)] "25 12:00" => "running 25 13:00";
        "we moved it and the office approved" [In(Area::City), AGREED, Time("25 09:00", "25 11:00", Approved), Arrived("25 12:00")] "26 08:00" => "met 25 13:00";
        "we moved it and nobody approved: the first counts" [In(Area::City), AGREED, Time("25 09:00", "25 11:00", NotApproved), Arrived("25 12:00")] "26 08:00" => "missed 24 13:00";
        "a later approval counts before an earlier wish" [In(Area::City), AGREED, Time("25 09:00", "25 11:00", CustomerAsked), Time("26 09:00", "26 11:00", Approved)] "26 12:00" => "running 26 13:00";
    }
}

#[test]
fn inside_the_agreed_window() {
    table! { Kind::Window;
        "inside" [AGREED, Arrived("24 10:59")] "24 12:00" => "met 24 11:00";
        "at its end" [AGREED, Arrived("24 11:00")] "24 12:00" => "met 24 11:00";
        "after it" [AGREED, Arrived("24 11:01")] "24 12:00" => "missed 24 11:00";
        "not there, and it is not over" [AGREED] "24 10:00" => "running 24 11:00";
        "not there, and it is over" [AGREED] "24 11:01" => "missed 24 11:00";
        "the customer asked for another time before" [AGREED, OtherTime("24 08:00")] "24 12:00" => "postponed 24 11:00";
        "there in time, and nobody at home" [AGREED, NobodyHome("24 10:00")] "24 12:00" => "met 24 11:00";
        "an extension that is not approved changes nothing" [AGREED, Time("24 13:00", "24 15:00", NotApproved), Arrived("24 14:00")] "24 16:00" => "missed 24 11:00";
    }
}

#[test]
fn the_follow_up_call_after_three_working_days_or_seven_days() {
    table! { Kind::CallBack;
        "reported on Monday: until Thursday's end" [Reported("23 17:00")] "26 23:59" => "running 26 23:59";
        "on Friday it is too late" [Reported("23 17:00")] "27 00:00" => "missed 26 23:59";
        "called on the third working day" [Reported("23 17:00"), CalledBack("26 23:59")] "30 08:00" => "met 26 23:59";
        "called on the fourth" [Reported("23 17:00"), CalledBack("27 00:00")] "30 08:00" => "missed 26 23:59";
        "reported on Thursday: over the weekend until Tuesday" [Reported("26 17:00")] "12-01 12:00" => "running 01 23:59";
        "reported on Saturday: until Wednesday" [Reported("28 10:00")] "12-02 12:00" => "running 02 23:59";
        "not reported yet" [Arrived("24 10:00")] "27 08:00" => "none";
        "a complaint: seven days from the day it came in" [Complaint] "30 23:59" => "running 30 23:59";
        "a complaint, the eighth day" [Complaint] "12-01 00:00" => "missed 30 23:59";
        "a complaint at the door: seven days from then" [Complained("25 10:00"), Reported("25 10:30")] "12-02 23:59" => "running 02 23:59";
        "a complaint does not wait for the report" [Complaint, Reported("24 17:00"), CalledBack("30 20:00")] "12-05 08:00" => "met 30 23:59";
    }
}

#[test]
fn the_agreed_date_and_its_extension_only_when_approved() {
    table! { Kind::AgreedDate;
        "no date is agreed" [Repaired("25 10:00")] "26 08:00" => "none";
        "on the day itself" [RepairBy("25", First), Repaired("25 23:59")] "26 08:00" => "met 25 23:59";
        "the day after" [RepairBy("25", First)] "26 00:00" => "missed 25 23:59";
        "extended and approved" [RepairBy("25", First), RepairBy("27", Approved), Repaired("27 18:00")] "28 08:00" => "met 27 23:59";
        "extended and not approved" [RepairBy("25", First), RepairBy("27", NotApproved), Repaired("27 18:00")] "28 08:00" => "missed 25 23:59";
        "the customer asked for a later day" [RepairBy("25", First), RepairBy("28", CustomerAsked)] "27 08:00" => "running 28 23:59";
        "approved once, not approved again" [RepairBy("25", First), RepairBy("27", Approved), RepairBy("30", NotApproved)] "28 08:00" => "missed 27 23:59";
        "called off before" [RepairBy("25", First), Cancelled("24 10:00")] "28 08:00" => "cancelled 25 23:59";
    }
}

#[test]
fn a_unit_in_custody_is_back_on_the_promised_day() {
    const TAKEN: Given = Taken("23 11:00");
    table! { Kind::Custody;
        "handed back on the day" [TAKEN, BackOn("27", First), HandedBack("27 19:00")] "30 08:00" => "met 27 23:59";
        "handed back a day late" [TAKEN, BackOn("27", First), HandedBack("28 09:00")] "30 08:00" => "missed 27 23:59";
        "still in the workshop, in time" [TAKEN, BackOn("27", First)] "26 08:00" => "running 27 23:59";
        "still in the workshop, too late" [TAKEN, BackOn("27", First)] "28 08:00" => "missed 27 23:59";
        "extended and approved" [TAKEN, BackOn("27", First), BackOn("30", Approved)] "28 08:00" => "running 30 23:59";
        "extended and not approved" [TAKEN, BackOn("27", First), BackOn("30", NotApproved)] "28 08:00" => "missed 27 23:59";
        "nothing was promised" [TAKEN] "28 08:00" => "none";
        "nothing was taken" [] "28 08:00" => "none";
    }
}

#[test]
fn a_second_visit_has_clocks_of_its_own() {
    let mut timeline = timeline(&[In(Area::City), AGREED, Arrived("24 12:00")]);
    timeline.rounds.push(Round {
        agreed: vec![Agreed {
            from: moment("27 09:00"),
            to: moment("27 11:00"),
            because: First,
        }],
        ..Round::default()
    });
    let clocks = clocks(&timeline, moment("27 10:00"), &WorkingDays::default());
    let states: Vec<_> = clocks
        .iter()
        .map(|clock| (clock.kind, clock.state))
        .collect();
    assert_eq!(
        states,
        [
            (Kind::FirstResponse, ClockState::Missed),
            (Kind::Window, ClockState::Missed),
            (Kind::Window, ClockState::Running),
            (Kind::OnSite, ClockState::Met),
            (Kind::OnSite, ClockState::Running),
        ]
    );
    assert_eq!(
        clocks[2].left(moment("27 10:00")),
        Some(TimeDelta::hours(1))
    );
    assert_eq!(clocks[1].left(moment("27 10:00")), None);
}

#[test]
fn the_clocks_read_a_record_and_name_the_entry_that_ended_them() {
    let mut story = Story::repair();
    story.set(Field::PriorityHours, crate::record::FieldValue::Number(4));
    story.set(Field::Area, "suburb");
    story.set(
        Field::Appointment,
        "2026-11-23T09:00:00+08:00/2026-11-23T09:20:00+08:00",
    );
    let no_answer = story.does(story::called(CallOutcome::NoAnswer));
    let postponed = story.does(story::called(CallOutcome::Postponed));
    // The record's entries are of 09:30 by the device's clock, which is an hour slow.
    let read = |story: &Story| {
        let timeline = Timeline::of(&story.record, |_, entry| entry.at + TimeDelta::hours(1));
        clocks(&timeline, moment("23 18:00"), &WorkingDays::default())
            .iter()
            .map(|clock| (clock.kind, clock.state, clock.ended_by()))
            .collect::<Vec<_>>()
    };
    assert_ne!(no_answer, postponed);
    assert_eq!(
        read(&story),
        [
            (Kind::FirstResponse, ClockState::Met, Some(postponed)),
            (Kind::Window, ClockState::Missed, Some(postponed)),
            (Kind::OnSite, ClockState::Postponed, Some(postponed)),
        ]
    );
    story.does(story::called(CallOutcome::Confirmed));
    assert_eq!(
        read(&story).last(),
        Some(&(Kind::OnSite, ClockState::Missed, None)),
        "he confirmed after all, and nobody came"
    );
    let visit = story.does(story::visit());
    let report = story.does(What::Report {
        covers: Vec::new(),
        note: String::new(),
    });
    assert_eq!(
        read(&story),
        [
            (Kind::FirstResponse, ClockState::Met, Some(postponed)),
            (Kind::Window, ClockState::Missed, Some(visit)),
            (Kind::OnSite, ClockState::Met, Some(visit)),
            (Kind::CallBack, ClockState::Running, None),
        ]
    );
    story.does(story::void(report));
    let cancelled = story.does(story::cancelled());
    let timeline = Timeline::of(&story.record, |_, entry| entry.at);
    assert_eq!(
        timeline.reported, None,
        "what was taken back did not happen"
    );
    assert_eq!(
        timeline.cancelled.and_then(|happened| happened.entry),
        Some(cancelled)
    );
    assert_eq!(
        Timeline::of(&Story::blank().record, |_, entry| entry.at).received_at,
        None
    );
    assert_ne!(entry_id(1), cancelled);
}
