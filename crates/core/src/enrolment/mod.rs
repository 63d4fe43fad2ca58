//! A folder becomes the device of a person: by a one-time invitation from the office, once.
//!
//! [`Device::enrol`](crate::Device::enrol) asks the server; [`Device::take_enrolment`](crate::Device::take_enrolment)
//! takes an answer however it came, after checking that it is the inviting organisation's and about this device's key.

mod enrol;
mod invitation;
mod take;

pub use self::{enrol::EnrolRequest, invitation::Invitation, take::EnrolAnswer};
use crate::replication::TransportError;

/// Why a device was not enrolled. It is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The text is not an invitation.
    #[error("this is not an invitation")]
    Invitation,
    /// There was no answer, or the server refused.
    #[error("asking the server")]
    Server(#[from] TransportError),
    /// The answer is not written as expected.
    #[error("the server's answer cannot be read")]
    Answer,
    /// The answer is not by the organisation that the invitation names.
    #[error("the answer is not by the organisation that invited")]
    OtherOrganisation,
    /// The certificate is for another key than this device's.
    #[error("the certificate is not for this device's key")]
    OtherKey,
    /// The device belongs to another organisation, whose records are on it.
    #[error("the device is enrolled with another organisation")]
    AlreadyEnrolled,
    /// A certificate of the answer is not in order.
    #[error("checking a certificate")]
    Certificate(#[from] doorstep_evidence::certificate::CertificateError),
}

impl From<EnrolError> for crate::Error {
    fn from(error: EnrolError) -> Self {
        Self::Enrolment(error)
    }
}
