//! Records of which the device keeps only the row are asked for whole.

use super::*;

fn whole(byte: u8) -> PageItem {
    PageItem::Enter {
        document: [byte; 16],
        snapshot: vec![byte],
        proofs: vec![],
    }
}

fn asked(request: &Request) -> Vec<u8> {
    let fetch = request.fetch.iter().flatten();
    fetch.map(|document| document[0]).collect()
}

fn end() -> Next {
    Next::Cursor(cursor(1))
}

#[test]
fn what_somebody_wants_to_read_is_asked_for_until_all_of_it_came() {
    let mut phone = Phone {
        wanted: [1, 2, 3].map(document).into(),
        ..Phone::default()
    };
    let mut session = session();
    assert_eq!(asked(&ask(&mut session, &mut phone)), [1, 2, 3]);
    // The page had room for two of them.
    let page = vec![whole(1), whole(2)];
    session
        .receive(&mut phone, &answer(vec![], page, end()))
        .unwrap();
    assert_eq!(asked(&ask(&mut session, &mut phone)), [3]);
    let page = vec![whole(3)];
    session
        .receive(&mut phone, &answer(vec![], page, end()))
        .unwrap();
    assert_eq!(session.request(&mut phone).unwrap(), None);
}

#[test]
fn what_is_not_to_be_had_is_asked_for_once_a_contact_and_stays_wanted() {
    let mut phone = Phone {
        wanted: [1, 2].map(document).into(),
        ..Phone::default()
    };
    for _ in 0..2 {
        let mut session = session();
        assert_eq!(asked(&ask(&mut session, &mut phone)), [1, 2]);
        session
            .receive(&mut phone, &answer(vec![], vec![leave(7)], end()))
            .unwrap();
        assert_eq!(session.request(&mut phone).unwrap(), None, "it ends");
        assert_eq!(phone.wanted.len(), 2);
    }
}

#[test]
fn what_is_no_longer_for_this_device_is_answered_too() {
    let mut phone = Phone {
        wanted: [1, 2, 7].map(document).into(),
        ..Phone::default()
    };
    let mut session = session();
    ask(&mut session, &mut phone);
    let page = vec![leave(7), whole(1)];
    session
        .receive(&mut phone, &answer(vec![], page, end()))
        .unwrap();
    assert_eq!(asked(&ask(&mut session, &mut phone)), [2]);
}

#[test]
fn what_came_and_could_not_be_used_is_not_asked_for_for_ever() {
    let mut phone = Phone {
        wanted: [1].map(document).into(),
        ..Phone::default()
    };
    let mut session = session();
    ask(&mut session, &mut phone);
    session
        .receive(&mut phone, &answer(vec![], vec![whole(1)], end()))
        .unwrap();
    phone.wanted = [1].map(document).into();
    assert_eq!(session.request(&mut phone).unwrap(), None);
}

#[test]
fn a_restored_server_is_mended_first_and_asked_afterwards() {
    let mut phone = Phone {
        wanted: [1].map(document).into(),
        ..Phone::default()
    };
    let mut session = session();
    ask(&mut session, &mut phone);
    let restored = answer(vec![], vec![], Next::Repair { epoch: [5; 16] });
    session.receive(&mut phone, &restored).unwrap();
    assert_eq!(asked(&ask(&mut session, &mut phone)), [0; 0]);
    let equal = Answer {
        repair: Some(RepairAnswer::Buckets { buckets: vec![] }),
        ..answer(vec![], vec![], end())
    };
    session.receive(&mut phone, &equal).unwrap();
    assert_eq!(asked(&ask(&mut session, &mut phone)), [1]);
}

#[test]
fn how_long_closed_records_stay_is_as_the_last_answer_says() {
    let mut phone = Phone::default();
    for days in [Some(30), Some(10), None] {
        let mut session = session();
        ask(&mut session, &mut phone);
        let told = Answer {
            closed_days: days,
            ..answer(vec![], vec![], end())
        };
        session.receive(&mut phone, &told).unwrap();
        assert_eq!(phone.closed_days, days);
    }
}

#[test]
fn a_device_says_what_it_can_read() {
    let request = ask(&mut session(), &mut Phone::default());
    assert!(request.reads_earlier());
    assert!(
        !Request::default().reads_earlier(),
        "one of the first devices does not"
    );
}
