//! What can be done at the office that is kept.

use doorstep_domain::named;
use doorstep_words::office::audit::deed as words;

/// Something that was done at the office. Its code never becomes another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Came in by a link or with a password.
    SignedIn,
    /// Set a password by an invitation.
    SetUp,
    /// Changed the own password.
    PasswordChanged,
    /// Is asked for a one-time code from now on.
    CodeTurnedOn,
    /// Is asked for one no longer.
    CodeTurnedOff,
    /// Ended a session, also another one than his.
    SessionEnded,
    /// Added a person.
    PersonAdded,
    /// Changed a person's name, roles or stations.
    PersonChanged,
    /// Gave a person a link to set a password.
    PersonInvited,
    /// Let a person go.
    PersonDismissed,
    /// Invited a device of a person.
    DeviceInvited,
    /// Revoked a device.
    DeviceRevoked,
    /// Opened a station.
    StationAdded,
    /// Closed a station.
    StationClosed,
    /// Looked at a record.
    RecordViewed,
    /// Settled, corrected, took back or called off something in a record.
    RecordChanged,
    /// Took a statement or a file of a record.
    FileTaken,
    /// Took a list of records as a file.
    ListTaken,
    /// Took the records behind a rate as a file.
    RatesTaken,
    /// Took units by batch from a file.
    BatchesImported,
    /// Took the records behind a failure as a file.
    FailuresTaken,
    /// Made a token for another program.
    TokenMade,
    /// Ended a token.
    TokenRevoked,
    /// Called a customer back.
    CalledBack,
    /// Took a complaint.
    ComplaintTaken,
    /// Worked on a complaint.
    ComplaintChanged,
    /// Said a word on an approval.
    ApprovalSpoken,
    /// Changed the calendar of working days.
    CalendarChanged,
    /// Took a call in.
    CallTaken,
    /// Told quality of a safety defect.
    QualityTold,
    /// Answered a quality notice.
    NoticeAnswered,
    /// Said of a cause that it is a safety defect, or that it is none.
    SafetyCauseCalled,
    /// Put a batch alert to its chain anew.
    AlertAskedAgain,
    /// Said why a second repair should not count, or that it counts.
    SecondRepairContested,
    /// Took the month's quality report as a file.
    QualityReportTaken,
    /// Wrote a spot check or a mystery customer down.
    CheckTaken,
    /// Said what was done about the faults of a check.
    CheckSettled,
    /// Reviewed a report.
    ReportReviewed,
    /// Archived a report.
    ReportArchived,
    /// Moved pieces of the store or of a van, or explained why they differ.
    StockMoved,
    /// Took the supplier claims as a file.
    ClaimsTaken,
    /// Counted cash that a technician handed in.
    CashReceived,
    /// Noted an invoice.
    InvoiceWritten,
    /// Noted that an invoice does not stand.
    InvoiceVoided,
    /// Took receipts or invoices as a file.
    MoneyTaken,
    /// Said what a technician repairs, where he goes and until when his certificate is good.
    TechnicianDescribed,
    /// Put a tool into the register, or changed what stands there.
    ToolKept,
    /// Issued a tool, took it back, or said that it is gone.
    ToolMoved,
    /// Entered a claim.
    ExpenseClaimed,
    /// Approved or refused a claim.
    ExpenseDecided,
    /// Paid a claim.
    ExpensePaid,
    /// Took the tools or the claims as a file.
    MeansTaken,
    /// Wrote a contract down.
    ContractTaken,
    /// Changed a contract, ended it, or opened a visit by it.
    ContractChanged,
    /// Noted training hours or a certificate.
    TrainingNoted,
    /// Struck out training hours or a certificate.
    TrainingStruck,
}

named!(Deed {
    SignedIn "signed_in" words::SIGNED_IN;
    SetUp "set_up" words::SET_UP;
    PasswordChanged "password_changed" words::PASSWORD_CHANGED;
    CodeTurnedOn "code_turned_on" words::CODE_TURNED_ON;
    CodeTurnedOff "code_turned_off" words::CODE_TURNED_OFF;
    SessionEnded "session_ended" words::SESSION_ENDED;
    PersonAdded "person_added" words::PERSON_ADDED;
    PersonChanged "person_changed" words::PERSON_CHANGED;
    PersonInvited "person_invited" words::PERSON_INVITED;
    PersonDismissed "person_dismissed" words::PERSON_DISMISSED;
    DeviceInvited "device_invited" words::DEVICE_INVITED;
    DeviceRevoked "device_revoked" words::DEVICE_REVOKED;
    StationAdded "station_added" words::STATION_ADDED;
    StationClosed "station_closed" words::STATION_CLOSED;
    RecordViewed "record_viewed" words::RECORD_VIEWED;
    RecordChanged "record_changed" words::RECORD_CHANGED;
    FileTaken "file_taken" words::FILE_TAKEN;
    ListTaken "list_taken" words::LIST_TAKEN;
    RatesTaken "rates_taken" words::RATES_TAKEN;
    BatchesImported "batches_imported" words::BATCHES_IMPORTED;
    FailuresTaken "failures_taken" words::FAILURES_TAKEN;
    TokenMade "token_made" words::TOKEN_MADE;
    TokenRevoked "token_revoked" words::TOKEN_REVOKED;
    CalledBack "called_back" words::CALLED_BACK;
    ComplaintTaken "complaint_taken" words::COMPLAINT_TAKEN;
    ComplaintChanged "complaint_changed" words::COMPLAINT_CHANGED;
    ApprovalSpoken "approval_spoken" words::APPROVAL_SPOKEN;
    CalendarChanged "calendar_changed" words::CALENDAR_CHANGED;
    CallTaken "call_taken" words::CALL_TAKEN;
    QualityTold "quality_told" words::QUALITY_TOLD;
    NoticeAnswered "notice_answered" words::NOTICE_ANSWERED;
    SafetyCauseCalled "safety_cause_called" words::SAFETY_CAUSE_CALLED;
    AlertAskedAgain "alert_asked_again" words::ALERT_ASKED_AGAIN;
    SecondRepairContested "second_repair_contested" words::SECOND_REPAIR_CONTESTED;
    QualityReportTaken "quality_report_taken" words::QUALITY_REPORT_TAKEN;
    CheckTaken "check_taken" words::CHECK_TAKEN;
    CheckSettled "check_settled" words::CHECK_SETTLED;
    ReportReviewed "report_reviewed" words::REPORT_REVIEWED;
    ReportArchived "report_archived" words::REPORT_ARCHIVED;
    StockMoved "stock_moved" words::STOCK_MOVED;
    ClaimsTaken "claims_taken" words::CLAIMS_TAKEN;
    CashReceived "cash_received" words::CASH_RECEIVED;
    InvoiceWritten "invoice_written" words::INVOICE_WRITTEN;
    InvoiceVoided "invoice_voided" words::INVOICE_VOIDED;
    MoneyTaken "money_taken" words::MONEY_TAKEN;
    TechnicianDescribed "technician_described" words::TECHNICIAN_DESCRIBED;
    ToolKept "tool_kept" words::TOOL_KEPT;
    ToolMoved "tool_moved" words::TOOL_MOVED;
    ExpenseClaimed "expense_claimed" words::EXPENSE_CLAIMED;
    ExpenseDecided "expense_decided" words::EXPENSE_DECIDED;
    ExpensePaid "expense_paid" words::EXPENSE_PAID;
    MeansTaken "means_taken" words::MEANS_TAKEN;
    ContractTaken "contract_taken" words::CONTRACT_TAKEN;
    ContractChanged "contract_changed" words::CONTRACT_CHANGED;
    TrainingNoted "training_noted" words::TRAINING_NOTED;
    TrainingStruck "training_struck" words::TRAINING_STRUCK;
});

impl Deed {
    /// Reads [`Deed::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.code() == code)
    }
}
