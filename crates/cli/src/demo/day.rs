//! What the devices do on the demo's day: the lines of each job, made from the sample data and the seed.

use fastrand::Rng;
use serde_json::{Value, json};

use super::jobs::{Fault, Job, Shelf, Spare};

/// How a job ends. Every fifth is not the happy course, because no day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Repaired, tested, signed, paid.
    Repaired,
    /// Work found later: a revision of the quote, accepted again.
    Revised,
    /// The customer declines the quote.
    Declined,
    /// It cannot be repaired on site; the customer signs for what he was told.
    Cannot,
    /// Repaired, but the customer refuses to sign.
    Refused,
}

impl Course {
    /// The course of the n-th job of the day.
    pub(crate) const fn of(place: usize) -> Self {
        match place % 12 {
            3 => Self::Revised,
            5 => Self::Declined,
            7 => Self::Cannot,
            10 => Self::Refused,
            _ => Self::Repaired,
        }
    }
}

/// The lines of one job, in the order of domain steps 4 to 12.
pub(crate) fn lines(job: &Job, course: Course, shelf: &Shelf, random: &mut Rng) -> Vec<Value> {
    let mut day = Lines {
        record: &job.number,
        lines: Vec::new(),
    };
    let (fault, spare) = shelf.fault_of(job, random);
    arrive(&mut day, &fault, random);
    let mut quoted = vec![
        json!({"code": shelf.call_out, "quantity": 1}),
        json!({"code": shelf.labour_of(&job.kind, &spare), "quantity": 1}),
        json!({"code": spare.code, "quantity": 1}),
    ];
    if course == Course::Cannot {
        let plan = "取回车间检修，三个工作日内送还";
        day.say(
            "repair.cannot",
            json!({"reason": "内部件需返厂检修，现场不具备条件", "plan": plan}),
        );
        day.sign_off(job, 4, "说明清楚，等通知", random);
        day.say("report.send", json!({"note": "已告知用户，约定取机"}));
        return day.lines;
    }
    day.say("quote.offer", json!({"lines": quoted}));
    if course == Course::Declined {
        day.say("quote.decline", json!({"reason": "机器旧了，准备换新"}));
        day.say("report.send", json!({"note": "用户不修，未收费"}));
        return day.lines;
    }
    day.accept(job, random);
    if course == Course::Revised {
        day.say(
            "record.text",
            json!({"text": "plan", "append": "拆开后发现线束老化，须一并更换"}),
        );
        quoted.push(json!({"kind": "other", "name": "线束整理与防护", "unit_price_minor": 3500, "quantity": 1}));
        day.say("quote.offer", json!({"lines": quoted}));
        day.accept(job, random);
    }
    repair(&mut day, job, &spare, shelf, random);
    if course == Course::Refused {
        day.say("sign.refuse", json!({"reason": "要等家人回来看过再说"}));
    } else {
        let opinion = [
            "服务态度好，修得快",
            "满意，讲解清楚",
            "师傅很准时，收费明白",
        ];
        let opinion = opinion
            .get(random.usize(..opinion.len()))
            .copied()
            .unwrap_or("满意");
        day.sign_off(job, random.i64(4..=5), opinion, random);
        day.lines
            .push(json!({"do": "payment.take", "record": job.number, "pay_what_is_owed": true}));
    }
    day.say("report.send", json!({"note": "已修复，旧件随车带回"}));
    day.lines
}

/// Call, arrival, the four steps and the cause.
fn arrive(day: &mut Lines<'_>, fault: &Fault, random: &mut Rng) {
    day.say(
        "record.call",
        json!({"outcome": "confirmed", "note": "二十分钟后到"}),
    );
    day.say(
        "visit.arrive",
        json!({"place": "30.66,104.06", "badge_shown": true, "unit_matches": true, "proof_of_purchase_seen": true,
               "opened_by_outsiders": false}),
    );
    diagnose(day, &fault.symptom, &fault.cause, random);
    day.say(
        "diagnosis.cause",
        json!({"text": fault.cause, "fault_code": fault.code}),
    );
}

/// The part is changed, the unit tested in front of the customer, its care explained.
fn repair(day: &mut Lines<'_>, job: &Job, spare: &Spare, shelf: &Shelf, random: &mut Rng) {
    let serial = if spare.has_serial {
        format!("YLSP{:010}", random.u64(..10_000_000_000))
    } else {
        String::new()
    };
    day.say(
        "part.fit",
        json!({"part": spare.code, "serial": serial, "quantity": 1}),
    );
    day.say("part.remove", json!({"part": spare.code, "quantity": 1}));
    day.say(
        "repair.done",
        json!({"works": true, "work": format!("更换{}，清理内部，复位接线。", spare.name)}),
    );
    day.say(
        "test.record",
        json!({"items": shelf.tests_of(&job.kind), "customer_present": true}),
    );
    day.say(
        "advice.give",
        json!({"text": "按说明书使用，每季度清洁一次，异常先断电。", "site_tidied": true}),
    );
}

fn diagnose(day: &mut Lines<'_>, symptom: &str, cause: &str, random: &mut Rng) {
    let volts = format!("{}.{}", random.u32(218..232), random.u32(0..10));
    let steps = [
        ("ask", format!("用户讲述：{symptom}"), json!([])),
        ("look", "外观无损，周围通风正常".to_owned(), json!([])),
        ("power_on", "通电复现所述现象".to_owned(), json!([])),
        (
            "measure",
            cause.to_owned(),
            json!([{"name": "电源电压", "value": volts, "unit": "V"}]),
        ),
    ];
    for (step, finding, measurements) in steps {
        day.say(
            "diagnosis.step",
            json!({"step": step, "finding": finding, "measurements": measurements}),
        );
    }
}

struct Lines<'d> {
    record: &'d str,
    lines: Vec<Value>,
}

impl Lines<'_> {
    fn say(&mut self, verb: &str, mut members: Value) {
        members["do"] = verb.into();
        members["record"] = self.record.into();
        self.lines.push(members);
    }

    fn accept(&mut self, job: &Job, random: &mut Rng) {
        let strokes = job.signature(random);
        self.say(
            "quote.accept",
            json!({"signer": job.signer, "relation": "customer", "strokes": strokes}),
        );
    }

    fn sign_off(&mut self, job: &Job, score: i64, opinion: &str, random: &mut Rng) {
        let strokes = job.signature(random);
        self.say(
            "sign.off",
            json!({"signer": job.signer, "relation": "customer", "opinion": opinion, "score": score,
                   "strokes": strokes}),
        );
    }
}
