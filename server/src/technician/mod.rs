//! What the dispatcher knows of a technician: the kinds of appliances that he repairs, where he goes, until when his
//! certificate is good. [`profile`] and [`profiles`] read it, [`keep`] writes it.

mod error;
mod keep;
mod read;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

pub use self::{
    error::ProfileError,
    keep::{KeepProfile, keep},
    read::{profile, profiles},
};

/// Of a district, in characters.
pub const DISTRICT_CHARACTERS_MAX: usize = 200;
/// Of a skill: as a record's kind of appliance has.
pub const SKILL_CHARACTERS_MAX: usize = 40;
/// Skills of one technician.
pub const SKILLS_MAX: usize = 64;

/// What is known of a technician; of who was never described everything is empty, and the version 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Profile {
    /// The kinds of appliances that he repairs, by their codes.
    pub skills: BTreeSet<String>,
    /// Where he goes: parts of addresses, separated by commas.
    pub district: String,
    /// The last day of his certificate; null: not said.
    #[schema(value_type = Option<String>, format = "date")]
    pub certificate_until: Option<NaiveDate>,
    /// To be sent with a change.
    pub version: i64,
}

/// What a certificate is worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certificate {
    /// Good on that day.
    Valid,
    /// Nobody has said until when.
    NotSaid,
    /// It ended before.
    Ended,
}

impl Profile {
    /// What his certificate is worth on a day.
    #[must_use]
    pub fn certificate_on(&self, day: NaiveDate) -> Certificate {
        match self.certificate_until {
            None => Certificate::NotSaid,
            Some(until) if until < day => Certificate::Ended,
            Some(_) => Certificate::Valid,
        }
    }

    /// Whether he repairs this kind; nothing where the kind or his skills were not said.
    #[must_use]
    pub fn repairs(&self, kind: &str) -> Option<bool> {
        (!self.skills.is_empty() && !kind.is_empty()).then(|| self.skills.contains(kind))
    }

    /// Whether he goes to this address; nothing where it was not said.
    #[must_use]
    pub fn goes_to(&self, address: &str) -> Option<bool> {
        let mut parts = self.districts().peekable();
        parts.peek()?;
        (!address.is_empty()).then(|| parts.any(|part| address.contains(part)))
    }

    fn districts(&self) -> impl Iterator<Item = &str> {
        let parts = self.district.split([',', '，', '、', ';', '；']);
        parts.map(str::trim).filter(|part| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_said_is_neither_yes_nor_no() {
        let nobody = Profile::default();
        let day: NaiveDate = "2026-11-23".parse().unwrap();
        assert_eq!(nobody.repairs("refrigerator"), None);
        assert_eq!(nobody.goes_to("样例市青禾区"), None);
        assert_eq!(nobody.certificate_on(day), Certificate::NotSaid);
        let known = Profile {
            skills: ["refrigerator".to_owned()].into(),
            district: "青禾区， 北城".to_owned(),
            certificate_until: Some(day),
            version: 1,
        };
        assert_eq!(known.repairs("refrigerator"), Some(true));
        assert_eq!(known.repairs("washing_machine"), Some(false));
        assert_eq!(known.repairs(""), None);
        assert_eq!(known.goes_to("样例市北城解放路 8 号"), Some(true));
        assert_eq!(known.goes_to("样例市南湖区"), Some(false));
        assert_eq!(
            known.certificate_on(day),
            Certificate::Valid,
            "its last day counts"
        );
        let next = day.succ_opt().unwrap();
        assert_eq!(known.certificate_on(next), Certificate::Ended);
    }
}
