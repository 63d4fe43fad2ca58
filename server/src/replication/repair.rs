//! The server's side of the digest repair, after it was restored from a backup.

use std::collections::BTreeMap;

use doorstep_domain::ids::{PersonId, RecordId};
use doorstep_sync::{
    cursor::Cursor,
    digest::{Holding, in_buckets, short_digest},
    limits::PAGE_BYTES_MAX,
    message::{Next, PageItem, Pair, RepairAnswer, RepairRequest, Wanted},
    session::buckets_that_differ,
};
use rusqlite::{Connection, params};

use super::{
    ReplicationError,
    access::VISIBLE_AT_2,
    documents::split_heads,
    feed::{Page, enter, leave},
    unit::earlier,
};

/// A step of the repair, as a device asks it.
pub(super) struct Asked<'a> {
    pub(super) person: &'a PersonId,
    /// The device reads [`PageItem::Earlier`].
    pub(super) reads_earlier: bool,
    pub(super) step: &'a RepairRequest,
}

/// The answer to a step of the repair. Of the documents that came with it, `held` are those that are here now whole:
/// of these a device may be sent away, for nothing of them can be lost.
pub(super) fn answer(
    connection: &Connection,
    asked: &Asked<'_>,
    head: Cursor,
    held: &[RecordId],
) -> Result<(RepairAnswer, Vec<PageItem>, Next), ReplicationError> {
    let again = Next::Repair { epoch: head.epoch };
    let person = asked.person;
    match asked.step {
        RepairRequest::Sums {
            sums,
            agreed_to_differ,
        } => {
            let ours = holdings(connection, person, head.seq)?;
            let buckets = buckets_that_differ(sums, agreed_to_differ, &ours);
            // Nothing differs: the device is at this head.
            let next = if buckets.is_empty() {
                Next::Cursor(head)
            } else {
                again
            };
            // A cursor at the head skips what is not in the documents; certificates, reference data and the earlier
            // records of units come here.
            let mut page = Vec::new();
            if buckets.is_empty() {
                page = everything_else(connection)?;
                if asked.reads_earlier {
                    page.extend(earlier_records(connection, ours.keys())?);
                }
            }
            Ok((RepairAnswer::Buckets { buckets }, page, next))
        }
        RepairRequest::Pairs { buckets, pairs } => {
            let ours = holdings(connection, person, head.seq)?;
            let (send, mut page) = compare(connection, &ours, buckets, pairs)?;
            page.extend(leaves_but(&ours, held));
            Ok((RepairAnswer::Send { documents: send }, page, again))
        }
    }
}

/// Of the documents that came with a request before its repair began, those that are not the person's.
pub(super) fn leaves(
    connection: &Connection,
    person: &PersonId,
    head: Cursor,
    held: &[RecordId],
) -> Result<Vec<PageItem>, ReplicationError> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    Ok(leaves_but(&holdings(connection, person, head.seq)?, held).collect())
}

fn leaves_but(
    ours: &BTreeMap<RecordId, Holding>,
    held: &[RecordId],
) -> impl Iterator<Item = PageItem> {
    let gone = held.iter().filter(|document| !ours.contains_key(document));
    gone.map(|document| leave(*document.as_bytes()))
}

fn compare(
    connection: &Connection,
    ours: &BTreeMap<RecordId, Holding>,
    buckets: &[u8],
    pairs: &[Pair],
) -> Result<(Vec<Wanted>, Vec<PageItem>), ReplicationError> {
    let theirs: BTreeMap<[u8; 16], [u8; 8]> = pairs
        .iter()
        .map(|pair| (pair.document, pair.digest))
        .collect();
    let shown = |document: &[u8; 16]| {
        let document = RecordId::from_slice(document).ok()?;
        Some(short_digest(document, ours.get(&document)?))
    };
    let send = pairs
        .iter()
        .map(|pair| (pair, shown(&pair.document)))
        .filter(|(pair, shown)| *shown != Some(pair.digest))
        .map(|(pair, shown)| Wanted {
            document: pair.document,
            shown,
        })
        .collect();
    // What does not fit comes with the next round: each one leaves less that differs.
    let mut page = Page::new(PAGE_BYTES_MAX);
    for (document, holding) in in_buckets(ours, buckets) {
        if theirs.get(document.as_bytes()) != Some(&short_digest(document, holding))
            && !page.is_full()
        {
            enter(connection, document, &mut page)?;
        }
    }
    Ok((send, page.items))
}

/// What a person may see at a row of the log, as the digests count it.
fn holdings(
    connection: &Connection,
    person: &PersonId,
    seq: u64,
) -> Result<BTreeMap<RecordId, Holding>, ReplicationError> {
    let mut holdings = BTreeMap::new();
    let parameters = params![person.0, seq.cast_signed()];
    let mut statement = connection.prepare_cached(&format!(
        "SELECT document, heads FROM document WHERE {VISIBLE_AT_2}"
    ))?;
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        let heads: Vec<u8> = row.get(1)?;
        holdings.insert(
            record_id(row.get(0)?)?,
            Holding {
                heads: split_heads(&heads),
                statements: Vec::new(),
            },
        );
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT document.document, digest FROM evidence JOIN document USING (document)
         WHERE {VISIBLE_AT_2} ORDER BY digest",
    ))?;
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        if let Some(holding) = holdings.get_mut(&record_id(row.get(0)?)?) {
            holding.statements.push(row.get(1)?);
        }
    }
    Ok(holdings)
}

fn everything_else(connection: &Connection) -> Result<Vec<PageItem>, ReplicationError> {
    let mut items = Vec::new();
    let mut statement = connection.prepare_cached(
        "SELECT certificate, revoked_at_ms IS NOT NULL FROM device ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        items.push(PageItem::Certificate {
            der: row.get(0)?,
            revoked: row.get(1)?,
        });
    }
    let mut statement = connection.prepare_cached(
        "SELECT name, version, bytes FROM reference AS newest
         WHERE version = (SELECT max(version) FROM reference WHERE name = newest.name) ORDER BY name",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let version: i64 = row.get(1)?;
        items.push(PageItem::Reference {
            name: row.get(0)?,
            version: version.cast_unsigned(),
            bytes: row.get(2)?,
        });
    }
    Ok(items)
}

/// Also the empty ones: the device may have some that this server forgot.
fn earlier_records<'r>(
    connection: &Connection,
    documents: impl Iterator<Item = &'r RecordId>,
) -> Result<Vec<PageItem>, ReplicationError> {
    documents
        .filter_map(|document| earlier(connection, *document).transpose())
        .collect()
}

fn record_id(bytes: [u8; 16]) -> Result<RecordId, ReplicationError> {
    RecordId::from_slice(&bytes).map_err(|_| ReplicationError::Stored("document id"))
}
