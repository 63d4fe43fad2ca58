use axum::{body::Body, http::Method, routing::get};

use super::*;
use crate::example::{Answer, Office, ask, plain};

async fn sent(office: &Office, request: Request<Body>) -> Answer {
    let routes = Router::new()
        .route(
            "/panic/{secret}",
            get(async || -> &'static str { panic!("planted") }),
        )
        .merge(health::routes());
    ask(guarded(routes, office.state.clone()), request).await
}

#[tokio::test]
async fn every_answer_says_what_a_page_may_do() {
    let office = Office::open().await;
    for (path, status) in [("/healthz", 200), ("/nothing", 404), ("/panic/1", 500)] {
        let answer = sent(&office, plain("GET", path, "")).await;
        assert_eq!(answer.status.as_u16(), status);
        let policy = answer.headers.get(header::CONTENT_SECURITY_POLICY).unwrap();
        assert!(
            policy
                .to_str()
                .unwrap()
                .starts_with("default-src 'none'; style-src 'self';")
        );
        assert_eq!(
            answer.headers.get(header::X_CONTENT_TYPE_OPTIONS).unwrap(),
            "nosniff"
        );
        assert_eq!(
            answer.headers.get(header::CACHE_CONTROL).unwrap(),
            "no-store"
        );
    }
}

#[tokio::test]
async fn errors_have_one_shape_and_tell_nothing_of_the_inside() {
    let office = Office::open().await;
    for (method, path, code) in [
        (Method::GET, "/nothing", "not_found"),
        (Method::POST, "/healthz", "method_not_allowed"),
        (Method::GET, "/panic/1", "internal"),
    ] {
        let answer = sent(&office, plain(method.as_str(), path, "")).await;
        assert_eq!(answer.code(), code);
        let error = answer.body["error"].as_object().unwrap();
        assert_eq!(error.keys().collect::<Vec<_>>(), ["code", "message"]);
        assert!(!answer.body.to_string().contains("planted"));
    }
}

#[tokio::test]
async fn the_server_says_whether_it_lives_and_whether_it_works() {
    let office = Office::open().await;
    assert_eq!(
        sent(&office, plain("GET", "/healthz", "")).await.body,
        "ok\n"
    );
    assert_eq!(
        sent(&office, plain("GET", "/readyz", "")).await.body,
        "ready\n"
    );
    // Without a writer it lives, and is not ready.
    office.state.writer().close().await;
    assert_eq!(
        sent(&office, plain("GET", "/healthz", "")).await.body,
        "ok\n"
    );
    let answer = sent(&office, plain("GET", "/readyz", "")).await;
    assert_eq!(answer.code(), "unavailable");
    assert_eq!(answer.headers.get(header::RETRY_AFTER).unwrap(), "5");
}

#[tokio::test]
async fn the_counters_name_routes_and_never_paths() {
    let office = Office::open().await;
    office.device(7).await;
    office.state.metrics().pushed("accepted");
    sent(&office, plain("GET", "/panic/a-secret", "")).await;
    sent(&office, plain("GET", "/a-secret", "")).await;
    let answer = sent(&office, plain("GET", "/metrics", "")).await;
    let text = answer.body.as_str().unwrap();
    for line in [
        r#"doorstep_requests_total{route="/panic/{secret}",status="500"} 1"#,
        r#"doorstep_requests_total{route="none",status="404"} 1"#,
        r#"doorstep_pushes_total{outcome="accepted"} 1"#,
        "doorstep_log_head 3",
        "doorstep_devices 2",
    ] {
        assert!(
            text.lines().any(|found| found == line),
            "{line} is not in\n{text}"
        );
    }
    assert!(!text.contains("a-secret"));
}
