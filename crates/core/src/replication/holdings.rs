//! What this device holds of what counts, or once counted, as acknowledged: the ground of the repair by digests.

use std::collections::BTreeMap;

use doorstep_domain::ids::RecordId;
use doorstep_replica::ChangeHash;
use doorstep_sync::digest::Holding;
use rusqlite::Connection;

use crate::{
    Error,
    store::{archive, documents::add_head},
};

const DOING: &str = "summing up what is held";

/// The acknowledged heads and the statements of every document, archived ones included.
pub(super) fn holdings(connection: &Connection) -> Result<BTreeMap<RecordId, Holding>, Error> {
    let mut holdings: BTreeMap<RecordId, Holding> = BTreeMap::new();
    heads(connection, &mut holdings).map_err(Error::storage(DOING))?;
    archived(connection, &mut holdings).map_err(Error::storage(DOING))?;
    statements(connection, &mut holdings).map_err(Error::storage(DOING))?;
    for holding in holdings.values_mut() {
        holding.heads.sort_unstable();
        holding.statements.sort_unstable();
        holding.statements.dedup();
    }
    Ok(holdings)
}

fn heads(
    connection: &Connection,
    holdings: &mut BTreeMap<RecordId, Holding>,
) -> rusqlite::Result<()> {
    // What is only kept to read a refusal by is no longer held.
    let sql = "SELECT document, hash, deps FROM change
               WHERE state IN ('acknowledged', 'once')
                 AND document NOT IN (SELECT document FROM document WHERE state = 'stub') ORDER BY place";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let holding = holdings.entry(record(row.get(0)?)).or_default();
        let change = ChangeHash(row.get(1)?);
        add_head(&mut holding.heads, change, row.get_ref(2)?.as_blob()?);
    }
    Ok(())
}

/// What was here when a record was put away counts as held: all of it was acknowledged.
fn archived(
    connection: &Connection,
    holdings: &mut BTreeMap<RecordId, Holding>,
) -> rusqlite::Result<()> {
    for archived in archive::all(connection)? {
        let holding = Holding {
            heads: archived.heads,
            statements: archived.statements,
        };
        holdings.insert(archived.record, holding);
    }
    Ok(())
}

fn statements(
    connection: &Connection,
    holdings: &mut BTreeMap<RecordId, Holding>,
) -> rusqlite::Result<()> {
    let sql = "SELECT document, digest FROM statement WHERE state IN ('acknowledged', 'once')";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // A statement without its document is not compared: the other side counts by documents.
        if let Some(holding) = holdings.get_mut(&record(row.get(0)?)) {
            holding.statements.push(row.get(1)?);
        }
    }
    Ok(())
}

fn record(document: [u8; 16]) -> RecordId {
    RecordId(uuid::Uuid::from_bytes(document))
}
