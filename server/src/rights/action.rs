//! The actions, and who may do each.

use crate::staff::OfficeRole::{
    self, Administrator, Dispatcher, Finance, Manager, Quality, Reception, Store, Supervisor,
};

/// What somebody may want to do at the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Read records and what they name.
    ReadRecords,
    /// Take a call in, also from a file.
    TakeCalls,
    /// Hand records out, agree on appointments, change the urgency.
    Dispatch,
    /// Answer a technician's request: an extension, a solution outside the rules, a visit outside the area, a discount.
    Approve,
    /// Settle clashes and correct what a record says.
    Settle,
    /// Call customers back.
    CallBack,
    /// Take complaints and work on them.
    HandleComplaints,
    /// The first word on a complaint: the supervisor's.
    ApproveComplaintAsSupervisor,
    /// The centre's word on a complaint, a return or an exchange.
    ApproveComplaintAsCentre,
    /// Follow units in the workshop and loaners.
    KeepCustody,
    /// Contracts and maintenance plans.
    KeepContracts,
    /// See stock, vans and requisitions.
    ReadStock,
    /// Move stock, count it, answer requisitions.
    MoveStock,
    /// Claims on suppliers.
    ClaimFromSuppliers,
    /// See the quality pages.
    ReadQuality,
    /// Work on quality notices and batch alerts, check finished work.
    WorkOnQuality,
    /// See the rates.
    ReadRates,
    /// Training hours and certificates of technicians.
    KeepTraining,
    /// Receipts, cash, invoices, expenses.
    KeepMoney,
    /// See receipts, cash, invoices, expenses.
    ReadMoney,
    /// Tools and instruments.
    KeepTools,
    /// Publish price lists and the rest of the catalogue.
    PublishCatalogue,
    /// Review finished reports and archive them.
    Review,
    /// Take lists out as files.
    Export,
    /// Bring lists in as files.
    Import,
    /// People, rights, stations.
    KeepPeople,
    /// Devices: invite, approve, revoke.
    KeepDevices,
    /// See devices, their last contact and what they still hold.
    ReadDevices,
    /// What the gate refused.
    ReadQuarantine,
    /// Who looked at what, changed what, took what out.
    ReadAudit,
    /// Erase a customer's data.
    Erase,
    /// Tokens and webhooks for other programs, backups, settings.
    KeepServer,
}

impl Action {
    /// All, in their order.
    pub const ALL: [Self; 32] = [
        Self::ReadRecords,
        Self::TakeCalls,
        Self::Dispatch,
        Self::Approve,
        Self::Settle,
        Self::CallBack,
        Self::HandleComplaints,
        Self::ApproveComplaintAsSupervisor,
        Self::ApproveComplaintAsCentre,
        Self::KeepCustody,
        Self::KeepContracts,
        Self::ReadStock,
        Self::MoveStock,
        Self::ClaimFromSuppliers,
        Self::ReadQuality,
        Self::WorkOnQuality,
        Self::ReadRates,
        Self::KeepTraining,
        Self::KeepMoney,
        Self::ReadMoney,
        Self::KeepTools,
        Self::PublishCatalogue,
        Self::Review,
        Self::Export,
        Self::Import,
        Self::KeepPeople,
        Self::KeepDevices,
        Self::ReadDevices,
        Self::ReadQuarantine,
        Self::ReadAudit,
        Self::Erase,
        Self::KeepServer,
    ];

    /// Who may.
    #[must_use]
    pub const fn roles(self) -> &'static [OfficeRole] {
        match self {
            Self::ReadRecords => OfficeRole::ALL,
            Self::TakeCalls => &[Reception, Dispatcher, Supervisor, Manager, Administrator],
            Self::Dispatch => &[Dispatcher, Supervisor, Manager, Administrator],
            Self::Approve => &[Supervisor, Manager, Administrator],
            Self::Settle => &[Dispatcher, Supervisor, Manager, Administrator],
            Self::CallBack => &[Reception, Supervisor, Quality, Manager, Administrator],
            Self::HandleComplaints => &[Reception, Supervisor, Manager, Administrator],
            Self::ApproveComplaintAsSupervisor => &[Supervisor, Manager, Administrator],
            Self::ApproveComplaintAsCentre => &[Manager, Administrator],
            Self::KeepCustody => &[Reception, Supervisor, Store, Manager, Administrator],
            Self::KeepContracts => &[Reception, Supervisor, Finance, Manager, Administrator],
            Self::ReadStock => &[
                Dispatcher,
                Supervisor,
                Store,
                Finance,
                Manager,
                Administrator,
            ],
            Self::MoveStock => &[Store, Manager, Administrator],
            Self::ClaimFromSuppliers => &[Store, Quality, Finance, Manager, Administrator],
            Self::ReadQuality => &[Supervisor, Quality, Store, Manager, Administrator],
            Self::WorkOnQuality => &[Quality, Manager, Administrator],
            Self::ReadRates => &[Supervisor, Quality, Finance, Manager, Administrator],
            Self::KeepTraining => &[Supervisor, Manager, Administrator],
            Self::KeepMoney => &[Finance, Manager, Administrator],
            Self::ReadMoney => &[Supervisor, Finance, Manager, Administrator],
            Self::KeepTools => &[Store, Supervisor, Manager, Administrator],
            Self::PublishCatalogue => &[Finance, Store, Manager, Administrator],
            Self::Review => &[Supervisor, Quality, Manager, Administrator],
            Self::Export => &[
                Dispatcher,
                Supervisor,
                Store,
                Quality,
                Finance,
                Manager,
                Administrator,
            ],
            Self::Import => &[Dispatcher, Store, Manager, Administrator],
            Self::KeepPeople | Self::KeepDevices => &[Administrator],
            Self::ReadDevices => &[Dispatcher, Supervisor, Manager, Administrator],
            Self::ReadQuarantine => &[Supervisor, Manager, Administrator],
            Self::ReadAudit | Self::Erase => &[Manager, Administrator],
            Self::KeepServer => &[Administrator],
        }
    }
}
