use chrono::TimeDelta;
use p256::ecdsa::{DerSignature, SigningKey};
use proptest::prelude::*;
use x509_cert::{
    TbsCertificate,
    builder::{Builder as _, CertificateBuilder, Error as BuildError, profile::BuilderProfile},
    der::{asn1::OctetString, flagset::FlagSet},
    ext::{Extension, ToExtension as _, pkix::KeyUsages},
    name::Name,
    serial_number::SerialNumber,
    spki::SubjectPublicKeyInfoRef,
    time::Validity as X509Validity,
};

use super::*;
use crate::{
    example::{ORGANISATION, authority, certificate, issue, now, vault},
    vault::DeviceVault as _,
};

#[test]
fn a_device_asks_and_gets_a_certificate_that_anybody_can_check() {
    let device = vault(7);
    let request = certificate_request(&device, "phone").unwrap();
    assert_eq!(requested_key(&request), Ok(device.public_key().unwrap()));

    let issued = DeviceCertificate::parse(&authority().issue(&request, &issue()).unwrap()).unwrap();
    assert_eq!(*issued.public_key(), device.public_key().unwrap());
    assert_eq!(issued.device_id(), device.public_key().unwrap().device_id());
    assert_eq!(issued.device_name(), "张工的手机");
    assert_eq!(*issued.person(), PersonId("t-zhang".into()));
    assert_eq!(issued.role(), "technician");
    assert_eq!(issued.organisation(), ORGANISATION);
    assert_eq!(issued.validity(), issue().validity);

    let trusted =
        TrustedOrganisation::from_pem(&authority().certificate().to_pem().unwrap()).unwrap();
    assert_eq!(issued.verify(&trusted), Ok(()));
}

#[test]
fn expiry_is_told_and_does_not_spoil_what_was_signed_before() {
    let issued = DeviceCertificate::parse(&certificate(&vault(7))).unwrap();
    assert!(issued.validity().contains(now()));
    assert!(!issued.validity().contains(now() + TimeDelta::days(731)));
    assert!(!issued.validity().contains(now() - TimeDelta::seconds(1)));
    assert_eq!(issued.verify(authority().certificate()), Ok(()));
}

#[test]
fn an_authority_survives_its_files_and_lives_twenty_years() {
    let authority = authority();
    let again = Authority::from_pem(
        &authority.key_to_pem().unwrap(),
        &authority.certificate().to_pem().unwrap(),
    )
    .unwrap();
    assert_eq!(again.fingerprint(), authority.fingerprint());
    assert_eq!(again.certificate().name(), ORGANISATION);
    let request = certificate_request(&vault(7), "phone").unwrap();
    assert_eq!(
        again.issue(&request, &issue()),
        authority.issue(&request, &issue())
    );
    let validity = again.certificate().validity();
    assert_eq!(validity.not_before, now());
    assert_eq!((validity.not_after - now()).num_days(), 7305);
}

#[test]
fn a_certificate_of_another_organisation_is_not_believed() {
    let issued = DeviceCertificate::parse(&certificate(&vault(7))).unwrap();
    let other = Authority::create([4; 32], "别家", now(), [9; 16]).unwrap();
    assert_eq!(
        issued.verify(other.certificate()),
        Err(CertificateError::Issuer)
    );
    let namesake = Authority::create([4; 32], ORGANISATION, now(), [9; 16]).unwrap();
    assert_eq!(
        issued.verify(namesake.certificate()),
        Err(CertificateError::Signature)
    );
    assert_eq!(
        Authority::from_pem(
            &namesake.key_to_pem().unwrap(),
            &authority().certificate().to_pem().unwrap()
        )
        .err(),
        Some(CertificateError::OtherKey)
    );
}

#[test]
fn a_device_is_no_authority_and_an_authority_no_device() {
    let organisation = authority().certificate().to_pem().unwrap();
    let (_, organisation) = der::pem::decode_vec(organisation.as_bytes()).unwrap();
    assert_eq!(
        DeviceCertificate::parse(&organisation),
        Err(CertificateError::Usage)
    );
    let device = certificate(&vault(7));
    assert_eq!(
        TrustedOrganisation::from_der(&device),
        Err(CertificateError::Usage)
    );
}

#[test]
fn nobody_gets_a_certificate_for_a_key_he_does_not_hold() {
    let mine = certificate_request(&vault(7), "phone").unwrap();
    let theirs = certificate_request(&vault(8), "phone").unwrap();
    // Both are alike up to the key, so the strangers' key can be put into my request.
    let key = vault(7).public_key().unwrap().to_sec1_uncompressed();
    let stolen = vault(8).public_key().unwrap().to_sec1_uncompressed();
    let at = mine.windows(65).position(|window| window == key).unwrap();
    let mut forged = mine.clone();
    forged[at..at + 65].copy_from_slice(&stolen);
    assert_eq!(forged[..at + 65][4..], theirs[..at + 65][4..]);
    assert_eq!(requested_key(&forged), Err(CertificateError::Signature));
    assert_eq!(
        authority().issue(&forged, &issue()),
        Err(CertificateError::Signature)
    );
}

#[test]
fn what_fits_no_certificate_is_refused_before_it_is_signed() {
    let request = certificate_request(&vault(7), "phone").unwrap();
    let refused = |change: &dyn Fn(&mut Issue)| {
        let mut issue = issue();
        change(&mut issue);
        authority().issue(&request, &issue).err()
    };
    for text in ["", "line\nbreak", &"长".repeat(65)] {
        assert_eq!(
            refused(&|issue| issue.role = text.into()),
            Some(CertificateError::Name)
        );
        assert_eq!(
            refused(&|issue| issue.device_name = text.into()),
            Some(CertificateError::Name)
        );
        assert_eq!(
            certificate_request(&vault(7), text),
            Err(CertificateError::Name)
        );
        let created = Authority::create([3; 32], text, now(), [9; 16]);
        assert_eq!(created.err(), Some(CertificateError::Name));
    }
    assert_eq!(refused(&|issue| issue.device_name = "长".repeat(64)), None);
    let backwards = |issue: &mut Issue| issue.validity.not_after = now() - TimeDelta::seconds(1);
    assert_eq!(refused(&backwards), Some(CertificateError::Validity));
    let before_1970 =
        |issue: &mut Issue| issue.validity.not_before = DateTime::from_timestamp(-1, 0).unwrap();
    assert_eq!(refused(&before_1970), Some(CertificateError::Validity));
    let after_9999 = |issue: &mut Issue| {
        issue.validity.not_after = DateTime::from_timestamp(253_402_300_800, 0).unwrap()
    };
    assert_eq!(refused(&after_9999), Some(CertificateError::Validity));
    assert!(refused(&|issue| issue.serial = [0; 16]).is_some());
}

#[test]
fn a_certificate_ends_where_it_ends() {
    let issued = certificate(&vault(7));
    assert!(DeviceCertificate::parse(&[&issued[..], &[0]].concat()).is_err());
    assert!(DeviceCertificate::parse(&issued[..issued.len() - 1]).is_err());
    let huge = [&issued[..], &[0; MAX_DER_BYTES]].concat();
    assert_eq!(
        DeviceCertificate::parse(&huge),
        Err(CertificateError::TooLarge)
    );
    assert_eq!(requested_key(&huge), Err(CertificateError::TooLarge));
}

/// A certificate of any shape, honestly signed by [`authority`].
struct Odd {
    subject: Vec<(ObjectIdentifier, &'static str)>,
    extensions: Vec<Extension>,
}

impl BuilderProfile for Odd {
    fn get_issuer(&self, _: &Name) -> Name {
        name::write(&[(name::ORGANISATION, ORGANISATION)]).unwrap()
    }
    fn get_subject(&self) -> Name {
        name::write(&self.subject).unwrap()
    }
    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> Result<Vec<Extension>, BuildError> {
        Ok(self.extensions.clone())
    }
}

fn constraints(ca: bool) -> Extension {
    let constraints = BasicConstraints {
        ca,
        path_len_constraint: None,
    };
    constraints.to_extension(&Name::default(), &[]).unwrap()
}

fn usage(usage: impl Into<FlagSet<KeyUsages>>) -> Extension {
    KeyUsage(usage.into())
        .to_extension(&Name::default(), &[])
        .unwrap()
}

fn odd(change: impl FnOnce(&mut Odd)) -> Result<(), CertificateError> {
    let mut odd = Odd {
        subject: vec![
            (name::ORGANISATION, ORGANISATION),
            (name::ROLE, "technician"),
            (name::DEVICE, "phone"),
            (name::PERSON, "t-zhang"),
        ],
        extensions: vec![constraints(false), usage(KeyUsages::DigitalSignature)],
    };
    change(&mut odd);
    let moment = Time::from(der::DateTime::new(2026, 1, 1, 0, 0, 0).unwrap());
    let key = SubjectPublicKeyInfo::from_key(vault(7).public_key().unwrap().as_p256()).unwrap();
    let der = CertificateBuilder::new(
        odd,
        SerialNumber::from(1_u8),
        X509Validity::new(moment, moment),
        key,
    )
    .and_then(|builder| {
        builder.build::<_, DerSignature>(&SigningKey::from_slice(&[3; 32]).unwrap())
    })
    .unwrap()
    .to_der()
    .unwrap();
    DeviceCertificate::parse(&der)?.verify(authority().certificate())
}

#[test]
fn a_certificate_of_another_shape_is_refused_whoever_signed_it() {
    assert_eq!(odd(|_| ()), Ok(()));
    let both = KeyUsages::DigitalSignature | KeyUsages::KeyCertSign;
    for extensions in [
        vec![],
        vec![constraints(false)],
        vec![usage(KeyUsages::DigitalSignature)],
        vec![constraints(true), usage(KeyUsages::DigitalSignature)],
        vec![constraints(false), usage(KeyUsages::KeyAgreement)],
        vec![constraints(false), usage(both)],
    ] {
        let refused = odd(|odd| odd.extensions = extensions);
        assert!(matches!(
            refused,
            Err(CertificateError::Usage | CertificateError::Malformed(_))
        ));
    }
    let twice = odd(|odd| odd.extensions.push(constraints(false)));
    assert!(matches!(twice, Err(CertificateError::Malformed(_))));
    let mut unknown = Extension {
        extn_id: ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1"),
        critical: false,
        extn_value: OctetString::new(*b"?").unwrap(),
    };
    assert_eq!(odd(|odd| odd.extensions.push(unknown.clone())), Ok(()));
    unknown.critical = true;
    assert_eq!(
        odd(|odd| odd.extensions.push(unknown)),
        Err(CertificateError::Usage)
    );
}

#[test]
fn a_subject_says_each_thing_once() {
    for at in 0..4 {
        let missing = odd(|odd| _ = odd.subject.remove(at));
        assert_eq!(missing, Err(CertificateError::Name));
        let twice = odd(|odd| odd.subject.push((odd.subject[at].0, "another")));
        assert_eq!(twice, Err(CertificateError::Name));
    }
    let elsewhere = odd(|odd| odd.subject[0].1 = "别家");
    assert_eq!(elsewhere, Err(CertificateError::Issuer));
}

#[test]
fn one_meaning_has_one_encoding() {
    // An extension, and the same with its default "not critical" written out, which DER forbids.
    let short = b"\x30\x09\x06\x03\x55\x1d\x13\x04\x02\x30\x00";
    let long = b"\x30\x0c\x06\x03\x55\x1d\x13\x01\x01\x00\x04\x02\x30\x00";
    assert!(read_der::<Extension>(short).is_ok());
    assert_eq!(
        read_der::<Extension>(long),
        Err(CertificateError::Malformed(None))
    );
}

/// Not one bit of a certificate can change unseen.
#[test]
fn every_flipped_bit_is_noticed() {
    let organisation = authority();
    let good = certificate(&vault(7));
    let believed = |der: &[u8]| {
        DeviceCertificate::parse(der).and_then(|read| read.verify(organisation.certificate()))
    };
    assert_eq!(believed(&good), Ok(()));
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            assert!(believed(&bad).is_err(), "bit {bit} of byte {at}");
        }
    }
}

proptest! {
    #[test]
    fn damaged_bytes_give_errors_and_never_a_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let organisation = authority();
        let (_, root) = der::pem::decode_vec(organisation.certificate().to_pem().unwrap().as_bytes()).unwrap();
        let request = certificate_request(&vault(7), "phone").unwrap();
        for good in [certificate(&vault(7)), request, root] {
            let mut bad = good.clone();
            for (at, byte) in &changes {
                *at.get_mut(&mut bad) = *byte;
            }
            prop_assume!(bad != good);
            let device = DeviceCertificate::parse(&bad).and_then(|read| read.verify(organisation.certificate()));
            prop_assert!(device.is_err());
            prop_assert!(requested_key(&bad).is_err());
            prop_assert!(TrustedOrganisation::from_der(&bad).is_err());
            let short = cut.index(good.len());
            prop_assert!(DeviceCertificate::parse(&good[..short]).is_err());
        }
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..256), text: String) {
        prop_assert!(DeviceCertificate::parse(&bytes).is_err());
        prop_assert!(requested_key(&bytes).is_err());
        prop_assert!(TrustedOrganisation::from_pem(&text).is_err());
        prop_assert!(Authority::from_pem(&text, &text).is_err());
    }
}
