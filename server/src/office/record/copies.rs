//! The customer's copy of a statement as a PDF, made here from the sealed statement itself.
//!
//! The pages are those of the copy that the customer got: the same statement gives the same pages. Only the device that sealed
//! the statement can sign the file, so this one has no signature over it; the statement inside has its own, and is checked.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::record::Field;
use doorstep_evidence::{certificate::TrustedOrganisation, digest::Digest};
use doorstep_report::{CopySource, Form, Language, ReportError, Settings};

use super::{
    dossier::{Found, find, load},
    download::given_out,
    sight::sees_all,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{kinds::Kinds, visitor::Visitor},
    replication::{StoredStatement, roster, statements_of},
};

/// What the name of a copy ends with.
pub(super) const COPY_FILE: &str = ".pdf";

/// `GET /records/{record}/copies/{digest}.pdf`.
pub(in crate::office) async fn download_copy(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((name, file)): Path<(String, String)>,
) -> Response {
    if !sees_all(visitor.clerk()) {
        return visitor.refused(ApiError::not_allowed());
    }
    let wanted = file
        .strip_suffix(COPY_FILE)
        .and_then(|digest| digest.parse::<Digest>().ok());
    let clerk = visitor.clerk().clone();
    let trusted = state.replication().trusted().clone();
    let read = state
        .store()
        .read(move |connection| {
            let (Found::One(id), Some(wanted)) = (find(connection, &clerk, &name)?, wanted) else {
                return Ok(None);
            };
            let statements = statements_of(connection, id).map_err(ApiError::internal)?;
            let found = statements
                .into_iter()
                .find(|statement| statement.digest == wanted);
            let Some(found) = found else {
                return Ok(None);
            };
            let (document, _) = load(connection, id)?;
            let record = document.record(&roster(connection)?);
            let language = Language::of_customer(record.words(Field::Language));
            let kinds = Kinds::read(connection)?;
            copy(&found, &kinds, language, &trusted).map_err(ApiError::internal)
        })
        .await;
    given_out(&state, &visitor, read, &file, "application/pdf").await
}

/// The pages of a statement's copy; nothing where it cannot be read or its seal does not hold: of that there is no copy.
pub(super) fn copy(
    statement: &StoredStatement,
    kinds: &Kinds,
    language: Language,
    trusted: &TrustedOrganisation,
) -> Result<Option<Vec<u8>>, ReportError> {
    let Some(jws) = statement.parse() else {
        return Ok(None);
    };
    let form = Form::new(language, Settings::default());
    let source = match CopySource::new(jws, form, Some(trusted)) {
        Ok(source) => source,
        Err(ReportError::Statement(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let kind = kinds.words(language, &source.statement().shown.unit.kind);
    let source = match kind {
        Some(kind) => source.naming_kind(kind),
        None => source,
    };
    Ok(Some(source.render()?))
}
