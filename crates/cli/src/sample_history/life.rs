//! What a sample record is about and what is going to happen to it: drawn before anything is written.

use chrono::{DateTime, FixedOffset, Months};

use super::{
    Dice, HistoryError,
    calendar::Calendar,
    cast::{self, STATIONS},
    customer::Customer,
    phrases::WORDS,
    rows::{Fault, Labour, Part, SampleRows, Test},
};

/// All that the records of one history have in common.
pub(super) struct Plan {
    pub(super) seed: u64,
    pub(super) records: usize,
    pub(super) calendar: Calendar,
    pub(super) rows: SampleRows,
}

/// What happens to a record, in the words of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// Repaired at the first visit.
    FirstVisit,
    /// The part is not on the van: a second visit.
    SecondVisit,
    /// Into the workshop against a receipt, with or without a loaner.
    Workshop { loaner: bool },
    /// It cannot be repaired; told and signed.
    CannotRepair,
    /// Nobody at home the first time.
    Absent,
    /// Called off before anybody came.
    Cancelled,
    /// Repaired, and the customer would not sign.
    Refused,
    /// The quote was too high.
    Declined,
    /// Not satisfied: a second service, and perhaps that one does not satisfy either.
    NotSatisfied { again: bool },
    /// Office and technician wrote the same field apart; settled since or not.
    Clash { phone: bool, settled: bool },
}

/// What the customer asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Request {
    Repair,
    Installation,
    Maintenance,
}

impl Request {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Repair => "repair",
            Self::Installation => "installation",
            Self::Maintenance => "maintenance",
        }
    }
}

/// Small things that are not as they should be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lapses {
    /// Hours by which the technician comes too late; 0 for in time.
    pub(super) late_hours: u64,
    /// The customer was not there at the test.
    pub(super) tested_alone: bool,
    /// The old part was not kept for the store.
    pub(super) old_part_gone: bool,
    /// Nobody wrote down to whom the invoice is made out, or the receipt's number.
    pub(super) paper_missing: bool,
}

/// The life of one record.
pub(super) struct Life<'r> {
    pub(super) place: usize,
    pub(super) number: String,
    pub(super) received: DateTime<FixedOffset>,
    pub(super) customer: Customer<'r>,
    /// Which technician.
    pub(super) technician: usize,
    pub(super) request: Request,
    pub(super) fault: &'r Fault,
    /// The part that is fitted; none where the fault needs none.
    pub(super) part: Option<&'r Part>,
    pub(super) labour: Vec<&'r Labour>,
    pub(super) tests: Vec<&'r Test>,
    pub(super) symptom: String,
    pub(super) payer: &'static str,
    pub(super) priority_hours: i64,
    pub(super) course: Course,
    pub(super) lapses: Lapses,
}

/// Of a thousand records: those of a customer who called before.
const AGAIN_PER_MILLE: u64 = 120;

impl<'r> Life<'r> {
    /// Draws the life of the record at a place.
    pub(super) fn draw(plan: &'r Plan, place: usize) -> Result<Self, HistoryError> {
        let mut dice = Dice::of(&format!("{} record", plan.seed), place);
        let (rows, received) = (&plan.rows, plan.calendar.received(place));
        let called_first = if dice.per_mille(AGAIN_PER_MILLE) {
            let days = 5 + dice.below(120).cast_signed();
            plan.calendar.days_before(place, days)
        } else {
            place
        };
        let customer = Customer::of(plan.seed, called_first, rows, &plan.calendar)?;
        let kind = customer.model.kind.as_str();
        let request = match dice.below(1_000) {
            _ if called_first != place => Request::Repair,
            0..50 => Request::Installation,
            50..90 => Request::Maintenance,
            _ => Request::Repair,
        };
        let faults: Vec<&Fault> = rows.faults.iter().filter(|row| row.kind == kind).collect();
        let fault = if dice.per_mille(customer.weakness.1) {
            customer.weakness.0
        } else {
            dice.pick(&faults).ok_or(HistoryError::Lacks("faults"))?
        };
        let part = rows
            .parts
            .iter()
            .find(|part| part.part == fault.part)
            .filter(|_| request == Request::Repair);
        let staff = cast::technicians(plan.records) / STATIONS.len();
        let of_station = usize::try_from(dice.below(staff as u64)).unwrap_or_default();
        let technician = of_station * STATIONS.len() + customer.station;
        let slack = technician % 9 == 4;
        Ok(Self {
            place,
            number: format!("{}-0SMP-{}", received.format("%y%m%d"), place + 1),
            received,
            technician,
            request,
            fault,
            part,
            labour: labour(rows, kind, request, &mut dice),
            tests: rows
                .tests
                .iter()
                .filter(|row| row.kind == kind)
                .take(4)
                .collect(),
            symptom: symptom(request, fault, &mut dice),
            payer: payer(&customer, received, &mut dice),
            priority_hours: priority(&mut dice),
            course: course(request, slack, &mut dice),
            lapses: Lapses::draw(slack, &mut dice),
            customer,
        })
    }
}

impl Lapses {
    fn draw(slack: bool, dice: &mut Dice) -> Self {
        let late = dice.per_mille(if slack { 220 } else { 70 });
        Self {
            late_hours: if late { 5 + dice.below(20) } else { 0 },
            tested_alone: dice.per_mille(15),
            old_part_gone: dice.per_mille(if slack { 60 } else { 10 }),
            paper_missing: dice.per_mille(20),
        }
    }
}

/// The call-out and the work by the price list.
fn labour<'r>(
    rows: &'r SampleRows,
    kind: &str,
    request: Request,
    dice: &mut Dice,
) -> Vec<&'r Labour> {
    let call_out = rows.labour.iter().find(|row| row.labour == "VISIT-CITY");
    let of_kind: Vec<&Labour> = rows.labour.iter().filter(|row| row.kind == kind).collect();
    let wanted = |row: &&&Labour| match request {
        Request::Installation => row.name_zh.contains("安装"),
        Request::Maintenance => row.name_zh.contains("清洗"),
        Request::Repair => row.name_zh.contains("更换"),
    };
    let fitting: Vec<&Labour> = of_kind.iter().filter(wanted).copied().collect();
    let work = dice.pick(&fitting).or_else(|| of_kind.first()).copied();
    call_out.into_iter().chain(work).collect()
}

fn symptom(request: Request, fault: &Fault, dice: &mut Dice) -> String {
    match request {
        Request::Repair => format!(
            "{}，{}，{}。",
            fault.symptom_zh,
            dice.word(WORDS),
            dice.word(WORDS)
        ),
        Request::Installation => "新机安装，货已送到。".to_owned(),
        Request::Maintenance => "年度保养，请带清洗工具。".to_owned(),
    }
}

fn payer(
    customer: &Customer<'_>,
    received: DateTime<FixedOffset>,
    dice: &mut Dice,
) -> &'static str {
    if dice.per_mille(40) {
        "contract"
    } else if customer.purchased_on + Months::new(12) > received.date_naive() {
        "in_warranty"
    } else {
        "out_of_warranty"
    }
}

fn priority(dice: &mut Dice) -> i64 {
    match dice.below(100) {
        0..6 => 4,
        6..60 => 24,
        60..85 => 48,
        _ => 72,
    }
}

fn course(request: Request, slack: bool, dice: &mut Dice) -> Course {
    let drawn = dice.below(1_000);
    if request != Request::Repair {
        return if drawn < 40 {
            Course::Cancelled
        } else {
            Course::FirstVisit
        };
    }
    match drawn {
        0..90 => Course::SecondVisit,
        90..140 => Course::Workshop {
            loaner: dice.per_mille(500),
        },
        140..170 => Course::CannotRepair,
        170..210 => Course::Absent,
        210..250 => Course::Cancelled,
        250..265 => Course::Refused,
        265..300 => Course::Declined,
        300..325 => Course::NotSatisfied {
            again: dice.per_mille(300),
        },
        325..345 => Course::Clash {
            phone: dice.per_mille(500),
            settled: dice.per_mille(600),
        },
        345..395 if slack => Course::NotSatisfied {
            again: dice.per_mille(300),
        },
        _ => Course::FirstVisit,
    }
}
