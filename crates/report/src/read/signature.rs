//! The signature over the whole file.

use std::ops::Range;

use doorstep_evidence::{certificate::DeviceCertificate, digest::Digest};
use lopdf::{Dictionary, Document, Object};
use x509_cert::der::Encode as _;

use super::Fault;
use crate::sign::{cms, dictionary_of, hex, outside};

/// Where the signature stands.
pub(super) struct Place {
    /// The place of its digits with their brackets.
    pub(super) gap: Range<usize>,
    /// The moment that it names.
    pub(super) signed_at: Option<String>,
}

/// Finds the one signature, whose byte range must leave out itself alone.
pub(super) fn find(file: &[u8], document: &Document) -> Result<Place, Fault> {
    let signature = signature_of(document).ok_or(Fault::NotSigned)?;
    let moment = signature.get(b"M").and_then(Object::as_str).ok();
    Ok(Place {
        gap: gap_of(file, &signature)?,
        signed_at: moment.and_then(|moment| String::from_utf8(moment.to_vec()).ok()),
    })
}

/// Checks that this device signed every byte of the file but the signature itself, and that the signature has the one
/// spelling it can have.
pub(super) fn check(
    file: &[u8],
    place: &Place,
    certificate: &DeviceCertificate,
) -> Result<(), Fault> {
    let gap = &place.gap;
    let digits = file
        .get(gap.start + 1..gap.end - 1)
        .ok_or(Fault::SavedAgain)?;
    let bytes = bytes_of(digits).ok_or(Fault::BytesChanged)?;
    let (value, _) = cms::signature_in(&bytes).ok_or(Fault::BytesChanged)?;
    let digest = Digest::of(&outside(file, gap).ok_or(Fault::SavedAgain)?);
    let attributes = cms::attributes(certificate, &digest)
        .and_then(|attributes| attributes.to_der())
        .map_err(|_| Fault::BytesChanged)?;
    if certificate
        .public_key()
        .verify(&attributes, &value)
        .is_err()
    {
        let foreign = !contains(&bytes, certificate.der());
        return Err(if foreign {
            Fault::OtherSigner
        } else {
            Fault::BytesChanged
        });
    }
    // Made again from what was verified, it must be what stands in the file, down to the last digit of the room.
    let made = cms::assembled(certificate, &digest, &value).map_err(|_| Fault::BytesChanged)?;
    let mut expected = hex(&made).into_bytes();
    expected.resize(digits.len(), b'0');
    if expected == digits {
        Ok(())
    } else {
        Err(Fault::BytesChanged)
    }
}

/// The one signature of the form.
fn signature_of(document: &Document) -> Option<Dictionary> {
    let catalog = document.catalog().ok()?;
    let form = dictionary_of(document, catalog.get(b"AcroForm").ok()?)?;
    let (_, fields) = document.dereference(form.get(b"Fields").ok()?).ok()?;
    let [field] = fields.as_array().ok()?.as_slice() else {
        return None;
    };
    let field = dictionary_of(document, field)?;
    dictionary_of(document, field.get(b"V").ok()?)
}

/// The place of the signature's digits with their brackets: what the byte range leaves out, which must be that alone.
fn gap_of(file: &[u8], signature: &Dictionary) -> Result<Range<usize>, Fault> {
    let range = signature
        .get(b"ByteRange")
        .and_then(Object::as_array)
        .map_err(|_| Fault::SavedAgain)?;
    let mut numbers = range.iter().map(|number| {
        number
            .as_i64()
            .ok()
            .and_then(|number| usize::try_from(number).ok())
    });
    let mut next = || numbers.next().flatten().ok_or(Fault::SavedAgain);
    let (start, before, after, length) = (next()?, next()?, next()?, next()?);
    let gap = before..after;
    let brackets = [
        file.get(before),
        after.checked_sub(1).and_then(|last| file.get(last)),
    ];
    let end = after.checked_add(length).ok_or(Fault::SavedAgain)?;
    if range.len() != 4
        || start != 0
        || after < before + 2
        || brackets != [Some(&b'<'), Some(&b'>')]
    {
        return Err(Fault::SavedAgain);
    }
    if end < file.len() {
        return Err(Fault::Appended);
    }
    if end > file.len() {
        return Err(Fault::BytesChanged);
    }
    Ok(gap)
}

/// Lower-case hexadecimal digits as bytes.
fn bytes_of(digits: &[u8]) -> Option<Vec<u8>> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(value(*high)? << 4 | value(*low)?),
            _ => None,
        })
        .collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes
        .windows(part.len().max(1))
        .any(|window| window == part)
}
