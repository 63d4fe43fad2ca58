//! What devices sent and the gate refused.

use clap::Subcommand;
use doorstep_server::{
    organisation::OrganisationError,
    replication::{Quarantined, Replication, quarantined, refusal_words},
};
use serde_json::json;

use super::{Answer, devices::local_time};
use crate::{
    failure::{Failure, While as _},
    terminal::{self, DIM},
    text::{
        Language,
        admin::{AdminText, Word},
        doing::Doing,
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum QuarantineCommand {
    /// List it, the newest first
    List,
}

impl QuarantineCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let Self::List = self;
        let read = |connection: &_| Ok::<_, OrganisationError>(quarantined(connection)?);
        let items = office.organisation().store().read(read).await;
        show(&items.while_doing(Doing::ReadQuarantine {})?, answer);
        Ok(())
    }
}

/// Why, in words; for a code that is not known here the sentence that was kept with it.
fn why(item: &Quarantined, language: Language) -> &str {
    refusal_words(&item.code).map_or(&item.why, |phrase| language.say(phrase))
}

fn show(items: &[Quarantined], answer: Answer) {
    if answer.json {
        let items: Vec<_> = items
            .iter()
            .map(|item| {
                json!({
                    "id": item.id,
                    "device": item.device,
                    "record": item.document,
                    "code": item.code,
                    "why": item.why,
                    "bytes": item.bytes,
                    "received_at_ms": item.received_at_ms,
                })
            })
            .collect();
        terminal::json(&json!({ "quarantine": items }));
        return;
    }
    if items.is_empty() {
        terminal::paragraph(&answer.word(&AdminText::EmptyQuarantine {}));
        return;
    }
    let heads = [
        Word::Received {},
        Word::Device {},
        Word::Reason {},
        Word::Bytes {},
    ];
    let mut rows = vec![heads.map(|word| answer.word(&word))];
    rows.extend(items.iter().map(|item| {
        let device = item.device.to_string().chars().take(12).collect();
        [
            local_time(item.received_at_ms),
            device,
            format!("{} ({})", why(item, answer.language), item.code),
            item.bytes.to_string(),
        ]
    }));
    terminal::print_table(&rows, 3);
    let count = answer.word(&AdminText::QuarantineCount { count: items.len() });
    terminal::line(&format!("{DIM}{count}{DIM:#}"));
}
