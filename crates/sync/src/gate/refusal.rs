//! Why the gate refuses, with the stable codes of acknowledgements and of the quarantine.

use doorstep_replica::{
    admission::Forbidden,
    safe::{ChangeError, DocumentError},
};

/// Why a document of a push is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The message's parts do not fit together.
    #[error("the push is malformed")]
    Malformed,
    /// More changes than one push may bring.
    #[error("too many changes in one push")]
    TooManyChanges,
    /// A chunk is not a change that may be looked at.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The document does not begin with our creating change.
    #[error("the document does not begin with the creating change")]
    NotOurGenesis,
    /// An actor's device is not one of the organisation's.
    #[error("a change is by a device that is not known")]
    UnknownAuthor,
    /// There is not exactly one proof an actor.
    #[error("an author's proof is missing")]
    ProofMissing,
    /// A proof is not the author's.
    #[error("an author's proof is wrong")]
    ProofWrong,
    /// The place in the actor's line is taken by another change.
    #[error("the sequence number is used by another change")]
    SequenceReused,
    /// A place in the actor's line was left out.
    #[error("a sequence number was left out")]
    SequenceJump,
    /// The change does not name its actor's previous one.
    #[error("the change does not name its author's previous change")]
    PreviousNotNamed,
    /// The operation counter is not the next one after what the change depends on.
    #[error("the operation counter is not the next one")]
    OperationCounter,
    /// The document would have more operations than a document may have.
    #[error("the document would have too many operations")]
    TooManyOperations,
    /// The document would have more actors than a document may have.
    #[error("the document would have too many actors")]
    TooManyActors,
    /// The document as it stands on the server cannot be loaded.
    #[error("the document cannot be loaded")]
    Unloadable,
    /// Applying failed.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The author may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The sender may not see the document.
    #[error("the sender has no access to the document")]
    NoAccess,
    /// The sender's device was revoked; what it brings is kept aside.
    #[error("the device was revoked")]
    DeviceRevoked,
}

impl Refusal {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooManyChanges => "too_many_changes",
            Self::Change(ChangeError::TooLarge) => "change_too_large",
            Self::Change(ChangeError::ChunkType) => "chunk_type",
            Self::Change(ChangeError::Malformed) => "change_malformed",
            Self::Change(ChangeError::TooManyOperations) | Self::TooManyOperations => {
                "too_many_operations"
            }
            Self::Change(ChangeError::Empty) => "change_empty",
            Self::Change(ChangeError::Actor) => "actor",
            Self::Change(ChangeError::ExtraData) => "extra_data",
            Self::Change(ChangeError::Time) => "time",
            Self::NotOurGenesis => "creating_change",
            Self::UnknownAuthor => "unknown_author",
            Self::ProofMissing => "proof_missing",
            Self::ProofWrong => "proof_wrong",
            Self::SequenceReused => "sequence_reused",
            Self::SequenceJump => "sequence_jump",
            Self::PreviousNotNamed => "previous_not_named",
            Self::OperationCounter => "operation_counter",
            Self::TooManyActors => "too_many_actors",
            Self::Unloadable => "unloadable",
            Self::Document(DocumentError::Unloadable | DocumentError::Refused) => "does_not_apply",
            Self::Document(DocumentError::Panicked) => "apply_panicked",
            Self::Document(DocumentError::MissingDependencies) => "missing_dependencies",
            Self::Document(DocumentError::ForeignReference) => "foreign_reference",
            Self::Document(DocumentError::NotReloadable) => "not_reloadable",
            Self::Document(DocumentError::TooLarge) => "document_too_large",
            Self::Forbidden(forbidden) => forbidden.code(),
            Self::NoAccess => "no_access",
            Self::DeviceRevoked => "device_revoked",
        }
    }
}
