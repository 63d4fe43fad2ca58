//! The pages and the API of parts, through the router, as browsers and programs ask.

use axum::http::{HeaderValue, StatusCode, header};
use doorstep_domain::{ids::PersonId, van::Balance};
use serde_json::{Value, json};

use super::super::*;
use crate::{
    app::router,
    example::{Answer, Office, ask, plain},
    organisation::OFFICE,
    session::create_login_link,
    staff::{AddPerson, AddStation, OfficeRole, StationCode, add, add_station, clerk},
};

pub(super) const ZHANG: &str = "t-zhang";

/// Somebody at a browser.
pub(super) struct Browser<'o> {
    office: &'o Office,
    cookie: HeaderValue,
}

impl<'o> Browser<'o> {
    pub(super) async fn of(office: &'o Office, person: &str) -> Self {
        let state = &office.state;
        let person = PersonId(person.to_owned());
        let link = create_login_link(state.organisation(), state.public_url(), person);
        let link = link.await.unwrap();
        let path = link.strip_prefix(state.public_url()).unwrap();
        let answer = ask(router(state.clone()), plain("GET", path, "")).await;
        let set = answer.headers.get(header::SET_COOKIE).unwrap();
        let pair = set.to_str().unwrap().split(';').next().unwrap();
        let cookie = HeaderValue::try_from(pair).unwrap();
        Self { office, cookie }
    }

    async fn ask(&self, method: &str, path: &str, kind: &'static str, body: String) -> Answer {
        let mut request = plain(method, path, body);
        let headers = request.headers_mut();
        headers.insert(header::COOKIE, self.cookie.clone());
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        ask(router(self.office.state.clone()), request).await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "text/plain", String::new()).await
    }

    /// A page that must be there.
    pub(super) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body.as_str().unwrap().to_owned()
    }

    pub(super) async fn tell(&self, path: &str, body: Value) -> Answer {
        self.ask("POST", path, "application/json", body.to_string())
            .await
    }

    /// Sends a form with the token and what is sent along unseen of the page that has it.
    pub(super) async fn send(&self, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.page(page).await;
        let (_, form) = page.split_once(&format!("action=\"{to}\"")).unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        let hidden = form.split("type=\"hidden\" name=\"").skip(1).map(|input| {
            let (name, rest) = input.split_once('"').unwrap();
            let value = rest.split("value=\"").nth(1).unwrap();
            (name, value.split('"').next().unwrap())
        });
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(hidden)
            .extend_pairs(fields)
            .finish();
        self.ask("POST", to, "application/x-www-form-urlencoded", body)
            .await
    }
}

/// Adds a storekeeper of a station, which is opened for him.
pub(super) async fn storekeeper(office: &Office, person: &'static str, station: &'static str) {
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        let office = clerk(transaction, &PersonId(OFFICE.to_owned()))?.unwrap();
        let opened = AddStation {
            station: station.to_owned(),
            name: station.to_owned(),
        };
        add_station(transaction, &office, &opened, 0).unwrap();
        let newcomer = AddPerson {
            person: person.to_owned(),
            name: "库管".to_owned(),
            technician: false,
            roles: [OfficeRole::Store].into(),
            stations: [StationCode(station.to_owned())].into(),
        };
        add(transaction, &office, &newcomer, 0).unwrap();
        Ok::<_, StockError>(())
    };
    office.state.writer().submit(job).await.unwrap();
}

/// Puts a technician into a station.
pub(super) async fn works_for(office: &Office, technician: &'static str, station: &'static str) {
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        transaction.execute(
            "INSERT INTO person_station (person, station) VALUES (?1, ?2)",
            [technician, station],
        )?;
        Ok::<_, StockError>(())
    };
    office.state.writer().submit(job).await.unwrap();
}

pub(super) async fn issue(office: &Office, part: &str, quantity: i64) {
    let does = AtTheCounter::Issue {
        part: part.to_owned(),
        quantity,
        serial: String::new(),
        requisition: None,
    };
    let zhang = PersonId(ZHANG.to_owned());
    at_the_counter(office.state.replication(), zhang, does)
        .await
        .unwrap();
}

/// The balance by all documents.
async fn recount(office: &Office, month: &str) -> Balance {
    let all = vans(office.state.replication(), month.parse().unwrap());
    let mut all = all.await.unwrap();
    all.remove(&PersonId(ZHANG.to_owned())).unwrap()
}

#[tokio::test]
async fn a_difference_is_shown_explained_once_and_equals_a_full_recount() {
    let office = Office::open().await;
    issue(&office, "RF-109", 5).await;
    let browser = Browser::of(&office, OFFICE).await;
    let van = "/parts/balance/t-zhang";
    let counted = [("part", "RF-109"), ("quantity", "3")];
    let answer = browser.send(van, &format!("{van}/count"), &counted).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);

    let api = "/api/v1/parts/vans/t-zhang";
    let told = browser.get(api).await.body;
    let month = told["month"].as_str().unwrap().to_owned();
    let expected = recount(&office, &month).await;
    let rows = serde_json::to_value(StockRow::of(&expected)).unwrap();
    let findings = serde_json::to_value(StockFinding::of(&expected)).unwrap();
    assert_eq!((&told["parts"], &told["findings"]), (&rows, &findings));
    assert_eq!(told["parts"][0]["on_van"], 5);
    let count = told["findings"].as_array().unwrap().iter();
    let mut count = count.filter(|finding| finding["cause"] == "counted_otherwise");
    let count = count.next().unwrap();
    assert_eq!(count["pieces"], -2);

    let page = format!("{van}/counts/{}", count["entry"].as_str().unwrap());
    assert!(
        browser.page(van).await.contains(&page),
        "the way to explain it"
    );
    let stale = format!(
        "{api}/counts/{}/explanation",
        count["entry"].as_str().unwrap()
    );
    let wrong = json!({ "difference": -1, "quantity": -1, "reason": "运输破损" });
    assert_eq!(
        browser.tell(&stale, wrong).await.code(),
        "changed_meanwhile"
    );
    let no_reason = [("quantity", "-2"), ("reason", " ")];
    let refused = browser.send(&page, &page, &no_reason).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let why = [("quantity", "-2"), ("reason", "运输破损")];
    let explained = browser.send(&page, &page, &why).await;
    assert_eq!(explained.status, StatusCode::SEE_OTHER);

    let told = browser.get(api).await.body;
    assert_eq!(told["parts"][0]["on_van"], 3);
    assert_eq!(told["parts"][0]["explained"], -2);
    let expected = recount(&office, &month).await;
    let findings = serde_json::to_value(StockFinding::of(&expected)).unwrap();
    assert_eq!(told["findings"], findings);
    let movements = format!("{van}/movements?month={month}&part=RF-109");
    let page = browser.page(&movements).await;
    assert!(
        page.contains("运输破损"),
        "the reason stands behind the number"
    );
    assert!(browser.page("/parts/balance").await.contains("van-t-zhang"));
}

#[tokio::test]
async fn a_store_sees_and_moves_the_vans_of_its_own_station() {
    let office = Office::open().await;
    storekeeper(&office, "s-east", "east").await;
    storekeeper(&office, "s-west", "west").await;
    works_for(&office, ZHANG, "east").await;
    issue(&office, "RF-109", 1).await;
    let east = Browser::of(&office, "s-east").await;
    let west = Browser::of(&office, "s-west").await;
    let names = async |browser: &Browser<'_>| {
        let vans = browser.get("/api/v1/parts/vans").await.body;
        vans.as_array().unwrap().len()
    };
    assert_eq!((names(&east).await, names(&west).await), (1, 0));
    let count = json!({ "part": "RF-109", "quantity": 1 });
    let to = "/api/v1/parts/vans/t-zhang/counts";
    assert_eq!(west.tell(to, count.clone()).await.code(), "not_allowed");
    assert_eq!(
        west.get("/parts/balance/t-zhang").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(east.tell(to, count).await.status, StatusCode::OK);
    let nobody = east.get("/parts/balance/t-nobody").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}
