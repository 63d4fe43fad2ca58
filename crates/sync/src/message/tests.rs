//! What stands on the wire: the bytes of every kind of message are kept in `tests/wire_v1.txt`.

use std::{fmt::Write as _, fs};

use minicbor::{Decode, Encode};
use proptest::prelude::*;

use super::*;
use crate::{codec, limits::MESSAGE_BYTES_MAX};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire_v1.txt");
const HEAD: &str = "\
# The messages of protocol 1 as they stand on the wire, before zstd: a name, the CBOR in hex.
# They must never become others. After an addition: DOORSTEP_UPDATE=1 cargo test --release -p doorstep-sync wire
";

fn cursor() -> Cursor {
    Cursor {
        epoch: [0xe0; 16],
        seq: 70_000,
        chain: [0xc0; 32],
    }
}

fn continuation() -> Continuation {
    Continuation {
        head: cursor(),
        after: 24,
    }
}

fn document_push() -> DocumentPush {
    DocumentPush {
        document: [0xd0; 16],
        changes: vec![vec![1, 2, 3].into(), vec![].into()],
        proofs: vec![vec![0x51; 64].into()],
    }
}

fn statement_push() -> StatementPush {
    StatementPush {
        document: [0xd0; 16],
        jws: "e30.e30.AA".into(),
    }
}

fn request() -> Request {
    Request {
        protocol: PROTOCOL,
        schema: 1,
        cursor: Some(cursor()),
        continuation: Some(continuation()),
        push: vec![document_push()],
        statements: vec![statement_push()],
        certificates: vec![vec![0x30, 0x00].into()],
        want_bytes: 524_288,
        repair: Some(RepairRequest::Sums {
            sums: vec![7; 16],
            agreed_to_differ: vec![pair()],
        }),
        page_item_newest: None,
        fetch: None,
    }
}

/// With the members that came after the first devices.
fn request_that_fetches() -> Request {
    Request {
        repair: None,
        page_item_newest: Some(6),
        fetch: Some(vec![vec![0xd0; 16].into()]),
        ..request()
    }
}

fn earlier() -> PageItem {
    PageItem::Earlier {
        document: [0xd0; 16],
        records: vec![b"{}".to_vec().into()],
    }
}

fn answer() -> Answer {
    Answer {
        protocol: PROTOCOL,
        server_time_ms: 1_795_000_000_000,
        acks: acks(),
        statement_acks: vec![Ack::Accepted],
        page: page(),
        next: Next::Cursor(cursor()),
        repair: Some(RepairAnswer::Buckets {
            buckets: vec![0, 255],
        }),
        closed_days: None,
    }
}

fn answer_with_scope() -> Answer {
    Answer {
        repair: None,
        closed_days: Some(30),
        ..answer()
    }
}

fn acks() -> Vec<Ack> {
    vec![
        Ack::Accepted,
        Ack::Duplicate,
        Ack::MissingDependencies,
        Ack::Refused {
            code: "outside_role".into(),
            why: "the author may not write this kind of entry".into(),
        },
        Ack::Later {
            code: "quarantine_full".into(),
        },
    ]
}

fn page() -> Vec<PageItem> {
    vec![
        PageItem::Enter {
            document: [0xd0; 16],
            snapshot: vec![0x85, 0x6f],
            proofs: vec![vec![0x51; 64].into()],
        },
        PageItem::Changes {
            document: [0xd0; 16],
            changes: vec![vec![1].into()],
            proofs: vec![],
        },
        PageItem::Leave {
            document: [0xd0; 16],
            reason: "reassigned".into(),
        },
        PageItem::Statement {
            document: [0xd0; 16],
            jws: "e30.e30.AA".into(),
        },
        PageItem::Certificate {
            der: vec![0x30, 0x00],
            revoked: true,
        },
        PageItem::Reference {
            name: "catalogue".into(),
            version: 3,
            bytes: b"{}".to_vec(),
        },
    ]
}

fn nexts() -> [Next; 3] {
    [
        Next::Cursor(cursor()),
        Next::More(continuation()),
        Next::Repair { epoch: [0xe1; 16] },
    ]
}

fn pair() -> Pair {
    Pair {
        document: [0xd0; 16],
        digest: [0x77; 8],
    }
}

fn repair_requests() -> [RepairRequest; 2] {
    [
        RepairRequest::Sums {
            sums: vec![7; 16],
            agreed_to_differ: vec![pair()],
        },
        RepairRequest::Pairs {
            buckets: vec![9],
            pairs: vec![pair()],
        },
    ]
}

fn repair_answers() -> [RepairAnswer; 2] {
    [
        RepairAnswer::Buckets { buckets: vec![9] },
        RepairAnswer::Send {
            documents: [Some([0x77; 8]), None]
                .map(|shown| Wanted {
                    document: [0xd0; 16],
                    shown,
                })
                .into(),
        },
    ]
}

/// A line of the kept file; on the way it is read back.
fn line<M>(name: &str, message: &M) -> String
where
    M: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    let bytes = minicbor::to_vec(message).unwrap();
    assert_eq!(&minicbor::decode::<M>(&bytes).unwrap(), message, "{name}");
    let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    format!("{name} {hex}\n")
}

fn lines() -> String {
    let mut lines = HEAD.to_owned();
    lines += &line("request.empty", &Request::default());
    lines += &line("request.full", &request());
    lines += &line("answer.full", &answer());
    let empty = Answer {
        acks: vec![],
        statement_acks: vec![],
        page: vec![],
        next: Next::Repair { epoch: [0xe1; 16] },
        repair: None,
        ..answer()
    };
    lines += &line("answer.empty", &empty);
    lines += &line("cursor", &cursor());
    lines += &line("continuation", &continuation());
    lines += &line("document_push", &document_push());
    lines += &line("statement_push", &statement_push());
    for ack in acks() {
        let name = match ack {
            Ack::Accepted => "accepted",
            Ack::Duplicate => "duplicate",
            Ack::MissingDependencies => "missing_dependencies",
            Ack::Refused { .. } => "refused",
            Ack::Later { .. } => "later",
        };
        lines += &line(&format!("ack.{name}"), &ack);
    }
    for item in page() {
        let name = match item {
            PageItem::Enter { .. } => "enter",
            PageItem::Changes { .. } => "changes",
            PageItem::Leave { .. } => "leave",
            PageItem::Statement { .. } => "statement",
            PageItem::Certificate { .. } => "certificate",
            PageItem::Reference { .. } => "reference",
            PageItem::Earlier { .. } => "earlier",
        };
        lines += &line(&format!("page.{name}"), &item);
    }
    for next in nexts() {
        let name = match next {
            Next::Cursor(_) => "cursor",
            Next::More(_) => "more",
            Next::Repair { .. } => "repair",
        };
        lines += &line(&format!("next.{name}"), &next);
    }
    for repair in repair_requests() {
        let name = match repair {
            RepairRequest::Sums { .. } => "sums",
            RepairRequest::Pairs { .. } => "pairs",
        };
        lines += &line(&format!("repair_request.{name}"), &repair);
    }
    for repair in repair_answers() {
        let name = match repair {
            RepairAnswer::Buckets { .. } => "buckets",
            RepairAnswer::Send { .. } => "send",
        };
        lines += &line(&format!("repair_answer.{name}"), &repair);
    }
    // What came later stands at the end, so that the lines above are as they were.
    lines += &line("request.that_fetches", &request_that_fetches());
    lines += &line("page.earlier", &earlier());
    lines += &line("answer.with_scope", &answer_with_scope());
    lines
}

#[test]
fn the_wire_is_as_it_was() {
    let now = lines();
    if std::env::var_os("DOORSTEP_UPDATE").is_some() {
        fs::write(KEPT, &now).unwrap();
    }
    let kept = fs::read_to_string(KEPT).unwrap();
    for (now, kept) in now.lines().zip(kept.lines()) {
        assert_eq!(now, kept);
    }
    assert_eq!(now.lines().count(), kept.lines().count());
}

/// The message with one more member at its end, as a later version may have.
fn with_one_more(message: &impl Encode<()>) -> Vec<u8> {
    let mut bytes = minicbor::to_vec(message).unwrap();
    let length = bytes[0];
    assert!((0x80..0x97).contains(&length), "an array: {length:#x}");
    bytes[0] += 1;
    // A member with members of its own.
    minicbor::encode(vec![vec!["later"], vec![]], &mut bytes).unwrap();
    bytes
}

fn assert_skips<M>(message: &M)
where
    M: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    let read: M = minicbor::decode(&with_one_more(message)).unwrap();
    assert_eq!(&read, message);
}

#[test]
fn members_of_a_later_version_are_skipped() {
    assert_skips(&request_that_fetches());
    assert_skips(&answer_with_scope());
    assert_skips(&cursor());
    assert_skips(&continuation());
    assert_skips(&document_push());
    assert_skips(&statement_push());
    assert_skips(&Pair {
        document: [1; 16],
        digest: [2; 8],
    });
    // Members of the kinds: the kind's number first, then its members.
    let ack = Ack::Later { code: "x".into() };
    let bytes = minicbor::to_vec(&ack).unwrap();
    assert_eq!(bytes[..3], [0x82, 4, 0x81]);
    let more = [&[0x82, 4, 0x82], &bytes[3..], &[0xf6]].concat();
    assert_eq!(minicbor::decode::<Ack>(&more).unwrap(), ack);
}

#[test]
fn a_last_member_that_is_nothing_is_left_out_or_null() {
    let without = Request {
        repair: None,
        ..request()
    };
    let left_out = minicbor::to_vec(&without).unwrap();
    assert_eq!(left_out[0], 0x88, "eight of nine members");
    assert_eq!(minicbor::decode::<Request>(&left_out).unwrap(), without);
    let null = [&[0x89][..], &left_out[1..], &[0xf6]].concat();
    assert_eq!(minicbor::decode::<Request>(&null).unwrap(), without);
    let fetches = request_that_fetches();
    let bytes = minicbor::to_vec(&fetches).unwrap();
    assert_eq!(bytes[0], 0x8b, "eleven members, the repair null");
    assert_eq!(minicbor::decode::<Request>(&bytes).unwrap(), fetches);
}

#[test]
fn kinds_that_are_not_known_are_an_error() {
    for number in [5, 23, 24] {
        let bytes = minicbor::to_vec((number, [0_u8; 0])).unwrap();
        assert!(minicbor::decode::<Ack>(&bytes).is_err());
        assert!(minicbor::decode::<Next>(&bytes).is_err());
    }
}

#[test]
fn what_claims_to_be_long_is_not_believed() {
    // 2^32 bytes of a change, 2^60 changes, 2^60 documents.
    let claims: [&[u8]; 3] = [
        &[0x5a, 0xff, 0xff, 0xff, 0xff],
        &[0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0],
        &[0xbb, 0x10, 0, 0, 0, 0, 0, 0, 0],
    ];
    let head = [0x89, 0x01, 0x01, 0xf6, 0xf6];
    for claim in claims {
        let bytes = [&head[..], claim].concat();
        assert!(minicbor::decode::<Request>(&bytes).is_err());
        let one_push = [&head[..], &[0x81, 0x83, 0x50], &[0; 16], claim].concat();
        assert!(minicbor::decode::<Request>(&one_push).is_err());
        let one_change = [&head[..], &[0x81, 0x83, 0x50], &[0; 16], &[0x81], claim].concat();
        assert!(minicbor::decode::<Request>(&one_change).is_err());
    }
    // Arrays in arrays, as deep as a message is long.
    let deep = vec![0x81; MESSAGE_BYTES_MAX];
    assert!(minicbor::decode::<Request>(&deep).is_err());
    let skipped = [
        &[0x8c][..],
        &minicbor::to_vec(request_that_fetches()).unwrap()[1..],
        &deep,
    ]
    .concat();
    assert!(minicbor::decode::<Request>(&skipped).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = minicbor::decode::<Request>(&bytes);
        let _ = minicbor::decode::<Answer>(&bytes);
        let _ = codec::decode::<Request>(&bytes);
        let _ = codec::decode::<Answer>(&bytes);
    }

    #[test]
    fn any_alteration_of_a_message_gets_an_answer(
        alterations in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut request = minicbor::to_vec(request_that_fetches()).unwrap();
        let answer = Answer { page: [page(), vec![earlier()]].concat(), ..answer() };
        let mut answer = minicbor::to_vec(answer).unwrap();
        for (place, byte) in alterations {
            let place_in_request = place.index(request.len());
            request[place_in_request] = byte;
            let place_in_answer = place.index(answer.len());
            answer[place_in_answer] = byte;
        }
        let _ = minicbor::decode::<Request>(&request);
        let _ = minicbor::decode::<Answer>(&answer);
        let _ = minicbor::decode::<Request>(&request[..cut.index(request.len())]);
        let _ = minicbor::decode::<Answer>(&answer[..cut.index(answer.len())]);
    }
}
