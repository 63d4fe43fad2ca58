//! What the office will not take: it leaves the document, is kept with its reason, and what was done after it stays.
//!
//! A change cannot be taken out of an automerge document, and what the same device did later stands on it. So the
//! document is made anew of what still fits, and each later change is made once more, by a new actor, from what it did.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{ids::RecordId, record::TextName};
use doorstep_replica::{
    ChangeHash, Edit, EditError, ParsedChange, RecordDocument, TextEdit, genesis_hash,
    history::{Changed, HistoryItem},
};
use rusqlite::{Connection, Row, params};

use super::{
    Write,
    documents::{self, ChangeState, Loaded},
    read_model,
};
use crate::{Device, Error, Notice, device::Inner};

const DOING: &str = "taking a refused change out of a record";

/// A change of the file.
struct StoredChange {
    change: ParsedChange,
    state: ChangeState,
}

impl Device {
    /// What the refused changes of a record did, so that a person can do it again in another way.
    ///
    /// # Errors
    /// [`Error::Damaged`] or what the disk says.
    pub fn refused_changes(&self, record: RecordId) -> Result<Vec<HistoryItem>, Error> {
        let roster = self.inner.store.roster();
        self.inner.store.read(|connection| {
            let stored = all_changes(connection, record)?;
            let refused: BTreeSet<ChangeHash> = stored
                .iter()
                .filter(|stored| stored.state == ChangeState::Refused)
                .map(hash)
                .collect();
            if refused.is_empty() {
                return Ok(Vec::new());
            }
            let whole = document_of(record, stored.iter())?;
            Ok(whole
                .history(&roster)
                .into_iter()
                .filter(|item| refused.contains(&item.change))
                .collect())
        })
    }
}

fn hash(stored: &StoredChange) -> ChangeHash {
    stored.change.hash()
}

/// Takes pending changes out of a record, with the office's reason, and makes anew what stood on them.
pub(crate) fn refuse(
    write: &mut Write<'_>,
    device: &Inner,
    record: RecordId,
    hashes: &[ChangeHash],
    code: &str,
    why: &str,
) -> Result<(), Error> {
    let sql = "UPDATE change SET state = 'refused', code = ?3, why = ?4, seen = 0
               WHERE document = ?1 AND hash = ?2 AND state = 'pending'";
    // The creating change is nobody's, and always in order.
    let genesis = genesis_hash();
    for hash in hashes.iter().filter(|hash| **hash != genesis) {
        write
            .connection()?
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.execute(params![record.as_bytes(), hash.0, code, why])
            })
            .map_err(Error::storage(DOING))?;
    }
    let stored = all_changes(write.connection()?, record)?;
    let (fitting, standing_on_refused) = what_fits(&stored);
    let mut document = document_of(record, fitting)?;
    if !standing_on_refused.is_empty() {
        let whole = document_of(record, stored.iter())?;
        remake(write, device, &mut document, &whole, &standing_on_refused)?;
    }
    documents::drop_snapshot(write.connection()?, record)?;
    finish(write, record, document)
}

fn finish(write: &mut Write<'_>, record: RecordId, document: RecordDocument) -> Result<(), Error> {
    let changes = document.document().changes_since(&[]);
    let updated_s = changes.iter().map(ParsedChange::time_s).max().unwrap_or(0);
    let loaded = Loaded::of(document, changes.len(), updated_s, &write.roster());
    let connection = write.connection()?;
    let marks = read_model::marks(connection, record)?;
    read_model::write(connection, &loaded, None, marks)?;
    write.put(record, loaded);
    write.tell(Notice::Record(record));
    write.tell(Notice::NeedsAttention(record));
    Ok(())
}

/// The changes that still fit, and the pending ones that stand on something refused.
fn what_fits(stored: &[StoredChange]) -> (Vec<&StoredChange>, Vec<&ParsedChange>) {
    let mut there = BTreeSet::new();
    let (mut fitting, mut standing_on_refused) = (Vec::new(), Vec::new());
    for change in stored.iter().filter(|stored| stored.state.counts()) {
        // What the server has never stands on what it refused.
        if change.state != ChangeState::Pending
            || change.change.deps().iter().all(|dep| there.contains(dep))
        {
            there.insert(change.change.hash());
            fitting.push(change);
        } else {
            standing_on_refused.push(&change.change);
        }
    }
    (fitting, standing_on_refused)
}

/// Does once more what these changes did, on top of `document`.
fn remake(
    write: &mut Write<'_>,
    device: &Inner,
    document: &mut RecordDocument,
    whole: &RecordDocument,
    changes: &[&ParsedChange],
) -> Result<(), Error> {
    let record = document.id();
    let mut told: BTreeMap<ChangeHash, HistoryItem> = whole
        .history(&write.roster())
        .into_iter()
        .map(|item| (item.change, item))
        .collect();
    write.draw_new_actor();
    let actor = write.actor(device.store.identity()?.device, &device.environment)?;
    for change in changes {
        let did = told
            .remove(&change.hash())
            .map(|item| item.what)
            .unwrap_or_default();
        for edits in attempts(document, did) {
            let made = match document.edit(actor, change.time_s(), &edits) {
                Ok(made) => made,
                Err(error @ EditError::Document(_)) => return Err(error.into()),
                // It stood on the refused value alone, so nothing of it is left to do.
                Err(_) => None,
            };
            if let Some(made) = made {
                documents::insert_change(
                    write.connection()?,
                    record,
                    &made.change,
                    ChangeState::Pending,
                )?;
            }
        }
        write
            .connection()?
            .prepare_cached("UPDATE change SET state = 'remade' WHERE document = ?1 AND hash = ?2")
            .and_then(|mut statement| {
                statement.execute(params![record.as_bytes(), change.hash().0])
            })
            .map_err(Error::storage(DOING))?;
    }
    Ok(())
}

/// The edits of a change: all in one, or one by one where the document will not have them all.
fn attempts(document: &RecordDocument, did: Vec<Changed>) -> Vec<Vec<Edit>> {
    let edits: Vec<Edit> = did
        .into_iter()
        .filter_map(|changed| edit(document, changed))
        .collect();
    let mut tried = document.clone();
    let together = tried
        .edit(doorstep_replica::Actor([0; 24]), 0, &edits)
        .is_ok();
    if together {
        vec![edits]
    } else {
        edits.into_iter().map(|edit| vec![edit]).collect()
    }
}

fn edit(document: &RecordDocument, changed: Changed) -> Option<Edit> {
    match changed {
        Changed::Field { field, new, .. } => Some(Edit::Field(field, new)),
        Changed::Entry { id, entry } => Some(Edit::Entry(id, *entry?)),
        Changed::Van { id, entry } => Some(Edit::Van(id, *entry)),
        Changed::Text { text, old, new } => {
            Some(Edit::Text(text, retyped(document, text, &old, &new)))
        }
    }
}

/// The same typing in a text that may read otherwise now: at its place if what it replaced stands there, else at the
/// end. No word is lost.
fn retyped(document: &RecordDocument, text: TextName, old: &str, new: &str) -> TextEdit {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let at = old
        .iter()
        .zip(&new)
        .take_while(|(before, after)| before == after)
        .count();
    let (old_rest, new_rest) = (
        old.get(at..).unwrap_or_default(),
        new.get(at..).unwrap_or_default(),
    );
    let kept = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(before, after)| before == after)
        .count();
    let erased = old_rest.get(..old_rest.len() - kept).unwrap_or_default();
    let typed: String = new_rest
        .get(..new_rest.len() - kept)
        .unwrap_or_default()
        .iter()
        .collect();
    let standing: Vec<char> = document.document().text(text, None).chars().collect();
    let same_before = standing.get(..at) == old.get(..at);
    if same_before && standing.get(at..at + erased.len()) == Some(erased) {
        TextEdit::Splice {
            at,
            erase: erased.len(),
            typed,
        }
    } else {
        TextEdit::Append(typed)
    }
}

fn document_of<'s>(
    record: RecordId,
    stored: impl IntoIterator<Item = &'s StoredChange>,
) -> Result<RecordDocument, Error> {
    let changes: Vec<ParsedChange> = stored
        .into_iter()
        .map(|stored| stored.change.clone())
        .collect();
    Ok(RecordDocument::load(record, None, &changes)?)
}

/// Every change of a document, whatever became of it, each after those it depends on.
fn all_changes(connection: &Connection, record: RecordId) -> Result<Vec<StoredChange>, Error> {
    let row = |row: &Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?));
    let rows: Vec<_> = connection
        .prepare_cached("SELECT bytes, state FROM change WHERE document = ?1 ORDER BY place")
        .and_then(|mut statement| statement.query_map([record.as_bytes()], row)?.collect())
        .map_err(Error::storage(DOING))?;
    rows.into_iter()
        .map(|(bytes, state)| {
            let state = ChangeState::from_code(&state).unwrap_or(ChangeState::Pending);
            Ok(StoredChange {
                change: documents::parse(&bytes)?,
                state,
            })
        })
        .collect()
}
