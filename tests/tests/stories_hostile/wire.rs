//! Requests that are not what they say: unsigned, sent again, altered, too large, or no messages at all.

use chrono::TimeDelta;
use doorstep_sync::{
    codec,
    message::{Answer, Request},
    request_signature::{Moment, Nonce},
};
use doorstep_tests::{Reply, Stranger};

use crate::siege::{Siege, typed};

const SYNC: &str = "/v1/sync";

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// A message by which Mallory asks for everything.
fn question() -> Vec<u8> {
    codec::encode(&Stranger::request(vec![], None)).unwrap()
}

fn assert_answered(reply: &Reply) {
    assert_eq!(reply.outcome(), (200, String::new()));
    let answer: Answer = codec::decode(&reply.body).unwrap();
    assert!(!answer.page.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_a_known_device_signed_just_now_is_answered() {
    let siege = Siege::open().await;
    let (mallory, body) = (&siege.mallory, question());
    let reply = mallory.post(SYNC, &[], &body).await;
    assert_eq!(reply.outcome(), refused(401, "unsigned"));

    let signed = mallory.signature(&body, mallory.moment(siege.now_ms()));
    for missing in 0..signed.len() {
        let mut headers = signed.clone();
        headers.remove(missing);
        let reply = mallory.post(SYNC, &headers, &body).await;
        assert_eq!(reply.outcome(), refused(401, "unsigned"));
        let twice = [&signed[..], &signed[missing..=missing]].concat();
        let reply = mallory.post(SYNC, &twice, &body).await;
        assert_eq!(reply.outcome(), refused(401, "bad_signature"));
    }
    let mut other = body.clone();
    *other.last_mut().unwrap() ^= 1;
    let reply = mallory.post(SYNC, &signed, &other).await;
    assert_eq!(reply.outcome(), refused(401, "body_changed"));
    let reply = mallory.post("/v1/sync?page=2", &signed, &body).await;
    assert_eq!(reply.outcome(), refused(401, "bad_signature"));

    // The good one is still good, and only once.
    assert_answered(&mallory.post(SYNC, &signed, &body).await);
    for _ in 0..3 {
        let reply = mallory.post(SYNC, &signed, &body).await;
        assert_eq!(reply.outcome(), refused(401, "replayed"));
    }

    let nobody = Stranger::new(mallory.server, siege.fleet.dice());
    let reply = nobody.send(&body, siege.now_ms()).await;
    assert_eq!(reply.outcome(), refused(401, "unknown_device"));
    // In Ben's name, with Mallory's key.
    let mut as_ben = mallory.signature(&body, mallory.moment(siege.now_ms()));
    for (_, value) in &mut as_ben {
        *value = value.replace(&mallory.id().to_string(), &siege.ben.id().to_string());
    }
    let reply = mallory.post(SYNC, &as_ben, &body).await;
    assert_eq!(reply.outcome(), refused(401, "bad_signature"));
    siege.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_locks_nobody_out_and_lets_nobody_in_twice() {
    let siege = Siege::open().await;
    let (mallory, body) = (&siege.mallory, question());
    let wrong = [
        TimeDelta::minutes(-6),
        TimeDelta::minutes(6),
        TimeDelta::days(-20_000),
        TimeDelta::days(200_000),
    ];
    for wrong in wrong {
        let shown_ms = siege.now_ms() + wrong.num_milliseconds();
        let reply = mallory.send(&body, shown_ms).await;
        assert_eq!(reply.outcome(), refused(401, "use_server_nonce"));
        let nonce = Nonce::from_text(&reply.headers["doorstep-nonce"]).unwrap();
        let headers = mallory.signature(&body, Moment::ServerNonce(nonce));
        assert_answered(&mallory.post(SYNC, &headers, &body).await);
        let reply = mallory.post(SYNC, &headers, &body).await;
        assert_ne!(reply.status, 200, "the server's nonce is good once");
    }
    // A nonce that no server gave, and one that was given to another device.
    let made_up = Moment::ServerNonce(Nonce([9; 16]));
    let reply = mallory
        .post(SYNC, &mallory.signature(&body, made_up), &body)
        .await;
    assert_eq!(reply.outcome(), refused(401, "use_server_nonce"));
    let given = Nonce::from_text(&reply.headers["doorstep-nonce"]).unwrap();
    let ben = Stranger::with_key(siege.ben.vault(), mallory.server, siege.fleet.dice());
    let stolen = ben.signature(&body, Moment::ServerNonce(given));
    let reply = ben.post(SYNC, &stolen, &body).await;
    assert_eq!(reply.outcome(), refused(401, "use_server_nonce"));

    // Ben's real phone, whose clock is a year ahead, does not even notice.
    siege.ben.clock().set_wrong(TimeDelta::days(365));
    siege.ben.sync().await;
    siege.ben.clock().set_wrong(TimeDelta::days(-365));
    siege.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_body_is_refused_before_it_is_read() {
    let siege = Siege::open().await;
    let mallory = &siege.mallory;
    let signed = |body: &[u8]| mallory.signature(body, mallory.moment(siege.now_ms()));
    // Nothing is sent but the headers: whoever would read the body first, would wait for it.
    for length in [(4 << 20) + 1, 1_u64 << 40] {
        let mut headers = signed(b"");
        headers.push(("content-length".to_owned(), length.to_string()));
        let reply = mallory.post_bare(SYNC, &headers, b"").await;
        assert_eq!(reply.status, 413, "{length}: {reply:?}");
    }
    let body = question();
    let mut chunked = format!("{:x}\r\n", body.len()).into_bytes();
    chunked.extend([&body[..], b"\r\n0\r\n\r\n"].concat());
    let mut headers = signed(&body);
    headers.push(("transfer-encoding".to_owned(), "chunked".to_owned()));
    let reply = mallory.post_bare(SYNC, &headers, &chunked).await;
    assert_eq!(reply.outcome(), refused(411, "length_required"));
    siege.assert_unharmed().await;
}

/// zstd, as the codec writes it, of bytes that are no message.
fn packed(plain: &[u8]) -> Vec<u8> {
    zstd::encode_all(plain, 3).unwrap()
}

/// A frame that asks for a window of 2 GiB to be set aside.
fn wide_window() -> Vec<u8> {
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3];
    // One block, the last, of one byte that is repeated.
    let block: u32 = 1 | (1 << 1) | (1_000 << 3);
    frame.extend(&block.to_le_bytes()[..3]);
    frame.push(0);
    frame
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_message_is_refused_and_the_next_message_is_read() {
    let siege = Siege::open().await;
    let whole = minicbor::to_vec(Stranger::request(vec![], None)).unwrap();
    let pushed = siege
        .mallory
        .edit(&mut siege.record.clone(), &[typed("好")]);
    let longer = minicbor::to_vec(Stranger::request(vec![pushed], None)).unwrap();
    let another_protocol = Request {
        protocol: 2,
        ..Request::default()
    };
    // An array of the whole message's members and one of a later protocol, which is nested deeply.
    let nested = [
        &[0x8c],
        &whole[1..],
        &[0xf6; 3],
        &[0x81].repeat(400_000),
        &[0],
    ]
    .concat();
    let malformed: &[(&str, Vec<u8>)] = &[
        ("nothing", vec![]),
        ("no zstd", b"GET / HTTP/1.1".to_vec()),
        ("half a frame", question()[..9].to_vec()),
        ("an empty frame", packed(b"")),
        ("a wide window", wide_window()),
        ("garbage", packed(&[0xff; 1_000])),
        ("a text", packed(b"{\"protocol\":1}")),
        ("cut", packed(&longer[..longer.len() / 2])),
        ("more behind it", packed(&[&whole[..], &[0]].concat())),
        ("a deep nest", packed(&[0x81].repeat(400_000))),
        ("a deep map", packed(&[0xa1, 0].repeat(200_000))),
        ("an endless list", packed(&[0x9f].repeat(400_000))),
        (
            "a length of 2^60",
            packed(&[0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0]),
        ),
    ];
    for (name, body) in malformed {
        let reply = siege.mallory.send(body, siege.now_ms()).await;
        assert_eq!(reply.outcome(), refused(400, "message_malformed"), "{name}");
    }
    let large = [packed(&vec![0; 1 << 28]), packed(&[0x81].repeat(8 << 20))];
    for body in large {
        let reply = siege.mallory.send(&body, siege.now_ms()).await;
        assert_eq!(reply.outcome(), refused(413, "message_too_large"));
    }
    let later = codec::encode(&another_protocol).unwrap();
    let reply = siege.mallory.send(&later, siege.now_ms()).await;
    assert_eq!(reply.outcome(), refused(400, "protocol"));
    for understood in [question(), packed(&nested)] {
        assert_answered(&siege.mallory.send(&understood, siege.now_ms()).await);
    }
    siege.assert_unharmed().await;
}
