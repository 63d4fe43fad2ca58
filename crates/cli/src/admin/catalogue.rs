//! Importing the catalogue.

use std::path::PathBuf;

use clap::Subcommand;
use doorstep_server::{
    catalogue::{parse, publish, read_folder},
    replication::Replication,
};
use serde_json::json;

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    text::{admin::AdminText, doing::Doing},
};

#[derive(Debug, Subcommand)]
pub(super) enum CatalogueCommand {
    /// Read kinds, models, parts, warranty, faults, labour and tests (.csv) of a folder, all or nothing
    Import {
        /// The folder; `doorstep admin sample` writes one that shows the columns
        folder: PathBuf,
    },
}

impl CatalogueCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let Self::Import { folder } = self;
        let doing = || Doing::ImportCatalogue {};
        let sources = read_folder(&folder).while_doing(doing())?;
        let catalogue = parse(&sources).while_doing(doing())?;
        let counts = [
            catalogue.kinds.len(),
            catalogue.models.len(),
            catalogue.parts.len(),
            catalogue.faults.len(),
            catalogue.labour.len(),
            catalogue.warranty.len(),
            catalogue.tests.len(),
        ];
        let published = publish(office.organisation(), catalogue)
            .await
            .while_doing(doing())?;
        let [kinds, models, parts, faults, labour, terms, tests] = counts;
        let version = published.version;
        let outcome = if published.is_new {
            AdminText::CataloguePublished { version }
        } else {
            AdminText::CatalogueUnchanged { version }
        };
        answer.say(
            || {
                json!({
                    "version": version,
                    "new": published.is_new,
                    "kinds": kinds,
                    "models": models,
                    "parts": parts,
                    "faults": faults,
                    "labour": labour,
                    "warranty": terms,
                    "tests": tests,
                })
            },
            &[
                outcome,
                AdminText::CatalogueCounts {
                    kinds,
                    models,
                    parts,
                    faults,
                    labour,
                    terms,
                    tests,
                },
            ],
        );
        Ok(())
    }
}
