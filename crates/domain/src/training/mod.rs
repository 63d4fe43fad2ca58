//! What a technician must have learnt (培训): hours a year and a valid certificate (上岗证).
//!
//! [`lacks`] says what of it he has not.

use chrono::{Days, NaiveDate};
use doorstep_words::trade::training as words;
use serde::{Deserialize, Serialize};

use crate::named::named;

/// Minutes of training a year, at least: 20 hours (domain: times and rates to be measured).
pub const TRAINING_MINUTES_A_YEAR: i64 = 20 * 60;

/// So many days before its end the office is reminded of a certificate.
pub const CERTIFICATE_SOON_DAYS: u64 = 60;

/// What a technician has not, or soon has no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainingLack {
    /// No certificate was ever noted.
    NoCertificate,
    /// His last certificate has ended.
    CertificateEnded,
    /// It ends soon.
    CertificateEndsSoon,
    /// Less than 20 hours in the year.
    TooFewHours,
}

named!(TrainingLack {
    NoCertificate "no_certificate" words::lack::NO_CERTIFICATE;
    CertificateEnded "certificate_ended" words::lack::CERTIFICATE_ENDED;
    CertificateEndsSoon "certificate_ends_soon" words::lack::CERTIFICATE_ENDS_SOON;
    TooFewHours "too_few_hours" words::lack::TOO_FEW_HOURS;
});

impl TrainingLack {
    /// Whether he misses the target by it; what only ends soon is still there.
    #[must_use]
    pub const fn misses_the_target(self) -> bool {
        !matches!(self, Self::CertificateEndsSoon)
    }
}

/// What a technician lacks on a day, with so many minutes in the year and the last day of the certificate that is valid
/// longest.
#[must_use]
pub fn lacks(minutes: i64, valid_until: Option<NaiveDate>, today: NaiveDate) -> Vec<TrainingLack> {
    let soon = today.checked_add_days(Days::new(CERTIFICATE_SOON_DAYS));
    let certificate = match valid_until {
        None => Some(TrainingLack::NoCertificate),
        Some(until) if until < today => Some(TrainingLack::CertificateEnded),
        Some(until) if soon.is_some_and(|soon| until <= soon) => {
            Some(TrainingLack::CertificateEndsSoon)
        }
        Some(_) => None,
    };
    let hours = (minutes < TRAINING_MINUTES_A_YEAR).then_some(TrainingLack::TooFewHours);
    certificate.into_iter().chain(hours).collect()
}

#[cfg(test)]
mod tests {
    use super::{TrainingLack as L, *};

    #[test]
    fn what_a_technician_lacks() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let today = day("2026-11-23");
        for (minutes, valid_until, expected) in [
            (1_200, Some("2027-06-30"), vec![]),
            (1_199, Some("2027-06-30"), vec![L::TooFewHours]),
            (1_200, None, vec![L::NoCertificate]),
            (0, None, vec![L::NoCertificate, L::TooFewHours]),
            // Its last day is a day of it.
            (1_200, Some("2026-11-23"), vec![L::CertificateEndsSoon]),
            (1_200, Some("2026-11-22"), vec![L::CertificateEnded]),
            (1_200, Some("2027-01-22"), vec![L::CertificateEndsSoon]),
            (1_200, Some("2027-01-23"), vec![]),
        ] {
            let found = lacks(minutes, valid_until.map(day), today);
            assert_eq!(found, expected, "{minutes} {valid_until:?}");
        }
        let missed: Vec<_> = L::ALL
            .iter()
            .filter(|lack| lack.misses_the_target())
            .collect();
        assert_eq!(missed.len(), 3, "what ends soon is still there");
    }
}
