//! Whether a change does only what its author may.
//!
//! Judged operation by operation, at the change's own past: a forbidden write that loses the merge is still
//! forbidden. What passes here is exactly what [`crate::RecordDocument::edit`] can make, nothing else.

use std::collections::BTreeMap;

use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    record::{Entry, Field, TEXT_LENGTH_MAX, TextName},
    rights::{Role, may_add, may_write_field, may_write_text},
    van::{VanEntry, may_move},
};
use doorstep_evidence::canonical::canonical_json;

use crate::safe::{Actor, ChangeHash, Document, Operation, ParsedChange};

/// How many bytes one entry may have. The largest honest one is a quote of 200 lines.
pub const ENTRY_BYTES_MAX: usize = 128 * 1024;

/// How many people's typing in one text is measured one by one in one push.
const TYPISTS_MAX: usize = 8;

/// The author of a change as the certificate of his device names him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The person.
    pub person: PersonId,
    /// What he may do.
    pub role: Role,
}

/// What an admitted change did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Fields that were given a value.
    pub fields: Vec<Field>,
    /// Texts that were typed into.
    pub texts: Vec<TextName>,
    /// Entries that were put.
    pub entries: Vec<(EntryId, Entry)>,
    /// Entries that were put into a van document.
    pub van_entries: Vec<(EntryId, VanEntry)>,
}

/// Why a change is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// Its operations cannot be read.
    #[error("the operations cannot be read")]
    Unreadable,
    /// It writes where nothing has a place.
    #[error("it writes where nothing has a place")]
    OutOfPlace,
    /// The field is not known.
    #[error("the field is not known")]
    UnknownField,
    /// The value does not fit the field.
    #[error("the value does not fit the field `{}`", .0.key())]
    FieldValue(Field),
    /// The author's role may not write the field.
    #[error("the author may not write the field `{}`", .0.key())]
    FieldRole(Field),
    /// The field is given once and stands already.
    #[error("the field `{}` is given once", .0.key())]
    GivenOnce(Field),
    /// The author's role may not write the text.
    #[error("the author may not write the text `{}`", .0.key())]
    TextRole(TextName),
    /// The text would be too long, or control characters were typed.
    #[error("the text `{}` is too long or has control characters", .0.key())]
    Text(TextName),
    /// The entry is not well formed canonical JSON of a known kind.
    #[error("the entry is not well formed")]
    Entry,
    /// The author's role may not write entries of this kind.
    #[error("the author may not write this kind of entry")]
    EntryRole,
    /// The entry says that somebody else did it.
    #[error("the entry names another person than its author")]
    EntryPerson,
    /// Entries are written once.
    #[error("an entry is written once and never edited")]
    EntryEdited,
}

impl Forbidden {
    /// The stable code in acknowledgements and in the quarantine.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "operations_unreadable",
            Self::OutOfPlace => "operation_out_of_place",
            Self::UnknownField => "unknown_field",
            Self::FieldValue(_) => "field_value",
            Self::FieldRole(_) | Self::TextRole(_) | Self::EntryRole => "outside_role",
            Self::GivenOnce(_) => "given_once",
            Self::Text(_) => "text",
            Self::Entry => "entry_malformed",
            Self::EntryPerson => "entry_person",
            Self::EntryEdited => "entry_edited",
        }
    }
}

/// Judges a change. `after` is a document that already holds the change and everything it depends on. The lengths of
/// texts are [`judge_texts`]'s matter.
///
/// # Errors
/// [`Forbidden`] with the first thing the author may not do.
pub fn judge(after: &Document, change: &ParsedChange, author: &Author) -> Result<Done, Forbidden> {
    let operations = change.operations().ok_or(Forbidden::Unreadable)?;
    let past = change.deps();
    let mut done = Done::default();
    for operation in operations {
        match operation {
            Operation::Field { key, value } => {
                let field = Field::from_key(&key).ok_or(Forbidden::UnknownField)?;
                if !may_write_field(author.role, field) {
                    return Err(Forbidden::FieldRole(field));
                }
                field
                    .check(&value)
                    .map_err(|_| Forbidden::FieldValue(field))?;
                let stands_alone = || {
                    after.field(&key, None).len() == 1 && after.field(&key, Some(&past)).is_empty()
                };
                if field.rule().merge.is_once() && (done.fields.contains(&field) || !stands_alone())
                {
                    return Err(Forbidden::GivenOnce(field));
                }
                if !done.fields.contains(&field) {
                    done.fields.push(field);
                }
            }
            Operation::Entry {
                key,
                json,
                overwrites,
            } => {
                written_once(after, &key, &past, overwrites)?;
                done.entries.push(judge_entry(&key, &json, author)?);
            }
            Operation::Type {
                text,
                has_control: true,
                ..
            } => return Err(Forbidden::Text(text)),
            Operation::Type {
                text,
                has_control: false,
                ..
            }
            | Operation::Erase { text } => {
                if !may_write_text(author.role, text) {
                    return Err(Forbidden::TextRole(text));
                }
                if !done.texts.contains(&text) {
                    done.texts.push(text);
                }
            }
            Operation::OutOfPlace => return Err(Forbidden::OutOfPlace),
        }
    }
    Ok(done)
}

/// Judges a change of a van document: nothing but entries, each of this van and month, by who may write it.
///
/// # Errors
/// As [`judge`].
pub fn judge_van(
    document: RecordId,
    after: &Document,
    change: &ParsedChange,
    author: &Author,
) -> Result<Done, Forbidden> {
    let past = change.deps();
    let mut done = Done::default();
    for operation in change.operations().ok_or(Forbidden::Unreadable)? {
        let Operation::Entry {
            key,
            json,
            overwrites,
        } = operation
        else {
            return Err(Forbidden::OutOfPlace);
        };
        written_once(after, &key, &past, overwrites)?;
        done.van_entries
            .push(judge_van_entry(document, &key, &json, author)?);
    }
    Ok(done)
}

fn written_once(
    after: &Document,
    key: &str,
    past: &[ChangeHash],
    overwrites: bool,
) -> Result<(), Forbidden> {
    if overwrites || after.entry(key, Some(past)).is_some() || after.entry_count(key) != 1 {
        return Err(Forbidden::EntryEdited);
    }
    Ok(())
}

fn judge_van_entry(
    document: RecordId,
    key: &str,
    json: &[u8],
    author: &Author,
) -> Result<(EntryId, VanEntry), Forbidden> {
    let id: EntryId = key.parse().map_err(|_| Forbidden::Entry)?;
    if json.len() > ENTRY_BYTES_MAX {
        return Err(Forbidden::Entry);
    }
    let entry: VanEntry = serde_json::from_slice(json).map_err(|_| Forbidden::Entry)?;
    entry.check(document).map_err(|_| Forbidden::Entry)?;
    if canonical_json(&entry).ok().as_deref() != Some(json) {
        return Err(Forbidden::Entry);
    }
    may_put_van(&entry, author.role, &author.person)?;
    Ok((id, entry))
}

/// Whether somebody may write an entry into the van that it names.
///
/// # Errors
/// [`Forbidden::EntryRole`] or [`Forbidden::EntryPerson`].
pub fn may_put_van(entry: &VanEntry, role: Role, person: &PersonId) -> Result<(), Forbidden> {
    if !may_move(role, person, &entry.technician, &entry.what) {
        return Err(Forbidden::EntryRole);
    }
    if entry.by == *person || role == Role::Office {
        Ok(())
    } else {
        Err(Forbidden::EntryPerson)
    }
}

/// Judges the lengths of the texts after some changes, in their order, with what each of them did.
///
/// What several people type while apart adds up, and none of them could know: so a text is measured as each of them
/// had it before him. Only where more than [`TYPISTS_MAX`] come in one push, as when a device brings back what a
/// server lost, is what they made together held against a wider bound.
///
/// # Errors
/// [`Forbidden::Text`] with the text that is too long.
pub fn judge_texts<'c>(
    after: &Document,
    changes: impl IntoIterator<Item = (&'c ParsedChange, &'c Done)>,
) -> Result<(), Forbidden> {
    let mut last: BTreeMap<(TextName, Actor), ChangeHash> = BTreeMap::new();
    for (change, done) in changes {
        for text in &done.texts {
            last.insert((*text, change.actor()), change.hash());
        }
    }
    let length = |text: TextName, at: Option<&[ChangeHash]>| after.text(text, at).chars().count();
    for text in TextName::ALL {
        let of_text = (text, Actor([0; 24]))..=(text, Actor([u8::MAX; 24]));
        let typed: Vec<_> = last.range(of_text).map(|(_, change)| *change).collect();
        if typed.is_empty() {
            continue;
        }
        let together = length(text, None);
        let is_too_long = if typed.len() > TYPISTS_MAX {
            together > TYPISTS_MAX * TEXT_LENGTH_MAX
        } else {
            together > TEXT_LENGTH_MAX
                && typed
                    .iter()
                    .any(|change| length(text, Some(&[*change])) > TEXT_LENGTH_MAX)
        };
        if is_too_long {
            return Err(Forbidden::Text(text));
        }
    }
    Ok(())
}

fn judge_entry(key: &str, json: &[u8], author: &Author) -> Result<(EntryId, Entry), Forbidden> {
    let id: EntryId = key.parse().map_err(|_| Forbidden::Entry)?;
    if json.len() > ENTRY_BYTES_MAX {
        return Err(Forbidden::Entry);
    }
    let entry: Entry = serde_json::from_slice(json).map_err(|_| Forbidden::Entry)?;
    entry.check().map_err(|_| Forbidden::Entry)?;
    // One content has one spelling: unknown members and other orders are not let in under a known kind.
    if canonical_json(&entry).ok().as_deref() != Some(json) {
        return Err(Forbidden::Entry);
    }
    if !may_add(author.role, &entry.what) {
        return Err(Forbidden::EntryRole);
    }
    // A technician's device is his alone. The office's is the server: it vouches for whoever is signed in there.
    if entry.by != author.person && author.role != Role::Office {
        return Err(Forbidden::EntryPerson);
    }
    Ok((id, entry))
}

#[cfg(test)]
mod tests;
