//! Devices as the office keeps them: one is invited by a code that is shown once, looked at, revoked.
//!
//! What a device is, and its enrolment, is [`crate::organisation`]; here is who at the office may do it, and what is noted.

mod error;
mod invite;
mod read;
mod revoke;

pub use self::{
    error::DeviceError,
    invite::{InviteDevice, Invited, invite},
    read::{DeviceTold, Misplaced, device_told, devices_told, misplaced},
    revoke::revoke,
};
