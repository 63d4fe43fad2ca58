//! One record whole, in reading order.

use std::collections::BTreeSet;

use doorstep_domain::{
    course::{Completeness, Facts, Finding, Status, Step, next_step, status},
    deadline::Moment,
    ids::{EntryId, RecordId},
    record::{EntryReading, Field, FieldValue, Record, What},
    unit_history::UnitHistory,
};
use doorstep_evidence::certificate::TrustedOrganisation;
use doorstep_replica::history::HistoryItem;
use serde::Serialize;

use super::{
    ActionView, AdviceView, AppointmentView, ApprovalView, CallView, CannotRepairView, ClaimView,
    ComplaintView, ConflictView, ConsentView, CustomerView, DeadlineView, DiagnosisStepView,
    DuplicatesView, EarlierView, EntryHead, HandoverView, Kinds, MissingView, PartView,
    PassedOnView, PaymentsView, QuoteView, SecondRepairView, SheetItemView, SignatureView,
    TestView, TextsView, ToSignView, UnitView, VisitView, Words, missing::visit_words,
    signature::sync_words, who::Writers,
};
use crate::{
    Device, Error, Identity, StoredStatement, catalogue::Catalogue, files::PhotoView,
    store::read_model,
};

/// One repair record (维修单).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordView {
    /// The record's id.
    pub record: String,
    /// The record number (维修单号).
    pub number: String,
    /// Where it stands.
    pub status: Words,
    /// The one next step.
    pub next_step: Words,
    /// What may be done now, and why the rest may not.
    pub actions: Vec<ActionView>,
    /// Nothing required lacks.
    pub complete: bool,
    /// `sent` once the server has acknowledged all of it, `saved` on this device before.
    pub sync: Words,
    /// Something about it was refused and waits for a person.
    pub needs_attention: bool,
    /// When it was received, RFC 3339.
    pub received_at: String,
    /// What was asked for.
    pub request: Option<Words>,
    /// Response due in so many hours.
    pub priority_hours: Option<i64>,
    /// Where the customer lives, for the time to be on site.
    pub area: Option<Words>,
    /// The technician's person code; empty if nobody is named.
    pub assignee: String,
    /// Of several technicians, the person code of who leads; empty if nobody was named.
    pub lead: String,
    /// Where the unit is seen first: on site, or brought in.
    pub reception: Option<Words>,
    /// The agreed window.
    pub appointment: Option<AppointmentView>,
    /// The office's word to the technician.
    pub office_note: String,
    /// Who pays, as it was booked.
    pub payer_class: Option<Words>,
    /// The language the customer is spoken to in.
    pub language: Option<Words>,
    /// The customer.
    pub customer: CustomerView,
    /// The appliance.
    pub unit: UnitView,
    /// What happened to the unit before, as far as this device has it, the oldest first.
    pub unit_history: Vec<EarlierView>,
    /// This repair is the second one of an earlier (返修).
    pub second_repair: Option<SecondRepairView>,
    /// The texts.
    pub texts: TextsView,
    /// The calls.
    pub calls: Vec<CallView>,
    /// The arrivals.
    pub visits: Vec<VisitView>,
    /// The diagnosis.
    pub diagnosis: Vec<DiagnosisStepView>,
    /// The quotes.
    pub quotes: Vec<QuoteView>,
    /// Parts fitted.
    pub parts_fitted: Vec<PartView>,
    /// Parts removed.
    pub parts_removed: Vec<PartView>,
    /// Whether the unit works again, where the repair was recorded as done.
    pub repaired: Vec<RepairView>,
    /// What could not be repaired on site.
    pub cannot_repair: Vec<CannotRepairView>,
    /// What the appliance's full-function test goes through.
    pub test_sheet: Vec<SheetItemView>,
    /// The full-function tests.
    pub tests: Vec<TestView>,
    /// Care advice.
    pub advice: Vec<AdviceView>,
    /// Units that changed hands: the customer's into custody, loaners to him.
    pub handovers: Vec<HandoverView>,
    /// From whom to whom it was passed on without coverage.
    pub passed_on: Vec<PassedOnView>,
    /// Questions to the office and its answers.
    pub approvals: Vec<ApprovalView>,
    /// What the customer agreed to before it was done.
    pub consents: Vec<ConsentView>,
    /// Complaints.
    pub complaints: Vec<ComplaintView>,
    /// Damages and agreements, and what was paid for them.
    pub claims: Vec<ClaimView>,
    /// The sealed statements.
    pub signatures: Vec<SignatureView>,
    /// What can be signed now, in the order of a job.
    pub to_sign: Vec<ToSignView>,
    /// Photos and other files.
    pub photos: Vec<PhotoView>,
    /// Money.
    pub payments: PaymentsView,
    /// Closed doors, dissatisfaction, reports to the office, and why it was called off.
    pub notes: Vec<NoteView>,
    /// What kind of visit it is: its lists of items hang on it.
    pub visit: Words,
    /// What lacks, required items first.
    pub missing: Vec<MissingView>,
    /// The deadlines, in the order of a job.
    pub deadlines: Vec<DeadlineView>,
    /// The one that runs out next, or that stands still; none where nothing is due.
    pub next_deadline: Option<DeadlineView>,
    /// What is irregular.
    pub findings: Vec<FindingView>,
    /// Fields with several values.
    pub conflicts: Vec<ConflictView>,
    /// Other records of the same visit.
    pub duplicates: DuplicatesView,
    /// Entries that were taken back.
    pub taken_back: Vec<NoteView>,
    /// Entries that a newer program wrote and this one cannot read.
    pub unreadable_entries: Vec<String>,
}

/// The repair was recorded as done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RepairView {
    /// Who did it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// The unit works again.
    pub works: bool,
}

/// An entry that is words: a report, a cancellation, an entry that was taken back with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteView {
    /// Who wrote it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// The kind of the entry.
    pub kind: Words,
    /// The words; for an entry that was taken back, why.
    pub note: String,
}

/// Something irregular.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingView {
    /// What.
    #[serde(flatten)]
    pub words: Words,
    /// The sentence with its figure, where it has one: by how much a clock was wrong.
    pub detail: Option<Words>,
}

/// What the store knows beside the record itself.
struct Beside {
    /// The history of a record with clashes.
    clashes: Vec<HistoryItem>,
    duplicates: DuplicatesView,
    statements: Vec<StoredStatement>,
    unsent: bool,
    needs_attention: bool,
    history: UnitHistory,
    catalogue: Catalogue,
    kinds: Kinds,
    now: Moment,
    photos: Vec<PhotoView>,
    to_sign: Vec<ToSignView>,
}

/// The words of a status.
pub(crate) fn status_words(status: Status) -> Words {
    Words::of(status.code(), status.words())
}

/// The words of a step.
pub(crate) fn step_words(step: Step) -> Words {
    Words::of(step.code(), step.words())
}

impl Device {
    /// A record as it reads now, whole.
    ///
    /// # Errors
    /// [`Error::NotFound`], or what the disk says.
    pub fn view(&self, record: RecordId) -> Result<RecordView, Error> {
        let reading = self.record(record)?;
        let statements = self.statements(record)?;
        let marks = self
            .inner
            .store
            .read(|connection| read_model::marks(connection, record))?;
        let history = self.unit_history(&reading)?;
        // Reading the catalogue takes longer than the rest of the view, and most units have no history.
        let catalogue = if history.earlier.is_empty() {
            Catalogue::default()
        } else {
            self.catalogue()?
        };
        // Only of a record with a clash: it is read from all changes.
        let clashes = if reading.conflicts().is_empty() {
            Vec::new()
        } else {
            self.history(record)?
        };
        let identity = match self.identity() {
            Ok(identity) => Some(identity),
            Err(Error::NotEnrolled) => None,
            Err(error) => return Err(error),
        };
        let beside = Beside {
            duplicates: self.duplicates_view(&reading)?,
            clashes,
            history,
            catalogue,
            kinds: self.kinds()?,
            statements,
            photos: self.photos(&reading)?,
            to_sign: self.to_sign(&reading, identity.as_deref())?,
            unsent: marks.unsent,
            needs_attention: marks.needs_attention,
            now: self.corrected_now()?,
        };
        let writers = self.writers(identity.as_deref())?;
        Ok(RecordView::of(
            &reading,
            &beside,
            &writers,
            identity.as_deref(),
        ))
    }
}

impl RecordView {
    fn of(
        record: &Record,
        beside: &Beside,
        writers: &Writers,
        identity: Option<&Identity>,
    ) -> Self {
        let facts = Facts::of(record);
        let completeness = Completeness::of(record);
        let words = |field: Field| record.words(field).to_owned();
        let choice = |field: Field| Words::chosen(record.words(field));
        Self {
            record: record.id.to_string(),
            number: words(Field::Number),
            status: status_words(status(&facts)),
            next_step: step_words(next_step(&facts)),
            actions: ActionView::all_of(record, &facts, identity.map(|own| &own.person)),
            complete: completeness.is_complete(),
            visit: visit_words(completeness.kind),
            sync: sync_words(!beside.unsent),
            needs_attention: beside.needs_attention,
            received_at: words(Field::ReceivedAt),
            request: choice(Field::Request),
            priority_hours: record
                .field(Field::PriorityHours)
                .and_then(FieldValue::number),
            area: choice(Field::Area),
            assignee: words(Field::Assignee),
            lead: words(Field::Lead),
            reception: choice(Field::Reception),
            appointment: AppointmentView::of(record.words(Field::Appointment)),
            office_note: words(Field::OfficeNote),
            payer_class: choice(Field::PayerClass),
            language: choice(Field::Language),
            customer: CustomerView::of(record),
            unit: UnitView::of(record, &beside.kinds),
            unit_history: EarlierView::all_of(&beside.history),
            second_repair: SecondRepairView::of(record, &beside.history, &beside.catalogue),
            texts: TextsView::of(record),
            calls: each(record, CallView::of),
            visits: each(record, VisitView::of),
            diagnosis: each(record, DiagnosisStepView::of),
            quotes: QuoteView::all_of(record, &facts),
            parts_fitted: each(record, PartView::fitted),
            parts_removed: each(record, PartView::removed),
            repaired: each(record, RepairView::of),
            cannot_repair: each(record, CannotRepairView::of),
            test_sheet: SheetItemView::all_of(record, &beside.kinds),
            tests: each(record, TestView::of),
            advice: each(record, AdviceView::of),
            handovers: each(record, |head, reading| {
                HandoverView::of(record, head, reading)
            }),
            passed_on: PassedOnView::all(record),
            approvals: ApprovalView::all_of(record),
            consents: each(record, ConsentView::of),
            complaints: each(record, ComplaintView::of),
            claims: each(record, |head, reading| ClaimView::of(record, head, reading)),
            signatures: signatures(record, &beside.statements, identity),
            to_sign: beside.to_sign.clone(),
            photos: beside.photos.clone(),
            payments: PaymentsView::of(record, &facts),
            notes: each(record, NoteView::of),
            missing: MissingView::all_of(&completeness),
            deadlines: DeadlineView::all_of(record, beside.now),
            next_deadline: DeadlineView::next_of(record, beside.now),
            findings: Finding::of(record).iter().map(FindingView::of).collect(),
            conflicts: ConflictView::all_of(record, writers, &beside.clashes),
            duplicates: beside.duplicates.clone(),
            taken_back: taken_back(record),
            unreadable_entries: record
                .unreadable_entries
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }
}

/// The entries that count and are of one kind, in the order of their ids.
pub(super) fn each<V>(
    record: &Record,
    view: impl Fn(EntryHead, &EntryReading) -> Option<V>,
) -> Vec<V> {
    record
        .valid_readings()
        .filter_map(|(id, reading)| view(EntryHead::of(id, reading), reading))
        .collect()
}

fn signatures(
    record: &Record,
    statements: &[StoredStatement],
    identity: Option<&Identity>,
) -> Vec<SignatureView> {
    let trusted =
        identity.and_then(|identity| TrustedOrganisation::from_pem(&identity.organisation).ok());
    let named: BTreeSet<&str> = record
        .valid_entries()
        .filter_map(|(_, entry)| entry.what.statement())
        .map(|(_, statement)| statement)
        .collect();
    let view = |stored: &StoredStatement| {
        let is_named = named.contains(stored.digest.to_string().as_str());
        SignatureView::of(stored, record, trusted.as_ref(), is_named)
    };
    let mut views: Vec<SignatureView> = statements.iter().map(view).collect();
    // In which order they came here differs from device to device; what is shown must not.
    views.sort_by_cached_key(SignatureView::reading_order);
    views
}

fn taken_back(record: &Record) -> Vec<NoteView> {
    let voided = record.voided();
    let reason = |taken: &EntryId| {
        record
            .entries
            .iter()
            .filter(|(id, _)| !voided.contains(id))
            .find_map(|(_, reading)| match &reading.entry.what {
                What::Void { entry, reason } if entry == taken => Some(reason.clone()),
                _ => None,
            })
    };
    let taken = record.entries.iter().filter(|(id, _)| voided.contains(id));
    taken
        .map(|(id, reading)| {
            let kind = reading.entry.what.kind();
            NoteView {
                head: EntryHead::of(*id, reading),
                kind: Words::of(kind.code(), kind.words()),
                note: reason(id).unwrap_or_default(),
            }
        })
        .collect()
}

/// What an entry says of why or how it happened, where that is all there is to show of it.
pub(super) fn words_of(what: &What) -> Option<&str> {
    match what {
        What::Report { note, .. } | What::CustomerAbsent { note, .. } => Some(note),
        What::NotSatisfied { reason }
        | What::Cancelled { reason, .. }
        | What::Settled { reason, .. }
        | What::Void { reason, .. } => Some(reason),
        _ => None,
    }
}

impl NoteView {
    fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        if matches!(reading.entry.what, What::Void { .. }) {
            // Shown with what it took back.
            return None;
        }
        let note = words_of(&reading.entry.what)?.to_owned();
        let kind = reading.entry.what.kind();
        Some(Self {
            head,
            kind: Words::of(kind.code(), kind.words()),
            note,
        })
    }
}

impl RepairView {
    fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::RepairDone { works } = reading.entry.what else {
            return None;
        };
        Some(Self { head, works })
    }
}

impl FindingView {
    fn of(finding: &Finding) -> Self {
        Self {
            words: Words::of(finding.code(), finding.words()),
            detail: finding
                .clock()
                .map(|clock| Words::saying(clock.code(), &clock.words())),
        }
    }
}
