//! The parts store at its counter, and what every van holds.

use clap::Subcommand;
use doorstep_domain::{
    ids::{EntryId, PersonId},
    van::{Balance, Cause, Month},
};
use doorstep_server::{
    replication::Replication,
    stock::{AtTheCounter, StockFinding, StockRow, at_the_counter, vans},
};
use serde_json::{Value, json};

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    terminal::{self, BAD},
    text::{
        admin::{AdminText, Word},
        doing::Doing,
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum VanCommand {
    /// Issue pieces to a technician's van
    Issue {
        /// The technician's code
        person: String,
        /// The part's code
        part: String,
        /// How many pieces
        quantity: i64,
        /// The serial number, where the part has one
        #[arg(long, default_value = "")]
        serial: String,
        /// The requisition that this answers
        #[arg(long, value_name = "ENTRY")]
        requisition: Option<EntryId>,
    },
    /// Confirm what a technician says that he gave back
    Confirm {
        /// The technician's code
        person: String,
        /// The entry of the return
        entry: EntryId,
        /// How many pieces there really were
        #[arg(long)]
        quantity: Option<i64>,
    },
    /// Take in new pieces of which the technician has no entry
    ReceiveNew {
        /// The technician's code
        person: String,
        /// The part's code
        part: String,
        /// How many pieces
        quantity: i64,
        /// The serial number, where the part has one
        #[arg(long, default_value = "")]
        serial: String,
    },
    /// Take in an old part
    ReceiveOld {
        /// The technician's code
        person: String,
        /// The record's entry that took it out
        removal: EntryId,
        /// The serial number on the piece
        #[arg(long)]
        serial: Option<String>,
        /// How many pieces
        #[arg(long)]
        quantity: Option<i64>,
    },
    /// Count what is on a van
    Count {
        /// The technician's code
        person: String,
        /// The part's code
        part: String,
        /// How many pieces there are
        quantity: i64,
    },
    /// Say why a count differs: from then on the stock is as counted
    Explain {
        /// The technician's code
        person: String,
        /// The entry of the count
        count: EntryId,
        /// Pieces beyond the books; negative where they lack
        #[arg(allow_negative_numbers = true)]
        quantity: i64,
        /// Why
        reason: String,
    },
    /// Take an entry of a van back
    Void {
        /// The technician's code
        person: String,
        /// The entry
        entry: EntryId,
        /// Why
        reason: String,
    },
    /// What the vans hold at the end of a month, and every piece that does not fit
    Show {
        /// Only of this technician
        person: Option<String>,
        /// Such as 2026-11; by default this month
        #[arg(long)]
        month: Option<Month>,
    },
}

impl VanCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let (person, does) = match self {
            Self::Show { person, month } => return show(office, person, month, answer).await,
            Self::Issue {
                person,
                part,
                quantity,
                serial,
                requisition,
            } => (
                person,
                AtTheCounter::Issue {
                    part,
                    quantity,
                    serial,
                    requisition,
                },
            ),
            Self::Confirm {
                person,
                entry,
                quantity,
            } => (person, AtTheCounter::Confirm { entry, quantity }),
            Self::ReceiveNew {
                person,
                part,
                quantity,
                serial,
            } => (person, new_pieces(part, quantity, serial)),
            Self::ReceiveOld {
                person,
                removal,
                serial,
                quantity,
            } => (
                person,
                AtTheCounter::TakeOld {
                    removal,
                    serial,
                    quantity,
                },
            ),
            Self::Count {
                person,
                part,
                quantity,
            } => (person, AtTheCounter::Count { part, quantity }),
            Self::Explain {
                person,
                count,
                quantity,
                reason,
            } => (person, explanation(count, quantity, reason)),
            Self::Void {
                person,
                entry,
                reason,
            } => (person, AtTheCounter::Void { entry, reason }),
        };
        move_pieces(office, person, does, answer).await
    }
}

const fn explanation(count: EntryId, quantity: i64, reason: String) -> AtTheCounter {
    AtTheCounter::Explain {
        count,
        quantity,
        reason,
    }
}

const fn new_pieces(part: String, quantity: i64, serial: String) -> AtTheCounter {
    AtTheCounter::TakeNew {
        part,
        quantity,
        serial,
    }
}

async fn move_pieces(
    office: &Replication,
    person: String,
    does: AtTheCounter,
    answer: Answer,
) -> Result<(), Failure> {
    let handed = at_the_counter(office, PersonId(person.clone()), does).await;
    let handed = handed.while_doing(Doing::MovePieces {})?;
    let entry = handed.entry.to_string();
    answer.say(
        || json!({ "technician": person, "entry": entry, "what": handed.what }),
        &[AdminText::PiecesMoved {
            person: person.clone(),
            entry: entry.clone(),
        }],
    );
    Ok(())
}

async fn show(
    office: &Replication,
    person: Option<String>,
    month: Option<Month>,
    answer: Answer,
) -> Result<(), Failure> {
    let now = office.organisation().environment().now().fixed_offset();
    let month = month.unwrap_or_else(|| Month::of(now));
    let vans = vans(office, month).await;
    let mut vans = vans.while_doing(Doing::ReadVans {})?;
    vans.retain(|technician, _| person.as_ref().is_none_or(|person| *person == technician.0));
    if answer.json {
        let van = |(technician, balance): (&PersonId, &Balance)| -> Value {
            json!({ "technician": technician, "month": month, "parts": StockRow::of(balance),
                    "findings": StockFinding::of(balance) })
        };
        terminal::json(&json!({ "vans": vans.iter().map(van).collect::<Vec<_>>() }));
        return Ok(());
    }
    if vans.is_empty() {
        terminal::paragraph(&answer.word(&AdminText::NoVans {}));
    }
    for (technician, balance) in &vans {
        terminal::line(&format!("{} · {month}", terminal::plain(&technician.0)));
        print(balance, answer);
    }
    Ok(())
}

fn print(balance: &Balance, answer: Answer) {
    let heads = [
        Word::Part {},
        Word::Opening {},
        Word::Issued {},
        Word::TakenOver {},
        Word::Explained {},
        Word::Fitted {},
        Word::Returned {},
        Word::HandedOver {},
        Word::OnVan {},
    ];
    let mut rows = vec![heads.map(|word| answer.word(&word))];
    rows.extend(StockRow::of(balance).into_iter().map(|row| {
        let figures = [
            row.opening,
            row.issued,
            row.taken_over,
            row.explained,
            row.fitted,
            row.returned,
            row.handed_over,
            row.on_van,
        ];
        let [a, b, c, d, e, f, g, h] = figures.map(|figure| figure.to_string());
        [format!("{} {}", row.part, row.name), a, b, c, d, e, f, g, h]
    }));
    terminal::print_table(&rows, 1);
    if balance.findings.is_empty() {
        terminal::paragraph(&answer.word(&AdminText::EverythingFits {}));
    }
    for finding in &balance.findings {
        let cause: Cause = finding.cause;
        let words = answer.language.say(cause.words());
        let entry = finding.entry.map(|entry| entry.to_string());
        let line = format!(
            "{} {:+} · {words} · {} {}",
            terminal::plain(&finding.part),
            finding.pieces,
            entry.unwrap_or_default(),
            terminal::plain(&finding.note),
        );
        terminal::line(&format!("{BAD}{}{BAD:#}", line.trim_end()));
    }
}
