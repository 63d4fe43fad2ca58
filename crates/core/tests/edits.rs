//! A technician's edits on his own device: confirmed means kept, refused means nothing happened.

mod support;

use doorstep_core::{Error, ListQuery, environment::Clock as _};
use doorstep_domain::{
    course::Status,
    record::{Field, FieldValue, SignPurpose, TextName},
};
use doorstep_evidence::{chain::FIRST, digest::Digest, jws::Jws};
use doorstep_replica::{Edit, TextEdit};
use support::{Office, Phone, new_record, note, set, typed, words};

#[test]
fn what_was_confirmed_is_there_after_a_restart() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    let changed = phone
        .device
        .change(record, |record, scope| {
            assert_eq!(record.words(Field::CustomerName), "王秀英");
            Ok::<_, Error>(vec![
                words(Field::UnitModel, "BCD-215"),
                typed("清洗冷凝器"),
                note(scope, "一"),
                note(scope, "二"),
            ])
        })
        .unwrap();
    assert!(changed.change.is_some());
    let entries: Vec<_> = changed.record.entries.keys().collect();
    assert!(
        entries.is_sorted() && entries.len() == 2,
        "what happened first stands first"
    );

    let before = (*phone.device.record(record).unwrap()).clone();
    assert_eq!(*changed.record, before);
    let phone = phone.restart(2);
    assert_eq!(*phone.device.record(record).unwrap(), before);
    assert_eq!(phone.device.history(record).unwrap().len(), 2);
}

#[test]
fn the_same_value_again_is_no_change_and_costs_nothing() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    let unsent = phone.device.status().unwrap().unsent_changes;
    assert!(
        set(&phone.device, record, Field::CustomerName, "王秀英")
            .unwrap()
            .change
            .is_none()
    );
    assert_eq!(phone.device.status().unwrap().unsent_changes, unsent);
}

#[test]
fn what_the_rules_forbid_changes_nothing() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    let before = phone.device.record(record).unwrap();
    let code = |edits: Vec<Edit>| {
        phone
            .device
            .change(record, |_, _| Ok::<_, Error>(edits))
            .unwrap_err()
            .code()
    };

    assert_eq!(code(vec![words(Field::Assignee, "t-li")]), "outside_role");
    assert_eq!(code(vec![words(Field::Number, "X-1")]), "given_once");
    assert_eq!(
        code(vec![
            words(Field::CustomerName, "别人"),
            words(Field::UnitModel, "\u{7}")
        ]),
        "field_value"
    );
    // Each fits its text; together they are more than one change may bring.
    let paste = |text| Edit::Text(text, TextEdit::Rewrite("长".repeat(19_000)));
    assert_eq!(
        code(
            [TextName::Cause, TextName::Plan, TextName::Work]
                .map(paste)
                .into()
        ),
        "change_too_large"
    );
    let refused = phone.device.change(record, |_, _| {
        Err(doorstep_domain::course::Refusal::NoAcceptedQuote)
    });
    assert_eq!(refused.unwrap_err().code(), "no_accepted_quote");
    let somebody = phone.device.change(record, |_, scope| {
        let Edit::Entry(id, mut entry) = note(scope, "代笔") else {
            unreachable!()
        };
        entry.by = doorstep_domain::ids::PersonId("t-li".into());
        Ok::<_, Error>(vec![Edit::Entry(id, entry)])
    });
    assert_eq!(somebody.unwrap_err().code(), "entry_person");

    assert_eq!(phone.device.record(record).unwrap(), before);
    assert_eq!(phone.restart(2).device.record(record).unwrap(), before);
}

#[test]
fn nobody_writes_on_a_device_that_is_not_enrolled() {
    let phone = Phone::unenrolled(1);
    let made = phone
        .device
        .create(|_| Ok::<_, Error>(support::intake("王秀英")));
    assert!(matches!(made, Err(Error::NotEnrolled)));
    let status = phone.device.status().unwrap();
    let nothing = doorstep_core::DeviceStatus {
        // An empty file has a size.
        holding: status.holding,
        ..doorstep_core::DeviceStatus::default()
    };
    assert_eq!((status.holding.records, status), (0, nothing));
}

#[test]
fn statements_are_chained_and_a_change_that_fails_leaves_none() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    let seal = |fail: bool| {
        let mut digest = None;
        let mut place = None;
        let done = phone.device.change(record, |_, scope| {
            digest = Some(scope.seal(SignPurpose::QuoteAcceptance, |at| {
                place = Some(at.clone());
                Ok::<_, Error>(format!(r#"{{"counter":{}}}"#, at.counter).into_bytes())
            })?);
            if fail {
                Err(Error::Closed)
            } else {
                Ok(vec![note(scope, "签字")])
            }
        });
        assert_eq!(done.is_err(), fail);
        (digest.unwrap(), place.unwrap())
    };
    let (first, place) = seal(false);
    assert_eq!((place.counter, place.previous), (FIRST, None));
    assert_eq!(place.at, phone.clock.now());
    seal(true);
    let (second, place) = seal(false);
    assert_eq!(
        (place.counter, place.previous),
        (2, Some(first)),
        "what failed took no place in the chain"
    );

    let kept = phone.device.statements(record).unwrap();
    assert_eq!(
        kept.iter()
            .map(|statement| statement.digest)
            .collect::<Vec<_>>(),
        [first, second]
    );
    for statement in &kept {
        let jws = Jws::parse(&statement.jws).unwrap();
        assert_eq!(jws.verify_signature(), Ok(()));
        assert_eq!(Digest::of(statement.jws.as_bytes()), statement.digest);
        assert_eq!(
            (statement.device, statement.acknowledged),
            (phone.id, false)
        );
    }
    assert_eq!(phone.device.status().unwrap().unsent_statements, 2);
}

#[test]
fn the_list_shows_what_is_open_first_and_the_search_finds_parts_of_words() {
    let mut office = Office::new();
    let phone = office.device(1, "office", doorstep_domain::rights::Role::Office);
    let device = &phone.device;
    let [late, early, done] =
        ["王秀英", "李建国", "Smith & Sons"].map(|name| new_record(device, name));
    set(
        device,
        late,
        Field::Appointment,
        "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00",
    )
    .unwrap();
    set(
        device,
        early,
        Field::Appointment,
        "2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00",
    )
    .unwrap();
    set(device, early, Field::Assignee, "t-zhang").unwrap();

    let all = device
        .list(&ListQuery {
            limit: 50,
            ..ListQuery::default()
        })
        .unwrap();
    assert_eq!(
        all.rows.iter().map(|row| row.record).collect::<Vec<_>>(),
        [early, late, done]
    );
    assert!(
        !all.more
            && all
                .rows
                .iter()
                .all(|row| row.unsent && row.customer_phone == "13800138000")
    );
    let page = device
        .list(&ListQuery {
            offset: 1,
            limit: 1,
            ..ListQuery::default()
        })
        .unwrap();
    assert_eq!((page.rows[0].record, page.more), (late, true));
    let assigned = ListQuery {
        status: vec![Status::Assigned],
        limit: 9,
        ..ListQuery::default()
    };
    assert_eq!(device.list(&assigned).unwrap().rows[0].record, early);

    let found = |text: &str| {
        device
            .search(text, 9)
            .unwrap()
            .iter()
            .map(|row| row.record)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("秀英"), [late], "two characters");
    assert_eq!(found("李"), [early], "one character");
    assert_eq!(found("冷藏室 建国"), [early], "every word counts");
    assert_eq!(found("smith"), [done]);
    assert_eq!(found("h & S"), [done]);
    assert_eq!(found("\" OR \"王秀英"), [], "signs are only signs");
    assert_eq!(found("%"), []);
    set(device, late, Field::CustomerName, "王秀瑛").unwrap();
    assert_eq!(found("王秀英"), []);
    assert_eq!(found("王秀瑛"), [late]);
}

#[test]
fn the_read_model_made_anew_is_what_was_there() {
    let mut office = Office::new();
    let phone = office.phone(1);
    for name in ["王秀英", "李建国", "赵敏"] {
        let record = new_record(&phone.device, name);
        for step in 0..40 {
            phone
                .device
                .change(record, |_, scope| {
                    Ok::<_, Error>(vec![note(scope, &step.to_string()), typed("拆下面板")])
                })
                .unwrap();
            phone.clock.pass(60_000);
        }
        phone
            .device
            .change(record, |_, _| {
                Ok::<_, Error>(vec![Edit::Field(
                    Field::PriorityHours,
                    FieldValue::Number(4),
                )])
            })
            .unwrap();
    }
    let all = ListQuery {
        limit: 50,
        ..ListQuery::default()
    };
    let before = (
        phone.device.list(&all).unwrap(),
        phone.device.search("冷藏室", 9).unwrap(),
    );
    assert_eq!(before.0.rows.len(), 3);
    assert_eq!(before.0.rows[0].priority_hours, Some(4));

    // What is rebuilt does not hang on what was there.
    let connection = rusqlite::Connection::open(phone.folder.database()).unwrap();
    connection
        .execute_batch("DELETE FROM record_row; DELETE FROM record_search;")
        .unwrap();
    drop(connection);
    assert!(phone.device.list(&all).unwrap().rows.is_empty());
    phone.device.rebuild_read_model().unwrap();
    assert_eq!(
        (
            phone.device.list(&all).unwrap(),
            phone.device.search("冷藏室", 9).unwrap()
        ),
        before
    );
}

#[test]
fn record_numbers_count_on_and_are_the_devices_own() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let numbers = |phone: &Phone| {
        let record = new_record(&phone.device, "王秀英");
        phone
            .device
            .record(record)
            .unwrap()
            .words(Field::Number)
            .to_owned()
    };
    let (first, second) = (numbers(&phone), numbers(&phone));
    let (code, counter) = first.rsplit_once('-').unwrap();
    assert_eq!(counter, "1");
    // 231 in base 32, three characters of this start.
    assert!(
        code.starts_with("261122-77") && code.len() == "261122-77XXX".len(),
        "{first}"
    );
    assert_eq!(second, format!("{code}-2"));
    let third = numbers(&phone.restart(99));
    assert!(
        third.ends_with("-3") && !third.starts_with(code),
        "another start has other characters: {third}"
    );
}
