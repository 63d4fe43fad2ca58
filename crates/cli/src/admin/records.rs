//! Records: listing them, handing one out, editing a field of one, exporting one.

use std::{collections::BTreeMap, fs, path::PathBuf};

use chrono::DateTime;
use clap::{
    Subcommand,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use doorstep_domain::{
    course::{Approval, Status},
    ids::{EntryId, PersonId, RecordId},
    record::{
        ApprovalDecided, FIELDS, Field, FieldValue, Record, Shape, TextName, What, choice_words,
    },
};
use doorstep_replica::{Edit, RecordDocument};
use doorstep_server::{
    intake::{IntakeError, RecordLine, assign, find, list},
    replication::{OfficeError, Replication},
};
use doorstep_words::{Say, terminal::admin as words};
use serde_json::{Value, json};

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    terminal::{self, DIM},
    text::{
        admin::{AdminText, Word},
        causes::Refusal,
        doing::Doing,
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum RecordsCommand {
    /// List all records, or those that stand at one point
    List {
        /// Only those with this status
        #[arg(long, value_parser = statuses())]
        status: Option<Status>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum RecordCommand {
    /// Write a record out for other programs
    Export {
        /// Its number or its id
        record: String,
        /// As an automerge document
        #[arg(long, value_name = "FILE", required_unless_present = "values")]
        automerge: Option<PathBuf>,
        /// As JSON: every concurrent value of every field, the texts, the entries
        #[arg(long, value_name = "FILE")]
        values: Option<PathBuf>,
    },
    /// Decide what a technician asked the office for
    Decide {
        /// Its number or its id
        record: String,
        /// The entry that asked; may be left out where only one question is open
        #[arg(long, value_name = "ENTRY")]
        request: Option<EntryId>,
        /// Granted
        #[arg(long, conflicts_with = "refuse", required_unless_present = "refuse")]
        grant: bool,
        /// Not granted; the note says why
        #[arg(long, requires = "note")]
        refuse: bool,
        /// Why, or under which condition
        #[arg(long, default_value = "")]
        note: String,
    },
}

fn statuses() -> impl clap::builder::TypedValueParser<Value = Status> {
    let codes = PossibleValuesParser::new(Status::ALL.iter().map(|status| status.code()));
    codes.try_map(|code| {
        let found = Status::ALL
            .iter()
            .copied()
            .find(|status| status.code() == code);
        found.ok_or("not a status")
    })
}

impl RecordsCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let Self::List { status } = self;
        let read = move |connection: &_| Ok::<_, IntakeError>(list(connection, status)?);
        let records = office.organisation().store().read(read).await;
        show(&records.while_doing(Doing::ReadRecords {})?, answer);
        Ok(())
    }
}

fn show(records: &[RecordLine], answer: Answer) {
    if answer.json {
        terminal::json(&json!({ "records": records }));
        return;
    }
    if records.is_empty() {
        terminal::paragraph(&answer.word(&AdminText::NoRecords {}));
        return;
    }
    let heads = [
        Word::Number {},
        Word::State {},
        Word::Technician {},
        Word::Appointment {},
        Word::Unit {},
        Word::Customer {},
    ];
    let mut rows = vec![heads.map(|word| answer.word(&word))];
    rows.extend(records.iter().map(|record| {
        [
            record.number.clone(),
            status_word(&record.status, answer),
            record.assignee.clone(),
            short_window(&record.appointment),
            record.unit_model.clone(),
            record.customer_name.clone(),
        ]
    }));
    terminal::print_table(&rows, 6);
    let count = answer.word(&AdminText::RecordCount {
        count: records.len(),
    });
    terminal::line(&format!("{DIM}{count}{DIM:#}"));
}

fn status_word(code: &str, answer: Answer) -> String {
    let known = Status::ALL.iter().find(|status| status.code() == code);
    known
        .map_or(code, |status| answer.language.say(status.words()))
        .to_owned()
}

/// A window as the customer's clock shows it: `11-23 08:00-10:00`.
fn short_window(window: &str) -> String {
    let times = window.split_once('/').map(|(start, end)| {
        (
            DateTime::parse_from_rfc3339(start),
            DateTime::parse_from_rfc3339(end),
        )
    });
    match times {
        Some((Ok(start), Ok(end))) => {
            format!("{}-{}", start.format("%m-%d %H:%M"), end.format("%H:%M"))
        }
        _ => String::new(),
    }
}

/// Finds a record by its number or its id.
async fn found(office: &Replication, name: String) -> Result<RecordId, Failure> {
    let found = office
        .organisation()
        .store()
        .read(move |connection| find(connection, &name))
        .await;
    found.while_doing(Doing::FindRecord {})
}

/// Hands a record to a technician.
pub(super) async fn assign_to(
    office: &Replication,
    record: String,
    person: PersonId,
    answer: Answer,
) -> Result<(), Failure> {
    let record = found(office, record).await?;
    let assigned = assign(office, record, person.clone()).await;
    let number = assigned
        .while_doing(Doing::AssignRecord {})?
        .words(Field::Number)
        .to_owned();
    answer.say(
        || json!({ "record": record, "number": number, "assignee": person }),
        &[AdminText::Assigned {
            number: number.clone(),
            person: person.0.clone(),
        }],
    );
    Ok(())
}

/// Gives a field another value; nothing clears it.
pub(super) async fn set(
    office: &Replication,
    record: String,
    field: &str,
    value: Option<String>,
    answer: Answer,
) -> Result<(), Failure> {
    let field = known_field(field).while_doing(Doing::EditRecord {})?;
    if let (Field::Assignee, Some(person)) = (field, &value) {
        return assign_to(office, record, PersonId(person.clone()), answer).await;
    }
    let value = match value {
        None => FieldValue::Empty,
        Some(text) => value_of(field, &text, answer).while_doing(Doing::EditRecord {})?,
    };
    let record = found(office, record).await?;
    let edited: Result<Record, OfficeError> = office
        .edit_record(record, vec![Edit::Field(field, value.clone())])
        .await;
    let number = edited
        .while_doing(Doing::EditRecord {})?
        .words(Field::Number)
        .to_owned();
    let name = answer.language.say(field.rule().name).to_owned();
    let said = match &value {
        FieldValue::Empty => AdminText::Cleared {
            number: number.clone(),
            field: name,
        },
        value => AdminText::Edited {
            number: number.clone(),
            field: name,
            value: shown(value, answer),
        },
    };
    answer.say(
        || json!({ "record": record, "number": number, "field": field.key(), "value": value }),
        &[said],
    );
    Ok(())
}

fn known_field(key: &str) -> Result<Field, Refusal> {
    Field::from_key(key).ok_or_else(|| {
        let keys: Vec<&str> = FIELDS.iter().map(|rule| rule.key).collect();
        Refusal::NoSuchField {
            fields: keys.join(", "),
        }
    })
}

/// Reads a value by the shape of its field.
fn value_of(field: Field, text: &str, answer: Answer) -> Result<FieldValue, Refusal> {
    let value = match (field.rule().shape, text) {
        (Shape::Number(_), _) => text.parse().map(FieldValue::Number).ok(),
        (Shape::YesNo, "yes" | "true") => Some(FieldValue::YesNo(true)),
        (Shape::YesNo, "no" | "false") => Some(FieldValue::YesNo(false)),
        (Shape::YesNo, _) => None,
        _ => Some(FieldValue::Words(text.to_owned())),
    };
    value
        .filter(|value| field.check(value).is_ok())
        .ok_or_else(|| Refusal::BadValue {
            field: answer.language.say(field.rule().name).to_owned(),
            allowed: allowed(field, answer),
        })
}

/// What a field takes, in words.
fn allowed(field: Field, answer: Answer) -> String {
    let pick = |phrase| answer.language.say(phrase).to_owned();
    match field.rule().shape {
        Shape::Words(most) => words::OneLine { most: &most }
            .say(answer.language)
            .into_owned(),
        Shape::OneOf(words) => words.join(", "),
        Shape::Number(numbers) => numbers
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        Shape::Date => pick(words::A_DATE),
        Shape::Moment => pick(words::A_TIME),
        Shape::Window => pick(words::TWO_TIMES),
        Shape::YesNo => "yes, no".to_owned(),
    }
}

/// A value in words.
fn shown(value: &FieldValue, answer: Answer) -> String {
    match value {
        FieldValue::Empty => String::new(),
        FieldValue::YesNo(yes) => (if *yes {
            answer.language.say(words::YES)
        } else {
            answer.language.say(words::NO)
        })
        .to_owned(),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Words(words) => match choice_words(words) {
            Some(known) => answer.language.say(known).to_owned(),
            None => words.clone(),
        },
    }
}

impl RecordCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        match self {
            Self::Export {
                record,
                automerge,
                values,
            } => export(office, record, automerge, values, answer).await,
            Self::Decide {
                record,
                request,
                grant,
                refuse: _,
                note,
            } => decide(office, record, request, (grant, note), answer).await,
        }
    }
}

async fn decide(
    office: &Replication,
    record: String,
    request: Option<EntryId>,
    (granted, note): (bool, String),
    answer: Answer,
) -> Result<(), Failure> {
    let record = found(office, record).await?;
    let as_it_stands = office
        .edit_record(record, Vec::new())
        .await
        .while_doing(Doing::DecideApproval {})?;
    let open: Vec<EntryId> = Approval::all_of(&as_it_stands)
        .iter()
        .filter(|approval| !approval.is_decided)
        .map(|approval| approval.request)
        .collect();
    let request = match (request, open.as_slice()) {
        (Some(request), _) => request,
        (None, [only]) => *only,
        (None, several) => {
            let requests: Vec<String> = several.iter().map(ToString::to_string).collect();
            return Err(Refusal::WhichApproval {
                requests: requests.join(", "),
            })
            .while_doing(Doing::DecideApproval {});
        }
    };
    let decided = What::ApprovalDecided(ApprovalDecided {
        request,
        granted,
        note,
    });
    let number = office
        .record_happened(record, decided)
        .await
        .while_doing(Doing::DecideApproval {})?
        .words(Field::Number)
        .to_owned();
    let said = if granted {
        AdminText::Granted {
            number: number.clone(),
        }
    } else {
        AdminText::NotGranted {
            number: number.clone(),
        }
    };
    answer.say(
        || json!({ "record": record, "number": number, "request": request.to_string(), "granted": granted }),
        &[said],
    );
    Ok(())
}

async fn export(
    office: &Replication,
    record: String,
    automerge: Option<PathBuf>,
    values: Option<PathBuf>,
    answer: Answer,
) -> Result<(), Failure> {
    let record = found(office, record).await?;
    let document = office
        .document(record)
        .await
        .while_doing(Doing::ExportRecord {})?;
    let document = document
        .ok_or(OfficeError::NoSuchRecord)
        .while_doing(Doing::ExportRecord {})?;
    let mut files = Vec::new();
    if let Some(file) = automerge {
        let bytes = document
            .document()
            .save()
            .while_doing(Doing::ExportRecord {})?;
        fs::write(&file, bytes).while_doing(Doing::ExportRecord {})?;
        files.push(file.display().to_string());
    }
    if let Some(file) = values {
        let text = format!("{:#}\n", values_of(&document));
        fs::write(&file, text).while_doing(Doing::ExportRecord {})?;
        files.push(file.display().to_string());
    }
    let number = document
        .record(&doorstep_replica::Roster::default())
        .words(Field::Number)
        .to_owned();
    let said: Vec<AdminText> = files
        .iter()
        .map(|file| AdminText::RecordExported {
            number: number.clone(),
            file: file.clone(),
        })
        .collect();
    answer.say(
        || json!({ "record": record, "number": number, "files": files }),
        &said,
    );
    Ok(())
}

/// What a document holds, apart from its history: every concurrent value of every field, the texts, the entries. Also
/// what a newer program wrote and this one does not know.
fn values_of(document: &RecordDocument) -> Value {
    let document = document.document();
    let fields: BTreeMap<String, Vec<FieldValue>> = document
        .fields(None)
        .into_iter()
        .map(|(key, values)| (key, values.into_iter().map(|(value, _)| value).collect()))
        .collect();
    let texts: BTreeMap<&str, String> = TextName::ALL
        .into_iter()
        .map(|text| (text.key(), document.text(text, None)))
        .collect();
    let entry = |key: String| {
        let (bytes, _) = document.entry(&key, None)?;
        Some((key, serde_json::from_slice(&bytes).ok()?))
    };
    let entries: BTreeMap<String, Value> = document
        .entry_keys(None)
        .into_iter()
        .filter_map(entry)
        .collect();
    json!({ "fields": fields, "texts": texts, "entries": entries })
}
