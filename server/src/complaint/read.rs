//! One complaint with all that is known of it.

use chrono::NaiveDate;
use doorstep_domain::{
    complaint::{Case, Complainant, Lack, Remedy},
    ids::RecordId,
    money::{Currency, Money},
    record::Gravity,
};
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ComplaintError, ComplaintId, gravity};
use crate::{
    approval::{Approval, approvals_about},
    audit::moment,
    staff::StationCode,
};

/// A complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Complaint {
    /// Its id.
    pub complaint: ComplaintId,
    /// The version that a change names.
    pub version: i64,
    /// The record that it is about; null where it was taken without one.
    #[schema(value_type = Option<String>)]
    pub record: Option<RecordId>,
    /// The record's number; empty without one.
    pub number: String,
    /// Whose it is.
    pub station: Option<StationCode>,
    /// Who complains.
    #[schema(value_type = String)]
    pub complainant: Complainant,
    /// How grave it is.
    #[schema(value_type = String)]
    pub gravity: Gravity,
    /// What about.
    pub about: String,
    /// What is wanted.
    pub wish: String,
    /// His name.
    pub name: String,
    /// His telephone number.
    pub phone: String,
    /// When it was taken, RFC 3339.
    pub taken_at: String,
    /// Who took it.
    pub taken_by: String,
    /// The last day for its answer.
    #[schema(value_type = String)]
    pub due_on: NaiveDate,
    /// It was taken back.
    pub is_withdrawn: bool,
    /// The customer says that a signature or an opinion is not his own.
    pub denies_signature: bool,
    /// Whether it was the service's fault; null until it is closed.
    pub is_services_fault: Option<bool>,
    /// What is offered.
    #[schema(value_type = Option<String>)]
    pub remedy: Option<Remedy>,
    /// What exactly.
    pub remedy_words: String,
    /// What is to be paid, in fen.
    pub compensation_minor: Option<i64>,
    /// The approval of what is offered.
    pub approval: Option<Approval>,
    /// Those of what was offered before, in their order.
    pub earlier_approvals: Vec<Approval>,
    /// The insurer was told.
    pub insurer_told: bool,
    /// The insurer's number for it.
    pub insurer_number: String,
    /// When it was closed, RFC 3339.
    pub closed_at: Option<String>,
    /// The customer's word at the end.
    pub closing_words: String,
    /// Its record has a signed agreement.
    pub agreement_signed: bool,
    /// Compensations of its record that were paid against receipts, in fen.
    pub paid_minor: i64,
    /// What stands in the way of its end.
    #[schema(value_type = Vec<String>)]
    pub lacks: Vec<Lack>,
    /// What was done about it.
    pub steps: Vec<Step>,
}

/// Something that was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Step {
    /// What: `offered`, `second_service`, `insurer_told`, `closed`, `reopened`.
    pub deed: String,
    /// In which words.
    pub words: String,
    /// Who.
    pub person: String,
    /// When, RFC 3339.
    pub at: String,
}

impl Complaint {
    /// Nothing more is to be done.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.is_withdrawn || self.closed_at.is_some()
    }

    /// What is to be paid.
    #[must_use]
    pub fn compensation(&self) -> Option<Money> {
        self.compensation_minor.map(|minor| Money {
            currency: Currency::Cny,
            minor,
        })
    }
}

/// A complaint; nothing where there is none of this id.
///
/// # Errors
/// [`ComplaintError::Stored`], [`ComplaintError::Statement`].
pub fn complaint(
    connection: &Connection,
    id: ComplaintId,
) -> Result<Option<Complaint>, ComplaintError> {
    let found = connection
        .prepare_cached(
            "SELECT complaint.document, record_row.number, complaint.station, complainant, gravity, about, wish, name,
                    phone, taken_at_ms, taken_by, due_on, is_withdrawn, denies_signature, is_services_fault, remedy,
                    remedy_words, compensation_minor, approval, insurer_told_at_ms, insurer_number, closed_at_ms,
                    closing_words, version, customer_name, customer_phone
             FROM complaint LEFT JOIN record_row USING (document) WHERE complaint = ?1",
        )?
        .query_row([id.0.as_bytes()], |row| Ok(of_row(id, row)))
        .optional()?;
    let Some(found) = found else { return Ok(None) };
    let (mut complaint, approved_by) = found?;
    for approval in approvals_about(connection, "complaint", &id.0.to_string())? {
        if Some(approval.approval) == approved_by {
            complaint.approval = Some(approval);
        } else {
            complaint.earlier_approvals.push(approval);
        }
    }
    complaint.steps = steps(connection, id)?;
    let case = case(connection, &mut complaint)?;
    if !complaint.is_over() {
        complaint.lacks = case.lacks();
    }
    Ok(Some(complaint))
}

fn of_row(id: ComplaintId, row: &Row<'_>) -> Result<(Complaint, Option<i64>), ComplaintError> {
    let record: Option<[u8; 16]> = row.get(0)?;
    let complainant: String = row.get(3)?;
    let told_gravity: String = row.get(4)?;
    let due_on: String = row.get(11)?;
    let remedy: Option<String> = row.get(15)?;
    // Of the record if there is one, else as he told it.
    let of_record = |column: usize, told: usize| -> rusqlite::Result<String> {
        match row.get::<_, Option<String>>(column)? {
            Some(words) => Ok(words),
            None => row.get(told),
        }
    };
    let complaint = Complaint {
        complaint: id,
        version: row.get(23)?,
        record: record.map(|bytes| RecordId(uuid::Uuid::from_bytes(bytes))),
        number: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        station: row.get::<_, Option<String>>(2)?.map(StationCode),
        complainant: Complainant::from_code(&complainant)
            .ok_or(ComplaintError::Stored("complainant"))?,
        gravity: gravity(&told_gravity).ok_or(ComplaintError::Stored("gravity"))?,
        about: row.get(5)?,
        wish: row.get(6)?,
        name: of_record(24, 7)?,
        phone: of_record(25, 8)?,
        taken_at: moment(row.get(9)?).to_rfc3339(),
        taken_by: row.get(10)?,
        due_on: due_on.parse().map_err(|_| ComplaintError::Stored("day"))?,
        is_withdrawn: row.get(12)?,
        denies_signature: row.get(13)?,
        is_services_fault: row.get(14)?,
        remedy: remedy.as_deref().and_then(Remedy::from_code),
        remedy_words: row.get(16)?,
        compensation_minor: row.get(17)?,
        approval: None,
        earlier_approvals: Vec::new(),
        insurer_told: row.get::<_, Option<i64>>(19)?.is_some(),
        insurer_number: row.get(20)?,
        closed_at: row
            .get::<_, Option<i64>>(21)?
            .map(|at_ms| moment(at_ms).to_rfc3339()),
        closing_words: row.get(22)?,
        agreement_signed: false,
        paid_minor: 0,
        lacks: Vec::new(),
        steps: Vec::new(),
    };
    Ok((complaint, row.get(18)?))
}

fn steps(connection: &Connection, id: ComplaintId) -> rusqlite::Result<Vec<Step>> {
    connection
        .prepare_cached(
            "SELECT deed, words, person, at_ms FROM complaint_step WHERE complaint = ?1 ORDER BY step",
        )?
        .query_map([id.0.as_bytes()], |row| {
            Ok(Step {
                deed: row.get(0)?,
                words: row.get(1)?,
                person: row.get(2)?,
                at: moment(row.get(3)?).to_rfc3339(),
            })
        })?
        .collect()
}

/// What its end hangs on, with the damages and agreements of its record.
fn case(connection: &Connection, complaint: &mut Complaint) -> rusqlite::Result<Case> {
    let record = complaint.record.map(|record| record.as_bytes().to_vec());
    let (agreement_signed, claim_unpaid, claim_without_insurer, paid_minor) = connection
        .prepare_cached(
            "SELECT ifnull(max(is_agreement), 0), ifnull(max(is_unpaid), 0), ifnull(max(lacks_insurer), 0),
                    ifnull(sum(paid_minor), 0)
             FROM complaint_claim WHERE document = ?1",
        )?
        .query_row([record], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    complaint.agreement_signed = agreement_signed;
    complaint.paid_minor = paid_minor;
    let approval = complaint.approval.as_ref();
    Ok(Case {
        is_major: complaint.gravity.is_major(),
        is_approved: approval.is_some_and(|approval| approval.is_granted == Some(true)),
        compensation: complaint.compensation(),
        insurer_told: complaint.insurer_told,
        claim_without_insurer,
        claim_unpaid,
        agreement_signed,
        paid_minor,
    })
}
