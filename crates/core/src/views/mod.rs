//! Views: plain data for shells and scripts, in reading order, with every word in Chinese and English.
//!
//! A view decides nothing. What it says of a repair is derived in `domain`; what it says of a signature, in
//! `evidence`; what it says of sending, by the store.

mod action;
mod branch;
mod cash;
mod conflict;
mod deadline;
mod duplicate;
mod fields;
mod history;
mod kind;
mod leaving;
mod library;
mod list;
mod missing;
mod money;
mod passed_on;
mod place;
mod quote;
mod quote_option;
mod record;
mod refusal;
mod signature;
mod size;
mod status;
mod to_sign;
mod unit_history;
mod van;
mod verdicts;
mod visit;
mod who;
mod words;
mod work;

pub use action::ActionView;
pub use branch::{ApprovalView, ClaimView, ComplaintView, ConsentView, HandbackView, HandoverView};
pub use cash::{CashHeldView, CashOfRecordView, CashView};
pub use conflict::{CandidateView, ConflictView, SettledView};
pub use deadline::DeadlineView;
pub use duplicate::{DuplicateView, DuplicatesView};
pub use fields::{AppointmentView, CustomerView, TextsView, UnitView};
pub use history::{ChangedView, HistoryView};
pub(crate) use kind::KindsRead;
pub use kind::{Kinds, NamedRecordView};
pub use leaving::{
    FileCountView, LeavingView, NextJobView, OldPartView, RecordFilesView, ToDoView, UploadsView,
};
pub use library::{DocumentView, HitView, LibraryView, SectionView};
pub use list::{ListRowView, ListView};
pub use missing::{MissingView, PlaceView};
pub use money::{InvoiceView, MoneyView, PaymentView, PaymentsView, RefundView};
pub use passed_on::PassedOnView;
pub use place::ShownView;
pub use quote::{QuoteLineView, QuoteView, RuleView};
pub use quote_option::{DiscountView, DraftView, LineChangeView, OptionView, QuoteDifferenceView};
pub use record::{FindingView, NoteView, RecordView, RepairView};
pub use refusal::RefusedView;
pub use signature::{DifferenceView, SignatureView, VerdictView};
pub use size::{HoldingView, SizeView};
pub use status::{StatusView, SyncView};
pub use to_sign::ToSignView;
pub use unit_history::{EarlierPartView, EarlierView, SecondRepairView};
pub use van::{
    EquationView, OwedOldPartView, RequisitionView, TransferView, VanFindingView, VanPartView,
    VanView,
};
pub use verdicts::StatementVerdictView;
pub use visit::{CallView, DiagnosisStepView, MeasurementView, VisitView};
pub use who::EntryHead;
pub use words::{ValueView, Words};
pub use work::{AdviceView, CannotRepairView, PartView, SheetItemView, TestItemView, TestView};
