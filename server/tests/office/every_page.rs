//! What holds for every page, whatever it shows: a browser, a screen reader and a keyboard find their way.

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use doorstep_domain::{
    ids::PersonId,
    record::{Field, SignPurpose, What},
};
use doorstep_server::{organisation::OFFICE, session::create_login_link};

use crate::{
    device::Pad,
    shop::{Page, Shop, URL},
    visit,
};

/// What a browser sends when a person follows a link.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The values of an attribute, in the order of the page.
fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// The levels of the headings, in the order of the page.
fn headings(html: &str) -> Vec<u32> {
    html.split("<h")
        .skip(1)
        .filter_map(|rest| rest.chars().next()?.to_digit(10))
        .collect()
}

pub(crate) fn assert_well_made(html: &str, language: &str, what: &str) {
    assert!(
        html.contains(&format!("<html lang=\"{language}\">")),
        "{what}: says its language"
    );
    let title = html.split("<title>").nth(1).expect("a title");
    assert!(!title.starts_with("</title>"), "{what}: has a title");
    assert!(
        html.contains("name=\"viewport\" content=\"width=device-width"),
        "{what}: fits a phone"
    );
    assert_eq!(html.matches("<main ").count(), 1, "{what}: one main part");
    let main = html.split("<main ").nth(1).expect("seen just now");
    let main = main.split('>').next().expect("a tag");
    assert!(main.contains("id=\"content\""), "{what}: {main}");
    let headings = headings(html);
    assert_eq!(
        headings.first(),
        Some(&1),
        "{what}: begins with its heading"
    );
    assert_eq!(
        headings.iter().filter(|level| **level == 1).count(),
        1,
        "{what}: one first heading"
    );
    assert!(
        headings.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{what}: no level is left out: {headings:?}"
    );
    for forbidden in [
        "<style",
        " style=\"",
        " onclick=",
        "javascript:",
        "<script>",
    ] {
        assert!(
            !html.contains(forbidden),
            "{what}: the policy would drop {forbidden}"
        );
    }
    let ids = attributes(html, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "{what}: an id stands once: {ids:?}");
    for link in attributes(html, "href") {
        if let Some(target) = link.strip_prefix('#') {
            assert!(known.contains(target), "{what}: {link} leads nowhere");
        }
    }
    for labelled in attributes(html, "aria-labelledby") {
        assert!(known.contains(labelled), "{what}: {labelled} is no label");
    }
    assert_eq!(
        html.matches("<th ").count() + html.matches("<th>").count(),
        html.matches("<th scope=").count() + html.matches("<th class=\"number\" scope=").count(),
        "{what}: every head says what it heads"
    );
}

/// An office with one of everything, and the addresses of its pages.
async fn busy() -> (Shop, Vec<String>) {
    let shop = Shop::open().await;
    let done = shop.intake("A-1", &[]).await;
    let clash = shop.intake("A-2", &[]).await;
    let fresh = shop.intake("A-3", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    visit::whole(&mut phone, done, &Pad::of("王秀英"));
    phone.set(done, Field::UnitSerial, "YLWM2510000999");
    phone.set(clash, Field::CustomerPhone, "139-0000-2002");
    let other = doorstep_replica::Edit::Field(Field::CustomerPhone, "139-0000-3003".into());
    shop.edit(clash, vec![other]).await;
    phone.hand_over(&shop).await;
    // Not his to say: goes to quarantine.
    phone.set(fresh, Field::Assignee, "t-li");
    phone.send(&shop).await;
    let pages = [
        "/".to_owned(),
        "/?queue=conflicts".to_owned(),
        "/?q=nothing-like-it".to_owned(),
        format!("/records/{done}"),
        format!("/records/{clash}"),
        format!("/records/{fresh}"),
        "/calls/new".to_owned(),
        "/questions".to_owned(),
        format!("/records/{fresh}/dispatch"),
        "/board?day=2026-11-23".to_owned(),
        format!("/board/records/{fresh}"),
        "/board?day=2026-11-23&technician=t-zhang".to_owned(),
        "/board/undated".to_owned(),
        "/board/undated/t-zhang".to_owned(),
        "/people/t-zhang/profile".to_owned(),
        "/devices".to_owned(),
        "/quarantine".to_owned(),
        "/quality".to_owned(),
        "/rates?from=2026-11-01&to=2026-12-31".to_owned(),
        "/rates/solved?from=2026-11-01&to=2026-12-31".to_owned(),
        "/rates/satisfaction/records?from=2026-11-01&to=2026-12-31".to_owned(),
    ];
    (shop, pages.to_vec())
}

#[tokio::test]
async fn every_page_has_a_language_a_title_one_heading_and_links_that_lead_somewhere() {
    let (shop, pages) = busy().await;
    for path in &pages {
        for (page, language) in [
            (shop.get(path).await, "zh-CN"),
            (shop.get_in_english(path).await, "en"),
        ] {
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let html = page.html();
            assert_well_made(&html, language, path);
            assert!(
                html.contains("class=\"skip\" href=\"#content\""),
                "{path}: the keyboard gets past the head"
            );
        }
    }
    let words = shop.get("/quarantine").await.words();
    assert!(
        words.contains("outside_role"),
        "the story made one: {words}"
    );
}

#[tokio::test]
async fn errors_are_pages_for_people_and_json_for_programs() {
    let shop = Shop::open().await;
    let link = create_login_link(shop.state.organisation(), URL, PersonId(OFFICE.to_owned()))
        .await
        .expect("a link");
    let link = link.strip_prefix(URL).expect("on this server").to_owned();
    let first = shop.ask(&link, &[("accept", BROWSER)]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    for (path, status, code, chinese, english) in [
        (
            link.as_str(),
            StatusCode::UNAUTHORIZED,
            "login_link_invalid",
            "链接无效",
            "This link is not valid",
        ),
        (
            "/nothing/here",
            StatusCode::NOT_FOUND,
            "not_found",
            "没有这一页",
            "There is nothing here",
        ),
    ] {
        let program = shop.ask(path, &[("accept", "application/json")]).await;
        assert_eq!(program.status, status, "{path}");
        assert!(program.html().contains(code), "{path}");
        for (language, words) in [("zh-CN", chinese), ("en", english)] {
            let headers = [("accept", BROWSER), ("accept-language", language)];
            let page = shop.ask(path, &headers).await;
            assert_eq!(page.status, status, "{path}");
            assert_eq!(
                page.headers[header::CONTENT_TYPE],
                "text/html; charset=utf-8"
            );
            assert!(
                page.headers.contains_key(header::CONTENT_SECURITY_POLICY),
                "{path}: as strict as any page"
            );
            assert_well_made(&page.html(), language, path);
            assert!(page.words().contains(words), "{path}: {}", page.words());
        }
    }
}

#[tokio::test]
async fn the_pages_that_say_why_not_can_be_read_in_both_languages() {
    let shop = Shop::open().await;
    let page = shop.ask("/devices?lang=en", &[]).await;
    assert_well_made(&page.html(), "en", "login");
    let html = page.html();
    assert!(html.contains("href=\"/devices?lang=zh-CN\""), "{html}");
    assert!(
        !html.contains("href=\"/\""),
        "the list is no way on for who is not logged in"
    );
}

#[tokio::test]
async fn a_refusal_to_sign_is_told_from_a_signature_that_lacks() {
    let shop = Shop::open().await;
    let record = shop.intake("A-1", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    let row = |page: &Page| page.words();
    assert!(row(&shop.get("/").await).contains("未签字"));
    let statement = phone.seal(record, SignPurpose::Refusal, None, &Pad::of("王秀英"));
    phone.happens(
        record,
        What::SignRefused {
            statement: statement.to_string(),
            reason: "要等家人回来看过再说".to_owned(),
        },
    );
    phone.hand_over(&shop).await;
    let list = row(&shop.get("/").await);
    assert!(
        list.contains("⊘ 用户拒绝签字") && !list.contains("未签字"),
        "{list}"
    );
    let page = shop.get_in_english(&format!("/records/{record}")).await;
    let words = page.words();
    assert!(words.contains("⊘ customer refused to sign"), "{words}");
    assert!(
        words.contains("✔ unchanged since it was sealed") && !words.contains("since signing"),
        "nobody signed: {words}"
    );
}
