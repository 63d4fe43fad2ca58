//! The items of a complete record: what each is called, where it stands, and at which step it is filled.

use doorstep_words::{Phrase, trade::course as words};
use serde::{Deserialize, Serialize};

use crate::{
    course::Step,
    named::named,
    record::{EntryKind, Field, FileStage, TextName},
};

/// One thing that a complete record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// The record number.
    Number,
    /// The date it was received.
    ReceivedAt,
    /// The customer's name.
    CustomerName,
    /// His telephone number.
    CustomerPhone,
    /// The address.
    CustomerAddress,
    /// The kind of appliance.
    UnitKind,
    /// The model.
    UnitModel,
    /// The serial number.
    UnitSerial,
    /// The symptom as told.
    Symptom,
    /// The arrival with the check of the unit against the record.
    Arrival,
    /// The receipt for the unit that was taken or brought in.
    CustodyReceipt,
    /// The customer's complaint.
    Complaint,
    /// The cause, apart from the symptom.
    Cause,
    /// What was done.
    Work,
    /// The accepted quote, which is the plan of the repair.
    AcceptedQuote,
    /// The result of the full-function test.
    TestResult,
    /// Care advice.
    Advice,
    /// The customer's signature, or the recorded refusal. The technician signs with it: his device seals it.
    Signature,
    /// The customer's opinion, or the recorded refusal.
    Opinion,
    /// The four steps of the diagnosis.
    Diagnosis,
    /// The removed parts.
    OldParts,
    /// The date of the invoice.
    PurchasedOn,
    /// A call to the customer who is not at home.
    Call,
    /// The day on which a unit in custody is promised back.
    PromisedDate,
    /// A photo of the nameplate.
    PhotoNameplate,
    /// A photo of the fault.
    PhotoFault,
    /// A photo before the work.
    PhotoBefore,
    /// A photo after the work.
    PhotoAfter,
    /// A photo of the invoice or the warranty card.
    PhotoInvoice,
}

named!(Item {
    Number "number" words::item::NUMBER;
    ReceivedAt "received_at" words::item::RECEIVED_AT;
    CustomerName "customer_name" words::item::CUSTOMER_NAME;
    CustomerPhone "customer_phone" words::item::CUSTOMER_PHONE;
    CustomerAddress "customer_address" words::item::CUSTOMER_ADDRESS;
    UnitKind "unit_kind" words::item::UNIT_KIND;
    UnitModel "unit_model" words::item::UNIT_MODEL;
    UnitSerial "unit_serial" words::item::UNIT_SERIAL;
    Symptom "symptom" words::item::SYMPTOM;
    Arrival "arrival" words::item::ARRIVAL;
    CustodyReceipt "custody_receipt" words::item::CUSTODY_RECEIPT;
    Complaint "complaint" words::item::COMPLAINT;
    Cause "cause" words::item::CAUSE;
    Work "work" words::item::WORK;
    AcceptedQuote "accepted_quote" words::item::ACCEPTED_QUOTE;
    TestResult "test_result" words::item::TEST_RESULT;
    Advice "advice" words::item::ADVICE;
    Signature "signature" words::item::SIGNATURE;
    Opinion "opinion" words::item::OPINION;
    Diagnosis "diagnosis" words::item::DIAGNOSIS;
    OldParts "old_parts" words::item::OLD_PARTS;
    PurchasedOn "purchased_on" words::item::PURCHASED_ON;
    Call "call" words::item::CALL;
    PromisedDate "promised_date" words::item::PROMISED_DATE;
    PhotoNameplate "photo_nameplate" words::item::PHOTO_NAMEPLATE;
    PhotoFault "photo_fault" words::item::PHOTO_FAULT;
    PhotoBefore "photo_before" words::item::PHOTO_BEFORE;
    PhotoAfter "photo_after" words::item::PHOTO_AFTER;
    PhotoInvoice "photo_invoice" words::item::PHOTO_INVOICE;
});

/// Where an item stands in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a field.
    Field(Field),
    /// In a text.
    Text(TextName),
    /// In an entry of a kind.
    Entry(EntryKind),
    /// In a photo of a stage.
    Photo(FileStage),
}

impl Place {
    /// `field`, `text`, `entry` or `photo`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Field(_) => "field",
            Self::Text(_) => "text",
            Self::Entry(_) => "entry",
            Self::Photo(_) => "photo",
        }
    }

    /// The field's or text's key, or the code of the entry's kind or of the photo's stage.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.key(),
            Self::Text(text) => text.key(),
            Self::Entry(kind) => kind.code(),
            Self::Photo(stage) => stage.code(),
        }
    }

    /// What it is called on a screen.
    #[must_use]
    pub fn words(self) -> Phrase {
        match self {
            Self::Field(field) => field.rule().name,
            Self::Text(text) => text.words(),
            Self::Entry(kind) => kind.words(),
            Self::Photo(stage) => stage.words(),
        }
    }
}

impl Item {
    /// Where it stands in the record.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::Number => Place::Field(Field::Number),
            Self::ReceivedAt => Place::Field(Field::ReceivedAt),
            Self::CustomerName => Place::Field(Field::CustomerName),
            Self::CustomerPhone => Place::Field(Field::CustomerPhone),
            Self::CustomerAddress => Place::Field(Field::CustomerAddress),
            Self::UnitKind => Place::Field(Field::UnitKind),
            Self::UnitModel => Place::Field(Field::UnitModel),
            Self::UnitSerial => Place::Field(Field::UnitSerial),
            Self::PurchasedOn => Place::Field(Field::PurchasedOn),
            Self::Symptom => Place::Text(TextName::Symptom),
            Self::Cause => Place::Text(TextName::Cause),
            Self::Work => Place::Text(TextName::Work),
            Self::Arrival => Place::Entry(EntryKind::Visit),
            Self::CustodyReceipt | Self::PromisedDate => Place::Entry(EntryKind::CustodyTaken),
            Self::Complaint => Place::Entry(EntryKind::ComplaintTaken),
            Self::AcceptedQuote => Place::Entry(EntryKind::QuoteAccepted),
            Self::TestResult => Place::Entry(EntryKind::TestResult),
            Self::Advice => Place::Entry(EntryKind::AdviceGiven),
            Self::Signature | Self::Opinion => Place::Entry(EntryKind::SignOff),
            Self::Diagnosis => Place::Entry(EntryKind::DiagnosisStep),
            Self::OldParts => Place::Entry(EntryKind::PartRemoved),
            Self::Call => Place::Entry(EntryKind::Call),
            Self::PhotoNameplate => Place::Photo(FileStage::Nameplate),
            Self::PhotoFault => Place::Photo(FileStage::Fault),
            Self::PhotoBefore => Place::Photo(FileStage::Before),
            Self::PhotoAfter => Place::Photo(FileStage::After),
            Self::PhotoInvoice => Place::Photo(FileStage::Invoice),
        }
    }

    /// The step at which it is filled at the latest.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Number | Self::ReceivedAt => Step::Assign,
            Self::CustomerName | Self::CustomerPhone | Self::CustomerAddress | Self::Call => {
                Step::Call
            }
            Self::UnitKind
            | Self::UnitModel
            | Self::UnitSerial
            | Self::PurchasedOn
            | Self::Symptom
            | Self::Arrival
            | Self::PhotoNameplate
            | Self::PhotoBefore
            | Self::PhotoInvoice => Step::Arrive,
            Self::CustodyReceipt | Self::PromisedDate => Step::TakeIn,
            Self::Complaint => Step::TakeComplaint,
            Self::Cause | Self::Diagnosis | Self::PhotoFault => Step::Diagnose,
            Self::AcceptedQuote => Step::AcceptQuote,
            Self::Work | Self::OldParts | Self::PhotoAfter => Step::Repair,
            Self::TestResult => Step::Test,
            Self::Advice => Step::Advise,
            Self::Signature | Self::Opinion => Step::SignOff,
        }
    }
}
