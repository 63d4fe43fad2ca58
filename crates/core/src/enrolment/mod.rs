//! Enrolment.

/// What the person scanned and how he calls the device.
#[derive(Debug, Clone)]
pub struct EnrolRequest {
    /// `doorstep://enrol?url=…&code=…&ca=…`.
    pub invitation: String,
    /// What people call the device.
    pub device_name: String,
}

/// Why a device was not enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// Not an invitation.
    #[error("this is not an invitation")]
    Invitation,
}
