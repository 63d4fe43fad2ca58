use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
    routing::get,
};

use doorstep_domain::ids::PersonId;

use super::*;
use crate::{
    app::{AppState, guarded},
    example::{Answer, Office, ask, create, plain},
    organisation::OFFICE,
};

async fn page(_signed_in: SignedIn) -> &'static str {
    "records"
}

async fn sent(state: &AppState, request: Request<Body>) -> Answer {
    let routes = routes().route("/", get(page).post(page));
    ask(guarded(routes, state.clone()), request).await
}

#[allow(clippy::unwrap_used)] // an office that works makes a link
async fn link(state: &AppState) -> String {
    create_login_link(
        state.organisation(),
        state.public_url(),
        PersonId(OFFICE.to_owned()),
    )
    .await
    .unwrap()
}

#[allow(clippy::unwrap_used)] // the link was made for this server
fn path(state: &AppState, link: &str) -> String {
    link.strip_prefix(state.public_url()).unwrap().to_owned()
}

#[allow(clippy::unwrap_used)] // only asked where a cookie was set
fn set_cookie(headers: &HeaderMap) -> String {
    headers
        .get(header::SET_COOKIE)
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

/// As a browser sends it back.
#[allow(clippy::unwrap_used)] // what came as a header goes as one
fn with_cookie(mut request: Request<Body>, set: &str) -> Request<Body> {
    let pair = set.split(';').next().unwrap_or_default();
    let value = HeaderValue::try_from(format!("theme=dark; {pair}")).unwrap();
    request.headers_mut().insert(header::COOKIE, value);
    request
}

fn with(mut request: Request<Body>, name: &'static str, value: &'static str) -> Request<Body> {
    request
        .headers_mut()
        .insert(name, HeaderValue::from_static(value));
    request
}

#[tokio::test]
async fn a_link_logs_in_one_browser_once() {
    let office = Office::open().await;
    let state = &office.state;
    assert_eq!(
        sent(state, plain("GET", "/", "")).await.code(),
        "login_required"
    );
    let path = path(state, &link(state).await);
    // A program that looks at the link before the browser does.
    assert_eq!(
        sent(state, plain("HEAD", &path, "")).await.status,
        StatusCode::UNAUTHORIZED
    );

    let answer = sent(state, plain("GET", &path, "")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers.get(header::LOCATION).unwrap(), "/");
    let cookie = set_cookie(&answer.headers);
    let page = sent(state, with_cookie(plain("GET", "/", ""), &cookie)).await;
    assert_eq!(
        (page.status, page.body.as_str()),
        (StatusCode::OK, Some("records"))
    );

    assert_eq!(
        sent(state, plain("GET", &path, "")).await.code(),
        "login_link_invalid"
    );
    assert_eq!(
        sent(state, plain("GET", "/login/0", "")).await.code(),
        "login_link_invalid"
    );
}

#[tokio::test]
async fn links_and_logins_run_out() {
    let office = Office::open().await;
    let state = &office.state;
    let late = path(state, &link(state).await);
    office
        .clock
        .move_by(LINK_GOOD_FOR + TimeDelta::milliseconds(1));
    assert_eq!(
        sent(state, plain("GET", &late, "")).await.code(),
        "login_link_invalid"
    );

    let answer = sent(state, plain("GET", &path(state, &link(state).await), "")).await;
    let cookie = set_cookie(&answer.headers);
    office.clock.move_by(SESSION_GOOD_FOR);
    let page = || with_cookie(plain("GET", "/", ""), &cookie);
    assert_eq!(sent(state, page()).await.status, StatusCode::OK);
    office.clock.move_by(TimeDelta::milliseconds(1));
    assert_eq!(sent(state, page()).await.code(), "login_required");
}

#[tokio::test]
async fn the_cookie_stays_with_this_server_and_away_from_scripts() {
    let office = Office::open().await;
    let state = &office.state;
    let answer = sent(state, plain("GET", &path(state, &link(state).await), "")).await;
    let cookie = set_cookie(&answer.headers);
    let (pair, rest) = cookie.split_once(';').unwrap();
    assert!(pair.starts_with("__Host-doorstep="), "{pair}");
    assert_eq!(
        rest,
        " Path=/; Max-Age=28800; HttpOnly; SameSite=Lax; Secure"
    );

    // On one's own machine, without TLS, browsers take neither the prefix nor `Secure`.
    let folder = tempfile::tempdir().unwrap();
    let organisation = create(folder.path(), &office.environment).await;
    let local = AppState::new(organisation, "http://127.0.0.1:8080/");
    let answer = sent(&local, plain("GET", &path(&local, &link(&local).await), "")).await;
    let cookie = set_cookie(&answer.headers);
    assert!(
        cookie.starts_with("doorstep=") && !cookie.contains("Secure"),
        "{cookie}"
    );
    let page = sent(&local, with_cookie(plain("GET", "/", ""), &cookie)).await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn what_changes_something_must_come_from_a_page_of_ours() {
    let office = Office::open().await;
    let state = &office.state;
    let answer = sent(state, plain("GET", &path(state, &link(state).await), "")).await;
    let cookie = set_cookie(&answer.headers);
    let post = || with_cookie(plain("POST", "/", ""), &cookie);
    for (request, expected) in [
        (post(), "cross_site"),
        (with(post(), "sec-fetch-site", "cross-site"), "cross_site"),
        (with(post(), "sec-fetch-site", "same-site"), "cross_site"),
        (with(post(), "sec-fetch-site", "same-origin"), "200"),
        (with(post(), "origin", "https://evil.example"), "cross_site"),
        (with(post(), "origin", "null"), "cross_site"),
        (with(post(), "origin", "https://office.example"), "200"),
        (
            with(
                with(post(), "origin", "https://office.example"),
                "sec-fetch-site",
                "cross-site",
            ),
            "cross_site",
        ),
    ] {
        let headers = format!("{:?}", request.headers());
        assert_eq!(sent(state, request).await.code(), expected, "{headers}");
    }
}

#[tokio::test]
async fn logging_out_ends_the_login_for_good() {
    let office = Office::open().await;
    let state = &office.state;
    let answer = sent(state, plain("GET", &path(state, &link(state).await), "")).await;
    let cookie = set_cookie(&answer.headers);
    let out = with(
        with_cookie(plain("POST", "/logout", ""), &cookie),
        "sec-fetch-site",
        "same-origin",
    );
    let answer = sent(state, out).await;
    assert!(set_cookie(&answer.headers).contains("Max-Age=0"));
    let page = sent(state, with_cookie(plain("GET", "/", ""), &cookie)).await;
    assert_eq!(page.code(), "login_required");
}
