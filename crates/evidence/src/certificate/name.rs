//! The parts of a certificate's subject.

use x509_cert::{
    attr::AttributeTypeAndValue,
    der::{
        Decode as _, Encode as _,
        asn1::{Any, ObjectIdentifier, Utf8StringRef},
    },
    name::{Name, RdnSequence, RelativeDistinguishedName},
};

use super::CertificateError;

/// commonName.
pub(super) const DEVICE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
/// organizationName.
pub(super) const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
/// organizationalUnitName.
pub(super) const ROLE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
/// userId.
pub(super) const PERSON: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");

/// RFC 5280's upper bound for most names, in characters.
const MAX_CHARACTERS: usize = 64;

/// Writes a name from its parts, in the order given.
pub(super) fn write(parts: &[(ObjectIdentifier, &str)]) -> Result<Name, CertificateError> {
    let mut name = RdnSequence::default();
    for (oid, text) in parts {
        check(text)?;
        let value = Any::encode_from(&Utf8StringRef::new(text)?)?;
        name.push(RelativeDistinguishedName::try_from(vec![
            AttributeTypeAndValue { oid: *oid, value },
        ])?);
    }
    // By way of its bytes: the other way is a text syntax with escapes, which a name could break out of.
    Ok(Name::from_der(&name.to_der()?)?)
}

/// Reads the one part of this kind.
pub(super) fn part(name: &Name, oid: ObjectIdentifier) -> Result<String, CertificateError> {
    let mut found = name.iter().filter(|part| part.oid == oid);
    let (Some(part), None) = (found.next(), found.next()) else {
        return Err(CertificateError::Name);
    };
    let text: Utf8StringRef<'_> = part.value.decode_as()?;
    check(text.as_ref())?;
    Ok(text.as_str().to_owned())
}

fn check(text: &str) -> Result<(), CertificateError> {
    let fits = (1..=MAX_CHARACTERS).contains(&text.chars().count());
    if fits && !text.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(CertificateError::Name)
    }
}
