//! Documents in the file: loaded from a snapshot and the changes after it, written one change at a time.

use std::{collections::BTreeSet, sync::Arc};

use doorstep_domain::{ids::RecordId, record::Record};
use doorstep_replica::{ChangeHash, ParsedChange, RecordDocument, Roster, safe::ChangeLimits};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::Error;

/// How many changes may stand loose behind a snapshot before a new one is made. Loading 32 loose changes costs about
/// as much as loading the snapshot of a record at the end of its life.
const LOOSE_MAX: usize = 32;

const LOADING: &str = "loading a record";
const WRITING: &str = "writing a change";

/// Where a change stands between this device and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeState {
    Pending,
    Acknowledged,
    Once,
    Refused,
    Remade,
}

impl ChangeState {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Acknowledged => "acknowledged",
            Self::Once => "once",
            Self::Refused => "refused",
            Self::Remade => "remade",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [
            Self::Pending,
            Self::Acknowledged,
            Self::Once,
            Self::Refused,
            Self::Remade,
        ]
        .into_iter()
        .find(|state| state.code() == code)
    }

    /// Whether the change is part of the document as it is read here.
    pub(crate) const fn counts(self) -> bool {
        matches!(self, Self::Pending | Self::Acknowledged | Self::Once)
    }
}

/// A loaded document and the record that it reads as.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) document: RecordDocument,
    pub(crate) record: Arc<Record>,
    /// Changes in the file that are not in its snapshot.
    pub(crate) loose: usize,
    /// The latest claimed time of its changes, seconds since 1970.
    pub(crate) updated_s: i64,
}

impl Loaded {
    pub(crate) fn of(
        document: RecordDocument,
        loose: usize,
        updated_s: i64,
        roster: &Roster,
    ) -> Self {
        let record = Arc::new(document.record(roster));
        Self {
            document,
            record,
            loose,
            updated_s,
        }
    }

    /// Reads a document; nothing if it is not here.
    pub(crate) fn read(
        connection: &Connection,
        record: RecordId,
        roster: &Roster,
    ) -> Result<Option<Self>, Error> {
        let Some(stored) = Stored::read(connection, record)? else {
            return Ok(None);
        };
        let (document, loose) = stored.load(connection, record)?;
        let updated_s = updated_s(connection, record)?;
        Ok(Some(Self::of(document, loose, updated_s, roster)))
    }
}

/// The document's row.
struct Stored {
    snapshot: Option<(Vec<u8>, i64)>,
}

impl Stored {
    fn read(connection: &Connection, record: RecordId) -> Result<Option<Self>, Error> {
        let sql =
            "SELECT snapshot, snapshot_place FROM document WHERE document = ?1 AND state <> 'stub'";
        let row = |row: &Row<'_>| {
            let snapshot: Option<Vec<u8>> = row.get(0)?;
            let place: Option<i64> = row.get(1)?;
            Ok(Self {
                snapshot: snapshot.zip(place),
            })
        };
        connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([record.as_bytes()], row).optional())
            .map_err(Error::storage(LOADING))
    }

    /// The document and how many changes are not in its snapshot. A snapshot is only a cache: if it cannot be loaded,
    /// the changes are enough.
    fn load(
        self,
        connection: &Connection,
        record: RecordId,
    ) -> Result<(RecordDocument, usize), Error> {
        if let Some((snapshot, place)) = self.snapshot {
            let loose = changes_after(connection, record, place)?;
            match RecordDocument::load(record, Some(&snapshot), &loose) {
                Ok(document) => return Ok((document, loose.len())),
                Err(error) => {
                    tracing::warn!(%record, %error, "a snapshot cannot be used; loading the changes")
                }
            }
        }
        let changes = changes_after(connection, record, i64::MIN)?;
        let document = RecordDocument::load(record, None, &changes)?;
        Ok((document, changes.len()))
    }
}

/// The changes that count after a place, each after those it depends on.
pub(crate) fn changes_after(
    connection: &Connection,
    record: RecordId,
    place: i64,
) -> Result<Vec<ParsedChange>, Error> {
    let sql = "SELECT bytes FROM change
               WHERE document = ?1 AND place > ?2 AND state IN ('pending', 'acknowledged', 'once') ORDER BY place";
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(Error::storage(LOADING))?;
    let mut rows = statement
        .query(params![record.as_bytes(), place])
        .map_err(Error::storage(LOADING))?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next().map_err(Error::storage(LOADING))? {
        let bytes = row
            .get_ref(0)
            .and_then(|bytes| Ok(bytes.as_blob()?))
            .map_err(Error::storage(LOADING))?;
        changes.push(parse(bytes)?);
    }
    Ok(changes)
}

/// Reads a change of the file; its hash is checked with it.
pub(crate) fn parse(bytes: &[u8]) -> Result<ParsedChange, Error> {
    ParsedChange::parse(bytes, ChangeLimits::default())
        .map_err(|error| Error::damaged("reading a change", error))
}

fn updated_s(connection: &Connection, record: RecordId) -> Result<i64, Error> {
    let sql = "SELECT coalesce(max(time_s), 0) FROM change
               WHERE document = ?1 AND state IN ('pending', 'acknowledged', 'once')";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_row([record.as_bytes()], |row| row.get(0)))
        .map_err(Error::storage(LOADING))
}

/// Adds the document's row, or makes a visible one of it.
pub(crate) fn insert_document(connection: &Connection, record: RecordId) -> Result<(), Error> {
    let sql = "INSERT INTO document (document, state) VALUES (?1, 'visible')
               ON CONFLICT (document) DO UPDATE SET state = 'visible'";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute([record.as_bytes()]))
        .map(drop)
        .map_err(Error::storage(WRITING))
}

/// Adds a change. If it is here already, only its state changes.
pub(crate) fn insert_change(
    connection: &Connection,
    record: RecordId,
    change: &ParsedChange,
    state: ChangeState,
) -> Result<(), Error> {
    let deps = change.deps();
    let sql = "INSERT INTO change (document, hash, actor, actor_seq, time_s, state, deps, bytes)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
               ON CONFLICT (document, hash) DO UPDATE SET state = excluded.state, code = NULL, why = NULL";
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(Error::storage(WRITING))?;
    statement
        .execute(params![
            record.as_bytes(),
            change.hash().0,
            change.actor().0,
            change.seq().cast_signed(),
            change.time_s(),
            state.code(),
            join(&deps),
            change.bytes(),
        ])
        .map(drop)
        .map_err(Error::storage(WRITING))
}

/// The changes of a document that count, and their states.
pub(crate) fn states(
    connection: &Connection,
    record: RecordId,
) -> Result<Vec<(ChangeHash, ChangeState)>, Error> {
    let sql = "SELECT hash, state FROM change WHERE document = ?1 ORDER BY place";
    let row = |row: &Row<'_>| {
        let (hash, state): ([u8; 32], String) = (row.get(0)?, row.get(1)?);
        Ok((
            ChangeHash(hash),
            ChangeState::from_code(&state).unwrap_or(ChangeState::Pending),
        ))
    };
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([record.as_bytes()], row)?.collect())
        .map_err(Error::storage(LOADING))
}

/// Keeps a snapshot that holds everything that counts up to the newest change of the document.
pub(crate) fn keep_snapshot(
    connection: &Connection,
    record: RecordId,
    snapshot: &[u8],
) -> Result<(), Error> {
    let sql = "UPDATE document SET snapshot = ?2,
                   snapshot_place = (SELECT max(place) FROM change WHERE document = ?1)
               WHERE document = ?1";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(params![record.as_bytes(), snapshot]))
        .map(drop)
        .map_err(Error::storage("keeping a snapshot"))
}

/// The snapshot no longer says what the document is.
pub(crate) fn drop_snapshot(connection: &Connection, record: RecordId) -> Result<(), Error> {
    let sql = "UPDATE document SET snapshot = NULL, snapshot_place = NULL WHERE document = ?1";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute([record.as_bytes()]))
        .map(drop)
        .map_err(Error::storage("keeping a snapshot"))
}

/// Folds loose changes into a new snapshot when there are many. It takes the old one's place only if it loads again
/// to the same heads; that it does not is no reason to fail an edit, for the changes are the truth.
pub(crate) fn fold(connection: &Connection, loaded: &mut Loaded) -> Result<(), Error> {
    if loaded.loose <= LOOSE_MAX {
        return Ok(());
    }
    let record = loaded.document.id();
    let Some(snapshot) = verified_snapshot(&loaded.document) else {
        tracing::warn!(%record, "a snapshot did not load to the same heads and is not kept");
        return Ok(());
    };
    keep_snapshot(connection, record, &snapshot)?;
    loaded.loose = 0;
    Ok(())
}

/// What `save` gives, if it loads to the same heads.
pub(crate) fn verified_snapshot(document: &RecordDocument) -> Option<Vec<u8>> {
    let snapshot = document.document().save().ok()?;
    let again = RecordDocument::load(document.id(), Some(&snapshot), &[]).ok()?;
    (again.heads() == document.heads()).then_some(snapshot)
}

/// Changes read in the order in which they came: each is a head until one comes that depends on it. `deps` is the column.
pub(crate) fn add_head(heads: &mut Vec<ChangeHash>, change: ChangeHash, deps: &[u8]) {
    let deps: BTreeSet<ChangeHash> = split(deps).collect();
    heads.retain(|head| !deps.contains(head));
    heads.push(change);
}

/// Hashes as one column holds them.
pub(crate) fn join(hashes: &[ChangeHash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Hashes out of one column.
pub(crate) fn split(column: &[u8]) -> impl Iterator<Item = ChangeHash> {
    column.chunks_exact(32).filter_map(ChangeHash::from_slice)
}
