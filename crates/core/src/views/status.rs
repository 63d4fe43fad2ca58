//! How things stand between this device and the office.

use serde::Serialize;

use super::HoldingView;
use crate::{DeviceStatus, replication::SyncReport};

/// How things stand between this device and the office. Being without a network is a state, not an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// The device's id; none before it is enrolled.
    pub device: Option<String>,
    /// Whose device it is.
    pub person: Option<String>,
    /// No record waits to be sent.
    pub all_sent: bool,
    /// Changes that the server has not acknowledged.
    pub unsent_changes: u64,
    /// Records with something unsent.
    pub unsent_records: u64,
    /// Statements that the server has not acknowledged.
    pub unsent_statements: u64,
    /// Photos, other files and previews that the server has not acknowledged: records are sent without them.
    pub unsent_files: u64,
    /// How long the oldest of the changes and statements waits, milliseconds.
    pub oldest_unsent_age_ms: Option<i64>,
    /// Refusals that wait for a person.
    pub needs_attention: u64,
    /// The end of the last whole contact, RFC 3339.
    pub last_contact: Option<String>,
    /// The server's clock as last seen, milliseconds since 1970.
    pub last_server_time_ms: Option<i64>,
    /// How far this device's clock was ahead then, milliseconds.
    pub clock_offset_ms: Option<i64>,
    /// How far the organisation's log was read.
    pub cursor_seq: Option<u64>,
    /// The data came from another installation.
    pub is_copy: bool,
    /// The office revoked this device.
    pub revoked: bool,
    /// The folder of a damaged file that was set aside.
    pub quarantined: Option<String>,
    /// What the file holds and how large it is; by what, the verb `size` says.
    pub holding: HoldingView,
}

/// What a contact with the office did, and how things stand after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyncView {
    /// Messages sent.
    pub requests: u64,
    /// Bytes to the server, HTTP headers included.
    pub bytes_up: u64,
    /// Bytes from the server.
    pub bytes_down: u64,
    /// Changes and statements that the server has now acknowledged.
    pub pushed: u64,
    /// Changes and statements that it refused.
    pub refused: u64,
    /// Records that are here now and were not before.
    pub entered: u64,
    /// Records that were handed over.
    pub left: u64,
    /// The server had been restored, and both sides were brought together again.
    pub repaired: bool,
    /// Milliseconds it took.
    pub duration_ms: i64,
    /// How things stand after it.
    pub status: StatusView,
}

impl SyncView {
    /// A contact as it is shown.
    #[must_use]
    pub fn of(report: SyncReport, status: StatusView) -> Self {
        let SyncReport {
            requests,
            bytes_up,
            bytes_down,
            pushed,
            refused,
            entered,
            left,
            repaired,
            duration_ms,
        } = report;
        Self {
            requests,
            bytes_up,
            bytes_down,
            pushed,
            refused,
            entered,
            left,
            repaired,
            duration_ms,
            status,
        }
    }
}

impl StatusView {
    /// The status as it is shown.
    #[must_use]
    pub fn of(status: &DeviceStatus) -> Self {
        Self {
            device: status.device.map(|device| device.to_string()),
            person: status.person.as_ref().map(ToString::to_string),
            all_sent: status.unsent_changes == 0 && status.unsent_statements == 0,
            unsent_changes: status.unsent_changes,
            unsent_records: status.unsent_records,
            unsent_statements: status.unsent_statements,
            unsent_files: status.unsent_files,
            oldest_unsent_age_ms: status.oldest_unsent_age_ms,
            needs_attention: status.needs_attention,
            last_contact: status.last_contact.map(|at| at.to_rfc3339()),
            last_server_time_ms: status.last_server_time_ms,
            clock_offset_ms: status.clock_offset_ms,
            cursor_seq: status.cursor_seq,
            is_copy: status.is_copy,
            revoked: status.revoked,
            quarantined: status.quarantined.clone(),
            holding: HoldingView::of(&status.holding),
        }
    }
}
