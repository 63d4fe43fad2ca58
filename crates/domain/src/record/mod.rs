//! One repair record (维修单) as it was read from its document.

mod choices;
pub(crate) mod entry;
mod field;
mod field_table;
mod reading;
mod text;

pub use choices::choice_words;
pub use entry::{
    AgreementSigned, ApprovalAsked, ApprovalDecided, BadEntry, CallOutcome, CashHandedIn,
    CompensationPaid, ComplaintTaken, ConsentGiven, ConsentSentence, ConsentTo, DamageRecorded,
    DiagnosisStep, Entry, EntryKind, FILE_BYTES_MAX, FileAdded, FileStage, Gravity, Handback,
    Handover, INSURER_FROM_MINOR, InsurerTold, InvoiceAsked, Limits, Matter, Measurement,
    MediaType, NamedContent, PAYMENT_METHODS, PIXELS_MAX, PREVIEW_BYTES_MAX, PassedOn,
    PaymentRefunded, Picture, Relation, SIDE_PIXELS_MAX, ServerHeard, SignPurpose, Stamp, TestItem,
    What, needs_insurer,
};
pub(crate) use field::is_forbidden_character;
pub use field::{BadFieldValue, Field, FieldValue, Shape};
pub use field_table::{FIELDS, FieldRule, MergeRule, Writers};
pub use reading::{Candidate, Conflict, EntryReading, FieldReading, Record};
pub use text::{TEXT_LENGTH_MAX, TextName};

#[cfg(test)]
mod tests;
