//! Signing the whole file: PAdES B-B, so that any PDF reader shows whether it changed.
//!
//! The signature is an incremental update (ISO 32000-1, 7.5.6): catalogue and first page once more with an invisible
//! signature field, and the signature, whose byte range is everything in the file but itself.

pub(crate) mod cms;

use std::ops::Range;

use chrono::{DateTime, FixedOffset};
use doorstep_evidence::{
    certificate::{CertificateError, DeviceCertificate},
    digest::Digest,
    vault::{DeviceVault, VaultError},
};
use lopdf::{
    Dictionary, Document, IncrementalDocument, LoadOptions, Object, ObjectId, StringFormat,
    dictionary, text_string,
};

/// Digits that stand for a number of the byte range until it is known.
const BLANK: i64 = 9_999_999_999;
/// More than the signature and its attributes need beside the certificate.
const BESIDE_CERTIFICATE: usize = 1_024;
/// Name of the field.
const FIELD: &str = "DeviceSignature";

/// Why a copy was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The device's certificate cannot be read.
    #[error("reading the device's certificate")]
    Certificate(#[from] CertificateError),
    /// The certificate belongs to another key.
    #[error("the certificate does not belong to this device's key")]
    OtherKey,
    /// The device's key could not be used.
    #[error("the device's key could not sign the copy")]
    Vault(#[from] VaultError),
    /// The signature cannot be encoded.
    #[error("encoding the signature")]
    Encoding(#[from] x509_cert::der::Error),
    /// The PDF is not one that this crate rendered.
    #[error("adding the signature to the PDF")]
    Pdf(#[from] lopdf::Error),
    /// The update could not be written.
    #[error("writing the signature into the PDF")]
    Writing(#[from] std::io::Error),
    /// The signature does not fit where room was left for it.
    #[error("no room was left for the signature")]
    Room,
}

/// Signs a rendered copy with the device's key, as of a moment by the device's clock.
///
/// # Errors
/// [`SignError`].
pub fn sign(
    pdf: Vec<u8>,
    vault: &dyn DeviceVault,
    certificate: &DeviceCertificate,
    at: DateTime<FixedOffset>,
) -> Result<Vec<u8>, SignError> {
    if *certificate.public_key() != vault.public_key()? {
        return Err(SignError::OtherKey);
    }
    let room = certificate.der().len() * 2 + BESIDE_CERTIFICATE;
    let (mut signed, gap) = with_room(pdf, certificate, at, room)?;
    let digest = Digest::of(&outside(&signed, &gap).ok_or(SignError::Room)?);
    let cms = cms::signed(certificate, &digest, vault)?;
    let hex = hex(&cms);
    let place = signed
        .get_mut(gap.start + 1..gap.end - 1)
        .ok_or(SignError::Room)?;
    let (used, _) = place
        .split_at_mut_checked(hex.len())
        .ok_or(SignError::Room)?;
    used.copy_from_slice(hex.as_bytes());
    Ok(signed)
}

/// All bytes but those of the gap.
pub(crate) fn outside(file: &[u8], gap: &Range<usize>) -> Option<Vec<u8>> {
    Some([file.get(..gap.start)?, file.get(gap.end..)?].concat())
}

/// Adds everything but the signature's bytes, which are zeros yet; with the place of `<000…>`.
pub(crate) fn with_room(
    pdf: Vec<u8>,
    certificate: &DeviceCertificate,
    at: DateTime<FixedOffset>,
    room: usize,
) -> Result<(Vec<u8>, Range<usize>), SignError> {
    let base_length = pdf.len();
    let base = Document::load_mem_with_options(&pdf, strictly())?;
    let mut file = update(pdf, base, certificate, at, room)?;
    let gap = find(&file, base_length, b"/Contents<", b'>').ok_or(SignError::Room)?;
    let range = find(&file, base_length, b"/ByteRange[", b']').ok_or(SignError::Room)?;
    let length = file.len();
    let numbers = format!("[0 {} {} {}", gap.start, gap.end, length - gap.end);
    let place = file.get_mut(range.clone()).ok_or(SignError::Room)?;
    let width = place.len();
    if numbers.len() + 1 > width {
        return Err(SignError::Room);
    }
    place.copy_from_slice(format!("{numbers:<0$}]", width - 1).as_bytes());
    Ok((file, gap))
}

fn update(
    pdf: Vec<u8>,
    base: Document,
    certificate: &DeviceCertificate,
    at: DateTime<FixedOffset>,
    room: usize,
) -> Result<Vec<u8>, SignError> {
    let catalog_id = base.trailer.get(b"Root")?.as_reference()?;
    let page_id = first_page(&base)?;
    let mut catalog = base.get_object(catalog_id)?.as_dict()?.clone();
    let mut page = base.get_object(page_id)?.as_dict()?.clone();
    let mut document = IncrementalDocument::create_from(pdf, base);
    let signature = document.new_document.add_object(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), BLANK.into(), BLANK.into(), BLANK.into()],
        "Contents" => Object::String(vec![0; room], StringFormat::Hexadecimal),
        "M" => Object::string_literal(pdf_date(at)),
        "Name" => text_string(certificate.organisation()),
    });
    // Outside of the page: seen by nobody, and so needs no appearance and no tag (PDF/A-3, 6.3.3; PDF/UA-1, 7.18.4).
    let field = document.new_document.add_object(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal(FIELD),
        "TU" => text_string(certificate.device_name()),
        "V" => signature,
        "F" => 4,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
        "P" => page_id,
    });
    page.set("Annots", vec![Object::Reference(field)]);
    page.set("Tabs", "S");
    catalog.set(
        "AcroForm",
        dictionary! { "Fields" => vec![Object::Reference(field)], "SigFlags" => 3 },
    );
    document.new_document.set_object(page_id, page);
    document.new_document.set_object(catalog_id, catalog);
    let mut file = Vec::new();
    document.save_to(&mut file)?;
    Ok(file)
}

fn first_page(document: &Document) -> Result<ObjectId, lopdf::Error> {
    document
        .page_iter()
        .next()
        .ok_or(lopdf::Error::PageNumberNotFound(1))
}

/// Nothing that does not conform is read, and nothing that unpacks to more than a copy holds.
pub(crate) fn strictly() -> LoadOptions {
    LoadOptions {
        strict: true,
        max_decompressed_size: Some(UNPACKED_MAX),
        ..LoadOptions::default()
    }
}

/// What one stream of a copy may unpack to, in bytes.
pub(crate) const UNPACKED_MAX: usize = 16 * 1024 * 1024;

/// The place of a value with its brackets, from its key with the opening one: a page, too, has `/Contents`.
fn find(file: &[u8], from: usize, opening: &[u8], close: u8) -> Option<Range<usize>> {
    let update = file.get(from..)?;
    let at = update
        .windows(opening.len())
        .position(|window| window == opening)?;
    let start = (from + at + opening.len()).checked_sub(1)?;
    let length = file.get(start..)?.iter().position(|byte| *byte == close)?;
    Some(start..start + length + 1)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// `D:20261123170500+08'00'`
fn pdf_date(at: DateTime<FixedOffset>) -> String {
    let minutes = at.offset().local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!(
        "D:{}{sign}{:02}'{:02}'",
        at.format("%Y%m%d%H%M%S"),
        minutes.abs() / 60,
        minutes.abs() % 60
    )
}

/// The dictionary of an object.
pub(crate) fn dictionary_of(document: &Document, object: &Object) -> Option<Dictionary> {
    let (_, object) = document.dereference(object).ok()?;
    object.as_dict().ok().cloned()
}
