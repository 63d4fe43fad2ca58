//! Importing the catalogue.

use std::path::PathBuf;

use clap::Subcommand;
use doorstep_server::{
    catalogue::{parse, parse_consents, parse_library, publish, read_folder},
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
    /// Read kinds, models, parts, warranty, faults, labour and tests (.csv) of a folder, and discounts, consents, manuals
    /// and hard_cases where they are there, all or nothing
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
        // Everything is read before anything is given out.
        let consents = parse_consents(&sources).while_doing(doing())?;
        let library = parse_library(&sources, &catalogue).while_doing(doing())?;
        let sentences = consents.as_ref().map_or(0, |all| all.sentences.len());
        let documents = library.as_ref().map_or(0, |all| all.documents.len());
        let counts = [
            catalogue.kinds.len(),
            catalogue.models.len(),
            catalogue.parts.len(),
            catalogue.faults.len(),
            catalogue.labour.len(),
            catalogue.warranty.len(),
            catalogue.tests.len(),
        ];
        let organisation = office.organisation();
        if let Some(consents) = consents {
            publish(organisation, consents).await.while_doing(doing())?;
        }
        if let Some(library) = library {
            publish(organisation, library).await.while_doing(doing())?;
        }
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
                    "consents": sentences,
                    "documents": documents,
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
                AdminText::TextCounts {
                    sentences,
                    documents,
                },
            ],
        );
        Ok(())
    }
}
