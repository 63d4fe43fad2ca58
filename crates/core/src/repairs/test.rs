//! `test.record`: the full-function test (全功能试机).

use doorstep_domain::record::{BadEntry, Field, TestItem, What};
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
    /// The item as it stands on the appliance's test sheet, by its code or its name; any other is taken as it is.
    pub name: String,
    /// The result as read or seen, with its unit.
    #[serde(default)]
    pub result: String,
    /// The item is in order. Left out, the limits of the test sheet say so; where it has none, it must be given.
    #[serde(default)]
    pub passed: Option<bool>,
}

impl UseCase for RecordTest {
    const ASKS_CATALOGUE: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        if self.items.is_empty() {
            return Err(UseCaseError::from(BadEntry::Missing("items")).into());
        }
        let items = self
            .items
            .iter()
            .map(|tested| tested.judged(situation))
            .collect::<Result<Vec<_>, _>>()?;
        situation.happened(What::TestResult {
            passed: items.iter().all(|item| item.passed),
            items,
            customer_present: self.customer_present,
        })
    }
}

impl TestedItem {
    /// The item with the limits of the sheet, by which it is in order where nobody says otherwise.
    fn judged(&self, situation: &Situation<'_, '_>) -> Result<TestItem, UseCaseError> {
        let (record, catalogue) = (situation.record, situation.catalogue);
        let kind = record.words(Field::UnitKind);
        let row = catalogue.test_item(kind, &self.name);
        let language = record.words(Field::Language);
        let mut item = TestItem {
            name: row.map_or_else(
                || self.name.clone(),
                |row| row.name.in_language(language).to_owned(),
            ),
            result: self.result.clone(),
            passed: true,
            limits: row.and_then(|row| row.limits(catalogue.version)),
        };
        item.passed = self
            .passed
            .or_else(|| item.is_within())
            .ok_or(BadEntry::Missing("passed"))?;
        Ok(item)
    }
}
