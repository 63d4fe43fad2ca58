//! The one table of the fields' rules. `docs/merge-rules.md` is generated from it, the gate asks it, the
//! conflict list quotes it.

use doorstep_words::{Phrase, trade::field as words};

use super::field::{Field, Shape};
use crate::cover::EXCLUSIONS;

/// Who may write a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writers {
    /// Office and technician.
    Everybody,
    /// Only the office.
    Office,
    /// Only the technician.
    Technician,
}

impl Writers {
    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::Everybody => words::writers::EVERYBODY,
            Self::Office => words::writers::OFFICE,
            Self::Technician => words::writers::TECHNICIAN,
        }
    }
}

/// Which of several values, written while apart, is in force until somebody settles the clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeRule {
    /// Given once by whoever creates the record; a second value is refused.
    Once,
    /// Harmless: automerge's own order decides and nothing is shown.
    LastWriter,
    /// The office's value is in force; the clash is shown.
    OfficeFirst,
    /// The technician's value is in force, for he stands before it; the clash is shown.
    TechnicianFirst,
    /// The smallest number, which is the most urgent, is in force; the clash is shown.
    MostUrgent,
}

impl MergeRule {
    /// Whether the value is given once and stays.
    #[must_use]
    pub const fn is_once(self) -> bool {
        matches!(self, Self::Once)
    }

    /// Whether several concurrent values are shown as a clash.
    #[must_use]
    pub const fn shows_clash(self) -> bool {
        !matches!(self, Self::LastWriter)
    }

    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::Once => words::merge_rule::ONCE,
            Self::LastWriter => words::merge_rule::LAST_WRITER,
            Self::OfficeFirst => words::merge_rule::OFFICE_FIRST,
            Self::TechnicianFirst => words::merge_rule::TECHNICIAN_FIRST,
            Self::MostUrgent => words::merge_rule::MOST_URGENT,
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct FieldRule {
    /// The field.
    pub field: Field,
    /// Its key under `fields` in the document; never renamed.
    pub key: &'static str,
    /// Its name.
    pub name: Phrase,
    /// What its value looks like.
    pub shape: Shape,
    /// Who may write it.
    pub writers: Writers,
    /// What holds when it was written by several while apart.
    pub merge: MergeRule,
    /// Why the rule is as it is.
    pub why: Phrase,
}

const REQUESTS: &[&str] = &[
    "repair",
    "installation",
    "maintenance",
    "enquiry",
    "complaint",
];
const LANGUAGES: &[&str] = &["zh-CN", "en"];
const AREAS: &[&str] = &["city", "suburb", "remote", "outside"];
const RECEPTIONS: &[&str] = &["on_site", "brought_in"];
const PRIORITIES: &[i64] = &[4, 24, 48, 72];
const PAYER_CLASSES: &[&str] = &["in_warranty", "out_of_warranty", "contract"];

macro_rules! fields {
    ($($field:ident $key:literal $said:ident $shape:expr, $writers:ident, $merge:ident;)*) => {
        /// The rules of all fields, in the order of [`Field`].
        pub static FIELDS: &[FieldRule] = &[$(*Field::$field.rule()),*];

        impl Field {
            /// The field's row of the table.
            #[must_use]
            pub const fn rule(self) -> &'static FieldRule {
                match self {
                    $(Self::$field => &FieldRule {
                        field: Self::$field,
                        key: $key,
                        name: words::$said::NAME,
                        shape: $shape,
                        writers: Writers::$writers,
                        merge: MergeRule::$merge,
                        why: words::$said::WHY,
                    },)*
                }
            }
        }
    };
}

fields! {
    Number "number" number Shape::Words(40), Everybody, Once;
    ReceivedAt "received_at" received_at Shape::Moment, Everybody, Once;
    Request "request" request Shape::OneOf(REQUESTS), Everybody, OfficeFirst;
    Language "language" language Shape::OneOf(LANGUAGES), Everybody, LastWriter;
    CustomerName "customer_name" customer_name Shape::Words(200), Everybody, TechnicianFirst;
    CustomerPhone "customer_phone" customer_phone Shape::Words(40), Everybody, TechnicianFirst;
    CustomerAddress "customer_address" customer_address Shape::Words(300), Everybody, TechnicianFirst;
    Area "area" area Shape::OneOf(AREAS), Office, OfficeFirst;
    PriorityHours "priority_hours" priority_hours Shape::Number(PRIORITIES), Everybody, MostUrgent;
    Assignee "assignee" assignee Shape::Words(80), Office, OfficeFirst;
    Appointment "appointment" appointment Shape::Window, Everybody, OfficeFirst;
    OfficeNote "office_note" office_note Shape::Words(1000), Office, OfficeFirst;
    UnitKind "unit_kind" unit_kind Shape::Words(40), Everybody, TechnicianFirst;
    UnitModel "unit_model" unit_model Shape::Words(80), Everybody, TechnicianFirst;
    UnitSerial "unit_serial" unit_serial Shape::Words(80), Everybody, TechnicianFirst;
    PurchasedOn "purchased_on" purchased_on Shape::Date, Everybody, TechnicianFirst;
    PayerClass "payer_class" payer_class Shape::OneOf(PAYER_CLASSES), Everybody, OfficeFirst;
    OpenedByOutsiders "opened_by_outsiders" opened_by_outsiders Shape::YesNo, Technician, TechnicianFirst;
    FaultCode "fault_code" fault_code Shape::Words(40), Everybody, TechnicianFirst;
    Lead "lead" lead Shape::Words(80), Everybody, OfficeFirst;
    Reception "reception" reception Shape::OneOf(RECEPTIONS), Everybody, TechnicianFirst;
    Exclusion "exclusion" exclusion Shape::OneOf(EXCLUSIONS), Everybody, TechnicianFirst;
    SecondRepairContest "second_repair_contest" second_repair_contest Shape::Words(400), Everybody, OfficeFirst;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_field_has_its_row_at_its_own_place_and_a_key_of_its_own() {
        for (place, rule) in FIELDS.iter().enumerate() {
            assert_eq!(rule.field as usize, place, "{:?}", rule.field);
            assert_eq!(Field::from_key(rule.key), Some(rule.field));
        }
        assert_eq!(
            FIELDS.len(),
            Field::SecondRepairContest as usize + 1,
            "SecondRepairContest is the last field"
        );
        let keys: BTreeSet<_> = FIELDS.iter().map(|rule| rule.key).collect();
        assert_eq!(keys.len(), FIELDS.len());
    }

    #[test]
    fn what_decides_money_schedule_or_rights_never_falls_to_the_last_writer() {
        for field in [
            Field::Assignee,
            Field::Appointment,
            Field::PayerClass,
            Field::PurchasedOn,
            Field::Exclusion,
        ] {
            assert!(field.rule().merge.shows_clash(), "{field:?}");
        }
    }
}
