//! What the office gives out is looked up without coverage, and a new version of it never changes what was offered.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use std::path::Path;

use doorstep_server::catalogue::{
    self, Sources, parse, parse_consents, parse_library, read_folder,
};
use doorstep_tests::{FieldDevice, Fleet, visit::strokes};
use serde_json::{Value, json};

/// The sample files, with one word of one of them replaced.
fn sample(file: &'static str, from: &str, to: &str) -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/sample");
    let mut sources = read_folder(&folder).unwrap();
    let text = String::from_utf8(sources[file].clone()).unwrap();
    assert!(text.contains(from), "{from} is in {file}");
    sources.insert(file, text.replace(from, to).into_bytes());
    sources
}

/// The office imports a folder of files; the version of its price list.
async fn import(fleet: &Fleet, sources: &Sources) -> i64 {
    let state = fleet.office.state();
    let organisation = state.organisation();
    let catalogue = parse(sources).unwrap();
    let library = parse_library(sources, &catalogue).unwrap().unwrap();
    let consents = parse_consents(sources).unwrap().unwrap();
    catalogue::publish(organisation, library).await.unwrap();
    catalogue::publish(organisation, consents).await.unwrap();
    catalogue::publish(organisation, catalogue)
        .await
        .unwrap()
        .version
}

/// The price list with the air damper at its price of a day.
fn price_of(minor: &str) -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/sample");
    let parts = String::from_utf8(read_folder(&folder).unwrap()["parts.csv"].clone()).unwrap();
    let row = parts
        .lines()
        .find(|row| row.starts_with("RF-110,"))
        .unwrap();
    let price = row
        .split(',')
        .find(|cell| cell.parse::<i64>().is_ok())
        .unwrap();
    sample("parts.csv", row, &row.replacen(price, minor, 1))
}

async fn quote(device: &FieldDevice, record: &str) -> Value {
    let view = device.say(json!({ "do": "show", "record": record })).await;
    view["quotes"][0].clone()
}

/// Version of the price list and total of what stands there.
fn told(shown: &Value) -> (i64, i64) {
    (
        shown["catalogue_version"].as_i64().unwrap(),
        shown["options"][0]["total"]["minor"].as_i64().unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_price_list_changes_a_draft_and_never_what_was_offered() {
    let fleet = Fleet::open().await;
    let first = import(&fleet, &price_of("11100")).await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let record = job.number.as_str();
    ana.say(
        json!({ "do": "visit.arrive", "record": record, "badge_shown": true, "unit_matches": true,
                    "proof_of_purchase_seen": false, "opened_by_outsiders": false }),
    )
    .await;
    let lines = json!([{ "code": "RF-110" }]);
    let draft = json!({ "do": "quote.draft", "record": record, "lines": lines });
    assert_eq!(told(&ana.say(draft).await), (first, 11_100));

    // Between the draft and the offer a new price list arrives: the offer is by the new one, and says so.
    let second = import(&fleet, &price_of("22200")).await;
    assert_eq!(second, first + 1);
    let bare = |verb: &str| json!({ "do": verb, "record": record });
    assert_eq!(told(&ana.say(bare("quote.draft")).await), (first, 11_100));
    ana.sync().await;
    assert_eq!(told(&ana.say(bare("quote.draft")).await), (second, 22_200));
    ana.say(bare("quote.offer")).await;
    let offered = quote(&ana, record).await;
    assert_eq!(told(&offered), (second, 22_200));

    // Between the offer and its acceptance another one: what was offered stays as it is, and is what the customer pays.
    let third = import(&fleet, &price_of("33300")).await;
    assert_eq!(third, second + 1);
    ana.sync().await;
    assert_eq!(quote(&ana, record).await, offered);
    ana.go_offline();
    ana.say(
        json!({ "do": "quote.accept", "record": record, "signer": "王秀英", "relation": "customer",
                    "strokes": strokes() }),
    )
    .await;
    let accepted = quote(&ana, record).await;
    assert_eq!(
        (told(&accepted), &accepted["accepted"]),
        ((second, 22_200), &json!(true))
    );
    ana.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
    let verified = ana.say(bare("verify")).await;
    assert_eq!(verified["all_unchanged"], true);
    // A revision is by the list of its own day, and the difference shows it.
    ana.say(json!({ "do": "quote.offer", "record": record, "lines": lines }))
        .await;
    let view = ana.say(bare("show")).await;
    let difference = &view["quotes"][1]["differences"][0];
    assert_eq!(difference["total_difference"]["minor"], 11_100);
    assert_eq!(view["quotes"][1]["catalogue_version"], third);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_basement_the_technician_finds_the_hard_case_of_this_very_model() {
    let fleet = Fleet::open().await;
    import(&fleet, &price_of("11100")).await;
    let [ana] = fleet.devices(["ana"]).await;
    ana.sync().await;
    ana.go_offline();
    let search = |members: Value| {
        let mut line = json!({ "do": "library.search" });
        for (name, value) in members.as_object().unwrap() {
            line[name] = value.clone();
        }
        line
    };
    let codes = |found: &Value| -> Vec<String> {
        let hits = found["hits"].as_array().unwrap();
        hits.iter()
            .map(|hit| hit["document"].as_str().unwrap().to_owned())
            .collect()
    };
    let by_fault = ana
        .say(search(
            json!({ "kind": "refrigerator", "model": "YL-BCD326F", "fault": "RF-F06" }),
        ))
        .await;
    assert_eq!(codes(&by_fault), ["HC-RF-01", "TM-RF-DAMPER"]);
    let by_words = ana.say(search(json!({ "text": "风门 结冰" }))).await;
    assert_eq!(codes(&by_words), ["HC-RF-01"]);
    let in_english = ana.say(search(json!({ "text": "siphons hose" }))).await;
    assert_eq!(codes(&in_english), ["HC-WM-02"]);
    let document = ana
        .say(json!({ "do": "library.show", "document": "HC-RF-01" }))
        .await;
    assert_eq!(
        document["sections"][2]["heading"],
        json!({ "zh": "处理", "en": "Remedy" })
    );
    let all = ana
        .say(search(json!({ "genre": "hard_case", "limit": 200 })))
        .await;
    assert!(codes(&all).len() >= 20, "{}", codes(&all).len());
    let kinds: std::collections::BTreeSet<&str> = all["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["kind"]["code"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.len(), 10, "over all kinds of appliances: {kinds:?}");

    // A new version takes the place of the old one whole.
    let mended = sample("hard_cases.csv", "风门板边缘结冰", "风门板边缘积霜");
    import(&fleet, &mended).await;
    ana.go_online();
    ana.sync().await;
    ana.go_offline();
    let old = ana.say(search(json!({ "text": "风门板边缘结冰" }))).await;
    assert_eq!(codes(&old), Vec::<String>::new());
    let new = ana.say(search(json!({ "text": "风门板边缘积霜" }))).await;
    assert_eq!(codes(&new), ["HC-RF-01"]);
    ana.restart();
    let again = ana.say(search(json!({ "text": "风门板边缘积霜" }))).await;
    assert_eq!(again, new);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_is_never_reworded_under_its_old_version() {
    let fleet = Fleet::open().await;
    import(&fleet, &price_of("11100")).await;
    let state = fleet.office.state();
    let organisation = state.organisation();
    let silent = sample("consents.csv", "同意按所选方案和价格执行", "同意一切费用");
    let consents = parse_consents(&silent).unwrap().unwrap();
    let refused = catalogue::publish(organisation, consents)
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("quote_acceptance"),
        "{refused}"
    );
    let honest = sample(
        "consents.csv",
        "quote_acceptance,zh-CN,1,",
        "quote_acceptance,zh-CN,2,另：",
    );
    let consents = parse_consents(&honest).unwrap().unwrap();
    let published = catalogue::publish(organisation, consents).await.unwrap();
    assert_eq!((published.version, published.is_new), (2, true));
}
