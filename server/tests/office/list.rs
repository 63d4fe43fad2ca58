//! The list: what a row says, pages, search, queues, languages, and that it is for the office alone.

use axum::http::{StatusCode, header};
use doorstep_domain::record::{Field, FieldValue};
use doorstep_replica::Edit;

use crate::shop::{Page, Shop};

/// The numbers of the records on a page, in their order.
fn numbers(page: &Page) -> Vec<String> {
    let html = page.html();
    let rows = html.split("class=\"record\"").skip(1);
    rows.map(|row| {
        let start = row.find("<bdi>").expect("a number") + 5;
        row[start..row.find("</bdi>").expect("its end")].to_owned()
    })
    .collect()
}

/// Where a link of the page leads.
fn link(page: &Page, id: &str) -> Option<String> {
    let html = page.html();
    let rest = html.split(&format!("id=\"{id}\" href=\"")).nth(1)?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}

#[tokio::test]
async fn who_is_not_logged_in_sees_nothing_of_it() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    for path in [
        "/".to_owned(),
        "/records.html".to_owned(),
        format!("/records/{record}"),
        format!("/records/{record}.automerge"),
        format!("/records/{record}/statements/{}.jws", "0".repeat(64)),
        "/devices".to_owned(),
        "/quarantine".to_owned(),
        "/events".to_owned(),
    ] {
        for cookie in ["", "doorstep=guessed"] {
            let page = shop.ask(&path, &[("cookie", cookie)]).await;
            assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{path}");
            assert!(!page.html().contains("王秀英"), "{path}");
        }
    }
    assert!(shop.ask("/", &[]).await.words().contains("请先登录"));
    assert!(
        shop.ask("/", &[("accept-language", "en")])
            .await
            .words()
            .contains("Please log in")
    );
}

#[tokio::test]
async fn a_row_says_what_a_dispatcher_wants_to_know() {
    let shop = Shop::open().await;
    shop.intake("D1-20261123-001", &[]).await;
    let page = shop.get("/").await.words();
    let row = "D1-20261123-001 更新 2026-11-23 01:00 UTC ◔ 已派工 下一步：联系用户 王秀英 139-0000-0001 \
               样例市青禾区解放路 8 号 3 单元 502 washing_machine YL-XQG80 张伟 2026-11-23 09:00–11:00 +08:00 未签字";
    assert!(page.contains(row), "{page}");
    let english = shop.get_in_english("/").await.words();
    assert!(english.contains("◔ assigned Next: call"), "{english}");
}

#[tokio::test]
async fn the_record_that_changed_last_stands_first() {
    let shop = Shop::open().await;
    let first = shop.intake("A-1", &[]).await;
    shop.clock.move_by(1);
    shop.intake("A-2", &[]).await;
    assert_eq!(numbers(&shop.get("/").await), ["A-2", "A-1"]);
    shop.clock.move_by(1);
    shop.edit(
        first,
        vec![Edit::Field(Field::PriorityHours, FieldValue::Number(4))],
    )
    .await;
    let page = shop.get("/").await;
    assert_eq!(numbers(&page), ["A-1", "A-2"]);
    assert!(page.words().contains("▲ 紧急，4 小时"));
}

#[tokio::test]
async fn pages_of_fifty_lead_to_every_record_once_and_back() {
    let shop = Shop::open().await;
    for number in 0..120 {
        // Several in one millisecond: the place in the list is not the time alone.
        shop.clock.move_by(i64::from(number % 3 == 0));
        shop.intake(&format!("A-{number:03}"), &[]).await;
    }
    let mut seen = Vec::new();
    let mut page = shop.get("/").await;
    assert_eq!(link(&page, "newer"), None);
    for size in [50, 50, 20] {
        let numbers = numbers(&page);
        assert_eq!(numbers.len(), size);
        seen.extend(numbers);
        if let Some(older) = link(&page, "older") {
            page = shop.get(&older).await;
        }
    }
    assert_eq!(link(&page, "older"), None);
    let all: Vec<String> = (0..120)
        .rev()
        .map(|number| format!("A-{number:03}"))
        .collect();
    assert_eq!(seen, all);
    let back = shop.get(&link(&page, "newer").expect("a way back")).await;
    assert_eq!(numbers(&back), all[50..100]);
    let first = shop.get(&link(&back, "newer").expect("a way back")).await;
    assert_eq!(numbers(&first), all[..50]);
    assert_eq!(numbers(&shop.get("/?after=nonsense").await), all[..50]);
}

#[tokio::test]
async fn records_are_found_by_two_or_three_characters_and_by_english_words() {
    let shop = Shop::open().await;
    shop.intake("A-1", &[(Field::CustomerName, "欧阳文静")])
        .await;
    shop.intake(
        "A-2",
        &[(Field::CustomerAddress, "样例市云桥区桥北里 7 号院")],
    )
    .await;
    shop.intake(
        "A-3",
        &[
            (Field::CustomerName, "Emma Reed"),
            (Field::UnitModel, "YL-KFR72L1"),
        ],
    )
    .await;
    shop.intake("A-4", &[(Field::CustomerAddress, "100% 大厦 \"东\" 座_2")])
        .await;
    for (asked, expected) in [
        ("文静", vec!["A-1"]),
        ("欧阳文", vec!["A-1"]),
        ("桥北", vec!["A-2"]),
        ("云桥区", vec!["A-2"]),
        ("emma", vec!["A-3"]),
        ("kfr72", vec!["A-3"]),
        ("Emma YL-KFR", vec!["A-3"]),
        ("Emma 文静", vec![]),
        ("糊味", vec!["A-4", "A-3", "A-2", "A-1"]),
        ("100%", vec!["A-4"]),
        ("%", vec!["A-4"]),
        ("_2", vec!["A-4"]),
        ("\"东\"", vec!["A-4"]),
        ("\" OR \"", vec![]),
        ("NEAR(", vec![]),
        ("text:A-1", vec![]),
        ("\\", vec![]),
    ] {
        let query: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        let page = shop.get(&format!("/?q={query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{asked}");
        assert_eq!(numbers(&page), expected, "{asked}");
    }
    assert!(
        shop.get("/?q=%E5%BC%A0%E4%B8%89%E4%B8%B0")
            .await
            .words()
            .contains("没有找到： 张三丰")
    );
}

#[tokio::test]
async fn queues_count_what_the_search_found_and_filter_it() {
    let shop = Shop::open().await;
    shop.intake("A-1", &[(Field::Assignee, "")]).await;
    shop.intake(
        "A-2",
        &[(Field::Assignee, ""), (Field::CustomerName, "欧阳文静")],
    )
    .await;
    shop.intake("A-3", &[]).await;
    let words = shop.get("/").await.words();
    assert!(words.contains("全部 3 ○ 已受理 2 ◔ 已派工 1"), "{words}");
    assert!(!words.contains("有冲突"), "an empty queue is left out");
    assert_eq!(numbers(&shop.get("/?queue=received").await), ["A-2", "A-1"]);
    let page = shop.get("/?queue=received&q=%E6%96%87%E9%9D%99").await;
    assert_eq!(numbers(&page), ["A-2"]);
    assert!(page.words().contains("全部 1 ○ 已受理 1"));
    assert!(
        page.html()
            .contains("<input type=\"hidden\" name=\"queue\" value=\"received\">")
    );
}

#[tokio::test]
async fn the_language_is_chosen_once_and_remembered() {
    let shop = Shop::open().await;
    shop.intake("A-1", &[]).await;
    let page = shop.get("/?queue=assigned&lang=en").await;
    assert!(page.html().contains("<html lang=\"en\">"));
    assert!(
        page.html()
            .contains("href=\"/?queue=assigned&amp;lang=zh-CN\""),
        "the way back keeps the question"
    );
    let remembered = page.headers[header::SET_COOKIE].to_str().expect("text");
    let remembered = remembered.split(';').next().expect("a cookie");
    let cookies = format!("{}; {remembered}", shop.cookie());
    let next = shop
        .ask("/", &[("cookie", &cookies), ("accept-language", "zh-CN")])
        .await;
    assert!(next.words().contains("Repair records"));
    assert!(next.headers.get(header::SET_COOKIE).is_none());
}

#[tokio::test]
async fn the_fragment_is_the_part_of_the_page_that_changes() {
    let shop = Shop::open().await;
    shop.intake("A-1", &[]).await;
    let (page, fragment) = (
        shop.get("/?q=A-1").await.html(),
        shop.get("/records.html?q=A-1").await.html(),
    );
    assert!(
        fragment.starts_with("<div id=\"live\" data-live=\"/records.html?q=A-1\""),
        "{fragment}"
    );
    assert!(
        page.contains(&fragment),
        "what the script puts there is what the page had"
    );
    for asset in ["/office.css", "/office.js"] {
        let start = page.find(asset).expect("the page names it");
        let address = page[start..].split('"').next().expect("its end").to_owned();
        let file = shop.ask(&address, &[]).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(
            file.headers[header::CACHE_CONTROL]
                .to_str()
                .expect("text")
                .contains("immutable")
        );
    }
}
