//! Units in the workshop, and loaners.

use chrono::TimeDelta;
use doorstep_domain::record::{Handover, Relation, What};

use super::read;
use crate::{shop::Shop, visit};

#[tokio::test]
async fn the_workshop_shows_what_is_promised_and_what_is_late() {
    let mut shop = Shop::open().await;
    let record = shop.intake("A-1", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    visit::diagnose(&mut phone, record);
    let handover = |statement: String, number: &str, promised_on: &str| Handover {
        statement,
        number: number.to_owned(),
        model: "YL-XQG80".to_owned(),
        serial: "YLWM2405000001".to_owned(),
        accessories: vec!["进水管".to_owned()],
        condition: "外壳有划痕".to_owned(),
        promised_on: promised_on.to_owned(),
        signer: "王秀英".to_owned(),
        relation: Relation::Customer,
    };
    phone.happens(
        record,
        What::CustodyTaken(handover("d".repeat(64), "SJ-1", "2026-11-25")),
    );
    phone.happens(
        record,
        What::LoanerLent(handover("e".repeat(64), "TB-1", "")),
    );
    shop.clock.move_after(phone.now());
    phone.hand_over(&shop).await;
    let words = shop.get("/workshop").await.words();
    assert!(
        words.contains("SJ-1") && words.contains("2026-11-25") && !words.contains("已超期"),
        "{words}"
    );
    assert!(
        words.contains("TB-1") && words.contains("未约定日期"),
        "{words}"
    );
    shop.clock.move_by(TimeDelta::days(4).num_minutes());
    shop.log_in().await;
    assert!(shop.get("/workshop").await.words().contains("已超期"));
    let units = read(&shop, "/api/v1/workshop").await;
    assert_eq!(units["units"][0]["promised_on"], "2026-11-25");
    let loaners = read(&shop, "/api/v1/workshop?loaners=true").await;
    assert_eq!(loaners["units"][0]["receipt"], "TB-1");
}
