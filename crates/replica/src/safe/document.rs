//! A loaded document and the only ways to change it.

use std::collections::BTreeMap;

use automerge::{
    Automerge, ReadDoc, ScalarValue, Value,
    transaction::{CommitOptions, Transactable},
};
use doorstep_domain::record::{FieldValue, TextName};

use super::{
    Actor, ChangeHash, ChangeLimits, Heads, ParsedChange, actor_of, guarded, heads,
    layout::Container, operation::field_value, past::names_only_the_past,
};

/// Why a document could not be loaded or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The stored or received bytes are not a document.
    #[error("the document cannot be loaded")]
    Unloadable,
    /// Automerge panicked. The document in memory is not used any more.
    #[error("the document cannot be worked with")]
    Panicked,
    /// Automerge refused the changes: a sequence number is used twice, or an operation is impossible.
    #[error("the changes do not fit the document")]
    Refused,
    /// Changes that these depend on are not there.
    #[error("changes that these depend on are missing")]
    MissingDependencies,
    /// After applying, the document could not be saved and loaded to the same heads.
    #[error("with these changes the document could not be loaded again")]
    NotReloadable,
    /// A change overwrites or stands beside what its author had not seen.
    #[error("a change names what its author had not seen")]
    ForeignReference,
    /// The document would be larger than the limit, or a change made here larger than a change may be.
    #[error("the document or the change would be too large")]
    TooLarge,
}

/// A change that was made here.
#[derive(Debug, Clone)]
pub struct NewChange {
    /// The change; its bytes are what is stored and sent.
    pub change: ParsedChange,
}

/// A value and the actor that wrote it.
pub type Written<T> = (T, Actor);

/// A loaded document.
#[derive(Debug, Clone)]
pub struct Document {
    inner: Automerge,
}

/// What one local change does to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Give a field a value.
    Field(&'static str, FieldValue),
    /// Put an entry on an absent key.
    Entry(String, Vec<u8>),
    /// Make a text read so; only what differs is typed and erased.
    Text(TextName, String),
    /// At a character position erase so many characters and type others.
    Splice(TextName, usize, usize, String),
}

impl Document {
    /// Loads a document from what `save` gave and changes that came later.
    ///
    /// # Errors
    /// [`DocumentError`]; nothing panics on damaged bytes.
    pub fn load(saved: &[u8], changes: &[ParsedChange]) -> Result<Self, DocumentError> {
        let loaded = guarded(|| Automerge::load(saved)).ok_or(DocumentError::Panicked)?;
        let mut document = Self {
            inner: loaded.map_err(|_| DocumentError::Unloadable)?,
        };
        if !changes.is_empty() {
            document.apply(changes)?;
        }
        Ok(document)
    }

    /// Loads a document from changes alone, which must bring everything they depend on.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn from_changes(changes: &[ParsedChange]) -> Result<Self, DocumentError> {
        let mut document = Self {
            inner: Automerge::new(),
        };
        document.apply(changes)?;
        Ok(document)
    }

    /// Applies changes from outside to a copy, saves and loads the copy, and gives it out only if its heads are
    /// the same. The document itself is not touched. Also gives what `save` gave, so that nobody saves twice.
    ///
    /// # Errors
    /// [`DocumentError`] with what went wrong; the caller keeps the bytes in quarantine.
    pub fn admit(
        &self,
        changes: &[ParsedChange],
        saved_bytes_max: usize,
    ) -> Result<(Self, Vec<u8>), DocumentError> {
        let mut copy = self.clone();
        copy.apply(changes)?;
        match guarded(|| names_only_the_past(&self.inner, &copy.inner, changes)) {
            Some(true) => {}
            Some(false) => return Err(DocumentError::ForeignReference),
            None => return Err(DocumentError::Panicked),
        }
        let saved = guarded(|| copy.inner.save()).ok_or(DocumentError::Panicked)?;
        // What is the same over and over saves to a thousandth of what it takes once it is loaded.
        if saved.len().max(copy.plain_bytes()) > saved_bytes_max {
            return Err(DocumentError::TooLarge);
        }
        let reloaded = guarded(|| Automerge::load(&saved)).ok_or(DocumentError::NotReloadable)?;
        let reloaded = Self {
            inner: reloaded.map_err(|_| DocumentError::NotReloadable)?,
        };
        if reloaded.heads() == copy.heads() {
            Ok((reloaded, saved))
        } else {
            Err(DocumentError::NotReloadable)
        }
    }

    fn apply(&mut self, changes: &[ParsedChange]) -> Result<(), DocumentError> {
        let changes: Vec<_> = changes
            .iter()
            .map(|parsed| (*parsed.change).clone())
            .collect();
        let applied =
            guarded(|| self.inner.apply_changes(changes)).ok_or(DocumentError::Panicked)?;
        applied.map_err(|_| DocumentError::Refused)?;
        let missing =
            guarded(|| self.inner.get_missing_deps(&[])).ok_or(DocumentError::Panicked)?;
        if missing.is_empty() {
            Ok(())
        } else {
            Err(DocumentError::MissingDependencies)
        }
    }

    /// Makes one change of several writes. If nothing differs there is no change. On an error the document in
    /// memory is no longer good and must be loaded again.
    ///
    /// # Errors
    /// [`DocumentError`] if automerge refuses or panics, or the change would be larger than [`ChangeLimits`] let in.
    pub fn write(
        &mut self,
        actor: Actor,
        time_s: i64,
        writes: &[Write],
    ) -> Result<Option<NewChange>, DocumentError> {
        let inner = &mut self.inner;
        let made = guarded(|| {
            inner.set_actor(actor.into());
            let mut transaction = inner.transaction();
            for write in writes {
                write_one(&mut transaction, write)?;
            }
            if transaction.pending_ops() == 0 {
                transaction.rollback();
                return Ok(None);
            }
            transaction.commit_with(CommitOptions::default().with_time(time_s));
            Ok::<_, automerge::AutomergeError>(inner.get_last_local_change())
        });
        let made = made
            .ok_or(DocumentError::Panicked)?
            .map_err(|_| DocumentError::Refused)?
            .and_then(ParsedChange::of);
        // The server would refuse it for ever; better told now, while the author still has his words before him.
        if made
            .as_ref()
            .is_some_and(|change| change.exceeds(ChangeLimits::default()))
        {
            return Err(DocumentError::TooLarge);
        }
        Ok(made.map(|change| NewChange { change }))
    }

    /// The heads, sorted.
    #[must_use]
    pub fn heads(&self) -> Heads {
        let mut heads: Heads = self
            .inner
            .get_heads()
            .iter()
            .map(|head| ChangeHash(head.0))
            .collect();
        heads.sort_unstable();
        heads
    }

    /// Saves the whole document, compressed: a cache, never the truth.
    ///
    /// # Errors
    /// [`DocumentError::Panicked`].
    pub fn save(&self) -> Result<Vec<u8>, DocumentError> {
        guarded(|| self.inner.save()).ok_or(DocumentError::Panicked)
    }

    /// How many bytes `save` would give if it did not compress: a measure of what the document takes in memory.
    #[must_use]
    pub fn plain_bytes(&self) -> usize {
        guarded(|| self.inner.save_nocompress().len()).unwrap_or(usize::MAX)
    }

    /// The changes that are not in the past of `have`, each after those it depends on.
    #[must_use]
    pub fn changes_since(&self, have: &[ChangeHash]) -> Vec<ParsedChange> {
        let changes = guarded(|| self.inner.get_changes(&heads(have))).unwrap_or_default();
        changes.into_iter().filter_map(ParsedChange::of).collect()
    }

    /// Whether the document has a change.
    #[must_use]
    pub fn has_change(&self, hash: ChangeHash) -> bool {
        guarded(|| {
            self.inner
                .get_change_meta_by_hash(&automerge::ChangeHash(hash.0))
                .is_some()
        })
        .unwrap_or(false)
    }

    /// The counter of a change's last operation, found without building the change.
    #[must_use]
    pub fn change_max_op(&self, hash: ChangeHash) -> Option<u64> {
        guarded(|| {
            self.inner
                .get_change_meta_by_hash(&automerge::ChangeHash(hash.0))
                .map(|change| change.max_op)
        })
        .flatten()
    }

    /// How many operations the document's changes have, erasures among them.
    #[must_use]
    pub fn operation_count(&self) -> u64 {
        let count = || {
            let changes = self.inner.get_changes_meta(&[]);
            let counts = changes
                .iter()
                .map(|change| (change.max_op + 1).saturating_sub(change.start_op));
            counts.sum()
        };
        guarded(count).unwrap_or(u64::MAX)
    }

    /// One change.
    #[must_use]
    pub fn change(&self, hash: ChangeHash) -> Option<ParsedChange> {
        guarded(|| {
            self.inner
                .get_change_by_hash(&automerge::ChangeHash(hash.0))
        })
        .flatten()
        .and_then(ParsedChange::of)
    }

    /// The highest operation counter in the past of some changes: a change made on top of them starts one later.
    #[must_use]
    pub fn max_op_at(&self, heads: &[ChangeHash]) -> u64 {
        // Every change starts after all it depends on, so the heads themselves hold the maximum of their past.
        heads
            .iter()
            .filter_map(|head| self.change_max_op(*head))
            .max()
            .unwrap_or(0)
    }

    /// All fields with all their concurrent values, automerge's winner last.
    #[must_use]
    pub fn fields(&self, at: Option<&[ChangeHash]>) -> BTreeMap<String, Vec<Written<FieldValue>>> {
        let readable = |(value, actor): Written<ScalarValue>| Some((field_value(&value)?, actor));
        self.all(&Container::Fields.object(), at)
            .into_iter()
            .map(|(key, values)| (key, values.into_iter().filter_map(readable).collect()))
            .collect()
    }

    /// All concurrent values of one field, automerge's winner last.
    #[must_use]
    pub fn field(&self, key: &str, at: Option<&[ChangeHash]>) -> Vec<Written<FieldValue>> {
        self.get_all(&Container::Fields.object(), key, at)
            .into_iter()
            .filter_map(|(value, actor)| Some((field_value(&value)?, actor)))
            .collect()
    }

    /// One text.
    #[must_use]
    pub fn text(&self, text: TextName, at: Option<&[ChangeHash]>) -> String {
        let object = Container::Text(text).object();
        guarded(|| match at {
            None => self.inner.text(&object),
            Some(at) => self.inner.text_at(&object, &heads(at)),
        })
        .and_then(Result::ok)
        .unwrap_or_default()
    }

    /// The keys of all entries, sorted.
    #[must_use]
    pub fn entry_keys(&self, at: Option<&[ChangeHash]>) -> Vec<String> {
        self.keys(&Container::Entries.object(), at)
    }

    /// The bytes of all entries and who put them, by their keys; as [`Self::entry`] gives each.
    #[must_use]
    pub fn entries(&self, at: Option<&[ChangeHash]>) -> BTreeMap<String, Written<Vec<u8>>> {
        self.all(&Container::Entries.object(), at)
            .into_iter()
            .filter_map(|(key, values)| Some((key, first_bytes(values)?)))
            .collect()
    }

    /// The bytes of an entry and who put them. Should two stand on one key, the first by automerge's order: the
    /// gate lets no second one in.
    #[must_use]
    pub fn entry(&self, key: &str, at: Option<&[ChangeHash]>) -> Option<Written<Vec<u8>>> {
        first_bytes(self.get_all(&Container::Entries.object(), key, at))
    }

    /// How many values stand on an entry's key: one, unless somebody tried to edit what is written once.
    #[must_use]
    pub fn entry_count(&self, key: &str) -> usize {
        self.get_all(&Container::Entries.object(), key, None).len()
    }

    fn keys(&self, object: &automerge::ObjId, at: Option<&[ChangeHash]>) -> Vec<String> {
        guarded(|| match at {
            None => self.inner.keys(object).collect(),
            Some(at) => self.inner.keys_at(object, &heads(at)).collect(),
        })
        .unwrap_or_default()
    }

    /// Every key of a map with all its concurrent values. In one pass: to ask for one key after the other costs a
    /// search each, several times what the pass does.
    fn all(
        &self,
        object: &automerge::ObjId,
        at: Option<&[ChangeHash]>,
    ) -> BTreeMap<String, Vec<Written<ScalarValue>>> {
        let all = guarded(|| {
            let items = match at {
                None => self.inner.map_range(object, ..),
                Some(at) => self.inner.map_range_at(object, .., &heads(at)),
            };
            items
                .map(|item| {
                    let values = if item.conflict {
                        self.get_all(object, &item.key, at)
                    } else {
                        let id = item.id();
                        owned((item.value.into_value(), id)).into_iter().collect()
                    };
                    (item.key.into_owned(), values)
                })
                .collect()
        });
        all.unwrap_or_default()
    }

    fn get_all(
        &self,
        object: &automerge::ObjId,
        key: &str,
        at: Option<&[ChangeHash]>,
    ) -> Vec<Written<ScalarValue>> {
        let values = guarded(|| {
            let values = match at {
                None => self.inner.get_all(object, key),
                Some(at) => self.inner.get_all_at(object, key, &heads(at)),
            };
            values
                .map(|values| values.into_iter().filter_map(owned).collect())
                .unwrap_or_default()
        });
        values.unwrap_or_default()
    }
}

/// A value that is no container, and who wrote it.
fn owned((value, id): (Value<'_>, automerge::ObjId)) -> Option<Written<ScalarValue>> {
    Some((value.into_scalar().ok()?, actor_of(&id)?))
}

fn first_bytes(values: Vec<Written<ScalarValue>>) -> Option<Written<Vec<u8>>> {
    values.into_iter().find_map(|(value, actor)| match value {
        ScalarValue::Bytes(json) => Some((json, actor)),
        _ => None,
    })
}

fn write_one(
    transaction: &mut automerge::transaction::Transaction<'_>,
    write: &Write,
) -> Result<(), automerge::AutomergeError> {
    match write {
        Write::Field(key, value) => put_field(transaction, key, &scalar(value)),
        Write::Entry(key, json) => transaction.put(
            Container::Entries.object(),
            key.as_str(),
            ScalarValue::Bytes(json.clone()),
        ),
        Write::Text(text, value) => {
            transaction.update_text(&Container::Text(*text).object(), value)
        }
        Write::Splice(text, at, erase, typed) => {
            // Positions count Unicode characters, the encoding automerge uses unless built for JavaScript.
            let erase = isize::try_from(*erase).unwrap_or(isize::MAX);
            transaction.splice_text(Container::Text(*text).object(), *at, erase, typed)
        }
    }
}

fn scalar(value: &FieldValue) -> ScalarValue {
    match value {
        FieldValue::Empty => ScalarValue::Null,
        FieldValue::YesNo(yes) => ScalarValue::Boolean(*yes),
        FieldValue::Number(number) => ScalarValue::Int(*number),
        FieldValue::Words(words) => ScalarValue::Str(words.as_str().into()),
    }
}

/// Puts a field's value over all that stand there.
fn put_field(
    transaction: &mut automerge::transaction::Transaction<'_>,
    key: &str,
    value: &ScalarValue,
) -> Result<(), automerge::AutomergeError> {
    let fields = Container::Fields.object();
    let standing = transaction.get_all(&fields, key)?;
    let standing: Vec<_> = standing
        .into_iter()
        .filter_map(|(value, _)| value.into_scalar().ok())
        .collect();
    if standing.len() > 1 && standing.last() == Some(value) {
        // Of several values the winner is put again: automerge would write it as a deletion of the others, and
        // deletions have no place in a record. So another of them goes first. Where all are alike, nothing clashes.
        let Some(other) = standing.iter().find(|other| *other != value) else {
            return Ok(());
        };
        transaction.put(&fields, key, other.clone())?;
    }
    transaction.put(&fields, key, value.clone())
}
