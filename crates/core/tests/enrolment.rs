//! A folder becomes a device: only of the organisation that invited, and only for this device's key.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use doorstep_core::{
    Error,
    enrolment::{EnrolAnswer, EnrolError, EnrolRequest},
};
use doorstep_domain::rights::Role;
use doorstep_evidence::certificate::Authority;
use support::{Office, Phone, moment, new_record, vault};

fn refused(phone: &Phone, office: &Office, answer: &EnrolAnswer) -> EnrolError {
    match phone.device.take_enrolment(&office.invitation(), answer) {
        Err(Error::Enrolment(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_enrolled_device_knows_whose_it_is_and_who_is_the_office() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let identity = phone.device.identity().unwrap();
    assert_eq!(
        (identity.person.0.as_str(), identity.role, identity.number),
        (support::PERSON, Role::Technician, 231)
    );
    assert_eq!((identity.device, identity.office), (phone.id, office.id()));
    assert_eq!(identity.server_url, "http://127.0.0.1:1");
    assert_eq!(phone.device.roster().role(office.id()), Role::Office);
    let phone = phone.restart(2);
    assert_eq!(*phone.device.identity().unwrap(), *identity);
    assert_eq!(phone.device.roster().role(office.id()), Role::Office);
}

#[test]
fn an_answer_of_somebody_else_is_not_believed() {
    let mut office = Office::new();
    let phone = Phone::unenrolled(1);
    let good = office.enrolment(&phone.vault, support::PERSON, Role::Technician);

    let stranger = Authority::create([8; 32], "便民家电维修", moment(), [9; 16]).unwrap();
    let mut other = Office {
        authority: stranger,
        ..Office::new()
    };
    other.certify(&vault(200), "office", Role::Office);
    let theirs = other.enrolment(&phone.vault, support::PERSON, Role::Technician);
    assert!(matches!(
        refused(&phone, &office, &theirs),
        EnrolError::OtherOrganisation
    ));
    let mixed = EnrolAnswer {
        certificate: theirs.certificate.clone(),
        ..good.clone()
    };
    assert!(matches!(
        refused(&phone, &office, &mixed),
        EnrolError::Certificate(_)
    ));
    let mixed = EnrolAnswer {
        office_certificate: theirs.office_certificate.clone(),
        ..good.clone()
    };
    assert!(matches!(
        refused(&phone, &office, &mixed),
        EnrolError::Certificate(_)
    ));

    let colleague = office.enrolment(&vault(2), support::PERSON, Role::Technician);
    assert!(matches!(
        refused(&phone, &office, &colleague),
        EnrolError::OtherKey
    ));
    let garbled = EnrolAnswer {
        certificate: BASE64_STANDARD.encode("?"),
        ..good.clone()
    };
    assert!(matches!(
        refused(&phone, &office, &garbled),
        EnrolError::Certificate(_)
    ));
    let garbled = EnrolAnswer {
        office_device: phone.id,
        ..good.clone()
    };
    assert!(matches!(
        refused(&phone, &office, &garbled),
        EnrolError::Answer
    ));
    assert!(matches!(phone.device.identity(), Err(Error::NotEnrolled)));

    phone
        .device
        .take_enrolment(&office.invitation(), &good)
        .unwrap();
    let moved = phone.device.take_enrolment(&other.invitation(), &theirs);
    assert!(
        matches!(moved, Err(Error::Enrolment(EnrolError::AlreadyEnrolled))),
        "its records are another's"
    );
    let renewed = phone.device.take_enrolment(&office.invitation(), &good);
    assert!(renewed.is_ok(), "the same organisation may answer again");
}

#[tokio::test(flavor = "current_thread")]
async fn without_a_server_enrolling_says_so_and_changes_nothing() {
    let phone = Phone::unenrolled(1);
    let ca = "ab".repeat(32);
    let request = |invitation: String| EnrolRequest {
        invitation,
        device_name: "手机".into(),
    };
    let nobody = phone
        .device
        .enrol(request(format!(
            "doorstep://enrol?url=http://127.0.0.1:1&code=c&ca={ca}"
        )))
        .await;
    assert!(
        matches!(nobody, Err(Error::Enrolment(EnrolError::Server(_)))),
        "{nobody:?}"
    );
    let nonsense = phone
        .device
        .enrol(request("https://example.org".into()))
        .await;
    assert!(matches!(
        nonsense,
        Err(Error::Enrolment(EnrolError::Invitation))
    ));
    assert!(matches!(phone.device.identity(), Err(Error::NotEnrolled)));
}

#[tokio::test(flavor = "current_thread")]
async fn without_coverage_a_contact_ends_and_nothing_is_lost() {
    struct NoCoverage;
    impl doorstep_core::replication::Transport for NoCoverage {
        async fn post(
            &self,
            _: Vec<u8>,
        ) -> Result<Vec<u8>, doorstep_core::replication::TransportError> {
            Err(doorstep_core::replication::TransportError::Offline(None))
        }
    }
    let mut office = Office::new();
    let phone = office.phone(1);
    new_record(&phone.device, "王秀英");
    let before = phone.device.status().unwrap();
    assert_eq!(
        phone.device.sync(&NoCoverage).await.unwrap_err().code(),
        "sync"
    );
    assert_eq!(phone.device.status().unwrap(), before);
    phone.meet(&mut office, vec![]);
    assert_eq!(phone.device.status().unwrap().unsent_changes, 0);
}

#[tokio::test(flavor = "current_thread")]
async fn a_contact_over_a_transport_says_what_it_did() {
    struct Link(std::sync::Mutex<Office>);
    impl doorstep_core::replication::Transport for Link {
        async fn post(
            &self,
            body: Vec<u8>,
        ) -> Result<Vec<u8>, doorstep_core::replication::TransportError> {
            let mut office = self.0.lock().unwrap();
            let answer = office.answer(&doorstep_sync::codec::decode(&body).unwrap(), vec![]);
            Ok(doorstep_sync::codec::encode(&answer).unwrap())
        }
    }
    let mut office = Office::new();
    let phone = office.phone(1);
    new_record(&phone.device, "王秀英");
    let link = Link(std::sync::Mutex::new(office));
    let report = phone.device.sync(&link).await.unwrap();
    assert_eq!(
        (
            report.requests,
            report.pushed,
            report.refused,
            report.repaired
        ),
        (2, 2, 0, false)
    );
    assert!(
        report.bytes_up > 400 && report.bytes_down > 50,
        "{report:?}"
    );
    let idle = phone.device.sync(&link).await.unwrap();
    assert_eq!((idle.requests, idle.pushed), (1, 0));
    assert!(phone.device.status().unwrap().last_contact.is_some());
}
