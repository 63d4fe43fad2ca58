//! Who pays a line (domain: who pays), decided on the device, with the rule in words for the quote.

use chrono::{Months, NaiveDate};
use doorstep_domain::{
    quote::Payer,
    record::{Field, FieldValue, Record, What},
};

use super::Catalogue;

/// Who pays a line, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who pays.
    pub payer: Payer,
    /// The rule in the customer's language, as it stands in the quote.
    pub rule: String,
}

/// Decides a line of a component (empty for labour and for what has no term of its own).
///
/// In this order: a contract pays everything; a unit that outsiders opened and a purchase without a date are out of
/// every warranty; a component inside a term of its own is free, whatever the whole unit's class; a unit that the
/// office or the technician holds to be out of warranty is paid by the customer; the rest by the whole unit's term.
/// The day of the visit counts, by its arrival entry, and the last day of a term is inside it.
#[must_use]
pub fn who_pays(record: &Record, catalogue: &Catalogue, component: &str) -> Decision {
    let rule = |payer: Payer, chinese: String, english: String| {
        let in_english = record.words(Field::Language) == "en";
        Decision {
            payer,
            rule: if in_english { english } else { chinese },
        }
    };
    let class = record.words(Field::PayerClass);
    if class == "contract" {
        return rule(
            Payer::Contract,
            "合同服务".into(),
            "maintenance contract".into(),
        );
    }
    if record.field(Field::OpenedByOutsiders) == Some(&FieldValue::YesNo(true)) {
        return rule(
            Payer::Customer,
            "曾由他人拆修，不属三包，按价目表".into(),
            "opened by outsiders, so not under warranty: price list".into(),
        );
    }
    let dates = purchased_on(record).zip(visited_on(record));
    let Some((purchased_on, visited_on)) = dates else {
        return rule(
            Payer::Customer,
            "无发票日期，按价目表".into(),
            "no date of invoice: price list".into(),
        );
    };
    let inside = |months: u32| {
        // A term so long that the calendar ends before it has not run out.
        let end = purchased_on.checked_add_months(Months::new(months));
        end.is_none_or(|end| visited_on <= end) && visited_on >= purchased_on
    };
    let kind = record.words(Field::UnitKind);
    let of_component = (!component.is_empty())
        .then(|| catalogue.component_months(kind, component))
        .flatten();
    if let Some(months) = of_component
        && inside(months)
    {
        return rule(
            Payer::Warranty,
            format!("三包：该部件自发票日期起 {months} 个月内"),
            format!("warranty: this component within {months} months of the invoice"),
        );
    }
    if class == "out_of_warranty" {
        return rule(
            Payer::Customer,
            "有偿服务，按价目表".into(),
            "out of warranty: price list".into(),
        );
    }
    let months = catalogue.whole_unit_months(kind);
    if inside(months) {
        rule(
            Payer::Warranty,
            format!("三包：自发票日期起 {months} 个月内"),
            format!("warranty: within {months} months of the invoice"),
        )
    } else {
        rule(
            Payer::Customer,
            format!("自发票日期起已超过 {months} 个月，按价目表"),
            format!("more than {months} months after the invoice: price list"),
        )
    }
}

fn purchased_on(record: &Record) -> Option<NaiveDate> {
    record.words(Field::PurchasedOn).parse().ok()
}

/// The day of the latest arrival, in the offset in which it was seen: the customer's own calendar.
fn visited_on(record: &Record) -> Option<NaiveDate> {
    record
        .valid_entries()
        .filter(|(_, entry)| matches!(entry.what, What::Visit { .. }))
        .map(|(_, entry)| entry.at.date_naive())
        .last()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use doorstep_domain::{
        ids::{DeviceId, EntryId, PersonId, RecordId},
        record::{Candidate, Entry, EntryReading, FieldReading},
        rights::Role,
    };

    use super::*;
    use crate::catalogue::sample;

    fn record(visited_at: &str, fields: &[(Field, FieldValue)]) -> Record {
        let device = DeviceId([1; 16]);
        let mut record = Record::empty(RecordId(uuid::Uuid::nil()));
        let kind = (Field::UnitKind, FieldValue::from("refrigerator"));
        for (field, value) in fields.iter().cloned().chain([kind]) {
            let candidate = Candidate {
                value,
                device,
                role: Role::Technician,
            };
            record.fields.insert(
                field,
                FieldReading {
                    candidates: vec![candidate],
                },
            );
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(visited_at) {
            let what = What::Visit {
                place: String::new(),
                badge_shown: true,
                unit_matches: true,
                proof_of_purchase_seen: true,
            };
            let entry = Entry {
                at,
                by: PersonId("t-li".into()),
                what,
            };
            record
                .entries
                .insert(EntryId(uuid::Uuid::nil()), EntryReading { entry, device });
        }
        record
    }

    fn decide(
        visited_at: &str,
        fields: &[(Field, FieldValue)],
        component: &str,
    ) -> (Payer, String) {
        let catalogue: Catalogue = serde_json::from_slice(&sample::reference()).unwrap_or_default();
        let Decision { payer, rule } = who_pays(&record(visited_at, fields), &catalogue, component);
        (payer, rule)
    }

    const VISIT: &str = "2026-11-23T09:00:00+08:00";

    fn bought(on: &str) -> (Field, FieldValue) {
        (Field::PurchasedOn, on.into())
    }

    #[test]
    fn the_last_day_of_the_term_is_free_and_the_next_is_not() {
        let (payer, rule) = decide(VISIT, &[bought("2025-11-23")], "");
        assert_eq!(
            (payer, rule.as_str()),
            (Payer::Warranty, "三包：自发票日期起 12 个月内")
        );
        let (payer, rule) = decide(VISIT, &[bought("2025-11-22")], "");
        assert_eq!(
            (payer, rule.as_str()),
            (Payer::Customer, "自发票日期起已超过 12 个月，按价目表")
        );
        // Twenty past midnight at the door is the customer's Tuesday, though it is Monday in UTC.
        assert_eq!(
            decide("2026-11-24T00:20:00+08:00", &[bought("2025-11-23")], "").0,
            Payer::Customer
        );
        assert_eq!(
            decide(VISIT, &[bought("2026-12-01")], "").0,
            Payer::Customer,
            "bought after the visit"
        );
        assert_eq!(
            decide("2025-02-28T09:00:00+08:00", &[bought("2024-02-29")], "").0,
            Payer::Warranty
        );
    }

    #[test]
    fn one_visit_is_part_free_and_part_paid_by_the_components_own_term() {
        let old = [
            bought("2024-06-01"),
            (Field::PayerClass, "out_of_warranty".into()),
        ];
        let (payer, rule) = decide(VISIT, &old, "compressor");
        assert_eq!(
            (payer, rule.as_str()),
            (Payer::Warranty, "三包：该部件自发票日期起 36 个月内")
        );
        assert_eq!(decide(VISIT, &old, "").0, Payer::Customer);
        assert_eq!(
            decide(VISIT, &[bought("2023-01-01")], "compressor").0,
            Payer::Customer
        );
    }

    #[test]
    fn contract_outsiders_and_a_missing_invoice_decide_before_the_dates() {
        let contract = [bought("2020-01-01"), (Field::PayerClass, "contract".into())];
        assert_eq!(decide(VISIT, &contract, "compressor").0, Payer::Contract);
        let opened = [
            bought("2026-11-01"),
            (Field::OpenedByOutsiders, FieldValue::YesNo(true)),
        ];
        assert_eq!(decide(VISIT, &opened, "compressor").0, Payer::Customer);
        let claimed = [
            (Field::PayerClass, "in_warranty".into()),
            (Field::Language, "en".into()),
        ];
        assert_eq!(
            decide(VISIT, &claimed, "").1,
            "no date of invoice: price list"
        );
        assert_eq!(
            decide("never", &[bought("2026-11-01")], "").0,
            Payer::Customer
        );
    }
}
