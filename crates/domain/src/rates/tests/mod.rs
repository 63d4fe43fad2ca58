//! The rates as tables that read beside their definitions (formulas in `words/*/trade/rates.ftl`): a row is a situation,
//! what happened when, and what it counts as: the due moment, `yes`, `no` or the reason why it is apart, the deciding
//! figure, until when it is provisional, and whose it is.
//!
//! The week of the tables: 2026-11-23 is a Monday.

mod by_clock;
mod by_closing;
mod received;

use chrono::DateTime;
use doorstep_words::Language;

use super::*;
use crate::{
    deadline::WorkingDays,
    ids::EntryId,
    record::{Field, FieldValue, What},
    rights::Role,
    story::{self, Story, candidate},
    unit_history::SECOND_REPAIR_DAYS,
};

/// What happened at a moment.
type Act = (&'static str, fn(&mut Story));

/// `23 08:10` is a moment of November 2026 in the customer's calendar; `12-01 08:10` names its month.
fn moment(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').expect("a day and a time");
    let date = if day.contains('-') {
        format!("2026-{day}")
    } else {
        format!("2026-11-{day}")
    };
    DateTime::parse_from_rfc3339(&format!("{date}T{time}:00+08:00")).expect("a moment")
}

/// A record to which something happened, and in which order it came to the office.
struct Told {
    story: Story,
    written: Vec<Written>,
}

fn told(prepare: fn(&mut Story), acts: &[Act]) -> Told {
    let mut told = Told {
        story: Story::repair(),
        written: Vec::new(),
    };
    told.story.set(Field::Area, "city");
    told.does("23 08:10", prepare);
    for (at, act) in acts {
        told.does(at, *act);
    }
    told
}

impl Told {
    fn does(&mut self, at: &str, act: fn(&mut Story)) {
        let record = &self.story.record;
        let before: Vec<EntryId> = record.entries.keys().copied().collect();
        let agreed = record.fields.get(&Field::Appointment).cloned();
        act(&mut self.story);
        let record = &mut self.story.record;
        let now_agreed = record.fields.get(&Field::Appointment);
        if let Some(reading) = now_agreed.filter(|now| Some(*now) != agreed.as_ref()) {
            let newest = reading.candidates.last().expect("never empty");
            let words = newest.value.words().expect("words");
            let write = AppointmentWrite::read(words, newest.role).expect("a window");
            self.written.push(Written::Appointment(write));
        }
        for (id, reading) in &mut record.entries {
            if !before.contains(id) {
                reading.entry.at = moment(at);
                self.written.push(Written::Entry(*id));
            }
        }
    }

    fn measures(&self, later: &[LaterRepair], arrivals: &[Arrival]) -> Vec<Measure> {
        measures_of(&Known {
            written: &self.written,
            later_repairs: later,
            arrivals,
            ..Known::of(&self.story.record, &WorkingDays::default())
        })
    }
}

/// What a record says of one rate.
fn says(rate: Rate, measures: &[Measure]) -> String {
    let of_rate = measures.iter().filter(|measure| measure.rate == rate);
    let each = of_rate.map(|measure| {
        let outcome = measure
            .outcome
            .apart()
            .map_or(measure.outcome.code(), Apart::code);
        let value = measure
            .value
            .map_or(String::new(), |value| format!(" ({value})"));
        let until = measure.provisional_until.map_or(String::new(), |until| {
            until.format(" until %m-%d").to_string()
        });
        let whose = measure
            .technician
            .as_ref()
            .map_or("nobody", |person| &person.0);
        format!(
            "{} {outcome}{value}{until} {whose}",
            measure.due.format("%m-%d %H:%M")
        )
    });
    each.collect::<Vec<_>>().join(", ")
}

macro_rules! table {
    ($rate:ident: $($situation:literal $prepare:ident [$($at:literal $act:ident),*] => $says:literal;)*) => {
        $(assert_eq!(
            says(Rate::$rate, &told($prepare, &[$(($at, $act)),*]).measures(&[], &[])),
            $says,
            "{}", $situation
        );)*
    };
}
use table;

fn nothing(_: &mut Story) {}

fn assigned(story: &mut Story) {
    story::assign(story);
}

fn urgent(story: &mut Story) {
    story.set(Field::PriorityHours, FieldValue::Number(4));
    assigned(story);
}

fn appointed(story: &mut Story) {
    assigned(story);
    story.set(
        Field::Appointment,
        "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00",
    );
}

/// The office agrees another time, two days later.
fn office_moves(story: &mut Story) {
    story.set(
        Field::Appointment,
        "2026-11-26T09:00:00+08:00/2026-11-26T11:00:00+08:00",
    );
}

/// The technician writes the same.
fn he_moves(story: &mut Story) {
    let window = "2026-11-26T09:00:00+08:00/2026-11-26T11:00:00+08:00";
    story.clash(
        Field::Appointment,
        vec![candidate(Role::Technician, window)],
    );
}

fn at_the_door(story: &mut Story) {
    let received = candidate(Role::Technician, "2026-11-23T08:10:00+08:00");
    story.clash(Field::ReceivedAt, vec![received]);
}

fn outside(story: &mut Story) {
    story.set(Field::Area, "outside");
    assigned(story);
}

fn installation(story: &mut Story) {
    story.set(Field::Request, "installation");
    assigned(story);
}

fn postpones(story: &mut Story) {
    story.does(story::called(crate::record::CallOutcome::Postponed));
}

fn no_answer(story: &mut Story) {
    story.does(story::called(crate::record::CallOutcome::NoAnswer));
}

fn absent(story: &mut Story) {
    story.does(story::absent());
}

fn not_satisfied(story: &mut Story) {
    story.does(story::not_satisfied());
}

/// The second service: another arrival, the work done again and signed for again.
fn serve_again(story: &mut Story) {
    for act in [
        arrive,
        story::finish,
        story::test,
        story::advise,
        story::sign,
    ] {
        act(story);
    }
}

/// From the door to the accepted quote.
fn up_to_the_quote(story: &mut Story) {
    for act in [story::diagnose, story::quote, story::accept] {
        act(story);
    }
}

/// From the accepted quote to the payment.
fn up_to_the_payment(story: &mut Story) {
    for act in [
        story::repair,
        story::test,
        story::advise,
        story::sign,
        story::pay,
    ] {
        act(story);
    }
}

/// From the door to the payment.
fn whole(story: &mut Story) {
    up_to_the_quote(story);
    up_to_the_payment(story);
}

fn refuse(story: &mut Story) {
    for act in [
        story::repair,
        story::test,
        story::advise,
        story::refuse_to_sign,
    ] {
        act(story);
    }
}

fn decline(story: &mut Story) {
    for act in [story::diagnose, story::quote, story::decline] {
        act(story);
    }
}

fn give_up(story: &mut Story) {
    for act in [story::diagnose, story::cannot] {
        act(story);
    }
}

/// It is signed with three points of five.
fn three_points(story: &mut Story) {
    up_to_the_quote(story);
    for act in [story::repair, story::test, story::advise] {
        act(story);
    }
    let What::SignOff {
        statement,
        stamp,
        signer,
        relation,
        opinion,
        covers,
        ..
    } = story::sign_off(story.all_valid())
    else {
        panic!("a signature");
    };
    story.does(What::SignOff {
        statement,
        stamp,
        signer,
        relation,
        opinion,
        score: 3,
        covers,
    });
}

use story::{arrive, call, cancel, report};

#[test]
fn every_rate_is_found_by_its_code_and_says_its_formula_with_its_figures() {
    for rate in Rate::ALL {
        assert_eq!(Rate::from_code(rate.code()), Some(*rate));
        let formula = rate.formula();
        assert!(
            formula.chinese.contains('÷') && formula.english.contains('÷'),
            "{rate:?}"
        );
        assert!(!rate.words().chinese.is_empty());
    }
    let fix = Rate::FirstVisitFix.formula().english;
    assert!(fix.contains(&SECOND_REPAIR_DAYS.to_string()), "{fix}");
    assert_eq!(
        Language::Chinese.say(Apart::Contested.words()),
        "对计入维修人员有异议"
    );
    assert_eq!(Rate::from_code("magic"), None);
}

#[test]
fn a_target_is_reached_exactly_at_its_figure() {
    for (numerator, denominator, reached) in [
        (9, 10, Some(true)),
        (89, 100, Some(false)),
        (0, 0, None),
        (1, 1, Some(true)),
    ] {
        assert_eq!(
            Target::AtLeast(90).is_reached(numerator, denominator),
            reached
        );
    }
    assert_eq!(Target::Less.is_reached(1, 2), None, "no figure is set");
}
