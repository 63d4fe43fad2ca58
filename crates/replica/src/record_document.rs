//! One record as a document: typed reads and edits.

use std::collections::BTreeMap;

use doorstep_domain::{
    ids::{DeviceId, EntryId, RecordId},
    record::{
        Candidate, Entry, EntryReading, Field, FieldReading, FieldValue, Record, TEXT_LENGTH_MAX,
        TextName,
    },
    rights::Role,
    van::{BadVanEntry, VanEntry, is_van},
};
use doorstep_evidence::canonical::canonical_json;

use crate::{
    genesis,
    safe::{
        Actor, ChangeHash, Document, DocumentError, Heads, NewChange, ParsedChange, Write, Written,
    },
};

/// Which device writes on whose behalf. A device that is not listed counts as a technician's: of two readings the
/// one with fewer rights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    roles: BTreeMap<DeviceId, Role>,
}

impl Roster {
    /// A roster of these devices.
    #[must_use]
    pub fn new(devices: impl IntoIterator<Item = (DeviceId, Role)>) -> Self {
        Self {
            roles: devices.into_iter().collect(),
        }
    }

    /// Lists a device.
    pub fn insert(&mut self, device: DeviceId, role: Role) {
        self.roles.insert(device, role);
    }

    /// On whose behalf a device writes.
    #[must_use]
    pub fn role(&self, device: DeviceId) -> Role {
        self.roles.get(&device).copied().unwrap_or(Role::Technician)
    }
}

/// One edit of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // made, committed and dropped: never many at once
pub enum Edit {
    /// Gives a field a value.
    Field(Field, FieldValue),
    /// Types into a text.
    Text(TextName, TextEdit),
    /// Something happened.
    Entry(EntryId, Entry),
    /// Something happened to the stock of a van: the only edit of a van document.
    Van(EntryId, VanEntry),
}

/// How a text is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextEdit {
    /// The text reads so afterwards; only what differs is typed and erased, so that a colleague's words stay.
    Rewrite(String),
    /// At a character position some characters are erased and others typed.
    Splice {
        /// Characters before the place.
        at: usize,
        /// Characters erased.
        erase: usize,
        /// What is typed.
        typed: String,
    },
    /// Typed at the end, on a line of its own.
    Append(String),
}

/// Why an edit was not made. The document is as it was before, unless it is [`EditError::Document`]: then it must
/// be loaded again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The value does not fit the field.
    #[error("checking a field")]
    Field(#[from] doorstep_domain::record::BadFieldValue),
    /// The field is given once and stands already.
    #[error("the field `{}` is given once and stands already", .0.key())]
    GivenOnce(Field),
    /// The text would be too long or has control characters.
    #[error("the text `{}` would be too long or has control characters", .0.key())]
    Text(TextName),
    /// The place is outside the text.
    #[error("the place is outside the text `{}`", .0.key())]
    Place(TextName),
    /// The entry is not well formed.
    #[error("checking an entry")]
    Entry(#[from] doorstep_domain::record::BadEntry),
    /// The entry is none of this van.
    #[error("checking an entry of a van")]
    Van(#[from] BadVanEntry),
    /// A record holds no entries of a van, and a van document nothing else.
    #[error("the edit is for another kind of document")]
    OtherKind,
    /// An entry with this id stands already.
    #[error("an entry with this id stands already")]
    EntryExists,
    /// The entry could not be written as canonical JSON.
    #[error("writing an entry as JSON")]
    Json,
    /// The document below refused.
    #[error("changing the document")]
    Document(#[from] DocumentError),
}

/// Why a record could not be read.
pub type ReadError = DocumentError;

/// One record as a loaded document.
#[derive(Debug, Clone)]
pub struct RecordDocument {
    id: RecordId,
    document: Document,
}

impl RecordDocument {
    /// A new record that holds nothing yet. Its first change is the frozen one of all records.
    ///
    /// # Errors
    /// [`DocumentError`], if automerge cannot load the frozen bytes.
    pub fn create(id: RecordId) -> Result<Self, DocumentError> {
        Ok(Self {
            id,
            document: genesis::new_record()?,
        })
    }

    /// Loads a record from a snapshot and later changes; without a snapshot the changes begin with the creating one.
    ///
    /// # Errors
    /// [`DocumentError`]; damaged bytes never panic.
    pub fn load(
        id: RecordId,
        saved: Option<&[u8]>,
        changes: &[ParsedChange],
    ) -> Result<Self, DocumentError> {
        let document = match saved {
            Some(saved) => Document::load(saved, changes)?,
            None => Document::from_changes(changes)?,
        };
        Ok(Self { id, document })
    }

    /// Wraps a document that was admitted.
    #[must_use]
    pub const fn of(id: RecordId, document: Document) -> Self {
        Self { id, document }
    }

    /// Which record.
    #[must_use]
    pub const fn id(&self) -> RecordId {
        self.id
    }

    /// The document below: heads, changes, saving.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The document below, given out.
    #[must_use]
    pub fn into_document(self) -> Document {
        self.document
    }

    /// The heads, sorted.
    #[must_use]
    pub fn heads(&self) -> Heads {
        self.document.heads()
    }

    /// Reads the whole record as it is now.
    #[must_use]
    pub fn record(&self, roster: &Roster) -> Record {
        self.read(roster, None)
    }

    /// Reads the whole record as it was at some heads.
    #[must_use]
    pub fn record_at(&self, roster: &Roster, heads: &[ChangeHash]) -> Record {
        self.read(roster, Some(heads))
    }

    /// Brings a reading up to date after [`Self::edit`] has made these edits: only what they wrote is read again.
    /// `record` is the reading from before them.
    pub fn read_again(&self, record: &mut Record, edits: &[Edit], roster: &Roster) {
        for edit in edits {
            match edit {
                Edit::Field(field, _) => {
                    let values = self.document.field(field.key(), None);
                    if !values.is_empty() {
                        record.fields.insert(*field, reading(values, roster));
                    }
                }
                Edit::Text(text, _) => {
                    record.texts.insert(*text, self.document.text(*text, None));
                }
                // Read by itself when it is asked for.
                Edit::Van(..) => {}
                Edit::Entry(id, _) => {
                    if let Some(written) = self.document.entry(&id.to_string(), None) {
                        read_entry(record, *id, &written);
                    }
                }
            }
        }
    }

    fn read(&self, roster: &Roster, at: Option<&[ChangeHash]>) -> Record {
        let mut record = Record {
            fields: self.read_fields(roster, at),
            texts: TextName::ALL
                .into_iter()
                .map(|text| (text, self.document.text(text, at)))
                .collect(),
            ..Record::empty(self.id)
        };
        for (key, written) in self.document.entries(at) {
            if let Ok(id) = key.parse::<EntryId>() {
                read_entry(&mut record, id, &written);
            }
        }
        record
    }

    fn read_fields(
        &self,
        roster: &Roster,
        at: Option<&[ChangeHash]>,
    ) -> BTreeMap<Field, FieldReading> {
        // Keys that this program does not know are a newer one's: kept in the document, not shown.
        let known = self
            .document
            .fields(at)
            .into_iter()
            .filter_map(|(key, values)| Some((Field::from_key(&key)?, values)));
        known
            .map(|(field, values)| (field, reading(values, roster)))
            .collect()
    }

    /// Makes one change of several edits, all or none. If nothing differs there is no change.
    ///
    /// `time_s` is the device's clock in seconds since 1970, a claim that nothing is ordered by.
    ///
    /// # Errors
    /// [`EditError`] naming the edit that is not in order.
    pub fn edit(
        &mut self,
        actor: Actor,
        time_s: i64,
        edits: &[Edit],
    ) -> Result<Option<NewChange>, EditError> {
        let mut writes = Vec::with_capacity(edits.len());
        for edit in edits {
            writes.extend(self.plan(edit)?);
        }
        if writes.is_empty() {
            return Ok(None);
        }
        Ok(self.document.write(actor, time_s, &writes)?)
    }

    fn plan(&self, edit: &Edit) -> Result<Option<Write>, EditError> {
        if is_van(self.id) != matches!(edit, Edit::Van(..)) {
            return Err(EditError::OtherKind);
        }
        match edit {
            Edit::Van(id, entry) => {
                entry.check(self.id)?;
                let json = canonical_json(entry).map_err(|_| EditError::Json)?;
                self.plan_entry(*id, json)
            }
            Edit::Field(field, value) => self.plan_field(*field, value),
            Edit::Text(text, edit) => self.plan_text(*text, edit),
            Edit::Entry(id, entry) => {
                entry.check()?;
                let json = canonical_json(entry).map_err(|_| EditError::Json)?;
                self.plan_entry(*id, json)
            }
        }
    }

    fn plan_entry(&self, id: EntryId, json: Vec<u8>) -> Result<Option<Write>, EditError> {
        let key = id.to_string();
        if self.document.entry(&key, None).is_some() {
            return Err(EditError::EntryExists);
        }
        Ok(Some(Write::Entry(key, json)))
    }

    fn plan_field(&self, field: Field, value: &FieldValue) -> Result<Option<Write>, EditError> {
        field.check(value)?;
        let standing = self.document.field(field.key(), None);
        // Writing the value that already stands alone would only make a clash where there is none. Among several
        // values it settles the clash.
        if let [(only, _)] = standing.as_slice()
            && only == value
        {
            return Ok(None);
        }
        if standing.is_empty() && value.is_empty() {
            return Ok(None);
        }
        if field.rule().merge.is_once() && !standing.is_empty() {
            return Err(EditError::GivenOnce(field));
        }
        Ok(Some(Write::Field(field.key(), value.clone())))
    }

    fn plan_text(&self, text: TextName, edit: &TextEdit) -> Result<Option<Write>, EditError> {
        let standing = self.document.text(text, None);
        let length = standing.chars().count();
        let (write, typed, length_after) = match edit {
            TextEdit::Rewrite(value) => {
                if *value == standing {
                    return Ok(None);
                }
                (
                    Write::Text(text, value.clone()),
                    value.clone(),
                    value.chars().count(),
                )
            }
            TextEdit::Splice { at, erase, typed } => {
                let left = at
                    .checked_add(*erase)
                    .and_then(|end| length.checked_sub(end));
                let left = left.ok_or(EditError::Place(text))?;
                let length_after = at + typed.chars().count() + left;
                (
                    Write::Splice(text, *at, *erase, typed.clone()),
                    typed.clone(),
                    length_after,
                )
            }
            TextEdit::Append(typed) => {
                let typed = if standing.is_empty() {
                    typed.clone()
                } else {
                    format!("\n{typed}")
                };
                let length_after = length + typed.chars().count();
                (
                    Write::Splice(text, length, 0, typed.clone()),
                    typed,
                    length_after,
                )
            }
        };
        if length_after > TEXT_LENGTH_MAX || typed.chars().any(|c| c.is_control() && c != '\n') {
            return Err(EditError::Text(text));
        }
        Ok(Some(write))
    }
}

fn read_entry(record: &mut Record, id: EntryId, (json, actor): &Written<Vec<u8>>) {
    match serde_json::from_slice::<Entry>(json) {
        Ok(entry) => {
            let device = actor.device();
            record.entries.insert(id, EntryReading { entry, device });
        }
        Err(_) => {
            record.unreadable_entries.insert(id);
        }
    }
}

pub(crate) fn reading(values: Vec<Written<FieldValue>>, roster: &Roster) -> FieldReading {
    let candidate = |(value, actor): Written<FieldValue>| {
        let device = actor.device();
        Candidate {
            value,
            device,
            role: roster.role(device),
        }
    };
    FieldReading {
        candidates: values.into_iter().map(candidate).collect(),
    }
}

#[cfg(test)]
mod tests;
