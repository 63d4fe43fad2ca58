//! `docs/protocol.md` says what the gate does.

use std::{collections::BTreeMap, fs};

use doorstep_domain::record::{Field, TEXT_LENGTH_MAX, TextName};
use doorstep_replica::{
    admission::{ENTRY_BYTES_MAX, Forbidden},
    safe::{ChangeError, ChangeLimits, DocumentError},
};

use super::super::Refusal;
use crate::limits;

/// The rows of a table under a heading: the first cell without its backticks, and the second.
fn table(heading: &str) -> BTreeMap<String, String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol.md");
    let text = fs::read_to_string(path).unwrap();
    let section = text.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut cells = row.split('|').map(str::trim);
        let name = cells.nth(1).unwrap().trim_matches('`').to_owned();
        (name, cells.next().unwrap().to_owned())
    })
    .collect()
}

/// Every refusal there is. A new one does not compile here until it has its row.
fn every_refusal() -> Vec<Refusal> {
    let of_changes = [
        ChangeError::TooLarge,
        ChangeError::ChunkType,
        ChangeError::Malformed,
        ChangeError::TooManyOperations,
        ChangeError::Empty,
        ChangeError::Actor,
        ChangeError::ExtraData,
        ChangeError::Time,
    ];
    let of_documents = [
        DocumentError::Unloadable,
        DocumentError::Panicked,
        DocumentError::Refused,
        DocumentError::MissingDependencies,
        DocumentError::NotReloadable,
        DocumentError::ForeignReference,
        DocumentError::TooLarge,
    ];
    let of_rights = [
        Forbidden::Unreadable,
        Forbidden::OutOfPlace,
        Forbidden::UnknownField,
        Forbidden::FieldValue(Field::Number),
        Forbidden::FieldRole(Field::Number),
        Forbidden::GivenOnce(Field::Number),
        Forbidden::TextRole(TextName::Work),
        Forbidden::Text(TextName::Work),
        Forbidden::Entry,
        Forbidden::EntryRole,
        Forbidden::EntryPerson,
        Forbidden::EntryEdited,
    ];
    let own = [
        Refusal::Malformed,
        Refusal::TooManyChanges,
        Refusal::NotOurGenesis,
        Refusal::UnknownAuthor,
        Refusal::ProofMissing,
        Refusal::ProofWrong,
        Refusal::SequenceReused,
        Refusal::SequenceJump,
        Refusal::PreviousNotNamed,
        Refusal::OperationCounter,
        Refusal::TooManyOperations,
        Refusal::TooManyActors,
        Refusal::Unloadable,
        Refusal::NoAccess,
        Refusal::DeviceRevoked,
    ];
    own.into_iter()
        .chain(of_changes.map(Refusal::from))
        .chain(of_documents.map(Refusal::from))
        .chain(of_rights.map(Refusal::from))
        .inspect(|refusal| must_be_listed(*refusal))
        .collect()
}

/// Without a `_`, so that whoever adds a kind is led to the list above.
fn must_be_listed(refusal: Refusal) {
    match refusal {
        Refusal::Change(error) => match error {
            ChangeError::TooLarge
            | ChangeError::ChunkType
            | ChangeError::Malformed
            | ChangeError::TooManyOperations
            | ChangeError::Empty
            | ChangeError::Actor
            | ChangeError::ExtraData
            | ChangeError::Time => {}
        },
        Refusal::Document(error) => match error {
            DocumentError::Unloadable
            | DocumentError::Panicked
            | DocumentError::Refused
            | DocumentError::MissingDependencies
            | DocumentError::NotReloadable
            | DocumentError::ForeignReference
            | DocumentError::TooLarge => {}
        },
        Refusal::Forbidden(forbidden) => match forbidden {
            Forbidden::Unreadable
            | Forbidden::OutOfPlace
            | Forbidden::UnknownField
            | Forbidden::FieldValue(_)
            | Forbidden::FieldRole(_)
            | Forbidden::GivenOnce(_)
            | Forbidden::TextRole(_)
            | Forbidden::Text(_)
            | Forbidden::Entry
            | Forbidden::EntryRole
            | Forbidden::EntryPerson
            | Forbidden::EntryEdited => {}
        },
        Refusal::Malformed
        | Refusal::TooManyChanges
        | Refusal::NotOurGenesis
        | Refusal::UnknownAuthor
        | Refusal::ProofMissing
        | Refusal::ProofWrong
        | Refusal::SequenceReused
        | Refusal::SequenceJump
        | Refusal::PreviousNotNamed
        | Refusal::OperationCounter
        | Refusal::TooManyOperations
        | Refusal::TooManyActors
        | Refusal::Unloadable
        | Refusal::NoAccess
        | Refusal::DeviceRevoked => {}
    }
}

#[test]
fn the_document_lists_every_code_and_no_other() {
    let written: Vec<_> = table("Refusals").into_keys().collect();
    let mut codes: Vec<_> = every_refusal().into_iter().map(Refusal::code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(written, codes);
}

#[test]
fn the_document_has_the_limits_that_are_applied() {
    let change = ChangeLimits::default();
    let applied = [
        ("REQUEST_BYTES_MAX", limits::REQUEST_BYTES_MAX),
        ("MESSAGE_BYTES_MAX", limits::MESSAGE_BYTES_MAX),
        ("MESSAGE_ITEMS_MAX", limits::MESSAGE_ITEMS_MAX),
        ("PUSH_DOCUMENTS_MAX", limits::PUSH_DOCUMENTS_MAX),
        ("PUSH_CHANGES_MAX", limits::PUSH_CHANGES_MAX),
        ("PUSH_STATEMENTS_MAX", limits::PUSH_STATEMENTS_MAX),
        ("CHANGE_BYTES_MAX", change.bytes_max),
        ("CHANGE_OPERATIONS_MAX", change.operations_max),
        ("DOCUMENT_BYTES_MAX", limits::DOCUMENT_BYTES_MAX),
        (
            "DOCUMENT_OPERATIONS_MAX",
            usize::try_from(limits::DOCUMENT_OPERATIONS_MAX).unwrap(),
        ),
        ("DOCUMENT_ACTORS_MAX", limits::DOCUMENT_ACTORS_MAX),
        ("TEXT_LENGTH_MAX", TEXT_LENGTH_MAX),
        ("ENTRY_BYTES_MAX", ENTRY_BYTES_MAX),
        ("EARLIER_RECORDS_MAX", limits::EARLIER_RECORDS_MAX),
        ("FETCH_DOCUMENTS_MAX", limits::FETCH_DOCUMENTS_MAX),
        (
            "PAGE_BYTES_MAX",
            usize::try_from(limits::PAGE_BYTES_MAX).unwrap(),
        ),
        (
            "QUARANTINE_BYTES_MAX",
            usize::try_from(limits::QUARANTINE_BYTES_MAX).unwrap(),
        ),
        (
            "QUARANTINE_PIECE_BYTES_MIN",
            usize::try_from(limits::QUARANTINE_PIECE_BYTES_MIN).unwrap(),
        ),
    ];
    let applied: BTreeMap<_, _> = applied
        .into_iter()
        .map(|(name, most)| (name.to_owned(), most.to_string()))
        .collect();
    assert_eq!(table("Limits"), applied);
}
