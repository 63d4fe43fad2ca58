mod known_answers;

use doorstep_evidence::vault::SoftwareVault;
use proptest::prelude::*;

use super::{
    replay::{Admission, NonceMemory},
    *,
};

const NOON_S: i64 = 1_790_000_000;
const NONCE: Nonce = Nonce([9; 16]);
const REQUEST: RequestParts<'static> = RequestParts {
    method: "POST",
    authority: "office.example:8443",
    path: "/v1/sync",
    query: Some("part=1"),
    body: b"the technician's day",
};

#[allow(clippy::unwrap_used)] // a fixed key of a test
fn phone() -> SoftwareVault {
    SoftwareVault::generate([7; 32]).unwrap()
}

#[allow(clippy::unwrap_used)] // a vault in memory always answers
fn public_key(vault: &SoftwareVault) -> PublicKey {
    vault.public_key().unwrap()
}

fn at_noon(vault: &SoftwareVault) -> SignatureParameters {
    SignatureParameters {
        device: public_key(vault).device_id(),
        moment: Moment::OwnClock {
            created_s: NOON_S,
            nonce: NONCE,
        },
    }
}

#[allow(clippy::unwrap_used)] // what is signed here can be signed
fn signed() -> SignatureHeaders {
    let vault = phone();
    sign(&REQUEST, &at_noon(&vault), &vault).unwrap()
}

fn read(headers: &SignatureHeaders) -> Result<ParsedSignature, RequestSignatureError> {
    parse(headers.iter().map(|(name, value)| (name, value.as_bytes())))
}

/// What a server makes of these headers on this request.
fn received(
    headers: &SignatureHeaders,
    request: &RequestParts<'_>,
) -> Result<VerifiedSignature, RequestSignatureError> {
    read(headers)?.verify(request, &public_key(&phone()))
}

/// The signed request with its Signature-Input rewritten by a third party.
fn with_input(from: &str, to: &str) -> Result<VerifiedSignature, RequestSignatureError> {
    let mut headers = signed();
    assert!(headers.signature_input.contains(from));
    headers.signature_input = headers.signature_input.replace(from, to);
    received(&headers, &REQUEST)
}

/// As [`with_input`], but signed for this spelling: only the strict reading can refuse it.
#[allow(clippy::unwrap_used)] // as above
fn signed_with_input(from: &str, to: &str) -> Result<VerifiedSignature, RequestSignatureError> {
    let mut headers = signed();
    assert!(headers.signature_input.contains(from));
    headers.signature_input = headers.signature_input.replace(from, to);
    let params = headers.signature_input.strip_prefix("doorstep=").unwrap();
    let base = request_base(&REQUEST, &headers.content_digest, params).unwrap();
    let signature = key::sign(&phone(), base.as_bytes()).unwrap();
    headers.signature = one_byte_sequence(LABEL, &signature.to_bytes());
    received(&headers, &REQUEST)
}

#[test]
fn what_is_signed_is_written_in_one_way() {
    let headers = signed();
    let device = public_key(&phone()).device_id();
    let params = format!(
        r#"("@method" "@authority" "@path" "@query" "content-digest");created=1790000000;nonce="CQkJCQkJCQkJCQkJCQkJCQ";keyid="{device}";alg="ecdsa-p256-sha256";tag="doorstep-v1""#
    );
    assert_eq!(headers.signature_input, format!("doorstep={params}"));
    let base = request_base(&REQUEST, &headers.content_digest, &params).unwrap();
    assert_eq!(
        base,
        format!(
            "\"@method\": POST\n\
             \"@authority\": office.example:8443\n\
             \"@path\": /v1/sync\n\
             \"@query\": ?part=1\n\
             \"content-digest\": {}\n\
             \"@signature-params\": {params}",
            content_digest(REQUEST.body)
        )
    );
    assert!(
        headers
            .iter()
            .all(|(_, value)| value.len() < MAX_HEADER_BYTES)
    );
}

#[test]
fn an_honest_request_is_known_as_its_device_s() {
    let verified = received(&signed(), &REQUEST).unwrap();
    assert_eq!(verified.device(), public_key(&phone()).device_id());
    assert_eq!(verified.moment(), at_noon(&phone()).moment);
    let other_case = RequestParts {
        authority: "OFFICE.example:8443",
        ..REQUEST
    };
    assert_eq!(received(&signed(), &other_case), Ok(verified));
}

#[test]
fn a_request_with_the_server_s_nonce_says_no_time() {
    let vault = phone();
    let parameters = SignatureParameters {
        moment: Moment::ServerNonce(NONCE),
        ..at_noon(&vault)
    };
    let headers = sign(&REQUEST, &parameters, &vault).unwrap();
    assert!(!headers.signature_input.contains("created"));
    assert_eq!(
        received(&headers, &REQUEST).unwrap().moment(),
        parameters.moment
    );
}

#[test]
fn an_empty_path_and_no_query_are_signed_as_the_rfc_says() {
    let request = RequestParts {
        path: "",
        query: None,
        ..REQUEST
    };
    let base = request_base(&request, "", "").unwrap();
    assert!(base.contains("\"@path\": /\n\"@query\": ?\n"));
}

#[test]
fn a_request_changed_on_its_way_is_refused() {
    let changed = [
        RequestParts {
            method: "PUT",
            ..REQUEST
        },
        RequestParts {
            authority: "office.example",
            ..REQUEST
        },
        RequestParts {
            path: "/v1/sync/",
            ..REQUEST
        },
        RequestParts {
            query: Some("part=2"),
            ..REQUEST
        },
        RequestParts {
            query: None,
            ..REQUEST
        },
    ];
    for request in changed {
        assert_eq!(
            received(&signed(), &request),
            Err(RequestSignatureError::Mismatch)
        );
    }
    let other_body = RequestParts {
        body: b"another day",
        ..REQUEST
    };
    assert_eq!(
        received(&signed(), &other_body),
        Err(RequestSignatureError::BodyChanged)
    );
    let headers = SignatureHeaders {
        content_digest: content_digest(other_body.body),
        ..signed()
    };
    assert_eq!(
        received(&headers, &other_body),
        Err(RequestSignatureError::Mismatch)
    );
}

#[test]
fn a_signature_of_another_device_or_another_request_is_refused() {
    let headers = signed();
    let tablet = SoftwareVault::generate([8; 32]).unwrap();
    let parsed = read(&headers).unwrap();
    assert_eq!(
        parsed.verify(&REQUEST, &public_key(&tablet)),
        Err(RequestSignatureError::WrongKey)
    );
    // The tablet signs in the phone's name.
    let forged = sign(&REQUEST, &at_noon(&phone()), &tablet).unwrap();
    assert_eq!(
        received(&forged, &REQUEST),
        Err(RequestSignatureError::Mismatch)
    );
    let elsewhere = RequestParts {
        path: "/v1/enrol",
        ..REQUEST
    };
    let other = sign(&elsewhere, &at_noon(&phone()), &phone()).unwrap();
    let swapped = SignatureHeaders {
        signature: other.signature,
        ..headers
    };
    assert_eq!(
        received(&swapped, &REQUEST),
        Err(RequestSignatureError::Mismatch)
    );
}

#[test]
fn a_header_missing_repeated_or_too_long_is_refused() {
    let headers = signed();
    let all: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name, value.as_bytes()))
        .collect();
    for (at, (name, _)) in all.iter().enumerate() {
        let mut missing = all.clone();
        missing.remove(at);
        assert_eq!(parse(missing), Err(RequestSignatureError::Missing(name)));
        let twice = all.iter().copied().chain([all[at]]);
        assert_eq!(parse(twice), Err(RequestSignatureError::Repeated(name)));
        let upper = name.to_uppercase();
        let twice = all.iter().copied().chain([(upper.as_str(), &b"x"[..])]);
        assert_eq!(parse(twice), Err(RequestSignatureError::Repeated(name)));
        let long = [b' '; MAX_HEADER_BYTES + 1];
        let mut too_long = all.clone();
        too_long[at].1 = &long;
        assert_eq!(parse(too_long), Err(RequestSignatureError::TooLong(name)));
        let mut not_text = all.clone();
        not_text[at].1 = b"\xff";
        assert_eq!(parse(not_text), Err(RequestSignatureError::Malformed(name)));
    }
    assert!(parse(all).is_ok());
}

#[test]
fn another_algorithm_tag_or_list_of_components_is_refused_even_if_signed() {
    for to in [
        r#";alg="none""#,
        r#";alg="hmac-sha256""#,
        r#";alg="ed25519""#,
        r#";alg=ecdsa-p256-sha256"#,
        "",
    ] {
        let refused = signed_with_input(r#";alg="ecdsa-p256-sha256""#, to);
        assert_eq!(refused, Err(RequestSignatureError::Algorithm), "{to}");
    }
    for to in [r#";tag="doorstep-v2""#, r#";tag="fapi-2-request""#, ""] {
        let refused = signed_with_input(r#";tag="doorstep-v1""#, to);
        assert_eq!(refused, Err(RequestSignatureError::Tag), "{to}");
    }
    for (from, to) in [
        (r#" "content-digest""#, ""),
        (r#""@path" "@query""#, r#""@query" "@path""#),
        (r#""@path""#, r#""@path" "@path""#),
        (r#""@path""#, r#""@path";req"#),
        (r#""@path""#, "path"),
        (r#""content-digest""#, r#""content-digest" "date""#),
        (
            r#""@method" "@authority" "@path" "@query" "content-digest""#,
            "",
        ),
    ] {
        let refused = signed_with_input(from, to);
        assert_eq!(
            refused,
            Err(RequestSignatureError::Components),
            "{from} -> {to}"
        );
    }
}

#[test]
fn two_signatures_or_another_label_are_refused() {
    let second = r#", other=("@method");created=1"#;
    let headers = SignatureHeaders {
        signature_input: signed().signature_input + second,
        ..signed()
    };
    assert_eq!(read(&headers), Err(RequestSignatureError::NotOneSignature));
    let headers = SignatureHeaders {
        signature: signed().signature + ", other=:AAAA:",
        ..signed()
    };
    assert_eq!(read(&headers), Err(RequestSignatureError::NotOneSignature));
    for label in ["sig1=", "*=", "doorstep2="] {
        assert_eq!(
            with_input("doorstep=", label),
            Err(RequestSignatureError::NotOneSignature)
        );
    }
    // The same label twice: structured fields would let the last one count.
    let own = signed().signature;
    let headers = SignatureHeaders {
        signature: format!("doorstep=:AAAA:, {own}"),
        ..signed()
    };
    assert_eq!(
        read(&headers),
        Err(RequestSignatureError::Malformed(SIGNATURE))
    );
}

#[test]
fn unknown_repeated_or_reordered_parameters_are_refused_even_if_signed() {
    let malformed = Err(RequestSignatureError::Malformed(SIGNATURE_INPUT));
    for (from, to) in [
        (";alg=", ";expires=1790000300;alg="),
        (";alg=", ";x;alg="),
        (";created=1790000000", ";created=1;created=1790000000"),
        (";created=1790000000", ";created=\"1790000000\""),
        (";created=1790000000", ";created=1790000000.0"),
        (";created=1790000000", ";created=01790000000"),
        (";nonce=", "; nonce="),
        (
            ";created=1790000000;nonce=\"CQkJCQkJCQkJCQkJCQkJCQ\"",
            ";nonce=\"CQkJCQkJCQkJCQkJCQkJCQ\";created=1790000000",
        ),
        (";nonce=\"CQkJCQkJCQkJCQkJCQkJCQ\"", ""),
        (
            ";nonce=\"CQkJCQkJCQkJCQkJCQkJCQ\"",
            ";nonce=\"CQkJCQkJCQkJCQkJCQkJCR\"",
        ),
        (
            ";nonce=\"CQkJCQkJCQkJCQkJCQkJCQ\"",
            ";nonce=\"CQkJCQkJCQkJCQkJCQkJCQ==\"",
        ),
        (";nonce=\"CQkJCQkJCQkJCQkJCQkJCQ\"", ";nonce=\"\""),
        (";keyid=\"", ";keyid=\"00"),
    ] {
        assert_eq!(signed_with_input(from, to), malformed, "{from} -> {to}");
    }
    assert!(signed_with_input(";created=1790000000", ";created=1790000001").is_ok());
}

#[test]
fn a_changed_parameter_is_refused() {
    for (from, to) in [
        (";created=1790000000", ";created=1790000001"),
        (";created=1790000000", ""),
        ("\"CQkJ", "\"AAkJ"),
    ] {
        assert_eq!(
            with_input(from, to),
            Err(RequestSignatureError::Mismatch),
            "{from} -> {to}"
        );
    }
}

#[test]
fn a_part_cannot_speak_for_the_next_one() {
    for (name, request) in [
        (
            "method",
            RequestParts {
                method: "POST\n\"@path\": /",
                ..REQUEST
            },
        ),
        (
            "authority",
            RequestParts {
                authority: "office example",
                ..REQUEST
            },
        ),
        (
            "path",
            RequestParts {
                path: "/v1\r\n",
                ..REQUEST
            },
        ),
        (
            "query",
            RequestParts {
                query: Some("门"),
                ..REQUEST
            },
        ),
    ] {
        let refused = RequestSignatureError::Unsignable(name);
        assert_eq!(received(&signed(), &request), Err(refused));
        let Err(SigningError::Request(error)) = sign(&request, &at_noon(&phone()), &phone()) else {
            panic!("{name} was signed");
        };
        assert_eq!(error, refused);
    }
}

#[test]
fn a_device_without_a_key_or_with_an_impossible_clock_signs_nothing() {
    let vault = phone();
    let impossible = SignatureParameters {
        moment: Moment::OwnClock {
            created_s: i64::MAX,
            nonce: NONCE,
        },
        ..at_noon(&vault)
    };
    assert!(matches!(
        sign(&REQUEST, &impossible, &vault),
        Err(SigningError::Request(_))
    ));
    let parameters = at_noon(&vault);
    vault.erase().unwrap();
    let refused = sign(&REQUEST, &parameters, &vault);
    assert!(matches!(
        refused,
        Err(SigningError::Vault(VaultError::Invalidated))
    ));
}

#[test]
fn a_recorded_request_is_served_once() {
    let headers = signed();
    let mut memory = NonceMemory::new(100);
    let first = received(&headers, &REQUEST).unwrap();
    assert_eq!(memory.admit(&first, NOON_S), Admission::Fresh);
    let replayed = received(&headers, &REQUEST).unwrap();
    assert_eq!(memory.admit(&replayed, NOON_S + 1), Admission::Replayed);
}

proptest! {
    #[test]
    fn any_headers_get_an_answer(digest: Vec<u8>, input: Vec<u8>, signature: Vec<u8>) {
        let _ = parse([(CONTENT_DIGEST, &digest[..]), (SIGNATURE_INPUT, &input), (SIGNATURE, &signature)]);
    }

    #[test]
    fn no_byte_of_the_headers_can_be_changed(which in 0_usize..3, at: prop::sample::Index, to in 0x20_u8..0x7f) {
        let headers = signed();
        let mut changed: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name, value.as_bytes().to_vec()))
            .collect();
        let value = &mut changed[which].1;
        let at = at.index(value.len());
        prop_assume!(value[at] != to);
        value[at] = to;
        let verified = parse(changed.iter().map(|(name, value)| (*name, &value[..])))
            .and_then(|parsed| parsed.verify(&REQUEST, &public_key(&phone())));
        prop_assert!(verified.is_err(), "{changed:?}");
    }

    #[test]
    fn what_is_signed_is_read_back(created_s in 0_i64..99_999_999_999, nonce: [u8; 16], body: Vec<u8>, by_server: bool) {
        let vault = phone();
        let nonce = Nonce(nonce);
        let moment = if by_server { Moment::ServerNonce(nonce) } else { Moment::OwnClock { created_s, nonce } };
        let parameters = SignatureParameters { moment, ..at_noon(&vault) };
        let request = RequestParts { body: &body, ..REQUEST };
        let headers = sign(&request, &parameters, &vault).unwrap();
        prop_assert_eq!(received(&headers, &request), Ok(VerifiedSignature(parameters)));
    }
}
