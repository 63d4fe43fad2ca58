//! How people of the office get in, and what each finds there: through the router, as browsers ask.
#![allow(clippy::unwrap_used)] // helpers of tests: what fails here fails the test

use axum::http::{HeaderValue, StatusCode, header};
use chrono::TimeDelta;
use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::Field,
};
use doorstep_replica::Edit;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    app::{AppState, router},
    example::{Answer, Office, ask, plain},
    organisation::OFFICE,
    replication::NewRecord,
    session::create_login_link,
};

/// A browser with its cookie.
struct Browser<'o> {
    state: &'o AppState,
    cookie: Option<String>,
}

impl<'o> Browser<'o> {
    fn of(office: &'o Office) -> Self {
        Self {
            state: &office.state,
            cookie: None,
        }
    }

    /// The office itself, by a link.
    async fn of_the_office(office: &'o Office) -> Self {
        let mut browser = Self::of(office);
        let person = PersonId(OFFICE.to_owned());
        let link = create_login_link(
            office.state.organisation(),
            office.state.public_url(),
            person,
        );
        let link = link.await.unwrap();
        browser.get(&path_of(office, &link)).await;
        browser
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, "").await
    }

    /// Sends a form with the token that the page at `page` carries.
    async fn send(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(page).await;
        let token = token_of(&text(&page));
        self.post(to, &[fields, &[("token", token.as_str())]].concat())
            .await
    }

    async fn post(&mut self, to: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.ask("POST", to, &body).await
    }

    async fn ask(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let mut request = plain(method, path, body);
        let headers = request.headers_mut();
        if let Some(cookie) = &self.cookie {
            headers.insert(header::COOKIE, HeaderValue::try_from(cookie).unwrap());
        }
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        headers.insert(header::ACCEPT, HeaderValue::from_static("text/html"));
        let answer = ask(router(self.state.clone()), request).await;
        if let Some(set) = answer.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            if pair.contains("doorstep=") {
                self.cookie = Some(pair.to_owned());
            }
        }
        answer
    }

    async fn sign_in(&mut self, person: &str, password: &str, code: &str) -> Answer {
        let fields = [
            ("person", person),
            ("password", password),
            ("code", code),
            ("to", "/account"),
        ];
        self.post("/sign-in", &fields).await
    }
}

fn path_of(office: &Office, link: &str) -> String {
    link.strip_prefix(office.state.public_url())
        .unwrap()
        .to_owned()
}

fn text(answer: &Answer) -> String {
    match &answer.body {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The value of the first element of this name.
fn value_of(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    after
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
        .to_owned()
}

fn token_of(page: &str) -> String {
    value_of(page, "token")
}

const PASSWORD: &str = "楼下的梧桐开花了吗";
const GOOD_PASSWORD: &str = "楼下的梧桐开花了吗？是";

/// Adds somebody and sets his password by the link that the page shows; then he is signed in.
async fn newcomer<'o>(office: &'o Office, person: &str, more: &[(&str, &str)]) -> Browser<'o> {
    let mut administrator = Browser::of_the_office(office).await;
    let fields = [
        &[("person", person), ("name", "李娜"), ("works", "office")],
        more,
    ]
    .concat();
    let added = administrator.send("/people", "/people", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", text(&added));
    let page = format!("/people/{person}");
    let invited = administrator
        .send(&page, &format!("{page}/invite"), &[])
        .await;
    let link = text(&invited);
    let link = link.split("<code class=\"secret\">").nth(1).unwrap();
    let link = path_of(office, link.split('<').next().unwrap());
    let mut browser = Browser::of(office);
    let set_up = browser.get(&link).await;
    assert!(text(&set_up).contains("李娜"));
    let weak = browser
        .post(&link, &[("password", "1234"), ("again", "1234")])
        .await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("password", GOOD_PASSWORD), ("again", GOOD_PASSWORD)];
    let set = browser.post(&link, &fields).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", text(&set));
    let again = browser.post(&link, &fields).await;
    assert_eq!(
        again.status,
        StatusCode::UNAUTHORIZED,
        "an invitation is good once"
    );
    browser
}

#[tokio::test]
async fn somebody_is_invited_sets_a_password_and_signs_in() {
    let office = Office::open().await;
    let mut li = newcomer(&office, "r-li", &[("role", "reception")]).await;
    assert!(text(&li.get("/account").await).contains("r-li"));
    let out = li.send("/account", "/logout", &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);

    let mut browser = Browser::of(&office);
    let wrong = browser.sign_in("r-li", PASSWORD, "").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = browser.sign_in("r-nobody", GOOD_PASSWORD, "").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Neither answer says which of the two was wrong.
    let refusal = |answer: &Answer| {
        text(answer)
            .split("role=\"alert\"")
            .nth(1)
            .unwrap()
            .split("</p>")
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(refusal(&wrong), refusal(&nobody));
    let right = browser.sign_in("r-li", GOOD_PASSWORD, "").await;
    assert_eq!(right.headers.get(header::LOCATION).unwrap(), "/account");
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_guesses_waits_and_a_link_still_leads_in() {
    let office = Office::open().await;
    newcomer(&office, "r-li", &[("role", "reception")]).await;
    let mut guesser = Browser::of(&office);
    for _ in 0..10 {
        let wrong = guesser.sign_in("r-li", PASSWORD, "").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let locked = guesser.sign_in("r-li", GOOD_PASSWORD, "").await;
    assert_eq!(
        locked.status,
        StatusCode::TOO_MANY_REQUESTS,
        "even if it is right now"
    );
    let state = &office.state;
    let link = create_login_link(
        state.organisation(),
        state.public_url(),
        PersonId("r-li".to_owned()),
    );
    let link = path_of(&office, &link.await.unwrap());
    assert_eq!(
        Browser::of(&office).get(&link).await.status,
        StatusCode::SEE_OTHER
    );
    office
        .clock
        .move_by(TimeDelta::minutes(15) + TimeDelta::milliseconds(1));
    assert_eq!(
        guesser.sign_in("r-li", GOOD_PASSWORD, "").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_one_time_code_is_asked_for_and_taken_once() {
    let office = Office::open().await;
    let mut li = newcomer(&office, "r-li", &[("role", "reception")]).await;
    let page = text(&li.get("/account").await);
    assert!(page.contains("<svg class=\"qr\""));
    let letters = value_of(&page, "key");
    let now = || office.environment.now().timestamp().unsigned_abs();
    let code = |at: u64| {
        let secret = totp_rs::Secret::try_from_base32(&letters).unwrap();
        let codes = totp_rs::Builder::new()
            .with_secret(secret)
            .with_account_name("r-li")
            .build()
            .unwrap();
        codes.generate(at).to_string()
    };
    let wrong = li
        .send(
            "/account",
            "/account/code",
            &[
                ("turn", "on"),
                ("key", &letters),
                ("code", "000000"),
                ("present", GOOD_PASSWORD),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        value_of(&text(&wrong), "key"),
        letters,
        "the key that was scanned stays"
    );
    let first = code(now());
    let on = li
        .send(
            "/account",
            "/account/code",
            &[
                ("turn", "on"),
                ("key", &letters),
                ("code", &first),
                ("present", GOOD_PASSWORD),
            ],
        )
        .await;
    assert_eq!(on.status, StatusCode::SEE_OTHER, "{}", text(&on));

    let mut browser = Browser::of(&office);
    assert_eq!(
        browser.sign_in("r-li", GOOD_PASSWORD, "").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let used = browser.sign_in("r-li", GOOD_PASSWORD, &first).await;
    assert_eq!(
        used.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the code that turned it on is used"
    );
    office.clock.move_by(TimeDelta::seconds(30));
    let next = code(now());
    assert_eq!(
        browser.sign_in("r-li", GOOD_PASSWORD, &next).await.status,
        StatusCode::SEE_OTHER
    );
    let other = Browser::of(&office)
        .sign_in("r-li", GOOD_PASSWORD, &next)
        .await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "twice");
}

#[tokio::test]
async fn a_form_of_another_page_does_nothing() {
    let office = Office::open().await;
    let mut administrator = Browser::of_the_office(&office).await;
    let fields = [("person", "r-li"), ("name", "李娜"), ("works", "office")];
    let without = administrator.post("/people", &fields).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN);
    let other = Browser::of_the_office(&office).await.get("/people").await;
    let others = token_of(&text(&other));
    let with_others = administrator
        .post(
            "/people",
            &[&fields[..], &[("token", others.as_str())]].concat(),
        )
        .await;
    assert_eq!(
        with_others.status,
        StatusCode::FORBIDDEN,
        "of another session"
    );
    assert!(!text(&administrator.get("/people").await).contains("r-li"));
}

#[tokio::test]
async fn each_role_finds_its_pages_and_no_others() {
    let office = Office::open().await;
    let mut reception = newcomer(&office, "r-li", &[("role", "reception")]).await;
    let list = text(&reception.get("/").await);
    for (address, open) in [
        ("/", true),
        ("/account", true),
        ("/devices", false),
        ("/quarantine", false),
        ("/people", false),
        ("/audit", false),
    ] {
        let status = reception.get(address).await.status;
        let expected = if open {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(status, expected, "{address}");
        if address != "/" {
            assert_eq!(
                list.contains(&format!("href=\"{address}\"")),
                open,
                "{address}"
            );
        }
    }
    let mut manager = newcomer(&office, "m-qian", &[("role", "manager")]).await;
    assert_eq!(manager.get("/audit").await.status, StatusCode::OK);
    assert_eq!(manager.get("/people").await.status, StatusCode::FORBIDDEN);
    let mut without = newcomer(&office, "n-sun", &[]).await;
    assert!(text(&without.get("/account").await).contains("n-sun"));
}

#[tokio::test]
async fn a_station_does_not_know_of_anothers_records() {
    let office = Office::open().await;
    let mut administrator = Browser::of_the_office(&office).await;
    for (code, name) in [("east", "城东网点"), ("west", "城西网点")] {
        administrator
            .send("/people", "/stations", &[("station", code), ("name", name)])
            .await;
    }
    let page = text(&administrator.get("/people/t-zhang").await);
    let fields = [
        ("version", value_of(&page, "version")),
        ("name", "张师傅".to_owned()),
        ("at", "west".to_owned()),
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    administrator
        .send("/people/t-zhang", "/people/t-zhang", &fields)
        .await;
    let records = [(1, "D-1", Some("t-zhang")), (2, "D-2", None)];
    for (id, number, assignee) in records {
        let mut edits = vec![Edit::Field(Field::Number, number.into())];
        edits.extend(assignee.map(|assignee| Edit::Field(Field::Assignee, assignee.into())));
        let id = RecordId(Uuid::from_u128(id));
        office
            .state
            .replication()
            .create_record(id, NewRecord { edits })
            .await
            .unwrap();
    }
    let mut east = newcomer(&office, "r-li", &[("role", "reception"), ("at", "east")]).await;
    let list = text(&east.get("/").await);
    assert!(
        list.contains("D-2") && !list.contains("D-1"),
        "what belongs to nobody yet is everybody's"
    );
    assert_eq!(east.get("/records/D-1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(east.get("/records/D-2").await.status, StatusCode::OK);
    let mut west = newcomer(&office, "r-wu", &[("role", "reception"), ("at", "west")]).await;
    assert_eq!(west.get("/records/D-1").await.status, StatusCode::OK);
    // Who looked is kept.
    let audit = text(&administrator.get("/audit?person=r-wu").await);
    assert!(
        audit.contains(&RecordId(Uuid::from_u128(1)).to_string()),
        "{audit}"
    );
}

#[tokio::test]
async fn of_two_who_change_one_person_the_second_is_told() {
    let office = Office::open().await;
    newcomer(&office, "r-li", &[("role", "reception")]).await;
    let mut one = Browser::of_the_office(&office).await;
    let mut other = Browser::of_the_office(&office).await;
    let version = value_of(&text(&one.get("/people/r-li").await), "version");
    let name = |name| {
        [
            ("version", version.as_str()),
            ("name", name),
            ("role", "reception"),
        ]
    };
    let first = one
        .send("/people/r-li", "/people/r-li", &name("李娜娜"))
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = other
        .send("/people/r-li", "/people/r-li", &name("李丽"))
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let page = text(&second);
    assert!(page.contains("李娜娜"), "what stands now is shown");
    assert!(
        page.contains("value=\"李丽\""),
        "and what was typed is kept"
    );
    assert!(text(&one.get("/people/r-li").await).contains("李娜娜"));
}

#[tokio::test]
async fn sessions_end_from_elsewhere_and_with_the_person() {
    let office = Office::open().await;
    let mut li = newcomer(&office, "r-li", &[("role", "reception")]).await;
    let mut elsewhere = Browser::of(&office);
    elsewhere.sign_in("r-li", GOOD_PASSWORD, "").await;
    let page = text(&li.get("/account").await);
    let end = page
        .split("/account/sessions/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let ended = li
        .send("/account", &format!("/account/sessions/{end}"), &[])
        .await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", text(&ended));
    assert_eq!(
        elsewhere.get("/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(li.get("/account").await.status, StatusCode::OK);

    let mut administrator = Browser::of_the_office(&office).await;
    let let_go = administrator
        .send("/people/r-li", "/people/r-li/dismiss", &[])
        .await;
    assert_eq!(let_go.status, StatusCode::SEE_OTHER, "{}", text(&let_go));
    assert_eq!(li.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        li.sign_in("r-li", GOOD_PASSWORD, "").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
