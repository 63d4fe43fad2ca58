//! Devices at the office: one is invited by a code that is shown once, looked at, revoked.

use axum::http::StatusCode;
use doorstep_evidence::{certificate::certificate_request, vault::SoftwareVault};
use doorstep_server::organisation::{Enrolment, EnrolmentRequest, OrganisationError};
use serde_json::{Value, json};

use crate::{after_visit::tell, shop::Shop};

async fn enrol(shop: &Shop, code: &str, seed: u8) -> Result<Enrolment, OrganisationError> {
    let vault = SoftwareVault::generate([seed; 32]).unwrap();
    let request = EnrolmentRequest {
        code: code.to_owned(),
        certificate_request: certificate_request(&vault, "手机").unwrap(),
        device_name: "手机".to_owned(),
    };
    shop.state.organisation().enrol(request).await
}

#[tokio::test]
async fn a_device_is_invited_by_a_code_that_is_shown_once_and_good_once() {
    let shop = Shop::open().await;
    let nobody = [("person", "t-nobody"), ("name", "")];
    let refused = shop
        .post("/devices/invite", &with_token(&shop, &nobody).await)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = [("person", "t-li"), ("name", "李娜的平板")];
    let shown = shop
        .post("/devices/invite", &with_token(&shop, &typed).await)
        .await;
    assert_eq!(shown.status, StatusCode::OK);
    crate::every_page::assert_well_made(&shown.html(), "zh-CN", "/devices/invite");
    let html = shown.html();
    assert!(
        html.contains("class=\"qr\"") && html.contains("doorstep://enrol?"),
        "{html}"
    );
    let code = html.split("<code id=\"code\">").nth(1).unwrap();
    let code = code.split('<').next().unwrap();
    assert!(!shop.get("/devices").await.html().contains(code));
    assert!(!shop.get("/audit").await.html().contains(code));
    enrol(&shop, code, 7).await.unwrap();
    assert!(matches!(
        enrol(&shop, code, 8).await,
        Err(OrganisationError::CodeUsed)
    ));
    let devices = shop.get("/devices").await.words();
    assert!(devices.contains("李娜的平板"), "{devices}");
    // For other programs the same, and for fifteen minutes.
    let invited = tell(
        &shop,
        "POST",
        "/api/v1/devices/invitations",
        json!({ "person": "t-li" }),
    )
    .await;
    shop.clock.move_by(16);
    let late = enrol(&shop, invited.1["code"].as_str().unwrap(), 9).await;
    assert!(matches!(late, Err(OrganisationError::CodeExpired)));
}

async fn with_token(shop: &Shop, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let html = shop.get("/devices").await.html();
    let token = html.split("name=\"token\" value=\"").nth(1).unwrap();
    let token = ("token", token.split('"').next().unwrap());
    let pairs = std::iter::once(token).chain(typed.iter().copied());
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[tokio::test]
async fn a_revoked_device_is_shown_as_such_and_cannot_be_revoked_again() {
    let mut shop = Shop::open().await;
    let phone = shop.device("t-zhang", "张工的手机", 1).await;
    let page = format!("/devices/{}", phone.id());
    let shown = shop.get(&page).await;
    crate::every_page::assert_well_made(&shown.html(), "zh-CN", &page);
    assert!(shown.words().contains("没有缺失"), "{}", shown.words());
    let api = format!("/api/v1{page}");
    let before = tell(&shop, "GET", &api, Value::Null).await.1;
    assert_eq!(
        (&before["device"]["revoked_at"], &before["misplaced"]),
        (&Value::Null, &json!([]))
    );
    let own = shop.state.organisation().office().device();
    let refused = tell(
        &shop,
        "POST",
        &format!("/api/v1/devices/{own}/revoke"),
        Value::Null,
    )
    .await;
    assert_eq!(refused, (StatusCode::CONFLICT, json!("own_device")));
    let form = with_token(&shop, &[]).await;
    let done = shop.post(&format!("{page}/revoke"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    assert!(!shop.get(&page).await.html().contains("/revoke\""));
    assert!(shop.get("/devices").await.words().contains("已停用"));
    let twice = tell(&shop, "POST", &format!("{api}/revoke"), Value::Null).await;
    assert_eq!(twice, (StatusCode::CONFLICT, json!("revoked_before")));
    // Dispatchers look at devices and leave them alone.
    shop.sign_in_as("d-zhou", "dispatcher").await;
    assert_eq!(shop.get(&page).await.status, StatusCode::OK);
    assert!(
        !shop
            .get("/devices")
            .await
            .html()
            .contains("/devices/invite")
    );
    let refused = tell(
        &shop,
        "POST",
        "/api/v1/devices/invitations",
        json!({ "person": "t-li" }),
    )
    .await;
    assert_eq!(refused.0, StatusCode::FORBIDDEN);
}
