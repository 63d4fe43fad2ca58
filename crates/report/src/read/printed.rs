//! The pages made again from the attached statement, and compared.

use std::io::Read as _;

use chrono::{DateTime, FixedOffset};
use flate2::read::ZlibDecoder;
use lopdf::{Dictionary, Document, Object, Stream};

use super::{CopyContent, Fault, Pages, last_end, signature::Place};
use crate::{
    render::CopySource,
    sign::{UNPACKED_MAX, strictly, with_room},
};

/// Compares the pages, if this program makes the copy's form of them.
pub(super) fn compare(
    file: &[u8],
    content: &CopyContent,
    place: Option<&Place>,
) -> Result<Pages, Fault> {
    if !content.form.is_ours() {
        return Ok(Pages::OtherForm);
    }
    let source = CopySource::with_certificates(
        content.jws.clone(),
        content.form.clone(),
        content.certificates.clone(),
    )
    .map_err(|_| Fault::NotACopy)?;
    let made = source.render().map_err(|_| Fault::NotACopy)?;
    let found = pages_of(file, place).ok_or(Fault::SavedAgain)?;
    if found != made {
        // Another machine may have packed the same pages into other bytes: what counts is what they unpack to.
        same_document(&made, found)?;
    }
    match place {
        Some(place) if !is_only_the_signature(file, found, content, place) => Err(Fault::Appended),
        _ => Ok(Pages::Same),
    }
}

/// The file as it was before the signature was added; the whole file if there is none.
fn pages_of<'a>(file: &'a [u8], place: Option<&Place>) -> Option<&'a [u8]> {
    let Some(place) = place else {
        return Some(file);
    };
    file.get(..last_end(file.get(..place.gap.start)?)?)
}

/// Whether what was added to the pages is the signature alone: adding it again must give the same bytes.
fn is_only_the_signature(file: &[u8], pages: &[u8], content: &CopyContent, place: &Place) -> bool {
    let room = place.gap.len().saturating_sub(2) / 2;
    let Some(at) = place.signed_at.as_deref().and_then(moment) else {
        return false;
    };
    let made = with_room(pages.to_vec(), content.jws.certificate(), at, room);
    made.is_ok_and(|(made, gap)| {
        gap == place.gap
            && made.get(..gap.start) == file.get(..gap.start)
            && made.get(gap.end..) == file.get(gap.end..)
    })
}

/// `D:20261123170500+08'00'`
fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    let plain = text.strip_prefix("D:")?.replace('\'', "");
    DateTime::parse_from_str(&plain, "%Y%m%d%H%M%S%z").ok()
}

fn same_document(made: &[u8], found: &[u8]) -> Result<(), Fault> {
    let load = |pages| Document::load_mem_with_options(pages, strictly());
    let made = load(made).map_err(|_| Fault::NotACopy)?;
    let found = load(found).map_err(|_| Fault::BytesChanged)?;
    let mut result = Ok(());
    for (id, object) in &made.objects {
        match found.objects.get(id).map(|found| same(object, found)) {
            Some(Ok(())) => {}
            // What cannot be unpacked says nothing; something else may be readable and say more.
            Some(Err(Fault::PrintedOtherwise)) => return Err(Fault::PrintedOtherwise),
            Some(Err(_)) | None => result = Err(Fault::BytesChanged),
        }
    }
    if made.objects.len() != found.objects.len() || made.trailer != found.trailer {
        return Err(Fault::BytesChanged);
    }
    result
}

/// Whether an object is the one that was made.
fn same(made: &Object, found: &Object) -> Result<(), Fault> {
    let (Object::Stream(made), Object::Stream(found)) = (made, found) else {
        return if made == found {
            Ok(())
        } else {
            Err(Fault::BytesChanged)
        };
    };
    let without_length = |dictionary: &Dictionary| {
        let mut dictionary = dictionary.clone();
        dictionary.remove(b"Length");
        dictionary
    };
    match (unpacked(made), unpacked(found)) {
        // Pages and fonts are packed; what is not, such as the description, shows nothing.
        (Some(was), Some(is)) if was != is && made.dict.has(b"Filter") => {
            Err(Fault::PrintedOtherwise)
        }
        (Some(was), Some(is))
            if was == is && without_length(&made.dict) == without_length(&found.dict) =>
        {
            Ok(())
        }
        _ => Err(Fault::BytesChanged),
    }
}

/// What a stream unpacks to, if its checksum holds: damage must not pass for other contents.
fn unpacked(stream: &Stream) -> Option<Vec<u8>> {
    let Ok(filter) = stream.dict.get(b"Filter") else {
        return Some(stream.content.clone());
    };
    if filter.as_name().ok()? != b"FlateDecode" {
        return None;
    }
    let mut bytes = Vec::new();
    let length = ZlibDecoder::new(stream.content.as_slice())
        .take(UNPACKED_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .ok()?;
    (length <= UNPACKED_MAX).then_some(bytes)
}
