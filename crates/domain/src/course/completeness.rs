//! What a complete record has (domain: "A complete record has"), and what this one lacks.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::{
    named::named,
    record::{Field, Record, TextName, What},
};

/// Whether the report is incomplete without the item, or only better with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A report that lacks it is not complete.
    Required,
    /// Good to have.
    Recommended,
}

named!(Need {
    Required "required" "必填" "required";
    Recommended "recommended" "建议填写" "recommended";
});

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
    /// The cause, apart from the symptom.
    Cause,
    /// What was done.
    Work,
    /// The accepted quote, which is the plan of the repair.
    AcceptedQuote,
    /// The result of the full-function test.
    TestResult,
    /// The customer's signature, or the recorded refusal.
    Signature,
    /// The customer's opinion, or the recorded refusal.
    Opinion,
    /// The removed parts.
    OldParts,
    /// Care advice.
    Advice,
    /// The date of the invoice.
    PurchasedOn,
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
    Cause "cause" "故障原因" "cause";
    Work "work" "维修过程" "work done";
    AcceptedQuote "accepted_quote" "已接受的报价" "accepted quote";
    TestResult "test_result" "试机结果" "test result";
    Signature "signature" "用户签字" "customer's signature";
    Opinion "opinion" "用户意见" "customer's opinion";
    OldParts "old_parts" "拆下旧件" "removed parts";
    Advice "advice" "保养说明" "care advice";
    PurchasedOn "purchased_on" "购机日期" "date of invoice";
});

/// What lacks, required items first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// The items that lack, with how much they are needed.
    pub missing: Vec<(Item, Need)>,
}

impl Completeness {
    /// What a record lacks. A record that ended without a repair (cannot be repaired, declined, cancelled) lacks
    /// nothing of the repair; only the customer who was told that it cannot be repaired is asked to sign.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let facts = Facts::of(record);
        let has = |field: Field| record.field(field).is_some();
        let told = |text: TextName| !record.text(text).trim().is_empty();
        let not_wanted = facts.cancelled || (facts.not_wanted() && !facts.given_up());
        // A unit that was carried off is signed for when it comes back; where nobody was at home there is nothing yet.
        let unfinished = facts.absent || (facts.given_up() && facts.in_custody.is_some());
        let ended = not_wanted || facts.given_up() || facts.absent;
        let required = [
            (Item::Number, has(Field::Number)),
            (Item::ReceivedAt, has(Field::ReceivedAt)),
            (Item::CustomerName, has(Field::CustomerName)),
            (Item::CustomerPhone, has(Field::CustomerPhone)),
            (Item::CustomerAddress, has(Field::CustomerAddress)),
            (Item::UnitKind, has(Field::UnitKind)),
            (Item::UnitModel, has(Field::UnitModel)),
            (
                Item::UnitSerial,
                facts.cancelled || facts.absent || has(Field::UnitSerial),
            ),
            (
                Item::Symptom,
                facts.without_fault || told(TextName::Symptom),
            ),
            (
                Item::Cause,
                facts.without_fault || facts.cancelled || facts.absent || facts.cause_found,
            ),
            (Item::Work, ended || told(TextName::Work)),
            (Item::AcceptedQuote, ended || facts.accepted.is_some()),
            (Item::TestResult, ended || facts.test.is_some()),
            (Item::Signature, not_wanted || unfinished || facts.signed()),
            (
                Item::Opinion,
                not_wanted || unfinished || opinion_given(record, &facts),
            ),
        ];
        let recommended = [
            (
                Item::OldParts,
                facts.without_fault || facts.fitted.is_empty() || !facts.removed.is_empty(),
            ),
            (Item::Advice, ended || facts.advised),
            (
                Item::PurchasedOn,
                facts.cancelled || has(Field::PurchasedOn),
            ),
        ];
        let lacking = |items: &[(Item, bool)], need: Need| -> Vec<(Item, Need)> {
            items
                .iter()
                .filter(|(_, there)| !there)
                .map(|(item, _)| (*item, need))
                .collect()
        };
        let mut missing = lacking(&required, Need::Required);
        missing.extend(lacking(&recommended, Need::Recommended));
        Self { missing }
    }

    /// Whether nothing required lacks.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing
            .iter()
            .all(|(_, need)| *need == Need::Recommended)
    }
}

/// Whether the customer's own words are there; who refused to sign has given none, and the refusal says why.
fn opinion_given(record: &Record, facts: &Facts<'_>) -> bool {
    facts.sign_refused.is_some()
        || record.valid_entries().any(|(_, entry)| {
            matches!(&entry.what, What::SignOff { opinion, .. } if !opinion.trim().is_empty())
        })
}
