//! Contacts with an office that judges by the real gate: what goes up and what comes down.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use doorstep_core::{Error, ListQuery, replication::Contact};
use doorstep_domain::{
    ids::DeviceId,
    record::{Field, SignPurpose, TextName},
    rights::Role,
};
use doorstep_replica::{RecordDocument, genesis_hash};
use doorstep_sync::{
    codec,
    message::{Ack, PageItem, Request},
};
use support::{Office, id, intake, new_record, note, set, typed, words};

#[test]
fn a_day_of_work_goes_up_in_one_request_and_is_then_sent() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let records: Vec<_> = (0..50)
        .map(|number| new_record(&phone.device, &format!("王{number}")))
        .collect();
    for record in &records {
        for step in 0..19 {
            phone
                .device
                .change(*record, |_, scope| {
                    Ok::<_, Error>(vec![note(scope, &step.to_string())])
                })
                .unwrap();
        }
    }
    let status = phone.device.status().unwrap();
    assert_eq!((status.unsent_changes, status.unsent_records), (1_000, 50));
    phone.clock.pass(90_000);
    assert_eq!(
        phone.device.status().unwrap().oldest_unsent_age_ms,
        Some(90_000)
    );

    let mut contact = Contact::new(&phone.device);
    let request = contact.request().unwrap().unwrap();
    let request: Request = codec::decode(&request).unwrap();
    assert_eq!(request.push.len(), 50);
    let answer = office.answer(&request, vec![]);
    assert!(
        answer.acks.iter().all(|ack| *ack == Ack::Accepted),
        "{:?}",
        answer.acks
    );
    contact.receive(&codec::encode(&answer).unwrap()).unwrap();

    let status = phone.device.status().unwrap();
    assert_eq!(
        (
            status.unsent_changes,
            status.unsent_records,
            status.oldest_unsent_age_ms
        ),
        (0, 0, None)
    );
    assert_eq!(status.cursor_seq, Some(50));
    assert_eq!(status.clock_offset_ms, Some(90_000 - 500));
    for record in &records {
        assert_eq!(
            office.document(*record).heads(),
            phone.device.document(*record).unwrap().heads()
        );
    }
    let rows = phone
        .device
        .list(&ListQuery {
            limit: 100,
            ..ListQuery::default()
        })
        .unwrap()
        .rows;
    assert!(rows.iter().all(|row| !row.unsent));
    // Nothing is left: the contact ends, and what was sent is not sent again.
    assert_eq!(
        contact
            .request()
            .unwrap()
            .map(|request| codec::decode::<Request>(&request).unwrap().push),
        Some(vec![])
    );
}

#[test]
fn an_answer_that_was_lost_costs_a_second_push_and_nothing_else() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    let mut cut = Contact::new(&phone.device);
    let request: Request = codec::decode(&cut.request().unwrap().unwrap()).unwrap();
    office.answer(&request, vec![]);
    drop(cut);
    assert!(
        phone.device.status().unwrap().unsent_changes > 0,
        "sent means acknowledged"
    );

    let phone = phone.restart(2);
    let mut again = Contact::new(&phone.device);
    let second: Request = codec::decode(&again.request().unwrap().unwrap()).unwrap();
    assert_eq!(
        second.push, request.push,
        "the same bytes with the same proofs, not signed a second time"
    );
    drop(again);
    assert_eq!(phone.meet(&mut office, vec![])[0], Ack::Duplicate);
    assert_eq!(phone.device.status().unwrap().unsent_changes, 0);
    set(&phone.device, record, Field::UnitModel, "BCD-215").unwrap();
    assert_eq!(phone.meet(&mut office, vec![]), [Ack::Accepted]);
}

#[test]
fn what_the_office_sends_is_merged_and_applying_it_twice_does_no_harm() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let mut edits = intake("王秀英");
    edits.push(words(Field::Assignee, support::PERSON));
    let record = id(5);
    let enter = office.record(record, &edits);
    phone.meet(&mut office, vec![enter.clone(), enter.clone()]);
    assert_eq!(
        phone
            .device
            .record(record)
            .unwrap()
            .words(Field::CustomerName),
        "王秀英"
    );
    let row = &phone.device.search("朝阳路", 9).unwrap()[0];
    assert_eq!(
        (row.record, row.unsent, row.assignee.as_str()),
        (record, false, support::PERSON)
    );

    // Both edit while apart; the office's appointment is in force, both sides' words stay.
    set(
        &phone.device,
        record,
        Field::Appointment,
        "2026-11-23T14:00:00+08:00/2026-11-23T16:00:00+08:00",
    )
    .unwrap();
    phone
        .device
        .change(record, |_, _| Ok::<_, Error>(vec![typed("已到场")]))
        .unwrap();
    let moved = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";
    let changes = office.edit(
        record,
        &[words(Field::Appointment, moved), typed("请带压缩机")],
    );
    phone.meet(&mut office, vec![changes.clone(), changes, enter]);
    let reading = phone.device.record(record).unwrap();
    assert_eq!(reading.words(Field::Appointment), moved);
    assert_eq!(reading.conflicts().len(), 1);
    assert!(
        reading.text(TextName::Work).contains("已到场")
            && reading.text(TextName::Work).contains("请带压缩机")
    );
    assert_eq!(
        office.document(record).heads(),
        phone.device.document(record).unwrap().heads()
    );
    assert_eq!(*reading, office.reads(record));
    assert_eq!(
        phone
            .device
            .list(&ListQuery {
                limit: 9,
                ..ListQuery::default()
            })
            .unwrap()
            .rows[0]
            .conflicts,
        1
    );
    assert_eq!(*phone.restart(2).device.record(record).unwrap(), *reading);
}

#[test]
fn a_record_leaves_only_after_its_unsent_work_was_taken() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = id(5);
    let enter = office.record(record, &intake("王秀英"));
    phone.meet(&mut office, vec![enter]);
    let leave = PageItem::Leave {
        document: *record.as_bytes(),
        reason: "reassigned".into(),
    };

    set(&phone.device, record, Field::UnitModel, "BCD-215").unwrap();
    phone
        .device
        .change(record, |_, scope| {
            scope.seal(SignPurpose::WorkAcceptance, |_| {
                Ok::<_, Error>(b"{}".to_vec())
            })?;
            Ok::<_, Error>(vec![note(scope, "签字")])
        })
        .unwrap();
    // The server's word comes with an answer to a request that pushed nothing: as if the work was done meanwhile.
    let mut contact = Contact::new(&phone.device);
    let request: Request = codec::decode(&contact.request().unwrap().unwrap()).unwrap();
    let mut answer = office.answer(&Request::default(), vec![leave]);
    answer.acks = request
        .push
        .iter()
        .map(|_| Ack::Later {
            code: "busy".into(),
        })
        .collect();
    answer.statement_acks = request
        .statements
        .iter()
        .map(|_| Ack::Later {
            code: "busy".into(),
        })
        .collect();
    contact.receive(&codec::encode(&answer).unwrap()).unwrap();
    assert_eq!(
        phone.device.record(record).unwrap().words(Field::UnitModel),
        "BCD-215",
        "still here"
    );
    drop(contact);

    let phone = phone.restart(2);
    let mut notices = phone.device.notices();
    phone.meet(&mut office, vec![]);
    assert_eq!(office.reads(record).words(Field::UnitModel), "BCD-215");
    assert_eq!(office.statements.len(), 1);
    assert!(matches!(
        phone.device.record(record),
        Err(Error::NotFound(_))
    ));
    assert!(phone.device.statements(record).unwrap().is_empty());
    assert!(phone.device.search("王秀英", 9).unwrap().is_empty());
    let told = std::iter::from_fn(|| notices.try_recv().ok()).collect::<Vec<_>>();
    assert!(
        told.contains(&doorstep_core::Notice::RecordLeft(record)),
        "{told:?}"
    );

    // Given back, it is here again with everything.
    let again = office.enter(record, &office.prove(record, &[]));
    phone.meet(&mut office, vec![again]);
    assert_eq!(*phone.device.record(record).unwrap(), office.reads(record));
}

#[test]
fn what_cannot_be_used_is_put_aside_and_the_rest_goes_on() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let good = office.record(id(5), &intake("王秀英"));
    let orphan = {
        office.record(id(6), &intake("李建国"));
        let PageItem::Changes {
            changes, proofs, ..
        } = office.edit(id(6), &[typed("后")])
        else {
            unreachable!()
        };
        PageItem::Changes {
            document: *id(6).as_bytes(),
            changes,
            proofs,
        }
    };
    let items = vec![
        PageItem::Enter {
            document: *id(7).as_bytes(),
            snapshot: b"no document".to_vec(),
            proofs: vec![],
        },
        PageItem::Changes {
            document: *id(8).as_bytes(),
            changes: vec![b"no change".to_vec().into()],
            proofs: vec![],
        },
        orphan,
        PageItem::Statement {
            document: *id(5).as_bytes(),
            jws: "no.state.ment".into(),
        },
        PageItem::Certificate {
            der: b"none".to_vec(),
            revoked: false,
        },
        good,
    ];
    phone.meet(&mut office, items);
    assert_eq!(
        phone
            .device
            .record(id(5))
            .unwrap()
            .words(Field::CustomerName),
        "王秀英"
    );
    let codes: Vec<_> = phone
        .device
        .attention()
        .unwrap()
        .into_iter()
        .map(|item| item.code)
        .collect();
    assert_eq!(
        codes,
        [
            "unloadable",
            "change_malformed",
            "does_not_apply",
            "statement_malformed",
            "certificate_untrusted"
        ]
    );
}

#[test]
fn a_whole_record_that_contradicts_what_is_here_or_cannot_be_read_again_is_put_aside() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    phone.meet(&mut office, vec![]);
    let before = phone.device.document(record).unwrap();
    set(&phone.device, record, Field::UnitModel, "BCD-215").unwrap();
    let own = phone.device.document(record).unwrap();
    let last = own.document().changes_since(&before.heads()).remove(0);

    // The next change of the same actor, with the same number, says something else.
    let mut forked = RecordDocument::clone(&before);
    let other = [words(Field::UnitModel, "BCD-999")];
    forked.edit(last.actor(), 1_795_309_100, &other).unwrap();
    // A change from before there were computers: it loads as part of a whole record, and never alone.
    let mut undated = RecordDocument::create(id(6)).unwrap();
    let actor = doorstep_replica::Actor::new(office.id(), [1; 8]);
    undated.edit(actor, -1, &intake("李建国")).unwrap();
    let whole = |document: &RecordDocument| PageItem::Enter {
        document: *document.id().as_bytes(),
        snapshot: document.document().save().unwrap(),
        proofs: vec![],
    };
    let good = office.record(id(5), &intake("赵敏"));
    phone.meet(&mut office, vec![whole(&forked), whole(&undated), good]);

    for _ in 0..2 {
        let reading = phone.device.record(record).unwrap();
        assert_eq!(reading.words(Field::UnitModel), "BCD-215");
        phone.device.rebuild_read_model().unwrap();
    }
    assert_eq!(phone.device.search("赵敏", 9).unwrap().len(), 1);
    assert!(matches!(
        phone.device.record(id(6)),
        Err(Error::NotFound(_))
    ));
    let waiting = phone.device.attention().unwrap();
    let codes: Vec<_> = waiting.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, ["does_not_apply", "change_malformed"]);
    // Nothing of it is in the way of the day's work.
    set(&phone.device, record, Field::UnitModel, "BCD-216").unwrap();
    assert_eq!(phone.meet(&mut office, vec![]), [Ack::Accepted]);
}

#[test]
fn whoever_turns_out_to_be_the_office_is_read_as_the_office() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let colleague = office.device(2, "office-lin", Role::Office);
    let record = id(5);
    let enter = office.record(record, &intake("王秀英"));
    phone.meet(&mut office, vec![enter.clone()]);
    colleague.meet(&mut office, vec![enter]);
    let agreed = "2026-11-23T14:00:00+08:00/2026-11-23T16:00:00+08:00";
    let moved = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";
    set(&phone.device, record, Field::Appointment, agreed).unwrap();
    set(&colleague.device, record, Field::Appointment, moved).unwrap();
    phone.meet(&mut office, vec![]);
    colleague.meet(&mut office, vec![]);
    let whole = office.enter(record, &office.prove(record, &[]));
    phone.meet(&mut office, vec![whole]);

    let certificate = office.devices.0[&colleague.id].1.clone();
    phone.meet(
        &mut office,
        vec![PageItem::Certificate {
            der: certificate,
            revoked: false,
        }],
    );
    assert_eq!(
        phone
            .device
            .record(record)
            .unwrap()
            .words(Field::Appointment),
        moved
    );
    assert_eq!(
        phone.device.search("王秀英", 9).unwrap()[0].appointment,
        moved
    );
    assert_eq!(*phone.device.record(record).unwrap(), office.reads(record));
}

#[test]
fn a_record_is_never_sent_as_its_creating_change_alone() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    let mut contact = Contact::new(&phone.device);
    let request: Request = codec::decode(&contact.request().unwrap().unwrap()).unwrap();
    let changes = phone
        .device
        .document(record)
        .unwrap()
        .document()
        .changes_since(&[]);
    assert_eq!(changes[0].hash(), genesis_hash());
    assert_eq!(request.push[0].changes.len(), 2);
    assert_eq!(changes[1].actor().device(), DeviceId(*phone.id.as_bytes()));
    let reference = PageItem::Reference {
        name: "catalogue".into(),
        version: 2,
        bytes: b"{}".to_vec(),
    };
    let older = PageItem::Reference {
        name: "catalogue".into(),
        version: 1,
        bytes: b"[]".to_vec(),
    };
    contact
        .receive(&codec::encode(&office.answer(&request, vec![reference, older])).unwrap())
        .unwrap();
    assert_eq!(
        phone.device.reference("catalogue").unwrap().as_deref(),
        Some(&b"{}"[..])
    );
    assert_eq!(phone.device.reference("prices").unwrap(), None);
}
