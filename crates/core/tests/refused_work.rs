//! What the office refuses: it leaves the record or stays in sight, and is never forgotten, without a network.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use doorstep_core::{Error, ListQuery, replication::Contact};
use doorstep_domain::{
    record::{Field, SignPurpose, TextName},
    rights::Role,
};
use doorstep_replica::{Edit, TextEdit};
use doorstep_sync::{
    codec,
    message::{Ack, PageItem, Request},
};
use support::{Office, id, intake, new_record, note, set, typed, words};

#[test]
#[allow(clippy::too_many_lines)] // one story, told in its order
fn a_refused_change_leaves_and_the_good_work_after_it_stays() {
    let mut office = Office::new();
    let phone = office.device(1, "office-lin", Role::Office);
    let record = new_record(&phone.device, "王秀英");
    phone.meet(&mut office, vec![]);
    // By the server's word she is a technician now; her device does not know it yet.
    office.devices.0.get_mut(&phone.id).unwrap().0.role = Role::Technician;
    let device = &phone.device;
    set(device, record, Field::UnitModel, "BCD-215").unwrap();
    device
        .change(record, |_, _| {
            Ok::<_, Error>(vec![Edit::Text(
                TextName::Work,
                TextEdit::Rewrite("一".into()),
            )])
        })
        .unwrap();
    let refused = set(device, record, Field::Assignee, "t-li")
        .unwrap()
        .change
        .unwrap();
    let mut entry = None;
    for step in 0..7 {
        device
            .change(record, |_, scope| {
                let edit = note(scope, "后来");
                entry = Some(edit.clone());
                Ok::<_, Error>(vec![edit, typed(&step.to_string())])
            })
            .unwrap();
    }
    set(device, record, Field::UnitSerial, "SN-9").unwrap();
    phone.meet(&mut office, vec![]);

    let reading = device.record(record).unwrap();
    assert_eq!(
        reading.words(Field::Assignee),
        "",
        "the refused value is out"
    );
    assert_eq!(reading.words(Field::UnitModel), "BCD-215");
    assert_eq!(reading.words(Field::UnitSerial), "SN-9");
    assert_eq!(reading.text(TextName::Work), "一\n0\n1\n2\n3\n4\n5\n6");
    assert_eq!(reading.entries.len(), 7);
    let here = device.document(record).unwrap().heads();
    assert_eq!(
        here,
        office.document(record).heads(),
        "everything else is at the office"
    );
    assert_eq!(device.status().unwrap().unsent_changes, 0);

    let attention = device.attention().unwrap();
    assert_eq!(attention.len(), 1);
    assert_eq!(
        (attention[0].record, attention[0].code.as_str()),
        (Some(record), "outside_role")
    );
    let lost = device.refused_changes(record).unwrap();
    assert_eq!((lost.len(), lost[0].change), (1, refused));
    let row = || {
        device
            .list(&ListQuery {
                limit: 9,
                ..ListQuery::default()
            })
            .unwrap()
            .rows[0]
            .clone()
    };
    assert!(row().needs_attention);
    device.attention_given(record).unwrap();
    assert!(!row().needs_attention && device.attention().unwrap().is_empty());
    assert_eq!(
        device.refused_changes(record).unwrap().len(),
        1,
        "seen, not deleted"
    );

    // Work goes on by another actor, and all of it survives a restart.
    set(device, record, Field::UnitModel, "BCD-216").unwrap();
    assert_eq!(phone.meet(&mut office, vec![]), [Ack::Accepted]);
    let after = phone.device.record(record).unwrap();
    assert_eq!(*phone.restart(2).device.record(record).unwrap(), *after);
}

#[test]
fn a_new_record_that_is_refused_whole_is_not_sent_empty() {
    let mut office = Office::new();
    let phone = office.device(1, "office-lin", Role::Office);
    office.devices.0.get_mut(&phone.id).unwrap().0.role = Role::Technician;
    let made = phone
        .device
        .create(|_| Ok::<_, Error>(vec![words(Field::Assignee, "t-li")]))
        .unwrap();
    let record = made.record.id;
    phone.meet(&mut office, vec![]);
    assert!(office.documents.is_empty());
    let status = phone.device.status().unwrap();
    assert_eq!((status.unsent_changes, status.needs_attention), (0, 1));
    set(&phone.device, record, Field::CustomerName, "王秀英").unwrap();
    assert_eq!(phone.meet(&mut office, vec![]), [Ack::Accepted]);
    assert_eq!(office.reads(record).words(Field::CustomerName), "王秀英");
}

#[test]
fn nothing_that_was_refused_is_forgotten_when_its_record_leaves() {
    let mut office = Office::new();
    let phone = office.device(1, "office-lin", Role::Office);
    let record = id(5);
    let enter = office.record(record, &intake("王秀英"));
    phone.meet(&mut office, vec![enter]);
    office.devices.0.get_mut(&phone.id).unwrap().0.role = Role::Technician;
    set(&phone.device, record, Field::Assignee, "t-li").unwrap();
    let leave = PageItem::Leave {
        document: *record.as_bytes(),
        reason: "reassigned".into(),
    };
    phone.meet(&mut office, vec![leave]);
    assert!(matches!(
        phone.device.record(record),
        Err(Error::NotFound(_))
    ));
    assert_eq!(phone.device.attention().unwrap().len(), 1);
    let mut box_ = Vec::new();
    phone.device.black_box(&mut box_).unwrap();
    assert!(
        String::from_utf8(box_)
            .unwrap()
            .contains("\"code\":\"outside_role\"")
    );
}

#[test]
fn a_statement_that_the_server_refuses_is_kept_and_shown() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    phone
        .device
        .change(record, |_, scope| {
            scope.seal(SignPurpose::WorkAcceptance, |_| {
                Ok::<_, Error>(b"{}".to_vec())
            })?;
            Ok::<_, Error>(vec![note(scope, "签字")])
        })
        .unwrap();
    let mut contact = Contact::new(&phone.device);
    let request: Request = codec::decode(&contact.request().unwrap().unwrap()).unwrap();
    let mut answer = office.answer(&request, vec![]);
    answer.statement_acks = vec![Ack::Refused {
        code: "statement_broken".into(),
        why: "…".into(),
    }];
    contact.receive(&codec::encode(&answer).unwrap()).unwrap();
    let status = phone.device.status().unwrap();
    assert_eq!((status.unsent_statements, status.needs_attention), (0, 1));
    assert_eq!(phone.device.statements(record).unwrap().len(), 1);
}
