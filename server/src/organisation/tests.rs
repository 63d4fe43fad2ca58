use std::path::PathBuf;

use axum::http::StatusCode;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use doorstep_evidence::{
    certificate::{
        Authority, CertificateError, DeviceCertificate, Issue, TrustedOrganisation,
        certificate_request,
    },
    vault::DeviceVault as _,
};
use futures_util::future::join;
use serde_json::json;

use super::*;
use crate::{
    example::{Answer, Office, enrolment, environment, open, plain, technician, vault},
    log,
    organisation::devices::certificate_validity,
    store::StoreOptions,
};

#[allow(clippy::unwrap_used)] // an answer that was checked to be one
fn certificate(answer: &Answer) -> DeviceCertificate {
    let text = answer.body["certificate"].as_str().unwrap();
    DeviceCertificate::parse(&BASE64_STANDARD.decode(text).unwrap()).unwrap()
}

#[allow(clippy::unwrap_used)] // a fixed query of a test
async fn all_devices(office: &Office) -> Vec<Device> {
    let read = |connection: &rusqlite::Connection| Ok::<_, OrganisationError>(devices(connection)?);
    office.state.store().read(read).await.unwrap()
}

#[allow(clippy::unwrap_used)] // a fixed query of a test
async fn kinds(office: &Office) -> Vec<u8> {
    let read = |connection: &rusqlite::Connection| -> Result<Vec<u8>, OrganisationError> {
        let mut query = connection.prepare("SELECT kind FROM log ORDER BY seq")?;
        Ok(query
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    };
    office.state.store().read(read).await.unwrap()
}

#[tokio::test]
async fn a_phone_with_a_code_gets_a_certificate_that_anybody_can_check() {
    let office = Office::open().await;
    let invitation = office.invite().await;
    let phone = vault(7);
    // Typed by hand, as people type.
    let typed = invitation
        .code
        .in_groups()
        .to_lowercase()
        .replace('0', "o")
        .replace('1', "L");
    let answer = office.enrol(&typed, &phone).await;
    assert_eq!(answer.status, StatusCode::OK);

    let pem = answer.body["organisation_certificate"].as_str().unwrap();
    let organisation = TrustedOrganisation::from_pem(pem).unwrap();
    assert_eq!(organisation.fingerprint(), invitation.fingerprint);
    let certificate = certificate(&answer);
    assert_eq!(certificate.verify(&organisation), Ok(()));
    assert_eq!(
        certificate.device_id(),
        phone.public_key().unwrap().device_id()
    );
    assert_eq!(certificate.person().0, "t-zhang");
    assert_eq!(
        (certificate.role(), certificate.device_name()),
        ("technician", "phone")
    );
    assert_eq!(answer.body["device_number"], 1);
    assert_eq!(
        answer.body["server_time"],
        office.environment.now().to_rfc3339()
    );
    // The other devices learn of it by the log: the office, the technician's scope, the phone.
    assert_eq!(kinds(&office).await, [3, 8, 3]);
}

#[tokio::test]
async fn the_invitation_says_where_to_go_and_whom_to_trust() {
    let office = Office::open().await;
    let invitation = office.invite().await;
    let link = invitation.link("https://office.example/a&b");
    let query = link.strip_prefix("doorstep://enrol?").unwrap();
    let parts: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let pair = |name: &str, value: String| (name.to_owned(), value);
    assert_eq!(
        parts,
        [
            pair("url", "https://office.example/a&b".to_owned()),
            pair("code", invitation.code.as_text().to_owned()),
            pair("ca", invitation.fingerprint.to_string()),
        ]
    );
    assert_eq!(invitation.code.in_groups().len(), 26 + 6);
    assert_eq!(format!("{:?}", invitation.code), "Secret");
}

#[tokio::test]
async fn a_code_that_was_never_given_out_is_refused() {
    let office = Office::open().await;
    let invitation = office.invite().await;
    let mut close = invitation.code.as_text().to_owned();
    let last = if close.ends_with('Z') { 'Y' } else { 'Z' };
    close.replace_range(25.., &last.to_string());
    for code in [close.as_str(), "", "0", &"9".repeat(2000), "工单"] {
        assert_eq!(office.enrol(code, &vault(7)).await.code(), "code_unknown");
    }
}

#[tokio::test]
async fn a_used_code_is_refused_to_others_and_answered_again_to_its_device() {
    let office = Office::open().await;
    let code = office.invite().await.code;
    let first = office.enrol(code.as_text(), &vault(7)).await;
    assert_eq!(
        office.enrol(code.as_text(), &vault(8)).await.code(),
        "code_used"
    );
    // The first answer may have been lost in a basement; by then the code may be old.
    office.clock.move_by(TimeDelta::hours(1));
    let again = office.enrol(code.as_text(), &vault(7)).await;
    assert_eq!(again.body["certificate"], first.body["certificate"]);
    assert_eq!(again.body["device_number"], first.body["device_number"]);
    assert_eq!(all_devices(&office).await.len(), 2);
}

#[tokio::test]
async fn a_code_is_good_for_fifteen_minutes() {
    let office = Office::open().await;
    let early = office.invite().await.code;
    office.clock.move_by(TimeDelta::minutes(15));
    assert_eq!(office.enrol(early.as_text(), &vault(7)).await.code(), "200");
    let late = office.invite().await.code;
    office
        .clock
        .move_by(TimeDelta::minutes(15) + TimeDelta::milliseconds(1));
    assert_eq!(
        office.enrol(late.as_text(), &vault(8)).await.code(),
        "code_expired"
    );
}

#[tokio::test]
async fn of_two_devices_with_one_code_exactly_one_enrols() {
    let office = Office::open().await;
    for round in 0..20 {
        let code = office.invite().await.code;
        let (mine, thief) = (vault(100 + round), vault(150 + round));
        let (a, b) = join(
            office.enrol(code.as_text(), &mine),
            office.enrol(code.as_text(), &thief),
        )
        .await;
        let mut codes = [a.code(), b.code()];
        codes.sort();
        assert_eq!(codes, ["200", "code_used"]);
    }
    let numbers: Vec<_> = all_devices(&office)
        .await
        .iter()
        .map(|device| device.number)
        .collect();
    assert_eq!(numbers, (0..=20).collect::<Vec<_>>());
}

#[tokio::test]
async fn who_cannot_prove_the_key_gets_nothing_and_uses_no_code() {
    let office = Office::open().await;
    let code = office.invite().await.code;
    let good = certificate_request(&vault(7), "phone").unwrap();
    // The last byte belongs to the signature.
    let mut forged = good.clone();
    *forged.last_mut().unwrap() ^= 1;
    let answer = office.ask(enrolment(code.as_text(), &forged)).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::BAD_REQUEST, "bad_request_signature")
    );
    for rubbish in [&b""[..], b"rubbish", &good[..good.len() - 1], &[0x30; 9000]] {
        let answer = office.ask(enrolment(code.as_text(), rubbish)).await;
        assert_eq!(answer.code(), "bad_request");
    }
    for body in [
        "",
        "{}",
        "[]",
        r#"{"code":1}"#,
        r#"{"code":"","request":"?","device_name":""}"#,
    ] {
        assert_eq!(
            office.ask(plain("POST", "/v1/enrol", body)).await.code(),
            "bad_request"
        );
    }
    assert_eq!(office.enrol(code.as_text(), &vault(7)).await.code(), "200");
}

#[tokio::test]
async fn a_key_is_enrolled_once() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let second = office.invite().await.code;
    let answer = office.enrol(second.as_text(), &phone).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::CONFLICT, "key_already_enrolled")
    );
    // Revoked is not forgotten.
    let id = phone.public_key().unwrap().device_id();
    office.state.organisation().revoke_device(id).await.unwrap();
    assert_eq!(
        office.enrol(second.as_text(), &phone).await.code(),
        "key_already_enrolled"
    );
    assert_eq!(
        office.enrol(second.as_text(), &vault(8)).await.code(),
        "200"
    );
}

#[tokio::test]
async fn the_office_s_name_for_a_device_comes_before_the_device_s_own() {
    let office = Office::open().await;
    let person = PersonId("t-zhang".to_owned());
    let organisation = office.state.organisation();
    let named = organisation
        .invite_device(person.clone(), Some("张工的手机".to_owned()))
        .await
        .unwrap();
    let answer = office.enrol(named.code.as_text(), &vault(7)).await;
    assert_eq!(certificate(&answer).device_name(), "张工的手机");
    for bad in ["", "  ", "a\nb", &"长".repeat(65)] {
        let refused = organisation
            .invite_device(person.clone(), Some(bad.to_owned()))
            .await;
        assert!(
            matches!(refused, Err(OrganisationError::BadName(_))),
            "{bad:?}"
        );
    }
}

#[tokio::test]
async fn who_has_left_gets_no_new_device_and_keeps_none() {
    let office = Office::open().await;
    let phone = office.device(7).await;
    let code = office.invite().await.code;
    let organisation = office.state.organisation();
    let person = PersonId("t-zhang".to_owned());
    organisation.dismiss_person(person.clone()).await.unwrap();
    assert_eq!(
        office.enrol(code.as_text(), &vault(8)).await.code(),
        "no_person"
    );
    let refused = organisation.invite_device(person.clone(), None).await;
    assert!(matches!(refused, Err(OrganisationError::NoPerson)));
    let devices = all_devices(&office).await;
    assert_eq!(devices[1].device, phone.public_key().unwrap().device_id());
    assert!(devices[1].is_revoked() && !devices[0].is_revoked());
    // Office, his scope, his phone, and at the end its revocation and his leaving the scope.
    assert_eq!(kinds(&office).await, [3, 8, 3, 5, 8]);
    let again = organisation.dismiss_person(person).await;
    assert!(matches!(again, Err(OrganisationError::NoPerson)));
}

#[tokio::test]
async fn people_have_codes_that_are_never_given_twice() {
    let office = Office::open().await;
    let organisation = office.state.organisation();
    let again = organisation.add_person(technician("t-zhang")).await;
    assert!(matches!(again, Err(OrganisationError::PersonExists)));
    for code in ["", "T-Zhang", "张", "a b", "a/b", &"a".repeat(33)] {
        let refused = organisation.add_person(technician(code)).await;
        assert!(
            matches!(refused, Err(OrganisationError::BadName(_))),
            "{code:?}"
        );
    }
    let unnamed = NewPerson {
        name: "\u{7}".to_owned(),
        ..technician("t-li")
    };
    assert!(matches!(
        organisation.add_person(unnamed).await,
        Err(OrganisationError::BadName(_))
    ));
    let known = office
        .state
        .store()
        .read(|c| Ok::<_, OrganisationError>(people(c)?))
        .await
        .unwrap();
    let codes: Vec<_> = known
        .iter()
        .map(|person| person.person.0.as_str())
        .collect();
    assert_eq!(codes, ["office", "t-zhang"]);
}

#[tokio::test]
async fn the_server_s_own_device_stays() {
    let office = Office::open().await;
    let organisation = office.state.organisation();
    let own = organisation.office().device();
    assert!(matches!(
        organisation.revoke_device(own).await,
        Err(OrganisationError::OwnDevice)
    ));
    let dismissed = organisation
        .dismiss_person(PersonId(OFFICE.to_owned()))
        .await;
    assert!(matches!(dismissed, Err(OrganisationError::OwnDevice)));
    let unknown = organisation.revoke_device(DeviceId([9; 16])).await;
    assert!(matches!(unknown, Err(OrganisationError::NoDevice)));
    assert!(!all_devices(&office).await[0].is_revoked());
}

#[tokio::test]
async fn an_organisation_is_created_once_and_found_again() {
    let office = Office::open().await;
    let data = office.folder.path();
    let again = Organisation::create(
        data,
        "Other",
        StoreOptions::default(),
        office.environment.clone(),
    );
    assert!(matches!(
        again.await.err(),
        Some(OrganisationError::BadName(_))
    ));
    let again = Organisation::create(
        data,
        crate::example::NAME,
        StoreOptions::default(),
        office.environment.clone(),
    );
    assert!(matches!(again.await.err(), Some(OrganisationError::Exists)));

    let found = open(data, &office.environment).await;
    assert_eq!(found.name(), crate::example::NAME);
    assert_eq!(
        found.office().device(),
        office.state.organisation().office().device()
    );
    let empty = tempfile::tempdir().unwrap();
    let nothing = Organisation::open(
        empty.path(),
        StoreOptions::default(),
        office.environment.clone(),
    )
    .await;
    assert!(matches!(
        nothing.err(),
        Some(OrganisationError::NoOrganisation)
    ));
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_creation_that_was_cut_off_is_finished_with_the_same_keys() {
    let (_clock, environment) = environment();
    let whole = tempfile::tempdir().unwrap();
    let organisation = crate::example::create(whole.path(), &environment).await;
    let cut_off = tempfile::tempdir().unwrap();
    let folder = DataFolder::at(cut_off.path());
    folder.make().unwrap();
    for name in DataFolder::FILES {
        folder
            .write(name, &organisation.folder().read(name).unwrap().unwrap())
            .unwrap();
    }
    let finished = crate::example::create(cut_off.path(), &environment).await;
    assert_eq!(
        finished.authority().fingerprint(),
        organisation.authority().fingerprint()
    );
    assert_eq!(finished.office().device(), organisation.office().device());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_reads_the_keys() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::open().await;
    let data = office.folder.path();
    let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for file in DataFolder::FILES {
        assert_eq!(mode(data.join(file)), 0o600, "{file}");
    }
    assert_eq!(mode(data.join("keys")), 0o700);
}

/// What `POST /v1/introduce` answers to `sender` who brings this certificate.
async fn introduce_by(
    office: &Office,
    sender: &SoftwareVault,
    certificate: &[u8],
    nonce: u8,
) -> Answer {
    let body = json!({ "certificate": BASE64_STANDARD.encode(certificate), "device_number": 77 });
    let request = office.signed(sender, "/v1/introduce", &body.to_string(), nonce);
    office.ask(request).await
}

/// A certificate of this authority that no database knows, as after a restore.
#[allow(clippy::unwrap_used)] // an example
fn forgotten(authority: &Authority, vault: &SoftwareVault, person: &str) -> Vec<u8> {
    let issue = Issue {
        person: PersonId(person.to_owned()),
        device_name: "phone".to_owned(),
        role: "technician".to_owned(),
        validity: certificate_validity(authority.certificate().validity().not_before).unwrap(),
        serial: [1; 16],
    };
    authority
        .issue(&certificate_request(vault, "phone").unwrap(), &issue)
        .unwrap()
}

#[tokio::test]
async fn a_device_that_a_restore_forgot_brings_its_certificate_back() {
    let office = Office::open().await;
    let phone = vault(7);
    let authority = office.state.organisation().authority();
    let certificate = forgotten(authority, &phone, "t-newcomer");
    let answer = introduce_by(&office, &phone, &certificate, 1).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    // No restore has left number 77 free, so it gets the next.
    assert_eq!(answer.body["device_number"], 1);
    let known = all_devices(&office).await;
    assert_eq!(
        (known[1].person.0.as_str(), known[1].certificate.as_slice()),
        ("t-newcomer", certificate.as_slice())
    );
    // Marked as an introduction, and its person is there again with his scope.
    assert_eq!(kinds(&office).await, [3, 8, 8, 4]);
    // Again: the same answer, no second row.
    let again = introduce_by(&office, &phone, &certificate, 2).await;
    assert_eq!(again.body["device_number"], 1);
    assert_eq!(kinds(&office).await.len(), 4);
}

#[tokio::test]
async fn a_colleague_may_carry_a_forgotten_certificate_and_a_stranger_may_not() {
    let office = Office::open().await;
    let authority = office.state.organisation().authority();
    let (colleague, absent, stranger) = (office.device(7).await, vault(8), vault(9));
    let certificate = forgotten(authority, &absent, "t-zhang");
    // Certificates stand in every customer's copy: having one is no right.
    assert_eq!(
        introduce_by(&office, &stranger, &certificate, 1)
            .await
            .code(),
        "unknown_device"
    );
    let id = colleague.public_key().unwrap().device_id();
    assert_eq!(
        introduce_by(&office, &colleague, &certificate, 2)
            .await
            .code(),
        "200"
    );
    office.state.organisation().revoke_device(id).await.unwrap();
    assert_eq!(
        introduce_by(&office, &colleague, &certificate, 3)
            .await
            .code(),
        "device_revoked"
    );
}

#[tokio::test]
async fn another_authority_s_device_is_not_introduced() {
    let office = Office::open().await;
    let phone = vault(7);
    let now = office.environment.now();
    let same_name = Authority::create([3; 32], crate::example::NAME, now, [9; 16]).unwrap();
    let forged = forgotten(&same_name, &phone, "t-zhang");
    assert_eq!(
        introduce_by(&office, &phone, &forged, 1).await.code(),
        "bad_request_signature"
    );
    let other = Authority::create([3; 32], "Other", now, [9; 16]).unwrap();
    let foreign = forgotten(&other, &phone, "t-zhang");
    assert_eq!(
        introduce_by(&office, &phone, &foreign, 2).await.code(),
        "other_organisation"
    );
    assert_eq!(
        introduce_by(&office, &phone, b"rubbish", 3).await.code(),
        "bad_request"
    );
    assert_eq!(all_devices(&office).await.len(), 1);
    let head = office
        .state
        .store()
        .read(|c| Ok::<_, OrganisationError>(log::head(c)?))
        .await;
    assert_eq!(head.unwrap().unwrap().seq, 2);
    assert!(matches!(
        OrganisationError::from(CertificateError::Signature),
        OrganisationError::Certificate(_)
    ));
}
