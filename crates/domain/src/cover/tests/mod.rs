//! Who pays, as tables that read beside domain.md: a row is a situation, what is asked for, and payer, rule and dates.
//!
//! `says` is payer, rule, and where the rule hangs on dates: first day, term, last day.

mod classes;
mod days;
mod exclusions;
mod fitted_parts;
mod overrides;
mod second_repairs;
mod terms;
mod words;

use chrono::{DateTime, NaiveDate};

use super::*;
use crate::{
    course::Facts,
    ids::PersonId,
    record::FieldValue,
    story::{self, Story},
    unit_history::UnitHistory,
};

/// The day of the visit unless a row names another.
pub(crate) const TODAY: &str = "2026-11-23";

/// What is known in a situation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Given {
    /// The date on the invoice.
    Bought(&'static str),
    /// The class as the office booked it.
    Booked(&'static str),
    /// Any field.
    Says(Field, &'static str),
    /// Outsiders opened the unit.
    Opened,
    /// The technician wrote down what ends the warranty.
    Excluded(&'static str),
    /// Card and invoice were not seen at a visit on the day.
    ProofNotSeen,
    /// They were seen at an earlier visit of the same record.
    ProofSeenBefore,
    /// The visit is on another day.
    On(&'static str),
    /// The customer said on a day that he was not satisfied.
    NotSatisfied(&'static str),
    /// There was an earlier record.
    After(Earlier),
}

use Given::*;

/// An earlier record of the same unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Earlier {
    pub(crate) number: &'static str,
    /// The day of the work, of the signature and of the report.
    pub(crate) on: &'static str,
    pub(crate) fault: &'static str,
    /// Parts fitted: `CODE`, `CODE#SERIAL`, `CODE×2`, with `+12` its months.
    pub(crate) fitted: &'static [&'static str],
    /// Parts taken out.
    pub(crate) removed: &'static [&'static str],
    pub(crate) how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Repaired,
    CannotRepair,
    Cancelled,
    Open,
    Installed,
    RepairedOpened,
    Voided,
    RefusedToSign,
    OnlyReported,
}

pub(crate) const EARLIER: Earlier = Earlier {
    number: "K7-1",
    on: "2026-10-24",
    fault: "",
    fitted: &[],
    removed: &[],
    how: How::Repaired,
};

/// A decision table: the situation, what is known, what is asked for => what the rules say.
macro_rules! table {
    ($($situation:literal [$($given:expr),*] $asks:literal => $says:expr;)*) => {
        $(assert_eq!($crate::cover::tests::decide(&[$($given),*], $asks), $says, "{}", $situation);)*
    };
}
use table;

pub(crate) fn catalogue() -> Catalogue {
    serde_json::from_value(serde_json::json!({
        "version": 7,
        "kinds": [
            {"kind": "fridge", "name_zh": "冰箱", "name_en": "Refrigerator", "whole_unit_months": 12},
            {"kind": "stove", "name_zh": "燃气灶", "name_en": "Stove", "whole_unit_months": 24},
            {"kind": "sample", "name_zh": "样机", "name_en": "Sample", "whole_unit_months": 0}],
        "warranty": [
            {"kind": "fridge", "component": "compressor", "months": 36},
            {"kind": "fridge", "component": "board", "months": 24},
            {"kind": "fridge", "component": "lamp", "months": 6}],
    }))
    .expect("a catalogue")
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A part as it is written in these tables: its code, and its serial number, pieces and months where they matter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) code: &'a str,
    pub(crate) serial: &'a str,
    pub(crate) pieces: i64,
    pub(crate) months: i64,
}

impl<'a> Written<'a> {
    pub(crate) fn read(text: &'a str) -> Self {
        let (text, months) = text.split_once('+').unwrap_or((text, "36"));
        let (text, pieces) = text.split_once('×').unwrap_or((text, "1"));
        let (code, serial) = text.split_once('#').unwrap_or((text, ""));
        Self {
            code,
            serial,
            pieces: pieces.parse().expect("pieces"),
            months: months.parse().expect("months"),
        }
    }
}

/// Components by the parts' codes.
fn component(code: &str) -> &'static str {
    match code {
        "COMPRESSOR" => "compressor",
        "BOARD" => "board",
        "LAMP" => "lamp",
        _ => "",
    }
}

/// `labour`, `fee`, `PUMP`, `PUMP×2`, `PUMP#S1`, `labour for PUMP`.
fn asked(text: &str) -> Asked<'_> {
    let part = |text| {
        let written = Written::read(text);
        AskedPart {
            code: written.code,
            component: component(written.code),
            pieces: written.pieces,
            failed_serial: written.serial,
        }
    };
    match text.strip_prefix("labour for ") {
        Some(text) => Asked::of(LineKind::Labour, Some(part(text))),
        None if text == "labour" => Asked::of(LineKind::Labour, None),
        None if text == "fee" => Asked::of(LineKind::Other, None),
        None => Asked::of(LineKind::Part, Some(part(text))),
    }
}

/// Puts an entry on a day, by a person.
pub(crate) fn happened(story: &mut Story, on: &str, by: &str, what: What) -> crate::ids::EntryId {
    let id = story.happens(what);
    let reading = story.record.entries.get_mut(&id).expect("just written");
    reading.entry.at =
        DateTime::parse_from_rfc3339(&format!("{on}T10:00:00+08:00")).expect("a moment");
    reading.entry.by = PersonId(by.into());
    id
}

pub(crate) fn fitted(text: &str) -> What {
    let written = Written::read(text);
    What::PartFitted {
        part: written.code.into(),
        name: "配件".into(),
        serial: written.serial.into(),
        quantity: written.pieces,
        warranty_months: written.months,
    }
}

pub(crate) fn removed(text: &str) -> What {
    let written = Written::read(text);
    What::PartRemoved {
        part: written.code.into(),
        name: "旧配件".into(),
        serial: written.serial.into(),
        quantity: written.pieces,
        kept_for_store: true,
    }
}

/// The record of an earlier repair, by technician `t-wang`.
pub(crate) fn earlier(given: &Earlier) -> Record {
    let mut story = Story::repair();
    let number = given
        .number
        .bytes()
        .map(u128::from)
        .fold(1, |sum, byte| sum * 256 + byte);
    story.record.id = crate::ids::RecordId(uuid::Uuid::from_u128(number));
    story.set(Field::UnitKind, "fridge");
    story.set(Field::Number, given.number);
    story.set(Field::Assignee, "t-li");
    if !given.fault.is_empty() {
        story.set(Field::FaultCode, given.fault);
    }
    if given.how == How::Installed {
        story.set(Field::Request, "installation");
    }
    if given.how == How::RepairedOpened {
        story.set(Field::OpenedByOutsiders, FieldValue::YesNo(true));
    }
    let by = "t-wang";
    happened(&mut story, given.on, by, story::visit());
    for text in given.removed {
        happened(&mut story, given.on, by, removed(text));
    }
    for text in given.fitted {
        let id = happened(&mut story, given.on, by, fitted(text));
        if given.how == How::Voided {
            happened(&mut story, given.on, by, story::void(id));
        }
    }
    match given.how {
        How::CannotRepair => {
            happened(&mut story, given.on, by, story::cannot_repair());
        }
        How::Cancelled => {
            happened(&mut story, given.on, by, story::cancelled());
        }
        _ => {
            happened(&mut story, given.on, by, What::RepairDone { works: true });
        }
    }
    let last = match given.how {
        How::Open => return story.record,
        How::RefusedToSign => story::sign_refused(),
        How::OnlyReported => What::Report {
            covers: Vec::new(),
            note: String::new(),
        },
        _ => story::sign_off(Vec::new()),
    };
    happened(&mut story, given.on, by, last);
    story.record
}

/// A situation, built.
pub(crate) struct Situation {
    pub(crate) story: Story,
    pub(crate) history: UnitHistory,
    pub(crate) day: NaiveDate,
    not_satisfied_on: Option<NaiveDate>,
    pub(crate) catalogue: Catalogue,
}

impl Situation {
    pub(crate) fn of(given: &[Given]) -> Self {
        let mut story = Story::repair();
        story.set(Field::UnitKind, "fridge");
        story.record.fields.remove(&Field::PurchasedOn);
        let on = |given: &Given| match given {
            On(on) => Some(*on),
            _ => None,
        };
        let on = given.iter().find_map(on).unwrap_or(TODAY);
        let (mut seen, mut not_satisfied_on, mut others) = (true, None, Vec::new());
        for given in given {
            match *given {
                Bought(date) => story.set(Field::PurchasedOn, date),
                Booked(class) => story.set(Field::PayerClass, class),
                Says(field, words) => story.set(field, words),
                Opened => story.set(Field::OpenedByOutsiders, FieldValue::YesNo(true)),
                Excluded(code) => story.set(Field::Exclusion, code),
                ProofNotSeen => seen = false,
                ProofSeenBefore => {
                    happened(&mut story, "2026-11-20", "t-zhang", story::visit());
                }
                On(_) => {}
                NotSatisfied(on) => not_satisfied_on = Some(day(on)),
                After(given) => others.push(earlier(&given)),
            }
        }
        let mut visit = story::visit();
        if let What::Visit {
            proof_of_purchase_seen,
            ..
        } = &mut visit
        {
            *proof_of_purchase_seen = seen;
        }
        happened(&mut story, on, "t-zhang", visit);
        Self {
            history: UnitHistory::of(&story.record, &others),
            day: visit_day(&story.record).expect("somebody arrived"),
            story,
            not_satisfied_on,
            catalogue: catalogue(),
        }
    }

    pub(crate) fn case(&self) -> Case<'_> {
        Case {
            record: &self.story.record,
            catalogue: &self.catalogue,
            history: &self.history,
            day: self.day,
            not_satisfied_on: self.not_satisfied_on,
        }
    }
}

fn rule(given: &[Given], asks: &str) -> Rule {
    Situation::of(given).case().who_pays(&asked(asks))
}

pub(super) fn decide(given: &[Given], asks: &str) -> String {
    let rule = rule(given, asks);
    let mut says = format!("{} · {}", rule.payer().code(), rule.code());
    match &rule {
        Rule::Excluded { exclusion } => says += &format!(" · {}", exclusion.code()),
        Rule::SecondRepair { first, same, .. } => {
            says += &format!(" · {} as {first}", same.words().english);
        }
        Rule::FittedPart { record, serial, .. } if serial.is_empty() => {
            says += &format!(" · of {record}");
        }
        Rule::FittedPart { record, serial, .. } => says += &format!(" · {serial} of {record}"),
        _ => {}
    }
    if let Some(from) = rule.from() {
        says += &format!(" · {from}");
    }
    if let Some(months) = rule.months() {
        says += &format!(" + {months} months");
    }
    if let Some(last_day) = rule.last_day() {
        says += &format!(" = {last_day}");
    }
    says
}

#[test]
fn the_stories_of_earlier_records_are_what_they_say() {
    let with = |how| earlier(&Earlier { how, ..EARLIER });
    let done = |record: &Record| Facts::of(record).repair_done.is_some();
    assert!(done(&with(How::Repaired)) && done(&with(How::Open)));
    assert!(!done(&with(How::CannotRepair)) && !done(&with(How::Cancelled)));
}
