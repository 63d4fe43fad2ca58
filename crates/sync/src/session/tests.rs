//! A phone in memory and the answers of a server, one after the other.

use std::collections::BTreeMap;

use super::*;
use crate::{
    cursor::Cursor,
    digest::Holding,
    message::{DocumentPush, StatementPush},
};

fn document(byte: u8) -> RecordId {
    RecordId::from_slice(&[byte; 16]).unwrap()
}

fn hash(byte: u8) -> ChangeHash {
    ChangeHash([byte; 32])
}

fn cursor(seq: u64) -> Cursor {
    Cursor {
        seq,
        ..Cursor::start([5; 16])
    }
}

/// The phone's file, as far as a contact sees it.
#[derive(Default)]
struct Phone {
    cursor: Option<Cursor>,
    half_read: Option<Continuation>,
    /// Unacknowledged changes by document.
    unsent: BTreeMap<RecordId, Vec<ChangeHash>>,
    statements: BTreeSet<[u8; 32]>,
    /// How many documents go into one request.
    documents_max: Option<usize>,
    /// Acknowledged changes by document: what is sent whole besides the unsent ones.
    held: BTreeMap<RecordId, Vec<ChangeHash>>,
    acks: Vec<(RecordId, Vec<ChangeHash>, Ack)>,
    statement_acks: Vec<([u8; 32], Ack)>,
    applied: Vec<(PageItem, bool)>,
    whole: Vec<Vec<RecordId>>,
    server_time_ms: i64,
    /// The disk is full from this item on.
    applies_max: Option<usize>,
    /// Records of which only the row is here and that somebody wants to read.
    wanted: BTreeSet<RecordId>,
    closed_days: Option<u32>,
}

impl DeviceStore for Phone {
    type Error = &'static str;

    fn cursor(&mut self) -> Result<Option<Cursor>, Self::Error> {
        Ok(self.cursor)
    }

    fn outgoing(&mut self, _bytes_max: usize, put_off: &PutOff) -> Result<Outgoing, Self::Error> {
        let documents = self
            .unsent
            .iter()
            .filter(|(document, _)| !put_off.documents.contains(document))
            .take(self.documents_max.unwrap_or(usize::MAX))
            .map(|(document, hashes)| OutgoingDocument {
                push: DocumentPush {
                    document: *document.as_bytes(),
                    changes: hashes.iter().map(|hash| hash.0.to_vec().into()).collect(),
                    proofs: vec![],
                },
                hashes: hashes.clone(),
            })
            .collect();
        let statements = self
            .statements
            .iter()
            .filter(|digest| !put_off.statements.contains(*digest))
            .map(|digest| OutgoingStatement {
                push: StatementPush {
                    document: [1; 16],
                    jws: format!("{digest:?}"),
                },
                digest: *digest,
            })
            .collect();
        Ok(Outgoing {
            documents,
            statements,
            certificates: vec![],
        })
    }

    fn acknowledge(
        &mut self,
        document: RecordId,
        hashes: &[ChangeHash],
        ack: &Ack,
    ) -> Result<(), Self::Error> {
        self.acks.push((document, hashes.to_vec(), ack.clone()));
        if ack.is_held() {
            self.held.entry(document).or_default().extend(hashes);
        }
        if ack.is_held() || matches!(ack, Ack::Refused { .. }) {
            let unsent = self.unsent.entry(document).or_default();
            unsent.retain(|hash| !hashes.contains(hash));
        }
        self.unsent.retain(|_, hashes| !hashes.is_empty());
        Ok(())
    }

    fn acknowledge_statement(&mut self, digest: [u8; 32], ack: &Ack) -> Result<(), Self::Error> {
        self.statement_acks.push((digest, ack.clone()));
        if ack.is_held() {
            self.statements.remove(&digest);
        }
        Ok(())
    }

    fn apply(&mut self, item: &PageItem, obey_leave: bool) -> Result<(), Self::Error> {
        if self
            .applies_max
            .is_some_and(|most| self.applied.len() >= most)
        {
            return Err("the disk is full");
        }
        self.applied.push((item.clone(), obey_leave));
        if let Some(document) = crate::session::repair::whole(item) {
            self.wanted.remove(&document);
        }
        Ok(())
    }

    fn set_cursor(&mut self, cursor: Cursor) -> Result<(), Self::Error> {
        self.cursor = Some(cursor);
        self.half_read = None;
        Ok(())
    }

    fn half_read(&mut self) -> Result<Option<Continuation>, Self::Error> {
        Ok(self.half_read.clone())
    }

    fn set_half_read(&mut self, place: &Continuation) -> Result<(), Self::Error> {
        self.half_read = Some(place.clone());
        Ok(())
    }

    fn send_whole(&mut self, documents: &[RecordId]) -> Result<(), Self::Error> {
        self.whole.push(documents.to_vec());
        for document in documents {
            let held = self.held.remove(document).unwrap_or_default();
            self.unsent.entry(*document).or_default().splice(0..0, held);
        }
        self.unsent.retain(|_, hashes| !hashes.is_empty());
        Ok(())
    }

    fn holdings(&mut self) -> Result<BTreeMap<RecordId, Holding>, Self::Error> {
        let holding = |(document, heads): (&RecordId, &Vec<ChangeHash>)| {
            let holding = Holding {
                heads: heads.clone(),
                statements: vec![],
            };
            (*document, holding)
        };
        Ok(self.held.iter().map(holding).collect())
    }

    fn wanted(
        &mut self,
        asked: &BTreeSet<RecordId>,
        most: usize,
    ) -> Result<Vec<RecordId>, Self::Error> {
        let left = self.wanted.difference(asked);
        Ok(left.take(most).copied().collect())
    }

    fn closed_days(&mut self, days: Option<u32>) -> Result<(), Self::Error> {
        self.closed_days = days;
        Ok(())
    }

    fn server_time(&mut self, server_time_ms: i64) -> Result<(), Self::Error> {
        self.server_time_ms = server_time_ms;
        Ok(())
    }
}

fn phone(unsent: &[(u8, &[u8])]) -> Phone {
    Phone {
        unsent: unsent
            .iter()
            .map(|(id, hashes)| {
                (
                    document(*id),
                    hashes.iter().map(|byte| hash(*byte)).collect(),
                )
            })
            .collect(),
        ..Phone::default()
    }
}

fn answer(acks: Vec<Ack>, page: Vec<PageItem>, next: Next) -> Answer {
    Answer {
        protocol: PROTOCOL,
        server_time_ms: 1_000,
        acks,
        statement_acks: vec![],
        page,
        next,
        repair: None,
        closed_days: None,
    }
}

fn leave(byte: u8) -> PageItem {
    PageItem::Leave {
        document: [byte; 16],
        reason: "reassigned".into(),
    }
}

fn later() -> Ack {
    Ack::Later {
        code: "quarantine_full".into(),
    }
}

fn session() -> Session {
    Session::new(0, 1_000)
}

/// The next request, which must be one.
fn ask(session: &mut Session, phone: &mut Phone) -> Request {
    session.request(phone).unwrap().expect("a request")
}

fn pushed(request: &Request) -> Vec<u8> {
    request.push.iter().map(|push| push.document[0]).collect()
}

#[test]
fn a_phone_that_has_nothing_to_say_asks_once() {
    let (mut session, mut phone) = (session(), Phone::default());
    let request = ask(&mut session, &mut phone);
    assert_eq!((request.protocol, request.schema), (PROTOCOL, SCHEMA));
    assert_eq!((request.cursor, &request.push[..]), (None, &[][..]));
    let news = PageItem::Certificate {
        der: vec![1],
        revoked: false,
    };
    let end = answer(vec![], vec![news.clone()], Next::Cursor(cursor(7)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(phone.applied, vec![(news, true)]);
    assert_eq!(
        (phone.cursor, phone.server_time_ms),
        (Some(cursor(7)), 1_000)
    );
    assert_eq!(session.request(&mut phone).unwrap(), None);
    assert_eq!(
        session.request(&mut phone).unwrap(),
        None,
        "finished stays finished"
    );
    assert!(!session.repaired() && phone.half_read.is_none());
}

#[test]
fn each_document_gets_the_word_on_exactly_what_was_sent_of_it() {
    let mut phone = phone(&[(1, &[10, 11]), (2, &[20]), (3, &[30])]);
    let mut session = session();
    assert_eq!(pushed(&ask(&mut session, &mut phone)), vec![1, 2, 3]);
    // Written while the request was under way.
    phone.unsent.get_mut(&document(1)).unwrap().push(hash(12));
    let refused = Ack::Refused {
        code: "outside_role".into(),
        why: "the author may not write this kind of entry".into(),
    };
    let acks = vec![Ack::Accepted, refused.clone(), Ack::Duplicate];
    let end = answer(acks, vec![], Next::Cursor(cursor(1)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(
        phone.acks,
        vec![
            (document(1), vec![hash(10), hash(11)], Ack::Accepted),
            (document(2), vec![hash(20)], refused),
            (document(3), vec![hash(30)], Ack::Duplicate),
        ]
    );
    let request = ask(&mut session, &mut phone);
    assert_eq!(
        pushed(&request),
        vec![1],
        "only what is new, nothing that was refused"
    );
    assert_eq!(request.cursor, Some(cursor(1)));
    let end = answer(vec![Ack::Accepted], vec![], Next::Cursor(cursor(2)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(pushed(&ask(&mut session, &mut phone)), Vec::<u8>::new());
    let end = answer(vec![], vec![], Next::Cursor(cursor(2)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(session.request(&mut phone).unwrap(), None);
    assert!(phone.unsent.is_empty());
}

#[test]
fn what_does_not_fit_into_one_request_goes_with_the_next() {
    let mut phone = phone(&[(1, &[1]), (2, &[2]), (3, &[3])]);
    phone.documents_max = Some(2);
    let mut session = session();
    for expected in [vec![1, 2], vec![3], vec![]] {
        let request = ask(&mut session, &mut phone);
        assert_eq!(pushed(&request), expected);
        let acks = vec![Ack::Accepted; expected.len()];
        let end = answer(acks, vec![], Next::Cursor(cursor(1)));
        session.receive(&mut phone, &end).unwrap();
    }
    assert_eq!(session.request(&mut phone).unwrap(), None);
}

#[test]
fn pages_are_applied_as_they_come_and_the_cursor_moves_after_the_last() {
    let mut phone = phone(&[(1, &[1])]);
    let mut session = session();
    ask(&mut session, &mut phone);
    let place = |after| Continuation {
        head: cursor(9),
        after,
    };
    let first = answer(vec![Ack::Accepted], vec![leave(7)], Next::More(place(1)));
    session.receive(&mut phone, &first).unwrap();
    for after in [1, 2] {
        let request = ask(&mut session, &mut phone);
        assert_eq!(request.continuation, Some(place(after)));
        assert_eq!((pushed(&request), phone.cursor), (vec![], None));
        let page = answer(vec![], vec![leave(7)], Next::More(place(after + 1)));
        session.receive(&mut phone, &page).unwrap();
    }
    ask(&mut session, &mut phone);
    let last = answer(vec![], vec![leave(8)], Next::Cursor(cursor(9)));
    session.receive(&mut phone, &last).unwrap();
    assert_eq!((phone.cursor, phone.applied.len()), (Some(cursor(9)), 4));
    assert_eq!(session.request(&mut phone).unwrap(), None);
}

#[test]
fn a_contact_that_broke_between_pages_goes_on_where_it_was() {
    let mut phone = phone(&[]);
    let place = Continuation {
        head: cursor(9),
        after: 20,
    };
    let mut broken = session();
    ask(&mut broken, &mut phone);
    let first = answer(vec![], vec![leave(7)], Next::More(place.clone()));
    broken.receive(&mut phone, &first).unwrap();
    ask(&mut broken, &mut phone);

    phone.unsent.insert(document(1), vec![hash(10)]);
    let mut again = session();
    let request = ask(&mut again, &mut phone);
    assert_eq!(request.continuation, Some(place), "no page is read twice");
    assert_eq!(pushed(&request), vec![1], "and what is new goes at once");
    let last = answer(vec![Ack::Accepted], vec![leave(8)], Next::Cursor(cursor(9)));
    again.receive(&mut phone, &last).unwrap();
    assert_eq!((phone.cursor, &phone.half_read), (Some(cursor(9)), &None));
}

#[test]
fn a_contact_that_breaks_in_the_middle_of_a_page_keeps_the_words_and_moves_no_cursor() {
    let mut phone = phone(&[(1, &[1])]);
    phone.applies_max = Some(1);
    let mut session = session();
    ask(&mut session, &mut phone);
    let page = vec![leave(7), leave(8)];
    let end = answer(vec![Ack::Accepted], page, Next::Cursor(cursor(9)));
    let failed = session.receive(&mut phone, &end);
    assert!(matches!(
        failed,
        Err(SessionError::Store("the disk is full"))
    ));
    assert_eq!((phone.acks.len(), phone.applied.len()), (1, 1));
    assert_eq!(
        phone.cursor, None,
        "the page comes again with the next contact"
    );
    let begun = Continuation {
        head: cursor(9),
        after: 0,
    };
    assert_eq!(
        phone.half_read,
        Some(begun),
        "to which head its items belong"
    );
}

#[test]
fn a_document_whose_past_is_missing_is_sent_whole_once_and_then_waits() {
    let mut phone = phone(&[(1, &[11]), (2, &[20])]);
    phone.held.insert(document(1), vec![hash(10)]);
    let mut session = session();
    let request = ask(&mut session, &mut phone);
    assert_eq!(request.push[0].changes.len(), 1);
    let acks = vec![Ack::MissingDependencies, Ack::Accepted];
    let end = answer(acks, vec![], Next::Cursor(cursor(1)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(phone.whole, vec![vec![document(1)]]);
    let request = ask(&mut session, &mut phone);
    assert_eq!(
        (pushed(&request), request.push[0].changes.len()),
        (vec![1], 2)
    );
    let end = answer(
        vec![Ack::MissingDependencies],
        vec![],
        Next::Cursor(cursor(1)),
    );
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(phone.whole.len(), 1, "asked for once");
    assert_eq!(pushed(&ask(&mut session, &mut phone)), Vec::<u8>::new());
    let end = answer(vec![], vec![], Next::Cursor(cursor(1)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(session.request(&mut phone).unwrap(), None);
    assert_eq!(phone.unsent.len(), 1, "kept for the next contact");
}

#[test]
fn what_the_server_puts_off_waits_and_blocks_nothing_else() {
    let mut phone = phone(&[(1, &[10]), (2, &[20])]);
    phone.documents_max = Some(1);
    phone.statements = BTreeSet::from([[3; 32], [4; 32]]);
    let mut session = session();
    let request = ask(&mut session, &mut phone);
    assert_eq!((pushed(&request), request.statements.len()), (vec![1], 2));
    let end = Answer {
        statement_acks: vec![later(), Ack::Accepted],
        ..answer(vec![later()], vec![], Next::Cursor(cursor(1)))
    };
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(
        phone.statement_acks,
        vec![([3; 32], later()), ([4; 32], Ack::Accepted)]
    );
    let request = ask(&mut session, &mut phone);
    assert_eq!((pushed(&request), request.statements.len()), (vec![2], 0));
    let end = answer(vec![Ack::Accepted], vec![], Next::Cursor(cursor(1)));
    session.receive(&mut phone, &end).unwrap();
    ask(&mut session, &mut phone);
    let end = answer(vec![], vec![], Next::Cursor(cursor(1)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(session.request(&mut phone).unwrap(), None, "it ends");
    assert!(phone.unsent.contains_key(&document(1)) && phone.statements.len() == 1);
}

#[test]
fn a_statement_whose_record_is_missing_waits_too() {
    let mut phone = Phone {
        statements: BTreeSet::from([[3; 32]]),
        ..Phone::default()
    };
    let mut session = session();
    ask(&mut session, &mut phone);
    let end = Answer {
        statement_acks: vec![Ack::MissingDependencies],
        ..answer(vec![], vec![], Next::Cursor(cursor(1)))
    };
    session.receive(&mut phone, &end).unwrap();
    assert!(ask(&mut session, &mut phone).statements.is_empty());
    let end = answer(vec![], vec![], Next::Cursor(cursor(1)));
    session.receive(&mut phone, &end).unwrap();
    assert_eq!(session.request(&mut phone).unwrap(), None);
    assert_eq!(phone.statements.len(), 1);
}

#[test]
fn an_answer_with_another_number_of_acknowledgements_is_no_answer() {
    for acks in [vec![], vec![Ack::Accepted; 2]] {
        let mut phone = phone(&[(1, &[10])]);
        let mut session = session();
        ask(&mut session, &mut phone);
        let end = answer(acks, vec![leave(1)], Next::Cursor(cursor(1)));
        let failed = session.receive(&mut phone, &end);
        assert!(matches!(failed, Err(SessionError::Answer)));
        assert!(phone.acks.is_empty() && phone.applied.is_empty());
        assert_eq!((phone.unsent.len(), phone.cursor), (1, None));
    }
    let mut phone = Phone::default();
    let mut session = session();
    ask(&mut session, &mut phone);
    let end = Answer {
        statement_acks: vec![Ack::Accepted],
        ..answer(vec![], vec![], Next::Cursor(cursor(1)))
    };
    assert!(matches!(
        session.receive(&mut phone, &end),
        Err(SessionError::Answer)
    ));
}

mod fetch;
mod repair;
