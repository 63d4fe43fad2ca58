//! Options, revisions and limits of tests came with version 3, receipts without the work with version 4: they are
//! compared, and older statements read as ever.

use doorstep_domain::{
    consents::Wording,
    quote::{Choice, QuoteOption},
    record::Limits,
};

use super::*;

/// The same repair, quoted as a revision with two options, and its test with limits.
fn revised() -> Record {
    let mut record = repaired();
    let option = |choice: Choice| QuoteOption {
        choice,
        lines: quote().lines,
    };
    let revision = Quote {
        revision: 2,
        replaces: Some(id(1)),
        lines: Vec::new(),
        options: vec![option(Choice::Repair), option(Choice::Replace)],
        ..quote()
    };
    record
        .entries
        .insert(id(30), entry(What::QuoteOffered { quote: revision }));
    record.entries.insert(
        id(31),
        entry(What::QuoteAccepted {
            offer: id(30),
            statement: "a".repeat(64),
            choice: Some(Choice::Repair),
        }),
    );
    record.entries.insert(
        id(32),
        entry(What::TestResult {
            items: vec![TestItem {
                name: "冷藏室温度".into(),
                result: "4.5 °C".into(),
                passed: true,
                limits: Some(Limits {
                    item: "fridge_temperature".into(),
                    catalogue_version: 7,
                    unit: "°C".into(),
                    minimum: "2.0".into(),
                    maximum: "8.0".into(),
                }),
            }],
            passed: true,
            customer_present: true,
        }),
    );
    record
}

/// The customer's acceptance of the revision, in the form of a version.
fn accepts_revision(record: &Record, version: u32, vault: &SoftwareVault) -> Statement {
    let as_asked = Asked {
        version,
        offer: Some(id(30)),
        choice: Some(Choice::Repair),
    };
    let mut statement = acceptance(record, vault);
    statement.version = version;
    statement.purpose = SignPurpose::QuoteAcceptance;
    statement.offer = as_asked.offer;
    statement.choice = as_asked.choice;
    statement.shown = Shown::of(record, SignPurpose::QuoteAcceptance, as_asked);
    statement
}

#[test]
fn the_options_beside_and_what_a_revision_changed_are_part_of_what_was_signed() {
    let (record, vault) = (revised(), vault(1));
    let statement = accepts_revision(&record, 3, &vault);
    let quote = statement.shown.quote.as_ref().unwrap();
    assert_eq!(
        (quote.choice, quote.others.len()),
        (Some(Choice::Repair), 1)
    );
    assert_eq!(
        quote.replaces.as_ref().map(|replaced| replaced.revision),
        Some(1)
    );
    let jws = sealed(&statement, &vault);
    let trusted = authority().certificate().clone();
    let verdict = |record: &Record| verify_against(&jws, Some(&trusted), record);
    assert_eq!(verdict(&record), Verdict::Unchanged);

    let offered = |record: &Record, at: u8| match &record.entries[&id(at)].entry.what {
        What::QuoteOffered { quote } => quote.clone(),
        other => panic!("{other:?}"),
    };
    let altered = |at: u8, alter: fn(&mut Quote)| {
        let mut record = record.clone();
        let mut quote = offered(&record, at);
        alter(&mut quote);
        record
            .entries
            .insert(id(at), entry(What::QuoteOffered { quote }));
        let Verdict::Changed { differences } = verdict(&record) else {
            panic!("it reads otherwise")
        };
        differences
            .into_iter()
            .map(|one| one.path)
            .collect::<Vec<_>>()
    };
    let other = altered(30, |quote| quote.options[1].lines[0].name = "别的".into());
    assert_eq!(other, ["quote.others.0.lines.0.name"]);
    let discount = altered(30, |quote| quote.options[0].lines[0].discount_minor = 100);
    assert!(
        discount.contains(&"quote.lines.0.discount_minor".to_owned()),
        "{discount:?}"
    );
    let before = altered(1, |quote| quote.lines[0].amount_minor += 1);
    assert!(
        before.contains(&"quote.replaces.total_minor".to_owned()),
        "{before:?}"
    );
}

#[test]
fn the_limits_of_a_test_are_compared_and_an_older_statement_never_knew_them() {
    let (record, vault) = (revised(), vault(1));
    let trusted = authority().certificate().clone();
    let mut without = record.clone();
    without.entries.remove(&id(32));
    for (version, has_limits) in [(1, false), (2, false), (3, true)] {
        let mut statement = acceptance(&record, &vault);
        statement.version = version;
        let as_asked = Asked {
            version,
            offer: None,
            choice: None,
        };
        // The options are new too, so what is signed of the quote is that of the first revision.
        let mut plain = record.clone();
        plain
            .entries
            .retain(|entry, _| ![id(30), id(31)].contains(entry));
        statement.shown = Shown::of(&plain, SignPurpose::WorkAcceptance, as_asked);
        let test = statement.shown.tests.last().unwrap();
        assert_eq!(test.limits.is_some(), has_limits, "version {version}");
        let jws = sealed(&statement, &vault);
        assert_eq!(
            verify_against(&jws, Some(&trusted), &plain),
            Verdict::Unchanged
        );
    }
}

#[test]
fn what_version_2_did_not_know_is_not_read_as_version_2() {
    let (record, vault) = (revised(), vault(1));
    let mut plain = acceptance(&repaired(), &vault);
    plain.version = 2;
    assert!(plain.check().is_ok());
    let sourced = {
        let mut statement = plain.clone();
        statement.signing.consent_source = Some(Wording {
            code: "work_acceptance".into(),
            version: 1,
        });
        statement
    };
    let limited = {
        let mut statement = plain;
        statement.shown.tests[0].limits = Some("≤ 45".into());
        statement
    };
    let chosen = {
        let mut statement = accepts_revision(&record, 3, &vault);
        statement.version = 2;
        statement
    };
    for mut statement in [sourced, limited, chosen] {
        assert!(matches!(statement.check(), Err(BadStatement::Form)));
        statement.version = 3;
        assert!(statement.check().is_ok());
    }
}

/// A receipt for the unit that goes to the workshop, in the form of a version, signed on a record.
fn custody_receipt(record: &Record, version: u32, vault: &SoftwareVault) -> Statement {
    let mut receipt = acceptance(record, vault);
    let purpose = SignPurpose::CustodyReceipt;
    let asked = Asked {
        version,
        ..asked(None)
    };
    receipt.version = version;
    receipt.purpose = purpose;
    receipt.shown = Shown::of(record, purpose, asked);
    (receipt.signing.opinion, receipt.signing.score) = (None, None);
    receipt.signing.paper = Some(Paper::Handover {
        number: "D1-20261123-004".into(),
        model: "YL-BCD326F".into(),
        serial: "YLRF2604000312".into(),
        accessories: vec!["遥控器".into()],
        condition: "右侧有一处划痕".into(),
        promised_on: "2026-11-30".into(),
    });
    receipt
}

#[test]
fn work_that_goes_on_leaves_a_receipt_for_the_unit_as_it_was_signed() {
    let (after, vault) = (repaired(), vault(1));
    let trusted = authority().certificate().clone();
    let mut before = after.clone();
    before.entries.clear();
    before.texts.clear();
    for (version, stays) in [(3, false), (4, true)] {
        let jws = sealed(&custody_receipt(&before, version, &vault), &vault);
        let verdict = |record: &Record| verify_against(&jws, Some(&trusted), record);
        assert_eq!(verdict(&before), Verdict::Unchanged, "version {version}");
        assert_eq!(
            verdict(&after) == Verdict::Unchanged,
            stays,
            "version {version}"
        );
        let mut other_unit = after.clone();
        other_unit
            .fields
            .insert(Field::UnitSerial, field("YLRF2604000313"));
        assert!(matches!(verdict(&other_unit), Verdict::Changed { .. }));
    }
}

#[test]
fn a_receipt_for_a_payment_shows_what_is_paid_for_and_not_how_it_was_done() {
    let record = repaired();
    let shown = |version| {
        let asked = Asked {
            version,
            ..asked(None)
        };
        Shown::of(&record, SignPurpose::PaymentReceipt, asked)
    };
    let (third, fourth) = (shown(3), shown(4));
    assert!(third.quote.is_some() && third.quote == fourth.quote);
    assert_eq!((third.work.as_str(), third.fitted.len()), ("更换启动器", 1));
    assert_eq!((fourth.work.as_str(), fourth.fitted.len()), ("", 0));
    assert!(fourth.tests.is_empty() && fourth.cause.is_empty());
}
