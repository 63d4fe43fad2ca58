//! What a record is about: customer, appliance, fault, parts.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::{BenchError, Dice, SampleRows};
use crate::sample_history::{
    phrases::{GIVEN, STREETS, SURNAMES, WORDS},
    rows::{Fault, Intake, Part, Test},
};

/// What one record is about.
pub(super) struct Details {
    pub(super) place: usize,
    pub(super) begun: DateTime<FixedOffset>,
    pub(super) intake: Intake,
    pub(super) fault: Fault,
    pub(super) part: Part,
    pub(super) tests: Vec<Test>,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) address: String,
    pub(super) serial: String,
    pub(super) symptom: String,
}

impl Details {
    pub(super) fn draw(
        rows: &SampleRows,
        dice: &mut Dice,
        place: usize,
        begun_ms: u64,
    ) -> Result<Self, BenchError> {
        let missing = BenchError::Unexpected("the sample data");
        let begun = i64::try_from(begun_ms)
            .ok()
            .and_then(DateTime::from_timestamp_millis);
        let china = FixedOffset::east_opt(8 * 3_600);
        let (Some(begun), Some(china), Some(intake)) = (begun, china, dice.pick(&rows.intakes))
        else {
            return Err(missing);
        };
        let faults: Vec<&Fault> = rows
            .faults
            .iter()
            .filter(|fault| fault.kind == intake.kind)
            .collect();
        let parts: Vec<&Part> = rows
            .parts
            .iter()
            .filter(|part| part.kind == intake.kind)
            .collect();
        let tests = rows
            .tests
            .iter()
            .filter(|test| test.kind == intake.kind)
            .take(4)
            .cloned()
            .collect();
        let (Some(fault), Some(part)) = (dice.pick(&faults), dice.pick(&parts)) else {
            return Err(missing);
        };
        let name = format!("{}{}", dice.word(SURNAMES), dice.word(GIVEN));
        let address = format!(
            "样例市青禾区{} {} 号 {} 栋 {} 单元 {}",
            dice.word(STREETS),
            1 + dice.below(300),
            1 + dice.below(20),
            1 + dice.below(4),
            101 + dice.below(25) * 100 + dice.below(4),
        );
        let symptom = format!(
            "{}{}，{}。",
            intake.symptom,
            dice.word(WORDS),
            dice.word(WORDS)
        );
        Ok(Self {
            place,
            begun: begun.with_timezone(&china),
            phone: format!("139-0000-{:04}", dice.below(10_000)),
            serial: format!(
                "{}{:010}",
                intake.kind.to_uppercase(),
                dice.below(10_000_000_000)
            ),
            intake: intake.clone(),
            fault: (*fault).clone(),
            part: (*part).clone(),
            tests,
            name,
            address,
            symptom,
        })
    }

    /// A moment so many minutes after the record was opened.
    pub(super) fn after(&self, minutes: i64) -> DateTime<FixedOffset> {
        self.begun + TimeDelta::minutes(minutes)
    }

    /// An agreed window, so many days later.
    pub(super) fn window(&self, days: i64) -> String {
        let start = self.begun + TimeDelta::days(days);
        format!(
            "{}/{}",
            start.to_rfc3339(),
            (start + TimeDelta::hours(2)).to_rfc3339()
        )
    }
}
