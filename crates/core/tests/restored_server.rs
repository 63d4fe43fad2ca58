//! Contacts with a server that woke up with an old backup or forgot everything, without a network.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::collections::BTreeMap;

use doorstep_core::{Error, replication::Contact};
use doorstep_domain::{
    ids::RecordId,
    record::{Field, SignPurpose},
};
use doorstep_sync::{
    codec,
    message::{Ack, DocumentPush, Next, PageItem, RepairAnswer, RepairRequest, Request, Wanted},
    session::buckets_that_differ,
};
use support::{Office, id, intake, note, set, words};

/// The life of a server that was restored.
const RESTORED: Next = Next::Repair { epoch: [9; 16] };

fn ask(contact: &mut Contact) -> Request {
    codec::decode(&contact.request().unwrap().unwrap()).unwrap()
}

/// The office's answer, with another end than the ordinary one.
fn tell(
    office: &mut Office,
    contact: &mut Contact,
    request: &Request,
    next: Next,
    repair: Option<RepairAnswer>,
) {
    let mut answer = office.answer(request, vec![]);
    assert!(
        answer.acks.iter().all(|ack| *ack == Ack::Accepted),
        "{:?}",
        answer.acks
    );
    (answer.next, answer.repair) = (next, repair);
    contact.receive(&codec::encode(&answer).unwrap()).unwrap();
}

#[test]
fn what_an_answer_brought_that_did_not_count_is_not_shown() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let enter = office.record(id(5), &intake("王秀英"));
    phone.meet(&mut office, vec![enter]);
    let changes = office.edit(id(5), &[words(Field::UnitModel, "BCD-215")]);
    let whole = office.enter(id(5), &office.prove(id(5), &[]));

    let mut contact = Contact::new(&phone.device);
    let request = ask(&mut contact);
    tell(&mut office, &mut contact, &request, RESTORED, None);
    // The repair is to begin, and the answer is none: all that came with it is undone.
    let request = ask(&mut contact);
    let answer = office.answer(&request, vec![changes, whole]);
    let received = contact.receive(&codec::encode(&answer).unwrap());
    assert!(matches!(received, Err(Error::Sync(_))), "{received:?}");
    drop(contact);

    let shown = phone.device.record(id(5)).unwrap();
    assert_eq!(shown.words(Field::UnitModel), "");
    let again = phone.restart(2).device.record(id(5)).unwrap();
    assert_eq!(*again, *shown);
}

/// A colleague's change of a record, as it comes to others; and his certificate.
fn change_by_a_colleague(office: &mut Office, record: RecordId) -> [PageItem; 2] {
    let colleague = office.phone(3);
    let whole = office.enter(record, &office.prove(record, &[]));
    colleague.meet(office, vec![whole]);
    set(&colleague.device, record, Field::UnitSerial, "SN-9").unwrap();
    let request = ask(&mut Contact::new(&colleague.device));
    let push = request.push[0].clone();
    assert_eq!(office.take(&push), Ack::Accepted);
    let der = office.devices.0[&colleague.id].1.clone();
    let DocumentPush {
        document,
        changes,
        proofs,
    } = push;
    [
        PageItem::Certificate {
            der,
            revoked: false,
        },
        PageItem::Changes {
            document,
            changes,
            proofs,
        },
    ]
}

#[test]
#[allow(clippy::too_many_lines)] // one story, told in its order
fn a_server_that_forgot_everything_gets_it_back_whoever_wrote_it() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = id(5);
    let enter = office.record(record, &intake("王秀英"));
    phone.meet(&mut office, vec![enter]);
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
    phone.meet(&mut office, vec![]);
    let items = change_by_a_colleague(&mut office, record);
    let PageItem::Certificate {
        der: certificate, ..
    } = &items[0]
    else {
        unreachable!()
    };
    let certificate = certificate.clone();
    phone.meet(&mut office, items.into());
    let before = office.reads(record);
    assert_eq!(phone.device.status().unwrap().unsent_changes, 0);

    // The backup knows neither the record nor the statement.
    office.documents.clear();
    office.statements.clear();
    let mut contact = Contact::new(&phone.device);
    let request = ask(&mut contact);
    assert!(request.push.is_empty());
    let leave = PageItem::Leave {
        document: *record.as_bytes(),
        reason: "closed".into(),
    };
    let mut answer = office.answer(&request, vec![leave]);
    let ended = std::mem::replace(&mut answer.next, RESTORED);
    contact.receive(&codec::encode(&answer).unwrap()).unwrap();
    assert!(
        phone.device.record(record).is_ok(),
        "no word to leave is obeyed now"
    );

    let request = ask(&mut contact);
    let Some(RepairRequest::Sums { sums, .. }) = &request.repair else {
        panic!("{request:?}")
    };
    let buckets = buckets_that_differ(sums, &[], &BTreeMap::new());
    assert_eq!(buckets.len(), 1);
    tell(
        &mut office,
        &mut contact,
        &request,
        RESTORED,
        Some(RepairAnswer::Buckets { buckets }),
    );
    let request = ask(&mut contact);
    let documents = vec![Wanted {
        document: *record.as_bytes(),
        shown: None,
    }];
    tell(
        &mut office,
        &mut contact,
        &request,
        RESTORED,
        Some(RepairAnswer::Send { documents }),
    );
    assert!(
        phone.device.status().unwrap().unsent_changes > 0,
        "not acknowledged until it is there again"
    );

    // The office's change and the colleague's go with this phone's own, each with its author's proof.
    let mut request = ask(&mut contact);
    assert!(
        request.certificates.len() == 2
            && request.certificates.iter().any(|der| **der == certificate)
    );
    assert_eq!(request.statements.len(), 1);
    while request.repair
        == Some(RepairRequest::Pairs {
            buckets: vec![],
            pairs: vec![],
        })
    {
        tell(&mut office, &mut contact, &request, RESTORED, None);
        request = ask(&mut contact);
    }
    assert_eq!(office.reads(record), before);
    assert_eq!(
        (
            office.statements.len(),
            phone.device.status().unwrap().unsent_changes
        ),
        (1, 0)
    );
    tell(
        &mut office,
        &mut contact,
        &request,
        ended,
        Some(RepairAnswer::Buckets { buckets: vec![] }),
    );
    let request = ask(&mut contact);
    contact
        .receive(&codec::encode(&office.answer(&request, vec![])).unwrap())
        .unwrap();
    assert!(contact.request().unwrap().is_none());
    assert!(contact.report().repaired);
}
