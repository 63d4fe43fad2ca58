//! Importing units by batch.

use std::path::PathBuf;

use clap::Subcommand;
use doorstep_domain::ids::PersonId;
use doorstep_server::{
    csv_file::{CsvError, file_name, read_file},
    organisation::OFFICE,
    quality::{Imported, QualityError, import, preview},
    replication::Replication,
    staff::{Clerk, clerk},
};
use rusqlite::Connection;
use serde_json::json;

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    text::{admin::AdminText, doing::Doing},
};

#[derive(Debug, Subcommand)]
pub(super) enum BatchesCommand {
    /// Take the units of batches from a CSV file with the columns model, batch, serial_first, serial_last and units, all or
    /// none; a batch that is known is replaced
    Import {
        /// The file
        file: PathBuf,
        /// Only say what it would bring
        #[arg(long)]
        preview: bool,
    },
}

impl BatchesCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let Self::Import {
            file,
            preview: is_preview,
        } = self;
        let doing = || Doing::ImportBatches {};
        let bytes = read_file(&file).while_doing(doing())?;
        let name = file_name(&file);
        let now_ms = office.organisation().environment().now_ms();
        let imported = office
            .organisation()
            .writer()
            .submit(move |transaction| {
                let clerk = the_office(transaction)?;
                if is_preview {
                    preview(transaction, &clerk, &name, &bytes).map(|(imported, _)| imported)
                } else {
                    import(transaction, &clerk, (&name, &bytes), now_ms)
                }
            })
            .await;
        let imported = match imported {
            // What is wrong in the file is told row by row.
            Err(QualityError::File(error)) => {
                Err::<Imported, CsvError>(error).while_doing(doing())?
            }
            other => other.while_doing(doing())?,
        };
        let Imported {
            new,
            changed,
            unchanged,
            alerts,
        } = imported;
        let words = if is_preview {
            AdminText::BatchesPreviewed {
                new,
                changed,
                unchanged,
            }
        } else {
            AdminText::BatchesTaken {
                new,
                changed,
                unchanged,
                alerts,
            }
        };
        answer.say(
            || json!({ "new": new, "changed": changed, "unchanged": unchanged, "alerts": alerts, "preview": is_preview }),
            &[words],
        );
        Ok(())
    }
}

fn the_office(connection: &Connection) -> Result<Clerk, QualityError> {
    clerk(connection, &PersonId(OFFICE.to_owned()))?.ok_or(QualityError::NoOffice)
}
