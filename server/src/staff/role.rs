//! What somebody of the office does.

use doorstep_domain::named;
use doorstep_words::office::role as words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A role at the office (domain.md, "People"). Somebody may have several; what each may do stands in
/// [`crate::rights`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OfficeRole {
    /// Takes calls, agrees on appointments, takes complaints, calls back (客服).
    Reception,
    /// Hands records out (调度).
    Dispatcher,
    /// Judges faults and approves (维修主管).
    Supervisor,
    /// Keeps the parts store (备件仓库).
    Store,
    /// Reads the causes of failures, checks finished work (质检).
    Quality,
    /// Receipts, invoices, expenses (财务).
    Finance,
    /// Answers for the centre (中心经理).
    Manager,
    /// Keeps people, rights and devices (系统管理员).
    Administrator,
}

named!(OfficeRole {
    Reception "reception" words::RECEPTION;
    Dispatcher "dispatcher" words::DISPATCHER;
    Supervisor "supervisor" words::SUPERVISOR;
    Store "store" words::STORE;
    Quality "quality" words::QUALITY;
    Finance "finance" words::FINANCE;
    Manager "manager" words::MANAGER;
    Administrator "administrator" words::ADMINISTRATOR;
});

impl OfficeRole {
    /// Reads [`OfficeRole::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }
}
