//! A push as a whole: all of a document or nothing of it.

use automerge::transaction::Transactable as _;
use doorstep_domain::record::{Field, TextName};
use doorstep_replica::{Edit, TextEdit};

use super::{
    super::Outcome,
    world::{
        assert_refused, container, forge, phone, push, push_of, raw_push, server, tablet, words,
    },
};

#[test]
fn nothing_of_a_document_is_taken_when_its_last_change_is_bad() {
    let (server, _) = server();
    let mut record = server.record();
    for number in 0..20 {
        let typed = TextEdit::Append(format!("第{number}行"));
        record
            .edit(phone().actor, 5, &[Edit::Text(TextName::Work, typed)])
            .unwrap();
    }
    let bad = forge(&record, &phone(), |transaction| {
        let fields = container(transaction, &["fields"]);
        transaction.put(fields, "assignee", "t-zhang").unwrap();
    });
    let mut changes = record.document().changes_since(&server.heads());
    changes.push(bad);
    assert_refused(&server, &push_of(&changes, &[&phone()]), "outside_role");
    changes.pop();
    let outcome = server.judge(&push_of(&changes, &[&phone()]));
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))));
}

#[test]
fn a_colleagues_bad_change_takes_the_carriers_own_with_it_and_alone_they_come_in() {
    let (mut server, record) = server();
    let mut work = record.clone();
    work.edit(tablet().actor, 5, &[words(Field::UnitSerial, "SN-1")])
        .unwrap();
    let bad = forge(&record, &phone(), |transaction| {
        let fields = container(transaction, &["fields"]);
        transaction.put(fields, "area", "remote").unwrap();
    });
    let own = work.document().changes_since(&record.heads());
    let both = [own.clone(), vec![bad]].concat();
    assert_refused(
        &server,
        &push_of(&both, &[&phone(), &tablet()]),
        "outside_role",
    );
    let outcome = server.take(&push_of(&own, &[&tablet()]));
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))));
}

#[test]
fn the_same_change_twice_in_one_push_counts_once() {
    let (mut server, record) = server();
    let mut work = record.clone();
    work.edit(phone().actor, 5, &[words(Field::UnitSerial, "SN-1")])
        .unwrap();
    let once = work.document().changes_since(&record.heads());
    let twice = push_of(&[once.clone(), once].concat(), &[&phone()]);
    let outcome = server.take(&twice);
    let Ok(Outcome::Admitted(admission)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(admission.admitted.len(), 1);
    assert!(matches!(server.take(&twice), Ok(Outcome::Duplicate)));
}

#[test]
fn a_push_that_came_before_is_a_duplicate_and_one_that_overlaps_brings_what_is_new() {
    let (mut server, record) = server();
    let mut work = record.clone();
    let mut pushes = Vec::new();
    for number in 0..4 {
        let serial = words(Field::UnitSerial, &format!("SN-{number}"));
        work.edit(phone().actor, 5, &[serial]).unwrap();
        pushes.push(push(&work, &record.heads(), &[&phone()]));
    }
    for push in &pushes {
        let outcome = server.take(push);
        let Ok(Outcome::Admitted(admission)) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(admission.admitted.len(), 1);
        assert!(matches!(server.take(push), Ok(Outcome::Duplicate)));
    }
    assert_eq!(server.heads(), work.heads());
    let nothing = raw_push(vec![], vec![]);
    assert!(matches!(server.take(&nothing), Ok(Outcome::Duplicate)));
}

#[test]
fn changes_before_those_they_depend_on_are_asked_for_again() {
    let (mut server, record) = server();
    let mut work = record.clone();
    for number in 0..3 {
        let serial = words(Field::UnitSerial, &format!("SN-{number}"));
        work.edit(phone().actor, 5, &[serial]).unwrap();
    }
    let honest = push(&work, &record.heads(), &[&phone()]);
    let mut shuffled = honest.clone();
    shuffled.changes.swap(0, 1);
    assert!(matches!(
        server.take(&shuffled),
        Ok(Outcome::MissingDependencies)
    ));
    assert!(matches!(server.take(&honest), Ok(Outcome::Admitted(_))));
}

#[test]
fn what_was_proven_is_handed_on() {
    let (mut server, record) = server();
    let mut work = record.clone();
    for number in 0..3 {
        let serial = words(Field::UnitSerial, &format!("SN-{number}"));
        work.edit(phone().actor, 5, &[serial]).unwrap();
    }
    let push = push(&work, &record.heads(), &[&phone()]);
    let Ok(Outcome::Admitted(admission)) = server.take(&push) else {
        panic!("honest work");
    };
    let proven = &admission.proofs[&phone().actor];
    assert_eq!((proven.seq, vec![proven.change]), (3, work.heads()));
    assert_eq!(proven.signature.to_bytes()[..], push.proofs[0][..]);
    assert_eq!(admission.saved, admission.document.save().unwrap());
}
