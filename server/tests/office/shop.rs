//! An office with devices that work as real ones do, for stories about its pages.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
    response::Response,
};
use chrono::{DateTime, FixedOffset, Utc};
use doorstep_domain::{
    ids::{DeviceId, PersonId, RecordId},
    record::{Field, FieldValue, TextName},
    rights::Role,
};
use doorstep_evidence::{
    certificate::certificate_request,
    digest::Digest,
    vault::{DeviceVault as _, SoftwareVault},
};
use doorstep_replica::{Actor, Edit, RecordDocument, TextEdit};
use doorstep_server::{
    app::{AppState, router},
    environment::{Clock, Environment, NoRandomness, Random},
    organisation::{EnrolmentRequest, NewPerson, OFFICE, Organisation},
    replication::NewRecord,
    session::create_login_link,
    store::StoreOptions,
};
use serde_json::json;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{after_visit::tell, device::Device};

pub(crate) const URL: &str = "http://office.example";

/// 2026-11-23, 09:00 in China, until it is moved.
pub(crate) struct ShopClock(AtomicI64);

impl ShopClock {
    pub(crate) fn move_by(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// A little after a device's clock says this.
    pub(crate) fn move_after(&self, at: DateTime<FixedOffset>) {
        self.0
            .store(at.timestamp_millis() + 150_000, Ordering::SeqCst);
    }
}

impl Clock for ShopClock {
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

/// One office with its server.
pub(crate) struct Shop {
    _folder: TempDir,
    pub(crate) clock: Arc<ShopClock>,
    pub(crate) state: AppState,
    cookie: String,
    records: AtomicU64,
}

/// What a browser got.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    /// The HTML.
    pub(crate) fn html(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// What a reader reads: without tags, with entities undone, blanks folded.
    pub(crate) fn words(&self) -> String {
        words_of(&self.html())
    }
}

/// The words of a piece of HTML.
pub(crate) fn words_of(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                words.push(' ');
            }
            character if !in_tag => words.push(character),
            _ => {}
        }
    }
    let words = words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Shop {
    /// An office with two technicians, and a browser that is logged in.
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let nine = DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap();
        let clock = Arc::new(ShopClock(AtomicI64::new(nine.timestamp_millis())));
        let environment = Environment::new(clock.clone(), Arc::new(LoadedDice::default()));
        let organisation = Organisation::create(
            folder.path(),
            "便民家电维修",
            StoreOptions::default(),
            environment,
        )
        .await
        .unwrap();
        for (code, name) in [("t-zhang", "张伟"), ("t-li", "李娜")] {
            let person = NewPerson {
                person: PersonId(code.to_owned()),
                name: name.to_owned(),
                role: Role::Technician,
            };
            organisation.add_person(person).await.unwrap();
        }
        let mut shop = Self {
            _folder: folder,
            clock,
            state: AppState::new(organisation, URL),
            cookie: String::new(),
            records: AtomicU64::new(1),
        };
        shop.log_in().await;
        shop
    }

    /// Logs the browser in, again when a day has passed.
    pub(crate) async fn log_in(&mut self) {
        let link = create_login_link(self.state.organisation(), URL, PersonId(OFFICE.to_owned()))
            .await
            .unwrap();
        let answer = self.ask(link.strip_prefix(URL).unwrap(), &[]).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }

    /// Somebody of the office with one role signs in at this browser.
    pub(crate) async fn sign_in_as(&mut self, person: &str, role: &str) {
        let body =
            json!({ "person": person, "name": person, "technician": false, "roles": [role] });
        let added = tell(self, "POST", "/api/v1/people", body).await;
        assert!(added.0.is_success(), "{}", added.1);
        let somebody = PersonId(person.to_owned());
        let link = create_login_link(self.state.organisation(), URL, somebody)
            .await
            .unwrap();
        let answer = self.ask(link.strip_prefix(URL).unwrap(), &[]).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }

    pub(crate) async fn response(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder()
            .uri(path)
            .header(header::HOST, "office.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        router(self.state.clone()).oneshot(request).await.unwrap()
    }

    /// What a browser that is not logged in gets, with headers of its own.
    pub(crate) async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        Page::of(self.response(path, headers).await).await
    }

    /// Adds somebody with one role, for some stations or for all, and logs him in. Gives his cookie.
    pub(crate) async fn clerk(&self, person: &str, role: &str, stations: &[&str]) -> String {
        let person_id = PersonId(person.to_owned());
        let added = serde_json::json!({
            "person": person, "name": person, "technician": false, "roles": [role], "stations": stations,
        });
        let added = tell(self, "POST", "/api/v1/people", added).await;
        assert_eq!(added.0, StatusCode::NO_CONTENT, "{}", added.1);
        let link = create_login_link(self.state.organisation(), URL, person_id);
        let link = link.await.unwrap();
        let answer = self.ask(link.strip_prefix(URL).unwrap(), &[]).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// The cookie of the browser that is logged in.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// A form that is sent from a page of ours.
    pub(crate) async fn post(&self, path: &str, fields: &[(String, String)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::HOST, "office.example")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_LENGTH, body.len())
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        let response = router(self.state.clone()).oneshot(request).await.unwrap();
        Page::of(response).await
    }

    /// A page in Chinese.
    pub(crate) async fn get(&self, path: &str) -> Page {
        self.ask(path, &[("cookie", &self.cookie)]).await
    }

    /// A page in English.
    pub(crate) async fn get_in_english(&self, path: &str) -> Page {
        let headers = [("cookie", self.cookie.as_str()), ("accept-language", "en")];
        self.ask(path, &headers).await
    }

    /// Opens a record that is handed to 张伟, with these fields besides or instead.
    pub(crate) async fn intake(&self, number: &str, fields: &[(Field, &str)]) -> RecordId {
        let place = self.records.fetch_add(1, Ordering::SeqCst);
        let id = RecordId(Uuid::from_u128(
            0x0192_0000_0000_7000_8000_0000_0000_0000 + u128::from(place),
        ));
        let mut values = BTreeMap::from([
            (Field::ReceivedAt, "2026-11-23T08:10:00+08:00"),
            (Field::Request, "repair"),
            (Field::CustomerName, "王秀英"),
            (Field::CustomerPhone, "139-0000-0001"),
            (Field::CustomerAddress, "样例市青禾区解放路 8 号 3 单元 502"),
            (Field::Assignee, "t-zhang"),
            (
                Field::Appointment,
                "2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00",
            ),
            (Field::UnitKind, "washing_machine"),
            (Field::UnitModel, "YL-XQG80"),
            (Field::UnitSerial, "YLWM2405000001"),
            (Field::PurchasedOn, "2024-05-01"),
            (Field::PayerClass, "out_of_warranty"),
        ]);
        values.extend(fields.iter().copied());
        values.insert(Field::Number, number);
        let mut edits: Vec<Edit> = values
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(field, value)| Edit::Field(field, value.into()))
            .collect();
        edits.push(Edit::Field(Field::PriorityHours, FieldValue::Number(24)));
        let symptom = TextEdit::Rewrite("洗到一半不排水，有糊味".to_owned());
        edits.push(Edit::Text(TextName::Symptom, symptom));
        let new = NewRecord { edits };
        self.state
            .replication()
            .create_record(id, new)
            .await
            .unwrap();
        id
    }

    /// The office edits a record.
    pub(crate) async fn edit(&self, record: RecordId, edits: Vec<Edit>) {
        self.state
            .replication()
            .edit_record(record, edits)
            .await
            .unwrap();
    }

    /// A device of a technician, enrolled just now.
    pub(crate) async fn device(&self, person: &str, name: &str, seed: u8) -> Device {
        let vault = SoftwareVault::generate([seed; 32]).unwrap();
        let organisation = self.state.organisation();
        let invitation = organisation
            .invite_device(PersonId(person.to_owned()), None)
            .await
            .unwrap();
        let enrolment = organisation
            .enrol(EnrolmentRequest {
                code: invitation.code.as_text().to_owned(),
                certificate_request: certificate_request(&vault, name).unwrap(),
                device_name: name.to_owned(),
            })
            .await
            .unwrap();
        let id: DeviceId = vault.public_key().unwrap().device_id();
        Device::new(
            vault,
            enrolment.certificate,
            PersonId(person.to_owned()),
            Actor::new(id, [seed; 8]),
            organisation.office().device(),
            self.state.environment().now(),
        )
    }

    /// The record as the server has it, read back from the file that the office downloads.
    pub(crate) async fn file(&self, record: RecordId) -> RecordDocument {
        let page = self.get(&format!("/records/{record}.automerge")).await;
        RecordDocument::load(record, Some(&page.bytes), &[]).unwrap()
    }
}
