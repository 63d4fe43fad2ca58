use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::example::{authority, certificate, vault};

const PAYLOAD: &[u8] = br#"{"purpose":"work_acceptance","total":12800}"#;

fn sealed() -> String {
    seal(PAYLOAD, &vault(7), &certificate(&vault(7))).unwrap()
}

fn believed(text: &str) -> Result<Jws, JwsError> {
    let jws = Jws::parse(text)?;
    jws.verify_signature()?;
    jws.certificate().verify(authority().certificate())?;
    Ok(jws)
}

/// A statement with another header, honestly signed by the device: what is wrong is the header alone.
fn with_header(header: &[u8]) -> String {
    let signing_input = [header, PAYLOAD]
        .map(|part| BASE64_URL_SAFE_NO_PAD.encode(part))
        .join(".");
    let signature = sign(&vault(7), signing_input.as_bytes()).unwrap();
    compact(&signing_input, &signature)
}

fn good_header() -> Value {
    json!({ "alg": ALGORITHM, "typ": TYPE, "x5c": [BASE64_STANDARD.encode(certificate(&vault(7)))] })
}

#[test]
fn what_was_sealed_is_read_back_and_names_its_device() {
    let jws = believed(&sealed()).unwrap();
    assert_eq!(jws.payload(), PAYLOAD);
    assert_eq!(
        jws.certificate().device_id(),
        vault(7).public_key().unwrap().device_id()
    );
    assert_eq!(jws.to_compact(), sealed());
    assert_eq!(jws.digest(), Digest::of(sealed().as_bytes()));
    let header = BASE64_URL_SAFE_NO_PAD
        .decode(sealed().split('.').next().unwrap())
        .unwrap();
    let x5c = BASE64_STANDARD.encode(certificate(&vault(7)));
    let expected = format!(r#"{{"alg":"ES256","typ":"doorstep-statement+json","x5c":["{x5c}"]}}"#);
    assert_eq!(header, expected.as_bytes());
}

#[test]
fn both_serialisations_are_one_statement() {
    let jws = believed(&sealed()).unwrap();
    let again = believed(&jws.to_flattened().unwrap()).unwrap();
    assert_eq!(again, jws);
    assert_eq!(again.digest(), jws.digest());
    let spread = jws.to_flattened().unwrap().replace(',', " ,\n  ");
    assert_eq!(believed(&spread), Ok(jws));
}

#[test]
fn a_device_seals_only_with_its_own_certificate_and_never_too_much() {
    assert_eq!(
        seal(PAYLOAD, &vault(8), &certificate(&vault(7))),
        Err(JwsError::OtherKey)
    );
    assert!(matches!(
        seal(PAYLOAD, &vault(7), b"?"),
        Err(JwsError::Certificate(_))
    ));
    let erased = vault(7);
    erased.erase().unwrap();
    let error = seal(PAYLOAD, &erased, &certificate(&vault(7)));
    assert_eq!(error, Err(JwsError::Vault(VaultError::Invalidated)));

    let most = vec![b' '; MAX_PAYLOAD_BYTES];
    let text = seal(&most, &vault(7), &certificate(&vault(7))).unwrap();
    assert_eq!(believed(&text).unwrap().payload().len(), MAX_PAYLOAD_BYTES);
    let more = vec![b' '; MAX_PAYLOAD_BYTES + 1];
    assert_eq!(
        seal(&more, &vault(7), &certificate(&vault(7))),
        Err(JwsError::TooLarge)
    );
    assert_eq!(
        Jws::parse(&"A".repeat(MAX_TEXT_BYTES + 1)),
        Err(JwsError::TooLarge)
    );
}

#[test]
fn a_payload_past_the_cap_is_refused_though_the_text_fits() {
    let more = vec![b' '; MAX_PAYLOAD_BYTES + 1];
    let [header, _, signature] =
        [0, 1, 2].map(|part| sealed().split('.').nth(part).unwrap().to_owned());
    let text = [header, BASE64_URL_SAFE_NO_PAD.encode(more), signature].join(".");
    assert!(text.len() <= MAX_TEXT_BYTES);
    assert_eq!(Jws::parse(&text), Err(JwsError::TooLarge));
}

#[test]
fn only_the_one_header_is_accepted_however_well_it_is_signed() {
    let with = |member: &str, value: Value| {
        let mut header = good_header();
        header[member] = value;
        believed(&with_header(header.to_string().as_bytes())).err()
    };
    assert_eq!(with("kid", json!("phone")), None);
    for algorithm in [
        "none", "None", "HS256", "es256", "ES384", "RS256", "EdDSA", "",
    ] {
        assert_eq!(with("alg", json!(algorithm)), Some(JwsError::Algorithm));
    }
    assert_eq!(with("typ", json!("JWT")), Some(JwsError::Header));
    assert_eq!(with("alg", json!(["ES256"])), Some(JwsError::Header));
    for extra in [
        "jwk", "jku", "x5u", "x5t", "crit", "b64", "cty", "zip", "url",
    ] {
        assert_eq!(with(extra, json!("x")), Some(JwsError::Header), "{extra}");
    }
    let x5c = good_header()["x5c"][0].clone();
    for wrong in [
        json!([]),
        json!([x5c, x5c]),
        x5c.clone(),
        json!(["?"]),
        Value::Null,
    ] {
        assert_eq!(with("x5c", wrong), Some(JwsError::Header));
    }
    let garbage = BASE64_STANDARD.encode(b"garbage");
    assert!(matches!(
        with("x5c", json!([garbage])),
        Some(JwsError::Certificate(_))
    ));

    let twice = good_header()
        .to_string()
        .replacen('{', r#"{"alg":"none","#, 1);
    assert_eq!(
        believed(&with_header(twice.as_bytes())),
        Err(JwsError::Header)
    );
    let array = json!([ALGORITHM, TYPE, [x5c]]).to_string();
    assert_eq!(
        believed(&with_header(array.as_bytes())),
        Err(JwsError::Header)
    );
    assert_eq!(believed(&with_header(b"")), Err(JwsError::Header));
    assert_eq!(believed(&with_header(&[b'['; 4096])), Err(JwsError::Header));
}

#[test]
fn a_statement_has_one_spelling() {
    let good = sealed();
    let [header, payload, signature] = [0, 1, 2].map(|part| good.split('.').nth(part).unwrap());
    let jws = Jws::parse(&good).unwrap();
    let high = {
        let low = p256::ecdsa::Signature::from_slice(&jws.signature.to_bytes()).unwrap();
        p256::ecdsa::Signature::from_scalars(low.r(), -low.s())
            .unwrap()
            .to_bytes()
    };
    let twin = Signature::from_bytes(&high).unwrap();
    assert_eq!(
        jws.certificate
            .public_key()
            .verify(jws.signing_input.as_bytes(), &twin),
        Ok(())
    );
    let high = BASE64_URL_SAFE_NO_PAD.encode(high);
    assert_eq!(
        Jws::parse(&[header, payload, &high].join(".")),
        Err(JwsError::Signature)
    );

    // The last of 86 characters holds four bits that count and two that must be zero.
    let mut trailing_bits = signature.to_owned();
    let last = trailing_bits.pop().unwrap();
    trailing_bits.push(char::from(last as u8 + 1));
    for other in [
        format!("{good}\n"),
        format!("{good}="),
        format!("{good}."),
        good.replacen('.', "", 1),
        [header, payload, &trailing_bits].join("."),
        [header, &format!("{payload}+"), signature].join("."),
        String::new(),
        "..".into(),
    ] {
        assert!(Jws::parse(&other).is_err(), "{other}");
    }
}

#[test]
fn nothing_stands_beside_the_signature_in_the_json_form() {
    let flattened: Value =
        serde_json::from_str(&Jws::parse(&sealed()).unwrap().to_flattened().unwrap()).unwrap();
    let mut unprotected = flattened.clone();
    unprotected["header"] = json!({ "kid": "phone" });
    assert_eq!(
        Jws::parse(&unprotected.to_string()),
        Err(JwsError::Malformed)
    );
    let twice = flattened
        .to_string()
        .replacen('{', r#"{"payload":"e30","#, 1);
    assert_eq!(Jws::parse(&twice), Err(JwsError::Malformed));
    let general = json!({ "payload": flattened["payload"], "signatures": [flattened] });
    assert_eq!(Jws::parse(&general.to_string()), Err(JwsError::Malformed));
}

#[test]
fn every_changed_character_is_noticed() {
    let good = sealed();
    for at in 0..good.len() {
        for bit in 0..7 {
            let mut bad = good.clone().into_bytes();
            bad[at] ^= 1 << bit;
            let bad = String::from_utf8(bad).unwrap();
            assert!(believed(&bad).is_err(), "bit {bit} of character {at}");
        }
    }
}

#[test]
fn a_signature_cannot_move_to_another_statement_or_another_device() {
    let mine = sealed();
    let other = seal(
        br#"{"purpose":"refusal"}"#,
        &vault(7),
        &certificate(&vault(7)),
    )
    .unwrap();
    let theirs = seal(PAYLOAD, &vault(8), &certificate(&vault(8))).unwrap();
    let part = |text: &str, at: usize| text.split('.').nth(at).unwrap().to_owned();
    for (header, payload, signature) in [
        (&mine, &other, &mine),
        (&theirs, &mine, &mine),
        (&mine, &mine, &other),
    ] {
        let mixed = [part(header, 0), part(payload, 1), part(signature, 2)].join(".");
        assert_eq!(believed(&mixed), Err(JwsError::Signature));
    }
}

proptest! {
    #[test]
    fn any_payload_comes_back_whole(payload in prop::collection::vec(any::<u8>(), 0..512)) {
        let text = seal(&payload, &vault(7), &certificate(&vault(7))).unwrap();
        let jws = believed(&text).unwrap();
        prop_assert_eq!(jws.payload(), payload);
        prop_assert_eq!(believed(&jws.to_flattened().unwrap()), Ok(jws));
    }

    #[test]
    fn any_text_gets_an_answer(text: String, parts in "[A-Za-z0-9_-]{0,40}\\.[A-Za-z0-9_-]{0,40}\\.[A-Za-z0-9_-]{86}") {
        prop_assert!(Jws::parse(&text).is_err());
        prop_assert!(Jws::parse(&parts).is_err());
    }
}
