//! A program with a token does what its person may, and no more.
#![allow(clippy::unwrap_used)] // helpers of tests: what fails here fails the test

use axum::http::{HeaderValue, header};
use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use serde_json::{Value, json};

use super::*;
use crate::{
    app::router,
    example::{Answer, Office, ask, plain},
    organisation::OFFICE,
    secret::Secret,
    staff::{AddPerson, OfficeRole, add, clerk},
};

/// A token for somebody with this role.
async fn token(office: &Office, role: OfficeRole, scope: Scope) -> String {
    let secret = Secret::draw(&office.environment).unwrap();
    let shown = secret.in_groups();
    let now_ms = office.environment.now_ms();
    let person = format!("p-{}", role.code());
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        let office = clerk(transaction, &PersonId(OFFICE.to_owned()))
            .unwrap()
            .unwrap();
        let newcomer = AddPerson {
            person: person.clone(),
            name: "程序".to_owned(),
            technician: false,
            roles: [role].into(),
            stations: [].into(),
        };
        // A second token is of the same person.
        let _ = add(transaction, &office, &newcomer, now_ms);
        let request = MakeToken {
            person,
            name: "对账".to_owned(),
            scope,
            days: 30,
        };
        make(transaction, &office, &request, &secret, now_ms)
    };
    office.state.writer().submit(job).await.unwrap();
    shown
}

async fn call(office: &Office, token: &str, method: &str, path: &str, body: Value) -> Answer {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let mut request = plain(method, path, body);
    let headers = request.headers_mut();
    let bearer = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
    headers.insert(header::AUTHORIZATION, bearer);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    ask(router(office.state.clone()), request).await
}

#[tokio::test]
async fn a_program_has_the_rights_of_its_person() {
    let office = Office::open().await;
    let manager = token(&office, OfficeRole::Manager, Scope::Write).await;
    let me = call(&office, &manager, "GET", "/api/v1/me", Value::Null).await;
    assert_eq!(me.body["roles"], json!(["manager"]));
    assert_eq!(
        call(&office, &manager, "GET", "/api/v1/audit", Value::Null)
            .await
            .code(),
        "200"
    );
    assert_eq!(
        call(&office, &manager, "GET", "/api/v1/tokens", Value::Null)
            .await
            .code(),
        "not_allowed"
    );
    // A token is for the API, not for the pages.
    assert_eq!(
        call(&office, &manager, "GET", "/audit", Value::Null)
            .await
            .code(),
        "401"
    );
}

#[tokio::test]
async fn a_token_that_reads_changes_nothing() {
    let office = Office::open().await;
    let station = json!({ "station": "east", "name": "城东网点" });
    let reads = token(&office, OfficeRole::Administrator, Scope::Read).await;
    let refused = call(&office, &reads, "POST", "/api/v1/stations", station.clone()).await;
    assert_eq!(refused.code(), "token_only_reads");
    let writes = token(&office, OfficeRole::Administrator, Scope::Write).await;
    assert_eq!(
        call(&office, &writes, "POST", "/api/v1/stations", station)
            .await
            .code(),
        "204"
    );
}

#[tokio::test]
async fn a_token_ends_when_it_is_revoked_and_by_itself() {
    let office = Office::open().await;
    let administrator = token(&office, OfficeRole::Administrator, Scope::Write).await;
    let asked = json!({ "person": "p-administrator", "name": "看板", "scope": "read", "days": 1 });
    let made = call(&office, &administrator, "POST", "/api/v1/tokens", asked).await;
    let (number, secret) = (
        made.body["token"].clone(),
        made.body["secret"].as_str().unwrap().to_owned(),
    );
    let me = async || {
        call(&office, &secret, "GET", "/api/v1/me", Value::Null)
            .await
            .code()
    };
    assert_eq!(me().await, "200");
    let revoked = call(
        &office,
        &administrator,
        "DELETE",
        &format!("/api/v1/tokens/{number}"),
        Value::Null,
    )
    .await;
    assert_eq!(revoked.code(), "204");
    assert_eq!(me().await, "token_invalid");
    let list = call(
        &office,
        &administrator,
        "GET",
        "/api/v1/tokens",
        Value::Null,
    )
    .await;
    assert!(
        !list.body.to_string().contains(&secret),
        "a secret is told once"
    );
    office
        .clock
        .move_by(TimeDelta::days(30) + TimeDelta::milliseconds(1));
    let late = call(&office, &administrator, "GET", "/api/v1/me", Value::Null).await;
    assert_eq!(late.code(), "token_invalid");
    assert_eq!(
        call(&office, "nonsense", "GET", "/api/v1/me", Value::Null)
            .await
            .code(),
        "token_invalid"
    );
}

#[tokio::test]
async fn a_token_that_makes_no_sense_is_not_made() {
    let office = Office::open().await;
    let administrator = token(&office, OfficeRole::Administrator, Scope::Write).await;
    for (person, name, days, code) in [
        ("t-zhang", "看板", 1, "no_person"),
        ("nobody", "看板", 1, "no_person"),
        ("office", " ", 1, "bad_name"),
        ("office", "看板", 0, "bad_days"),
        ("office", "看板", 732, "bad_days"),
    ] {
        let asked = json!({ "person": person, "name": name, "scope": "read", "days": days });
        let answer = call(&office, &administrator, "POST", "/api/v1/tokens", asked).await;
        assert_eq!(answer.code(), code, "{person} {name} {days}");
    }
}
