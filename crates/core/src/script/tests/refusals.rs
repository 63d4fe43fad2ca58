//! Every rule of the course of a repair, broken through a line: refused by its code, and nothing was written.

use std::{cell::RefCell, collections::BTreeSet};

use doorstep_domain::{course::Refusal, record::Field};
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::script::{
    error_row,
    example::{Example, accept, arrival, offer, repaired_and_tested, sign_off, strokes},
};

/// Lines that must be refused, each with nothing written, and the codes that were seen.
struct Breaker<'e> {
    example: &'e Example,
    seen: RefCell<BTreeSet<String>>,
}

impl Breaker<'_> {
    #[allow(clippy::unwrap_used)] // a helper of tests: an answer without its members is a failure
    fn refused(&self, code: &str, line: Value) {
        let record = line["record"].as_str().unwrap_or_default().to_owned();
        let look = || self.example.say(json!({"do": "show", "record": record}));
        let before = look();
        let answer = self.example.say(line.clone());
        assert_eq!(answer["error"]["code"], code, "{line}: {answer}");
        assert!(
            answer["error"]["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty())
        );
        assert_eq!(
            answer["error"]["zh"].as_str().unwrap(),
            error_row(code).unwrap().words.chinese
        );
        assert_eq!(look(), before, "{line} was refused and yet wrote something");
        self.seen.borrow_mut().insert(code.to_owned());
    }
}

#[test]
fn every_rule_of_the_course_is_kept_on_the_device() {
    let example = Example::new();
    let breaker = Breaker {
        example: &example,
        seen: RefCell::default(),
    };
    before_the_repair(&breaker);
    during_the_repair(&breaker);
    after_the_repair(&breaker);
    off_the_straight_course(&breaker);
    with_money(&breaker);
    let seen = breaker.seen.into_inner();
    let all: BTreeSet<String> = Refusal::ALL
        .iter()
        .map(|refusal| refusal.code().to_owned())
        .collect();
    let unseen: Vec<_> = all.difference(&seen).collect();
    // The revision follows from the offer that stands, so no line can name a wrong one; only the office decides.
    assert_eq!(unseen, ["already_decided", "not_a_revision"]);
}

#[allow(clippy::unwrap_used)] // a helper of tests: an answer without its members is a failure
fn before_the_repair(breaker: &Breaker<'_>) {
    let example = breaker.example;
    let record = example.open();
    breaker.refused("not_arrived", offer(&record));
    breaker.refused(
        "not_arrived",
        json!({"do": "repair.cannot", "record": record, "reason": "远", "plan": "改日"}),
    );
    breaker.refused("no_such_offer", accept(&record));
    breaker.refused(
        "no_such_offer",
        json!({"do": "quote.decline", "record": record, "reason": "贵"}),
    );
    example.done(arrival(&record));
    let first = example.done(offer(&record));
    let first = first["entries"][0].as_str().unwrap().to_owned();
    breaker.refused(
        "no_accepted_quote",
        json!({"do": "repair.done", "record": record, "works": true}),
    );
    breaker.refused(
        "no_accepted_quote",
        json!({"do": "part.fit", "record": record, "part": "RF-109"}),
    );
    breaker.refused(
        "no_accepted_quote",
        json!({"do": "part.remove", "record": record, "part": "RF-109"}),
    );
    breaker.refused(
        "no_accepted_quote",
        json!({"do": "payment.take", "record": record, "method": "cash", "amount_minor": 1, "strokes": strokes()}),
    );
    example.done(offer(&record));
    let named = |mut line: Value, offer: &str| {
        line["offer"] = offer.into();
        line
    };
    breaker.refused("offer_replaced", named(accept(&record), &first));
    example.done(json!({"do": "quote.decline", "record": record, "reason": "贵"}));
    breaker.refused("offer_declined", accept(&record));
    example.done(offer(&record));
    example.done(accept(&record));
    breaker.refused("already_accepted", accept(&record));

    // The customer takes one option of the page, and may take none of them up.
    let record = example.open();
    example.done(arrival(&record));
    let off = |minor: i64| json!({"do": "quote.offer", "record": record, "lines": [{"code": "RF-109", "discount_minor": minor}]});
    breaker.refused("discount_unapproved", off(681));
    example.done(off(680));
    example.done(json!({"do": "quote.offer", "record": record, "options": [
        {"choice": "repair", "lines": [{"code": "RF-109"}]}, {"choice": "leave", "lines": [{"code": "VISIT-CITY"}]}]}));
    breaker.refused("no_such_option", accept(&record));
    let taking = |choice: &str| {
        let mut line = accept(&record);
        line["choice"] = choice.into();
        line
    };
    breaker.refused("no_such_option", taking("replace"));
    example.done(taking("leave"));
    breaker.refused(
        "left_as_it_is",
        json!({"do": "repair.done", "record": record, "works": true}),
    );
}

#[allow(clippy::unwrap_used)] // a helper of tests: an answer without its members is a failure
fn during_the_repair(breaker: &Breaker<'_>) {
    let example = breaker.example;
    let record = example.open_accepted();
    breaker.refused(
        "part_not_quoted",
        json!({"do": "part.fit", "record": record, "part": "RF-109", "quantity": 2}),
    );
    breaker.refused(
        "serial_needed",
        json!({"do": "part.fit", "record": record, "part": "RF-101"}),
    );
    breaker.refused(
        "part_not_quoted",
        json!({"do": "part.fit", "record": record, "part": "RF-101", "serial": "C-1"}),
    );
    let [repaired, tested] = repaired_and_tested(&record);
    breaker.refused("test_before_repair", tested.clone());
    breaker.refused("repair_not_done", sign_off(&record));
    breaker.refused(
        "repair_not_done",
        json!({"do": "sign.refuse", "record": record, "reason": "忙"}),
    );
    example.done(repaired);
    breaker.refused("test_not_done", sign_off(&record));
    example.done(tested);
    breaker.refused(
        "more_than_quoted",
        json!({"do": "payment.take", "record": record, "method": "cash", "amount_minor": 14_801, "strokes": strokes()}),
    );
}

#[allow(clippy::unwrap_used)] // a helper of tests: an answer without its members is a failure
fn after_the_repair(breaker: &Breaker<'_>) {
    let example = breaker.example;
    let record = example.open();
    let void = |entry: &str| json!({"do": "entry.void", "record": record, "entry": entry, "reason": "登记错误"});
    breaker.refused(
        "no_such_entry",
        void("0192f0c1-2345-7abc-8def-0123456789ab"),
    );
    let taken = |line: Value| {
        example.done(line)["entries"][0]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let arrived = taken(arrival(&record));
    let voided = taken(void(&arrived));
    assert_eq!(
        example.done(json!({"do": "show", "record": record}))["taken_back"][0]["note"],
        "登记错误"
    );
    let given_back = taken(void(&voided));
    breaker.refused("void_too_deep", void(&given_back));

    example.done(json!({"do": "record.cancel", "record": record, "reason": "用户已自行解决"}));
    for line in [
        arrival(&record),
        offer(&record),
        sign_off(&record),
        json!({"do": "record.cancel", "record": record, "reason": "再取消"}),
    ] {
        breaker.refused("cancelled", line);
    }
    example.done(json!({"do": "report.send", "record": record, "note": "已取消"}));
}

#[allow(clippy::unwrap_used)] // a helper of tests: an answer without its members is a failure
fn off_the_straight_course(breaker: &Breaker<'_>) {
    let example = breaker.example;
    let record = example.open();
    let signed = |mut line: Value| {
        line["signer"] = json!("王小川");
        line["relation"] = json!("customer");
        line["strokes"] = strokes();
        line
    };
    let take = signed(json!({"do": "custody.take", "record": record, "condition": "完好"}));
    let bring_back = signed(
        json!({"do": "custody.return", "record": record, "condition": "完好", "complete": true}),
    );
    breaker.refused("not_arrived", take.clone());
    breaker.refused(
        "nothing_finished",
        json!({"do": "customer.not_satisfied", "record": record, "reason": "仍有异响"}),
    );
    let field = |name: &str, value: &str| json!({"do": "record.field", "record": record, "field": name, "value": value});
    example.done(field("reception", "brought_in"));
    breaker.refused("no_promised_date", take.clone());
    let mut promised = take;
    promised["promised_on"] = json!("2026-11-30");
    example.done(promised.clone());
    breaker.refused("already_in_custody", promised);
    for line in [offer(&record), accept(&record)] {
        example.done(line);
    }
    for line in repaired_and_tested(&record) {
        example.done(line);
    }
    breaker.refused("in_custody", sign_off(&record));
    example.done(bring_back.clone());
    breaker.refused("already_handed_back", bring_back.clone());
    let mut no_loaner = bring_back;
    no_loaner["do"] = json!("loaner.return");
    breaker.refused("no_such_entry", no_loaner);
    let lend = signed(
        json!({"do": "loaner.lend", "record": record, "model": "YL-BCD210", "condition": "九成新"}),
    );
    let lent = example.done(lend)["entries"][0].clone();
    assert!(lent.is_string());

    example.done(field("lead", "t-wang"));
    breaker.refused("not_the_lead", sign_off(&record));
    example.done(field("lead", "t-li"));
    example.done(sign_off(&record));

    let damage = signed(
        json!({"do": "damage.record", "record": record, "thing": "地砖", "how": "移机时滑落", "price_minor": 8_000}),
    );
    let claim = example.done(damage)["entries"][0].clone();
    let pay = |claim: &Value, minor: i64| {
        signed(
            json!({"do": "compensation.pay", "record": record, "claim": claim, "amount_minor": minor, "method": "cash"}),
        )
    };
    breaker.refused("more_than_agreed", pay(&claim, 8_001));
    breaker.refused("no_such_entry", pay(&lent, 1));
    example.done(pay(&claim, 8_000));

    let outside = example.open();
    let id = example.device().find(&outside.as_str().into()).unwrap();
    let base = example.device().document(id).unwrap();
    example.office_wrote(&base, &[Edit::Field(Field::Area, "outside".into())]);
    breaker.refused("no_approval", arrival(&outside));
    let ask = |matter: &str| json!({"do": "approval.ask", "record": outside, "matter": matter, "wanted": "到邻县上门", "reason": "用户行动不便"});
    breaker.refused("missing", ask("extension"));
    example.done(ask("outside_area"));
    example.done(arrival(&outside));
}

#[allow(clippy::unwrap_used)] // a helper of tests: an answer without its members is a failure
fn with_money(breaker: &Breaker<'_>) {
    let example = breaker.example;
    let record = example.open_accepted();
    let hand_in = json!({"do": "cash.hand_in", "records": [record]});
    breaker.refused("not_in_hand", hand_in.clone());
    let paid = example.done(
        json!({"do": "payment.take", "record": record, "method": "cash", "amount_minor": 1_000}),
    );
    let refund = |minor: i64| {
        json!({"do": "payment.refund", "record": record, "payment": paid["entries"][0],
                                     "method": "cash", "amount_minor": minor, "reason": "多收"})
    };
    breaker.refused("more_than_paid", refund(1_001));
    example.done(refund(400));
    let cash = example.done(json!({"do": "cash"}));
    let rows = cash["records"].as_array().unwrap();
    let of_this = rows.iter().find(|row| row["number"] == json!(record));
    assert_eq!(of_this.unwrap()["amounts"][0]["minor"], 600, "{cash}");
    let handed_in = example.done(hand_in.clone());
    assert!(
        handed_in["slip"]
            .as_str()
            .is_some_and(|slip| !slip.is_empty()),
        "{handed_in}"
    );
    assert_eq!(
        handed_in["left"]["totals"][0]["minor"], -8_000,
        "the compensation of another record was paid out of the same purse"
    );
    breaker.refused("not_in_hand", hand_in);
}

#[test]
fn what_is_not_in_order_is_named() {
    let example = Example::new();
    let breaker = Breaker {
        example: &example,
        seen: RefCell::default(),
    };
    let record = example.open();
    let call = |note: &str| json!({"do": "record.call", "record": record, "outcome": "confirmed", "note": note});
    breaker.refused("text", call("\u{202e}反写"));
    breaker.refused("text", call(&"长".repeat(4_001)));
    breaker.refused(
        "missing",
        json!({"do": "record.cancel", "record": record, "reason": " "}),
    );
    let field = |name: &str, value: Value| json!({"do": "record.field", "record": record, "field": name, "value": value});
    breaker.refused("field_value", field("priority_hours", json!(5)));
    breaker.refused("field_value", field("purchased_on", json!("2025-02-30")));
    breaker.refused("field_value", field("customer_name", json!(true)));
    example.done(arrival(&record));
    let offer = |lines: Value| json!({"do": "quote.offer", "record": record, "lines": lines});
    breaker.refused("unknown_code", offer(json!([{"code": "RF-999"}])));
    breaker.refused(
        "code_in_catalogue",
        offer(json!([{"code": "RF-109", "unit_price_minor": 1}])),
    );
    breaker.refused("one_of", offer(json!([{"name": "搬运费"}])));
    breaker.refused(
        "override_needs_reason",
        offer(json!([{"code": "RF-109", "payer": "warranty"}])),
    );
    breaker.refused(
        "override_needs_reason",
        offer(json!([{"code": "RF-109", "payer": "warranty", "reason": " "}])),
    );
    breaker.refused("quote", offer(json!([])));
    breaker.refused("quote", offer(json!([{"code": "RF-109", "quantity": 0}])));
    breaker.refused(
        "quote",
        offer(json!([{"code": "RF-109", "quantity": i64::MAX}])),
    );
    breaker.refused(
        "quote",
        offer(json!([{"kind": "other", "name": " ", "unit_price_minor": 1}])),
    );
    let past_exact = json!([{"kind": "other", "name": "天价", "unit_price_minor": 1_i64 << 60}]);
    breaker.refused("entry_malformed", offer(past_exact));
    breaker.refused("quote", offer(json!(vec![json!({"code": "RF-109"}); 201])));
    breaker.refused(
        "unknown_code",
        json!({"do": "diagnosis.cause", "record": record, "text": "x", "fault_code": "RF-F99"}),
    );
    let measured = json!([{"name": "电压", "value": "22O", "unit": "V"}]);
    breaker.refused("out_of_range", json!({"do": "diagnosis.step", "record": record, "step": "measure", "measurements": measured}));
    breaker.refused(
        "no_such_record",
        json!({"do": "report.send", "record": "999999-XXXX-1"}),
    );
    breaker.refused(
        "not_found",
        json!({"do": "report.send", "record": "0192f0c1-2345-7abc-8def-0123456789ab"}),
    );
}

#[test]
fn a_slip_of_the_pen_is_no_signature() {
    let example = Example::new();
    let breaker = Breaker {
        example: &example,
        seen: RefCell::default(),
    };
    let record = example.open();
    example.done(arrival(&record));
    example.done(offer(&record));
    let drawn = |strokes: Value| {
        let mut line = accept(&record);
        line["strokes"] = strokes;
        line
    };
    let points = |count: i64, step: i64, step_ms: i64, pressure: i64| -> Value {
        let point = |n: i64| json!({"x": n * step, "y": 0, "t_ms": 1_000 + n * step_ms, "pressure": pressure});
        json!([(0..count).map(point).collect::<Vec<_>>()])
    };
    breaker.refused("signature_too_short", drawn(json!([])));
    breaker.refused("signature_too_short", drawn(json!([[], []])));
    breaker.refused("signature_too_short", drawn(points(7, 100, 8, 300)));
    breaker.refused("signature_too_short", drawn(points(20, 5, 8, 300)));
    breaker.refused("signature_out_of_order", drawn(points(20, 50, -8, 300)));
    breaker.refused("signature_out_of_order", drawn(points(20, 50, 8, 1_001)));
    breaker.refused("signature_too_long", drawn(points(20_001, 1, 1, 300)));
    breaker.refused(
        "bad_members",
        drawn(json!([[{"x": 1, "y": 1, "t_ms": -1, "pressure": 1}]])),
    );
    let mut nameless = accept(&record);
    nameless["signer"] = json!(" ");
    breaker.refused("missing", nameless);
    assert_eq!(
        example.done(json!({"do": "verify"}))["statements"],
        json!([]),
        "what was refused was never sealed"
    );
    example.done(drawn(points(8, 20, 8, 300)));

    let record = example.open_accepted();
    for line in repaired_and_tested(&record) {
        example.done(line);
    }
    for score in [0, 6, i64::MIN] {
        let mut line = sign_off(&record);
        line["score"] = json!(score);
        breaker.refused("out_of_range", line);
    }
}
