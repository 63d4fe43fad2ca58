//! Why a sample history was not made.

/// Why a sample history was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HistoryError {
    /// There are records or technicians already: a history is laid only into an empty organisation.
    #[error("the organisation is not empty")]
    NotEmpty,
    /// The sample data that is built in.
    #[error("reading the sample data")]
    Sample(#[from] csv::Error),
    /// Something that the sample data should have.
    #[error("the sample data lacks {0}")]
    Lacks(&'static str),
    /// Making a record's history.
    #[error("making a record")]
    Edit(#[from] doorstep_replica::EditError),
    /// Making or loading a document.
    #[error("making a document")]
    Document(#[from] doorstep_replica::safe::DocumentError),
    /// Proving a change.
    #[error("proving who made a change")]
    Proof(#[from] doorstep_evidence::proof::ProofError),
    /// Writing what is to be sealed.
    #[error("writing a statement")]
    Canonical(#[from] doorstep_evidence::canonical::CanonicalError),
    /// A statement that is not whole.
    #[error("checking a statement")]
    Statement(#[from] doorstep_evidence::statement::BadStatement),
    /// Sealing.
    #[error("sealing a statement")]
    Seal(#[from] doorstep_evidence::jws::JwsError),
    /// A device's key.
    #[error("using a device's key")]
    Vault(#[from] doorstep_evidence::vault::VaultError),
    /// A device's certificate.
    #[error("asking for a certificate")]
    Certificate(#[from] doorstep_evidence::certificate::CertificateError),
    /// The course of a repair forbids what was about to happen.
    #[error("the course of a repair forbids an entry")]
    Illegal(#[from] doorstep_domain::course::Refusal),
    /// The catalogue.
    #[error("giving out the catalogue")]
    Catalogue(#[from] doorstep_server::catalogue::CatalogueError),
    /// People and devices.
    #[error("enrolling people and devices")]
    Organisation(#[from] doorstep_server::organisation::OrganisationError),
    /// Stations and the people who work there.
    #[error("adding stations and people")]
    Staff(#[from] doorstep_server::staff::StaffError),
    /// The system gave no randomness.
    #[error("drawing a key")]
    Random(#[from] doorstep_server::environment::NoRandomness),
    /// Laying the records down.
    #[error("laying records down")]
    Replication(#[from] doorstep_server::replication::ReplicationError),
    /// Reading the office's database.
    #[error("reading the office's database")]
    Store(#[from] doorstep_server::store::StoreError),
    /// A statement of SQL.
    #[error("reading the office's database")]
    Sql(#[from] rusqlite::Error),
    /// A thread ended before its work was done.
    #[error("making records on several processors")]
    Thread,
}
