//! The catalogue (价目与技术资料): prices, parts, terms of warranty, fault codes and test sheets.
//!
//! The office imports it, devices get it as reference data under the name [`REFERENCE`] and look things up in it
//! without a network. On its way it is JSON with one list for each table, each row an object with the table's columns;
//! a newer office may add columns and tables, which are skipped. Start at [`Catalogue`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    money::{Currency, Money},
    quote::LineKind,
    record::Limits,
    rights::Role,
};

/// The name that the catalogue has among the reference data.
pub const REFERENCE: &str = "catalogue";

/// Months that a fitted part is warranted where its own row does not say otherwise (domain: who pays).
pub const FITTED_PART_MONTHS: i64 = 36;
/// Months from the invoice that a whole unit is warranted where its kind's row does not say otherwise.
pub const WHOLE_UNIT_MONTHS: u32 = 12;
/// The kind of a row that is for appliances of any kind.
pub const ANY_KIND: &str = "*";

/// All tables of one version. Without one everything is looked up in vain, and only lines that carry their own
/// name and price can be quoted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The version that the office gave it, from 1; 0 where there is none.
    pub version: i64,
    /// Kinds of appliances, by code.
    #[serde(default, with = "rows")]
    pub kinds: BTreeMap<String, Kind>,
    /// Models, by code.
    #[serde(default, with = "rows")]
    pub models: BTreeMap<String, Model>,
    /// Spare parts, by code.
    #[serde(default, with = "rows")]
    pub parts: BTreeMap<String, Part>,
    /// Labour and other fees, by code.
    #[serde(default, with = "rows")]
    pub labour: BTreeMap<String, Labour>,
    /// Components with a term of their own, by kind and component.
    #[serde(default, with = "rows")]
    pub warranty: BTreeMap<(String, String), ComponentTerm>,
    /// Faults, by code.
    #[serde(default, with = "rows")]
    pub faults: BTreeMap<String, Fault>,
    /// Items of the full-function tests, each kind's in the order in which they are gone through.
    #[serde(default)]
    pub tests: Vec<TestSheetItem>,
    /// How much each role may let off without asking, by its code.
    #[serde(default, with = "rows", skip_serializing_if = "BTreeMap::is_empty")]
    pub discounts: BTreeMap<String, DiscountLimit>,
    /// Days from its closing in which the same fault is a second repair (返修); none for the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_repair_days: Option<u32>,
}

/// A name in both languages of the product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Chinese.
    #[serde(rename = "name_zh")]
    pub chinese: String,
    /// English.
    #[serde(rename = "name_en")]
    pub english: String,
}

/// A kind of appliance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// Its code.
    pub kind: String,
    /// Its name.
    #[serde(flatten)]
    pub name: Name,
    /// Warranty of the whole unit, months from the invoice.
    pub whole_unit_months: u32,
}

/// A model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Its code.
    pub model: String,
    /// The kind it is of.
    pub kind: String,
    /// Its brand, in Chinese.
    #[serde(default)]
    pub brand_zh: String,
    /// Its brand, in English.
    #[serde(default)]
    pub brand_en: String,
    /// Its name.
    #[serde(flatten)]
    pub name: Name,
}

/// A spare part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its code.
    pub part: String,
    /// The kind it belongs to.
    pub kind: String,
    /// Its name.
    #[serde(flatten)]
    pub name: Name,
    /// Minor units for one.
    pub price_minor: i64,
    /// Their currency.
    pub currency: Currency,
    /// Its own warranty in months from the day it is fitted.
    pub warranty_months: i64,
    /// Whether each piece has a serial number, which is then recorded.
    pub has_serial: bool,
    /// The component it is, for a term of its own; empty if it shares the whole unit's.
    #[serde(default)]
    pub component: String,
}

/// A labour price or another fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labour {
    /// Its code.
    pub labour: String,
    /// The kind it is for, [`ANY_KIND`] for any.
    pub kind: String,
    /// Its name.
    #[serde(flatten)]
    pub name: Name,
    /// Minor units for one.
    pub price_minor: i64,
    /// Their currency.
    pub currency: Currency,
}

/// The term of a component that differs from the whole unit's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentTerm {
    /// The kind of appliance.
    pub kind: String,
    /// The component.
    pub component: String,
    /// Months from the invoice.
    pub months: u32,
}

/// A fault: what is seen and what it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Its code.
    pub fault: String,
    /// The kind of appliance.
    pub kind: String,
    /// What is seen, in Chinese.
    pub symptom_zh: String,
    /// What is seen, in English.
    pub symptom_en: String,
    /// What it comes from, in Chinese.
    pub cause_zh: String,
    /// What it comes from, in English.
    pub cause_en: String,
    /// The part most likely needed; empty when none.
    #[serde(default)]
    pub part: String,
}

/// One item of a kind's full-function test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSheetItem {
    /// The kind of appliance.
    pub kind: String,
    /// The item's code, unique within the kind.
    pub item: String,
    /// Its name.
    #[serde(flatten)]
    pub name: Name,
    /// The unit of its limits; empty where it is answered yes or no.
    #[serde(default)]
    pub unit: String,
    /// The least value in order, as decimal text; empty for none.
    #[serde(default)]
    pub minimum: String,
    /// The greatest value in order, as decimal text; empty for none.
    #[serde(default)]
    pub maximum: String,
}

/// How much a role may let off a price without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountLimit {
    /// The role's code.
    pub role: String,
    /// Percent of what the customer would pay.
    pub percent: i64,
}

/// A row that has a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced<'c> {
    /// What a quote's line of it is for.
    pub kind: LineKind,
    /// Its name.
    pub name: &'c Name,
    /// The price of one.
    pub price: Money,
    /// The component it is; empty if none.
    pub component: &'c str,
}

impl Name {
    /// The name in the language that the customer is spoken to in; any language but English is Chinese.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        if language == "en" {
            &self.english
        } else {
            &self.chinese
        }
    }
}

impl TestSheetItem {
    /// Its limits, as they stand in a version of the reference data; none where it is answered yes or no.
    #[must_use]
    pub fn limits(&self, catalogue_version: i64) -> Option<Limits> {
        let bounded = !(self.minimum.is_empty() && self.maximum.is_empty());
        bounded.then(|| Limits {
            item: self.item.clone(),
            catalogue_version,
            unit: self.unit.clone(),
            minimum: self.minimum.clone(),
            maximum: self.maximum.clone(),
        })
    }
}

impl Catalogue {
    /// The part with a code.
    #[must_use]
    pub fn part(&self, code: &str) -> Option<&Part> {
        self.parts.get(code)
    }

    /// The fault with a code.
    #[must_use]
    pub fn fault(&self, code: &str) -> Option<&Fault> {
        self.faults.get(code)
    }

    /// The part or the labour with a code. Fees such as the call-out are labour in a quote.
    #[must_use]
    pub fn priced(&self, code: &str) -> Option<Priced<'_>> {
        if let Some(part) = self.part(code) {
            return Some(Priced {
                kind: LineKind::Part,
                name: &part.name,
                price: Money {
                    minor: part.price_minor,
                    currency: part.currency,
                },
                component: &part.component,
            });
        }
        let labour = self.labour.get(code)?;
        Some(Priced {
            kind: LineKind::Labour,
            name: &labour.name,
            price: Money {
                minor: labour.price_minor,
                currency: labour.currency,
            },
            component: "",
        })
    }

    /// Months from the invoice that a whole unit of a kind is warranted.
    #[must_use]
    pub fn whole_unit_months(&self, kind: &str) -> u32 {
        self.kinds
            .get(kind)
            .map_or(WHOLE_UNIT_MONTHS, |row| row.whole_unit_months)
    }

    /// Months from the invoice that a component is warranted, where it has a term of its own.
    #[must_use]
    pub fn component_months(&self, kind: &str, component: &str) -> Option<u32> {
        let key = (kind.to_owned(), component.to_owned());
        self.warranty.get(&key).map(|row| row.months)
    }

    /// Percent that a role may let off without asking; nothing where no limit was given out.
    #[must_use]
    pub fn discount_percent(&self, role: Role) -> i64 {
        self.discounts
            .get(role.code())
            .map_or(0, |row| row.percent.clamp(0, 100))
    }

    /// The item of a kind's test sheet with a code, or with a name in either language.
    #[must_use]
    pub fn test_item(&self, kind: &str, item: &str) -> Option<&TestSheetItem> {
        self.test_sheet(kind)
            .find(|row| row.item == item || row.name.chinese == item || row.name.english == item)
    }

    /// The items of a kind's full-function test, in their order.
    pub fn test_sheet(&self, kind: &str) -> impl Iterator<Item = &TestSheetItem> {
        self.tests.iter().filter(move |item| item.kind == kind)
    }
}

/// A row of a table that is found by a key.
pub trait Row {
    /// What it is found by.
    type Key: Ord;

    /// Its key, which no other row of the table has.
    fn key(&self) -> Self::Key;
}

macro_rules! rows {
    ($($row:ident $code:ident;)*) => {
        $(impl Row for $row {
            type Key = String;

            fn key(&self) -> String {
                self.$code.clone()
            }
        })*
    };
}

rows! {
    Kind kind;
    Model model;
    Part part;
    Labour labour;
    Fault fault;
    DiscountLimit role;
}

impl Row for ComponentTerm {
    type Key = (String, String);

    fn key(&self) -> Self::Key {
        (self.kind.clone(), self.component.clone())
    }
}

/// A table as JSON: the list of its rows. The keys stand in the rows and are not written twice.
mod rows {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::Row;

    pub(super) fn serialize<S, R>(
        table: &BTreeMap<R::Key, R>,
        serializer: S,
    ) -> Result<S::Ok, S::Error>
    where
        S: Serializer,
        R: Row + Serialize,
    {
        serializer.collect_seq(table.values())
    }

    pub(super) fn deserialize<'de, D, R>(deserializer: D) -> Result<BTreeMap<R::Key, R>, D::Error>
    where
        D: Deserializer<'de>,
        R: Row + Deserialize<'de>,
    {
        let rows = Vec::<R>::deserialize(deserializer)?;
        let count = rows.len();
        let table: BTreeMap<_, _> = rows.into_iter().map(|row| (row.key(), row)).collect();
        // Of two prices for one part nobody knows which holds.
        if table.len() == count {
            Ok(table)
        } else {
            Err(D::Error::custom("a code is given twice in one table"))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refrigerators() -> serde_json::Value {
        json!({
            "version": 7,
            "kinds": [{"kind": "refrigerator", "name_zh": "冰箱", "name_en": "Refrigerator", "whole_unit_months": 24}],
            "models": [{"model": "YL-1", "kind": "refrigerator", "brand_zh": "样例", "brand_en": "Sample",
                        "name_zh": "双门", "name_en": "two-door"}],
            "parts": [{"part": "RF-109", "kind": "refrigerator", "name_zh": "风门电机", "name_en": "Damper motor",
                       "price_minor": 6800, "currency": "CNY", "warranty_months": 36, "has_serial": false,
                       "component": "motor"}],
            "labour": [{"labour": "VISIT-CITY", "kind": "*", "name_zh": "上门", "name_en": "Call-out",
                        "price_minor": 3000, "currency": "CNY"}],
            "warranty": [{"kind": "refrigerator", "component": "motor", "months": 36}],
            "faults": [{"fault": "RF-F07", "kind": "refrigerator", "symptom_zh": "不冷", "symptom_en": "Warm",
                        "cause_zh": "风门不开", "cause_en": "Damper stuck", "part": "RF-109"}],
            "tests": [{"kind": "refrigerator", "item": "second", "name_zh": "温度", "name_en": "Temperature",
                       "unit": "°C", "minimum": "2.0", "maximum": "8.0"},
                      {"kind": "refrigerator", "item": "first", "name_zh": "运转", "name_en": "Runs"}],
            "manuals": [{"of a newer office": true}],
        })
    }

    #[test]
    fn a_code_is_found_with_its_price_and_its_name_in_the_customers_language() {
        let catalogue: Catalogue = serde_json::from_value(refrigerators()).unwrap();
        let part = catalogue.priced("RF-109").unwrap();
        assert_eq!(
            (part.kind, part.price.to_string().as_str()),
            (LineKind::Part, "¥68.00")
        );
        assert_eq!(part.name.in_language("en"), "Damper motor");
        assert_eq!(part.name.in_language(""), "风门电机");
        assert_eq!(
            catalogue.priced("VISIT-CITY").unwrap().kind,
            LineKind::Labour
        );
        assert_eq!(catalogue.priced("RF-999"), None);
        assert_eq!(
            catalogue.component_months("refrigerator", "motor"),
            Some(36)
        );
        assert_eq!(catalogue.component_months("refrigerator", "door"), None);
        assert_eq!(catalogue.whole_unit_months("refrigerator"), 24);
        assert_eq!(catalogue.whole_unit_months("kettle"), WHOLE_UNIT_MONTHS);
        let sheet: Vec<&str> = catalogue
            .test_sheet("refrigerator")
            .map(|item| item.item.as_str())
            .collect();
        assert_eq!(
            sheet,
            ["second", "first"],
            "in the order in which they are gone through"
        );
    }

    #[test]
    fn a_catalogue_is_the_same_after_its_journey() {
        let catalogue: Catalogue = serde_json::from_value(refrigerators()).unwrap();
        let json = serde_json::to_vec(&catalogue).unwrap();
        assert_eq!(
            serde_json::from_slice::<Catalogue>(&json).unwrap(),
            catalogue
        );
    }

    #[test]
    fn what_is_no_catalogue_is_an_error_and_not_an_empty_price_list() {
        let mut twice = refrigerators();
        let part = twice["parts"][0].clone();
        twice["parts"].as_array_mut().unwrap().push(part);
        let twice = twice.to_string();
        for wrong in [
            "",
            "[]",
            "{}",
            r#"{"version":1,"parts":[{"part":"X"}]}"#,
            r#"{"version":1,"labour":3}"#,
            &twice,
        ] {
            assert!(serde_json::from_str::<Catalogue>(wrong).is_err(), "{wrong}");
        }
    }
}
