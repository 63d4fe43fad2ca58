//! The list for other programs: the same rows as on the page, of the same question.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    question::{CHARACTERS_MAX, Moment, Page, Question},
    read::{ListRow, read},
    search::search,
};
use crate::{
    api_error::ApiError,
    rights::{Sight, sees},
    staff::Clerk,
};

/// A page of records, the one that changed last first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordList {
    records: Vec<RecordListed>,
    /// Where the next page begins; null on the last.
    next: Option<String>,
}

/// One record.
#[derive(Debug, Serialize, ToSchema)]
struct RecordListed {
    record: String,
    number: String,
    /// The code of where it stands.
    status: String,
    /// The code of what comes next; null where nothing does.
    next_step: Option<String>,
    /// Null where the asker does not see customers.
    customer: Option<CustomerListed>,
    unit_kind: String,
    unit_model: String,
    priority_hours: Option<i64>,
    /// The technician's code.
    assignee: Option<String>,
    appointment: Option<String>,
    findings: i64,
    conflicts: i64,
    /// The verdict on the last acceptance of the work; null where none was signed.
    verdict: Option<String>,
    /// Somebody would not sign.
    is_refused: bool,
    updated_at: String,
}

/// The customer of a record.
#[derive(Debug, Serialize, ToSchema)]
struct CustomerListed {
    name: String,
    phone: String,
    address: String,
}

/// The records of a query as the list's page reads it: `q`, `queue`, `after`; late or not by the office's clock.
pub(crate) fn listed(
    connection: &Connection,
    clerk: &Clerk,
    query: Option<&str>,
    now: DateTime<FixedOffset>,
) -> Result<RecordList, ApiError> {
    let question = Question::of(query);
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let is_read = match name.as_ref() {
            "q" => value.chars().count() <= CHARACTERS_MAX,
            "queue" => question.queue.code() == value,
            "after" => matches!(question.page, Page::After(_)),
            _ => true,
        };
        if !is_read {
            return Err(ApiError::bad_request("The query is not as expected."));
        }
    }
    let hits = search(connection, clerk, &question)?;
    let found = read(connection, clerk, &question, &hits, Moment::of(now))?;
    let last = found.rows.last().filter(|_| found.has_older);
    let next = last.map(|row| format!("{}.{}", row.place.updated_ms, row.place.row));
    let sees_customers = sees(clerk, Sight::Customer);
    let records = found.rows.into_iter();
    Ok(RecordList {
        next,
        records: records.map(|row| told(row, sees_customers)).collect(),
    })
}

fn told(row: ListRow, sees_customers: bool) -> RecordListed {
    let updated = DateTime::<Utc>::from_timestamp_millis(row.place.updated_ms);
    RecordListed {
        record: row.record.to_string(),
        number: row.number,
        status: row.status,
        next_step: row.next_step,
        customer: sees_customers.then_some(CustomerListed {
            name: row.customer_name,
            phone: row.customer_phone,
            address: row.customer_address,
        }),
        unit_kind: row.unit_kind,
        unit_model: row.unit_model,
        priority_hours: row.priority_hours,
        assignee: row.assignee,
        appointment: row.appointment,
        findings: row.findings,
        conflicts: row.conflicts,
        verdict: row.verdict,
        is_refused: row.refused,
        updated_at: updated
            .unwrap_or_default()
            .to_rfc3339_opts(SecondsFormat::Millis, true),
    }
}
