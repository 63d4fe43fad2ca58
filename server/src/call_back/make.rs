//! A call was made: the answers, and what follows from them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use doorstep_domain::{
    call_back::{Answers, CallBackRule, Question},
    complaint::Complainant,
    ids::RecordId,
    record::{Gravity, What},
};
use doorstep_words::{Language, office::call_back as words};
use rusqlite::{Connection, ToSql, params, params_from_iter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{CallBackError, DueCall, due_call, made::answer_columns};
use crate::{
    audit::{self, Deed},
    complaint::{self, ComplaintId, TakeComplaint},
    replication::OfficeDesk,
    rights::{Action, require},
    staff::Clerk,
};

/// The longest note, in characters.
const NOTE_CHARACTERS_MAX: usize = 2_000;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeCallBack {
    /// False: nobody answered.
    pub is_reached: bool,
    /// Where nobody answered: the day to call again.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub again_on: Option<NaiveDate>,
    /// The answers: `satisfied`, `runs_well`, `badge_shown`, `tidy`, `polite`, `charged_by_the_rules`, `care_explained`,
    /// `tested_in_presence`, `opinion_own`, `signature_own`; only to what was asked and answered.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, bool>)]
    pub answers: BTreeMap<Question, bool>,
    /// What was said.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: String,
    /// The customer is not satisfied and wants a second service, which is free of charge.
    #[serde(default)]
    pub second_service: bool,
}

/// What followed from a call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Made {
    /// The complaint that was taken because the customer says that a signature or an opinion is not his own.
    pub complaint: Option<ComplaintId>,
    /// The record whose evidence is to be looked at for that.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub evidence_of: Option<Uuid>,
}

/// Writes a call down.
///
/// # Errors
/// [`CallBackError`].
pub fn make(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    about: Uuid,
    request: &MakeCallBack,
    now_ms: i64,
) -> Result<Made, CallBackError> {
    let connection = desk.connection();
    let due = due_call(connection, clerk, about)?.ok_or(CallBackError::NotDue)?;
    require(clerk, Action::CallBack, due.station.as_ref())?;
    if !due.is_open {
        return Err(CallBackError::AlreadyReached);
    }
    let answers = check(request, now_ms)?;
    write(connection, clerk, &due, request, &answers, now_ms)?;
    let subject = about.to_string();
    audit::note(
        connection,
        clerk,
        Deed::CalledBack,
        &subject,
        request,
        now_ms,
    )?;
    follow(desk, clerk, &due, request, &answers, now_ms)
}

fn check(request: &MakeCallBack, now_ms: i64) -> Result<Answers, CallBackError> {
    if request.note.chars().count() > NOTE_CHARACTERS_MAX {
        return Err(CallBackError::TooLong);
    }
    if !request.is_reached {
        // Today is today somewhere else for half a day longer.
        let yesterday = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
        let yesterday = yesterday.date_naive().pred_opt();
        let is_past = request.again_on < yesterday;
        if request.again_on.is_some() && is_past {
            return Err(CallBackError::BadDay);
        }
        return Ok(Answers::default());
    }
    let answers = Answers(request.answers.clone());
    if answers.are_enough() {
        Ok(answers)
    } else {
        Err(CallBackError::NotEnough)
    }
}

fn write(
    connection: &Connection,
    clerk: &Clerk,
    due: &DueCall,
    request: &MakeCallBack,
    answers: &Answers,
    now_ms: i64,
) -> Result<(), CallBackError> {
    let again_on = request.again_on.filter(|_| !request.is_reached);
    let again_on = again_on.map(|day| day.to_string());
    let document = due.record.map(|record| record.as_bytes().to_vec());
    let station = due.station.as_ref().map(|station| station.0.as_str());
    let note = request.note.trim();
    let about = due.about.as_bytes();
    let rule = due.rule.code();
    let answered: Vec<Option<bool>> = Question::ALL
        .iter()
        .map(|question| answers.to(*question))
        .collect();
    let fixed: [&dyn ToSql; 11] = [
        about,
        &document,
        &rule,
        &now_ms,
        &due.due_ms,
        &clerk.person.0,
        &due.technician,
        &station,
        &request.is_reached,
        &again_on,
        &note,
    ];
    let values = fixed
        .into_iter()
        .chain(answered.iter().map(|answer| answer as &dyn ToSql));
    let places = vec!["?"; fixed.len() + answered.len()].join(", ");
    connection
        .prepare_cached(&format!(
            "INSERT INTO call_back (about, document, rule, at_ms, due_ms, person, technician, station, is_reached,
                 again_on, note, {}) VALUES ({places})",
            answer_columns().join(", ")
        ))?
        .execute(params_from_iter(values))?;
    connection.execute(
        "UPDATE call_back_due SET is_open = ?2, again_on = ?3 WHERE about = ?1",
        params![about, !request.is_reached, again_on],
    )?;
    Ok(())
}

/// What the answers ask for: a second service, a closed complaint that is open again, an alert for a signature.
fn follow(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    due: &DueCall,
    request: &MakeCallBack,
    answers: &Answers,
    now_ms: i64,
) -> Result<Made, CallBackError> {
    let connection = desk.connection();
    let said = |otherwise| match request.note.trim() {
        "" => Language::Chinese.say(otherwise).to_owned(),
        note => note.to_owned(),
    };
    if answers.asks_for_second_service() {
        let reason = said(words::NOT_SATISFIED);
        if due.rule == CallBackRule::Complaint {
            let id = ComplaintId(due.about);
            complaint::reopen(connection, &clerk.person, id, &reason, now_ms)?;
        }
        if let Some(record) = due.record.filter(|_| request.second_service) {
            desk.happened(RecordId(record), What::NotSatisfied { reason })?;
        }
    }
    let Some(record) = due.record.filter(|_| answers.denies_signature()) else {
        return Ok(Made::default());
    };
    let taken = deny(desk, record, &said(words::SIGNATURE_NOT_OWN))?;
    Ok(Made {
        complaint: Some(taken),
        evidence_of: Some(record),
    })
}

/// Takes the complaint about a signature. Whoever calls customers back may, whatever else he may do with complaints.
fn deny(desk: &OfficeDesk<'_>, record: Uuid, about: &str) -> Result<ComplaintId, CallBackError> {
    let taken = TakeComplaint {
        record: record.to_string(),
        complainant: Complainant::Customer,
        gravity: Gravity::Ordinary,
        about: about.to_owned(),
        wish: String::new(),
        name: String::new(),
        phone: String::new(),
        station: None,
    };
    let id = complaint::take_of_record(desk, RecordId(record), &taken)?;
    desk.connection().execute(
        "UPDATE complaint SET denies_signature = 1 WHERE complaint = ?1",
        [id.0.as_bytes()],
    )?;
    Ok(id)
}
