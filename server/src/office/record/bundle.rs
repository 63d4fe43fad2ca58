//! `GET /records/{record}/evidence.zip`: everything that somebody needs who does not believe this server: the record, what was
//! signed, the certificate to check it by, the files that the record names, and how to check them.

use std::io::{Cursor, Write as _};

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::record::{FILE_BYTES_MAX, Field, NamedContent};
use doorstep_words::{Language, Say as _, office::evidence as words};
use rusqlite::Connection;
use serde::Serialize;
use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{
    copies::{COPY_FILE, copy},
    dossier::{Dossier, Found, find, load},
    download::{STATEMENT_FILE, given_out},
    sight::sees_all,
    told_whole::WholeRecord,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    data_folder::DataFolder,
    office::visitor::Visitor,
    rights::{Action, can},
    staff::Clerk,
};

/// So many bytes of photos and files go into one bundle; what is beyond is named as left out.
const FILES_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What became of a file that the record names.
#[derive(Serialize)]
struct FileNamed<'c> {
    digest: &'c str,
    media_type: &'static str,
    /// `here`; `not_arrived`: still on the device; `left_out`: the bundle would be too large.
    state: &'static str,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
enum BundleError {
    #[error("writing the bundle")]
    Zip(#[from] ZipError),
    #[error("writing a file of the bundle")]
    Write(#[from] std::io::Error),
    #[error("writing JSON for the bundle")]
    Json(#[from] serde_json::Error),
    #[error("making a copy for the bundle")]
    Copy(#[from] doorstep_report::ReportError),
    #[error("writing the organisation's certificate")]
    Organisation(#[from] doorstep_evidence::certificate::CertificateError),
    #[error("reading a file for the bundle")]
    Shelf(#[from] crate::files::ShelfError),
}

/// The whole bundle.
pub(in crate::office) async fn download_bundle(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Response {
    if !sees_all(visitor.clerk()) || !visitor.may(Action::Export) {
        return visitor.refused(ApiError::not_allowed());
    }
    let clerk = visitor.clerk().clone();
    let asking = state.clone();
    let read = state
        .store()
        .read(move |connection| bundle_of(connection, &asking, &clerk, &name))
        .await;
    let (file, bytes) = match read {
        Ok(Some((file, bytes))) => (file, Ok(Some(bytes))),
        Ok(None) => return visitor.nothing_here(),
        Err(error) => return visitor.refused(error),
    };
    given_out(&state, &visitor, bytes, &file, "application/zip").await
}

fn bundle_of(
    connection: &Connection,
    state: &AppState,
    clerk: &Clerk,
    name: &str,
) -> Result<Option<(String, Vec<u8>)>, ApiError> {
    let Found::One(id) = find(connection, clerk, name)? else {
        return Ok(None);
    };
    let trusted = state.replication().trusted();
    let dossier = Dossier::read(connection, trusted, state.shelf(), id)?.for_clerk(clerk);
    if !can(clerk, Action::Export, dossier.station.as_ref()) {
        return Err(ApiError::not_allowed());
    }
    let (document, _) = load(connection, id)?;
    let saved = document.document().save().map_err(ApiError::internal)?;
    let bytes = write(state, clerk, &dossier, &saved).map_err(ApiError::internal)?;
    Ok(Some((format!("{id}-evidence.zip"), bytes)))
}

fn write(
    state: &AppState,
    clerk: &Clerk,
    dossier: &Dossier,
    saved: &[u8],
) -> Result<Vec<u8>, BundleError> {
    let trusted = state.replication().trusted();
    let language = Language::of_customer(dossier.record.words(Field::Language));
    let mut bundle = Bundle(ZipWriter::new(Cursor::new(Vec::new())));
    for language in [Language::Chinese, Language::English] {
        let name = format!("READ-ME.{}.txt", language.tag());
        bundle.put(&name, instructions(language, dossier).as_bytes())?;
    }
    let whole = WholeRecord::of(dossier, clerk);
    bundle.put("record.json", &serde_json::to_vec_pretty(&whole)?)?;
    bundle.put("record.automerge", saved)?;
    bundle.put(DataFolder::ORGANISATION, trusted.to_pem()?.as_bytes())?;
    for sealed in &dossier.statements {
        let stored = &sealed.stored;
        let name = format!("statements/{}{STATEMENT_FILE}", stored.digest);
        bundle.put(&name, stored.jws.as_bytes())?;
        if let Some(pages) = copy(stored, &dossier.kinds, language, trusted)? {
            bundle.put(&format!("copies/{}{COPY_FILE}", stored.digest), &pages)?;
        }
    }
    let files = bundle.files(state, dossier)?;
    bundle.put("files.json", &serde_json::to_vec_pretty(&files)?)?;
    Ok(bundle.0.finish()?.into_inner())
}

struct Bundle(ZipWriter<Cursor<Vec<u8>>>);

impl Bundle {
    /// Stored as it is: pictures and PDF are packed already. No moment of ours stands in it: the same record gives the same bytes.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), BundleError> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(name, options)?;
        Ok(self.0.write_all(bytes)?)
    }

    /// The files that the record names, each under its digest, which is what the record calls it by.
    fn files<'d>(
        &mut self,
        state: &AppState,
        dossier: &'d Dossier,
    ) -> Result<Vec<FileNamed<'d>>, BundleError> {
        let at_most = usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX);
        let mut room = FILES_BYTES_MAX;
        let mut named: Vec<FileNamed<'d>> = Vec::new();
        let contents: Vec<NamedContent<'d>> = dossier.record.contents().collect();
        for content in contents {
            if named.iter().any(|file| file.digest == content.digest) {
                continue;
            }
            let read = match content.digest.parse() {
                Ok(digest) => state.shelf().read(digest, 0, at_most)?,
                Err(_) => None,
            };
            let state = match read {
                None => "not_arrived",
                Some(bytes) if bytes.len() > room => "left_out",
                Some(bytes) => {
                    room -= bytes.len();
                    let name = format!("files/{}{}", content.digest, content.media_type.ending());
                    self.put(&name, &bytes)?;
                    "here"
                }
            };
            named.push(FileNamed {
                digest: content.digest,
                media_type: content.media_type.code(),
                state,
            });
        }
        Ok(named)
    }
}

fn instructions(language: Language, dossier: &Dossier) -> String {
    let number = dossier.record.words(Field::Number);
    let mut text = words::Title { number: &number }.say(language).into_owned();
    for phrase in [
        words::WHAT_IS_IN_IT,
        words::WHAT_TO_TRUST,
        words::HOW_TO_CHECK,
    ] {
        text.push_str("\n\n");
        text.push_str(language.say(phrase));
    }
    text.push_str(
        "\n\n    doorstep verify statements/*.jws --trust organisation.pem\n    \
         doorstep verify statements/*.jws --trust organisation.pem --record record.automerge\n\n",
    );
    text.push_str(language.say(words::WHAT_IT_ANSWERS));
    text.push_str("\n\n");
    text.push_str(language.say(words::COPIES_AND_FILES));
    text.push('\n');
    text
}
