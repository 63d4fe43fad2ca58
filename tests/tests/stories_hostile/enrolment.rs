//! The way in and the way out: codes that are no good (any more), and a device that was revoked.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::TimeDelta;
use doorstep_evidence::certificate::certificate_request;
use doorstep_sync::message::{Ack, Next};
use doorstep_tests::{Fleet, Stranger};
use serde_json::json;

use crate::siege::{MALLORY, Siege, enrol, typed};

fn refused(code: &str) -> (u16, String) {
    (403, code.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_for_one_device_and_a_quarter_of_an_hour() {
    let fleet = Fleet::open().await;
    fleet.office.technician(MALLORY).await;
    let stranger = || Stranger::new(fleet.office.address(), fleet.dice());
    let (mallory, second) = (stranger(), stranger());
    let invitation = fleet.office.invitation(MALLORY).await;
    let first = mallory.enrol(&invitation).await;
    assert_eq!(first.status, 200);
    assert_eq!(
        second.enrol(&invitation).await.outcome(),
        refused("code_used")
    );
    let again = mallory.enrol(&invitation).await;
    assert_eq!(
        (again.status, again.body),
        (200, first.body),
        "whoever did not hear the answer asks again"
    );
    let another = fleet.office.invitation(MALLORY).await;
    assert_eq!(
        mallory.enrol(&another).await.outcome(),
        (409, "key_already_enrolled".to_owned())
    );

    fleet.pass(TimeDelta::minutes(16));
    assert_eq!(
        second.enrol(&another).await.outcome(),
        refused("code_expired")
    );
    for wrong in ["", "0", "2345-6789", &"長".repeat(1_000)] {
        let wrong = format!("doorstep://enrol?code={wrong}&ca=");
        assert_eq!(
            second.enrol(&wrong).await.outcome(),
            refused("code_unknown")
        );
    }
    let unknown = second.send(b"x", fleet.office.clock().shown_ms()).await;
    assert_eq!(
        unknown.outcome(),
        (401, "unknown_device".to_owned()),
        "none of it let the second one in"
    );
    let good = fleet.office.invitation(MALLORY).await;
    assert_eq!(second.enrol(&good).await.status, 200, "a new code does");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_enrols_a_key_that_is_not_his_and_a_failed_try_costs_no_code() {
    let fleet = Fleet::open().await;
    fleet.office.technician(MALLORY).await;
    let mallory = Stranger::new(fleet.office.address(), fleet.dice());
    let invitation = fleet.office.invitation(MALLORY).await;
    let code = invitation.split(['=', '&']).nth(3).unwrap();
    let mut request = certificate_request(&mallory.vault, "by hand").unwrap();
    let last = request.len() - 1;
    request[last] ^= 1;
    let body = |request: &[u8], name: &str| {
        let request = BASE64_STANDARD.encode(request);
        json!({ "code": code, "request": request, "device_name": name }).to_string()
    };
    let proper = certificate_request(&mallory.vault, "by hand").unwrap();
    let hostile = [
        (body(&request, "by hand"), "bad_request_signature"),
        (body(b"", "by hand"), "bad_request"),
        (body(&[0x30; 20_000], "by hand"), "bad_request"),
        (body(&proper, &"n".repeat(10_000)), "bad_request"),
        (body(&proper, "by\nhand"), "bad_request"),
        ("[".repeat(30_000), "bad_request"),
        (String::new(), "bad_request"),
    ];
    for (body, code) in hostile {
        let reply = mallory.post("/v1/enrol", &[], body.as_bytes()).await;
        assert_eq!(reply.outcome(), (400, code.to_owned()));
    }
    let long = "x".repeat(33 * 1024);
    let reply = mallory.post("/v1/enrol", &[], long.as_bytes()).await;
    assert_eq!(reply.outcome(), (413, "too_large".to_owned()));
    assert_eq!(mallory.enrol(&invitation).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_is_told_nothing_and_what_it_brings_is_kept_aside() {
    let mut siege = Siege::open().await;
    let certificate = certificate_of(&siege);
    siege.fleet.office.revoke(siege.mallory.id()).await;
    let push = siege.mallory.edit(&mut siege.record, &[typed("偷来的")]);
    let heads = siege.fleet.office.heads(siege.job.record);
    let request = Stranger::request(vec![push.clone()], None);
    let answer = siege.mallory.exchange(&request, siege.now_ms()).await;
    assert!(
        matches!(&answer.acks[..], [Ack::Refused { code, .. }] if code == "device_revoked"),
        "{:?}",
        answer.acks
    );
    assert_eq!(answer.page, []);
    let Next::Cursor(told) = answer.next else {
        panic!("{:?}", answer.next);
    };
    assert_eq!(told.seq, 0, "not even how far the log has come");
    assert_eq!(siege.fleet.office.heads(siege.job.record), heads);
    let kept = &siege.fleet.office.quarantined()[0];
    assert_eq!(
        (kept.code.as_str(), kept.device),
        ("device_revoked", siege.mallory.id())
    );
    assert_eq!(siege.kept_bytes(kept.id), minicbor::to_vec(&push).unwrap());

    // Its certificate does not bring it back, nor does its key with a new code.
    let body = json!({ "certificate": BASE64_STANDARD.encode(certificate), "device_number": 9 });
    let body = body.to_string();
    let headers = siege.mallory.signature_for(
        "/v1/introduce",
        body.as_bytes(),
        siege.mallory.moment(siege.now_ms()),
    );
    let reply = siege
        .mallory
        .post("/v1/introduce", &headers, body.as_bytes())
        .await;
    assert_eq!(reply.outcome(), refused("device_revoked"));
    let invitation = siege.fleet.office.invitation(MALLORY).await;
    let reply = siege.mallory.enrol(&invitation).await;
    assert_eq!(reply.outcome(), (409, "key_already_enrolled".to_owned()));
    siege.assert_unharmed().await;
}

fn certificate_of(siege: &Siege) -> Vec<u8> {
    siege.fleet.office.read(|connection| {
        let sql = "SELECT certificate FROM device WHERE device = ?1";
        connection
            .query_row(sql, [siege.mallory.id().0], |row| row.get(0))
            .unwrap()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_another_organisation_lets_nobody_in() {
    let (ours, theirs) = (Siege::open().await, Fleet::of_seed(2).await);
    let spy = Stranger::with_key(
        doorstep_evidence::vault::SoftwareVault::generate([5; 32]).unwrap(),
        theirs.office.address(),
        theirs.dice(),
    );
    enrol(&theirs, &spy, "spy").await;
    let certificate: Vec<u8> = theirs.office.read(|connection| {
        let sql = "SELECT certificate FROM device WHERE device = ?1";
        connection
            .query_row(sql, [spy.id().0], |row| row.get(0))
            .unwrap()
    });
    let here = Stranger::with_key(spy.vault, ours.fleet.office.address(), ours.fleet.dice());
    let body = json!({ "certificate": BASE64_STANDARD.encode(certificate), "device_number": null });
    let body = body.to_string();
    let moment = here.moment(ours.now_ms());
    let headers = here.signature_for("/v1/introduce", body.as_bytes(), moment);
    let reply = here.post("/v1/introduce", &headers, body.as_bytes()).await;
    // They even call themselves like us; the key is not ours.
    assert_eq!(reply.outcome(), (400, "bad_request_signature".to_owned()));
    let reply = here.send(b"x", ours.now_ms()).await;
    assert_eq!(reply.outcome(), (401, "unknown_device".to_owned()));
}
