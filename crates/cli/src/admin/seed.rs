//! Laying a sample history into an empty organisation.

use chrono::NaiveDate;
use clap::Args;
use doorstep_server::replication::Replication;
use serde_json::json;

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    sample_history::{Ask, HistoryError, seed},
    terminal,
    text::{admin::AdminText, causes::Refusal, doing::Doing},
};

/// What history is wanted.
#[derive(Debug, Args)]
pub(super) struct SeedArguments {
    /// How many records
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    records: u32,
    /// Another number gives another history, the same number the same
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The last day, such as 2026-11-23; by default today
    #[arg(long, value_name = "DAY")]
    until: Option<NaiveDate>,
}

/// How often it is said how far it is.
const TOLD_EVERY: usize = 5_000;

impl SeedArguments {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let today = office.organisation().environment().now().date_naive();
        let ask = Ask {
            records: usize::try_from(self.records).unwrap_or(usize::MAX),
            seed: self.seed,
            until: self.until.unwrap_or(today),
        };
        let mut told = 0;
        let tell = |records: usize| {
            if !answer.json && records / TOLD_EVERY > told {
                told = records / TOLD_EVERY;
                let so_far = AdminText::RecordsSoFar { records };
                terminal::error_line(&answer.word(&so_far));
            }
        };
        let doing = || Doing::SeedHistory {};
        let seeded = match seed(office, ask, tell).await {
            Err(HistoryError::NotEmpty) => Err(Refusal::NotEmpty {}).while_doing(doing())?,
            seeded => seeded.while_doing(doing())?,
        };
        let (records, technicians, statements) =
            (seeded.records, seeded.technicians, seeded.statements);
        answer.say(
            || {
                json!({
                    "records": records,
                    "technicians": technicians,
                    "statements": statements,
                    "seed": ask.seed,
                    "until": ask.until.to_string(),
                })
            },
            &[AdminText::HistorySeeded {
                records,
                technicians,
                statements,
            }],
        );
        Ok(())
    }
}
