//! A contact over a transport.

use super::{Contact, SyncError, Transport};
use crate::{Device, Error};

/// What a contact did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Messages sent.
    pub requests: u64,
    /// Bytes to the server, headers included where the transport counts them.
    pub bytes_up: u64,
    /// Bytes from the server.
    pub bytes_down: u64,
    /// Changes and statements that the server has now acknowledged.
    pub pushed: u64,
    /// Changes and statements that it refused.
    pub refused: u64,
    /// Records that are here now and were not before.
    pub entered: u64,
    /// Records that were handed over.
    pub left: u64,
    /// The server had been restored, and both sides were brought together again.
    pub repaired: bool,
    /// Milliseconds it took.
    pub duration_ms: i64,
}

impl Device {
    /// One contact with the server: sends what is not yet acknowledged, reads what is new. Only one goes on at a time;
    /// the others wait for it.
    ///
    /// # Errors
    /// [`Error::Sync`]; what was acknowledged or read before the error stays.
    pub async fn sync(&self, transport: &impl Transport) -> Result<SyncReport, Error> {
        let _one_at_a_time = self.inner.in_contact.lock().await;
        let started_ms = self.inner.environment.clock.elapsed_ms();
        let before = transport.traffic();
        let mut contact = Contact::new(self);
        let (mut bytes_up, mut bytes_down) = (0, 0);
        loop {
            let (went_on, request) = off_the_way(contact, Contact::request).await?;
            contact = went_on;
            let Some(body) = request else { break };
            bytes_up += body.len() as u64;
            let answer = transport
                .post(body)
                .await
                .map_err(SyncError::Transport)
                .map_err(Error::Sync)?;
            bytes_down += answer.len() as u64;
            (contact, ()) = off_the_way(contact, move |contact| contact.receive(&answer)).await?;
        }
        let mut report = contact.report();
        (report.bytes_up, report.bytes_down) = match (before, transport.traffic()) {
            (Some(before), Some(after)) => (
                after.bytes_up - before.bytes_up,
                after.bytes_down - before.bytes_down,
            ),
            _ => (bytes_up, bytes_down),
        };
        report.duration_ms = self
            .inner
            .environment
            .clock
            .elapsed_ms()
            .saturating_sub(started_ms);
        Ok(report)
    }
}

/// Does what waits for the disk, or for a finger on the key, away from the threads that serve requests.
async fn off_the_way<T: Send + 'static>(
    mut contact: Contact,
    step: impl FnOnce(&mut Contact) -> Result<T, Error> + Send + 'static,
) -> Result<(Contact, T), Error> {
    let stepped = tokio::task::spawn_blocking(move || {
        let outcome = step(&mut contact)?;
        Ok((contact, outcome))
    });
    stepped
        .await
        .unwrap_or(Err(Error::Sync(SyncError::Stopped)))
}
