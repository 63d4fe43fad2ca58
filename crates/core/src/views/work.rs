//! What was done: parts, tests, advice, and what could not be done here.

use doorstep_domain::{
    catalogue::TestSheetItem,
    record::{EntryReading, Field, Limits, Record, TestItem, What},
};
use doorstep_words::view::work as words;
use serde::Serialize;

use super::{EntryHead, Kinds, Words};

/// A part that was fitted or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// Who did it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// The code.
    pub part: String,
    /// The name.
    pub name: String,
    /// The serial number; empty if it has none.
    pub serial: String,
    /// Pieces.
    pub quantity: i64,
    /// A fitted part's own warranty, months from that day.
    pub warranty_months: Option<i64>,
    /// A removed part is kept for the store.
    pub kept_for_store: Option<bool>,
}

/// A full-function test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestView {
    /// Who did it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// The items.
    pub items: Vec<TestItemView>,
    /// All in order.
    pub passed: bool,
    /// In front of the customer.
    pub customer_present: bool,
}

/// One item of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestItemView {
    /// The item.
    pub name: String,
    /// The result.
    pub result: String,
    /// In order, by the technician's word.
    pub passed: bool,
    /// The limits of the test sheet in words, `2.0 … 8.0 °C`; empty where it has none.
    pub limits: String,
    /// `within` or `outside` them; none where there are none or it cannot be told from the result.
    pub judged: Option<Words>,
}

/// An item that the full-function test goes through, as the appliance's test sheet has it. Told by its code, `test.record`
/// judges what was read off by the limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetItemView {
    /// The item.
    pub item: Words,
    /// The unit in which it is read off; empty where it is seen to be in order or not.
    pub unit: String,
    /// The limits in words, `2.0 … 8.0 °C`; empty where it has none.
    pub limits: String,
    /// What the last test found; none where it was not tested yet.
    pub last: Option<TestItemView>,
}

/// It could not be repaired on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CannotRepairView {
    /// Who said so, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// Why not.
    pub reason: String,
    /// What is planned.
    pub plan: String,
}

/// Care advice was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdviceView {
    /// Who gave it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// Use and maintenance were explained.
    pub explained: bool,
    /// The site was tidied.
    pub site_tidied: bool,
}

impl PartView {
    pub(super) fn fitted(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::PartFitted {
            part,
            name,
            serial,
            quantity,
            warranty_months,
        } = &reading.entry.what
        else {
            return None;
        };
        Some(Self {
            head,
            part: part.clone(),
            name: name.clone(),
            serial: serial.clone(),
            quantity: *quantity,
            warranty_months: Some(*warranty_months),
            kept_for_store: None,
        })
    }

    pub(super) fn removed(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::PartRemoved {
            part,
            name,
            serial,
            quantity,
            kept_for_store,
        } = &reading.entry.what
        else {
            return None;
        };
        Some(Self {
            head,
            part: part.clone(),
            name: name.clone(),
            serial: serial.clone(),
            quantity: *quantity,
            warranty_months: None,
            kept_for_store: Some(*kept_for_store),
        })
    }
}

impl SheetItemView {
    pub(super) fn all_of(record: &Record, kinds: &Kinds) -> Vec<Self> {
        let last = record
            .valid_entries()
            .filter_map(|(_, entry)| match &entry.what {
                What::TestResult { items, .. } => Some(items),
                _ => None,
            })
            .last();
        let view = |row: &TestSheetItem| {
            let is_it = |found: &&TestItem| {
                let by_code = found.limits.as_ref().map(|limits| limits.item == row.item);
                by_code.unwrap_or(row.name.chinese == found.name || row.name.english == found.name)
            };
            // Only the words of the limits are shown: the version stands with what was tested.
            let limits = row
                .limits(0)
                .map_or_else(String::new, |limits| limits.words());
            Self {
                item: Words::new(&row.item, &row.name.chinese, &row.name.english),
                unit: row.unit.clone(),
                limits,
                last: last
                    .and_then(|items| items.iter().find(is_it))
                    .map(TestItemView::of),
            }
        };
        let sheet = kinds.test_sheet(record.words(Field::UnitKind));
        sheet.iter().map(view).collect()
    }
}

impl TestItemView {
    fn of(item: &TestItem) -> Self {
        Self {
            name: item.name.clone(),
            result: item.result.clone(),
            passed: item.passed,
            limits: item.limits.as_ref().map_or_else(String::new, Limits::words),
            judged: item.is_within().map(|within| {
                if within {
                    Words::of("within", words::WITHIN)
                } else {
                    Words::of("outside", words::OUTSIDE)
                }
            }),
        }
    }
}

impl TestView {
    pub(super) fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::TestResult {
            items,
            passed,
            customer_present,
        } = &reading.entry.what
        else {
            return None;
        };
        Some(Self {
            head,
            items: items.iter().map(TestItemView::of).collect(),
            passed: *passed,
            customer_present: *customer_present,
        })
    }
}

impl CannotRepairView {
    pub(super) fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::CannotRepair { reason, plan } = &reading.entry.what else {
            return None;
        };
        Some(Self {
            head,
            reason: reason.clone(),
            plan: plan.clone(),
        })
    }
}

impl AdviceView {
    pub(super) fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::AdviceGiven {
            explained,
            site_tidied,
        } = &reading.entry.what
        else {
            return None;
        };
        Some(Self {
            head,
            explained: *explained,
            site_tidied: *site_tidied,
        })
    }
}
