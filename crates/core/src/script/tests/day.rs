//! A technician's day on one record, domain steps 1 to 12.

use serde_json::{Value, json};

use crate::script::example::{
    Example, accept, arrival, offer, repaired_and_tested, sign_off, strokes,
};

fn view(example: &Example, record: &str) -> Value {
    example.done(json!({"do": "show", "record": record}))
}

#[test]
fn a_whole_day_on_one_record_without_a_network() {
    let day = Example::new();
    let opened = day.done(json!({
        "do": "record.open", "customer": {"name": "王小川", "phone": "139-0000-1001", "address": "样例市松风路 18 号"},
        "unit": {"kind": "refrigerator", "model": "YL-BCD326F"}, "symptom": "冷藏室不凉", "priority_hours": 24,
    }));
    let record = opened["number"].as_str().unwrap();
    assert!(
        record.starts_with("261123-7"),
        "the date and the device's number: {record}"
    );
    assert_eq!(
        (&opened["status"], &opened["next_step"]),
        (&json!("assigned"), &json!("call"))
    );
    assert_eq!(opened["change"].as_str().map(str::len), Some(64));

    day.assign(record);
    day.done(json!({"do": "record.call", "record": record, "outcome": "confirmed", "note": "二十分钟后到"}));
    assert_eq!(day.done(arrival(record))["status"], "on_site");
    for step in ["ask", "look", "power_on"] {
        day.done(json!({"do": "diagnosis.step", "record": record, "step": step, "finding": "风道不出风"}));
    }
    day.done(json!({"do": "diagnosis.step", "record": record, "step": "measure", "finding": "风门电机不通",
                    "measurements": [{"name": "绕组电阻", "value": "-0.5", "unit": "Ω"}]}));
    day.done(json!({"do": "diagnosis.cause", "record": record, "text": "风门电机绕组开路", "fault_code": "RF-F07"}));

    assert_eq!(day.done(offer(record))["status"], "quoted");
    let quoted = view(&day, record);
    let quote = &quoted["quotes"][0];
    assert_eq!(quote["lines"][0]["name"], "风门电机");
    assert_eq!(
        quote["lines"][0]["unit_price"],
        json!({"minor": 6800, "currency": "CNY", "text": "¥68.00"})
    );
    assert_eq!(quote["lines"][0]["payer"]["code"], "customer");
    assert_eq!(
        quote["lines"][0]["rule"],
        "自发票日期 2024-05-02 起 12 个月已满（至 2025-05-02），按价目表"
    );
    assert_eq!(
        (&quote["catalogue_version"], &quote["customer_pays"]["text"]),
        (&json!(7), &json!("¥148.00"))
    );

    let accepted = day.done(accept(record));
    assert_eq!(
        (&accepted["status"], &accepted["next_step"]),
        (&json!("in_repair"), &json!("repair"))
    );
    assert_eq!(accepted["statement"].as_str().map(str::len), Some(64));
    day.done(json!({"do": "part.fit", "record": record, "part": "RF-109", "quantity": 1}));
    day.done(json!({"do": "part.remove", "record": record, "part": "RF-109", "quantity": 1}));
    for line in repaired_and_tested(record) {
        day.done(line);
    }
    day.done(json!({"do": "advice.give", "record": record, "text": "热食放凉再入箱", "site_tidied": true}));
    assert_eq!(day.done(sign_off(record))["next_step"], "pay");
    let paid = day.done(
        json!({"do": "payment.take", "record": record, "method": "wechat", "amount_minor": 14_800,
                               "receipt": "R-0001", "strokes": strokes()}),
    );
    assert!(paid["statement"].is_string(), "the receipt is sealed");
    let reported =
        day.done(json!({"do": "report.send", "record": record, "note": "已修复", "view": "full"}));
    assert_eq!(reported["status"], "reported");
    the_record_tells_the_day(&reported["view"]);
    let verified = day.done(json!({"do": "verify"}));
    assert_eq!(verified["all_unchanged"], true);
    assert_eq!(verified["statements"].as_array().unwrap().len(), 3);
}

fn the_record_tells_the_day(view: &Value) {
    #[allow(clippy::unwrap_used)] // a helper of tests: a list that is none is a failure
    let codes = |list: &Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|row| row["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        view["status"],
        json!({"code": "reported", "zh": "已汇报", "en": "reported"})
    );
    assert_eq!(
        codes(&view["missing"]),
        [
            "photo_nameplate",
            "photo_fault",
            "photo_before",
            "photo_after"
        ]
    );
    assert_eq!(view["complete"], true);
    assert_eq!(codes(&view["findings"]), Vec::<String>::new());
    assert_eq!(view["unit"]["serial"], "YLRF2604000312");
    assert_eq!(view["texts"]["cause"], "风门电机绕组开路");
    assert_eq!(view["diagnosis"][3]["measurements"][0]["value"], "-0.5");
    assert_eq!(view["parts_fitted"][0]["warranty_months"], 36);
    assert_eq!(view["parts_removed"][0]["kept_for_store"], true);
    assert_eq!(view["payments"]["owed"]["text"], "¥0.00");
    assert_eq!(view["payments"]["taken"][0]["method"]["zh"], "微信支付");
    assert_eq!(view["sync"]["code"], "saved", "nothing was sent yet");
    let acceptance = &view["signatures"][1];
    assert_eq!(acceptance["purpose"]["code"], "work_acceptance");
    assert_eq!(
        (&acceptance["signer"], &acceptance["score"]),
        (&json!("王小川"), &json!(5))
    );
    assert_eq!(
        (&acceptance["verdict"]["mark"], &acceptance["verdict"]["zh"]),
        (&json!("✔"), &json!("签字后未改动"))
    );
    assert!(
        acceptance["consent"]
            .as_str()
            .is_some_and(|consent| consent.contains("双方同意采用此种签名方式"))
    );
    assert!(
        acceptance["at"]
            .as_str()
            .is_some_and(|at| at.starts_with("2026-11-23T08:3"))
    );
}

#[test]
fn what_was_signed_and_altered_later_is_seen_and_named() {
    let day = Example::new();
    let record = day.open_accepted();
    for line in repaired_and_tested(&record) {
        day.done(line);
    }
    day.done(sign_off(&record));
    day.done(json!({"do": "record.field", "record": record, "field": "unit_serial", "value": "YLRF9999999999"}));
    let verified = day.done(json!({"do": "verify", "record": record}));
    assert_eq!(verified["all_unchanged"], false);
    let found = &verified["statements"][1]["verdict"];
    assert_eq!(
        (&found["code"], &found["mark"]),
        (&json!("changed"), &json!("✎"))
    );
    assert_eq!(
        found["differences"],
        json!([{ "place": { "code": "unit.serial", "zh": "机身编号", "en": "serial number" },
                 "signed": { "zh": "YLRF2604000312", "en": "YLRF2604000312" },
                 "now": { "zh": "YLRF9999999999", "en": "YLRF9999999999" } }])
    );
}

#[test]
fn work_found_later_is_a_revision_that_is_accepted_again() {
    let day = Example::new();
    let record = day.open_accepted();
    let more = json!({"do": "quote.offer", "record": record, "lines": [
        {"code": "RF-109"}, {"code": "RF-FAN"},
        {"kind": "part", "code": "X-CABLE", "name": "线束", "unit_price_minor": 3500, "quantity": 2}]});
    assert_eq!(day.done(more)["next_step"], "accept_quote");
    assert_eq!(
        day.refused(json!({"do": "part.fit", "record": record, "part": "X-CABLE", "quantity": 2})),
        "part_not_quoted"
    );
    day.done(accept(&record));
    day.done(json!({"do": "part.fit", "record": record, "part": "X-CABLE", "quantity": 2}));
    let view = view(&day, &record);
    let became: Vec<_> = view["quotes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|quote| {
            (
                quote["revision"].clone(),
                quote["standing"].clone(),
                quote["in_force"].clone(),
            )
        })
        .collect();
    assert_eq!(
        became,
        [
            (json!(1), json!(false), json!(false)),
            (json!(2), json!(true), json!(true))
        ]
    );
    assert_eq!(view["quotes"][1]["replaces"], view["quotes"][0]["entry"]);
    assert_eq!(view["parts_fitted"][0]["name"], "线束");
    assert_eq!(view["payments"]["due"]["text"], "¥218.00");
}

#[test]
fn who_declines_pays_nothing_and_who_cannot_be_helped_signs_for_what_he_was_told() {
    let day = Example::new();
    let declined = day.open();
    day.done(arrival(&declined));
    day.done(offer(&declined));
    let answer =
        day.done(json!({"do": "quote.decline", "record": declined, "reason": "准备换新机"}));
    assert_eq!(
        (&answer["status"], &answer["next_step"]),
        (&json!("declined"), &json!("report"))
    );
    assert_eq!(
        view(&day, &declined)["quotes"][0]["declined_reason"],
        "准备换新机"
    );

    let told = day.open();
    day.done(arrival(&told));
    let plan =
        json!({"do": "repair.cannot", "record": told, "reason": "内胆漏", "plan": "明日取机"});
    assert_eq!(day.done(plan)["status"], "cannot_repair");
    assert_eq!(day.done(sign_off(&told))["status"], "signed");
    assert_eq!(view(&day, &told)["findings"], json!([]));

    let unwilling = day.open_accepted();
    for line in repaired_and_tested(&unwilling) {
        day.done(line);
    }
    let refused =
        day.done(json!({"do": "sign.refuse", "record": unwilling, "reason": "要等家人回来"}));
    assert_eq!(refused["status"], "signed");
    assert_eq!(
        view(&day, &unwilling)["signatures"][1]["refusal_reason"],
        "要等家人回来"
    );
}

#[test]
fn a_record_is_found_by_number_by_id_and_by_words_and_told_in_the_customers_language() {
    let day = Example::new();
    let opened = day.done(json!({
        "do": "record.open", "language": "en", "customer": {"name": "Emma Reed"},
        "unit": {"kind": "refrigerator"}, "payer_class": "contract",
    }));
    let id = opened["record"].as_str().unwrap();
    day.done(arrival(id));
    day.done(json!({"do": "quote.offer", "record": id, "lines": [{"code": "RF-109"},
                    {"code": "VISIT-CITY", "payer": "customer", "reason": "outside the contract"}]}));
    let by_number = view(&day, opened["number"].as_str().unwrap());
    assert_eq!(by_number["record"], id);
    assert_eq!(by_number["quotes"][0]["lines"][0]["name"], "Damper motor");
    assert_eq!(
        by_number["quotes"][0]["lines"][0]["rule"],
        "maintenance contract"
    );
    assert_eq!(
        by_number["quotes"][0]["lines"][1]["rule"],
        "set on site: outside the contract"
    );
    assert_eq!(by_number["quotes"][0]["customer_pays"]["minor"], 3000);
    let found = day.done(json!({"do": "search", "text": "Emma"}));
    assert_eq!(found["rows"][0]["record"], id);
    assert_eq!(found["rows"][0]["status"]["en"], "quoted");
    let listed = day.done(json!({"do": "list", "status": ["received"]}));
    assert_eq!(listed, json!({"rows": [], "more": false}));
    let missing: Vec<_> = by_number["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["code"].as_str().unwrap(),
                row["need"]["en"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(
        missing.contains(&("customer_phone", "required"))
            && missing.contains(&("advice", "recommended")),
        "{missing:?}"
    );
}

#[test]
fn a_number_means_one_record_however_many_begin_like_it() {
    let day = Example::new();
    let numbers: Vec<String> = (0..12).map(|_| day.open()).collect();
    for number in &numbers {
        assert_eq!(view(&day, number)["number"], *number);
    }
    let first = numbers[0].as_str();
    assert!(
        numbers[9].starts_with(first),
        "{} and {first} begin alike",
        numbers[9]
    );
    let half: String = first.chars().take(8).collect();
    assert_eq!(
        day.refused(json!({"do": "show", "record": half})),
        "no_such_record"
    );
}

#[test]
fn answers_show_as_much_as_was_asked_for_and_give_the_reference_back() {
    let day = Example::new();
    let record = day.open();
    let line = json!({"do": "record.call", "record": record, "outcome": "no_answer", "view": "none", "ref": "a-17"});
    let answer = day.say(line.clone());
    assert_eq!(answer["ref"], "a-17");
    let members: Vec<_> = answer["ok"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, ["change", "statement"]);

    let same = json!({"do": "record.field", "record": record, "field": "customer_name", "value": "王小川"});
    assert_eq!(
        day.done(same)["change"],
        Value::Null,
        "the same value again is no change"
    );

    let history = day.done(json!({"do": "history", "record": record}));
    let first = &history["changes"][0];
    assert_eq!(
        (&first["by"], &first["what"][0]["kind"]),
        (&json!("t-li"), &json!("field"))
    );
    assert_eq!(
        history["changes"][1]["by"], "office",
        "it handed the record out"
    );
    assert_eq!(history["changes"][2]["what"][0]["what"]["zh"], "电话联系");
    let status = day.done(json!({"do": "status"}));
    assert_eq!(
        (&status["person"], &status["all_sent"]),
        (&json!("t-li"), &json!(false))
    );
    assert_eq!(
        day.done(json!({"do": "attention"})),
        json!({"refused": [], "settled": []})
    );
}

#[test]
fn texts_are_typed_at_their_end_at_a_place_or_anew() {
    let day = Example::new();
    let record = day.open();
    let text = |edit: Value| {
        let mut line = json!({"do": "record.text", "record": record, "text": "symptom"});
        line.as_object_mut()
            .unwrap()
            .extend(edit.as_object().unwrap().clone());
        line
    };
    day.done(text(json!({"append": "后壁有水珠"})));
    day.done(text(
        json!({"splice": {"at": 0, "erase": 0, "typed": "昨晚起"}}),
    ));
    assert_eq!(
        view(&day, &record)["texts"]["symptom"],
        "昨晚起冷藏室不凉\n后壁有水珠"
    );
    day.done(text(json!({"rewrite": "全机不凉"})));
    assert_eq!(view(&day, &record)["texts"]["symptom"], "全机不凉");
    assert_eq!(day.refused(text(json!({}))), "one_of");
    assert_eq!(
        day.refused(text(json!({"append": "a", "rewrite": "b"}))),
        "one_of"
    );
    assert_eq!(
        day.refused(text(json!({"splice": {"at": 50, "typed": "x"}}))),
        "place_in_text"
    );
    assert_eq!(
        day.refused(text(json!({"rewrite": "长".repeat(20_001)}))),
        "text"
    );
}
