//! The board: who goes where on a day, who has room, what nobody has yet; who is sent, and by whom.

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use doorstep_domain::{ids::RecordId, record::Field};
use serde_json::{Value, json};

use crate::{
    after_visit::{read, send, tell, tell_as},
    shop::{Page, Shop},
};

/// So late in China that it is the same day in most of the world: the clock on the wall is the machine's.
fn window(day: u32) -> String {
    format!("2026-11-{day}T17:00:00+08:00/2026-11-{day}T18:00:00+08:00")
}

/// A record with this technician (nobody: empty) on a day of November (none: 0).
async fn job(shop: &Shop, number: &str, technician: &str, day: u32) -> RecordId {
    let window = if day == 0 { String::new() } else { window(day) };
    let fields = [
        (Field::Assignee, technician),
        (Field::Appointment, window.as_str()),
    ];
    shop.intake(number, &fields).await
}

async fn board(shop: &Shop, query: &str) -> Value {
    read(shop, &format!("/api/v1/board?{query}")).await
}

fn technician<'b>(board: &'b Value, person: &str) -> &'b Value {
    let all = board["technicians"].as_array().unwrap();
    all.iter().find(|one| one["person"] == person).unwrap()
}

fn numbers(jobs: &Value) -> Vec<&str> {
    let jobs = jobs.as_array().unwrap().iter();
    jobs.map(|job| job["number"].as_str().unwrap()).collect()
}

/// Sends the form of a page that was opened before, as it stood then.
async fn press(shop: &Shop, opened: &Page, path: &str, typed: &[(&str, &str)]) -> Page {
    let html = opened.html();
    let mut fields = Vec::new();
    for input in html.split("<input type=\"hidden\" ").skip(1) {
        let of = |name: &str| {
            let rest = input.split(&format!("{name}=\"")).nth(1)?;
            let value = rest.split('"').next()?;
            Some(value.replace("&quot;", "\""))
        };
        fields.extend(of("name").zip(of("value")));
    }
    let typed = typed.iter().map(|(name, value)| (*name, *value));
    fields.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    shop.post(path, &fields).await
}

/// What a browser would send of the two ends of the window as they stand.
fn ends(opened: &Page) -> [String; 2] {
    let html = opened.html();
    ["start", "end"].map(|name| {
        let field = html.split(&format!("name=\"{name}\"")).nth(1).unwrap();
        let value = field.split("value=\"").nth(1).unwrap();
        value.split('"').next().unwrap().to_owned()
    })
}

#[tokio::test]
async fn a_day_shows_who_goes_where_and_what_nobody_has_and_its_sums_agree() {
    let shop = Shop::open().await;
    for (number, technician, day) in [
        ("A-1", "t-zhang", 24),
        ("A-2", "t-zhang", 24),
        ("A-3", "t-zhang", 26),
        ("A-4", "t-li", 24),
        ("A-5", "", 0),
        ("A-6", "", 24),
        ("A-7", "t-li", 0),
    ] {
        job(&shop, number, technician, day).await;
    }
    let off = job(&shop, "A-8", "t-li", 24).await;
    let path = format!("/api/v1/records/{off}/cancel");
    let called_off = json!({ "status": "assigned", "reason": "不修了" });
    let done = tell(&shop, "POST", &path, called_off).await;
    assert_eq!(done.0, StatusCode::NO_CONTENT, "{}", done.1);

    let day = board(&shop, "day=2026-11-24").await;
    let (zhang, li) = (technician(&day, "t-zhang"), technician(&day, "t-li"));
    assert_eq!(zhang["load"], json!([2, 0, 1, 0, 0, 0, 0]));
    assert_eq!(numbers(&zhang["jobs"]), ["A-1", "A-2"]);
    assert_eq!(li["load"], json!([1, 0, 0, 0, 0, 0, 0]));
    assert_eq!(numbers(&li["jobs"]), ["A-4"], "what was called off is gone");
    assert_eq!(li["undated"], 1);
    assert_eq!(
        (&day["appointments_count"], &day["technicians_count"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(numbers(&day["unassigned"]), ["A-5", "A-6"]);
    assert_eq!(day["unassigned_count"], 2);

    let page = shop.get("/board?day=2026-11-24").await;
    let words = page.words();
    assert!(
        words.contains("当天 2 名维修人员，共 3 个预约") && words.contains("2026-11-24 周二"),
        "{words}"
    );
    assert!(
        words.contains("11-26 1") && words.contains("1 单未约时间"),
        "{words}"
    );
    let english = shop.get_in_english("/board?day=2026-11-24").await.words();
    assert!(
        english.contains("3 appointments with 2 technicians on this day"),
        "{english}"
    );
    assert!(english.contains("2026-11-24 Tue") && english.contains("1 without a date"));
    // Each number opens what it counts: the other days, and what has no date.
    let html = page.html();
    assert!(
        html.contains("href=\"/board?day=2026-11-26#t-t-zhang\""),
        "{html}"
    );
    let undated = shop.get("/board/undated/t-li").await.words();
    assert!(
        undated.contains("A-7") && !undated.contains("A-4"),
        "{undated}"
    );
    // What comes in is fetched from the same day's address.
    assert!(html.contains("data-live=\"/board?day=2026-11-24\""));

    let empty = shop.get("/board?day=2026-12-31").await.words();
    assert!(
        empty.contains("共 0 个预约") && empty.contains("当天没有安排"),
        "{empty}"
    );
    assert!(empty.contains("A-5"), "what nobody has waits on every day");
}

#[tokio::test]
async fn of_two_who_have_the_same_page_before_them_the_second_overwrites_nothing() {
    let shop = Shop::open().await;
    let record = job(&shop, "A-1", "", 24).await;
    let path = format!("/board/records/{record}");
    let (first, second) = (shop.get(&path).await, shop.get(&path).await);
    let [start, end] = ends(&first);
    let sent = |person: &'static str| {
        [
            ("assignee", person),
            ("start", start.as_str()),
            ("end", end.as_str()),
        ]
    };
    let done = press(&shop, &first, &path, &sent("t-li")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    let to = done.headers[header::LOCATION].to_str().unwrap();
    assert_eq!(to, format!("/board?day=2026-11-24&done=1#r-{record}"));

    let stale = press(&shop, &second, &path, &sent("t-zhang")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let words = stale.words();
    assert!(words.contains("现在的情况如下，负责人： 李娜"), "{words}");
    let standing = shop.file(record).await.record(&Default::default());
    assert_eq!(standing.words(Field::Assignee), "t-li");
    assert_eq!(
        standing.words(Field::Appointment),
        window(24),
        "to the second"
    );

    // Having seen that, he may.
    let done = press(&shop, &stale, &path, &sent("t-zhang")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    let day = board(&shop, "day=2026-11-24").await;
    assert_eq!(numbers(&technician(&day, "t-zhang")["jobs"]), ["A-1"]);
    assert_eq!(technician(&day, "t-li")["load"][0], 0);

    // Agreed on another day, and taken back.
    let opened = shop.get(&path).await;
    let moved = [
        ("assignee", ""),
        ("start", "2026-11-27T09:00"),
        ("end", "2026-11-27T11:00"),
    ];
    let done = press(&shop, &opened, &path, &moved).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    let to = done.headers[header::LOCATION].to_str().unwrap();
    assert!(to.starts_with("/board?day=2026-11-27&"), "{to}");
    let day = board(&shop, "day=2026-11-24").await;
    assert_eq!(numbers(&day["unassigned"]), ["A-1"]);
    assert_eq!(day["appointments_count"], 0);
}

#[tokio::test]
async fn who_typed_no_time_overwrites_none_that_was_agreed_meanwhile() {
    let shop = Shop::open().await;
    let record = job(&shop, "A-1", "", 24).await;
    let path = format!("/board/records/{record}");
    let opened = shop.get(&path).await;
    let [start, end] = ends(&opened);
    let elsewhere = format!("/records/{record}/dispatch");
    let agreed = [
        ("assignee", "t-li"),
        ("start", "2026-11-24T10:00"),
        ("end", "2026-11-24T11:00"),
        ("hours", "24"),
    ];
    let form = shop.get(&elsewhere).await;
    let done = press(&shop, &form, &elsewhere, &agreed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    let sent = [
        ("assignee", "t-zhang"),
        ("start", start.as_str()),
        ("end", end.as_str()),
    ];
    let stale = press(&shop, &opened, &path, &sent).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let shown = ends(&stale);
    assert_eq!(shown, ["2026-11-24T10:00", "2026-11-24T11:00"]);
    // What he did type stays.
    let typed = [
        ("assignee", "t-zhang"),
        ("start", "2026-11-24T12:00"),
        ("end", "2026-11-24T13:00"),
    ];
    let stale = press(&shop, &opened, &path, &typed).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(ends(&stale), ["2026-11-24T12:00", "2026-11-24T13:00"]);
}

#[tokio::test]
async fn a_clerk_sees_and_sends_only_at_his_stations() {
    let shop = Shop::open().await;
    for (code, name) in [("east", "城东网点"), ("west", "城西网点")] {
        let station = json!({ "station": code, "name": name });
        tell(&shop, "POST", "/api/v1/stations", station).await;
        let person = format!("t-{code}");
        let person =
            json!({ "person": person, "name": person, "technician": true, "stations": [code] });
        let added = tell(&shop, "POST", "/api/v1/people", person).await;
        assert_eq!(added.0, StatusCode::NO_CONTENT, "{}", added.1);
    }
    let mine = job(&shop, "E-1", "t-east", 24).await;
    let theirs = job(&shop, "W-1", "t-west", 24).await;
    // Who works everywhere is for all: of what he does for others only the time is told.
    job(&shop, "A-1", "t-zhang", 24).await;
    let cookie = shop.clerk("d-east", "dispatcher", &["east"]).await;
    let get = async |path: &str| tell_as(&shop, &cookie, "GET", path, Value::Null).await;

    let (status, day) = get("/api/v1/board?day=2026-11-24").await;
    assert_eq!(status, StatusCode::OK, "{day}");
    let people: Vec<&str> = day["technicians"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["person"].as_str().unwrap())
        .collect();
    assert!(
        people.contains(&"t-east") && !people.contains(&"t-west"),
        "{people:?}"
    );
    assert!(!day.to_string().contains("W-1"), "{day}");
    let page = shop
        .ask("/board?day=2026-11-24", &[("cookie", &cookie)])
        .await
        .words();
    assert!(
        page.contains("E-1") && !page.contains("W-1") && !page.contains("城西"),
        "{page}"
    );
    for (record, expected) in [(mine, StatusCode::OK), (theirs, StatusCode::NOT_FOUND)] {
        let page = shop
            .ask(&format!("/board/records/{record}"), &[("cookie", &cookie)])
            .await;
        assert_eq!(page.status, expected);
        let (status, _) = get(&format!("/api/v1/records/{record}/candidates")).await;
        assert_eq!(status, expected);
    }
    // A record of the west with somebody whom the east may send as well.
    let (_, standing) = tell(
        &shop,
        "GET",
        &format!("/api/v1/records/{mine}/candidates"),
        Value::Null,
    )
    .await;
    assert_eq!(standing["record"]["station"], "east");
    let reception = shop.clerk("r-all", "reception", &[]).await;
    let refused = tell_as(&shop, &reception, "GET", "/api/v1/board", Value::Null).await;
    assert_eq!(refused, (StatusCode::FORBIDDEN, json!("not_allowed")));
    let page = shop.ask("/board", &[("cookie", &reception)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let list = shop.ask("/", &[("cookie", &reception)]).await.html();
    assert!(!list.contains("href=\"/board\""), "not in his bar");

    let west = board(&shop, "day=2026-11-24&station=west").await;
    assert_eq!(numbers(&technician(&west, "t-west")["jobs"]), ["W-1"]);
    assert_eq!(
        west["technicians_count"], 3,
        "west's, and who works everywhere"
    );
}

#[tokio::test]
async fn two_hundred_technicians_stand_on_four_pages_each_once_and_the_sums_hold() {
    let shop = Shop::open().await;
    for place in 0..198 {
        let person = format!("t-{place:03}");
        let name = format!("师傅{}", place % 20);
        let person = json!({ "person": person, "name": name, "technician": true });
        let added = tell(&shop, "POST", "/api/v1/people", person).await;
        assert_eq!(added.0, StatusCode::NO_CONTENT, "{}", added.1);
    }
    for place in 0..120 {
        let whose = format!("t-{:03}", place * 7 % 198);
        job(&shop, &format!("A-{place:03}"), &whose, 24).await;
    }
    for place in 0..60 {
        job(&shop, &format!("N-{place:03}"), "", 0).await;
    }
    let (mut seen, mut sum, mut pages) = (BTreeSet::new(), 0, 0);
    let mut query = "day=2026-11-24".to_owned();
    loop {
        let page = board(&shop, &query).await;
        assert_eq!(page["technicians_count"], 200);
        assert_eq!(page["appointments_count"], 120);
        let all = page["technicians"].as_array().unwrap();
        assert!(all.len() <= 50);
        for one in all {
            assert!(
                seen.insert(one["person"].as_str().unwrap().to_owned()),
                "once"
            );
            assert_eq!(one["load"][0], one["jobs"].as_array().unwrap().len());
            sum += one["load"][0].as_i64().unwrap();
        }
        pages += 1;
        let Some(next) = page["next"].as_str() else {
            break;
        };
        let after: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        query = format!("day=2026-11-24&after={after}");
    }
    assert_eq!((seen.len(), sum, pages), (200, 120, 4));

    let mut nobodys = BTreeSet::new();
    let first = board(&shop, "day=2026-11-24").await;
    nobodys.extend(numbers(&first["unassigned"]).into_iter().map(str::to_owned));
    assert_eq!(
        (nobodys.len(), &first["unassigned_count"]),
        (50, &json!(60))
    );
    let further = first["further"].as_str().unwrap();
    let second = board(&shop, &format!("further={further}")).await;
    nobodys.extend(
        numbers(&second["unassigned"])
            .into_iter()
            .map(str::to_owned),
    );
    assert_eq!((nobodys.len(), &second["further"]), (60, &Value::Null));

    let html = shop.get("/board?day=2026-11-24").await.html();
    let next = html.split("id=\"next\"").nth(1).unwrap();
    let next = next
        .split("href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let next = shop.get(&next.replace("&amp;", "&")).await;
    assert_eq!(next.html().matches("<tr id=\"t-").count(), 50);
}

/// What is known of a technician, as it is sent.
fn known(version: i64, until: Value) -> Value {
    json!({ "version": version, "skills": ["washing_machine"], "district": "青禾区", "certificate_until": until })
}

#[tokio::test]
async fn who_fits_best_stands_first() {
    let shop = Shop::open().await;
    let record = job(&shop, "A-1", "", 24).await;
    let order = async || {
        let found = read(&shop, &format!("/api/v1/records/{record}/candidates")).await;
        let people = found["candidates"].as_array().unwrap().iter();
        let codes = people.map(|one| one["person"].as_str().unwrap().to_owned());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(
        order().await,
        ["t-zhang", "t-li"],
        "of nobody anything is known"
    );
    let describe = async |person: &str, until: &str| {
        let path = format!("/api/v1/people/{person}/profile");
        let done = tell(&shop, "PUT", &path, known(0, json!(until))).await;
        assert_eq!(done.0, StatusCode::NO_CONTENT, "{}", done.1);
    };
    describe("t-li", "2026-11-24").await;
    assert_eq!(order().await, ["t-li", "t-zhang"], "she repairs the kind");
    describe("t-zhang", "2028-01-31").await;
    job(&shop, "A-2", "t-li", 24).await;
    // Both fit; who has nothing to do on the day comes first.
    assert_eq!(order().await, ["t-zhang", "t-li"]);
    let path = format!("/board/records/{record}");
    let words = shop.get(&path).await.words();
    assert!(
        words.contains("该时段已有预约") && words.contains("会修这类产品"),
        "{words}"
    );
    let english = shop.get_in_english(&path).await.words();
    assert!(
        english.contains("has another appointment then") && english.contains("Send 李娜"),
        "{english}"
    );
    // The certificate is judged on the day that is shown.
    for (day, said) in [
        (24, "证书有效至 2026-11-24"),
        (25, "证书已于 2026-11-24 到期"),
    ] {
        let words = shop.get(&format!("/board?day=2026-11-{day}")).await.words();
        assert!(words.contains(said), "{words}");
    }
}

#[tokio::test]
async fn what_is_known_of_a_technician_is_changed_by_one_at_a_time() {
    let shop = Shop::open().await;
    let path = "/api/v1/people/t-zhang/profile";
    let nothing = read(&shop, path).await;
    let said = (&nothing["skills"], &nothing["version"]);
    assert_eq!(said, (&json!([]), &json!(0)));
    let done = tell(&shop, "PUT", path, known(0, json!("2026-11-24"))).await;
    assert_eq!(done.0, StatusCode::NO_CONTENT, "{}", done.1);
    let again = tell(&shop, "PUT", path, known(0, json!("2027-11-24"))).await;
    assert_eq!(again, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    let audit = read(&shop, "/api/v1/audit?subject=t-zhang").await;
    assert_eq!(audit[0]["deed"], "technician_described", "{audit}");

    // By the form of the page that his own page leads to.
    let person = shop.get("/people/t-li").await.html();
    assert!(person.contains("href=\"/people/t-li/profile\""), "{person}");
    let page = "/people/t-li/profile";
    let typed = [
        ("kinds", "washing_machine, refrigerator"),
        ("until", "2028-01-31"),
        ("district", "青禾区"),
    ];
    let (first, second) = (shop.get(page).await, shop.get(page).await);
    let done = press(&shop, &first, page, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    let others = [("kinds", "oven"), ("district", "北城")];
    let stale = press(&shop, &second, page, &others).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let words = stale.words();
    assert!(
        words.contains("现在的内容： refrigerator 、 washing_machine 青禾区"),
        "{words}"
    );
    let html = stale.html();
    assert!(html.contains("value=\"北城\""), "what was typed is there");
}

#[tokio::test]
async fn what_cannot_be_known_of_a_technician_is_refused() {
    let shop = Shop::open().await;
    let path = "/api/v1/people/t-zhang/profile";
    for (name, value, code) in [
        ("skills", json!([" "]), "bad_skill"),
        ("district", json!("区".repeat(201)), "bad_district"),
        ("certificate_until", json!("2028-02-30"), "unfit"),
    ] {
        let mut body = known(0, Value::Null);
        body[name] = value;
        let refused = tell(&shop, "PUT", path, body).await;
        assert_eq!(refused, (StatusCode::UNPROCESSABLE_ENTITY, json!(code)));
    }
    let page = "/people/t-zhang/profile";
    let bad = send(&shop, page, page, &[("until", "2028-02-30")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.words().contains("证书有效期不是日期"));
    let office = "/api/v1/people/office/profile";
    let none = tell(&shop, "PUT", office, known(0, Value::Null)).await;
    assert_eq!(none, (StatusCode::NOT_FOUND, json!("no_technician")));
}

#[tokio::test]
async fn what_is_with_somebody_who_has_left_is_not_forgotten() {
    let shop = Shop::open().await;
    job(&shop, "A-1", "t-li", 24).await;
    job(&shop, "A-2", "t-li", 0).await;
    let gone = tell(&shop, "DELETE", "/api/v1/people/t-li", Value::Null).await;
    assert_eq!(gone.0, StatusCode::NO_CONTENT, "{}", gone.1);
    let day = board(&shop, "day=2026-11-24").await;
    assert_eq!(numbers(&day["others"]), ["A-1"]);
    assert_eq!(day["technicians_count"], 1);
    let words = shop.get("/board?day=2026-11-24").await.words();
    assert!(
        words.contains("不在看板上的人员的安排 1") && words.contains("A-1"),
        "{words}"
    );
    assert_eq!(day["others_undated"], 1);
    let undated = shop.get("/board/undated").await.words();
    assert!(
        undated.contains("A-2") && undated.contains("李娜"),
        "{undated}"
    );
    let alone = board(&shop, "day=2026-11-24&technician=t-zhang").await;
    assert_eq!(alone["technicians_count"], 1);
    assert_eq!(numbers(&alone["others"]), [""; 0]);
}
