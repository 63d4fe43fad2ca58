//! What is new to a device between its cursor and the head, page by page.
//!
//! The items stand in one order that does not change while pages are read: certificates, reference data, documents
//! that are now visible (open ones first, each with its statements), documents that stayed and changed, statements
//! about those, documents that left, the earlier records of the units of what is there. A page remembers the place of its last item; what is visible is asked anew
//! for every page, at the head of that moment, so a continuation gives nobody a right. The cursor at the end is the
//! head of the first page: what moved while pages were read comes once more with the next question.

mod fetched;
mod histories;

use std::collections::BTreeSet;

use doorstep_domain::ids::{DeviceId, PersonId, RecordId};
use doorstep_replica::ChangeHash;
use doorstep_sync::{
    cursor::Cursor,
    limits::{PAGE_BYTES_DEFAULT, PAGE_BYTES_MAX},
    message::{Continuation, Next, PageItem},
};
use minicbor::bytes::ByteVec;
use rusqlite::{Connection, params};

use super::{
    ReplicationError,
    access::VISIBLE_AT_2,
    documents::{changes, proofs},
};
use fetched::fetched;
use histories::earlier_records;

/// The part of an item's place that says which kind of item it is; the lower 48 bits are the row.
const PART_SHIFT: u32 = 48;

/// A page under its limit of bytes.
pub(super) struct Page {
    pub(super) items: Vec<PageItem>,
    bytes: usize,
    bytes_max: usize,
}

impl Page {
    pub(super) fn new(want_bytes: u32) -> Self {
        let wanted = if want_bytes == 0 {
            PAGE_BYTES_DEFAULT
        } else {
            want_bytes
        };
        Self {
            items: Vec::new(),
            bytes: 0,
            bytes_max: wanted.min(PAGE_BYTES_MAX) as usize,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes >= self.bytes_max
    }

    pub(super) fn push(&mut self, item: PageItem) {
        self.bytes += size(&item);
        self.items.push(item);
    }
}

fn size(item: &PageItem) -> usize {
    let many = |list: &[ByteVec]| list.iter().map(|bytes| bytes.len() + 3).sum::<usize>();
    16 + match item {
        PageItem::Enter {
            snapshot, proofs, ..
        } => snapshot.len() + many(proofs),
        PageItem::Changes {
            changes, proofs, ..
        } => many(changes) + many(proofs),
        PageItem::Leave { reason, .. } => reason.len(),
        PageItem::Statement { jws, .. } => jws.len(),
        PageItem::Certificate { der, .. } => der.len(),
        PageItem::Reference { bytes, .. } => bytes.len(),
        PageItem::Earlier { records, .. } => many(records),
    }
}

/// The question of one page.
pub(super) struct Question<'q> {
    pub(super) person: &'q PersonId,
    pub(super) device: DeviceId,
    /// Where the device is.
    pub(super) from: u64,
    /// The head of the first page, to which the last one leads.
    pub(super) head: Cursor,
    /// The head of this moment.
    pub(super) now: u64,
    /// The last item it already has.
    pub(super) after: u64,
    pub(super) want_bytes: u32,
    /// Changes that came with this very request and need not go back.
    pub(super) pushed: &'q BTreeSet<ChangeHash>,
    /// Documents that the device asks for whole.
    pub(super) fetch: Vec<RecordId>,
    /// The device reads [`PageItem::Earlier`].
    pub(super) reads_earlier: bool,
}

/// One page, and where the device is after it.
pub(super) fn page(
    connection: &Connection,
    question: &Question<'_>,
) -> Result<(Vec<PageItem>, Next), ReplicationError> {
    let mut page = Page::new(question.want_bytes);
    fetched(connection, question, &mut page)?;
    if question.from == question.head.seq {
        return Ok((page.items, Next::Cursor(question.head)));
    }
    let parts: [Part; 8] = [
        certificates,
        references,
        entered_open,
        entered_closed,
        changed,
        statements,
        left,
        earlier_records,
    ];
    let first = (question.after >> PART_SHIFT) as usize;
    for (number, part) in parts.iter().enumerate().skip(first) {
        let row_mask = (1_u64 << PART_SHIFT) - 1;
        let after = if number == first {
            question.after & row_mask
        } else {
            0
        };
        if let Some(row) = part(connection, question, after, &mut page)? {
            let after = ((number as u64) << PART_SHIFT) | row;
            return Ok((
                page.items,
                Next::More(Continuation {
                    head: question.head,
                    after,
                }),
            ));
        }
    }
    Ok((page.items, Next::Cursor(question.head)))
}

/// Fills the page from one part of the order; gives the row at which the page was full, nothing at the part's end.
type Part = fn(&Connection, &Question<'_>, u64, &mut Page) -> Result<Option<u64>, ReplicationError>;

fn certificates(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
) -> Result<Option<u64>, ReplicationError> {
    let mut statement = connection.prepare_cached(
        "SELECT log.seq, certificate, revoked_at_ms IS NOT NULL FROM log JOIN device ON device.device = log.subject
         WHERE log.kind IN (3, 4, 5) AND log.seq > ?1 AND log.seq <= ?2 ORDER BY log.seq",
    )?;
    let from = question.from.max(after).cast_signed();
    let mut rows = statement.query(params![from, question.now.cast_signed()])?;
    while let Some(row) = rows.next()? {
        page.push(PageItem::Certificate {
            der: row.get(1)?,
            revoked: row.get(2)?,
        });
        if page.is_full() {
            return Ok(Some(row.get::<_, i64>(0)?.cast_unsigned()));
        }
    }
    Ok(None)
}

fn references(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
) -> Result<Option<u64>, ReplicationError> {
    // Only the newest version of each: a device that was away for three needs one.
    let mut statement = connection.prepare_cached(
        "SELECT log_seq, name, version, bytes FROM reference AS newest
         WHERE log_seq > ?1 AND log_seq <= ?2
           AND version = (SELECT max(version) FROM reference WHERE name = newest.name AND log_seq <= ?2)
         ORDER BY log_seq",
    )?;
    let from = question.from.max(after).cast_signed();
    let mut rows = statement.query(params![from, question.now.cast_signed()])?;
    while let Some(row) = rows.next()? {
        let version: i64 = row.get(2)?;
        page.push(PageItem::Reference {
            name: row.get(1)?,
            version: version.cast_unsigned(),
            bytes: row.get(3)?,
        });
        if page.is_full() {
            return Ok(Some(row.get::<_, i64>(0)?.cast_unsigned()));
        }
    }
    Ok(None)
}

fn entered_open(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
) -> Result<Option<u64>, ReplicationError> {
    entered(
        connection,
        question,
        after,
        page,
        // What has no row of the list is a van's document, and needed at once.
        "ifnull(record_row.status, '') NOT IN ('reported', 'cancelled')",
    )
}

fn entered_closed(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
) -> Result<Option<u64>, ReplicationError> {
    // What changed while pages were read may have become open after the open ones were sent: once more, then.
    entered(
        connection,
        question,
        after,
        page,
        "(record_row.status IN ('reported', 'cancelled') OR document.changed_seq > ?5)",
    )
}

fn entered(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
    condition: &str,
) -> Result<Option<u64>, ReplicationError> {
    // Also visible at the head that the cursor leads to: what came only after it, and went again before the last page,
    // would otherwise never be told to leave.
    let (now, head, then) = (visible_at("?2"), visible_at("?5"), visible_at("?3"));
    let moved = moved_since_3("from_seq");
    let sql = format!(
        "SELECT document.rowid, document.document FROM document LEFT JOIN record_row USING (document)
         WHERE document.document IN ({moved}) AND document.rowid > ?4 AND {now} AND {head} AND NOT {then} AND {condition}
         ORDER BY document.rowid",
    );
    each_document(connection, &sql, question, after, page, |document, page| {
        enter(connection, document, page)
    })
}

/// Puts on the page what belongs to each of the documents that a query gives with their rows: `?1` is the person, `?2`
/// the head of this moment, `?3` where the device is, `?4` the last row it has, `?5` the head that the pages lead to.
fn each_document(
    connection: &Connection,
    sql: &str,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
    mut put: impl FnMut(RecordId, &mut Page) -> Result<(), ReplicationError>,
) -> Result<Option<u64>, ReplicationError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![
        question.person.0,
        question.now.cast_signed(),
        question.from.cast_signed(),
        after.cast_signed(),
        question.head.seq.cast_signed(),
    ])?;
    while let Some(row) = rows.next()? {
        put(record_id(row.get(1)?)?, page)?;
        if page.is_full() {
            return Ok(Some(row.get::<_, i64>(0)?.cast_unsigned()));
        }
    }
    Ok(None)
}

/// A whole document with its proofs and statements.
pub(super) fn enter(
    connection: &Connection,
    document: RecordId,
    page: &mut Page,
) -> Result<(), ReplicationError> {
    let snapshot: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT snapshot FROM document WHERE document = ?1 AND snapshot_heads = heads",
        )?
        .query_row([document.as_bytes()], |row| row.get(0))?;
    let proofs = proofs(connection, document)?
        .into_values()
        .map(ByteVec::from)
        .collect();
    let id = *document.as_bytes();
    match snapshot {
        Some(snapshot) => page.push(PageItem::Enter {
            document: id,
            snapshot,
            proofs,
        }),
        // The snapshot is a cache that may be absent; the changes are the truth.
        None => {
            let changes = changes(connection, document, 0)?;
            let changes = changes
                .iter()
                .map(|change| ByteVec::from(change.bytes().to_vec()))
                .collect();
            page.push(PageItem::Changes {
                document: id,
                changes,
                proofs,
            });
        }
    }
    let mut statement = connection
        .prepare_cached("SELECT jws FROM evidence WHERE document = ?1 ORDER BY log_seq")?;
    let mut rows = statement.query([document.as_bytes()])?;
    while let Some(row) = rows.next()? {
        page.push(PageItem::Statement {
            document: id,
            jws: row.get(0)?,
        });
    }
    Ok(())
}

fn changed(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
) -> Result<Option<u64>, ReplicationError> {
    // At the head that the cursor leads to, too: of what is not there the device may have been sent away on the way.
    let (now, head, then) = (visible_at("?2"), visible_at("?5"), visible_at("?3"));
    let sql = format!(
        "SELECT document.rowid, document.document FROM document
         WHERE document.changed_seq > ?3 AND document.rowid > ?4 AND {now} AND {head} AND {then}
         ORDER BY document.rowid",
    );
    each_document(connection, &sql, question, after, page, |document, page| {
        changes_since(connection, document, question, page)
    })
}

fn changes_since(
    connection: &Connection,
    document: RecordId,
    question: &Question<'_>,
    page: &mut Page,
) -> Result<(), ReplicationError> {
    let due = changes(connection, document, question.from)?;
    if due
        .iter()
        .all(|change| question.pushed.contains(&change.hash()))
    {
        return Ok(());
    }
    let total: i64 = connection
        .prepare_cached("SELECT count(*) FROM change WHERE document = ?1")?
        .query_row([document.as_bytes()], |row| row.get(0))?;
    // More than a third of the document's changes: a snapshot is smaller and is applied faster.
    if due.len() as u64 > total.cast_unsigned() / 3 && due.len() > 8 {
        return enter(connection, document, page);
    }
    let all = proofs(connection, document)?;
    let actors = doorstep_sync::gate::actors_in_order(&due);
    let proofs = actors
        .iter()
        .filter_map(|(actor, _)| all.get(actor))
        .map(|proof| ByteVec::from(proof.clone()));
    page.push(PageItem::Changes {
        document: *document.as_bytes(),
        proofs: proofs.collect(),
        changes: due
            .iter()
            .map(|change| ByteVec::from(change.bytes().to_vec()))
            .collect(),
    });
    Ok(())
}

fn statements(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
) -> Result<Option<u64>, ReplicationError> {
    let (now, head, then) = (visible_at("?2"), visible_at("?5"), visible_at("?3"));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT evidence.log_seq, evidence.document, evidence.jws
         FROM evidence JOIN document USING (document)
         WHERE evidence.log_seq > max(?3, ?4) AND evidence.log_seq <= ?2 AND {now} AND {head} AND {then}
         ORDER BY evidence.log_seq",
    ))?;
    let mut rows = statement.query(params![
        question.person.0,
        question.now.cast_signed(),
        question.from.cast_signed(),
        after.cast_signed(),
        question.head.seq.cast_signed(),
    ])?;
    while let Some(row) = rows.next()? {
        page.push(PageItem::Statement {
            document: row.get(1)?,
            jws: row.get(2)?,
        });
        if page.is_full() {
            return Ok(Some(row.get::<_, i64>(0)?.cast_unsigned()));
        }
    }
    Ok(None)
}

fn left(
    connection: &Connection,
    question: &Question<'_>,
    after: u64,
    page: &mut Page,
) -> Result<Option<u64>, ReplicationError> {
    // Also gone at the head that the cursor leads to: what left only after it, and came again, would otherwise never
    // be told to enter.
    let (now, head, then) = (visible_at("?2"), visible_at("?5"), visible_at("?3"));
    let moved = moved_since_3("to_seq");
    let mut statement = connection.prepare_cached(&format!(
        "SELECT document.rowid, document.document FROM document
         WHERE (document.document IN ({moved}) AND {then} OR document.document IN ({OPENED_BY_6_SINCE_3}))
           AND document.rowid > ?4 AND NOT {head} AND NOT {now}
         ORDER BY document.rowid",
    ))?;
    let mut rows = statement.query(params![
        question.person.0,
        question.now.cast_signed(),
        question.from.cast_signed(),
        after.cast_signed(),
        question.head.seq.cast_signed(),
        question.device.0,
    ])?;
    while let Some(row) = rows.next()? {
        page.push(leave(row.get(1)?));
        if page.is_full() {
            return Ok(Some(row.get::<_, i64>(0)?.cast_unsigned()));
        }
    }
    Ok(None)
}

/// That a document is no longer the person's.
pub(super) fn leave(document: [u8; 16]) -> PageItem {
    PageItem::Leave {
        document,
        reason: "reassigned".to_owned(),
    }
}

/// Documents whose visibility to `?1` has an end (`to_seq`) or a beginning (`from_seq`) after `?3`: the only ones
/// that can have entered or left, so that a pull does not walk through all documents of the organisation.
fn moved_since_3(side: &str) -> String {
    format!(
        "SELECT ds.document FROM person_scope ps JOIN document_scope ds USING (scope)
         WHERE ps.person = ?1 AND (ds.{side} > ?3 OR ps.{side} > ?3)"
    )
}

/// Documents that the device `?6` opened itself, and that the server has had since `?3`: it has them, though they never
/// entered, and one may have been given to somebody else before the device heard of anything.
const OPENED_BY_6_SINCE_3: &str = "SELECT opened.document FROM document opened
    WHERE opened.changed_seq > ?3 AND opened.created_seq > ?3
      AND EXISTS (SELECT 1 FROM change WHERE change.document = opened.document
                    AND change.log_seq = opened.created_seq AND change.carrier = ?6)";

fn visible_at(parameter: &str) -> String {
    VISIBLE_AT_2.replace("?2", parameter)
}

fn record_id(bytes: [u8; 16]) -> Result<RecordId, ReplicationError> {
    RecordId::from_slice(&bytes).map_err(|_| ReplicationError::Stored("document id"))
}
