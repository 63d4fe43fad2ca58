//! Taking a call in: through the router, as browsers and programs ask.
#![allow(clippy::unwrap_used)] // helpers of tests: what fails here fails the test

use axum::http::{HeaderValue, StatusCode, header};
use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::{
    app::router,
    catalogue::publish,
    example::{Answer, Office, ask, plain},
    intake::{IntakeError, RecordLine, list},
    organisation::OFFICE,
    secret::Secret,
    session::create_login_link,
    staff::{AddPerson, AddStation, OfficeRole, StationCode, add, add_station, clerk},
    tokens::{MakeToken, Scope, make},
};

/// An office with a kettle and one model of it, two stations, and somebody of each role that is asked for.
async fn office() -> Office {
    let office = Office::open().await;
    let catalogue = json!({
        "version": 0,
        "kinds": [{"kind": "kettle", "name_zh": "水壶", "name_en": "Kettle", "whole_unit_months": 12}],
        "models": [{"model": "K-1", "kind": "kettle", "brand_zh": "", "brand_en": "", "name_zh": "壶", "name_en": "Kettle"}],
    });
    let mut made = doorstep_domain::catalogue::Catalogue::default();
    let kettle = serde_json::from_value(catalogue["kinds"][0].clone()).unwrap();
    let model = serde_json::from_value(catalogue["models"][0].clone()).unwrap();
    made.kinds.insert("kettle".to_owned(), kettle);
    made.models.insert("K-1".to_owned(), model);
    publish(office.state.organisation(), made).await.unwrap();
    let now_ms = office.environment.now_ms();
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        let administrator = clerk(transaction, &PersonId(OFFICE.to_owned()))?.unwrap();
        for (station, name) in [("east", "城东网点"), ("west", "城西网点")] {
            let station = AddStation {
                station: station.to_owned(),
                name: name.to_owned(),
            };
            add_station(transaction, &administrator, &station, now_ms).unwrap();
        }
        for (person, name, role, at) in [
            ("r-li", "李娜", OfficeRole::Reception, None),
            ("r-east", "东娜", OfficeRole::Reception, Some("east")),
            ("q-sun", "孙检", OfficeRole::Quality, None),
        ] {
            let person = AddPerson {
                person: person.to_owned(),
                name: name.to_owned(),
                technician: false,
                roles: [role].into(),
                stations: at
                    .map(|at| StationCode(at.to_owned()))
                    .into_iter()
                    .collect(),
            };
            add(transaction, &administrator, &person, now_ms).unwrap();
        }
        Ok::<_, IntakeError>(())
    };
    office.state.writer().submit(job).await.unwrap();
    office
}

/// A browser in which somebody is signed in: its cookie.
async fn browser(office: &Office, person: &str) -> String {
    let (state, person) = (&office.state, PersonId(person.to_owned()));
    let link = create_login_link(state.organisation(), state.public_url(), person);
    let link = link.await.unwrap();
    let path = link.strip_prefix(state.public_url()).unwrap().to_owned();
    let answer = ask(router(state.clone()), plain("GET", &path, "")).await;
    let set = answer.headers.get(header::SET_COOKIE).unwrap();
    set.to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn page(office: &Office, cookie: &str, method: &str, path: &str, body: &str) -> Answer {
    let mut request = plain(method, path, body);
    let headers = request.headers_mut();
    headers.insert(header::COOKIE, HeaderValue::try_from(cookie).unwrap());
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    headers.insert(header::ACCEPT, HeaderValue::from_static("text/html"));
    headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
    ask(router(office.state.clone()), request).await
}

fn text(answer: &Answer) -> &str {
    answer.body.as_str().unwrap_or_default()
}

fn value_of(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = after.and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

const CALL: [(&str, &str); 12] = [
    ("customer_name", "王小川"),
    ("phone", "139-0000-1001"),
    ("address", "松风路 18 号"),
    ("area", "city"),
    ("language", "zh-CN"),
    ("unit_kind", "kettle"),
    ("model", "K-1"),
    ("serial", "YLK-01"),
    ("purchased_on", "2026-05-02"),
    ("symptom", "不热\r\n有响声"),
    ("request", "repair"),
    ("priority_hours", "24"),
];

/// Opens the form, fills it in with a call of which some fields are otherwise, and presses a button.
async fn send(office: &Office, cookie: &str, otherwise: &[(&str, &str)]) -> Answer {
    let form = page(office, cookie, "GET", "/calls/new", "").await;
    assert_eq!(form.status, StatusCode::OK, "{}", text(&form));
    let mut fields: std::collections::BTreeMap<&str, &str> = CALL.into_iter().collect();
    fields.extend(otherwise.iter().copied());
    let (token, key) = (value_of(text(&form), "token"), value_of(text(&form), "key"));
    fields.insert("token", &token);
    fields.insert("key", &key);
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    page(office, cookie, "POST", "/calls/new", &body).await
}

fn address(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", text(answer));
    let address = answer.headers.get(header::LOCATION).unwrap();
    address.to_str().unwrap().to_owned()
}

async fn all(office: &Office) -> Vec<RecordLine> {
    let read = |connection: &Connection| Ok::<_, IntakeError>(list(connection, None)?);
    office.state.store().read(read).await.unwrap()
}

#[tokio::test]
async fn a_call_taken_at_the_telephone_is_in_the_list_and_says_who_took_it() {
    let office = office().await;
    let li = browser(&office, "r-li").await;
    let window = [
        ("appointment_start", "2026-09-23T09:00"),
        ("appointment_end", "2026-09-23T11:00"),
        ("office_note", "发票齐全\r\n先电话"),
    ];
    let taken = send(&office, &li, &window).await;
    let record = address(&taken);
    let lines = all(&office).await;
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].customer_name, "王小川");
    assert!(lines[0].number.ends_with("-1"), "{}", lines[0].number);
    assert!(lines[0].appointment.starts_with("2026-09-23T09:00:00"));
    let listed = page(&office, &li, "GET", "/", "").await;
    assert!(text(&listed).contains(&format!("href=\"{record}\"")));
    let shown = page(&office, &li, "GET", &record, "").await;
    let history = text(&shown).split("id=\"taken-by\"").nth(1).unwrap();
    let history = history.split("</p>").next().unwrap();
    assert!(history.contains("李娜"), "{history}");
    for told in ["不热", "有响声", "发票齐全 先电话", "松风路 18 号"] {
        assert!(text(&shown).contains(told), "{told}");
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_one_call() {
    let office = office().await;
    let li = browser(&office, "r-li").await;
    let form = page(&office, &li, "GET", "/calls/new", "").await;
    let token = value_of(text(&form), "token");
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(CALL)
        .extend_pairs([("token", token.as_str()), ("key", "the same")])
        .finish();
    let first = page(&office, &li, "POST", "/calls/new", &body).await;
    let again = page(&office, &li, "POST", "/calls/new", &body).await;
    assert_eq!(address(&first), address(&again));
    assert_eq!(all(&office).await.len(), 1);
}

#[tokio::test]
async fn the_look_up_finds_who_called_before_keeps_what_was_typed_and_saves_nothing() {
    let office = office().await;
    let li = browser(&office, "r-li").await;
    let nothing = send(&office, &li, &[("do", "look-up")]).await;
    assert!(
        text(&nothing).contains("No earlier record has"),
        "{}",
        text(&nothing)
    );
    let record = address(&send(&office, &li, &[]).await);
    let link = format!("href=\"{record}\"");
    for (case, otherwise, same, head) in [
        (
            "the telephone as it is typed abroad",
            &[
                ("phone", "+86 13900001001"),
                ("serial", ""),
                ("address", ""),
            ][..],
            "same telephone and kind of unit",
            "Likely the same visit",
        ),
        (
            "the address with other blanks and marks",
            &[("phone", ""), ("serial", ""), ("address", "松风路18号。")],
            "same address and kind of unit",
            "Likely the same visit",
        ),
        (
            "the unit, by another customer",
            &[("phone", ""), ("serial", "ylk-01"), ("address", "")],
            "same serial number",
            "Likely the same visit",
        ),
        (
            "another unit of the same household",
            &[("serial", "YLK-02")],
            "same telephone",
            "Earlier records",
        ),
    ] {
        let fields = [otherwise, &[("do", "look-up"), ("customer_name", "王秀英")]].concat();
        let found = send(&office, &li, &fields).await;
        let html = text(&found);
        assert_eq!(found.status, StatusCode::OK, "{case}");
        for words in [
            link.as_str(),
            same,
            head,
            "value=\"王秀英\"",
            "有响声</textarea>",
        ] {
            assert!(html.contains(words), "{case}: {words}: {html}");
        }
        assert!(
            html.contains("<strong>warranty</strong>"),
            "{case}: who would pay: {html}"
        );
    }
    let stranger = [
        ("do", "look-up"),
        ("phone", "139-0000-2002"),
        ("serial", ""),
        ("address", "湖滨路 1 号"),
    ];
    let none = send(&office, &li, &stranger).await;
    assert!(!text(&none).contains(&link));
    assert_eq!(all(&office).await.len(), 1, "a look-up saves nothing");
}

#[tokio::test]
async fn a_unit_that_was_repaired_lately_may_be_a_second_repair() {
    let office = office().await;
    let li = browser(&office, "r-li").await;
    send(&office, &li, &[]).await;
    for (closed_on, request, warns) in [
        ("2026-09-01", "repair", true),
        ("2026-09-01", "enquiry", false),
        ("2026-03-01", "repair", false),
    ] {
        let repaired = move |transaction: &rusqlite::Savepoint<'_>| {
            let sql = "UPDATE unit_record SET summary = json_set(summary, '$.repaired', json('true'), '$.closed_on', ?1)";
            Ok::<_, IntakeError>(transaction.execute(sql, [closed_on])?)
        };
        assert_eq!(office.state.writer().submit(repaired).await.unwrap(), 1);
        let fields = [("do", "look-up"), ("phone", ""), ("request", request)];
        let found = send(&office, &li, &fields).await;
        let says = text(&found).contains("The unit was repaired on 2026-09-01");
        assert_eq!(says, warns, "{closed_on} {request}: {}", text(&found));
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_said_beside_its_field_and_nothing_is_saved() {
    let office = office().await;
    let li = browser(&office, "r-li").await;
    for (field, typed, why) in [
        ("customer_name", "", "This is needed."),
        ("customer_name", "王\u{202e}川", "cannot be shown"),
        ("phone", "call me", "A telephone number has"),
        ("phone", "1234", "A telephone number has"),
        ("purchased_on", "2026-02-30", "no date of the calendar"),
        ("purchased_on", "2027-01-01", "still to come"),
        ("unit_kind", "spaceship", "no such kind"),
        ("model", "K-9", "no such model"),
        ("request", "magic", "Choose one"),
        ("priority_hours", "25", "Choose one"),
        ("priority_hours", "soon", "Choose one"),
        ("appointment_end", "2026-09-23T11:00", "needs both"),
        ("station", "nowhere", "no such open station"),
    ] {
        let refused = send(&office, &li, &[(field, typed)]).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field} {typed}"
        );
        let html = text(&refused);
        let beside = html.split(&format!("id=\"f-{field}-fault\"")).nth(1);
        let beside = beside.and_then(|rest| rest.split("</div>").next());
        let beside = beside.unwrap_or_else(|| panic!("{field} {typed}: {html}"));
        assert!(beside.contains(why), "{field} {typed}: {beside}");
        assert_eq!(
            html.matches("div class=\"refused\"").count(),
            1,
            "{field}: only this one"
        );
    }
    assert!(all(&office).await.is_empty());
}

#[tokio::test]
async fn reception_takes_calls_and_quality_does_not() {
    let office = office().await;
    let sun = browser(&office, "q-sun").await;
    let refused = page(&office, &sun, "GET", "/calls/new", "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let list = page(&office, &sun, "GET", "/", "").await;
    assert!(!text(&list).contains("/calls/new"), "no way to it either");
    let token = value_of(
        text(&page(&office, &sun, "GET", "/account", "").await),
        "token",
    );
    for (field, button) in [("do", "look-up"), ("do", "")] {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(CALL)
            .extend_pairs([("token", token.as_str()), (field, button)])
            .finish();
        let refused = page(&office, &sun, "POST", "/calls/new", &body).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{button}");
    }
    assert!(all(&office).await.is_empty());
}

#[tokio::test]
async fn a_call_belongs_to_the_station_of_who_took_it_and_no_other() {
    let office = office().await;
    let east = browser(&office, "r-east").await;
    let elsewhere = send(&office, &east, &[("station", "west")]).await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = address(&send(&office, &east, &[]).await);
    let li = browser(&office, "r-li").await;
    let west = [("station", "west"), ("serial", "")];
    let other = address(&send(&office, &li, &west).await);
    let list = page(&office, &east, "GET", "/", "").await;
    assert!(text(&list).contains(&own) && !text(&list).contains(&other));
    let found = send(&office, &east, &[("do", "look-up")]).await;
    let html = text(&found);
    assert!(html.contains(&own) && !html.contains(&other), "{html}");
}

#[tokio::test]
async fn a_program_takes_a_call_once_and_is_told_each_field_that_cannot_be_used() {
    let office = office().await;
    let secret = Secret::draw(&office.environment).unwrap();
    let shown = secret.in_groups();
    let now_ms = office.environment.now_ms();
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        let administrator = clerk(transaction, &PersonId(OFFICE.to_owned()))
            .unwrap()
            .unwrap();
        let request = MakeToken {
            person: "r-li".to_owned(),
            name: "电话系统".to_owned(),
            scope: Scope::Write,
            days: 30,
        };
        make(transaction, &administrator, &request, &secret, now_ms)
    };
    office.state.writer().submit(job).await.unwrap();
    let call = async |body: Value| {
        let mut request = plain("POST", "/api/v1/calls", body.to_string());
        let headers = request.headers_mut();
        let bearer = HeaderValue::try_from(format!("Bearer {shown}")).unwrap();
        headers.insert(header::AUTHORIZATION, bearer);
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        ask(router(office.state.clone()), request).await
    };
    let mut told = json!({
        "key": "A-1", "customer_name": "王小川", "language": "zh-CN", "unit_kind": "kettle", "request": "repair",
        "appointment_start": "2026-09-23T09:00:00+08:00", "appointment_end": "2026-09-23T11:00:00+08:00",
    });
    let first = call(told.clone()).await;
    assert_eq!(first.code(), "200", "{}", first.body);
    assert_eq!(first.body["is_new"], true);
    office.clock.move_by(TimeDelta::days(1));
    let again = call(told.clone()).await;
    assert_eq!(
        (&again.body["number"], &again.body["is_new"]),
        (&first.body["number"], &json!(false))
    );
    told["key"] = json!("");
    told["phone"] = json!("call me");
    told["model"] = json!("K-9");
    let refused = call(told).await;
    assert_eq!(refused.code(), "unfit_fields");
    let fields = json!({ "phone": "bad_phone", "model": "unknown_model" });
    assert_eq!(refused.body["error"]["fields"], fields);
    assert_eq!(all(&office).await.len(), 1);
}

#[tokio::test]
async fn looking_up_reads_by_indexes_and_never_the_whole_list() {
    let office = office().await;
    let read = |connection: &Connection| {
        let mut plans = Vec::new();
        for (column, index) in [
            ("phone_digits", "record_row_phone"),
            ("address_letters", "record_row_address"),
        ] {
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT row FROM record_row WHERE {column} = ?1 AND {column} <> ''"
            );
            let plan: String = connection.query_row(&sql, ["x"], |row| row.get(3))?;
            plans.push((plan, index));
        }
        Ok::<_, IntakeError>(plans)
    };
    for (plan, index) in office.state.store().read(read).await.unwrap() {
        assert!(plan.contains(index), "{plan}");
    }
}
