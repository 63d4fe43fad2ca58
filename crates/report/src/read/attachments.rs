//! The attachments of a copy: exactly one of each kind, the same by whichever way one finds it.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_evidence::{
    digest::Digest,
    jws::{Jws, MAX_TEXT_BYTES},
};
use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

use super::{CopyContent, Fault, digest_in};
use crate::{
    form::Form,
    paint::{CERTIFICATES_FILE, FORM_FILE, STATEMENT_FILE},
    sign::{UNPACKED_MAX, dictionary_of},
};

/// What a copy carries, if it carries it in the one way that a copy does.
pub(super) fn content(document: &Document) -> Result<CopyContent, Fault> {
    let catalog = document.catalog().map_err(|_| Fault::NotReadable)?;
    let files = files(document, catalog)?;
    let statement = unpacked(document, files.get(STATEMENT_FILE))?;
    let certificates = unpacked(document, files.get(CERTIFICATES_FILE))?;
    let form = unpacked(document, files.get(FORM_FILE))?;
    if statement.len() > MAX_TEXT_BYTES {
        return Err(Fault::StatementBroken);
    }
    let text = String::from_utf8(statement).map_err(|_| Fault::StatementBroken)?;
    let jws = Jws::parse(&text).map_err(|_| Fault::StatementBroken)?;
    Ok(CopyContent {
        jws,
        certificates: String::from_utf8(certificates).map_err(|_| Fault::NotACopy)?,
        form: serde_json::from_slice::<Form>(&form).map_err(|_| Fault::NotACopy)?,
    })
}

/// The statement that the copy's description says it was made from.
pub(super) fn made_from(document: &Document) -> Option<Digest> {
    let info = dictionary_of(document, document.trailer.get(b"Info").ok()?)?;
    digest_in(&decode_text_string(info.get(b"Subject").ok()?).ok()?)
}

/// The attached files by name. Both lists of a PDF, of the files that belong to it (`/AF`) and of the names
/// (`/Names`), must hold the same objects, each once, and no name may occur twice: readers differ in which list they
/// show.
fn files(document: &Document, catalog: &Dictionary) -> Result<BTreeMap<String, ObjectId>, Fault> {
    let associated = references(document, catalog.get(b"AF").ok()).ok_or(Fault::NotACopy)?;
    let names = names(document, catalog).ok_or(Fault::NotACopy)?;
    let as_set = |objects: &[ObjectId]| objects.iter().copied().collect::<BTreeSet<_>>();
    let (by_af, by_name) = (as_set(&associated), as_set(&names));
    if by_af != by_name || by_af.len() != associated.len() || by_name.len() != names.len() {
        return Err(Fault::TwoAttachments);
    }
    let mut files = BTreeMap::new();
    for object in associated {
        let specification = document
            .get_object(object)
            .and_then(Object::as_dict)
            .map_err(|_| Fault::NotACopy)?;
        let name = name_of(specification).ok_or(Fault::NotACopy)?;
        let file = stream_of(document, specification)?;
        if files.insert(name, file).is_some() {
            return Err(Fault::TwoAttachments);
        }
    }
    // A file of another kind could be taken for the statement by whoever opens the copy.
    let known = [STATEMENT_FILE, CERTIFICATES_FILE, FORM_FILE];
    if files.keys().any(|name| !known.contains(&name.as_str())) {
        return Err(Fault::TwoAttachments);
    }
    Ok(files)
}

fn references(document: &Document, list: Option<&Object>) -> Option<Vec<ObjectId>> {
    let (_, list) = document.dereference(list?).ok()?;
    let objects = list.as_array().ok()?.iter();
    objects.map(|object| object.as_reference().ok()).collect()
}

/// The name tree's objects: one flat list of a name and an object in turn, as a copy has it.
fn names(document: &Document, catalog: &Dictionary) -> Option<Vec<ObjectId>> {
    let names = dictionary_of(document, catalog.get(b"Names").ok()?)?;
    let tree = dictionary_of(document, names.get(b"EmbeddedFiles").ok()?)?;
    if tree.has(b"Kids") {
        return None;
    }
    let (_, list) = document.dereference(tree.get(b"Names").ok()?).ok()?;
    let list = list.as_array().ok()?;
    if !list.len().is_multiple_of(2) {
        return None;
    }
    let objects = list.iter().skip(1).step_by(2);
    objects.map(|object| object.as_reference().ok()).collect()
}

/// The file's name, if both its spellings agree.
fn name_of(specification: &Dictionary) -> Option<String> {
    let text = |key: &[u8]| decode_text_string(specification.get(key).ok()?).ok();
    let (name, unicode) = (text(b"F")?, text(b"UF")?);
    (name == unicode).then_some(name)
}

/// The file's stream, if both ways to it lead to the same.
fn stream_of(document: &Document, specification: &Dictionary) -> Result<ObjectId, Fault> {
    let embedded = specification
        .get(b"EF")
        .ok()
        .and_then(|object| dictionary_of(document, object))
        .ok_or(Fault::NotACopy)?;
    let stream = |key: &[u8]| embedded.get(key).and_then(Object::as_reference);
    match (stream(b"F"), stream(b"UF")) {
        (Ok(file), Ok(unicode)) if file == unicode => Ok(file),
        (Ok(_), Ok(_)) => Err(Fault::TwoAttachments),
        _ => Err(Fault::NotACopy),
    }
}

fn unpacked(document: &Document, file: Option<&ObjectId>) -> Result<Vec<u8>, Fault> {
    let stream = document
        .get_object(*file.ok_or(Fault::NotACopy)?)
        .and_then(Object::as_stream)
        .map_err(|_| Fault::NotACopy)?;
    if !stream.dict.has(b"Filter") {
        return Ok(stream.content.clone());
    }
    stream
        .decompressed_content_with_limit(UNPACKED_MAX)
        .map_err(|_| Fault::StatementBroken)
}
