//! The items of a complete record: what each is called, where it stands, and at which step it is filled.

use serde::{Deserialize, Serialize};

use crate::{
    course::Step,
    named::named,
    record::{EntryKind, Field, TextName},
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
}

named!(Item {
    Number "number" "维修单号" "record number";
    ReceivedAt "received_at" "受理时间" "received at";
    CustomerName "customer_name" "用户姓名" "customer's name";
    CustomerPhone "customer_phone" "用户电话" "customer's telephone";
    CustomerAddress "customer_address" "用户地址" "customer's address";
    UnitKind "unit_kind" "产品类别" "kind of appliance";
    UnitModel "unit_model" "产品型号" "model";
    UnitSerial "unit_serial" "机身编号" "serial number";
    Symptom "symptom" "故障现象" "symptom";
    Arrival "arrival" "到达检查" "arrival";
    CustodyReceipt "custody_receipt" "取机收据" "receipt for the unit";
    Complaint "complaint" "投诉登记" "complaint";
    Cause "cause" "故障原因" "cause";
    Work "work" "维修过程" "work done";
    AcceptedQuote "accepted_quote" "已接受的报价" "accepted quote";
    TestResult "test_result" "试机结果" "test result";
    Advice "advice" "保养说明" "care advice";
    Signature "signature" "用户签字" "customer's signature";
    Opinion "opinion" "用户意见" "customer's opinion";
    Diagnosis "diagnosis" "四步诊断" "four steps of the diagnosis";
    OldParts "old_parts" "拆下旧件" "removed parts";
    PurchasedOn "purchased_on" "购机日期" "date of invoice";
    Call "call" "电话联系用户" "call to the customer";
    PromisedDate "promised_date" "承诺归还日期" "promised return";
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
}

impl Place {
    /// `field`, `text` or `entry`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Field(_) => "field",
            Self::Text(_) => "text",
            Self::Entry(_) => "entry",
        }
    }

    /// The field's or text's key, or the code of the entry's kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.key(),
            Self::Text(text) => text.key(),
            Self::Entry(kind) => kind.code(),
        }
    }

    /// What it is called on a Chinese screen.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Field(field) => field.rule().chinese,
            Self::Text(text) => text.chinese(),
            Self::Entry(kind) => kind.chinese(),
        }
    }

    /// What it is called on an English screen.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Field(field) => field.rule().english,
            Self::Text(text) => text.english(),
            Self::Entry(kind) => kind.english(),
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
            | Self::Arrival => Step::Arrive,
            Self::CustodyReceipt | Self::PromisedDate => Step::TakeIn,
            Self::Complaint => Step::TakeComplaint,
            Self::Cause | Self::Diagnosis => Step::Diagnose,
            Self::AcceptedQuote => Step::AcceptQuote,
            Self::Work | Self::OldParts => Step::Repair,
            Self::TestResult => Step::Test,
            Self::Advice => Step::Advise,
            Self::Signature | Self::Opinion => Step::SignOff,
        }
    }
}
