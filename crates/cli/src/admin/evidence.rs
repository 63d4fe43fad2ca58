//! Exporting what customers signed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use doorstep_server::replication::{
    Replication, ReplicationError, StoredStatement, records_with_statements, statements_of,
};
use serde_json::json;

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    text::{admin::AdminText, doing::Doing},
};

/// Digits of a statement's digest in its file's name.
const DIGEST_DIGITS: usize = 16;

#[derive(Debug, Subcommand)]
pub(super) enum EvidenceCommand {
    /// Write every statement into a file of its own (.jws), which `doorstep verify` takes
    Export {
        /// Where to; made if it is not there
        folder: PathBuf,
    },
}

impl EvidenceCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let Self::Export { folder } = self;
        let doing = || Doing::ExportEvidence {};
        let store = office.organisation().store();
        let records = store
            .read(records_with_statements)
            .await
            .while_doing(doing())?;
        fs::create_dir_all(&folder).while_doing(doing())?;
        let mut files = Vec::new();
        // Record by record: all statements together may be more than fits into memory.
        for record in records {
            let read = move |connection: &_| statements_of(connection, record);
            let statements: Result<_, ReplicationError> = store.read(read).await;
            for statement in statements.while_doing(doing())? {
                files.push(write(&folder, &statement).while_doing(doing())?);
            }
        }
        let (count, folder) = (files.len(), folder.display().to_string());
        answer.say(
            || json!({ "statements": count, "folder": folder, "files": files }),
            &[AdminText::EvidenceExported {
                count,
                folder: folder.clone(),
            }],
        );
        Ok(())
    }
}

fn write(folder: &Path, statement: &StoredStatement) -> io::Result<String> {
    let digest: String = statement
        .digest
        .to_string()
        .chars()
        .take(DIGEST_DIGITS)
        .collect();
    let name = format!(
        "{}-{}-{digest}.jws",
        number_of(statement),
        statement.purpose.code()
    );
    fs::write(folder.join(&name), &statement.jws)?;
    Ok(name)
}

/// The record number as it was shown; what could lead out of the folder is left out.
fn number_of(statement: &StoredStatement) -> String {
    let shown = statement
        .parse()
        .and_then(|jws| doorstep_evidence::verdict::open(&jws, None).ok());
    let number = shown
        .map(|opened| opened.statement.shown.number)
        .unwrap_or_default();
    number
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
        .collect()
}
