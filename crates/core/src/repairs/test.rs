//! `test.record`: the full-function test (全功能试机).

use doorstep_domain::record::{BadEntry, TestItem, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase, UseCaseError},
};

/// The full-function test. It passed if every item did; a test without items shows nothing and is refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordTest {
    /// The record.
    pub record: RecordName,
    /// The items in their order.
    pub items: Vec<TestedItem>,
    /// It was done in front of the customer.
    pub customer_present: bool,
}

/// One item of the test.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestedItem {
    /// The item as it stands on the test sheet.
    pub name: String,
    /// The result as read or seen, with its unit.
    #[serde(default)]
    pub result: String,
    /// The item is in order.
    pub passed: bool,
}

impl UseCase for RecordTest {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        if self.items.is_empty() {
            return Err(UseCaseError::from(BadEntry::Missing("items")).into());
        }
        let item = |tested: &TestedItem| TestItem {
            name: tested.name.clone(),
            result: tested.result.clone(),
            passed: tested.passed,
        };
        situation.happened(What::TestResult {
            items: self.items.iter().map(item).collect(),
            passed: self.items.iter().all(|item| item.passed),
            customer_present: self.customer_present,
        })
    }
}
