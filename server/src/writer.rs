//! The one writer: a thread that owns the only connection that writes, and commits together what waits together.
//!
//! Waiting for the disk is what a commit costs, and it costs the same for one job as for fifty. So the thread takes
//! all jobs that wait, runs each in a savepoint of its own inside one transaction, commits, and only then answers:
//! who got `Ok` has his work on the disk, and one job's error takes nothing from the others.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::{Connection, Savepoint, TransactionBehavior};
use tokio::sync::{oneshot, watch};

use crate::{
    log,
    store::{DatabaseFile, StoreError},
};

/// The most jobs that share a commit: bounds how long the first one waits for its answer.
const MOST_PER_COMMIT: usize = 256;

/// How often an idle writer looks whether another process (`doorstep admin`) has appended to the log.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// Why a job's work is not on the disk though the job itself may have been content.
#[derive(Debug, Clone, thiserror::Error)]
pub enum WriteError {
    /// The server is shutting down.
    #[error("the writer has stopped")]
    Stopped,
    /// The job panicked; its work was rolled back.
    #[error("the job did not come to its end")]
    Panicked,
    /// The transaction failed, and with it all jobs that shared it.
    #[error("the transaction was not committed")]
    NotCommitted(#[source] Arc<rusqlite::Error>),
    /// After a failed transaction the database could not be opened again.
    #[error("the database could not be opened again")]
    NotOpened(#[source] Arc<StoreError>),
}

/// The handle by which jobs reach the writer: cheap to clone, the same for all clones.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Message>,
    head: watch::Receiver<i64>,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
}

enum Message {
    Job(Box<dyn Job>),
    Close,
}

impl Writer {
    /// Starts the thread on a connection to this file.
    pub(crate) fn start(file: DatabaseFile, connection: Connection) -> Result<Self, StoreError> {
        let seq = head_seq(&connection)?;
        let (queue, jobs) = mpsc::channel();
        let (moved, head) = watch::channel(seq);
        let mut desk = Desk {
            file,
            connection: Some(connection),
            moved,
        };
        let thread = thread::Builder::new()
            .name("doorstep-writer".to_owned())
            .spawn(move || desk.work(&jobs))
            .map_err(|_| StoreError::Interrupted)?;
        Ok(Self {
            queue,
            head,
            thread: Arc::new(Mutex::new(Some(thread))),
        })
    }

    /// Runs a job in the next transaction and answers after its commit. `Err` of the job itself undoes what it did.
    ///
    /// The job must not end the transaction, and should have done its reading of strangers' bytes before it comes.
    ///
    /// # Errors
    /// What the job says, or [`WriteError`].
    pub async fn submit<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&Savepoint<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        // Nobody listens any more when a request was cut; the work is done all the same.
        self.send(job, move |outcome| drop(reply.send(outcome)))?;
        answer
            .await
            .unwrap_or_else(|_| Err(WriteError::Stopped.into()))
    }

    /// As [`Writer::submit`], for callers outside of an asynchronous task.
    ///
    /// # Errors
    /// As [`Writer::submit`].
    pub fn submit_blocking<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&Savepoint<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
    {
        let (reply, answer) = mpsc::channel();
        self.send(job, move |outcome| drop(reply.send(outcome)))?;
        answer
            .recv()
            .unwrap_or_else(|_| Err(WriteError::Stopped.into()))
    }

    /// The last number of the log that is committed; changes after every commit that appended, also of another process.
    #[must_use]
    pub fn head(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// Commits what waits, refuses what comes later, and returns when the thread has ended and the file is closed.
    pub async fn close(&self) {
        if let Some(thread) = self.begin_to_close() {
            // Its panics are caught job by job; there is nothing to hear from it.
            drop(tokio::task::spawn_blocking(move || thread.join()).await);
        }
    }

    /// As [`Writer::close`], for callers outside of an asynchronous task.
    pub fn close_blocking(&self) {
        if let Some(thread) = self.begin_to_close() {
            drop(thread.join());
        }
    }

    fn begin_to_close(&self) -> Option<JoinHandle<()>> {
        // Fails only if the thread has already ended.
        drop(self.queue.send(Message::Close));
        self.thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    fn send<T, E, F, R>(&self, job: F, reply: R) -> Result<(), WriteError>
    where
        F: FnOnce(&Savepoint<'_>) -> Result<T, E> + Send + 'static,
        R: FnOnce(Result<T, E>) + Send + 'static,
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
    {
        let job = Submitted {
            work: Some(job),
            outcome: None,
            reply,
        };
        self.queue
            .send(Message::Job(Box::new(job)))
            .map_err(|_| WriteError::Stopped)
    }
}

/// A job of any type, as the thread sees it.
trait Job: Send {
    /// Does the work; false if it is to be undone.
    fn run(&mut self, savepoint: &Savepoint<'_>) -> bool;
    /// Tells the outcome, after the commit or instead of it.
    fn answer(self: Box<Self>, commit: Result<(), WriteError>);
}

struct Submitted<T, E, F, R> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: R,
}

impl<T, E, F, R> Job for Submitted<T, E, F, R>
where
    F: FnOnce(&Savepoint<'_>) -> Result<T, E> + Send,
    R: FnOnce(Result<T, E>) + Send,
    T: Send,
    E: From<WriteError> + Send,
{
    fn run(&mut self, savepoint: &Savepoint<'_>) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        // Whatever a panic leaves half done is in the savepoint, which is undone.
        let outcome = catch_unwind(AssertUnwindSafe(|| work(savepoint)))
            .unwrap_or_else(|_| Err(WriteError::Panicked.into()));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, commit: Result<(), WriteError>) {
        let outcome = match (commit, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(WriteError::Panicked.into()),
            // Also to a job that refused by itself: it may have refused because of what is now undone.
            (Err(error), _) => Err(error.into()),
        };
        (self.reply)(outcome);
    }
}

/// What the thread owns.
struct Desk {
    file: DatabaseFile,
    /// None after a transaction that could not even be undone, until the file is opened again.
    connection: Option<Connection>,
    moved: watch::Sender<i64>,
}

impl Desk {
    fn work(&mut self, jobs: &mpsc::Receiver<Message>) {
        loop {
            let first = match jobs.recv_timeout(LOOK_AGAIN_AFTER) {
                Ok(Message::Job(job)) => job,
                Ok(Message::Close) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    self.look_again();
                    continue;
                }
            };
            let mut batch = vec![first];
            let mut closing = false;
            while batch.len() < MOST_PER_COMMIT && !closing {
                match jobs.try_recv() {
                    Ok(Message::Job(job)) => batch.push(job),
                    Ok(Message::Close) => closing = true,
                    Err(_) => break,
                }
            }
            let commit = self.commit(&mut batch);
            for job in batch {
                job.answer(commit.clone());
            }
            if closing {
                return;
            }
        }
    }

    /// Runs a batch and commits it; on failure everything in it is undone.
    ///
    /// The connection stays, if it came out of the transaction: it knows that the failed commit does not count, and
    /// writes over it. A new one would find the commit in the system's cache and take it for durable.
    fn commit(&mut self, batch: &mut [Box<dyn Job>]) -> Result<(), WriteError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self
                .file
                .connect_writer()
                .map_err(|error| WriteError::NotOpened(Arc::new(error)))?,
        };
        match run_together(&mut connection, batch) {
            Ok(seq) => {
                self.connection = Some(connection);
                self.publish(seq);
                Ok(())
            }
            Err(error) => {
                tracing::error!(%error, jobs = batch.len(), "a transaction was not committed");
                if connection.is_autocommit() {
                    self.connection = Some(connection);
                }
                Err(WriteError::NotCommitted(Arc::new(error)))
            }
        }
    }

    fn look_again(&self) {
        if let Some(Ok(seq)) = self.connection.as_ref().map(head_seq) {
            self.publish(seq);
        }
    }

    fn publish(&self, seq: i64) {
        self.moved
            .send_if_modified(|head| std::mem::replace(head, seq) != seq);
    }
}

fn run_together(connection: &mut Connection, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<i64> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in batch {
        let savepoint = transaction.savepoint()?;
        // A full disk or an I/O error undoes the whole transaction under the job's feet, whatever the job answers;
        // ending the savepoint, which is gone with it, then fails, and so does the batch.
        if job.run(&savepoint) {
            savepoint.commit()?;
        } else {
            savepoint.finish()?;
        }
    }
    let seq = head_seq(&transaction)?;
    transaction.commit()?;
    Ok(seq)
}

fn head_seq(connection: &Connection) -> rusqlite::Result<i64> {
    Ok(log::head(connection)?.map_or(0, |head| head.seq))
}

#[cfg(test)]
mod tests;
