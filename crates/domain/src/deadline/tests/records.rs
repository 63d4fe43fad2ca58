//! The clocks of whole records: which of their fields and entries start, move and end them, and the one that a list
//! shows. Entries are of the moment that the row says, corrected.

use chrono::TimeDelta;

use super::*;
use crate::{
    record::{CallOutcome, Entry, EntryReading, Field, FieldValue, Matter, ServerHeard, What},
    rights::Role,
    story::{self, Story, candidate, entry_id},
};

/// What happened at a moment.
type Act = (&'static str, fn(&mut Story));

/// The moments of a story's entries, in their order.
fn told(prepare: fn(&mut Story), acts: &[Act]) -> (Story, Vec<(EntryId, Moment)>) {
    let mut story = Story::repair();
    story.set(Field::Area, "city");
    prepare(&mut story);
    let mut moments = Vec::new();
    for (at, act) in acts {
        let before: Vec<EntryId> = story.record.entries.keys().copied().collect();
        act(&mut story);
        let new = story
            .record
            .entries
            .keys()
            .filter(|id| !before.contains(id));
        moments.extend(new.map(|id| (*id, moment(at))));
    }
    (story, moments)
}

/// The clocks at a moment, each as kind, state and last moment in time, and behind them the one that a list shows.
fn says(prepare: fn(&mut Story), acts: &[Act], now: &str) -> String {
    let (story, moments) = told(prepare, acts);
    let at = |id: EntryId, entry: &Entry| {
        let found = moments.iter().find(|(known, _)| *known == id);
        found.map_or(entry.at, |(_, at)| *at)
    };
    let now = moment(now);
    let all = clocks(
        &Timeline::of(&story.record, at),
        now,
        &WorkingDays::default(),
    );
    let each = all.iter().map(|clock| {
        let (kind, state) = (clock.kind.code(), clock.state.code());
        format!("{kind} {state} {}", clock.due.format("%d %H:%M"))
    });
    let next = NextClock::of(&all).map_or("nothing".to_owned(), |next| {
        format!("{} {}", next.kind.code(), next.state(now).code())
    });
    format!("{} => {next}", each.collect::<Vec<_>>().join(", "))
}

fn appointed(story: &mut Story) {
    story.set(
        Field::Appointment,
        "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00",
    );
}

/// The appointment of the second visit.
fn appointed_again(story: &mut Story) {
    story.set(
        Field::Appointment,
        "2026-11-27T09:00:00+08:00/2026-11-27T11:00:00+08:00",
    );
}

fn urgent(story: &mut Story) {
    story.set(Field::PriorityHours, FieldValue::Number(4));
}

fn at_the_door(story: &mut Story) {
    let received = candidate(Role::Technician, "2026-11-23T08:10:00+08:00");
    story.clash(Field::ReceivedAt, vec![received]);
}

fn complaint(story: &mut Story) {
    story.set(Field::Request, "complaint");
}

fn nothing(_: &mut Story) {}

fn no_answer(story: &mut Story) {
    story.does(story::called(CallOutcome::NoAnswer));
}

fn postpones(story: &mut Story) {
    story.does(story::called(CallOutcome::Postponed));
}

fn absent(story: &mut Story) {
    story.does(story::absent());
}

fn take_unit(story: &mut Story) {
    story.does(story::unit_taken());
}

fn return_unit(story: &mut Story) {
    let taken = story.facts().in_custody.expect("in custody");
    story.does(story::unit_returned(taken));
}

fn ask_extension(story: &mut Story) {
    let What::ApprovalAsked(mut asked) = story::asks_approval(Matter::Extension) else {
        panic!("a question");
    };
    // Later than any date that was promised.
    asked.until = "2026-12-04".into();
    story.does(What::ApprovalAsked(asked));
}

fn asked(story: &Story) -> EntryId {
    let is_asked = |reading: &EntryReading| matches!(reading.entry.what, What::ApprovalAsked(_));
    let found = story.record.entries.iter().find(|(_, it)| is_asked(it));
    *found.expect("asked").0
}

fn approve(story: &mut Story) {
    let request = asked(story);
    story.does(story::decides(request, true));
}

fn refuse(story: &mut Story) {
    let request = asked(story);
    story.does(story::decides(request, false));
}

fn not_satisfied(story: &mut Story) {
    story.does(story::not_satisfied());
}

fn complain(story: &mut Story) {
    story.does(story::complains());
}

/// From the door to the signature.
fn whole(story: &mut Story) {
    for act in [
        story::diagnose,
        story::quote,
        story::accept,
        story::repair,
        story::test,
        story::advise,
        story::sign,
        story::pay,
    ] {
        act(story);
    }
}

use story::{arrive, call, cancel, report};

macro_rules! table {
    ($($situation:literal $prepare:ident [$($at:literal $act:ident),*] $now:literal => $says:literal;)*) => {
        $(assert_eq!(says($prepare, &[$(($at, $act)),*], $now), $says, "{}", $situation);)*
    };
}

#[test]
fn which_entries_start_and_end_the_clocks() {
    table! {
        "taken in" nothing [] "23 09:00" => "first_response running 24 08:10 => first_response running";
        "urgent, and late" urgent [] "23 12:11" => "first_response missed 23 12:10 => first_response missed";
        "nobody answered" urgent ["23 10:00" no_answer] "23 12:11" => "first_response missed 23 12:10 => first_response missed";
        "spoken with" urgent ["23 10:00" call] "23 12:11" => "first_response met 23 12:10 => nothing";
        "taken in at the door: spoken with at once" at_the_door [] "23 12:11" => "first_response met 24 08:10 => nothing";
        "an appointment" appointed ["23 10:00" call] "23 12:00" => "first_response met 24 08:10, window running 24 11:00, on_site running 24 13:00 => window running";
        "late for the window, in time for the hours" appointed ["23 10:00" call] "24 11:30" => "first_response met 24 08:10, window missed 24 11:00, on_site running 24 13:00 => window missed";
        "there" appointed ["23 10:00" call, "24 10:30" arrive] "24 11:30" => "first_response met 24 08:10, window met 24 11:00, on_site met 24 13:00 => nothing";
        "the customer asks for another time" appointed ["23 10:00" postpones] "24 12:00" => "first_response met 24 08:10, window postponed 24 11:00, on_site postponed 24 13:00 => on_site postponed";
        "and somebody comes without a new time" appointed ["23 10:00" postpones, "25 10:00" arrive] "25 12:00" => "first_response met 24 08:10, window postponed 24 11:00, on_site postponed 24 13:00 => nothing";
        "and confirms all the same" appointed ["23 10:00" postpones, "23 18:00" call] "24 10:00" => "first_response met 24 08:10, window running 24 11:00, on_site running 24 13:00 => window running";
        "called off in time" appointed ["23 10:00" call, "23 11:00" cancel] "24 12:00" => "first_response met 24 08:10, window cancelled 24 11:00, on_site cancelled 24 13:00 => nothing";
    }
}

#[test]
fn closed_doors_and_second_visits_are_rounds_of_their_own() {
    table! {
        "nobody at home, in time: no call back after a closed door" appointed ["23 10:00" call, "24 10:00" absent, "24 10:10" report] "25 08:00" => "first_response met 24 08:10, window met 24 11:00, on_site met 24 13:00 => nothing";
        "another time is agreed" appointed_again ["24 10:00" absent, "24 10:10" report] "25 08:00" => "first_response missed 24 08:10, window running 27 11:00, on_site running 27 13:00 => first_response missed";
        "the second visit is there in time" appointed_again ["24 08:00" absent, "24 08:10" report, "27 10:00" arrive] "27 10:30" => "first_response missed 24 08:10, window met 27 11:00, on_site met 27 13:00 => nothing";
        "not satisfied: the call back waits for the second service" appointed_again ["23 09:00" arrive, "23 10:00" whole, "23 11:00" report, "24 09:00" not_satisfied] "25 08:00" => "first_response met 24 08:10, window running 27 11:00, on_site running 27 13:00 => window running";
        "the second service is reported" appointed_again ["23 09:00" arrive, "23 10:00" whole, "23 11:00" report, "24 09:00" not_satisfied, "27 09:30" arrive, "27 11:00" report] "27 12:00" => "first_response met 24 08:10, window met 27 11:00, on_site met 27 13:00 => nothing";
        "early, and gone before the window: it is the same visit" appointed ["24 08:00" arrive, "24 08:05" whole, "24 08:50" report] "24 12:00" => "first_response met 24 08:10, window met 24 11:00, on_site met 24 13:00, call_back running 27 23:59 => call_back running";
    }
}

#[test]
fn dates_that_were_promised_and_extensions() {
    table! {
        "an extension that nobody approved yet" nothing ["23 09:00" arrive, "23 09:30" ask_extension] "24 09:00" => "first_response met 24 08:10 => nothing";
        "approved: it is the agreed date" nothing ["23 09:00" arrive, "23 09:30" ask_extension, "23 12:00" approve] "24 09:00" => "first_response met 24 08:10, agreed_date running 04 23:59 => agreed_date running";
        "refused" nothing ["23 09:00" arrive, "23 09:30" ask_extension, "23 12:00" refuse] "24 09:00" => "first_response met 24 08:10 => nothing";
        "in custody" nothing ["23 09:00" arrive, "23 09:30" take_unit] "24 09:00" => "first_response met 24 08:10, custody running 30 23:59 => custody running";
        "in custody, an extension not approved" nothing ["23 09:00" arrive, "23 09:30" take_unit, "28 09:00" ask_extension] "12-01 09:00" => "first_response met 24 08:10, custody missed 30 23:59 => custody missed";
        "in custody, an extension approved" nothing ["23 09:00" arrive, "23 09:30" take_unit, "28 09:00" ask_extension, "28 10:00" approve] "12-01 09:00" => "first_response met 24 08:10, custody running 04 23:59 => custody running";
        "handed back" nothing ["23 09:00" arrive, "23 09:30" take_unit, "27 09:00" return_unit] "12-01 09:00" => "first_response met 24 08:10, custody met 30 23:59 => nothing";
        "in custody nobody is called back" nothing ["23 09:00" arrive, "23 09:30" take_unit, "23 10:00" report] "24 09:00" => "first_response met 24 08:10, custody running 30 23:59 => custody running";
    }
}

#[test]
fn the_follow_up() {
    table! {
        "after the report" nothing ["23 09:00" arrive, "23 10:00" whole, "23 11:00" report] "24 09:00" => "first_response met 24 08:10, call_back running 26 23:59 => call_back running";
        "too late" nothing ["23 09:00" arrive, "23 10:00" whole, "23 11:00" report] "27 09:00" => "first_response met 24 08:10, call_back missed 26 23:59 => call_back missed";
        "a complaint that came in" complaint ["23 09:00" arrive] "24 09:00" => "first_response met 24 08:10, call_back running 30 23:59 => call_back running";
        "a complaint at the door" nothing ["24 07:00" arrive, "24 07:30" complain] "24 09:00" => "first_response met 24 08:10, call_back running 01 23:59 => call_back running";
    }
}

/// The rule of a clock in both languages; it is kept by lists as it is.
fn rule(prepare: fn(&mut Story), acts: &[Act], kind: ClockKind) -> (String, String) {
    let (story, _) = told(prepare, acts);
    let all = clocks_of(&story.record, moment("23 09:00"), &WorkingDays::default());
    let clock = all.iter().find(|clock| clock.kind == kind);
    let rule = clock.expect("a clock").rule;
    let read: ClockRule =
        serde_json::from_value(serde_json::to_value(rule).expect("plain data")).expect("read");
    assert_eq!(read, rule, "as a list keeps it");
    (rule.words().chinese, rule.words().english)
}

#[test]
fn the_rule_of_every_clock_is_said_with_its_figures() {
    for (prepare, acts, kind, chinese, english) in [
        (
            urgent as fn(&mut Story),
            &[] as &[Act],
            ClockKind::FirstResponse,
            "受理后 4 小时内首次响应",
            "first response within 4 h of receipt",
        ),
        (
            nothing,
            &[],
            ClockKind::FirstResponse,
            "受理后 24 小时内首次响应（普通）",
            "first response within 24 h of receipt (ordinary)",
        ),
        (
            appointed,
            &[],
            ClockKind::Window,
            "约定时段内到场",
            "inside the agreed window",
        ),
        (
            appointed,
            &[],
            ClockKind::OnSite,
            "约定时间后 4 小时内到场（市区）",
            "on site within 4 h of the agreed time (city)",
        ),
        (
            nothing,
            &[
                ("23 08:20", arrive),
                ("23 08:30", ask_extension),
                ("23 08:40", approve),
            ],
            ClockKind::AgreedDate,
            "约定日期当日结束前修好（延期已获批准）",
            "repaired by the end of the agreed day (extension approved)",
        ),
        (
            nothing,
            &[
                ("23 08:20", arrive),
                ("23 08:30", take_unit),
                ("23 08:40", ask_extension),
            ],
            ClockKind::Custody,
            "承诺归还日期当日结束前还机（延期未获批准，不计）",
            "handed back by the end of the promised day (an extension without approval does not count)",
        ),
        (
            complaint,
            &[],
            ClockKind::CallBack,
            "投诉后 7 天内回访",
            "follow-up within 7 days of the complaint",
        ),
    ] {
        let said = rule(prepare, acts, kind);
        assert_eq!((said.0.as_str(), said.1.as_str()), (chinese, english));
    }
}

#[test]
fn the_clocks_run_on_corrected_time_whatever_a_device_says() {
    let mut story = Story::repair();
    urgent(&mut story);
    // The device is a day fast, and heard the server an hour before: at the door at 10:30, not tomorrow.
    let mut entry = story::entry(story::visit());
    entry.at = moment("24 10:30");
    entry.heard = Some(ServerHeard {
        at_ms: moment("23 09:30").timestamp_millis(),
        elapsed_ms: Some(TimeDelta::hours(1).num_milliseconds()),
    });
    let device = crate::ids::DeviceId([1; 16]);
    story
        .record
        .entries
        .insert(entry_id(50), EntryReading { entry, device });
    let all = clocks_of(&story.record, moment("25 08:00"), &WorkingDays::default());
    assert_eq!(
        all[0].state,
        ClockState::Met,
        "by the device's own word it is missed"
    );
    assert_eq!(
        story.findings(),
        [crate::course::Finding::ClockWrong {
            entry: entry_id(50),
            ahead_s: 24 * 3_600,
        }]
    );
}
