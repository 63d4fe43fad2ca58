//! A device in a folder, enrolled by an organisation that is here too, and lines said to it.

use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::TimeDelta;
use doorstep_core::{
    Device,
    enrolment::{EnrolAnswer, Invitation},
    script::Script,
};
use doorstep_domain::ids::PersonId;
use doorstep_evidence::{
    certificate::{Authority, DeviceCertificate, Issue, Validity, certificate_request},
    vault::{DeviceVault, SoftwareVault},
};
use serde_json::Value;
use tokio::runtime::Builder;

use super::{open::open_or_make, vault::FileVault};

/// The device of technician `t-li` in a folder.
#[allow(clippy::unwrap_used)] // a helper of tests: without a device there is nothing to test
pub(super) fn enrolled(folder: &Path) -> Device {
    let device = open_or_make(folder).unwrap();
    let vault = FileVault::open(folder).unwrap();
    // The program runs by the machine's clock, and so does this organisation's validity.
    let now = device.environment().clock.now().to_utc();
    let authority =
        Authority::create([3; 32], "样例维修", now - TimeDelta::days(1), [9; 16]).unwrap();
    let certify = |vault: &dyn DeviceVault, person: &str, serial: u8| {
        let validity = Validity {
            not_before: now - TimeDelta::days(1),
            not_after: now + TimeDelta::days(30),
        };
        let issue = Issue {
            person: PersonId(person.into()),
            device_name: "phone".into(),
            role: if person == "office" {
                "office"
            } else {
                "technician"
            }
            .into(),
            validity,
            serial: [serial; 16],
        };
        authority
            .issue(&certificate_request(vault, "phone").unwrap(), &issue)
            .unwrap()
    };
    let office = certify(&SoftwareVault::generate([8; 32]).unwrap(), "office", 6);
    let answer = EnrolAnswer {
        certificate: BASE64_STANDARD.encode(certify(&vault, "t-li", 5)),
        organisation_certificate: authority.certificate().to_pem().unwrap(),
        device_number: 7,
        office_device: DeviceCertificate::parse(&office).unwrap().device_id(),
        office_certificate: BASE64_STANDARD.encode(&office),
    };
    let invitation = Invitation {
        server_url: "https://office.example".into(),
        code: "none".into(),
        organisation: authority.fingerprint(),
    };
    device.take_enrolment(&invitation, &answer).unwrap();
    device
}

/// The answers to some lines, all of which must be done.
#[allow(clippy::unwrap_used)] // a helper of tests: a line that was not done is a failure
pub(super) fn said(device: &Device, lines: &[Value]) -> Vec<Value> {
    let runtime = Builder::new_current_thread().build().unwrap();
    let script = Script::on(device.clone());
    let answer = |line: &Value| {
        let answer = runtime.block_on(script.answer(line.to_string().as_bytes()));
        assert!(answer.is_ok(), "{line}: {}", answer.to_line());
        answer.json().get("ok").cloned().unwrap_or_default()
    };
    lines.iter().map(answer).collect()
}
