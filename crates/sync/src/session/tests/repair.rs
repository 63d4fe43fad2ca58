//! A server that woke up with an old backup, as the phone sees it.

use super::*;
use crate::{
    digest::BUCKETS,
    message::{Pair, Wanted},
};

fn repaired(answer: RepairAnswer, next: Next) -> Answer {
    Answer {
        repair: Some(answer),
        ..self::answer(vec![], vec![], next)
    }
}

fn wanted(byte: u8, shown: Option<u8>) -> Wanted {
    Wanted {
        document: [byte; 16],
        shown: shown.map(|shown| [shown; 8]),
    }
}

#[test]
#[allow(clippy::too_many_lines)] // one story, told in its order
fn after_a_restore_both_sides_find_what_differs_and_no_leave_is_obeyed_until_then() {
    let mut phone = phone(&[(3, &[30])]);
    phone.cursor = Some(cursor(50));
    phone.held = BTreeMap::from([(document(1), vec![hash(10)]), (document(2), vec![hash(20)])]);
    let mut session = session();
    assert_eq!(ask(&mut session, &mut phone).cursor, Some(cursor(50)));
    let other_life = Next::Repair { epoch: [6; 16] };
    let restored = answer(vec![Ack::Accepted], vec![leave(1)], other_life);
    session.receive(&mut phone, &restored).unwrap();
    assert_eq!(phone.applied.pop(), Some((leave(1), false)));

    let request = ask(&mut session, &mut phone);
    let Some(RepairRequest::Sums {
        sums,
        agreed_to_differ,
    }) = &request.repair
    else {
        panic!("{:?}", request.repair);
    };
    assert_eq!((sums.len(), request.push.len()), (BUCKETS * 8, 0));
    assert_eq!(agreed_to_differ, &[]);
    // The server knows everything but the first document.
    let mut known = phone.holdings().unwrap();
    known.remove(&document(1));
    let buckets = buckets_that_differ(sums, agreed_to_differ, &known);
    assert_eq!(buckets, vec![crate::digest::bucket_of(document(1))]);
    let differing = RepairAnswer::Buckets {
        buckets: buckets.clone(),
    };
    session
        .receive(&mut phone, &repaired(differing, Next::Cursor(cursor(2))))
        .unwrap();
    assert_eq!(phone.cursor, Some(cursor(50)), "no cursor before the end");

    let request = ask(&mut session, &mut phone);
    let Some(RepairRequest::Pairs {
        buckets: asked,
        pairs,
    }) = &request.repair
    else {
        panic!("{:?}", request.repair);
    };
    assert_eq!(asked, &buckets);
    let [
        Pair {
            document: first, ..
        },
    ] = &pairs[..]
    else {
        panic!("one document is in the bucket: {pairs:?}");
    };
    assert_eq!(*first, [1; 16]);
    let send = RepairAnswer::Send {
        documents: vec![wanted(1, None)],
    };
    let mut asked_for = repaired(send, Next::Cursor(cursor(2)));
    asked_for.page = vec![leave(2)];
    session.receive(&mut phone, &asked_for).unwrap();
    assert_eq!(phone.whole, vec![vec![document(1)]]);
    assert_eq!(phone.applied.pop(), Some((leave(2), false)));

    let request = ask(&mut session, &mut phone);
    assert_eq!(pushed(&request), vec![1]);
    let taken = answer(vec![Ack::Accepted], vec![], Next::Cursor(cursor(3)));
    session.receive(&mut phone, &taken).unwrap();
    assert_eq!(pushed(&ask(&mut session, &mut phone)), Vec::<u8>::new());
    let taken = answer(vec![], vec![], Next::Cursor(cursor(3)));
    session.receive(&mut phone, &taken).unwrap();

    let request = ask(&mut session, &mut phone);
    assert!(matches!(request.repair, Some(RepairRequest::Sums { .. })));
    let equal = RepairAnswer::Buckets { buckets: vec![] };
    session
        .receive(&mut phone, &repaired(equal, Next::Cursor(cursor(4))))
        .unwrap();
    assert_eq!(phone.cursor, Some(cursor(4)));
    assert!(session.repaired());
    ask(&mut session, &mut phone);
    let end = answer(vec![], vec![leave(2)], Next::Cursor(cursor(4)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(phone.applied.pop(), Some((leave(2), true)), "obeyed again");
    assert_eq!(session.request(&mut phone).unwrap(), None);
}

#[test]
fn what_the_server_sends_in_a_repair_may_take_several_pages() {
    let mut phone = Phone::default();
    let mut session = session();
    ask(&mut session, &mut phone);
    let other_life = Next::Repair { epoch: [6; 16] };
    session
        .receive(&mut phone, &answer(vec![], vec![], other_life))
        .unwrap();
    ask(&mut session, &mut phone);
    let differing = RepairAnswer::Buckets {
        buckets: vec![1, 2],
    };
    session
        .receive(&mut phone, &repaired(differing, Next::Cursor(cursor(1))))
        .unwrap();
    ask(&mut session, &mut phone);
    let place = Continuation {
        head: cursor(1),
        after: 1,
    };
    let nothing = RepairAnswer::Send { documents: vec![] };
    let first = repaired(nothing, Next::More(place.clone()));
    session.receive(&mut phone, &first).unwrap();
    let request = ask(&mut session, &mut phone);
    assert_eq!(request.continuation, Some(place));
    assert!(
        request.repair.is_some(),
        "the server knows that it is a repair"
    );
    let last = answer(vec![], vec![leave(1)], Next::Cursor(cursor(1)));
    session.receive(&mut phone, &last).unwrap();
    assert_eq!(phone.applied, vec![(leave(1), false)]);
    let request = ask(&mut session, &mut phone);
    assert!(matches!(request.repair, Some(RepairRequest::Sums { .. })));
}

#[test]
fn a_repair_that_does_not_come_to_an_end_gives_up_until_the_next_contact() {
    let mut phone = Phone::default();
    let mut session = session();
    ask(&mut session, &mut phone);
    let other_life = Next::Repair { epoch: [6; 16] };
    session
        .receive(&mut phone, &answer(vec![], vec![], other_life))
        .unwrap();
    let mut rounds = 0;
    let ended = loop {
        ask(&mut session, &mut phone);
        let differing = RepairAnswer::Buckets { buckets: vec![1] };
        let differing = repaired(differing, Next::Cursor(cursor(1)));
        if let Err(error) = session.receive(&mut phone, &differing) {
            break error;
        }
        rounds += 1;
        ask(&mut session, &mut phone);
        let nothing = RepairAnswer::Send { documents: vec![] };
        let nothing = repaired(nothing, Next::Cursor(cursor(1)));
        session.receive(&mut phone, &nothing).unwrap();
        ask(&mut session, &mut phone);
        let mended = answer(vec![], vec![], Next::Cursor(cursor(1)));
        session.receive(&mut phone, &mended).unwrap();
    };
    assert!(matches!(ended, SessionError::Repair));
    assert_eq!(rounds, REPAIR_ROUNDS_MAX);
    assert_eq!(phone.cursor, None, "nothing counts as read");
}

#[test]
fn a_repair_answered_with_something_else_is_no_answer() {
    let other = [
        None,
        Some(RepairAnswer::Send { documents: vec![] }),
        Some(RepairAnswer::Buckets { buckets: vec![1] }),
    ];
    for (step, wrong) in [
        (0, &other[0]),
        (0, &other[1]),
        (1, &other[0]),
        (1, &other[2]),
    ] {
        let mut phone = Phone::default();
        let mut session = session();
        ask(&mut session, &mut phone);
        let other_life = Next::Repair { epoch: [6; 16] };
        session
            .receive(&mut phone, &answer(vec![], vec![], other_life))
            .unwrap();
        ask(&mut session, &mut phone);
        if step == 1 {
            let differing = RepairAnswer::Buckets { buckets: vec![1] };
            session
                .receive(&mut phone, &repaired(differing, Next::Cursor(cursor(1))))
                .unwrap();
            ask(&mut session, &mut phone);
        }
        let wrong = Answer {
            repair: wrong.clone(),
            ..answer(vec![], vec![], Next::Cursor(cursor(1)))
        };
        let failed = session.receive(&mut phone, &wrong);
        assert!(matches!(failed, Err(SessionError::Answer)), "step {step}");
    }
}

#[test]
fn in_a_repair_a_leave_is_obeyed_only_for_what_the_server_has_just_taken_whole() {
    let mut phone = phone(&[]);
    phone.held = BTreeMap::from([
        (document(1), vec![genesis_hash(), hash(10)]),
        (document(2), vec![genesis_hash(), hash(20)]),
    ]);
    let mut session = session();
    ask(&mut session, &mut phone);
    let other_life = Next::Repair { epoch: [6; 16] };
    session
        .receive(&mut phone, &answer(vec![], vec![], other_life))
        .unwrap();
    ask(&mut session, &mut phone);
    let differing = RepairAnswer::Buckets { buckets: vec![1] };
    session
        .receive(&mut phone, &repaired(differing, Next::Cursor(cursor(1))))
        .unwrap();
    ask(&mut session, &mut phone);
    let send = RepairAnswer::Send {
        documents: vec![wanted(1, None), wanted(2, Some(7))],
    };
    session
        .receive(&mut phone, &repaired(send, Next::Cursor(cursor(1))))
        .unwrap();
    assert_eq!(pushed(&ask(&mut session, &mut phone)), vec![1, 2]);
    let acks = vec![Ack::Accepted, Ack::MissingDependencies];
    let page = vec![leave(1), leave(2)];
    let taken = answer(acks, page, Next::Cursor(cursor(1)));
    session.receive(&mut phone, &taken).unwrap();
    assert_eq!(phone.applied, vec![(leave(1), true), (leave(2), false)]);
}

/// A round of a repair: what the server asks for, and what its page brings with that.
fn round(session: &mut Session, phone: &mut Phone, asks: Vec<Wanted>, page: Vec<PageItem>) {
    ask(session, phone);
    let differing = RepairAnswer::Buckets {
        buckets: (0..=u8::MAX).collect(),
    };
    session
        .receive(phone, &repaired(differing, Next::Cursor(cursor(1))))
        .unwrap();
    ask(session, phone);
    let send = RepairAnswer::Send { documents: asks };
    let asked_for = Answer {
        page,
        ..repaired(send, Next::Cursor(cursor(1)))
    };
    session.receive(phone, &asked_for).unwrap();
    loop {
        let request = ask(session, phone);
        let refused = Ack::Refused {
            code: "sequence_reused".into(),
            why: String::new(),
        };
        let acks = vec![refused; request.push.len()];
        let mended = answer(acks, vec![], Next::Cursor(cursor(1)));
        session.receive(phone, &mended).unwrap();
        if request.push.is_empty() {
            return;
        }
    }
}

fn enter(byte: u8) -> PageItem {
    PageItem::Enter {
        document: [byte; 16],
        snapshot: vec![],
        proofs: vec![],
    }
}

#[test]
fn about_a_record_that_the_server_refuses_both_sides_agree_to_differ_and_the_repair_ends() {
    let mut phone = phone(&[]);
    let held = BTreeMap::from([(document(1), vec![hash(10)]), (document(2), vec![hash(20)])]);
    phone.held = held.clone();
    let mut session = session();
    ask(&mut session, &mut phone);
    let other_life = Next::Repair { epoch: [6; 16] };
    session
        .receive(&mut phone, &answer(vec![], vec![], other_life))
        .unwrap();

    // Of the first it shows another state, of the second nothing; it takes neither.
    let asks = || vec![wanted(1, Some(7)), wanted(2, None)];
    round(&mut session, &mut phone, asks(), vec![]);
    phone.held = held.clone();
    // Its own state of the first comes only with the second round: until then there is hope.
    round(&mut session, &mut phone, asks(), vec![enter(1)]);
    phone.held = held.clone();
    assert_eq!(
        phone.whole,
        vec![vec![document(1), document(2)], vec![document(1)]]
    );
    round(&mut session, &mut phone, asks(), vec![enter(1)]);
    phone.held = held;
    assert_eq!(phone.whole.last(), Some(&vec![]), "not a third time");

    let request = ask(&mut session, &mut phone);
    let Some(RepairRequest::Sums {
        sums,
        agreed_to_differ,
    }) = request.repair
    else {
        panic!("{:?}", request.repair);
    };
    assert!(sums.iter().all(|byte| *byte == 0), "neither is compared");
    let agreed = Pair {
        document: [1; 16],
        digest: [7; 8],
    };
    assert_eq!(agreed_to_differ, vec![agreed]);
}

#[test]
fn what_was_agreed_about_holds_only_while_the_servers_side_is_what_it_was() {
    let ours = |head| {
        let holding = Holding {
            heads: vec![hash(head)],
            statements: vec![],
        };
        BTreeMap::from([(document(1), holding)])
    };
    let agreed = Pair {
        document: [1; 16],
        digest: crate::digest::short_digest(document(1), &ours(10)[&document(1)]),
    };
    let nothing = [0; BUCKETS * 8];
    let agreed = std::slice::from_ref(&agreed);
    assert_eq!(
        buckets_that_differ(&nothing, agreed, &ours(10)),
        Vec::<u8>::new()
    );
    assert_eq!(buckets_that_differ(&nothing, agreed, &ours(11)).len(), 1);
}
