//! Invented customers, each with one unit at home.

use chrono::{Months, NaiveDate};

use super::{
    Dice, HistoryError,
    calendar::{Calendar, year_and_month},
    cast::STATIONS,
    phrases::{GIVEN, STREETS, SURNAMES},
    rows::{Fault, Model, SampleRows},
};

/// The model of which one batch is bad: units made in one month, of one range of running numbers, fail by one cause.
const BAD_MODEL: &str = "YL-BCD326F";
/// Their cause.
const BAD_FAULT: &str = "RF-F06";
/// How many months before the end they were made.
const BAD_MONTHS_AGO: u32 = 14;
/// In how many of the last months they come in.
const BAD_LAST_MONTHS: u32 = 9;
/// Of a thousand customers of those months.
const BAD_PER_MILLE: u64 = 25;
/// Their running numbers.
const BAD_RANGE: (u64, u64) = (3_000, 5_000);
/// Of a thousand faults of a bad unit.
const BAD_CAUSE_PER_MILLE: u64 = 850;

/// A customer and his unit.
#[derive(Debug, Clone)]
pub(super) struct Customer<'r> {
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) address: String,
    /// The station in whose district he lives.
    pub(super) station: usize,
    pub(super) model: &'r Model,
    pub(super) serial: String,
    pub(super) purchased_on: NaiveDate,
    /// The fault that the unit is prone to, and of a thousand faults how many are this one.
    pub(super) weakness: (&'r Fault, u64),
}

impl<'r> Customer<'r> {
    /// The customer who called first with the record at a place; the same at every call.
    pub(super) fn of(
        seed: u64,
        place: usize,
        rows: &'r SampleRows,
        calendar: &Calendar,
    ) -> Result<Self, HistoryError> {
        let mut dice = Dice::of(&format!("{seed} customer"), place);
        let called_on = calendar.received(place).date_naive();
        let last_months = calendar.end().date_naive() - Months::new(BAD_LAST_MONTHS);
        let is_bad = called_on > last_months && dice.per_mille(BAD_PER_MILLE);
        let model = if is_bad {
            rows.models.iter().find(|model| model.model == BAD_MODEL)
        } else {
            dice.pick(&rows.models)
        };
        let model = model.ok_or(HistoryError::Lacks("models"))?;
        let faults: Vec<&Fault> = rows
            .faults
            .iter()
            .filter(|fault| fault.kind == model.kind)
            .collect();
        let weakness = if is_bad {
            let bad = faults.iter().find(|fault| fault.fault == BAD_FAULT);
            bad.map(|fault| (*fault, BAD_CAUSE_PER_MILLE))
        } else {
            dice.pick(&faults).map(|fault| (*fault, 450))
        };
        let weakness = weakness.ok_or(HistoryError::Lacks("faults"))?;
        let letters: String = weakness.0.fault.chars().take(2).collect();
        let (made_in, number, age_months) = if is_bad {
            let (first, count) = BAD_RANGE;
            let number = first + dice.below(count);
            (calendar.months_ago(BAD_MONTHS_AGO), number, None)
        } else {
            let age = 1 + u32::try_from(dice.below(96)).unwrap_or_default();
            let made_in = year_and_month(called_on, age + 2);
            (made_in, dice.below(1_000_000), Some(age))
        };
        let purchased_on = match age_months {
            Some(age) => called_on - Months::new(age),
            None => calendar.end().date_naive() - Months::new(BAD_MONTHS_AGO - 2),
        };
        let station = usize::try_from(dice.below(STATIONS.len() as u64)).unwrap_or_default();
        Ok(Self {
            name: format!("{}{}", dice.word(SURNAMES), dice.word(GIVEN)),
            phone: format!("139-0000-{:04}", dice.below(10_000)),
            address: address(&mut dice, station),
            station,
            model,
            serial: format!("YL{letters}{made_in}{number:06}"),
            purchased_on,
            weakness,
        })
    }
}

fn address(dice: &mut Dice, station: usize) -> String {
    let district = STATIONS.get(station).map_or("", |(_, district)| district);
    format!(
        "样例市{district}{} {} 号 {} 栋 {} 单元 {}",
        dice.word(STREETS),
        1 + dice.below(300),
        1 + dice.below(20),
        1 + dice.below(4),
        101 + dice.below(25) * 100 + dice.below(4),
    )
}
