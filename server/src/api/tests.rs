//! The document says what the routes do.

use axum::http::{HeaderValue, StatusCode, header};
use doorstep_domain::ids::PersonId;
use serde_json::{Value, json};

use crate::{
    app::{AppState, router},
    example::{Answer, Office, ask, plain},
    organisation::OFFICE,
    session::create_login_link,
};

async fn cookie(state: &AppState) -> HeaderValue {
    let office = PersonId(OFFICE.to_owned());
    let link = create_login_link(state.organisation(), state.public_url(), office);
    let link = link.await.unwrap();
    let path = link.strip_prefix(state.public_url()).unwrap();
    let answer = ask(router(state.clone()), plain("GET", path, "")).await;
    let set = answer.headers.get(header::SET_COOKIE).unwrap();
    let pair = set.to_str().unwrap().split(';').next().unwrap();
    HeaderValue::try_from(pair).unwrap()
}

async fn sent(
    state: &AppState,
    cookie: &HeaderValue,
    method: &str,
    path: &str,
    body: Value,
) -> Answer {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let mut request = plain(method, path, body);
    let headers = request.headers_mut();
    headers.insert(header::COOKIE, cookie.clone());
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    ask(router(state.clone()), request).await
}

#[tokio::test]
async fn the_document_names_every_use_case() {
    let office = Office::open().await;
    let answer = ask(
        router(office.state.clone()),
        plain("GET", "/api/openapi.json", ""),
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK);
    let paths = answer.body["paths"].as_object().unwrap();
    for path in ["/api/v1/people", "/api/v1/people/{person}", "/api/v1/audit"] {
        assert!(paths.contains_key(path), "{path}");
    }
    assert!(answer.body["components"]["schemas"]["ErrorAnswer"].is_object());
}

#[tokio::test]
async fn a_person_comes_is_changed_once_and_leaves() {
    let office = Office::open().await;
    let state = &office.state;
    let cookie = cookie(state).await;
    let station = json!({ "station": "east", "name": "城东网点" });
    let answer = sent(state, &cookie, "POST", "/api/v1/stations", station).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let li = json!({ "person": "r-li", "name": "李娜", "technician": false, "roles": ["reception"], "stations": ["east"] });
    let answer = sent(state, &cookie, "POST", "/api/v1/people", li.clone()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(
        sent(state, &cookie, "POST", "/api/v1/people", li)
            .await
            .code(),
        "code_taken"
    );

    let read = sent(state, &cookie, "GET", "/api/v1/people/r-li", Value::Null).await;
    assert_eq!(read.body["name"], "李娜");
    let version = read.body["version"].clone();
    let change = |name: &str| json!({ "version": version, "name": name, "roles": ["reception", "dispatcher"], "stations": [] });
    let answer = sent(
        state,
        &cookie,
        "PUT",
        "/api/v1/people/r-li",
        change("李娜娜"),
    )
    .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    // Two had the same page before them: the second learns that it was changed, and nothing is overwritten.
    let answer = sent(state, &cookie, "PUT", "/api/v1/people/r-li", change("李丽")).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::CONFLICT, "changed_meanwhile")
    );
    let read = sent(state, &cookie, "GET", "/api/v1/people/r-li", Value::Null).await;
    assert_eq!(read.body["name"], "李娜娜");

    let answer = sent(state, &cookie, "DELETE", "/api/v1/people/r-li", Value::Null).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let answer = sent(
        state,
        &cookie,
        "DELETE",
        "/api/v1/people/office",
        Value::Null,
    )
    .await;
    assert_eq!(answer.code(), "last_administrator");
    let audit = sent(
        state,
        &cookie,
        "GET",
        "/api/v1/audit?subject=r-li",
        Value::Null,
    )
    .await;
    let deeds: Vec<&str> = audit
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["deed"].as_str().unwrap())
        .collect();
    assert_eq!(
        deeds,
        ["person_dismissed", "person_changed", "person_added"]
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_a_reason() {
    let office = Office::open().await;
    let state = &office.state;
    let cookie = cookie(state).await;
    for (body, code) in [
        (json!([]), "unfit"),
        (json!({ "person": "r-li" }), "unfit"),
        (
            json!({ "person": "R Li", "name": "李", "technician": false }),
            "bad_code",
        ),
        (
            json!({ "person": "r-li", "name": " ", "technician": false }),
            "bad_name",
        ),
        (
            json!({ "person": "r-li", "name": "李", "technician": true, "roles": ["store"] }),
            "not_for_technicians",
        ),
        (
            json!({ "person": "r-li", "name": "李", "technician": false, "stations": ["moon"] }),
            "no_station",
        ),
    ] {
        let answer = sent(state, &cookie, "POST", "/api/v1/people", body.clone()).await;
        assert_eq!(answer.code(), code, "{body}");
    }
    let nobody = plain("GET", "/api/v1/people", "");
    assert_eq!(
        ask(router(state.clone()), nobody).await.code(),
        "login_required"
    );
    assert_eq!(
        sent(state, &cookie, "GET", "/api/v1/audit?before=x", Value::Null)
            .await
            .code(),
        "bad_request"
    );
}
