//! The rules in words, and as they stand in a quote.

use doorstep_words::Sentence;

use super::*;
use crate::unit_history::Same;

fn rules() -> Vec<Rule> {
    let on = day("2026-10-24");
    let mut rules = vec![
        Rule::SecondService {
            not_satisfied_on: on,
        },
        Rule::SecondRepair {
            first: "K7-1".into(),
            closed_on: on,
            days: 90,
            same: Same::Fault,
        },
        Rule::SecondRepair {
            first: "K7-1".into(),
            closed_on: on,
            days: 90,
            same: Same::Part,
        },
        Rule::FittedPart {
            record: "K7-1".into(),
            part: "PUMP".into(),
            serial: "S".into(),
            fitted_on: on,
            months: 36,
        },
        Rule::Contract,
        Rule::NoInvoiceDate,
        Rule::BoughtLater { purchased_on: on },
        Rule::Component {
            component: "board".into(),
            purchased_on: on,
            months: 24,
        },
        Rule::BookedOut,
        Rule::WholeUnit {
            purchased_on: on,
            months: 12,
        },
        Rule::Expired {
            purchased_on: on,
            months: 12,
        },
    ];
    let excluded = Exclusion::ALL.iter().copied();
    rules.extend(excluded.map(|exclusion| Rule::Excluded { exclusion }));
    rules
}

#[test]
fn a_sentence_names_every_date_and_term_that_the_rule_hangs_on() {
    for rule in rules() {
        let Sentence { chinese, english } = rule.words();
        assert!(!chinese.is_ascii(), "{chinese}");
        assert!(english.is_ascii(), "{english}");
        let numbers = [
            rule.from().map(|day| day.to_string()),
            rule.last_day().map(|day| day.to_string()),
            rule.months().map(|months| months.to_string()),
        ];
        for number in numbers.into_iter().flatten() {
            assert!(
                chinese.contains(&number) && english.contains(&number),
                "{chinese} / {english}: {number}"
            );
        }
    }
    let second = Rule::SecondRepair {
        first: "K7-1".into(),
        closed_on: day("2026-10-24"),
        days: 90,
        same: Same::Fault,
    };
    assert_eq!(
        second.words().chinese,
        "返修免费：同一故障，前次维修单 K7-1 于 2026-10-24 完成，90 天内（至 2027-01-22）"
    );
}

#[test]
fn a_rule_stands_in_the_quote_under_its_code_and_reads_back() {
    for rule in rules() {
        let json = serde_json::to_value(&rule).unwrap();
        assert_eq!(json["rule"], rule.code());
        assert_eq!(serde_json::from_value::<Rule>(json).unwrap(), rule);
    }
}

#[test]
fn the_longest_record_number_leaves_room_in_the_line() {
    let number = "长".repeat(40);
    for rule in rules() {
        let rule = match rule {
            Rule::SecondRepair {
                closed_on,
                days,
                same,
                ..
            } => Rule::SecondRepair {
                first: number.clone(),
                closed_on,
                days,
                same,
            },
            Rule::FittedPart {
                part,
                serial,
                fitted_on,
                months,
                ..
            } => Rule::FittedPart {
                record: number.clone(),
                part,
                serial,
                fitted_on,
                months,
            },
            rule => rule,
        };
        let words = rule.words();
        assert!(words.chinese.chars().count() <= 200 && words.english.chars().count() <= 200);
    }
}
