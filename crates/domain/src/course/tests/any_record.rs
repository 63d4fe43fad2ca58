//! Whatever entries come together from several devices, well formed or not: a record can be read, reads the same
//! everywhere, and its next step is one that the device lets be done.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use crate::{
    course::{
        Completeness, Facts, Finding, Refusal, Step, may_accept_quote, may_add_entry,
        may_offer_quote, may_pay, may_repair, may_sign_off, next_step, status,
    },
    ids::{DeviceId, EntryId},
    money::{Currency, Money},
    quote::{LineKind, Payer, Quote, Quotes},
    record::{
        CallOutcome, Candidate, DiagnosisStep, EntryReading, Field, FieldReading, FieldValue,
        Matter, Record, TestItem, TextName, What,
    },
    rights::Role,
    story::{self, Story, entry_id},
};

/// Few ids, so that entries name each other, themselves and nothing at all.
fn any_id() -> impl Strategy<Value = EntryId> {
    (0_u128..14).prop_map(entry_id)
}

fn any_number() -> impl Strategy<Value = i64> {
    prop_oneof![-2_i64..6, select(vec![i64::MIN, i64::MAX, 12_000])]
}

fn any_currency() -> impl Strategy<Value = Currency> {
    select(vec![Currency::Cny, Currency::Hkd])
}

fn any_quote() -> impl Strategy<Value = What> {
    let payer = select(vec![Payer::Customer, Payer::Warranty, Payer::Contract]);
    let line = (any_number(), any_number(), payer).prop_map(|(quantity, price, payer)| {
        let mut line = story::line(LineKind::Part, "P-PUMP", quantity, price);
        line.payer = payer;
        line
    });
    (
        any_number(),
        proptest::option::of(any_id()),
        any_currency(),
        vec(line, 0..3),
    )
        .prop_map(|(revision, replaces, currency, lines)| What::QuoteOffered {
            quote: Quote {
                revision,
                replaces,
                catalogue_version: 1,
                currency,
                lines,
                options: Vec::new(),
                discount_limit_percent: None,
            },
        })
}

fn any_test() -> impl Strategy<Value = What> {
    (any::<bool>(), any::<bool>(), vec(any::<bool>(), 0..3)).prop_map(
        |(passed, customer_present, items)| What::TestResult {
            items: items
                .into_iter()
                .map(|passed| TestItem {
                    name: "排水".into(),
                    result: "正常".into(),
                    passed,
                    limits: None,
                })
                .collect(),
            passed,
            customer_present,
        },
    )
}

fn any_payment() -> impl Strategy<Value = What> {
    (any_number(), any_currency(), any_id()).prop_map(|(minor, currency, acceptance)| {
        What::Payment {
            method: "cash".into(),
            amount: Money { minor, currency },
            receipt: String::new(),
            acceptance,
            statement: String::new(),
        }
    })
}

fn any_removed() -> impl Strategy<Value = What> {
    (any_number(), any::<bool>()).prop_map(|(quantity, kept_for_store)| What::PartRemoved {
        part: "P-PUMP".into(),
        name: "泵".into(),
        serial: String::new(),
        quantity,
        kept_for_store,
    })
}

fn any_what() -> impl Strategy<Value = What> {
    let outcome = select(CallOutcome::ALL);
    let step = select(DiagnosisStep::ALL.to_vec());
    prop_oneof![
        1 => outcome.prop_map(story::called),
        1 => Just(story::visit()),
        1 => step.prop_map(story::diagnosis),
        3 => any_quote(),
        3 => any_id().prop_map(story::accepts),
        1 => any_id().prop_map(story::declines),
        1 => any_number().prop_map(|quantity| story::fitted("P-PUMP", quantity)),
        1 => any_removed(),
        1 => any::<bool>().prop_map(|works| What::RepairDone { works }),
        1 => Just(story::cannot_repair()),
        1 => any_test(),
        1 => Just(What::AdviceGiven { explained: true, site_tidied: true }),
        1 => vec(any_id(), 0..6).prop_map(story::sign_off),
        1 => Just(story::sign_refused()),
        1 => any_payment(),
        2 => vec(any_id(), 0..6).prop_map(story::reported),
        1 => Just(story::absent()),
        2 => Just(story::unit_taken()),
        2 => any_id().prop_map(story::unit_returned),
        1 => Just(story::loaner_lent()),
        1 => any_id().prop_map(story::loaner_returned),
        1 => select(Matter::ALL).prop_map(story::asks_approval),
        1 => (any_id(), any::<bool>()).prop_map(|(request, granted)| story::decides(request, granted)),
        2 => Just(story::not_satisfied()),
        1 => Just(story::complains()),
        1 => any_number().prop_map(story::damaged),
        1 => (any_id(), any_number()).prop_map(|(claim, minor)| story::compensated(claim, minor)),
        1 => any_number().prop_map(story::agreed),
        1 => any_id().prop_map(story::insurer_told),
        1 => Just(story::cancelled()),
        2 => any_id().prop_map(story::void),
        1 => Just(What::Settled {
            field: Field::CustomerPhone,
            value: FieldValue::Empty,
            reason: "核实".into(),
        }),
    ]
}

/// A value that need not fit the field it is put into.
fn any_candidate() -> impl Strategy<Value = Candidate> {
    let value = prop_oneof![
        Just(FieldValue::Empty),
        any::<bool>().prop_map(FieldValue::YesNo),
        any_number().prop_map(FieldValue::Number),
        select(vec![
            "",
            " ",
            "repair",
            "installation",
            "t-zhang",
            "brought_in",
            "outside"
        ])
        .prop_map(FieldValue::from),
    ];
    (value, select(Role::ALL)).prop_map(|(value, role)| Candidate {
        value,
        device: DeviceId([1; 16]),
        role,
    })
}

fn any_fields() -> impl Strategy<Value = Vec<(Field, Vec<Candidate>)>> {
    let field = select(vec![
        Field::Assignee,
        Field::Request,
        Field::PriorityHours,
        Field::Number,
        Field::Language,
        Field::CustomerName,
        Field::Reception,
        Field::Area,
        Field::Lead,
    ]);
    vec((field, vec(any_candidate(), 0..3)), 0..6)
}

/// Entries with their ids, in the order in which they arrived.
fn record_of(
    entries: &[(EntryId, What)],
    fields: &[(Field, Vec<Candidate>)],
    cause: bool,
) -> Record {
    let mut record = Story::blank().record;
    for (id, what) in entries {
        let reading = EntryReading {
            entry: story::entry(what.clone()),
            device: DeviceId([1; 16]),
        };
        record.entries.insert(*id, reading);
    }
    for (field, candidates) in fields {
        let candidates = candidates.clone();
        record.fields.insert(*field, FieldReading { candidates });
    }
    if cause {
        record.texts.insert(TextName::Cause, "排水泵烧毁".into());
    }
    record
}

fn numbered(whats: Vec<What>) -> Vec<(EntryId, What)> {
    (0_u128..).map(entry_id).zip(whats).collect()
}

/// Whether the device lets the next step be done; nothing where the step is no entry of the technician's.
fn next_step_is_let(record: &Record, facts: &Facts<'_>) -> Option<Result<(), Refusal>> {
    let standing = facts.standing_offer.map(|standing| standing.offer);
    match next_step(facts) {
        Step::Assign | Step::Done => None,
        Step::Call => Some(may_add_entry(record, &story::called(CallOutcome::NoAnswer))),
        Step::Arrive => Some(may_add_entry(record, &story::visit())),
        Step::Diagnose => Some(may_add_entry(record, &story::diagnosis(DiagnosisStep::Ask))),
        Step::Quote => {
            let What::QuoteOffered { quote } = story::offer(1, None, story::pump_lines()) else {
                return None;
            };
            Some(may_offer_quote(record, &quote))
        }
        Step::AcceptQuote => standing.map(|offer| may_accept_quote(record, offer)),
        Step::Repair => Some(may_repair(record)),
        Step::Test => Some(may_add_entry(record, &story::tested(true, true))),
        Step::Advise => {
            let advice = What::AdviceGiven {
                explained: true,
                site_tidied: true,
            };
            Some(may_add_entry(record, &advice))
        }
        Step::SignOff => Some(may_sign_off(record)),
        Step::Pay => Some(may_pay(record, facts.owed_minor())),
        Step::Report => Some(may_add_entry(record, &story::reported(Vec::new()))),
        Step::TakeIn => Some(may_add_entry(record, &story::unit_taken())),
        Step::Revisit => Some(may_add_entry(record, &story::visit())),
        Step::HandBack => facts
            .in_custody
            .map(|taken| may_add_entry(record, &story::unit_returned(taken))),
        Step::TakeBackLoaner => facts
            .loaner_out
            .map(|lent| may_add_entry(record, &story::loaner_returned(lent))),
        Step::TakeComplaint => Some(may_add_entry(record, &story::complains())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_record_can_be_read_and_asked(
        whats in vec(any_what(), 0..14),
        fields in any_fields(),
        cause in any::<bool>(),
        asked in any_what(),
    ) {
        let record = record_of(&numbered(whats), &fields, cause);
        let facts = Facts::of(&record);
        let _ = (status(&facts), Finding::of(&record), record.conflicts());
        let _ = may_add_entry(&record, &asked);
        let _ = story::entry(asked).check();
        let quotes = Quotes::of(&record);
        prop_assert!(facts.owed_minor() >= 0);
        prop_assert!(facts.accepted.is_none_or(|it| quotes.is_accepted(it.offer)));
        prop_assert!(facts.standing_offer.is_none_or(|it| !quotes.is_replaced(it.offer)));
        for clash in record.conflicts() {
            prop_assert!(clash.candidates.contains(clash.in_force));
            prop_assert!(clash.candidates.len() > 1);
        }
        let lacks = Completeness::of(&record);
        let mut sorted = lacks.missing.clone();
        sorted.sort_by_key(|(item, need)| (need.code() == "recommended", *item));
        prop_assert_eq!(&lacks.missing, &sorted);
    }

    #[test]
    fn the_next_step_is_always_one_that_the_device_lets_be_done(
        whats in vec(any_what(), 0..14),
        cause in any::<bool>(),
    ) {
        let assigned = [(Field::Assignee, vec![story::candidate(Role::Office, "t-zhang")])];
        let record = record_of(&numbered(whats), &assigned, cause);
        let facts = Facts::of(&record);
        let answer = next_step_is_let(&record, &facts);
        prop_assert_eq!(answer.unwrap_or(Ok(())), Ok(()), "{:?}", next_step(&facts));
    }

    #[test]
    fn it_does_not_matter_in_which_order_the_entries_arrived(
        whats in vec(any_what(), 0..14),
        picks in vec(any::<Index>(), 14),
    ) {
        let mut entries = numbered(whats);
        let here = record_of(&entries, &[], true);
        for (place, pick) in (0..entries.len()).zip(picks) {
            let other = pick.index(entries.len());
            entries.swap(place, other);
        }
        let there = record_of(&entries, &[], true);
        let read = |record: &Record| {
            let facts = Facts::of(record);
            let ids: Vec<_> = record.valid_entries().map(|(id, _)| id).collect();
            (
                status(&facts),
                next_step(&facts),
                facts.owed_minor(),
                Finding::of(record),
                Completeness::of(record).missing,
                ids,
            )
        };
        prop_assert_eq!(read(&here), read(&there));
        prop_assert_eq!(here, there);
    }
}
