//! Use cases on a record as a whole, and what all use cases share: [`UseCase`], [`Situation`], [`UseCaseError`].

mod call;
mod cancel;
mod field;
mod find;
mod merge;
mod open;
mod perform;
mod report;
mod settle;
mod text;
mod unit_history;
mod use_case;
mod use_case_error;
mod void;

pub use call::Call;
pub use cancel::CancelRecord;
pub use field::WriteField;
pub(crate) use field::write as write_field;
pub use merge::MergeRecord;
pub use open::{NewCustomer, NewUnit, OpenRecord};
pub use perform::Done;
pub use report::SendReport;
pub use settle::SettleConflict;
pub use text::{Splice, TypeText};
pub use use_case::{RecordName, Situation, UseCase};
pub use use_case_error::UseCaseError;
pub use void::VoidEntry;
