//! Lists: one row a record, from the read model.

use doorstep_domain::deadline::Moment;
use serde::Serialize;

use super::{
    AppointmentView, DeadlineView, Kinds, Words,
    record::{status_words, step_words},
    signature::sync_words,
};
use crate::{ListRow, Page};

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListView {
    /// The rows.
    pub rows: Vec<ListRowView>,
    /// There are rows after these.
    pub more: bool,
}

/// One record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRowView {
    /// The record's id.
    pub record: String,
    /// The record number.
    pub number: String,
    /// Where it stands.
    pub status: Words,
    /// The one next step.
    pub next_step: Words,
    /// The customer's name.
    pub customer_name: String,
    /// His telephone number.
    pub customer_phone: String,
    /// The address.
    pub customer_address: String,
    /// The kind of appliance; none where nobody said.
    pub unit_kind: Option<Words>,
    /// The model.
    pub unit_model: String,
    /// The serial number.
    pub unit_serial: String,
    /// The technician's person code.
    pub assignee: String,
    /// The agreed window.
    pub appointment: Option<AppointmentView>,
    /// Response due in so many hours.
    pub priority_hours: Option<i64>,
    /// Required items that lack.
    pub missing_required: u32,
    /// Findings.
    pub findings: u32,
    /// Fields with several values.
    pub conflicts: u32,
    /// `sent` or `saved`.
    pub sync: Words,
    /// Something was refused and waits for a person.
    pub needs_attention: bool,
    /// The deadline that runs out next, or the one that stands still; none where nothing is due.
    pub next_deadline: Option<DeadlineView>,
    /// It was closed long ago and only this row is here; the rest can be fetched.
    pub archived: bool,
}

impl ListView {
    /// A page of the list as it is shown at a moment: that of [`crate::Device::corrected_now`].
    #[must_use]
    pub fn of(page: &Page<ListRow>, now: Moment, kinds: &Kinds) -> Self {
        Self {
            rows: page
                .rows
                .iter()
                .map(|row| ListRowView::of(row, now, kinds))
                .collect(),
            more: page.more,
        }
    }
}

impl ListRowView {
    /// A row as it is shown at a moment.
    #[must_use]
    pub fn of(row: &ListRow, now: Moment, kinds: &Kinds) -> Self {
        Self {
            record: row.record.to_string(),
            number: row.number.clone(),
            status: status_words(row.status),
            next_step: step_words(row.next_step),
            customer_name: row.customer_name.clone(),
            customer_phone: row.customer_phone.clone(),
            customer_address: row.customer_address.clone(),
            unit_kind: kinds.words(&row.unit_kind),
            unit_model: row.unit_model.clone(),
            unit_serial: row.unit_serial.clone(),
            assignee: row.assignee.clone(),
            appointment: AppointmentView::of(&row.appointment),
            priority_hours: row.priority_hours,
            missing_required: row.missing_required,
            findings: row.findings,
            conflicts: row.conflicts,
            sync: sync_words(!row.unsent),
            needs_attention: row.needs_attention,
            next_deadline: row
                .next_clock
                .as_ref()
                .map(|clock| DeadlineView::next(clock, now)),
            archived: row.archived,
        }
    }
}
