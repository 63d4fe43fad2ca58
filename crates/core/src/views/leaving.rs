//! "May I leave?" (离开前检查): one screen of what is still to be done at a record's door, each with what to do.
//!
//! A section a noun, in the order in which it is shown; what another noun has to say before somebody leaves is one more
//! section here.

use doorstep_domain::{
    course::{Completeness, Facts, OldPart, ToDo, before_leaving, next_step},
    ids::RecordId,
    money::Money,
    record::{Field, Record},
    van::OldPartPapers,
};
use doorstep_words::view::leaving as words;
use serde::Serialize;

use super::{
    AppointmentView, CustomerView, Kinds, MissingView, MoneyView, Words, missing::visit_words,
    record::step_words, signature::sync_words,
};
use crate::{
    Device, Error, ListRow, Waiting,
    store::files::{self, FileState, StoredFile},
};

/// What is still to be done before leaving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeavingView {
    /// The record's id.
    pub record: String,
    /// Its number.
    pub number: String,
    /// What kind of visit it is; its lists of items hang on it.
    pub visit: Words,
    /// Nothing of what ought to be done is left.
    pub may_leave: bool,
    /// The one next step.
    pub next_step: Words,
    /// Items that lack, required ones first.
    pub missing: Vec<MissingView>,
    /// Money, receipts and invoices.
    pub payment: Vec<ToDoView>,
    /// Old parts to take along for the store.
    pub old_parts: Vec<OldPartView>,
    /// What else: the loaner, the report to the office.
    pub others: Vec<ToDoView>,
    /// What waits to be sent.
    pub uploads: UploadsView,
    /// The technician's next appointment; none if he has none here.
    pub next_job: Option<NextJobView>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToDoView {
    /// What to do.
    #[serde(flatten)]
    pub words: Words,
    /// It ought to be done before leaving.
    pub must: bool,
    /// How much money it is about.
    pub amount: Option<MoneyView>,
    /// The entry that it is about.
    pub entry: Option<String>,
}

/// An old part to take along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OldPartView {
    /// What to do.
    #[serde(flatten)]
    pub words: Words,
    /// The entry that took it out.
    pub entry: String,
    /// The catalogue's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Its serial number; empty if it has none or it cannot be read.
    pub serial: String,
    /// How many pieces.
    pub quantity: i64,
}

/// What of the record waits to be sent. Nothing waits for it: it goes with the next contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UploadsView {
    /// `sent` once the server has acknowledged all of it, `saved` on this device before.
    pub sync: Words,
    /// What to do about it: nothing, to keep the device on until it has coverage, to take a refused photo again, or to
    /// come to a Wi-Fi.
    #[serde(rename = "do")]
    pub what_to_do: Words,
    /// Changes that the server has not acknowledged.
    pub changes: u64,
    /// Statements that the server has not acknowledged.
    pub statements: u64,
    /// The record's photos and files.
    pub files: RecordFilesView,
}

/// The photos and files of a record that are on this device, by how far they have come; a preview goes with its photo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RecordFilesView {
    /// The server has all of them, previews included.
    pub all_sent: bool,
    /// They go with the next run of the queue.
    pub waiting: FileCountView,
    /// They go when there is Wi-Fi.
    pub held_for_wifi: FileCountView,
    /// The server will not take them.
    pub refused: FileCountView,
    /// The server has them.
    pub sent: FileCountView,
}

/// Files of one state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FileCountView {
    /// How many.
    pub count: u64,
    /// Their bytes; of those that are still to be sent, the bytes that the server lacks.
    pub bytes: u64,
}

/// The technician's next appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextJobView {
    /// What to do there next.
    pub next_step: Words,
    /// The record's id.
    pub record: String,
    /// Its number.
    pub number: String,
    /// The customer.
    pub customer: CustomerView,
    /// The kind of appliance; none where nobody said.
    pub unit_kind: Option<Words>,
    /// The agreed window.
    pub appointment: Option<AppointmentView>,
}

impl Device {
    /// What is still to be done before leaving a record's door.
    ///
    /// # Errors
    /// [`Error::NotFound`], or what the disk says.
    pub fn leaving_view(&self, record: RecordId) -> Result<LeavingView, Error> {
        let reading = self.record(record)?;
        let person = &self.identity()?.person;
        let papers = OldPartPapers::of(person, &self.vans()?);
        let old_parts = OldPart::still_with(person, &reading, &papers);
        let files = RecordFilesView::of(
            &self
                .inner
                .store
                .read(|connection| files::of_record(connection, record))?,
            self.files_wifi_only()?,
        );
        let (waiting, next) = (self.waiting(record)?, self.next_job(record)?);
        let kinds = self.kinds()?;
        Ok(LeavingView::of(
            &reading,
            old_parts,
            UploadsView::of(waiting, files),
            next.as_ref(),
            &kinds,
        ))
    }
}

impl LeavingView {
    fn of(
        record: &Record,
        old_parts: Vec<OldPart>,
        uploads: UploadsView,
        next: Option<&ListRow>,
        kinds: &Kinds,
    ) -> Self {
        let completeness = Completeness::of(record);
        let to_do = before_leaving(record, old_parts);
        let (mut payment, mut old_parts, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for one in &to_do {
            match one {
                ToDo::Fill { .. } => {}
                ToDo::Collect { .. } | ToDo::GiveReceipt { .. } | ToDo::AskInvoice { .. } => {
                    payment.push(ToDoView::of(one));
                }
                ToDo::TakeOldPart(part) => old_parts.push(OldPartView::of(one, part)),
                ToDo::TakeLoanerBack { .. } | ToDo::Report => others.push(ToDoView::of(one)),
            }
        }
        Self {
            record: record.id.to_string(),
            number: record.words(Field::Number).to_owned(),
            visit: visit_words(completeness.kind),
            may_leave: !to_do.iter().any(ToDo::is_must),
            next_step: step_words(next_step(&Facts::of(record))),
            missing: MissingView::all_of(&completeness),
            payment,
            old_parts,
            others,
            uploads,
            next_job: next.map(|next| NextJobView::of(next, kinds)),
        }
    }
}

impl ToDoView {
    fn of(to_do: &ToDo) -> Self {
        let (amount, entry): (Option<Money>, _) = match to_do {
            ToDo::Collect { owed } => (Some(*owed), None),
            ToDo::GiveReceipt { payment, amount } => (Some(*amount), Some(*payment)),
            ToDo::AskInvoice { amount } => (Some(*amount), None),
            ToDo::TakeLoanerBack { loan } => (None, Some(*loan)),
            ToDo::Fill { .. } | ToDo::TakeOldPart(_) | ToDo::Report => (None, None),
        };
        Self {
            words: to_do_words(to_do),
            must: to_do.is_must(),
            amount: amount.map(Into::into),
            entry: entry.map(|entry| entry.to_string()),
        }
    }
}

impl OldPartView {
    fn of(to_do: &ToDo, part: &OldPart) -> Self {
        Self {
            words: to_do_words(to_do),
            entry: part.removed.to_string(),
            part: part.part.clone(),
            name: part.name.clone(),
            serial: part.serial.clone(),
            quantity: part.quantity,
        }
    }
}

impl UploadsView {
    fn of(waiting: Waiting, files: RecordFilesView) -> Self {
        let is_sent = waiting == Waiting::default();
        let what_to_do = if !is_sent || files.waiting.count > 0 {
            Words::of("keep_on", words::KEEP_ON)
        } else if files.refused.count > 0 {
            Words::of("take_again", words::TAKE_AGAIN)
        } else if files.held_for_wifi.count > 0 {
            Words::of("reach_wifi", words::REACH_WIFI)
        } else if !files.all_sent {
            // Only a preview is left.
            Words::of("keep_on", words::KEEP_ON)
        } else {
            Words::of("nothing", words::NOTHING)
        };
        Self {
            sync: sync_words(is_sent),
            what_to_do,
            changes: waiting.changes,
            statements: waiting.statements,
            files,
        }
    }
}

impl RecordFilesView {
    fn of(stored: &[StoredFile], wifi_only: bool) -> Self {
        let mut view = Self {
            all_sent: stored.iter().all(|file| file.state == FileState::AtOffice),
            ..Self::default()
        };
        // A preview goes with its photo: it is small, and nobody took it.
        for file in stored.iter().filter(|file| !file.is_preview) {
            let (state, bytes) = match file.state {
                FileState::AtOffice => (&mut view.sent, file.bytes),
                FileState::Refused { .. } => (&mut view.refused, file.bytes),
                FileState::Waiting | FileState::Sending { .. } | FileState::NotHere => {
                    let state = if wifi_only {
                        &mut view.held_for_wifi
                    } else {
                        &mut view.waiting
                    };
                    (state, file.bytes.saturating_sub(file.sent_bytes()))
                }
            };
            state.count += 1;
            state.bytes = state.bytes.saturating_add(bytes);
        }
        view
    }
}

impl NextJobView {
    fn of(row: &ListRow, kinds: &Kinds) -> Self {
        Self {
            next_step: step_words(row.next_step),
            record: row.record.to_string(),
            number: row.number.clone(),
            customer: CustomerView {
                name: row.customer_name.clone(),
                phone: row.customer_phone.clone(),
                address: row.customer_address.clone(),
            },
            unit_kind: kinds.words(&row.unit_kind),
            appointment: AppointmentView::of(&row.appointment),
        }
    }
}

fn to_do_words(to_do: &ToDo) -> Words {
    Words::of(to_do.code(), to_do.words())
}
