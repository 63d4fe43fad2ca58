//! One request of a device and its answer.

use std::{collections::BTreeSet, sync::Arc};

use doorstep_domain::ids::RecordId;
use doorstep_replica::{ChangeHash, ParsedChange, safe::ChangeLimits};
use doorstep_sync::{
    cursor::Cursor,
    gate::Refusal,
    limits::{PUSH_DOCUMENTS_MAX, PUSH_STATEMENTS_MAX},
    message::{Ack, Answer, Next, PROTOCOL, Request},
};
use rusqlite::Connection;

use super::{Replication, ReplicationError, Shared, access, feed, push, repair, statements};
use crate::authenticate::SignedDevice;
use crate::log;

impl Replication {
    /// Takes what the device pushed, then answers with what is new to it. The pull is answered also where every
    /// push was refused.
    ///
    /// # Errors
    /// [`ReplicationError`], for which the device is not to blame; it sends the same again later.
    pub async fn exchange(
        &self,
        sender: SignedDevice,
        request: Request,
    ) -> Result<Answer, ReplicationError> {
        let now_ms = self.organisation().environment().now_ms();
        let request = Arc::new(request);
        let (mut acks, statement_acks) = self.push(&sender, &request, now_ms).await?;
        let (pull, outcome) = (Arc::clone(&request), acks.clone());
        let (pulled, closed_days) = self
            .organisation()
            .store()
            .read(move |connection| {
                let pulled = pull_page(connection, &sender, (&pull, &outcome))?;
                Ok::<_, ReplicationError>((pulled, closed_days(connection)?))
            })
            .await?;
        for (push, ack) in request.push.iter().zip(&mut acks) {
            let is_not_yet = |document| pulled.not_yet.contains(&document);
            if ack.is_held() && RecordId::from_slice(&push.document).is_ok_and(is_not_yet) {
                *ack = Ack::Later {
                    code: "with_the_next_contact".to_owned(),
                };
            }
        }
        Ok(Answer {
            protocol: PROTOCOL,
            server_time_ms: now_ms,
            acks,
            statement_acks,
            page: pulled.page,
            next: pulled.next,
            repair: pulled.repair,
            closed_days: Some(closed_days),
        })
    }

    async fn push(
        &self,
        sender: &SignedDevice,
        request: &Arc<Request>,
        now_ms: i64,
    ) -> Result<(Vec<Ack>, Vec<Ack>), ReplicationError> {
        if request.push.is_empty() && request.statements.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let too_much = request.push.len() > PUSH_DOCUMENTS_MAX
            || request.statements.len() > PUSH_STATEMENTS_MAX;
        if too_much {
            let later = || Ack::Later {
                code: "too_much_at_once".to_owned(),
            };
            let times = |count: usize| std::iter::repeat_with(later).take(count).collect();
            return Ok((times(request.push.len()), times(request.statements.len())));
        }
        let (shared, sender, request) = (
            Arc::clone(&self.shared),
            sender.clone(),
            Arc::clone(request),
        );
        self.organisation()
            .writer()
            .submit(move |transaction| take(transaction, &shared, &sender, &request, now_ms))
            .await
    }
}

fn take(
    transaction: &Connection,
    shared: &Shared,
    sender: &SignedDevice,
    request: &Request,
    now_ms: i64,
) -> Result<(Vec<Ack>, Vec<Ack>), ReplicationError> {
    if !sender.revoked {
        push::learn_authors(transaction, shared, &request.certificates, now_ms)?;
    }
    let acks = push::take(transaction, shared, sender, &request.push, now_ms)?;
    // While the device's cursor is of another life of this server it mends what we forgot, whoever signed it.
    let mending = valid_cursor(transaction, request)?.is_none();
    let carried = mending || request.repair.is_some();
    let statement_acks = statements::take(
        transaction,
        shared,
        sender,
        &request.statements,
        carried,
        now_ms,
    )?;
    Ok((acks, statement_acks))
}

struct Pulled {
    page: Vec<doorstep_sync::message::PageItem>,
    next: Next,
    repair: Option<doorstep_sync::message::RepairAnswer>,
    /// Documents of the push that are seen, but not yet where the pages lead to.
    not_yet: Vec<RecordId>,
}

impl Pulled {
    fn of(
        page: Vec<doorstep_sync::message::PageItem>,
        next: Next,
        repair: Option<doorstep_sync::message::RepairAnswer>,
    ) -> Self {
        Self {
            page,
            next,
            repair,
            not_yet: Vec::new(),
        }
    }
}

/// The documents of a push of which this became.
fn settled(request: &Request, acks: &[Ack], became: impl Fn(&Ack) -> bool) -> Vec<RecordId> {
    let pushes = request.push.iter().zip(acks);
    pushes
        .filter(|(_, ack)| became(ack))
        .filter_map(|(push, _)| RecordId::from_slice(&push.document).ok())
        .collect()
}

fn is_not_his(ack: &Ack) -> bool {
    matches!(ack, Ack::Refused { code, .. } if code == Refusal::NoAccess.code())
}

fn pull_page(
    connection: &Connection,
    sender: &SignedDevice,
    (request, acks): (&Request, &[Ack]),
) -> Result<Pulled, ReplicationError> {
    let head = head(connection)?;
    if sender.revoked {
        // It is told nothing; its own place is all it gets back.
        let next = Next::Cursor(request.cursor.unwrap_or(Cursor::start(head.epoch)));
        return Ok(Pulled::of(Vec::new(), next, None));
    }
    if let Some(step) = &request.repair {
        let asked = repair::Asked {
            person: &sender.person,
            reads_earlier: request.reads_earlier(),
            step,
        };
        let held = settled(request, acks, Ack::is_held);
        let (answer, page, next) = repair::answer(connection, &asked, head, &held)?;
        return Ok(Pulled::of(page, next, Some(answer)));
    }
    let Some(from) = valid_cursor(connection, request)? else {
        let held = settled(request, acks, Ack::is_held);
        let page = repair::leaves(connection, &sender.person, head, &held)?;
        let next = Next::Repair { epoch: head.epoch };
        return Ok(Pulled::of(page, next, None));
    };
    let (goal, after) = match &request.continuation {
        Some(continuation) if is_ours(connection, &continuation.head)? => {
            (continuation.head, continuation.after)
        }
        _ => (head, 0),
    };
    let pushed = pushed_hashes(request);
    let question = feed::Question {
        person: &sender.person,
        device: sender.device,
        from: from.seq,
        head: goal,
        // All pages tell who saw what at one moment, the goal. A record that is given away while pages are read is still
        // sent, for the cursor says afterwards that it is there; the next contact brings its `Leave`.
        now: goal.seq,
        after,
        want_bytes: request.want_bytes,
        pushed: &pushed,
        fetch: fetched(request),
        reads_earlier: request.reads_earlier(),
    };
    let (mut page, next) = feed::page(connection, &question)?;
    // A document may have come to the device past the log: from another device, or made there. If it is not to be seen where
    // the pages lead to, no interval will ever tell it to go. So it goes now, or counts as sent only with an answer that
    // leads to where it is seen.
    let mut not_yet = Vec::new();
    for document in settled(request, acks, |ack| ack.is_held() || is_not_his(ack)) {
        let sees = |seq| access::sees(connection, &sender.person, document, seq);
        if sees(goal.seq)? {
            continue;
        }
        // Mostly the pages lead to the head itself, which was just asked about.
        if goal.seq != head.seq && sees(head.seq)? {
            not_yet.push(document);
        } else {
            page.push(feed::leave(*document.as_bytes()));
        }
    }
    Ok(Pulled {
        page,
        next,
        repair: None,
        not_yet,
    })
}

fn fetched(request: &Request) -> Vec<RecordId> {
    let ids = request.fetch.iter().flatten();
    ids.filter_map(|id| RecordId::from_slice(id).ok()).collect()
}

fn closed_days(connection: &Connection) -> Result<u32, ReplicationError> {
    let sql = "SELECT closed_days FROM organisation";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))?)
}

fn pushed_hashes(request: &Request) -> BTreeSet<ChangeHash> {
    let changes = request.push.iter().flat_map(|push| &push.changes);
    changes
        .filter_map(|bytes| ParsedChange::parse(bytes, ChangeLimits::default()).ok())
        .map(|c| c.hash())
        .collect()
}

/// Where the device is, if that place is in this life of the server's log. A device without a cursor is at the
/// start, unless it has read a part of what another life told.
fn valid_cursor(
    connection: &Connection,
    request: &Request,
) -> Result<Option<Cursor>, ReplicationError> {
    let half_read = request
        .continuation
        .as_ref()
        .map(|continuation| continuation.head);
    match request.cursor.or(half_read) {
        None => Ok(Some(Cursor::start(head(connection)?.epoch))),
        Some(half_read) if request.cursor.is_none() && is_ours(connection, &half_read)? => {
            Ok(Some(Cursor::start(half_read.epoch)))
        }
        Some(cursor) if is_ours(connection, &cursor)? => Ok(Some(cursor)),
        Some(_) => Ok(None),
    }
}

fn is_ours(connection: &Connection, cursor: &Cursor) -> Result<bool, ReplicationError> {
    let head = head(connection)?;
    if cursor.epoch != head.epoch || cursor.seq > head.seq {
        return Ok(false);
    }
    let chain = log::chain_at(connection, cursor.seq.cast_signed())?;
    Ok(chain.is_some_and(|chain| chain.0 == cursor.chain))
}

fn head(connection: &Connection) -> Result<Cursor, ReplicationError> {
    let head = log::head(connection)?.ok_or(ReplicationError::Stored("organisation"))?;
    Ok(Cursor {
        epoch: head.epoch,
        seq: head.seq.cast_unsigned(),
        chain: head.chain.0,
    })
}
