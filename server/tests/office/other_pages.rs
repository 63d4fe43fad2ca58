//! Devices and quarantine.

use axum::http::StatusCode;
use doorstep_domain::record::{Field, What};
use doorstep_sync::message::Ack;

use crate::{device::Pad, shop::Shop};

#[tokio::test]
async fn devices_are_listed_with_their_people_and_whether_they_are_revoked() {
    let shop = Shop::open().await;
    let phone = shop.device("t-zhang", "张工的手机", 1).await;
    shop.device("t-li", "李工的平板", 2).await;
    shop.clock.move_by(5);
    shop.state
        .organisation()
        .revoke_device(phone.id())
        .await
        .expect("it is there");
    let page = shop.get("/devices").await;
    assert_eq!(page.status, StatusCode::OK);
    let words = page.words();
    assert!(words.contains("张工的手机 第 1 号"), "{words}");
    assert!(
        words.contains("张伟 维修人员 尚未联系 2026-11-23 01:00 UTC ✖ 已停用 2026-11-23 01:05 UTC"),
        "{words}"
    );
    assert!(
        words.contains("李娜 维修人员 尚未联系 2026-11-23 01:00 UTC ✔ 在用"),
        "{words}"
    );
    assert!(
        shop.get_in_english("/devices")
            .await
            .words()
            .contains("the server itself")
    );
}

#[tokio::test]
async fn what_the_gate_refused_is_listed_with_who_when_and_why() {
    let shop = Shop::open().await;
    assert!(
        shop.get("/quarantine")
            .await
            .words()
            .contains("隔离区是空的")
    );
    let record = shop.intake("A-1", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    // A technician hands out jobs, which only the office may.
    phone.set(record, Field::Assignee, "t-li");
    shop.clock.move_by(7);
    let acks = phone.send(&shop).await;
    assert!(
        matches!(&acks[..], [Ack::Refused { code, .. }] if code == "outside_role"),
        "{acks:?}"
    );

    let page = shop.get("/quarantine").await;
    let words = page.words();
    assert!(
        words.contains("2026-11-23 01:07 UTC 张伟 · 张工的手机 A-1 超出作者的权限 outside_role"),
        "{words}"
    );
    assert!(words.contains("隔离区 1"), "the way there says how many");
    assert!(page.html().contains(&format!("href=\"/records/{record}\"")));
    let list = shop.get("/").await.html();
    let beside = list.split("id=\"to-quarantine\"").nth(1);
    assert!(
        beside.is_some_and(|rest| rest.contains("<span class=\"count\">1</span>")),
        "and so does the list, beside its queues"
    );
    assert!(
        shop.get(&format!("/records/{record}"))
            .await
            .words()
            .contains("张伟"),
        "the record is as it was"
    );
    let english = shop.get_in_english("/quarantine").await.words();
    assert!(english.contains("outside_role"), "{english}");
}

#[tokio::test]
async fn a_gap_in_a_devices_chain_is_flagged_at_the_signature() {
    let shop = Shop::open().await;
    let (first, second) = (shop.intake("A-1", &[]).await, shop.intake("A-2", &[]).await);
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    phone.sign_off(first, &Pad::of("王秀英"));
    phone.forget_statements();
    phone.sign_off(second, &Pad::of("王秀英"));
    phone.happens(
        second,
        What::Report {
            covers: Vec::new(),
            note: String::new(),
        },
    );
    phone.hand_over(&shop).await;
    let page = shop.get(&format!("/records/{second}")).await.words();
    assert!(page.contains("第 2 份， ! 前一份尚缺"), "{page}");
    let page = shop.get(&format!("/records/{first}")).await.words();
    assert!(page.contains("凭证尚未到达"), "{page}");
}
