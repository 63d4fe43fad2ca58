//! A quote before the customer: drafted, offered with options, one of them taken, revised with a visible difference, and
//! let off within the limit.

use doorstep_evidence::statement::STATEMENT_VERSION;
use serde_json::{Value, json};

use crate::script::example::{Example, accept, arrival};

fn at_the_door(example: &Example) -> String {
    let record = example.open();
    example.done(arrival(&record));
    record
}

fn shown(example: &Example, record: &str) -> Value {
    example.done(json!({"do": "show", "record": record}))
}

/// Repair for ¥148, ¥1999 for another unit, or the visit for ¥30.
fn three(verb: &str, record: &str) -> Value {
    json!({"do": verb, "record": record, "options": [
        {"choice": "repair", "lines": [{"code": "RF-109"}, {"code": "RF-FAN"}]},
        {"choice": "replace", "lines": [{"kind": "part", "code": "UNIT-1", "name": "整机", "unit_price_minor": 199_900}]},
        {"choice": "leave", "lines": [{"code": "VISIT-CITY"}]}]})
}

fn taking(record: &str, choice: &str) -> Value {
    let mut line = accept(record);
    line["choice"] = json!(choice);
    line
}

#[test]
fn three_options_stand_on_one_page_and_everything_follows_the_one_that_is_taken() {
    let example = Example::new();
    let record = at_the_door(&example);
    example.done(three("quote.offer", &record));
    let open = shown(&example, &record);
    let quote = &open["quotes"][0];
    let words: Vec<&Value> = (0..3)
        .map(|place| &quote["options"][place]["choice"]["zh"])
        .collect();
    assert_eq!(words, ["维修", "更换", "暂不处理"]);
    let totals: Vec<&Value> = (0..3)
        .map(|place| &quote["options"][place]["total"]["minor"])
        .collect();
    assert_eq!(totals, [&json!(14_800), &json!(199_900), &json!(3_000)]);
    assert_eq!(
        (&quote["total"], &quote["lines"]),
        (&Value::Null, &json!([]))
    );

    example.done(taking(&record, "replace"));
    let taken = shown(&example, &record);
    let quote = &taken["quotes"][0];
    assert_eq!(quote["choice"]["code"], "replace");
    assert_eq!(quote["total"]["minor"], 199_900);
    assert_eq!(quote["lines"][0]["code"], "UNIT-1");
    assert_eq!(taken["payments"]["due"]["minor"], 199_900);
    let fit =
        |part: &str| json!({"do": "part.fit", "record": record, "part": part, "serial": "C-1"});
    assert_eq!(example.refused(fit("RF-109")), "part_not_quoted");
    example.done(fit("UNIT-1"));
    let verified = example.done(json!({"do": "verify", "record": record}));
    assert_eq!(verified["all_unchanged"], true);
}

#[test]
fn what_the_customer_signed_holds_what_he_took_and_what_else_stood_on_the_page() {
    let example = Example::new();
    let record = at_the_door(&example);
    example.done(three("quote.offer", &record));
    example.done(taking(&record, "leave"));
    let id = example.device().find(&record.as_str().into()).unwrap();
    let jws = example.device().statements(id).unwrap().pop().unwrap().jws;
    let jws = doorstep_evidence::jws::Jws::parse(&jws).unwrap();
    let payload: Value = serde_json::from_slice(jws.payload()).unwrap();
    assert_eq!(
        (&payload["version"], &payload["choice"]),
        (&json!(STATEMENT_VERSION), &json!("leave"))
    );
    let quote = &payload["shown"]["quote"];
    assert_eq!(
        (&quote["choice"], &quote["total_minor"]),
        (&json!("leave"), &json!(3_000))
    );
    let others: Vec<&Value> = (0..2)
        .map(|place| &quote["others"][place]["choice"])
        .collect();
    assert_eq!(others, ["repair", "replace"]);
}

#[test]
fn a_revision_shows_every_line_that_differs_and_what_the_total_becomes() {
    let example = Example::new();
    let record = at_the_door(&example);
    let offer = |lines: Value| json!({"do": "quote.offer", "record": record, "lines": lines});
    example.done(offer(json!([{"code": "RF-109"}, {"code": "RF-FAN"}])));
    example.done(accept(&record));
    example.done(offer(
        json!([{"code": "RF-109", "quantity": 2}, {"code": "VISIT-CITY"}]),
    ));
    let view = shown(&example, &record);
    let difference = &view["quotes"][1]["differences"][0];
    let told: Vec<(Value, Value, Value)> = difference["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["change"]["code"].clone(),
                line["old"]["amount"]["minor"].clone(),
                line["new"]["amount"]["minor"].clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (json!("changed"), json!(6_800), json!(13_600)),
            (json!("added"), Value::Null, json!(3_000)),
            (json!("removed"), json!(8_000), Value::Null),
        ]
    );
    assert_eq!(difference["old_total"]["minor"], 14_800);
    assert_eq!(difference["new_total"]["minor"], 16_600);
    assert_eq!(difference["total_difference"]["minor"], 1_800);
    assert_eq!(view["quotes"][0]["differences"], json!([]));
}

#[test]
fn a_discount_stays_within_the_limit_or_somebody_agreed_to_it() {
    let example = Example::new();
    let record = at_the_door(&example);
    let offer = |minor: i64| json!({"do": "quote.offer", "record": record, "lines": [{"code": "RF-FAN", "discount_minor": minor}]});
    let ask = |by: &str| {
        json!({"do": "approval.ask", "record": record, "matter": "discount", "percent": 20, "wanted": "八折",
        "reason": "老用户", "agreed_by_phone": by})
    };
    example.done(offer(800));
    let view = shown(&example, &record);
    let quote = &view["quotes"][0];
    assert_eq!(quote["lines"][0]["discount"]["minor"], 800);
    assert_eq!(quote["total"]["minor"], 7_200);
    assert_eq!(
        (
            &quote["discount"]["verdict"]["code"],
            &quote["discount"]["limit_percent"]
        ),
        (&json!("within"), &json!(10))
    );
    assert_eq!(example.refused(offer(1_600)), "discount_unapproved");
    example.done(ask(""));
    assert_eq!(
        example.refused(offer(1_600)),
        "discount_unapproved",
        "asked is not agreed"
    );
    example.done(ask("李主管"));
    example.done(offer(1_600));
    assert_eq!(example.refused(offer(1_601)), "discount_unapproved");
    assert_eq!(
        shown(&example, &record)["quotes"][1]["discount"]["verdict"]["code"],
        "approved"
    );
    assert_eq!(example.refused(offer(-1)), "quote");
}

#[test]
fn a_draft_is_kept_priced_anew_and_offered_as_it_was_drafted() {
    let example = Example::new();
    let record = at_the_door(&example);
    let bare = |verb: &str| json!({"do": verb, "record": record});
    assert_eq!(example.refused(bare("quote.draft")), "quote");
    assert_eq!(example.refused(bare("quote.offer")), "quote");
    let draft = example.done(three("quote.draft", &record));
    assert_eq!(
        (&draft["revision"], &draft["catalogue_version"]),
        (&json!(1), &json!(7))
    );
    assert_eq!(draft["options"][1]["total"]["minor"], 199_900);
    assert_eq!(
        shown(&example, &record)["quotes"],
        json!([]),
        "nobody was offered it"
    );
    assert_eq!(example.done(bare("quote.draft")), draft);
    example.done(bare("quote.offer"));
    let view = shown(&example, &record);
    assert_eq!(view["quotes"][0]["options"], draft["options"]);
    // Once it is offered it is no draft any more.
    assert_eq!(example.refused(bare("quote.offer")), "quote");
    // A discount beyond the limit is seen in the draft, before anybody is embarrassed.
    let beyond = json!({"do": "quote.draft", "record": record, "lines": [{"code": "RF-FAN", "discount_minor": 4_000}]});
    assert_eq!(
        example.done(beyond)["discount"]["verdict"]["code"],
        "beyond"
    );
    assert_eq!(example.refused(bare("quote.offer")), "discount_unapproved");
    let declined = json!({"do": "quote.decline", "record": record, "reason": "再考虑"});
    example.done(declined);
}
