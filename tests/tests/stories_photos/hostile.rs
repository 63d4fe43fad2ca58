//! What no honest device sends: the server takes nothing that is not exactly what a record names.

use doorstep_core::files::Way;
use doorstep_domain::record::FileStage;
use doorstep_evidence::digest::Digest;
use doorstep_server::files::PIECE_BYTES_MAX;
use doorstep_tests::{FieldDevice, Fleet, Reply, Stranger};
use std::sync::Arc;

use crate::camera::{at_office, photo, send, take};

/// A photo that its record already names at the office, and whose bytes are still on Ana's device; Ana's key in the
/// hands of somebody who speaks HTTP by hand, and Bo's, who has nothing to do with the record.
struct Named {
    fleet: Fleet,
    ana: Arc<FieldDevice>,
    content: Vec<u8>,
    digest: Digest,
    rogue: Stranger,
    foreign: Stranger,
}

impl Named {
    async fn photo() -> Self {
        let fleet = Fleet::open().await;
        let [ana, bo] = fleet.devices(["ana", "bo"]).await;
        let job = fleet.office.job("ana").await;
        ana.sync().await;
        let content = photo(31, 600);
        let digest = take(&ana, job.record, FileStage::Fault, content.clone());
        ana.sync().await;
        let stranger = |vault| Stranger::with_key(vault, fleet.office.address(), fleet.dice());
        Self {
            rogue: stranger(ana.vault()),
            foreign: stranger(bo.vault()),
            fleet,
            ana,
            content,
            digest,
        }
    }

    async fn ask(&self, who: &Stranger, method: &str, address: &str, body: &[u8]) -> Reply {
        let now_ms = self.fleet.office.clock().shown_ms();
        who.ask(method, address, body, now_ms).await
    }

    /// A piece of a content that is said to have so many bytes, from a place on.
    async fn put(&self, from: i128, bytes: i128, body: &[u8]) -> Reply {
        let address = format!("/v1/files/{}?bytes={bytes}&from={from}", self.digest);
        self.ask(&self.rogue, "PUT", &address, body).await
    }

    /// The honest photo comes all the same.
    async fn assert_it_comes(&self) {
        assert!(at_office(&self.fleet.office, self.digest).is_none());
        assert_eq!(send(&self.ana, Way::Free).await.refused, 0);
        let there = at_office(&self.fleet.office, self.digest);
        assert_eq!(there.as_ref(), Some(&self.content));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_bytes_sizes_and_places_are_refused() {
    let named = Named::photo().await;
    let length = named.content.len() as i128;
    let too_many = vec![0; named.content.len() + 1];
    for (from, bytes, body, wanted) in [
        (0, length + 1, &[1][..], (422, "file_size")),
        (0, length - 1, &[1], (422, "file_size")),
        (0, length, &too_many, (422, "file_size")),
        (0, length, &[1; PIECE_BYTES_MAX + 1], (413, "too_large")),
    ] {
        let reply = named.put(from, bytes, body).await;
        assert_eq!(
            reply.outcome(),
            (wanted.0, wanted.1.to_owned()),
            "{from} of {bytes}"
        );
    }
    for from in [-1, i128::from(u64::MAX) + 1] {
        assert_eq!(named.put(from, length, &[1]).await.status, 400, "{from}");
    }
    for from in [1, length, i128::from(u64::MAX)] {
        let reply = named.put(from, length, &[1]).await;
        assert_eq!(reply.body, br#"{"received":0,"whole":false}"#, "{from}");
    }
    // As long as the photo, and not it: nothing of it is kept.
    let other = named.put(0, length, &too_many[1..]).await;
    assert_eq!(other.outcome(), (422, "file_other_bytes".into()));
    named.assert_it_comes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_digest_leads_nowhere() {
    let named = Named::photo().await;
    for hostile in [
        "../../keys/ca.pem".to_owned(),
        "..%2f..%2fkeys%2fca.pem".to_owned(),
        "5E".repeat(32),
        "5e".repeat(31),
        "5e".repeat(33),
        "%00".repeat(64),
    ] {
        for (method, rest) in [
            ("GET", "?from=0"),
            ("PUT", "?from=0&bytes=1"),
            ("GET", "/standing"),
        ] {
            let address = format!("/v1/files/{hostile}{rest}");
            let reply = named.ask(&named.rogue, method, &address, b"").await;
            assert!(
                [400, 404].contains(&reply.status),
                "{address}: {}",
                reply.status
            );
        }
    }
    named.assert_it_comes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_record_that_names_it_neither_brings_nor_gets_it() {
    let named = Named::photo().await;
    let not_named = (404, "file_not_named".to_owned());
    let (digest, bytes) = (named.digest, named.content.len());
    let unnamed = Digest::of(b"nobody names me");
    for (who, digest) in [(&named.foreign, digest), (&named.rogue, unnamed)] {
        let put = format!("/v1/files/{digest}?bytes={bytes}&from=0");
        assert_eq!(named.ask(who, "PUT", &put, b"x").await.outcome(), not_named);
        let standing = format!("/v1/files/{digest}/standing");
        assert_eq!(
            named.ask(who, "GET", &standing, b"").await.outcome(),
            not_named
        );
    }
    named.assert_it_comes().await;
    let get = format!("/v1/files/{digest}?from=0");
    assert_eq!(named.ask(&named.rogue, "GET", &get, b"").await.status, 200);
    assert_eq!(
        named.ask(&named.foreign, "GET", &get, b"").await.outcome(),
        not_named
    );
    let past = format!("/v1/files/{digest}?from={bytes}");
    let past = named.ask(&named.rogue, "GET", &past, b"").await;
    assert_eq!((past.status, past.body.len()), (200, 0));
    let far = format!("/v1/files/{digest}?from={}", u64::MAX);
    let far = named.ask(&named.rogue, "GET", &far, b"").await;
    assert_eq!((far.status, far.body.len()), (200, 0));
    let nobody = Stranger::new(named.fleet.office.address(), named.fleet.dice());
    let unknown = named.ask(&nobody, "GET", &get, b"").await;
    assert_eq!(unknown.outcome(), (401, "unknown_device".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_hands_in_its_photos_and_gets_none() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let digest = take(&ana, job.record, FileStage::Fault, photo(32, 200));
    ana.sync().await;
    fleet.office.revoke(ana.id()).await;
    assert_eq!(send(&ana, Way::Free).await.sent, 2);
    assert!(at_office(&fleet.office, digest).is_some());
    let rogue = Stranger::with_key(ana.vault(), fleet.office.address(), fleet.dice());
    let now_ms = fleet.office.clock().shown_ms();
    let reply = rogue
        .ask("GET", &format!("/v1/files/{digest}?from=0"), &[], now_ms)
        .await;
    assert_eq!(reply.outcome(), (403, "device_revoked".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_brought_too_much_in_a_day_waits_until_tomorrow() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let digest = take(&ana, job.record, FileStage::Fault, photo(33, 200));
    ana.sync().await;
    let device = ana.id();
    let at_ms = fleet.office.clock().shown_ms();
    let state = fleet.office.state();
    let brought = state.writer().submit(move |transaction| {
        let sql = "INSERT INTO file_brought (digest, device, bytes, at_ms) VALUES (?1, ?2, 1073741824, ?3)";
        transaction.execute(sql, (vec![1_u8; 32], device.0, at_ms)).unwrap();
        Ok::<_, doorstep_server::writer::WriteError>(())
    });
    brought.await.unwrap();
    drop(state);
    let full = send(&ana, Way::Free).await;
    assert_eq!((full.sent, full.waiting, full.refused), (0, 2, 0));
    fleet.pass(chrono::TimeDelta::hours(25));
    assert_eq!(send(&ana, Way::Free).await.sent, 2);
    assert!(at_office(&fleet.office, digest).is_some());
}
