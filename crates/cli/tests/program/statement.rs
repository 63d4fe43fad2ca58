//! Statements as a technician's device seals them, for the office of a stage.
#![allow(clippy::unwrap_used)] // a statement that cannot be made fails the test that asked for it

use std::fs;

use chrono::{DateTime, TimeDelta};
use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{Relation, SignPurpose},
};
use doorstep_evidence::{
    certificate::{Authority, DeviceCertificate, Issue, Validity, certificate_request},
    jws::{self, Jws},
    statement::{Asked, Ink, Moment, STATEMENT_VERSION, Shown, Signing, Statement, StrokePoint},
    vault::{DeviceVault as _, SoftwareVault},
};
use doorstep_replica::{RecordDocument, Roster};
use doorstep_report::{CopySource, Form, Language, Settings, sign};
use serde_json::Value;

use crate::stage::Stage;

/// A technician's device with a certificate of an office.
pub(crate) struct Phone {
    vault: SoftwareVault,
    certificate: Vec<u8>,
}

impl Phone {
    /// Of the stage's own office, as if it had enrolled.
    pub(crate) fn of(stage: &Stage) -> Self {
        let read = |name: &str| fs::read_to_string(stage.data().join(name)).unwrap();
        Self::issued_by(
            &Authority::from_pem(&read("keys/ca.pem"), &read("organisation.pem")).unwrap(),
        )
    }

    /// Of somebody who calls himself the same.
    pub(crate) fn of_an_impostor() -> Self {
        Self::issued_by(&Authority::create([7; 32], "便民家电维修", now(), [7; 16]).unwrap())
    }

    fn issued_by(authority: &Authority) -> Self {
        let vault = SoftwareVault::generate([5; 32]).unwrap();
        let issue = Issue {
            person: PersonId("t-zhang".into()),
            device_name: "张工的手机".into(),
            role: "technician".into(),
            validity: Validity {
                not_before: now(),
                not_after: now() + TimeDelta::days(730),
            },
            serial: [5; 16],
        };
        let certificate = authority
            .issue(&certificate_request(&vault, "phone").unwrap(), &issue)
            .unwrap();
        Self { vault, certificate }
    }

    /// The customer's acceptance of the work, as the record stands now.
    pub(crate) fn accepted(&self, stage: &Stage, number: &str) -> Statement {
        let file = stage.text("for-statement.automerge");
        let exported = stage.done(&["record", "export", number, "--automerge", &file]);
        let id: RecordId = exported["record"].as_str().unwrap().parse().unwrap();
        let document = RecordDocument::load(id, Some(&fs::read(file).unwrap()), &[]).unwrap();
        let record = document.record(&Roster::default());
        let points = (0..20).map(|place| StrokePoint {
            x: 100 * place,
            y: 700,
            t_ms: 8 * u32::try_from(place).unwrap(),
            pressure: 500,
        });
        Statement {
            version: STATEMENT_VERSION,
            purpose: SignPurpose::WorkAcceptance,
            record: id,
            device: self.vault.public_key().unwrap().device_id(),
            technician: PersonId("t-zhang".into()),
            shown: Shown::of(
                &record,
                SignPurpose::WorkAcceptance,
                Asked {
                    version: STATEMENT_VERSION,
                    offer: None,
                    choice: None,
                },
            ),
            offer: None,
            choice: None,
            signing: Signing {
                stamp: None,
                consent_source: None,
                paper: None,
                signer: "王小川".into(),
                relation: Relation::Customer,
                consent: "本人已看过维修内容。".into(),
                opinion: Some("满意".into()),
                score: Some(5),
                refusal_reason: None,
                receipt: None,
                ink: Some(Ink {
                    strokes: vec![points.collect()],
                }),
            },
            place: String::new(),
            moment: Moment {
                device_time: "2026-11-23T09:41:00+08:00".into(),
                last_server_time_ms: None,
                elapsed_since_ms: None,
                counter: 1,
                previous: None,
            },
            heads: Vec::new(),
            nonce: "00".repeat(16),
        }
    }

    pub(crate) fn seal(&self, statement: &Statement) -> String {
        self.seal_bytes(&statement.to_payload().unwrap())
    }

    /// The customer's copy, signed.
    pub(crate) fn copy(&self, statement: &Statement) -> Vec<u8> {
        let jws = Jws::parse(&self.seal(statement)).unwrap();
        let form = Form::new(Language::Chinese, Settings::default());
        let pages = CopySource::new(jws, form, None).unwrap().render().unwrap();
        let certificate = DeviceCertificate::parse(&self.certificate).unwrap();
        let at = DateTime::parse_from_rfc3339("2026-11-23T09:41:30+08:00").unwrap();
        sign(pages, &self.vault, &certificate, at).unwrap()
    }

    pub(crate) fn seal_bytes(&self, payload: &[u8]) -> String {
        jws::seal(payload, &self.vault, &self.certificate).unwrap()
    }
}

fn now() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

/// The flattened JSON serialisation, as another program would write it.
pub(crate) fn flattened(compact: &str) -> String {
    let parts: Vec<&str> = compact.split('.').collect();
    let json: Value =
        serde_json::json!({ "protected": parts[0], "payload": parts[1], "signature": parts[2] });
    format!("{json:#}\n")
}
