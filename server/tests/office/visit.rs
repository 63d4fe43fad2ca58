//! A visit from the call before arrival to the report, step by step as the trade asks for it.

use doorstep_domain::{
    ids::{EntryId, RecordId},
    money::{Currency, Money},
    quote::{LineKind, Payer, Quote, QuoteLine},
    record::{CallOutcome, DiagnosisStep, Measurement, SignPurpose, TestItem, TextName, What},
};
use doorstep_evidence::digest::Digest;

use crate::device::{Device, Pad};

/// What a visit left behind.
pub(crate) struct Visit {
    pub(crate) fitted: EntryId,
    pub(crate) acceptance: Digest,
}

fn line(
    kind: LineKind,
    code: &str,
    name: &str,
    unit_price_minor: i64,
    payer: Payer,
    rule: &str,
) -> QuoteLine {
    QuoteLine {
        discount_minor: 0,
        kind,
        code: code.to_owned(),
        name: name.to_owned(),
        quantity: 1,
        unit_price_minor,
        amount_minor: unit_price_minor,
        payer,
        rule: rule.to_owned(),
        decided_by: None,
        override_reason: None,
    }
}

/// Call, arrival and the four steps of the diagnosis.
pub(crate) fn diagnose(device: &mut Device, record: RecordId) {
    device.happens(
        record,
        What::Call {
            outcome: CallOutcome::Confirmed,
            note: "用户在家，电梯停用".to_owned(),
        },
    );
    device.minutes_pass(25);
    device.happens(
        record,
        What::Visit {
            place: "样例市青禾区解放路 8 号".to_owned(),
            badge_shown: true,
            unit_matches: true,
            proof_of_purchase_seen: false,
        },
    );
    for (step, finding) in [
        (DiagnosisStep::Ask, "昨晚洗被子时开始不排水"),
        (DiagnosisStep::Look, "排水滤网有硬币，已取出"),
        (DiagnosisStep::PowerOn, "排水时嗡嗡响，不出水"),
        (DiagnosisStep::Measure, "排水泵绕组开路"),
    ] {
        device.minutes_pass(4);
        let measurements = match step {
            DiagnosisStep::Measure => vec![Measurement {
                name: "绕组电阻".to_owned(),
                value: "999999".to_owned(),
                unit: "Ω".to_owned(),
            }],
            _ => Vec::new(),
        };
        device.happens(
            record,
            What::DiagnosisStep {
                step,
                finding: finding.to_owned(),
                measurements,
            },
        );
    }
    device.write(record, TextName::Cause, "排水泵烧毁");
    device.write(record, TextName::Plan, "更换排水泵，清理管路");
}

/// An offer that is part free and part paid.
pub(crate) fn offer(
    device: &mut Device,
    record: RecordId,
    revision: i64,
    replaces: Option<EntryId>,
) -> EntryId {
    device.minutes_pass(3);
    let quote = Quote {
        options: Vec::new(),
        discount_limit_percent: None,
        revision,
        replaces,
        catalogue_version: 1,
        currency: Currency::Cny,
        lines: vec![
            line(
                LineKind::Part,
                "WM-103",
                "排水泵",
                9_600,
                Payer::Customer,
                "整机购买已超过 12 个月，按价目表",
            ),
            line(
                LineKind::Labour,
                "WM-L02",
                "更换排水泵工时",
                6_000 * revision,
                Payer::Customer,
                "整机购买已超过 12 个月，按价目表",
            ),
            line(
                LineKind::Part,
                "WM-110",
                "主电机碳刷",
                4_500,
                Payer::Warranty,
                "电机保修 36 个月，自购机日 2024-05-01 起",
            ),
        ],
    };
    device.happens(record, What::QuoteOffered { quote })
}

/// The customer accepts an offer with his signature.
pub(crate) fn accept(device: &mut Device, record: RecordId, offer: EntryId, pad: &Pad) -> EntryId {
    device.minutes_pass(2);
    let statement = device.seal(record, SignPurpose::QuoteAcceptance, Some(offer), pad);
    device.happens(
        record,
        What::QuoteAccepted {
            choice: None,
            offer,
            statement: statement.to_string(),
        },
    )
}

/// Parts, repair, test, advice.
pub(crate) fn repair(device: &mut Device, record: RecordId) -> EntryId {
    device.minutes_pass(20);
    device.happens(
        record,
        What::PartRemoved {
            part: "WM-103".to_owned(),
            name: "排水泵（旧）".to_owned(),
            serial: String::new(),
            quantity: 1,
            kept_for_store: true,
        },
    );
    let fitted = device.happens(
        record,
        What::PartFitted {
            part: "WM-103".to_owned(),
            name: "排水泵".to_owned(),
            serial: "PP26110087".to_owned(),
            quantity: 1,
            warranty_months: 36,
        },
    );
    device.write(record, TextName::Work, "更换排水泵，清理滤网与管路");
    device.happens(record, What::RepairDone { works: true });
    device.minutes_pass(15);
    let item = |name: &str, result: &str| TestItem {
        limits: None,
        name: name.to_owned(),
        result: result.to_owned(),
        passed: true,
    };
    device.happens(
        record,
        What::TestResult {
            items: vec![
                item("进水到标线用时", "2 分 40 秒"),
                item("排水用时", "50 秒"),
                item("脱水（1200 转）振动", "正常"),
            ],
            passed: true,
            customer_present: true,
        },
    );
    device.write(record, TextName::Advice, "洗前掏空口袋，每月清理一次滤网。");
    device.happens(
        record,
        What::AdviceGiven {
            explained: true,
            site_tidied: true,
        },
    );
    fitted
}

/// The whole visit: quoted, accepted, repaired, tested, signed, paid, reported.
pub(crate) fn whole(device: &mut Device, record: RecordId, pad: &Pad) -> Visit {
    diagnose(device, record);
    let offer = offer(device, record, 1, None);
    let acceptance = accept(device, record, offer, pad);
    let fitted = repair(device, record);
    device.minutes_pass(4);
    let signed = device.sign_off(record, pad);
    device.minutes_pass(2);
    device.happens(
        record,
        What::Payment {
            statement: String::new(),
            method: "wechat".to_owned(),
            amount: Money {
                minor: 15_600,
                currency: Currency::Cny,
            },
            receipt: "R-20261123-07".to_owned(),
            acceptance,
        },
    );
    device.happens(
        record,
        What::Report {
            covers: Vec::new(),
            note: String::new(),
        },
    );
    Visit {
        fitted,
        acceptance: signed,
    }
}
