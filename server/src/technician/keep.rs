//! A technician is described.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    DISTRICT_CHARACTERS_MAX, ProfileError, SKILL_CHARACTERS_MAX, SKILLS_MAX, read::profile,
};
use crate::{
    audit::{Deed, note},
    rights::{Action, require},
    staff::{Clerk, colleague},
};

/// What is known of a technician from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepProfile {
    /// The version that was shown: another one now means that somebody was faster.
    pub version: i64,
    /// The kinds of appliances that he repairs, by their codes; none: not said.
    #[schema(max_items = 64)]
    pub skills: BTreeSet<String>,
    /// Where he goes: parts of addresses, separated by commas; empty: not said.
    #[schema(max_length = 200)]
    pub district: String,
    /// The last day of his certificate; null: not said.
    #[schema(value_type = Option<String>, format = "date")]
    pub certificate_until: Option<NaiveDate>,
}

/// Describes a technician.
///
/// # Errors
/// [`ProfileError`].
pub fn keep(
    transaction: &Connection,
    clerk: &Clerk,
    person: &PersonId,
    request: &KeepProfile,
    now_ms: i64,
) -> Result<(), ProfileError> {
    require(clerk, Action::KeepTraining, None)?;
    let whom = colleague(transaction, person)?
        .filter(|whom| whom.technician && whom.active)
        .ok_or(ProfileError::NoTechnician)?;
    for station in &whom.stations {
        require(clerk, Action::KeepTraining, Some(station))?;
    }
    let before = profile(transaction, person)?;
    if before.version != request.version {
        return Err(ProfileError::ChangedMeanwhile);
    }
    let district = request.district.trim();
    if district.chars().count() > DISTRICT_CHARACTERS_MAX || district.chars().any(char::is_control)
    {
        return Err(ProfileError::BadDistrict);
    }
    if request.skills.len() > SKILLS_MAX || !request.skills.iter().all(|skill| is_kind(skill)) {
        return Err(ProfileError::BadSkill);
    }
    let skills = json!(request.skills).to_string();
    let until = request.certificate_until.map(|day| day.to_string());
    transaction
        .prepare_cached(
            "INSERT INTO technician_profile (person, skills, district, certificate_until, version)
             VALUES (?1, ?2, ?3, ?4, 1) ON CONFLICT (person) DO UPDATE
             SET skills = ?2, district = ?3, certificate_until = ?4, version = version + 1",
        )?
        .execute(params![
            person.0,
            skills,
            district,
            until.unwrap_or_default()
        ])?;
    let detail = json!({ "before": before, "after": request });
    note(
        transaction,
        clerk,
        Deed::TechnicianDescribed,
        &person.0,
        &detail,
        now_ms,
    )?;
    Ok(())
}

fn is_kind(skill: &str) -> bool {
    let is_long = skill.chars().count() > SKILL_CHARACTERS_MAX;
    !skill.trim().is_empty() && !is_long && !skill.chars().any(char::is_control)
}
