//! Importing calls.

use std::path::PathBuf;

use chrono::Local;
use clap::Subcommand;
use doorstep_server::{
    csv_file::{file_name, read_file},
    intake::{Taken, import},
    replication::Replication,
};
use serde_json::json;

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    terminal,
    text::{
        admin::{AdminText, Word},
        doing::Doing,
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum IntakeCommand {
    /// Open a record for each call of a CSV file, all or none; a call that was imported before is left as it is
    Import {
        /// The file; `doorstep admin sample` writes one that shows the columns
        file: PathBuf,
    },
}

impl IntakeCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let Self::Import { file } = self;
        let bytes = read_file(&file).while_doing(Doing::ImportIntakes {})?;
        // With the offset of the office's own clock on the wall.
        let now = office
            .organisation()
            .environment()
            .now()
            .with_timezone(&Local)
            .fixed_offset();
        let taken = import(office, &file_name(&file), &bytes, now).await;
        show(&taken.while_doing(Doing::ImportIntakes {})?, answer);
        Ok(())
    }
}

fn show(taken: &[Taken], answer: Answer) {
    let new = taken.iter().filter(|taken| taken.is_new).count();
    let known = taken.len() - new;
    if answer.json {
        let records: Vec<_> = taken
            .iter()
            .map(|taken| {
                json!({
                    "reference": taken.reference,
                    "record": taken.record,
                    "number": taken.number,
                    "new": taken.is_new,
                })
            })
            .collect();
        terminal::json(&json!({ "records": records, "new": new, "known": known }));
        return;
    }
    let mut rows =
        vec![[Word::Number {}, Word::State {}, Word::Reference {}].map(|word| answer.word(&word))];
    rows.extend(taken.iter().map(|taken| {
        let state = if taken.is_new {
            Word::New {}
        } else {
            Word::Already {}
        };
        [
            taken.number.clone(),
            answer.word(&state),
            taken.reference.clone(),
        ]
    }));
    terminal::print_table(&rows, 3);
    terminal::paragraph(&answer.word(&AdminText::IntakesTaken { new, known }));
}
