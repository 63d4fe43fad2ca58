//! Photos and other files by their stages: the preview with a link to the whole, or on whose device it still is.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use doorstep_domain::{
    ids::EntryId,
    record::{EntryReading, FILE_BYTES_MAX, FileAdded, What},
};
use doorstep_evidence::digest::Digest;
use doorstep_words::office::record as words;
use maud::{Markup, html};

use super::{
    dossier::{Found, find, load},
    page::RecordPage,
    sight::{sees_all, sees_content},
};
use crate::{
    api_error::ApiError,
    app::AppState,
    files::named::named_by,
    office::{
        told::{told, told_lines},
        visitor::Visitor,
    },
    replication::roster,
};

impl RecordPage<'_> {
    pub(super) fn photos(&self) -> Markup {
        let language = self.language;
        let mut all: Vec<(EntryId, &EntryReading, &FileAdded)> = self
            .dossier
            .record
            .entries
            .iter()
            .filter_map(|(id, reading)| match &reading.entry.what {
                What::FileAdded(file) => Some((*id, reading, file)),
                _ => None,
            })
            .collect();
        // By stage, and within one in the order of the entries.
        all.sort_by_key(|(_, _, file)| file.stage);
        self.section(
            "photos",
            language.say(words::PHOTOS_AND_FILES),
            &html! {
                @if all.is_empty() { p.none { (language.say(words::NO_PHOTOS_YET)) } }
                @if !all.is_empty() {
                    div.photos {
                        @for (id, reading, file) in &all { (self.photo(*id, reading, file)) }
                    }
                }
            },
        )
    }

    fn photo(&self, id: EntryId, reading: &EntryReading, file: &FileAdded) -> Markup {
        let language = self.language;
        let record = self.dossier.record.id;
        let is_here = self.dossier.files_here.contains(&file.digest);
        let whole = format!(
            "/records/{record}/files/{}{}",
            file.digest,
            file.media_type.ending()
        );
        let preview = file
            .picture
            .as_ref()
            .filter(|picture| self.dossier.files_here.contains(&picture.preview))
            .map(|picture| format!("/records/{record}/files/{}.jpg", picture.preview));
        let stage = language.say(file.stage.words());
        let shown = html! {
            @match &preview {
                Some(preview) => {
                    img src=(preview) alt=(stage) loading="lazy";
                },
                None => {
                    span.blank {
                        (language.say(file.media_type.words()))
                    }
                }
            }
        };
        html! {
            figure.photo #{ "e-" (id) } .void[self.is_voided(id)] {
                @if is_here { a href=(whole) { (shown) } } @else { (shown) }
                figcaption {
                    strong.kind { (stage) }
                    @if !file.caption.is_empty() { div { (told_lines(&file.caption)) } }
                    @if is_here {
                        a href=(whole) {
                            (language.say(words::OPEN_THE_ORIGINAL)) " (" (size(file.bytes)) ")"
                        }
                    } @else {
                        p.badge.warn {
                            span.mark { "⇡" }
                            (language.say(words::ORIGINAL_STILL_DEVICE))
                            (self.dossier.staff.device(language, reading.device))
                        }
                    }
                    (self.by_line(id, reading))
                }
            }
        }
    }

    /// The photo of a company's stamp, where the record has it.
    pub(super) fn stamp_photo(&self, digest: &str) -> Markup {
        let language = self.language;
        let entry = self.dossier.record.entries.iter().find(|(_, reading)| {
            matches!(&reading.entry.what, What::FileAdded(file) if file.digest == digest)
        });
        html! {
            @match entry {
                Some((id, _)) => a href={ "#e-" (id) } { (language.say(words::PHOTO_OF_THE_STAMP)) },
                None => { (language.say(words::PHOTO_OF_THE_STAMP)) " " code { (told(digest)) } }
            }
        }
    }
}

/// A size as people say it.
fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// `GET /records/{record}/files/{digest}.jpg`: a content that the record names, if it has arrived.
pub(in crate::office) async fn give_file(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((name, file)): Path<(String, String)>,
) -> Response {
    let wanted = file.split('.').next().unwrap_or_default().parse::<Digest>();
    let shelf = state.shelf().clone();
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let (Found::One(id), Ok(digest)) = (find(connection, &clerk, &name)?, wanted) else {
                return Ok(None);
            };
            let Some(media_type) = named_by(connection, id, digest)? else {
                return Ok(None);
            };
            if !sees_all(&clerk) {
                let (document, _) = load(connection, id)?;
                let record = document.record(&roster(connection)?);
                if !sees_content(&clerk, &record, &digest.to_string()) {
                    return Ok(None);
                }
            }
            let at_most = usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX);
            let content = shelf.read(digest, 0, at_most);
            let content = content.map_err(ApiError::internal)?;
            Ok(content.map(|content| (media_type, content)))
        })
        .await;
    match read {
        Ok(Some((media_type, content))) => {
            let headers = [
                // One of three kinds, checked when it came, and never sniffed: no page of a stranger's making.
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static(media_type.code()),
                ),
                (
                    header::CONTENT_DISPOSITION,
                    HeaderValue::from_static(if media_type.is_picture() {
                        "inline"
                    } else {
                        "attachment"
                    }),
                ),
                // It never changes, and whoever logs out has seen it anyway.
                (
                    header::CACHE_CONTROL,
                    HeaderValue::from_static("private, max-age=3600, immutable"),
                ),
            ];
            (headers, content).into_response()
        }
        Ok(None) => visitor.nothing_here(),
        Err(error) => visitor.answer(Err(error)),
    }
}
