use std::sync::Arc;

use axum::{Router, http::HeaderValue, routing::post};
use doorstep_evidence::vault::{DeviceVault as _, SoftwareVault};
use doorstep_sync::request_signature::{CONTENT_DIGEST, Moment, SIGNATURE};

use super::*;
use crate::{
    app::guarded,
    example::{Answer, HOST, Office, ask, plain, signature, vault, with_signature},
    json::Json,
    organisation::OrganisationError,
};

/// Says who signed, as the server sees it.
async fn whoami(signed: Signed) -> Json<serde_json::Value> {
    Json(serde_json::json!({
        "person": signed.device.person.0,
        "role": signed.device.role.code(),
        "revoked": signed.device.revoked,
        "body": String::from_utf8_lossy(signed.body()),
    }))
}

fn app(office: &Office) -> Router {
    guarded(
        Router::new().route("/whoami", post(whoami)),
        office.state.clone(),
    )
}

async fn sent(office: &Office, request: Request) -> Answer {
    ask(app(office), request).await
}

#[tokio::test]
async fn a_signed_request_is_served_in_its_device_s_name() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let answer = sent(&office, office.signed(&phone, "/whoami", "hello", 1)).await;
    assert_eq!(answer.code(), "200");
    let expected = r#"{"body":"hello","person":"t-zhang","revoked":false,"role":"technician"}"#;
    assert_eq!(answer.body.to_string(), expected);
}

#[tokio::test]
async fn an_unsigned_request_is_refused() {
    let office = Office::open().await;
    assert_eq!(
        sent(&office, plain("POST", "/whoami", "hello"))
            .await
            .code(),
        "unsigned"
    );
}

#[tokio::test]
async fn a_device_that_is_not_enrolled_is_refused() {
    let office = Office::open().await;
    let answer = sent(&office, office.signed(&vault(9), "/whoami", "hello", 1)).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::UNAUTHORIZED, "unknown_device")
    );
}

#[tokio::test]
async fn a_request_that_was_changed_on_its_way_is_refused() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let headers = signature(&phone, "/whoami", "hello", office.now(1));

    let other_body = with_signature(plain("POST", "/whoami", "hullo"), &headers);
    assert_eq!(sent(&office, other_body).await.code(), "body_changed");

    let mut other_digest = with_signature(plain("POST", "/whoami", "hullo"), &headers);
    let forged = signature(&vault(9), "/whoami", "hullo", office.now(1)).content_digest;
    other_digest
        .headers_mut()
        .insert(CONTENT_DIGEST, forged.parse().unwrap());
    assert_eq!(sent(&office, other_digest).await.code(), "bad_signature");

    let other_query = with_signature(plain("POST", "/whoami?all", "hello"), &headers);
    assert_eq!(sent(&office, other_query).await.code(), "bad_signature");

    let mut other_host = with_signature(plain("POST", "/whoami", "hello"), &headers);
    other_host
        .headers_mut()
        .insert(header::HOST, HeaderValue::from_static("evil.example"));
    assert_eq!(sent(&office, other_host).await.code(), "bad_signature");

    let mut no_host = with_signature(plain("POST", "/whoami", "hello"), &headers);
    no_host.headers_mut().remove(header::HOST);
    assert_eq!(sent(&office, no_host).await.code(), "bad_request");

    // None of these has used up the nonce.
    let honest = with_signature(plain("POST", "/whoami", "hello"), &headers);
    assert_eq!(sent(&office, honest).await.code(), "200");
}

#[tokio::test]
async fn a_colleague_cannot_sign_for_another() {
    let office = Office::open().await;
    let (phone, tablet) = (office.device(7).await, office.device(8).await);
    let mut headers = signature(&phone, "/whoami", "hello", office.now(1));
    headers.signature = signature(&tablet, "/whoami", "hello", office.now(1)).signature;
    let forged = with_signature(plain("POST", "/whoami", "hello"), &headers);
    assert_eq!(sent(&office, forged).await.code(), "bad_signature");
    let mut rubbish = office.signed(&phone, "/whoami", "hello", 2);
    rubbish
        .headers_mut()
        .insert(SIGNATURE, HeaderValue::from_static("doorstep=:AAAA:"));
    assert_eq!(sent(&office, rubbish).await.code(), "bad_signature");
}

#[tokio::test]
async fn a_request_is_served_once() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let headers = signature(&phone, "/whoami", "hello", office.now(1));
    let request = || with_signature(plain("POST", "/whoami", "hello"), &headers);
    assert_eq!(sent(&office, request()).await.code(), "200");
    assert_eq!(sent(&office, request()).await.code(), "replayed");
    assert_eq!(
        sent(&office, office.signed(&phone, "/whoami", "hello", 2))
            .await
            .code(),
        "200"
    );
}

#[tokio::test]
async fn a_wrong_clock_costs_a_round_trip_and_no_more() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let now_s = office.environment.now().timestamp();
    for (nonce, created_s) in [
        (1, 0),
        (2, now_s - 301),
        (3, now_s + 301),
        (4, now_s + 86_400 * 3650),
    ] {
        let by_clock = Moment::OwnClock {
            created_s,
            nonce: Nonce([nonce; 16]),
        };
        let headers = signature(&phone, "/whoami", "hello", by_clock);
        let refused = sent(
            &office,
            with_signature(plain("POST", "/whoami", "hello"), &headers),
        )
        .await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::UNAUTHORIZED, "use_server_nonce")
        );
        let given = refused
            .headers
            .get(crate::api_error::NONCE)
            .unwrap()
            .to_str()
            .unwrap();
        let by_server = Moment::ServerNonce(Nonce::from_text(given).unwrap());
        let headers = signature(&phone, "/whoami", "hello", by_server);
        let request = || with_signature(plain("POST", "/whoami", "hello"), &headers);
        assert_eq!(sent(&office, request()).await.code(), "200");
        // Once.
        assert_eq!(sent(&office, request()).await.code(), "use_server_nonce");
    }
    for created_s in [now_s - 300, now_s + 300] {
        let near = Moment::OwnClock {
            created_s,
            nonce: Nonce([9; 16]),
        };
        let headers = signature(&phone, "/whoami", "hello", near);
        let answer = sent(
            &office,
            with_signature(plain("POST", "/whoami", "hello"), &headers),
        )
        .await;
        assert_eq!(answer.code(), "200");
    }
}

#[tokio::test]
async fn a_revoked_device_is_let_in_and_known_as_revoked() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let id = phone.public_key().unwrap().device_id();
    office.state.organisation().revoke_device(id).await.unwrap();
    let answer = sent(&office, office.signed(&phone, "/whoami", "evidence", 1)).await;
    assert_eq!(
        (answer.code().as_str(), &answer.body["revoked"]),
        ("200", &true.into())
    );

    let tablet = office.device(8).await;
    let person = PersonId("t-zhang".to_owned());
    office
        .state
        .organisation()
        .dismiss_person(person)
        .await
        .unwrap();
    let answer = sent(&office, office.signed(&tablet, "/whoami", "evidence", 1)).await;
    assert_eq!(answer.body["revoked"], true);
}

#[tokio::test]
async fn bodies_have_a_limit_and_say_their_length() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let large = "x".repeat(MAX_SIGNED_BYTES);
    assert_eq!(
        sent(&office, office.signed(&phone, "/whoami", &large, 1))
            .await
            .code(),
        "200"
    );
    let larger = office.signed(&phone, "/whoami", &format!("{large}x"), 2);
    assert_eq!(sent(&office, larger).await.code(), "too_large");

    let with_length = |length: Option<&'static str>, nonce| {
        let mut request = office.signed(&phone, "/whoami", "hello", nonce);
        request.headers_mut().remove(header::CONTENT_LENGTH);
        if let Some(length) = length {
            request
                .headers_mut()
                .insert(header::CONTENT_LENGTH, HeaderValue::from_static(length));
        }
        request
    };
    let mut chunked = with_length(None, 3);
    chunked.headers_mut().insert(
        header::TRANSFER_ENCODING,
        HeaderValue::from_static("chunked"),
    );
    assert_eq!(sent(&office, chunked).await.code(), "length_required");
    assert_eq!(
        sent(&office, with_length(None, 3)).await.code(),
        "bad_request"
    );
    assert_eq!(
        sent(&office, with_length(Some("-1"), 4)).await.code(),
        "length_required"
    );
    assert_eq!(
        sent(&office, with_length(Some("4"), 5)).await.code(),
        "bad_request"
    );
    assert_eq!(
        sent(&office, with_length(Some("6"), 6)).await.code(),
        "bad_request"
    );
    assert_eq!(sent(&office, with_length(Some("5"), 7)).await.code(), "200");
    let mut empty = office.signed(&phone, "/whoami", "", 9);
    empty.headers_mut().remove(header::CONTENT_LENGTH);
    assert_eq!(sent(&office, empty).await.code(), "200");
    // A stranger's body is not even read.
    let stranger = office.signed(&vault(9), "/whoami", &format!("{large}x"), 8);
    assert_eq!(sent(&office, stranger).await.code(), "unknown_device");
}

#[tokio::test]
async fn the_office_sees_when_a_device_was_here_and_what_it_runs() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let id = phone.public_key().unwrap().device_id();
    let mut request = office.signed(&phone, "/whoami", "hello", 1);
    let version = HeaderValue::from_static("doorstep/0.1.0");
    request.headers_mut().insert(header::USER_AGENT, version);
    assert_eq!(sent(&office, request).await.code(), "200");
    // The note is written behind the answer; an empty job comes after it.
    tokio::task::yield_now().await;
    office
        .state
        .writer()
        .submit(|_| Ok::<_, ApiError>(()))
        .await
        .unwrap();
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, OrganisationError>(device(connection, id)?)
    };
    let known = office.state.store().read(read).await.unwrap().unwrap();
    assert_eq!(known.last_seen_ms, Some(office.environment.now_ms()));
    assert_eq!(known.last_version.as_deref(), Some("doorstep/0.1.0"));
}

#[tokio::test]
async fn many_requests_at_once_each_pass_once() {
    let office = Arc::new(Office::open().await);
    let phone: SoftwareVault = office.device(7).await;
    let requests: Vec<_> = (0..20_u8)
        .flat_map(|nonce| [nonce, nonce])
        .map(|nonce| sent(&office, office.signed(&phone, "/whoami", "hello", nonce)))
        .collect();
    let answers = futures_util::future::join_all(requests).await;
    let served = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::OK)
        .count();
    assert_eq!((served, answers.len()), (20, 40));
    assert_eq!(HOST, "office.example");
}
