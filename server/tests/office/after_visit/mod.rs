//! What comes after the visit: follow-up calls, complaints with their approvals, units in the workshop.

mod call_backs;
mod complaints;
mod workshop;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use doorstep_domain::{
    ids::RecordId,
    record::{ComplaintTaken, Gravity, What},
};
use doorstep_server::app::router;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::{
    device::{Device, Pad},
    shop::{Page, Shop},
    visit,
};

/// What the API answers: the status, and the answer or the error's code.
pub(crate) async fn tell(
    shop: &Shop,
    method: &str,
    path: &str,
    body: Value,
) -> (StatusCode, Value) {
    tell_as(shop, shop.cookie(), method, path, body).await
}

/// As [`tell`], by somebody with a cookie of his own.
pub(crate) async fn tell_as(
    shop: &Shop,
    cookie: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (StatusCode, Value) {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "office.example")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, body.len())
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    let response = router(shop.state.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let code = answer["error"]["code"].clone();
    (status, if code.is_null() { answer } else { code })
}

pub(crate) async fn read(shop: &Shop, path: &str) -> Value {
    let (status, answer) = tell(shop, "GET", path, Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    answer
}

/// A form of a page, sent with the token that the page carries.
pub(crate) async fn send(shop: &Shop, page: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let shown = shop.get(page).await.html();
    let hidden = |name: &str| {
        let after = shown.split(&format!("name=\"{name}\" value=\"")).nth(1);
        after
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
    };
    let mut pairs: Vec<(&str, String)> = vec![("token", hidden("token").expect("a form"))];
    pairs.extend(
        ["version", "after"]
            .into_iter()
            .filter_map(|name| Some((name, hidden(name)?))),
    );
    pairs.extend(
        fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let request = Request::builder()
        .method("POST")
        .uri(to)
        .header(header::HOST, "office.example")
        .header(header::COOKIE, shop.cookie())
        .header(header::CONTENT_LENGTH, body.len())
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    let response = router(shop.state.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Page {
        status: parts.status,
        headers: parts.headers,
        bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
    }
}

/// A visit that was worked through and reported on Monday, 2026-11-23.
pub(crate) async fn reported(shop: &Shop) -> (RecordId, Device) {
    let record = shop.intake("A-1", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(shop).await;
    visit::whole(&mut phone, record, &Pad::of("王秀英"));
    shop.clock.move_after(phone.now());
    phone.hand_over(shop).await;
    (record, phone)
}

pub(crate) fn complaint(gravity: Gravity) -> What {
    What::ComplaintTaken(ComplaintTaken {
        gravity,
        about: "修完第二天又不排水".to_owned(),
        wish: "要求赔偿".to_owned(),
    })
}

pub(crate) async fn only_complaint(shop: &Shop) -> Value {
    let listed = read(shop, "/api/v1/complaints").await;
    let listed = listed["complaints"].as_array().unwrap();
    assert_eq!(listed.len(), 1, "{listed:?}");
    let id = listed[0]["complaint"].as_str().unwrap().to_owned();
    read(shop, &format!("/api/v1/complaints/{id}")).await
}

pub(crate) fn address(complaint: &Value, verb: &str) -> String {
    let id = complaint["complaint"].as_str().unwrap();
    format!("/api/v1/complaints/{id}{verb}")
}

#[tokio::test]
async fn the_pages_after_the_visit_are_pages_like_all_others() {
    let shop = Shop::open().await;
    let (record, mut phone) = reported(&shop).await;
    phone.happens(record, complaint(Gravity::Ordinary));
    phone.hand_over(&shop).await;
    let id = only_complaint(&shop).await["complaint"]
        .as_str()
        .unwrap()
        .to_owned();
    for path in [
        "/call-backs".to_owned(),
        format!("/call-backs/{id}"),
        "/complaints".to_owned(),
        "/complaints?show=all".to_owned(),
        format!("/complaints/{id}"),
        "/workshop".to_owned(),
        "/calendar".to_owned(),
    ] {
        for (page, language) in [
            (shop.get(&path).await, "zh-CN"),
            (shop.get_in_english(&path).await, "en"),
        ] {
            assert_eq!(page.status, StatusCode::OK, "{path}");
            crate::every_page::assert_well_made(&page.html(), language, &path);
        }
    }
    let nothing = uuid::Uuid::nil();
    for path in [
        format!("/call-backs/{nothing}"),
        format!("/complaints/{nothing}"),
    ] {
        assert_eq!(
            shop.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
