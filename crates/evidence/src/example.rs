//! An organisation and two devices that the tests of this crate share.

use chrono::{DateTime, TimeDelta, Utc};
use doorstep_domain::ids::PersonId;

use crate::{
    certificate::{Authority, Issue, Validity, certificate_request},
    vault::SoftwareVault,
};

pub(crate) const ORGANISATION: &str = "便民家电维修, \\Ltd \"O=x\"";

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_000_000, 0).unwrap()
}

pub(crate) fn authority() -> Authority {
    Authority::create([3; 32], ORGANISATION, now(), [9; 16]).unwrap()
}

pub(crate) fn vault(seed: u8) -> SoftwareVault {
    SoftwareVault::generate([seed; 32]).unwrap()
}

pub(crate) fn issue() -> Issue {
    Issue {
        person: PersonId("t-zhang".into()),
        device_name: "张工的手机".into(),
        role: "technician".into(),
        validity: Validity {
            not_before: now(),
            not_after: now() + TimeDelta::days(730),
        },
        serial: [5; 16],
    }
}

/// The certificate that [`authority`] issues to this device.
pub(crate) fn certificate(vault: &SoftwareVault) -> Vec<u8> {
    let request = certificate_request(vault, "phone").unwrap();
    authority().issue(&request, &issue()).unwrap()
}
