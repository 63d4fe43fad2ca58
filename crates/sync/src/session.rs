//! The device's side of replication, as a state machine without I/O: it says what to send and takes what came.
//!
//! ```text
//! loop { let Some(request) = session.request(store)? else { break }; let answer = <HTTP>; session.receive(store, answer)?; }
//! ```
//!
//! Nothing is lost by stopping anywhere: what was not acknowledged stays pending, pages are applied as they come
//! and may be applied again, and the cursor moves only after the last page of an answer. Once a page has been applied,
//! the device first goes to that answer's head before it asks for another, also in a later contact: the server says
//! who entered and who left by comparing two heads, and between them the device is at neither.

use std::collections::BTreeSet;

use doorstep_domain::ids::RecordId;
use doorstep_replica::{ChangeHash, genesis_hash};

use crate::{
    limits::FETCH_DOCUMENTS_MAX,
    message::{
        Ack, Answer, Continuation, Id, Next, PAGE_ITEM_NEWEST, PROTOCOL, PageItem, RepairAnswer,
        RepairRequest, Request,
    },
};
use minicbor::bytes::ByteVec;

/// The highest document schema that this program reads.
pub const SCHEMA: u32 = 1;

/// How many times one repair asks for sums before it gives up until the next contact. Each round brings a page of
/// what differs; other devices may change the server's side meanwhile, but not for ever.
const REPAIR_ROUNDS_MAX: u32 = 100;

mod repair;
mod store;

use repair::Differences;
pub use repair::buckets_that_differ;
pub use store::{DeviceStore, Outgoing, OutgoingDocument, OutgoingStatement, PutOff};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    /// Send what is pending, read what is new.
    Ordinary,
    /// Read the next page of an answer.
    Paging(Continuation),
    /// The server was restored: ask what differs.
    Sums,
    /// Send the digests of these buckets.
    Pairs(Vec<u8>),
    /// Send the documents that were asked for, read the rest of what the server sends.
    Mending(Option<Continuation>),
    /// Nothing is left to do.
    Finished,
}

/// One contact with the server.
#[derive(Debug)]
pub struct Session {
    phase: Phase,
    want_bytes: u32,
    push_bytes_max: usize,
    put_off: PutOff,
    in_flight: Vec<(RecordId, Vec<ChangeHash>)>,
    statements_in_flight: Vec<[u8; 32]>,
    asked_after: Option<Continuation>,
    repair_rounds: u32,
    differences: Differences,
    whole_asked: BTreeSet<RecordId>,
    fetching: Vec<RecordId>,
    /// What came, or is not to be had: it is not asked for again in this contact, so that the contact ends.
    fetch_answered: BTreeSet<RecordId>,
    repaired: bool,
}

/// Why a contact ends before its end.
#[derive(Debug, thiserror::Error)]
pub enum SessionError<E> {
    /// The device's file below.
    #[error("keeping the answer of the server")]
    Store(#[source] E),
    /// The answer does not belong to the request.
    #[error("the server's answer does not fit what was asked")]
    Answer,
    /// The repair did not come to an end.
    #[error(
        "the repair after a server's restore did not come to an end; it goes on with the next contact"
    )]
    Repair,
}

impl Session {
    /// A contact that asks for pages of `want_bytes` (0: the server's measure) and pushes about `push_bytes_max`
    /// bytes of changes in one request.
    #[must_use]
    pub fn new(want_bytes: u32, push_bytes_max: usize) -> Self {
        Self {
            phase: Phase::Ordinary,
            want_bytes,
            push_bytes_max,
            put_off: PutOff::default(),
            in_flight: Vec::new(),
            statements_in_flight: Vec::new(),
            asked_after: None,
            repair_rounds: 0,
            differences: Differences::default(),
            whole_asked: BTreeSet::new(),
            fetching: Vec::new(),
            fetch_answered: BTreeSet::new(),
            repaired: false,
        }
    }

    /// Whether a repair was gone through in this contact.
    #[must_use]
    pub const fn repaired(&self) -> bool {
        self.repaired
    }

    /// Whether the last answer left nothing to ask: the server stands where the device does.
    #[must_use]
    pub const fn finished(&self) -> bool {
        matches!(self.phase, Phase::Finished)
    }

    /// What to send next; nothing when the contact has come to its end.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub fn request<S: DeviceStore>(
        &mut self,
        store: &mut S,
    ) -> Result<Option<Request>, SessionError<S::Error>> {
        let mut request = Request {
            protocol: PROTOCOL,
            schema: SCHEMA,
            cursor: store.cursor().map_err(SessionError::Store)?,
            want_bytes: self.want_bytes,
            page_item_newest: Some(PAGE_ITEM_NEWEST),
            ..Request::default()
        };
        match &self.phase {
            Phase::Finished => return Ok(None),
            Phase::Ordinary => {
                request.continuation = store.half_read().map_err(SessionError::Store)?;
                self.load(store, &mut request)?;
                self.fetch(store, &mut request)?;
            }
            Phase::Paging(continuation) => request.continuation = Some(continuation.clone()),
            Phase::Sums => {
                let holdings = store.holdings().map_err(SessionError::Store)?;
                request.repair = Some(self.differences.sums(&holdings));
            }
            Phase::Pairs(buckets) => {
                let holdings = store.holdings().map_err(SessionError::Store)?;
                request.repair = Some(self.differences.pairs(&holdings, buckets));
            }
            Phase::Mending(continuation) => {
                request.continuation.clone_from(continuation);
                request.repair = Some(RepairRequest::Pairs {
                    buckets: Vec::new(),
                    pairs: Vec::new(),
                });
                self.load(store, &mut request)?;
            }
        }
        self.asked_after.clone_from(&request.continuation);
        Ok(Some(request))
    }

    fn load<S: DeviceStore>(
        &mut self,
        store: &mut S,
        request: &mut Request,
    ) -> Result<(), SessionError<S::Error>> {
        let outgoing = store
            .outgoing(self.push_bytes_max, &self.put_off)
            .map_err(SessionError::Store)?;
        for document in outgoing.documents {
            let id =
                RecordId::from_slice(&document.push.document).map_err(|_| SessionError::Answer)?;
            self.in_flight.push((id, document.hashes));
            request.push.push(document.push);
        }
        for statement in outgoing.statements {
            self.statements_in_flight.push(statement.digest);
            request.statements.push(statement.push);
        }
        request.certificates = outgoing
            .certificates
            .into_iter()
            .map(ByteVec::from)
            .collect();
        Ok(())
    }

    fn fetch<S: DeviceStore>(
        &mut self,
        store: &mut S,
        request: &mut Request,
    ) -> Result<(), SessionError<S::Error>> {
        self.fetching = store
            .wanted(&self.fetch_answered, FETCH_DOCUMENTS_MAX)
            .map_err(SessionError::Store)?;
        let ids = self.fetching.iter();
        let ids: Vec<_> = ids
            .map(|document| ByteVec::from(document.as_bytes().to_vec()))
            .collect();
        request.fetch = (!ids.is_empty()).then_some(ids);
        Ok(())
    }

    /// A page begins with the documents that were asked for, as many as it has room for: those are answered. Where not
    /// even one came, none of them is to be had.
    fn take_fetched(&mut self, answer: &Answer) {
        let asked = std::mem::take(&mut self.fetching);
        if matches!(answer.next, Next::Repair { .. }) {
            return;
        }
        let came: BTreeSet<RecordId> = answer.page.iter().filter_map(repair::settled).collect();
        let (came, missing): (Vec<_>, Vec<_>) = asked
            .into_iter()
            .partition(|document| came.contains(document));
        if came.is_empty() {
            self.fetch_answered.extend(missing);
        }
        self.fetch_answered.extend(came);
    }

    /// Takes the server's answer to the last request.
    ///
    /// # Errors
    /// [`SessionError`]; nothing that was acknowledged or applied before the error is undone.
    pub fn receive<S: DeviceStore>(
        &mut self,
        store: &mut S,
        answer: &Answer,
    ) -> Result<(), SessionError<S::Error>> {
        let pushed = !self.in_flight.is_empty() || !self.statements_in_flight.is_empty();
        let held = self.held(answer);
        self.check_acks(answer)?;
        store
            .server_time(answer.server_time_ms)
            .map_err(SessionError::Store)?;
        store
            .closed_days(answer.closed_days)
            .map_err(SessionError::Store)?;
        self.take_acks(store, answer)?;
        let repairing = matches!(
            self.phase,
            Phase::Sums | Phase::Pairs(_) | Phase::Mending(_)
        );
        let enters_repair = matches!(answer.next, Next::Repair { .. });
        let ordinary = !repairing && !enters_repair;
        if ordinary {
            self.begin_page(store, answer)?;
        }
        self.take_fetched(answer);
        for item in &answer.page {
            // While a restored server is mended, only of what it has just said that it has everything of.
            let obey_leave = match item {
                PageItem::Leave { document, .. } => ordinary || held.contains(document),
                _ => ordinary,
            };
            store.apply(item, obey_leave).map_err(SessionError::Store)?;
        }
        self.phase = match (&self.phase, &answer.next) {
            (Phase::Ordinary | Phase::Paging(_), Next::Repair { .. }) => {
                self.repaired = true;
                Phase::Sums
            }
            (Phase::Ordinary | Phase::Paging(_), Next::More(continuation)) => {
                store
                    .set_half_read(continuation)
                    .map_err(SessionError::Store)?;
                Phase::Paging(continuation.clone())
            }
            (Phase::Ordinary | Phase::Paging(_), Next::Cursor(cursor)) => {
                store.set_cursor(*cursor).map_err(SessionError::Store)?;
                // What did not fit into this request, or was put aside as missing something, goes with the next.
                if pushed {
                    Phase::Ordinary
                } else {
                    self.or_finished(store)?
                }
            }
            (Phase::Sums, next) => self.take_buckets(store, answer.repair.as_ref(), next)?,
            (Phase::Pairs(_), next) => {
                let Some(RepairAnswer::Send { documents }) = &answer.repair else {
                    return Err(SessionError::Answer);
                };
                let documents = self.differences.wanted(documents, &answer.page);
                store.send_whole(&documents).map_err(SessionError::Store)?;
                Phase::Mending(more(next))
            }
            (Phase::Mending(_), next) => match more(next) {
                Some(continuation) => Phase::Mending(Some(continuation)),
                None if pushed => Phase::Mending(None),
                None => Phase::Sums,
            },
            (Phase::Finished, _) => Phase::Finished,
        };
        Ok(())
    }

    /// Says to which head the items of a page belong, before the first of them is applied.
    fn begin_page<S: DeviceStore>(
        &self,
        store: &mut S,
        answer: &Answer,
    ) -> Result<(), SessionError<S::Error>> {
        let head = match &answer.next {
            Next::Cursor(head) | Next::More(Continuation { head, .. }) => *head,
            Next::Repair { .. } => return Ok(()),
        };
        if answer.page.is_empty() {
            return Ok(());
        }
        let asked = self.asked_after.as_ref().filter(|asked| asked.head == head);
        let after = asked.map_or(0, |asked| asked.after);
        store
            .set_half_read(&Continuation { head, after })
            .map_err(SessionError::Store)
    }

    /// The documents that the last request brought from their very beginning and of which the server has everything
    /// that was sent.
    fn held(&self, answer: &Answer) -> BTreeSet<Id> {
        let held = self
            .in_flight
            .iter()
            .zip(&answer.acks)
            .filter(|((_, hashes), ack)| ack.is_held() && hashes.contains(&genesis_hash()));
        held.map(|((document, _), _)| *document.as_bytes())
            .collect()
    }

    fn or_finished<S: DeviceStore>(
        &mut self,
        store: &mut S,
    ) -> Result<Phase, SessionError<S::Error>> {
        let left = store
            .outgoing(1, &self.put_off)
            .map_err(SessionError::Store)?;
        let wanted = store
            .wanted(&self.fetch_answered, 1)
            .map_err(SessionError::Store)?;
        let none = left.documents.is_empty() && left.statements.is_empty() && wanted.is_empty();
        Ok(if none {
            Phase::Finished
        } else {
            Phase::Ordinary
        })
    }

    fn take_buckets<S: DeviceStore>(
        &mut self,
        store: &mut S,
        answer: Option<&RepairAnswer>,
        next: &Next,
    ) -> Result<Phase, SessionError<S::Error>> {
        let Some(RepairAnswer::Buckets { buckets }) = answer else {
            return Err(SessionError::Answer);
        };
        if let (true, Next::Cursor(cursor)) = (buckets.is_empty(), next) {
            store.set_cursor(*cursor).map_err(SessionError::Store)?;
            return Ok(Phase::Ordinary);
        }
        self.repair_rounds += 1;
        if self.repair_rounds > REPAIR_ROUNDS_MAX {
            return Err(SessionError::Repair);
        }
        Ok(Phase::Pairs(buckets.clone()))
    }

    fn check_acks<E>(&self, answer: &Answer) -> Result<(), SessionError<E>> {
        let fits = answer.acks.len() == self.in_flight.len()
            && answer.statement_acks.len() == self.statements_in_flight.len();
        if fits {
            Ok(())
        } else {
            Err(SessionError::Answer)
        }
    }

    fn take_acks<S: DeviceStore>(
        &mut self,
        store: &mut S,
        answer: &Answer,
    ) -> Result<(), SessionError<S::Error>> {
        for ((document, hashes), ack) in std::mem::take(&mut self.in_flight)
            .into_iter()
            .zip(&answer.acks)
        {
            store
                .acknowledge(document, &hashes, ack)
                .map_err(SessionError::Store)?;
            match ack {
                Ack::Accepted | Ack::Duplicate | Ack::Refused { .. } => {}
                Ack::Later { .. } => {
                    self.put_off.documents.insert(document);
                }
                // Asked once for the whole document; if that does not help, it waits for the next contact.
                Ack::MissingDependencies if self.whole_asked.insert(document) => {
                    store.send_whole(&[document]).map_err(SessionError::Store)?;
                }
                Ack::MissingDependencies => {
                    self.put_off.documents.insert(document);
                }
            }
        }
        let statements = std::mem::take(&mut self.statements_in_flight);
        for (digest, ack) in statements.into_iter().zip(&answer.statement_acks) {
            store
                .acknowledge_statement(digest, ack)
                .map_err(SessionError::Store)?;
            if matches!(ack, Ack::Later { .. } | Ack::MissingDependencies) {
                self.put_off.statements.insert(digest);
            }
        }
        Ok(())
    }
}

fn more(next: &Next) -> Option<Continuation> {
    match next {
        Next::More(continuation) => Some(continuation.clone()),
        Next::Cursor(_) | Next::Repair { .. } => None,
    }
}

#[cfg(test)]
mod tests;
