//! What changed on a device, told to whoever draws it. A notice carries no content: the reader asks for what he shows.

use doorstep_domain::ids::RecordId;

/// Something that a screen may want to draw anew. Told only after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A record changed, here or elsewhere; also its mark of being unsent.
    Record(RecordId),
    /// The stock of the technician's van changed, here or elsewhere.
    Van,
    /// A record was handed over and is no longer on this device.
    RecordLeft(RecordId),
    /// Something was refused and needs a person's attention.
    NeedsAttention(RecordId),
    /// Reference data has a new version.
    Reference(String),
    /// The numbers of [`crate::DeviceStatus`] changed: a contact ended, or the device was enrolled.
    Status,
}

/// How many notices wait for a reader who is slow. Who misses some is told so by the channel and draws everything.
pub(crate) const WAITING_MAX: usize = 1_024;
