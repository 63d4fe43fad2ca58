//! One document of a file, through the gate into this device's file.

use std::collections::BTreeMap;

use doorstep_domain::ids::RecordId;
use doorstep_replica::{
    Actor, ChangeHash, ParsedChange, RecordDocument, genesis_hash, safe::ChangeLimits,
};
use doorstep_sync::{
    gate::{Admission, Known, Outcome, admit},
    message::DocumentPush,
};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::directory::Authors;
use crate::{
    Error, Notice,
    replication::outgoing::keep_proof,
    store::{
        Write, archive,
        documents::{self, ChangeState, Loaded},
        read_model,
    },
};

const DOING: &str = "taking a record over";

/// What became of a document.
pub(super) enum Became {
    /// Something of it is new here.
    Taken(RecordId),
    /// All of it was here.
    Here,
    /// The gate, or what this device knows of it, says no: the stable code.
    Refused(Option<RecordId>, &'static str),
}

/// Judges a document of a file as the server would, and keeps what is new of it as unsent.
pub(super) fn take_document(
    write: &mut Write<'_>,
    push: &DocumentPush,
    authors: &Authors,
) -> Result<Became, Error> {
    let Ok(record) = RecordId::from_slice(&push.document) else {
        return Ok(Became::Refused(None, "malformed"));
    };
    if holds_refused(write.connection()?, record, push)? {
        return Ok(Became::Refused(Some(record), "refused_before"));
    }
    let standing = Standing::of(write, record)?;
    let outcome = admit(push, standing.known.as_ref(), authors);
    match outcome {
        Err(refusal) => {
            standing.give_back(write, record);
            Ok(Became::Refused(Some(record), refusal.code()))
        }
        Ok(Outcome::MissingDependencies) => {
            standing.give_back(write, record);
            Ok(Became::Refused(Some(record), "missing_dependencies"))
        }
        Ok(Outcome::Duplicate) if standing.is_shown => {
            standing.give_back(write, record);
            Ok(Became::Here)
        }
        Ok(Outcome::Duplicate) => {
            show_again(write, record, push)?;
            Ok(Became::Taken(record))
        }
        Ok(Outcome::Admitted(admission)) => {
            keep(write, record, standing, *admission)?;
            Ok(Became::Taken(record))
        }
    }
}

/// A record as it stands here.
struct Standing {
    known: Option<Known>,
    /// Taken out of the cache.
    loaded: Option<Loaded>,
    /// It is in the list.
    is_shown: bool,
}

impl Standing {
    fn of(write: &mut Write<'_>, record: RecordId) -> Result<Self, Error> {
        let connection = write.connection()?;
        let state: Option<String> = connection
            .prepare_cached("SELECT state FROM document WHERE document = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([record.as_bytes()], |row| row.get(0))
                    .optional()
            })
            .map_err(Error::storage(DOING))?;
        let Some(state) = state else {
            return Ok(Self {
                known: None,
                loaded: None,
                is_shown: false,
            });
        };
        let actors = actors(connection, record)?;
        // Of one that is gone only what somebody refused is kept, and the past that it is read by.
        let is_shown = state != "stub";
        let (document, loaded) = if is_shown {
            let loaded = write.take(record)?.ok_or(Error::NotFound(record))?;
            (loaded.document.document().clone(), Some(loaded))
        } else {
            let changes = documents::changes_after(connection, record, i64::MIN)?;
            let document = RecordDocument::load(record, None, &changes)?;
            (document.into_document(), None)
        };
        Ok(Self {
            known: Some(Known { document, actors }),
            loaded,
            is_shown,
        })
    }

    /// Nothing was touched.
    fn give_back(self, write: &mut Write<'_>, record: RecordId) {
        if let Some(loaded) = self.loaded {
            write.put_back(record, loaded);
        }
    }
}

fn actors(
    connection: &Connection,
    record: RecordId,
) -> Result<BTreeMap<Actor, (u64, ChangeHash)>, Error> {
    let sql = "SELECT actor, actor_seq, hash FROM change
               WHERE document = ?1 AND state IN ('pending', 'acknowledged', 'once') AND hash <> ?2 ORDER BY actor_seq";
    let row = |row: &Row<'_>| {
        let seq: i64 = row.get(1)?;
        Ok((
            Actor(row.get(0)?),
            (seq.cast_unsigned(), ChangeHash(row.get(2)?)),
        ))
    };
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_map((record.as_bytes(), genesis_hash().0), row)?
                .collect()
        })
        .map_err(Error::storage(DOING))
}

/// Whether the file brings what the office has refused: it would only be refused again.
fn holds_refused(
    connection: &Connection,
    record: RecordId,
    push: &DocumentPush,
) -> Result<bool, Error> {
    let states: BTreeMap<ChangeHash, ChangeState> =
        documents::states(connection, record)?.into_iter().collect();
    if states.values().all(|state| state.counts()) {
        return Ok(false);
    }
    let refused = |change: &ParsedChange| {
        states
            .get(&change.hash())
            .is_some_and(|state| !state.counts())
    };
    Ok(parsed(push).any(|change| refused(&change)))
}

fn parsed(push: &DocumentPush) -> impl Iterator<Item = ParsedChange> {
    let limits = ChangeLimits::default();
    push.changes
        .iter()
        .filter_map(move |bytes| ParsedChange::parse(bytes, limits).ok())
}

fn keep(
    write: &mut Write<'_>,
    record: RecordId,
    standing: Standing,
    admission: Admission,
) -> Result<(), Error> {
    let connection = write.connection()?;
    if !standing.is_shown {
        documents::insert_document(connection, record)?;
    }
    for admitted in &admission.admitted {
        documents::insert_change(connection, record, &admitted.change, ChangeState::Pending)?;
    }
    for (actor, proven) in &admission.proofs {
        let signature = proven.signature.to_bytes();
        keep_proof(
            connection,
            record,
            *actor,
            proven.seq,
            proven.change,
            &signature,
        )?;
    }
    if !standing.is_shown {
        documents::drop_snapshot(connection, record)?;
    }
    let times = admission.admitted.iter().map(|one| one.change.time_s());
    let (loose, updated_s) = standing
        .loaded
        .as_ref()
        .map_or((0, 0), |loaded| (loaded.loose, loaded.updated_s));
    let mut loaded = Loaded::of(
        RecordDocument::of(record, admission.document),
        loose + admission.admitted.len(),
        times.max().unwrap_or(0).max(updated_s),
        &write.roster(),
    );
    documents::fold(connection, &mut loaded)?;
    show(write, record, loaded)
}

/// A record that is here, but was taken away: it is shown again, and asked about with the next contact.
fn show_again(write: &mut Write<'_>, record: RecordId, push: &DocumentPush) -> Result<(), Error> {
    let connection = write.connection()?;
    documents::insert_document(connection, record)?;
    for change in parsed(push) {
        documents::insert_change(connection, record, &change, ChangeState::Pending)?;
    }
    let roster = write.roster();
    let loaded = Loaded::read(connection, record, &roster)?.ok_or(Error::NotFound(record))?;
    show(write, record, loaded)
}

fn show(write: &mut Write<'_>, record: RecordId, loaded: Loaded) -> Result<(), Error> {
    let connection = write.connection()?;
    // What was put away here comes without what happened to its unit before: the next contact brings that.
    archive::want(connection, record)?;
    let marks = read_model::marks(connection, record)?;
    read_model::write(connection, &loaded, None, marks)?;
    write.put(record, loaded);
    write.tell(Notice::Record(record));
    Ok(())
}
