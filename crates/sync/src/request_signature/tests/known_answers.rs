//! The published examples.

use super::*;

#[test]
fn the_ecdsa_example_of_rfc_9421_b_2_4_comes_out_and_verifies() {
    let components = [
        ("@status", "200"),
        ("content-type", "application/json"),
        (
            "content-digest",
            "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:",
        ),
        ("content-length", "23"),
    ];
    let params = r#"("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256""#;
    let base = signature_base(
        components
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
        params,
    );
    assert_eq!(
        base,
        "\"@status\": 200\n\
         \"content-type\": application/json\n\
         \"content-digest\": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:\n\
         \"content-length\": 23\n\
         \"@signature-params\": (\"@status\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\""
    );
    // The point of test-key-ecc-p256 (appendix B.1.3), and the published signature.
    let bytes = |text: &str| base64::prelude::BASE64_STANDARD.decode(text).unwrap();
    let point = bytes(
        "BKiFWGVSwqz2Rxh4z9ewk1tP/g/S38NBJI6he8QeBYrwMc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0=",
    );
    let signature = bytes(
        "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==",
    );
    let key = PublicKey::from_sec1(&point).unwrap();
    let signature = Signature::from_bytes(&signature).unwrap();
    assert_eq!(key.verify(base.as_bytes(), &signature), Ok(()));
    let changed = base.replace("200", "201");
    assert!(key.verify(changed.as_bytes(), &signature).is_err());
}

#[test]
fn the_digest_is_the_one_of_rfc_9530() {
    // Appendix D of RFC 9530 digests {"hello": "world"} with a line feed after it.
    assert_eq!(
        content_digest(b"{\"hello\": \"world\"}\n"),
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    );
}
