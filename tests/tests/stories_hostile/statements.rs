//! Signatures that come from the wrong device, twice, in another order, altered, or not at all.

use std::sync::Arc;

use doorstep_domain::ids::RecordId;
use doorstep_sync::{
    codec,
    message::{Ack, Answer, PROTOCOL, Request, StatementPush},
};
use doorstep_tests::{FieldDevice, Fleet, Stranger, visit};

use crate::siege::{MALLORY, enrol};

/// Ana has worked two visits without coverage: her statements in their order, each with its record.
async fn two_visits(fleet: &Fleet) -> (Arc<FieldDevice>, Vec<(RecordId, String)>) {
    let [ana] = fleet.devices(["ana"]).await;
    let jobs = [fleet.office.job("ana").await, fleet.office.job("ana").await];
    fleet.settle().await;
    ana.go_offline();
    let mut statements = Vec::new();
    for job in &jobs {
        ana.work(visit::whole(&job.number)).await;
        let sealed = ana.device().statements(job.record).unwrap();
        statements.extend(sealed.into_iter().map(|sealed| (job.record, sealed.jws)));
    }
    assert!(statements.len() >= 4, "{}", statements.len());
    (ana, statements)
}

/// The acknowledgements of some statements, sent by this device at the end of the log.
async fn send(stranger: &Stranger, fleet: &Fleet, sent: &[(RecordId, String)]) -> Vec<Ack> {
    let now_ms = fleet.office.clock().shown_ms();
    let push = |(record, jws): &(RecordId, String)| StatementPush {
        document: *record.as_bytes(),
        jws: jws.clone(),
    };
    let request = Request {
        protocol: PROTOCOL,
        schema: 1,
        statements: sent.iter().map(push).collect(),
        ..Request::default()
    };
    let reply = stranger
        .send(&codec::encode(&request).unwrap(), now_ms)
        .await;
    assert_eq!(reply.outcome(), (200, String::new()));
    let answer: Answer = codec::decode(&reply.body).unwrap();
    answer.statement_acks
}

/// The office's statements about some records, each with how it fits the chain.
fn flags(fleet: &Fleet, sent: &[(RecordId, String)]) -> Vec<String> {
    sent.iter()
        .map(|(record, jws)| {
            let held = fleet.office.statements(*record);
            let mut same = held.into_iter().filter(|held| held.jws == *jws);
            let flag = same.next().map(|held| held.chain_flag);
            assert!(same.next().is_none(), "taken once");
            flag.unwrap_or_else(|| "absent".to_owned())
        })
        .collect()
}

fn refused(acks: &[Ack]) -> Vec<&str> {
    acks.iter()
        .map(|ack| match ack {
            Ack::Refused { code, .. } => code.as_str(),
            other => panic!("not refused but {other:?}"),
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_comes_late_twice_or_before_its_time_is_taken_once_and_flagged() {
    let fleet = Fleet::open().await;
    let (ana, statements) = two_visits(&fleet).await;
    let by_hand = Stranger::with_key(ana.vault(), fleet.office.address(), fleet.dice());
    let [first, second, third, fourth] = [0, 1, 2, 3].map(|place| &statements[place..=place]);

    assert_eq!(send(&by_hand, &fleet, third).await, [Ack::Accepted]);
    assert_eq!(flags(&fleet, third), ["gap"], "two before it are missing");
    assert_eq!(send(&by_hand, &fleet, third).await, [Ack::Duplicate]);
    let backwards = [second[0].clone(), first[0].clone(), second[0].clone()];
    assert_eq!(
        send(&by_hand, &fleet, &backwards).await,
        [Ack::Accepted, Ack::Accepted, Ack::Duplicate]
    );
    assert_eq!(flags(&fleet, first), ["ok"]);
    assert_eq!(
        flags(&fleet, second),
        ["gap"],
        "when it came the first was not there"
    );
    assert_eq!(send(&by_hand, &fleet, fourth).await, [Ack::Accepted]);
    assert_eq!(
        flags(&fleet, fourth),
        ["ok"],
        "all before it are there by now"
    );

    // Ana comes back and sends all of it herself.
    ana.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(!flags(&fleet, &statements).contains(&"absent".to_owned()));
    assert_eq!(fleet.office.quarantined(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_taken_from_the_device_that_sealed_it_and_only_as_it_was_sealed() {
    let fleet = Fleet::open().await;
    let (ana, statements) = two_visits(&fleet).await;
    let mallory = Stranger::new(fleet.office.address(), fleet.dice());
    enrol(&fleet, &mallory, MALLORY).await;
    let acks = send(&mallory, &fleet, &statements[..1]).await;
    assert_eq!(refused(&acks), ["statement_of_another_device"]);
    let kept = fleet.office.quarantined();
    assert_eq!(kept[0].device, mallory.id());
    assert_eq!(kept[0].bytes, statements[0].1.len() as i64);

    let by_hand = Stranger::with_key(ana.vault(), fleet.office.address(), fleet.dice());
    let (record, jws) = statements[0].clone();
    let other = statements[3].0;
    assert_ne!(record, other);
    let [header, payload, signature] =
        <[&str; 3]>::try_from(jws.split('.').collect::<Vec<_>>()).unwrap();
    let mut others = statements[3].1.split('.').skip(1);
    let (others_payload, others_signature) = (others.next().unwrap(), others.next().unwrap());
    let hostile = [
        (record, String::new()),
        (record, "{}".to_owned()),
        (record, ".".repeat(1 << 20)),
        (record, format!("{header}.{payload}")),
        (record, format!("{jws}=")),
        (record, format!("{header}.{others_payload}.{signature}")),
        (record, format!("{header}.{payload}.{others_signature}")),
        (other, jws.clone()),
    ];
    let with_an_honest_one = [&hostile[..], &statements[..1]].concat();
    let mut acks = send(&by_hand, &fleet, &with_an_honest_one).await;
    assert_eq!(acks.pop(), Some(Ack::Accepted), "beside all of them");
    let codes = refused(&acks);
    let (malformed, broken, elsewhere) = (
        "statement_malformed",
        "statement_broken",
        "statement_of_another_record",
    );
    assert_eq!(
        codes,
        [
            malformed, malformed, malformed, malformed, malformed, broken, broken, elsewhere
        ]
    );
    let kept = fleet.office.quarantined();
    assert_eq!(kept.len(), 1 + hostile.len(), "{kept:?}");

    ana.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
}
