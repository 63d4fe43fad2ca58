//! An office with a clock that stands still and dice that fall the same way, for the tests of this crate.
#![allow(clippy::unwrap_used)] // an example that cannot be set up fails the test that asked for it

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::{DateTime, TimeDelta, Utc};
use doorstep_domain::{ids::PersonId, rights::Role};
use doorstep_evidence::{
    certificate::certificate_request,
    digest::Digest,
    vault::{DeviceVault as _, SoftwareVault},
};
use doorstep_sync::request_signature::{
    Moment, Nonce, RequestParts, SignatureHeaders, SignatureParameters, sign,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::{
    app::{AppState, router},
    environment::{Clock, Environment, NoRandomness, Random},
    organisation::{Invitation, NewPerson, Organisation},
    store::StoreOptions,
};

pub(crate) const NAME: &str = "便民家电维修";
pub(crate) const HOST: &str = "office.example";
pub(crate) const URL: &str = "https://office.example";

/// Stands until it is moved.
pub(crate) struct StandingClock(AtomicI64);

impl StandingClock {
    pub(crate) fn move_by(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A different throw each time, the same ones in each run.
#[derive(Default)]
struct LoadedDice(AtomicU64);

impl Random for LoadedDice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in bytes.chunks_mut(32) {
            let throw = self.0.fetch_add(1, Ordering::SeqCst);
            let digest = Digest::of(&throw.to_be_bytes());
            chunk
                .iter_mut()
                .zip(digest.0)
                .for_each(|(to, from)| *to = from);
        }
        Ok(())
    }
}

/// An office in a folder of its own.
pub(crate) struct Office {
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<StandingClock>,
    pub(crate) environment: Environment,
    pub(crate) state: AppState,
}

/// What a server answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// The code of the error, or the status.
    pub(crate) fn code(&self) -> String {
        match &self.body["error"]["code"] {
            Value::String(code) => code.clone(),
            _ => self.status.as_u16().to_string(),
        }
    }
}

pub(crate) fn environment() -> (Arc<StandingClock>, Environment) {
    let clock = Arc::new(StandingClock(AtomicI64::new(1_790_000_000_000)));
    let environment = Environment::new(clock.clone(), Arc::new(LoadedDice::default()));
    (clock, environment)
}

pub(crate) async fn create(data: &Path, environment: &Environment) -> Organisation {
    Organisation::create(data, NAME, StoreOptions::default(), environment.clone())
        .await
        .unwrap()
}

pub(crate) async fn open(data: &Path, environment: &Environment) -> Organisation {
    Organisation::open(data, StoreOptions::default(), environment.clone())
        .await
        .unwrap()
}

pub(crate) fn technician(code: &str) -> NewPerson {
    NewPerson {
        person: PersonId(code.to_owned()),
        name: "张伟".to_owned(),
        role: Role::Technician,
    }
}

/// A device's key.
pub(crate) fn vault(seed: u8) -> SoftwareVault {
    SoftwareVault::generate([seed; 32]).unwrap()
}

/// A request that nobody signed.
pub(crate) fn plain(method: &str, path: &str, body: impl Into<Vec<u8>>) -> Request<Body> {
    let body = body.into();
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, HOST)
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body))
        .unwrap()
}

impl Office {
    /// With one technician, `t-zhang`.
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, environment) = environment();
        let organisation = create(folder.path(), &environment).await;
        organisation
            .add_person(technician("t-zhang"))
            .await
            .unwrap();
        Self {
            folder,
            clock,
            environment,
            state: AppState::new(organisation, URL),
        }
    }

    pub(crate) async fn invite(&self) -> Invitation {
        let person = PersonId("t-zhang".to_owned());
        let organisation = self.state.organisation();
        organisation.invite_device(person, None).await.unwrap()
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        ask(router(self.state.clone()), request).await
    }

    /// What `POST /v1/enrol` answers to a device with this key.
    pub(crate) async fn enrol(&self, code: &str, vault: &SoftwareVault) -> Answer {
        let request = certificate_request(vault, "phone").unwrap();
        self.ask(enrolment(code, &request)).await
    }

    /// An enrolled device.
    pub(crate) async fn device(&self, seed: u8) -> SoftwareVault {
        let vault = vault(seed);
        let code = self.invite().await.code;
        assert_eq!(self.enrol(code.as_text(), &vault).await.code(), "200");
        vault
    }

    /// Just now by the device's clock, with a nonce of its own.
    pub(crate) fn now(&self, nonce: u8) -> Moment {
        Moment::OwnClock {
            created_s: self.clock.now().timestamp(),
            nonce: Nonce([nonce; 16]),
        }
    }

    /// A request signed by a device just now.
    pub(crate) fn signed(
        &self,
        vault: &SoftwareVault,
        path: &str,
        body: &str,
        nonce: u8,
    ) -> Request<Body> {
        let headers = signature(vault, path, body, self.now(nonce));
        with_signature(plain("POST", path, body), &headers)
    }
}

pub(crate) async fn ask(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: serde_json::from_slice(&body)
            .unwrap_or_else(|_| Value::String(String::from_utf8(body.to_vec()).unwrap())),
    }
}

/// `POST /v1/enrol`.
pub(crate) fn enrolment(code: &str, certificate_request: &[u8]) -> Request<Body> {
    let body = json!({
        "code": code,
        "request": BASE64_STANDARD.encode(certificate_request),
        "device_name": "phone",
    });
    plain("POST", "/v1/enrol", body.to_string())
}

/// The headers by which a device signs a POST of this body.
pub(crate) fn signature(
    vault: &SoftwareVault,
    path: &str,
    body: &str,
    moment: Moment,
) -> SignatureHeaders {
    let request = RequestParts {
        method: "POST",
        authority: HOST,
        path,
        query: None,
        body: body.as_bytes(),
    };
    let parameters = SignatureParameters {
        device: vault.public_key().unwrap().device_id(),
        moment,
    };
    sign(&request, &parameters, vault).unwrap()
}

pub(crate) fn with_signature(
    mut request: Request<Body>,
    headers: &SignatureHeaders,
) -> Request<Body> {
    for (name, value) in headers.iter() {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    request
}
