//! Why the bench did not come to its end.

use std::io;

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    /// A file, a folder, a socket or a process.
    #[error("{doing}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The system's word.
        #[source]
        source: io::Error,
    },
    /// The sample data that is built in, or a history made of it.
    #[error("making sample records")]
    Sample(#[from] crate::sample_history::HistoryError),
    /// Making a record's history.
    #[error("making a record")]
    Edit(#[from] doorstep_replica::EditError),
    /// Making or loading a document.
    #[error("making a document")]
    Document(#[from] doorstep_replica::safe::DocumentError),
    /// Proving a change.
    #[error("proving who made a change")]
    Proof(#[from] doorstep_evidence::proof::ProofError),
    /// The device.
    #[error("working on the device")]
    Device(#[from] doorstep_core::Error),
    /// The organisation.
    #[error("founding the organisation")]
    Organisation(#[from] doorstep_server::organisation::OrganisationError),
    /// What the office did with the records.
    #[error("handing records to the office")]
    Replication(#[from] doorstep_server::replication::ReplicationError),
    /// The office's database.
    #[error("writing the office's database")]
    Write(#[from] doorstep_server::writer::WriteError),
    /// Reading the office's database.
    #[error("reading the office's database")]
    Store(#[from] doorstep_server::store::StoreError),
    /// The server.
    #[error("running the server")]
    Serve(#[from] doorstep_server::serve::ServeError),
    /// Bare SQL.
    #[error("running bare SQL")]
    Sql(#[from] rusqlite::Error),
    /// Something is not as the bench left it: the figure would be about something else.
    #[error("the bench found {0} otherwise than it should be")]
    Unexpected(&'static str),
}

impl BenchError {
    /// An error of the system while something was being done.
    pub(super) fn io(doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, source }
    }
}

impl From<doorstep_evidence::vault::VaultError> for BenchError {
    fn from(error: doorstep_evidence::vault::VaultError) -> Self {
        Self::Device(error.into())
    }
}

impl From<doorstep_evidence::certificate::CertificateError> for BenchError {
    fn from(error: doorstep_evidence::certificate::CertificateError) -> Self {
        Self::Device(error.into())
    }
}
